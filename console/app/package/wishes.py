"""What a package is asked for, brought to inputs of the log and a time of the movies."""

from pathlib import Path
from typing import NamedTuple

from console.app.package.cutting import Span
from console.app.package.errors import NothingRecorded
from console.app.package.manifest import Asked
from console.app.package.named_cameras import check_known
from console.core.recording.recordings import LOG_BEFORE_MS
from console.core.replay.log_site import sites_since
from console.core.replay.log_slice import inputs_until_log, inputs_until_wall, last_input
from console.domain.errors import WrongUse
from console.domain.ids import FeedId
from console.domain.recording import Recording

DATABASE = "core.sqlite"
SITE = "site"
"""What one is called whose log tells no name."""
SLACK_MS = 2_000
"""Cameras' packets are stamped by another process than core: a little more is taken."""


class Wish(NamedTuple):
    """What a package is to hold: inputs ``from_n`` to ``to_n``, and movies that reach into ``span``.

    ``is_logged``: whether they reach to where a recording began; not where core's disk was full by then.
    """

    asked: Asked
    from_n: int
    to_n: int
    span: Span
    is_logged: bool = True


def wish_for_recording(data_dir: Path, recording: Recording) -> Wish:
    """All of a recording, up to now where it goes on. Raises SliceError."""
    database = data_dir / DATABASE
    to_n, ended_ms = last_input(database), None
    if recording.ended_log_ms is not None:
        ended_ms = recording.begun_at_ms + recording.ended_log_ms - recording.begun_log_ms
        to_n = inputs_until_log(database, recording.ended_log_ms + SLACK_MS)
    feeds = tuple(one.feed for one in recording.feeds)
    asked = Asked(recording.recording, recording.incident, recording.begun_at_ms, ended_ms, feeds)
    until_ms = None if ended_ms is None else ended_ms + SLACK_MS
    from_n = max(1, recording.log_from_n or recording.opened_n)
    span = Span(recording.begun_at_ms - LOG_BEFORE_MS, until_ms)
    return Wish(asked, min(from_n, to_n), to_n, span, is_logged=recording.opened_n <= to_n)


def wish_for_time(data_dir: Path, from_ms: int, to_ms: int, cameras: tuple[FeedId, ...]) -> Wish:
    """A time, and cameras (none: all that were recorded). Raises SliceError, NothingRecorded, WrongUse."""
    if from_ms >= to_ms:
        raise WrongUse("--from must be before --to")
    database = data_dir / DATABASE
    to_n = inputs_until_wall(database, to_ms)
    if not to_n:
        raise NothingRecorded("--to lies before all that the log still holds; take a later time")
    from_n = min(max(1, inputs_until_wall(database, from_ms)), to_n)
    if cameras:
        known = {camera.feed for load in sites_since(database, from_n) for camera in load.cameras}
        check_known(cameras, known, "the site")
    return Wish(Asked(None, None, from_ms, to_ms, cameras), from_n, to_n, Span(from_ms, to_ms))


def site_name(data_dir: Path) -> str:
    """As the site file of its last start named it. Raises SliceError."""
    database = data_dir / DATABASE
    sites = sites_since(database, last_input(database))
    return sites[-1].site if sites else SITE
