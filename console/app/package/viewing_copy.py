"""One MP4 of all cameras of a package in step, for people to look at; the native movies are the evidence."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import av

from console.app.package.cutting import Span
from console.app.package.errors import PackageError
from console.app.package.manifest import VIDEO
from console.app.package.progress import Progress
from console.app.package.recorded_view import Canvas, RecordedView
from console.app.package.viewing_grid import Grid, draw, grid_for
from console.app.replay_site import anchors_of
from console.core.log.input_log import AlertReceived, SiteLoaded
from console.core.replay.log_slice import read_slice
from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.wording import KIND_WORDS, one_line
from console.media.worker.replay.stream_tape import StreamTape, tapes_of
from console.protocol.process_config import ReplaySource

COPY = "viewing-copy.mp4"
SUBTITLES = "viewing-copy.srt"
FPS = 10
SUBTITLE_MS = 6_000
CODECS = ("libx264", "mpeg4")
"""The first that this FFmpeg has."""


class Told(NamedTuple):
    """What a package's log says of its cameras. ``wall_ahead_ms``: of log time, at the log's beginning."""

    names: dict[FeedId, str]
    alerts: tuple[tuple[int, str], ...]
    source: ReplaySource
    wall_ahead_ms: int


def make_viewing_copy(
    folder: Path, to: Path, span: Span, cameras: tuple[FeedId, ...], progress: Progress
) -> tuple[str, ...]:
    """The movie and its subtitles into ``to``, a folder; their names. Raises SightlineError, OSError."""
    told = _told(folder)
    tapes = _tapes(told.source, cameras)
    begins = [one.begin_ns for one in tapes.values() if one.begin_ns is not None]
    ends = [one.end_ns for one in tapes.values() if one.end_ns is not None]
    if not begins:
        raise PackageError(f"{folder} holds no picture of these cameras that has a place in its log")
    begin_ns = max(min(begins), (span.from_ms - told.wall_ahead_ms) * 1_000_000)
    end_ns = (
        max(ends) if span.to_ms is None else min(max(ends), (span.to_ms - told.wall_ahead_ms) * 1_000_000)
    )
    if begin_ns > end_ns:
        raise PackageError(f"{folder} holds no picture of that time")
    grid = grid_for(len(tapes))
    _encode(to / COPY, grid, _pictures(told, tapes, grid, begin_ns, end_ns, progress))
    (to / SUBTITLES).write_text(subtitles(told.alerts, begin_ns // 1_000_000, end_ns // 1_000_000), "utf-8")
    return COPY, SUBTITLES


def _told(folder: Path) -> Told:
    recorded = read_slice(folder)
    entries = [one.entry for one in recorded.inputs()]
    loads = [recorded.state().site.loaded, *(e.input for e in entries if isinstance(e.input, SiteLoaded))]
    manifest = recorded.manifest
    return Told(
        {camera.feed: camera.name for load in loads for camera in load.cameras},
        tuple(
            (entry.at_ms, f"{KIND_WORDS[entry.input.alert.kind]} {one_line(entry.input.alert.place)}".strip())
            for entry in entries
            if isinstance(entry.input, AlertReceived)
        ),
        ReplaySource(str(folder / VIDEO), anchors_of(loads)),
        manifest.wall_ms[0] - manifest.at_ms[0],
    )


def _tapes(source: ReplaySource, cameras: tuple[FeedId, ...]) -> dict[FeedId, StreamTape]:
    """One of each camera: its small stream, which is there for longest, else the large one."""
    found: dict[FeedId, StreamTape] = {}
    for (feed, profile), tape in sorted(tapes_of(source).items()):
        if (not cameras or feed in cameras) and (feed not in found or profile is Profile.SUB):
            found[feed] = tape
    return found


def _pictures(
    told: Told, tapes: dict[FeedId, StreamTape], grid: Grid, begin_ns: int, end_ns: int, progress: Progress
) -> Iterator[Canvas]:
    views = [RecordedView(tape, begin_ns, grid.width, grid.height) for tape in tapes.values()]
    names = [" ".join(filter(None, (feed, told.names.get(feed, "")))) for feed in tapes]
    count = (end_ns - begin_ns) * FPS // 1_000_000_000 + 1
    progress.begin("making the viewing copy", count)
    for number in range(count):
        at_ns = begin_ns + number * 1_000_000_000 // FPS
        wall_ms = at_ns // 1_000_000 + told.wall_ahead_ms
        yield draw(grid, names, [view.at(at_ns) for view in views], at_ns, wall_ms)
        progress.did(1)


def _encode(file: Path, grid: Grid, pictures: Iterator[Canvas]) -> None:
    codec = next(one for one in CODECS if one in av.codecs_available)
    with av.open(str(file), "w", format="mp4") as container:
        stream = container.add_stream(codec, rate=FPS)
        if not isinstance(stream, av.VideoStream):
            raise PackageError(f"{codec} makes no pictures here")
        stream.width, stream.height = grid.size
        stream.pix_fmt = "yuv420p"
        stream.options = {"preset": "veryfast", "crf": "23"} if codec == "libx264" else {"qscale": "4"}
        for number, pixels in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(pixels, format="bgr24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def subtitles(alerts: tuple[tuple[int, str], ...], begin_ms: int, end_ms: int) -> str:
    """SubRip's text of alerts, at log times, for a movie between two."""
    shown = [(at_ms, text) for at_ms, text in alerts if begin_ms <= at_ms <= end_ms]
    return "\n".join(
        f"{number}\n{_srt_time(at_ms - begin_ms)} --> {_srt_time(at_ms - begin_ms + SUBTITLE_MS)}\n{text}\n"
        for number, (at_ms, text) in enumerate(shown, 1)
    )


def _srt_time(at_ms: int) -> str:
    seconds, ms = divmod(at_ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d},{ms:03d}"
