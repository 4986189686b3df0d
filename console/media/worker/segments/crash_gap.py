"""What a crash took from a stream: stated in the movie that goes on, as the one before can't say it."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from console.media.worker.ring import KeptPacket
from console.protocol.movie_index import (
    CLOSED,
    CRASH,
    EndRecord,
    FragmentRecord,
    GapRecord,
    MovieHeader,
    PacketRecord,
    Record,
)
from console.protocol.movie_names import INDEX_SUFFIX, MOVIE_SUFFIX, begun_ms, boot_of
from console.protocol.unreadable import UNREADABLE

LONGEST_NS = 600_000_000_000
"""What was recorded so long before is no part of this recording."""

TAIL_BYTES = 256 * 1024
"""The records of the longest fragment take less."""

_decoder: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)


class _Left(NamedTuple):
    machine_boot: str
    last_ns: int
    last_wall_ms: int
    how: str


def crash_gap(movie: Path, machine_boot: str, first: KeptPacket, wall_ms: int) -> GapRecord | None:
    """The gap before ``movie``, which begins with ``first`` at ``wall_ms``; None where no crash was before.

    Over another start of the machine it is as long as by wall time. An index that can't be read says nothing.
    """
    before = _movie_before(movie)
    if before is None or boot_of(before) == boot_of(movie):
        return None
    left = None
    with suppress(OSError):
        left = _left(before.with_suffix(INDEX_SUFFIX))
    if left is None or left.how == CLOSED:
        return None
    long_ns = first.arrival_ns - left.last_ns
    if left.machine_boot != machine_boot:
        long_ns = (wall_ms - left.last_wall_ms) * 1_000_000
    if not 0 < long_ns <= LONGEST_NS:
        return None
    return GapRecord(CRASH, 0, first.number, first.arrival_ns - long_ns, first.arrival_ns)


def _movie_before(movie: Path) -> Path | None:
    profile = movie.name.split("-", 1)[0]
    others = [
        (begun, other)
        for other in movie.parent.glob(f"{profile}-*{MOVIE_SUFFIX}")
        if other != movie and (begun := begun_ms(other.name)) is not None
    ]
    return max(others)[1] if others else None


def _left(index: Path) -> _Left | None:
    """How it ends: its last whole fragment, and its end; None where there is none. Raises OSError."""
    with index.open("rb") as file:
        head = _record(file.readline())
        file.seek(max(file.tell(), os.fstat(file.fileno()).st_size - TAIL_BYTES))
        lines = file.read().split(b"\n")[:-1]
    last: PacketRecord | None = None
    missing, how = 0, ""
    for line in lines:
        match _record(line):
            case FragmentRecord(packets=packets):
                missing = packets
            case PacketRecord() as packet:
                missing -= 1
                last = packet if missing == 0 else last
            case EndRecord(how=said):
                how = said
    if not isinstance(head, MovieHeader) or last is None:
        return None
    return _Left(head.machine_boot, last.arrival_ns, last.arrival_wall_ms, how)


def _record(line: bytes) -> Record | None:
    """None for what is no record: the tail begins somewhere in a line."""
    try:
        return _decoder.decode(line)
    except UNREADABLE:
        return None
