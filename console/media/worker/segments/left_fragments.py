"""What is left of a movie on disk: which of the fragments that its index names are whole."""

import zlib
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from console.media.worker.segments.boxes import TICKS_PER_S, Box, boxes_of
from console.protocol.movie_index import Fragment, MovieIndex

MOST_LOST_NS = 15_000_000_000
"""More than a power cut takes (MOST_UNSAFE_NS of a movie); where more is unreadable, it was none."""

PIECE_BYTES = 1024 * 1024


class Left(NamedTuple):
    """``whole`` fragments are there, from the first on. ``damage`` is "" where a crash explains the rest."""

    whole: int
    damage: str


def left_of(file: BinaryIO, size: int, index: MovieIndex) -> Left:
    """Look through a movie of ``size`` bytes. Raises OSError."""
    head_bytes = index.header.head_bytes
    if size < head_bytes:
        return Left(0, "")
    if _crc32(file, 0, head_bytes) != index.header.head_crc32:
        return Left(0, "" if _is_zero(file, head_bytes, size) else "its head can't be read")
    found = _fragments(file, head_bytes, size)
    whole = _agreeing(file, found, index.fragments)
    return Left(whole, _damage(file, size, index, found, whole))


def holds_fragments(file: BinaryIO, size: int) -> bool:
    """Whether there is a whole fragment, as far as that can be said without an index. Raises OSError."""
    boxes = list(boxes_of(file, 0, size))
    return any(
        (moof.kind, mdat.kind) == (b"moof", b"mdat") and mdat.end <= size for moof, mdat in pairwise(boxes)
    )


def _fragments(file: BinaryIO, start: int, size: int) -> list[tuple[Box, Box]]:
    boxes = list(boxes_of(file, start, size))
    found = []
    for moof, mdat in zip(boxes[::2], boxes[1::2], strict=False):
        if (moof.kind, mdat.kind) != (b"moof", b"mdat") or mdat.end > size:
            break
        found.append((moof, mdat))
    return found


def _agreeing(file: BinaryIO, found: list[tuple[Box, Box]], named: tuple[Fragment, ...]) -> int:
    """How many agree. Only what may not have been safe is read: an hour of video takes minutes to read."""
    last_ns = named[-1].packets[-1].arrival_ns if named else 0
    whole = 0
    for (moof, mdat), fragment in zip(found, named, strict=False):
        if (moof.start, mdat.end) != (fragment.place.offset, fragment.end):
            break
        is_recent = last_ns - fragment.packets[-1].arrival_ns <= MOST_LOST_NS
        if is_recent and _crc32(file, moof.start, mdat.end) != fragment.place.crc32:
            break
        whole += 1
    return whole


def _damage(file: BinaryIO, size: int, index: MovieIndex, found: list[tuple[Box, Box]], whole: int) -> str:
    named = index.fragments
    end = named[whole - 1].end if whole else index.header.head_bytes
    if whole == len(named):
        extra = found[whole:]
        extra_us = _time_us(file, extra[-1][0]) - _time_us(file, extra[0][0]) if extra else 0
        if extra_us * 1000 > MOST_LOST_NS:
            return f"its index ends {extra_us / TICKS_PER_S:.0f} s before it"
        return ""
    if named[whole].end > size or _is_zero(file, end, size):
        return ""
    lost_ns = named[-1].packets[-1].arrival_ns - named[whole].packets[0].arrival_ns
    return f"{lost_ns / 1e9:.0f} s from byte {end} on can't be read" if lost_ns > MOST_LOST_NS else ""


def _is_zero(file: BinaryIO, start: int, size: int) -> bool:
    file.seek(start)
    while piece := file.read(min(PIECE_BYTES, size - file.tell())):
        if piece.strip(b"\0"):
            return False
    return True


def _crc32(file: BinaryIO, start: int, end: int) -> int:
    file.seek(start)
    crc32 = 0
    while file.tell() < end and (piece := file.read(min(PIECE_BYTES, end - file.tell()))):
        crc32 = zlib.crc32(piece, crc32)
    return crc32


def _time_us(file: BinaryIO, moof: Box) -> int:
    """When its first sample is decoded."""
    file.seek(moof.start)
    head = file.read(min(PIECE_BYTES, moof.end - moof.start))
    at = head.find(b"tfdt")
    return int.from_bytes(head[at + 8 : at + 16], "big") if at >= 0 else 0
