"""Which cameras the site recorded at a package's time, and the package holds nothing, or not all, of."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from console.app.package.cutting import Span
from console.app.package.manifest import VIDEO, PackageManifest, RecordedTimes
from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.movie_index import MovieIndexError, parse_index
from console.protocol.movie_names import MOVIE_SUFFIX, begun_ms, feed_folder, index_name

ALWAYS: dict[Profile, tuple[tuple[int, int], ...]] = dict.fromkeys(Profile, ((-(2**53), 2**53),))
"""As far as integers of JSON reach."""


def others_recorded(video: Path, cameras: tuple[FeedId, ...], span: Span) -> tuple[FeedId, ...]:
    """Cameras with movies of ``span`` below ``video`` beside ``cameras`` (none: all were asked for).

    By names and dates of files: no movie is read for it. Raises OSError.
    """
    asked = {feed_folder(one) for one in cameras}
    if not asked:
        return ()
    folders = [one for one in sorted(video.glob("*/")) if one.name not in asked]
    return tuple(feed for one in folders for feed in _feed_recorded(one, span))


def _feed_recorded(folder: Path, span: Span) -> Iterator[FeedId]:
    for movie in folder.glob(f"*{MOVIE_SUFFIX}"):
        begun = begun_ms(movie.name)
        try:
            is_later = span.to_ms is not None and begun is not None and begun > span.to_ms
            if is_later or movie.stat().st_mtime_ns // 1_000_000 < span.from_ms:
                continue
            index = movie.with_name(index_name(movie.name))
            with index.open("rb") as file:
                yield parse_index(file.readline(), index).header.feed
            return
        except (FileNotFoundError, MovieIndexError):  # it went to make room, or is none
            continue


def left_out_of(manifest: PackageManifest, folder: Path, site_cameras: tuple[FeedId, ...]) -> RecordedTimes:
    """When a replay can't say of a camera that nothing was recorded, though it has no picture (wall time)."""
    if manifest.package.recorded_ms is not msgspec.UNSET:
        return manifest.package.recorded_ms
    return dict.fromkeys(_left_out_by_older(manifest, folder, site_cameras), ALWAYS)


def _left_out_by_older(
    manifest: PackageManifest, folder: Path, site_cameras: tuple[FeedId, ...]
) -> set[FeedId]:
    """An older program did not say when the site recorded what."""
    package = manifest.package
    gone = {one.what.split("/")[1] for one in package.left_out if one.what.startswith(f"{VIDEO}/")}
    found = {one for one in site_cameras if feed_folder(one) in gone}
    found |= {one.feed for one in package.movies if one.cut or not (folder / one.file).is_file()}
    return found.union(_not_asked_for(manifest, site_cameras))


def _not_asked_for(manifest: PackageManifest, site_cameras: tuple[FeedId, ...]) -> tuple[FeedId, ...]:
    others, asked = manifest.package.others, manifest.package.asked
    if others is not msgspec.UNSET:
        return others
    # An older program did not look; whoever named cameras for a time may have left out any other.
    is_chosen = asked.recording is None and asked.cameras
    return tuple(one for one in site_cameras if one not in asked.cameras) if is_chosen else ()
