"""What a check has found."""

from msgspec import Struct

from console.app.package.digests import BLOCK_BYTES
from console.app.package.manifest import FileDigest


class Change(Struct, frozen=True):
    """What is wrong with a file: ``kind`` is changed, missing, added or unreadable.

    ``blocks``: the numbers, from 0, of the MiB that are others.
    """

    file: str
    kind: str
    words: str
    blocks: tuple[int, ...] = ()


class Verdict(Struct, frozen=True):
    """``signed_by`` is the trusted list's name for the key; None where it is not on it, or nothing signed.

    ``site``: as what was signed names it; "" where nothing was.
    """

    changes: tuple[Change, ...]
    key: str
    signed_by: str | None
    files: int
    bytes: int
    site: str = ""

    @property
    def is_intact(self) -> bool:
        """Whether all is as it was signed, by whomever."""
        return not self.changes


def changed_words(wanted: FileDigest, found: FileDigest, blocks: tuple[int, ...]) -> str:
    """For a file that is another than it was."""
    words = "is changed"
    if wanted.size != found.size:
        words += f": it has {found.size} bytes, not {wanted.size}"
    if blocks:
        places = (f"{at * BLOCK_BYTES} to {(at + 1) * BLOCK_BYTES - 1}" for at in blocks)
        words += f", in bytes {', '.join(places)}"
    return words
