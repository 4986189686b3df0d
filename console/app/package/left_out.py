"""Which cameras the site recorded at a package's time, and the package holds nothing, or not all, of."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from console.app.package.cutting import Span
from console.app.package.manifest import VIDEO, MovieFacts, PackageManifest
from console.domain.ids import FeedId
from console.protocol.movie_index import MovieIndexError, parse_index
from console.protocol.movie_names import MOVIE_SUFFIX, begun_ms, feed_folder, index_name
from console.protocol.process_config import LeftOutFeed


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


def left_out_of(
    manifest: PackageManifest, folder: Path, site_cameras: tuple[FeedId, ...]
) -> tuple[LeftOutFeed, ...]:
    """Of which, and where, a replay can't say that nothing was recorded though it has no picture."""
    package = manifest.package
    lost = {one.what.split("/")[1] for one in package.left_out if one.what.startswith(f"{VIDEO}/")}
    gone = {one for one in site_cameras if feed_folder(one) in lost}
    gone |= {one.feed for one in package.movies if not (folder / one.file).is_file()}
    gone.update(_not_asked_for(manifest, site_cameras))
    found = [LeftOutFeed(one, before=True, between=True, after=True) for one in sorted(gone)]
    cut = {one.feed for one in package.movies if one.cut or one.unfinished is True} - gone
    found += [_ends_of(one, package.movies) for one in sorted(cut)]
    return tuple(found)


def _ends_of(feed: FeedId, movies: Sequence[MovieFacts]) -> LeftOutFeed:
    """An older program did not say at which end it cut a movie: it may be both."""
    its = [one for one in movies if one.feed == feed]
    before = any(one.cut and one.cut_begin is not False for one in its)
    after = any((one.cut and one.cut_end is not False) or one.unfinished is True for one in its)
    return LeftOutFeed(feed, before=before, after=after)


def _not_asked_for(manifest: PackageManifest, site_cameras: tuple[FeedId, ...]) -> tuple[FeedId, ...]:
    others, asked = manifest.package.others, manifest.package.asked
    if others is not msgspec.UNSET:
        return others
    # An older program did not look; whoever named cameras for a time may have left out any other.
    is_chosen = asked.recording is None and asked.cameras
    return tuple(one for one in site_cameras if one not in asked.cameras) if is_chosen else ()
