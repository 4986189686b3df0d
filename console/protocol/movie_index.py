"""The index beside each recorded movie (``X.mp4`` has ``X.jsonl``): JSON lines, read by replay and packages.

A header; then for each fragment of the movie the gaps in it, the fragment, and its packets in the order of
the file; an end record once the file is closed or repaired. A file that still grows, or that a crash left,
has none.
"""

import contextlib
import os
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from console.domain.camera import Profile
from console.domain.errors import SightlineError
from console.domain.ids import FeedId
from console.protocol.unreadable import UNREADABLE

SCHEMA_VERSION = 1

RING = "ring"
CONNECTION = "connection"
DISK = "disk"
UNFIT = "unfit"
CRASH = "crash"

CLOSED = "closed"
REPAIRED = "repaired"
GROWING = "growing"
DISK_FAILED = "disk_failed"

LEAST_HOLE_MS = 5_000
"""Nothing between two movies of a camera for so long is a hole. What is shorter is a change of its video, or
what a crash took: a gap that the movie's own index tells; at the end the fragment of 2 s that was not written
yet, and some time for it to come to the disk."""


TAIL_BYTES = 1 << 17
"""The last fragment's records and the end record have room in it: so much is read of an index's end."""


class MovieHeader(Struct, frozen=True, tag_field="record", tag="movie"):
    """What the movie is of. ``machine_boot`` is the kernel's boot id: arrival times in ns hold within it
    alone.

    ``codec`` is FFmpeg's name. ``head_bytes`` lie before the first fragment, ``head_crc32`` is of them.
    ``aspect`` is the shape of the pictures by the site file ("16:9"), "" for the stream's own. ``audio`` is
    kept for the format of a sound track.
    """

    schema_version: int
    feed: FeedId
    profile: Profile
    codec: str
    width: int
    height: int
    machine_boot: str
    head_bytes: int
    head_crc32: int
    aspect: str = ""
    audio: None = None


class FragmentRecord(Struct, frozen=True, tag_field="record", tag="fragment"):
    """``packets`` packet records follow; their samples lie in these bytes of the movie.

    ``crc32`` is of the fragment's bytes (zlib's).
    """

    offset: int
    length: int
    packets: int
    crc32: int


class PacketRecord(Struct, frozen=True, tag_field="record", tag="packet"):
    """One packet of the stream.

    ``number`` counts within the stream's ring; after a failure of the disk a new file may begin with packets
    that the file before has, too. ``source_us`` is the camera's own time, null where it said none.
    ``file_us`` is its decode time in the movie, strictly rising; null for one without a picture, whose bytes
    stand at the beginning of the next sample. ``arrival_ns`` is CLOCK_MONOTONIC. ``after_loss``: packets of
    the network were missed in it or before it. ``size`` is in bytes, as it came.
    """

    number: int
    source_us: int | None
    file_us: int | None
    arrival_ns: int
    arrival_wall_ms: int
    keyframe: bool
    after_loss: bool
    size: int


class GapRecord(Struct, frozen=True, tag_field="record", tag="gap"):
    """Pictures are missing between two packets, which stand at its edges.

    ``reason``: ``ring``, packets were dropped before the disk took them; ``connection``, the camera was lost;
    ``disk``, the disk failed; ``unfit``, what came can't be held by a movie; ``crash``, the program that
    recorded ended at once: the edge before is in the movie before, and ``from_number`` is 0, as numbers
    count anew; of another start of the machine it is placed by wall time.
    """

    reason: str
    from_number: int
    to_number: int
    from_ns: int
    to_ns: int


class EndRecord(Struct, frozen=True, tag_field="record", tag="end"):
    """Nothing follows. ``how`` is ``closed``, ``repaired`` after a crash, ``disk_failed`` where the disk
    failed or was full (an older program wrote ``repaired`` then, too), or ``growing`` of a copy that was
    taken while it was written; ``size`` is the movie's, in bytes.
    """

    how: str
    size: int


Record = MovieHeader | FragmentRecord | PacketRecord | GapRecord | EndRecord


class Fragment(NamedTuple):
    """Bytes of the movie, and the packets in them. ``index_end`` is where its records end in the index."""

    place: FragmentRecord
    packets: tuple[PacketRecord, ...]
    index_end: int

    @property
    def end(self) -> int:
        """The byte of the movie behind it."""
        return self.place.offset + self.place.length


class MovieIndex(NamedTuple):
    """A whole index. ``end`` is None while the movie grows, and after a crash.

    ``missing`` says in words what is not there, "" for a whole index.
    """

    header: MovieHeader
    fragments: tuple[Fragment, ...]
    gaps: tuple[GapRecord, ...]
    end: EndRecord | None
    missing: str

    @property
    def packets(self) -> tuple[PacketRecord, ...]:
        """All packets, in the order of the file."""
        return tuple(packet for fragment in self.fragments for packet in fragment.packets)


class MovieIndexError(SightlineError):
    """An index can't be read: the text names file and line, and what is wrong. ``offset`` is the line's."""

    def __init__(self, path: Path, line: int, offset: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: not an index of a movie: {problem}")
        self.line = line
        self.offset = offset


_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)


