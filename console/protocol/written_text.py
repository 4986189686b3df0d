"""Text of files that people write: UTF-8, with or without a byte order mark."""

import codecs
from pathlib import Path
from typing import BinaryIO

from console.domain.errors import SightlineError

_OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class NotUtf8(SightlineError):
    """The bytes are of another encoding; the text says in which line, and what to do."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


MOST_BYTES = 64 * 1024 * 1024
"""More than any of these files ever has; /dev/zero has no end."""


class TooLarge(SightlineError):
    """The file is no such file."""


def read_written(path: Path) -> bytes:
    """The file's bytes. Raises OSError, TooLarge."""
    with path.open("rb") as opened:
        return bounded(opened)


def bounded(opened: BinaryIO) -> bytes:
    """What is left of an open file. Raises OSError, TooLarge."""
    body = opened.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLarge(f"is larger than {MOST_BYTES >> 20} MiB, which no such file is")
    return body


def decode_written(body: bytes) -> str:
    """The text. Raises NotUtf8."""
    if body.startswith(_OTHER_MARKS):
        raise NotUtf8(1, "is UTF-16; save the file as UTF-8")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise NotUtf8(
            line, f"is not UTF-8 (byte 0x{body[error.start]:02x}, as in Latin-1); save the file as UTF-8"
        ) from None
