"""Which movies belong to a package, and how they come into it: never touched where they lie."""

import os
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

import msgspec

from console.app.package.cutting import PIECE_BYTES, Span, cut_movie, fragments_within
from console.app.package.errors import PackageError
from console.app.package.manifest import VIDEO, LeftOut, MovieFacts
from console.app.package.progress import Progress
from console.domain.errors import SightlineError
from console.domain.ids import FeedId
from console.media.worker.segments.movie import index_of
from console.media.worker.segments.repair import MovieDamaged, Outcome, is_being_written, repair
from console.protocol.movie_index import DISK_FAILED, GROWING, REPAIRED, MovieIndex, parse_index, read_index
from console.protocol.movie_names import DAMAGED_SUFFIX, MOVIE_SUFFIX, feed_folder

PART = ".cut"


class State(Enum):
    """How the site's movie was when it was taken."""

    FINISHED = auto()
    UNFINISHED = auto()
    LEFT_BY_CRASH = auto()
    ENDED_BY_DISK = auto()


_ENDED = {REPAIRED: State.LEFT_BY_CRASH, DISK_FAILED: State.ENDED_BY_DISK}
"""By what its end record says; any other is a movie that came to its end."""


class Kept(Enum):
    """How much of it was asked for."""

    ALL = auto()
    ITS_END = auto()
    NOT_ITS_END = auto()
    NOTHING = auto()


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
    folders = [video / feed_folder(one) for one in cameras] or sorted(video.glob("*/"))
    found = [path for one in folders for path in sorted(one.glob(f"*{MOVIE_SUFFIX}"))]
    sizes = [path.stat().st_size for path in found]
    progress.begin("taking the movies", sum(sizes))
    for number, path in enumerate(found, 1):
        try:
            if _belongs(path, cameras, span):
                movies += _taken(path, folder, span, progress)
        except FileNotFoundError:
            left_out.append(LeftOut(_name(path), "it was removed to make room while the package was made"))
        except SightlineError as error:
            left_out.append(LeftOut(_name(path), str(error)))
        progress.reached(sum(sizes[:number]))
    there = {one.feed for one in movies}
    lost = {Path(one.what).parent.name for one in left_out}
    left_out += [LeftOut(one, _why_none(one, lost)) for one in cameras if one not in there]
    return Taken(tuple(movies), tuple(left_out))


def _why_none(feed: FeedId, lost: set[str]) -> str:
    is_lost = feed_folder(feed) in lost
    return "nothing of it could be taken" if is_lost else "nothing was recorded of it then"


def _taken(path: Path, folder: Path, span: Span, progress: Progress) -> list[MovieFacts]:
    to = folder / VIDEO / path.parent.name / path.name
    state = take(path, to, progress)
    kept = _cut_in_place(to, span, progress)
    if kept is Kept.NOTHING:
        return []
    if kept is Kept.NOT_ITS_END:  # how that came about says nothing of this part
        state = State.FINISHED
    is_repaired = state is State.LEFT_BY_CRASH
    facts = msgspec.structs.replace(_facts(folder, to), repaired=is_repaired, cut=kept is not Kept.ALL)
    if state is State.UNFINISHED:
        return [msgspec.structs.replace(facts, unfinished=True)]
    return [msgspec.structs.replace(facts, disk_failed=True) if state is State.ENDED_BY_DISK else facts]


def _cut_in_place(movie: Path, span: Span, progress: Progress) -> Kept:
    """Recordings share files, and one that always runs has no end: what nobody asked for is no part of it."""
    index = read_index(index_of(movie))
    kept = fragments_within(index, span)
    if not kept:
        _remove(movie)
        return Kept.NOTHING
    if len(kept) == len(index.fragments):
        return Kept.ALL
    part = movie.with_name(f"{movie.stem}{PART}{movie.suffix}")
    cut_movie(movie, part, span, progress)
    part.replace(movie)  # the name alone: a movie of the site that was linked stays as it is
    index_of(part).replace(index_of(movie))
    return Kept.ITS_END if kept[-1] == index.fragments[-1] else Kept.NOT_ITS_END


