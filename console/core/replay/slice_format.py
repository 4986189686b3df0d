"""A slice of the log as files: what is in which, and what may be wrong with them.

``manifest.json`` says what the slice is and is written last; ``log/`` holds a checkpoint, the entries after
it and what came of each of them, one JSON document a line.
"""

from msgspec import Raw, Struct

from console.domain.errors import SightlineError

SCHEMA = 1

MANIFEST = "manifest.json"
CHECKPOINT = "log/checkpoint.json"
ENTRIES = "log/entries.jsonl"
DECISIONS = "log/decisions.jsonl"
VIEWS = "log/views.jsonl"
LOG_FILES = (CHECKPOINT, ENTRIES, DECISIONS, VIEWS)


class SliceError(SightlineError):
    """A slice can't be made or read; the text says which, why, and what to do."""


class NewerSlice(SliceError):
    """A newer program made it."""


class DamagedSlice(SliceError):
    """A file is missing, cut off or changed."""


class UnknownInput(SliceError):
    """It holds an input that this program can't read."""


class GapInSlice(SliceError):
    """Its entries do not follow each other."""


class FileFacts(Struct, frozen=True):
    """What the manifest says of a file: so many lines."""

    lines: int


class Manifest(Struct, frozen=True):
    """``from_n`` and ``to_n`` are what was asked for; the entries begin after input ``checkpoint_n``.

    ``at_ms``: log time of the first and the last entry; ``wall_ms``: their wall time. Epoch milliseconds.
    """

    schema: int
    program: str
    site: str
    from_n: int
    to_n: int
    checkpoint_n: int
    at_ms: tuple[int, int]
    wall_ms: tuple[int, int]
    files: dict[str, FileFacts]


class CheckpointFile(Struct, frozen=True):
    """The state after input ``n``, as its ``version`` writes it."""

    version: int
    n: int
    body: Raw


class EntryLine(Struct, frozen=True):
    """An entry as it is stored. ``crc``: CRC-32 of the body; None of entries from before there was one.

    ``records``: so many lines of the other two files say what came of it; None where that is not known.
    """

    n: int
    crc: int | None
    records: int | None
    body: Raw


class DecisionsLine(Struct, frozen=True):
    """What was decided on an input: a list of decisions."""

    n: int
    body: Raw


class ViewLine(Struct, frozen=True):
    """What an input changed of a monitor: a ViewChange."""

    n: int
    monitor: str
    body: Raw
