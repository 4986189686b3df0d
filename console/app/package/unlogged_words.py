"""What a package says of times in which nothing is in its log."""

from pathlib import Path

from console.app.package.manifest import LeftOut
from console.app.package.times import utc_time
from console.core.replay.log_slice import read_slice
from console.core.replay.slice_format import SliceError
from console.core.replay.unlogged import unlogged

LOG = "the log"
UNREAD = "not all of it can be read here, so that it is not known whether the site ran all the time"


def unlogged_of(folder: Path, from_ms: int, to_ms: int) -> list[LeftOut]:
    """Of the part of a log in ``folder``, as far as they reach into these wall times (epoch milliseconds)."""
    try:
        found = unlogged(one.entry for one in read_slice(folder).inputs())
    except SliceError:  # who plays it is told why: no reason not to make it
        return [LeftOut(LOG, UNREAD)]
    times = [(one.last.wall_ms, one.start.wall_ms, one.why) for one in found]
    return [
        LeftOut(LOG, f"nothing from {utc_time(begin_ms)} to {utc_time(end_ms)}: {why}")
        for begin_ms, end_ms, why in times
        if begin_ms < to_ms and end_ms > from_ms
    ]
