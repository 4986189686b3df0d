"""Which movies belong to a package, and how they come into it: never touched where they lie."""

import os
from pathlib import Path
from typing import NamedTuple

from console.app.package.manifest import VIDEO, LeftOut, MovieFacts
from console.app.package.progress import Progress
from console.domain.errors import SightlineError
from console.domain.ids import FeedId
from console.media.worker.segments.movie import index_of
from console.media.worker.segments.repair import DAMAGED_SUFFIX, Outcome, repair
from console.protocol.movie_index import MovieIndex, parse_index, read_index

PIECE_BYTES = 4 * 1024 * 1024


class Span(NamedTuple):
    """Wall time in epoch milliseconds; ``to_ms`` None: up to now."""

    from_ms: int
    to_ms: int | None


class Taken(NamedTuple):
    """What came into the package, and what did not."""

    movies: tuple[MovieFacts, ...]
    left_out: tuple[LeftOut, ...]


def take_movies(
    video: Path, cameras: tuple[FeedId, ...], span: Span, folder: Path, progress: Progress
) -> Taken:
    """Those of ``cameras`` (none: of all) that reach into ``span``, below ``folder``. Raises OSError."""
    movies: list[MovieFacts] = []
    left_out: list[LeftOut] = []
    found = sorted(video.glob("*/*.mp4"))
    progress.begin("taking the movies", len(found))
    for path in found:
        try:
            if _belongs(path, cameras, span):
                taken = take(path, folder / VIDEO / path.parent.name / path.name)
                movies += [_facts(folder, *taken)] if taken else []
        except FileNotFoundError:
            left_out.append(LeftOut(_name(path), "it was removed to make room while the package was made"))
        except SightlineError as error:
            left_out.append(LeftOut(_name(path), str(error)))
        progress.did(1)
    there = {one.feed for one in movies}
    left_out += [LeftOut(one, "nothing was recorded of it then") for one in cameras if one not in there]
    return Taken(tuple(movies), tuple(left_out))


def take(movie: Path, to: Path) -> tuple[Path, bool] | None:
    """Bring a movie and its index to ``to``; whether it was repaired there; None where nothing is whole.

    A finished one never changes: on the same disk it needs no second copy. Raises OSError, SightlineError.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    lines = index_of(movie).read_bytes()  # the index first: what it names is in the movie already
    index = parse_index(lines, index_of(movie))
    if index.end is not None and movie.stat().st_size == index.end.size:
        _link_or_copy(movie, to)
        _link_or_copy(index_of(movie), index_of(to))
        return to, False
    index_of(to).write_bytes(lines)
    _copy(movie, to, index.fragments[-1].end if index.fragments else index.header.head_bytes)
    try:
        done = repair(to)
    except SightlineError:
        for file in (to, index_of(to)):
            file.unlink(missing_ok=True)
            file.with_name(file.name + DAMAGED_SUFFIX).unlink(missing_ok=True)
        raise
    return None if done.outcome is Outcome.REMOVED else (to, True)


def _name(path: Path) -> str:
    return f"{VIDEO}/{path.parent.name}/{path.name}"


def _belongs(path: Path, cameras: tuple[FeedId, ...], span: Span) -> bool:
    index: MovieIndex = read_index(index_of(path))
    if (cameras and index.header.feed not in cameras) or not index.fragments:
        return False
    first, last = index.fragments[0].packets[0], index.fragments[-1].packets[-1]
    is_later = span.to_ms is not None and first.arrival_wall_ms > span.to_ms
    return last.arrival_wall_ms >= span.from_ms and not is_later


def _facts(folder: Path, path: Path, repaired: bool) -> MovieFacts:
    index = read_index(index_of(path))
    packets = index.packets
    head = index.header
    return MovieFacts(
        file=path.relative_to(folder).as_posix(),
        feed=head.feed,
        profile=head.profile,
        codec=head.codec,
        width=head.width,
        height=head.height,
        begin_ms=packets[0].arrival_wall_ms,
        end_ms=packets[-1].arrival_wall_ms,
        packets=len(packets),
        gaps=len(index.gaps),
        repaired=repaired,
    )


def _link_or_copy(file: Path, to: Path) -> None:
    try:
        os.link(file, to)
    except OSError:  # another disk, or a file system without links
        _copy(file, to, file.stat().st_size)


def _copy(file: Path, to: Path, size: int) -> None:
    with file.open("rb") as source, to.open("wb") as target:
        while piece := source.read(min(PIECE_BYTES, size - target.tell())):
            target.write(piece)
