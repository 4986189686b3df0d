"""The one form of a package's zip, to the byte: files stored one behind the other, no times, zip64 where due.

So whoever knows the files knows the zip, and a change of any byte of it shows; any unzip reads it.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple

_FULL, _FULL_COUNT = 0xFFFFFFFF, 0xFFFF
LIMIT = _FULL
MANY = _FULL_COUNT
"""From here on zip64's fields say it, and the old ones are full."""

_VERSION = 45
_UTF8 = 0x0800
_MIDNIGHT, _FIRST_DAY = 0, 0x21
"""1 January 1980: when files were made, the manifest says."""

_PLAIN_FILE = 0o100644 << 16
_UNIX = 3 << 8


class Stored(NamedTuple):
    """A file in a zip: its bytes lie at ``start``."""

    name: str
    size: int
    crc32: int
    start: int


class Waiting(NamedTuple):
    """A file to be put into a zip, which ``pieces`` reads each time anew."""

    name: str
    size: int
    pieces: Callable[[], Iterable[bytes]]


def write_zip(file: BinaryIO, waiting: Iterable[Waiting], did: Callable[[int], None]) -> None:
    """The whole zip; ``did`` is told of each piece's bytes. Raises OSError."""
    done = []
    for one in waiting:
        head_at = file.tell()
        start = head_at + len(_local(one.name, one.size, 0))
        file.seek(start)
        crc32 = 0
        for piece in one.pieces():
            crc32 = zlib.crc32(piece, crc32)
            file.write(piece)
            did(len(piece))
        end = file.tell()
        file.seek(head_at)
        file.write(_local(one.name, end - start, crc32))
        file.seek(end)
        done.append(Stored(one.name, end - start, crc32, start))
    for _, piece in _directory(done):
        file.write(piece)


def stored_files(file: BinaryIO) -> list[Stored]:
    """What a zip's directory says. Raises zipfile.BadZipFile, ValueError, OSError."""
    size = file.seek(0, io.SEEK_END)
    with zipfile.ZipFile(file) as opened:
        infos = sorted(opened.infolist(), key=lambda one: one.header_offset)
        if any(one.compress_type != zipfile.ZIP_STORED for one in infos):
            raise ValueError("its files are packed anew; unpack it and check the folder")
        if any(not 0 <= one.header_offset <= size - one.file_size for one in infos):
            raise ValueError("its directory points beside it")
        return [
            Stored(
                one.orig_filename,
                one.file_size,
                one.CRC,
                one.header_offset + len(_local(one.orig_filename, one.file_size, 0)),
            )
            for one in infos
        ]


def strange_byte(file: BinaryIO, files: list[Stored]) -> int | None:
    """The first byte that is no file's and not as ``write_zip`` wrote it; None where all are."""
    for at, wanted in _around(files):
        file.seek(at)
        found = file.read(len(wanted))
        if found != wanted:
            same = (index for index, byte in enumerate(wanted) if found[index : index + 1] != bytes([byte]))
            return at + next(same)
    end = file.tell()
    return end if file.read(1) else None


def _around(files: list[Stored]) -> Iterator[tuple[int, bytes]]:
    """Where they belong, whatever the directory says: of an empty file nothing else would tell."""
    at, placed = 0, []
    for one in files:
        head = _local(one.name, one.size, one.crc32)
        yield at, head
        placed.append(one._replace(start=at + len(head)))
        at += len(head) + one.size
    yield from _directory(placed)


def _directory(files: list[Stored]) -> Iterator[tuple[int, bytes]]:
    begin = at = files[-1].start + files[-1].size if files else 0
    for one in files:
        entry = _central(one)
        yield at, entry
        at += len(entry)
    yield at, _ending(len(files), at - begin, begin)


def _local(name: str, size: int, crc32: int) -> bytes:
    text = _name_bytes(name)
    extra = struct.pack("<HHQQ", 1, 16, size, size) if size >= LIMIT else b""
    told = _field(size)
    fields = (_VERSION, _UTF8, 0, _MIDNIGHT, _FIRST_DAY, crc32, told, told, len(text), len(extra))
    return struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *fields) + text + extra


def _central(one: Stored) -> bytes:
    text = _name_bytes(one.name)
    head_at = one.start - len(_local(one.name, one.size, 0))
    large = [value for value in (one.size, one.size, head_at) if value >= LIMIT]
    extra = struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""
    told = _field(one.size)
    times = (_UNIX | _VERSION, _VERSION, _UTF8, 0, _MIDNIGHT, _FIRST_DAY)
    rest = (one.crc32, told, told, len(text), len(extra), 0, 0, 0, _PLAIN_FILE, _field(head_at))
    return struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", *times, *rest) + text + extra


def _ending(count: int, size: int, begin: int) -> bytes:
    large = b""
    if count >= MANY or size >= LIMIT or begin >= LIMIT:
        fields = (44, _UNIX | _VERSION, _VERSION, 0, 0, count, count, size, begin)
        large = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", *fields)
        large += struct.pack("<4sIQI", b"PK\6\7", 0, begin + size, 1)
    few = count if count < MANY else _FULL_COUNT
    told = (_field(size), _field(begin))
    return large + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, few, few, *told, 0)


def _field(value: int) -> int:
    return value if value < LIMIT else _FULL


def _name_bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")
