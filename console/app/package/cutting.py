"""Cuts a movie to a time: whole fragments behind its head, byte for byte, with an index to match."""

from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from console.app.package.progress import Progress
from console.media.worker.segments.movie import index_of
from console.protocol.movie_index import (
    CLOSED,
    EndRecord,
    Fragment,
    GapRecord,
    MovieIndex,
    Record,
    encode_records,
    read_index,
)

PIECE_BYTES = 4 * 1024 * 1024


class Span(NamedTuple):
    """Wall time in epoch milliseconds; ``to_ms`` None: up to now."""

    from_ms: int
    to_ms: int | None


def fragments_within(index: MovieIndex, span: Span) -> tuple[Fragment, ...]:
    """From the last one at or before the beginning that starts with a keyframe, to the last one that reaches
    into the time."""
    begin = 0
    for number, fragment in enumerate(index.fragments):
        first = fragment.packets[0]
        if first.arrival_wall_ms <= span.from_ms and first.keyframe:
            begin = number
    found = [
        fragment
        for fragment in index.fragments[begin:]
        if span.to_ms is None or fragment.packets[0].arrival_wall_ms < span.to_ms
    ]
    return tuple(found) if found and found[-1].packets[-1].arrival_wall_ms >= span.from_ms else ()


def cut_movie(movie: Path, to: Path, span: Span, progress: Progress) -> int:
    """Write the part to ``to`` and its index beside; the number of its packets, 0 where nothing is of then.

    Raises OSError, MovieIndexError.
    """
    index = read_index(index_of(movie))
    kept = fragments_within(index, span)
    if not kept:
        return 0
    to.parent.mkdir(parents=True, exist_ok=True)
    with movie.open("rb") as source, to.open("xb") as target:
        _copy(source, target, 0, index.header.head_bytes, progress)
        _copy(source, target, kept[0].place.offset, kept[-1].end - kept[0].place.offset, progress)
        size = target.tell()
    index_of(to).write_bytes(encode_records(_records(index, kept, size, span.from_ms)))
    return sum(len(fragment.packets) for fragment in kept)


def _records(index: MovieIndex, kept: tuple[Fragment, ...], size: int, from_ms: int) -> list[Record]:
    back = kept[0].place.offset - index.header.head_bytes
    gaps = _gaps_within(index, kept, from_ms)
    records: list[Record] = [index.header]
    for fragment in kept:
        here = [one for one in gaps if _is_before_end_of(one, fragment)]
        gaps = [one for one in gaps if one not in here]
        place = msgspec.structs.replace(fragment.place, offset=fragment.place.offset - back)
        records += [*here, place, *fragment.packets]
    return [*records, EndRecord(CLOSED, size)]


def _gaps_within(index: MovieIndex, kept: tuple[Fragment, ...], from_ms: int) -> list[GapRecord]:
    """Those that end in these fragments. One that ends where they begin may begin in the movie before: it
    belongs to them where a part of it lies in the time."""
    first, last = kept[0].packets[0], kept[-1].packets[-1].number
    least = first.number + (first.arrival_wall_ms <= from_ms)
    return [one for one in index.gaps if least <= one.to_number <= last]


def _is_before_end_of(gap: GapRecord, fragment: Fragment) -> bool:
    return gap.to_number <= fragment.packets[-1].number


def _copy(source: BinaryIO, target: BinaryIO, at: int, size: int, progress: Progress) -> None:
    source.seek(at)
    while size and (piece := source.read(min(PIECE_BYTES, size))):
        target.write(piece)
        size -= len(piece)
        progress.did(len(piece))
