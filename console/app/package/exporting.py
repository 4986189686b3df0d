"""Takes movies out of a package: as they are, or cut to a time."""

from pathlib import Path
from typing import NamedTuple

from console.app.package.cutting import Span, cut_movie
from console.app.package.errors import NothingRecorded, PackageError
from console.app.package.manifest import MovieFacts
from console.app.package.named_cameras import check_known
from console.app.package.progress import Progress
from console.app.package.verification import manifest_of, verify
from console.core.replay.slice_writing import made_whole
from console.domain.ids import FeedId
from console.media.worker.segments.movie import index_of

CHANGED = "NOT-AS-SIGNED.txt"
"""Beside what was taken out of a package that is not intact: the copies look as good as any."""


class Exported(NamedTuple):
    """Files below the new folder. ``without``: cameras that were named, and nothing is of that time."""

    files: tuple[str, ...]
    packets: int
    without: tuple[str, ...] = ()


class Export(NamedTuple):
    """What is to be taken out: ``span`` in wall time, ``cameras`` none for all; a viewing copy beside.

    ``changed``: what is not as it was signed, to stand beside the copies; "" of an intact package.
    """

    span: Span
    cameras: tuple[FeedId, ...]
    viewing_copy: bool = False
    changed: str = ""


def check_intact(folder: Path, progress: Progress) -> None:
    """Raises PackageError, naming what is changed: a copy of a changed movie looks as good as any."""
    changes = verify(folder, {}, progress).changes
    if changes:
        named = "; ".join(f"{one.file} {one.words}" for one in changes[:3])
        raise ChangedPackage(
            f"{folder} is not intact: {named}", "nothing was exported: {}; --changed-too does it"
        )


class ChangedPackage(PackageError):
    """It is not as it was signed; ``words`` say what is changed, the whole text what was not done for it."""

    def __init__(self, words: str, said: str = "{}") -> None:
        super().__init__(said.format(words))
        self.words = words


def check_cameras(path: Path, cameras: tuple[FeedId, ...]) -> None:
    """Raises UnreadablePackage, and WrongUse for a camera that the package knows nothing of."""
    if cameras:
        package = manifest_of(path).package
        known = {*package.asked.cameras, *(one.feed for one in package.movies)}
        check_known(cameras, known, f"the package {path}")


def movies_for(folder: Path, export: Export) -> list[MovieFacts]:
    """Those that have something of it. Raises UnreadablePackage."""
    until_ms = export.span.to_ms
    return [
        one
        for one in manifest_of(folder).package.movies
        if (not export.cameras or one.feed in export.cameras)
        and one.end_ms >= export.span.from_ms
        and (until_ms is None or one.begin_ms < until_ms)
        and not (export.changed and not (folder / one.file).is_file())
    ]


def export_movies(folder: Path, to: Path, export: Export, progress: Progress) -> Exported:
    """Native copies below ``to``, which is new; whole, or not there. Raises SightlineError, OSError."""
    movies = movies_for(folder, export)
    if not movies:
        raise NothingRecorded(f"{folder} holds no picture of that time and these cameras; see: package show")
    files, packets = [], 0
    with made_whole(to) as fresh:
        if export.changed:
            (fresh / CHANGED).write_text(f"{export.changed}\n", encoding="utf-8")
            files.append(CHANGED)
        progress.begin("exporting", sum((folder / one.file).stat().st_size for one in movies))
        for one in movies:
            target = fresh / Path(one.file).parent.name / Path(one.file).name
            if done := cut_movie(folder / one.file, target, export.span, progress):
                files += [path.relative_to(fresh).as_posix() for path in (target, index_of(target))]
                packets += done
        if export.viewing_copy:
            from console.app.package.viewing_copy import make_viewing_copy

            files += make_viewing_copy(folder, fresh, export.span, export.cameras, progress)
    there = {one.feed for one in movies}
    return Exported(tuple(files), packets, tuple(one for one in export.cameras if one not in there))
