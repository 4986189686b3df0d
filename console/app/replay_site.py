"""The site that plays a recorded folder: its cameras and monitors, movies in place of addresses."""

import math
import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from console.app.package.errors import UnreadablePackage
from console.app.package.holes import until_ms
from console.app.package.left_out import left_out_of
from console.app.package.manifest import MovieFacts
from console.app.package.verification import manifest_of
from console.app.runtime_folder import REPLAY_SUFFIX
from console.app.site import USUAL_FRAME_MS, Replay, Site
from console.core.log.input_log import LogEntry, SiteLoaded, TimerFired
from console.core.replay.feed_states import recorded_states
from console.core.replay.log_slice import read_slice
from console.domain.errors import SightlineError
from console.domain.ids import FeedId
from console.protocol.process_config import (
    DirectorConfig,
    LogLimits,
    MediaBudgets,
    RecordedFeed,
    RecordedState,
    ReplaySource,
    StreamSource,
)
from console.protocol.time_anchor import TimeAnchor

VIDEO = "video"
LEAST_PACKETS = 30
"""Fewer say nothing of a camera's rate."""
TOGETHER_MS = 5_000
"""Cameras whose recording begins within so long begin together: each at its next keyframe."""
SHORTEST_FRAME_MS, LONGEST_FRAME_MS = 16, 1_000
MOST_WORKERS = 8
LONGEST_NAME = 32

UNLIMITED_CORES = 1_000.0
"""Nothing is left out: a picture that stands is looked at for its own sake; late is better than never."""


def runs_folder() -> Path:
    """Where runs are kept where nobody says another place (XDG Base Directory Specification)."""
    home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser() / "sightline" / "runs"


def movies_of(folder: Path) -> tuple[MovieFacts, ...]:
    """What its manifest tells of movies; none for a part of a log."""
    try:
        return manifest_of(folder).package.movies
    except UnreadablePackage:
        return ()


def _asked_ms(folder: Path, log_ms: Callable[[int], int]) -> tuple[int, int] | None:
    """As the package says what is missing of it."""
    try:
        package = manifest_of(folder).package
    except UnreadablePackage:
        return None
    return log_ms(package.asked.from_ms), log_ms(until_ms(package.asked, package.made_at_ms))


def _recorded(
    folder: Path,
    feeds: tuple[FeedId, ...],
    log_ms: Callable[[int], int],
    states: Mapping[FeedId, tuple[RecordedState, ...]],
) -> tuple[RecordedFeed, ...]:
    try:
        times = left_out_of(manifest_of(folder), folder, feeds)
    except UnreadablePackage:
        times = {}  # a part of a log has no movies
    return tuple(
        RecordedFeed(
            feed,
            {
                profile: tuple((log_ms(from_ms), log_ms(to_ms)) for from_ms, to_ms in each)
                for profile, each in times.get(feed, {}).items()
            },
            states.get(feed, ()),
        )
        for feed in sorted({*times, *states})
    )


def log_times(entries: Iterable[LogEntry]) -> Callable[[int], int]:
    """Log time of a wall time, as the two stood at the last input before it.

    Timers don't tell it: in older logs those that were due while core did not run have that of its start.
    """
    known = sorted((one.wall_ms, one.at_ms) for one in entries if not isinstance(one.input, TimerFired))
    walls_ms = [wall_ms for wall_ms, _ in known]

    def log_ms(wall_ms: int) -> int:
        then = known[max(0, bisect_right(walls_ms, wall_ms) - 1)] if known else (0, 0)
        return wall_ms - then[0] + then[1]

    return log_ms


def frame_ms(movies: Sequence[MovieFacts]) -> int:
    """Between two pictures of the camera that sends most: a step leaves none of any camera out.

    Where no manifest tells of movies: as of most cameras.
    """
    sent = [one for one in movies if one.packets > LEAST_PACKETS]
    least_ms = min(((one.end_ms - one.begin_ms) / (one.packets - 1) for one in sent), default=USUAL_FRAME_MS)
    return math.ceil(min(LONGEST_FRAME_MS, max(SHORTEST_FRAME_MS, least_ms)))


ROUNDED_MS = 5
"""Wall time, log time and packets' stamps are rounded each by itself."""


def pictures_ms(movies: Sequence[MovieFacts]) -> tuple[int, int]:
    """When the first cameras all have a picture, and the last picture there is (wall time)."""
    if not movies:
        return (0, 0)
    first_ms = min(one.begin_ms for one in movies)
    begins = [one.begin_ms for one in movies if one.begin_ms <= first_ms + TOGETHER_MS]
    return (max(begins) + ROUNDED_MS, max(one.end_ms for one in movies))


def replay_site(
    folder: Path, data_dir: Path, runs: Path | None = None, *, desk: bool = True, not_as_signed: str = ""
) -> Site:
    """A site of its own beside a running one; ``data_dir`` is for its logs. ``not_as_signed`` as in Replay.

    Raises SightlineError.
    """
    recorded = read_slice(folder, not_as_signed)
    state = recorded.state()
    entries = [one.entry for one in recorded.inputs()]
    loads = [state.site.loaded, *(one.input for one in entries if isinstance(one.input, SiteLoaded))]
    site = next((one for one in loads if one.cameras), None)
    if site is None:
        raise SightlineError(f"{folder} can't be replayed: its log names no camera; make it again")
    movies, feeds = movies_of(folder), tuple(camera.feed for camera in site.cameras)
    log_ms = log_times(entries)
    told = _recorded(folder, feeds, log_ms, recorded_states(state, entries))
    source = ReplaySource(str(folder / VIDEO), anchors_of(loads), told, _asked_ms(folder, log_ms))
    return Site(
        name=f"{site.site[: LONGEST_NAME - len(REPLAY_SUFFIX)]}{REPLAY_SUFFIX}",
        data_dir=data_dir,
        cameras=site.cameras,
        streams=tuple(
            StreamSource(camera.feed, profile, "") for camera in site.cameras for profile in camera.profiles
        ),
        monitors=site.monitors,
        alerts_endpoint="",
        simple_alerts_endpoint="",
        commands_endpoint="",
        changes_endpoint="",
        director=DirectorConfig(mode="off"),
        workers=min(os.cpu_count() or 2, MOST_WORKERS),
        decode_threads=1,
        gpu="auto",
        budgets=MediaBudgets(decode_cores=UNLIMITED_CORES),
        warm={},
        desk=desk,
        desk_geometry=None,
        map_dir="",
        log=LogLimits(),
        replay=Replay(
            folder,
            source,
            runs or runs_folder(),
            frame_ms(movies),
            pictures_ms=pictures_ms(movies),
            not_as_signed=not_as_signed,
        ),
    )


def anchors_of(loads: list[SiteLoaded]) -> tuple[TimeAnchor, ...]:
    """How the log's time belongs to the recording machine's, at each start of core. Raises SightlineError."""
    anchors = {load.anchor: None for load in loads if load.anchor is not None}
    if not anchors:
        words = "its log was written before pictures were recorded: only --check can be done with it"
        raise SightlineError(words)
    return tuple(anchors)