def take(movie: Path, to: Path, progress: Progress) -> State:
    """Bring a movie and its index to ``to``; one that has no end yet is cut there to what is whole.

    A finished one never changes: on the same disk it needs no second copy. Raises OSError, SightlineError.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    is_written = is_being_written(movie)  # before it is read: it may be finished meanwhile, not begun anew
    lines = index_of(movie).read_bytes()  # the index first: what it names is in the movie already
    index = parse_index(lines, index_of(movie))
    if index.end is not None and movie.stat().st_size == index.end.size:
        _link_or_copy(movie, to, progress)
        _link_or_copy(index_of(movie), index_of(to), progress)
        return _ENDED.get(index.end.how, State.FINISHED)
    index_of(to).write_bytes(lines)
    end = index.fragments[-1].end if index.fragments else index.header.head_bytes
    _copy(movie, to, end, progress)
    try:
        done = repair(to, how=GROWING if is_written else REPAIRED)
    except MovieDamaged as error:
        _remove(to)
        raise PackageError(f"more of it is damaged than a crash explains: {error.problem}") from error
    if done.outcome is Outcome.REMOVED:
        _remove(to)
        raise PackageError("nothing of it is whole" if not is_written else "nothing of it was on disk yet")
    return State.UNFINISHED if is_written else State.LEFT_BY_CRASH


def _remove(movie: Path) -> None:
    for file in (movie, index_of(movie)):
        file.unlink(missing_ok=True)
        file.with_name(file.name + DAMAGED_SUFFIX).unlink(missing_ok=True)
    for folder in (movie.parent, movie.parent.parent):  # an empty folder is no part of a package
        if not list(folder.iterdir()):
            folder.rmdir()


def _name(path: Path) -> str:
    return f"{VIDEO}/{path.parent.name}/{path.name}"


def _belongs(path: Path, cameras: tuple[FeedId, ...], span: Span) -> bool:
    index: MovieIndex = read_index(index_of(path))
    if (cameras and index.header.feed not in cameras) or not index.fragments:
        return False
    first, last = index.fragments[0].packets[0], index.fragments[-1].packets[-1]
    is_later = span.to_ms is not None and first.arrival_wall_ms > span.to_ms
    return last.arrival_wall_ms >= span.from_ms and not is_later


def _facts(folder: Path, path: Path) -> MovieFacts:
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
        gaps_ms=_gaps_ms(index),
        film_ms=_film_ms(index),
    )


def _gaps_ms(index: MovieIndex) -> int:
    """Within the movie: the one that a crash left begins in the movie before."""
    first_ns, last_ns = index.packets[0].arrival_ns, index.packets[-1].arrival_ns
    lasts_ns = (min(one.to_ns, last_ns) - max(one.from_ns, first_ns) for one in index.gaps)
    return sum(max(0, one) for one in lasts_ns) // 1_000_000


def _film_ms(index: MovieIndex) -> int:
    """By the movie's own time, as players show it; over a gap the picture before it stands."""
    behind_gaps = {one.to_number for one in index.gaps}
    film_us, last_us, is_behind_gap = 0, None, False
    for packet in index.packets:
        is_behind_gap = is_behind_gap or packet.number in behind_gaps
        if packet.file_us is None:
            continue
        if last_us is not None and not is_behind_gap:
            film_us += packet.file_us - last_us
        last_us, is_behind_gap = packet.file_us, False
    return film_us // 1000


def _link_or_copy(file: Path, to: Path, progress: Progress) -> None:
    try:
        os.link(file, to)
    except OSError:  # another disk, or a file system without links
        _copy(file, to, file.stat().st_size, progress)


def _copy(file: Path, to: Path, size: int, progress: Progress) -> None:
    with file.open("rb") as source, to.open("wb") as target:
        while piece := source.read(min(PIECE_BYTES, size - target.tell())):
            target.write(piece)
            progress.did(len(piece))