def encode_records(records: list[Record]) -> bytes:
    """These records as lines."""
    return _encoder.encode_lines(records)


def read_index(path: Path) -> MovieIndex:
    """The index at ``path``. A last line that is cut is left out, as is a fragment without all its packets.

    Raises OSError, and MovieIndexError where another line is no record, or is not where it belongs.
    """
    return parse_index(path.read_bytes(), path)


def told_bytes(path: Path) -> int:
    """So many bytes of its movie an index tells of. Of one that ends well only its end is read.

    Raises OSError, MovieIndexError.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL_BYTES))
        tail = file.read()
    told = _told_at_end(tail)
    if told is None:
        index = read_index(path)
        told = index.fragments[-1].end if index.fragments else index.header.head_bytes
    return told


def _told_at_end(tail: bytes) -> int | None:
    """By the end record and the last fragment; None where these are not in it, whole."""
    *lines, cut_off = tail.split(b"\n")
    try:
        records = [_decoder.decode(line) for line in lines[1:]]  # of the first a part may be missing
    except UNREADABLE:
        return None
    end = records[-1] if records and not cut_off else None
    fragments = [one for one in records if isinstance(one, FragmentRecord)]
    if not fragments or not isinstance(end, EndRecord):
        return None
    return max(end.size, fragments[-1].offset + fragments[-1].length)


def parse_index(body: bytes, path: Path) -> MovieIndex:
    """As ``read_index``, of these bytes; ``path`` is for errors."""
    reading = _Reading(path)
    offset = 0
    lines = body.split(b"\n")
    for number, line in enumerate(lines[:-1], 1):
        reading.take(line, number, offset, offset + len(line) + 1)
        offset += len(line) + 1
    return reading.result(len(lines[-1]))


def last_arrival_ms(path: Path) -> int | None:
    """When the last packet came that the index at ``path`` tells of (wall time), by its last lines alone.

    None where these tell of none. Raises OSError.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        lines = file.read().split(b"\n")[:-1]
    for line in reversed(lines):
        with contextlib.suppress(*UNREADABLE):  # the first one may be cut
            record = _decoder.decode(line)
            if isinstance(record, PacketRecord):
                return record.arrival_wall_ms
    return None


class _Reading:
    """What the lines so far have said."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._header: MovieHeader | None = None
        self._fragments: list[Fragment] = []
        self._gaps: list[GapRecord] = []
        self._gaps_of_next: list[GapRecord] = []
        self._end: EndRecord | None = None
        self._place: FragmentRecord | None = None
        self._packets: list[PacketRecord] = []

    def take(self, line: bytes, number: int, offset: int, end_offset: int) -> None:
        """The next line."""
        try:
            record = _decoder.decode(line)
        except UNREADABLE as error:
            raise MovieIndexError(self._path, number, offset, str(error)) from error
        problem = self._problem(record)
        if problem:
            raise MovieIndexError(self._path, number, offset, problem)
        self._add(record, end_offset)

    def _problem(self, record: Record) -> str:
        if isinstance(record, MovieHeader):
            if self._header is not None:
                return "a second header"
            if record.schema_version != SCHEMA_VERSION:
                return (
                    f"schema_version {record.schema_version} is unknown here, where {SCHEMA_VERSION} is read"
                )
            return ""
        if self._header is None:
            return "no header before it"
        if self._end is not None:
            return "a record after the end"
        if isinstance(record, PacketRecord) != (self._place is not None):
            return (
                "a packet outside of a fragment"
                if self._place is None
                else "packets of a fragment are missing"
            )
        if isinstance(record, FragmentRecord) and (record.packets < 1 or record.offset != self._reached()):
            return f"a fragment at byte {record.offset}, where one at {self._reached()} belongs"
        return ""

    def _reached(self) -> int:
        if self._fragments:
            return self._fragments[-1].end
        return self._header.head_bytes if self._header is not None else 0

    def _add(self, record: Record, end_offset: int) -> None:
        if isinstance(record, MovieHeader):
            self._header = record
        elif isinstance(record, FragmentRecord):
            self._place = record
        elif isinstance(record, PacketRecord):
            self._packets.append(record)
            self._end_fragment(end_offset)
        elif isinstance(record, GapRecord):
            self._gaps_of_next.append(record)
        else:
            self._end = record

    def _end_fragment(self, end_offset: int) -> None:
        if self._place is not None and len(self._packets) == self._place.packets:
            self._fragments.append(Fragment(self._place, tuple(self._packets), end_offset))
            self._gaps += self._gaps_of_next
            self._place, self._packets, self._gaps_of_next = None, [], []

    def result(self, cut_bytes: int) -> MovieIndex:
        """What was read; ``cut_bytes`` of a line without its end follow."""
        if self._header is None:
            raise MovieIndexError(self._path, 1, 0, "it has no header")
        missing = []
        if self._place is not None:
            missing.append(f"{self._place.packets - len(self._packets)} packets of the last fragment")
        if cut_bytes:
            missing.append(f"the rest of a line of which {cut_bytes} bytes are there")
        if self._end is None:
            missing.append("the end record")
        return MovieIndex(
            self._header, tuple(self._fragments), tuple(self._gaps), self._end, ", ".join(missing)
        )
