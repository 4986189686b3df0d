"""Cells that play their feed some seconds behind live, from the ring: for a minute at most."""

from console.core.decisions import AnyDecision, RewindEnded, Rewound
from console.core.log.input_log import RewindEnds
from console.core.lookups import check_cell
from console.core.state import State
from console.core.wall.cells import shown_feed
from console.core.wall.records import Rewind, Where
from console.domain.errors import CommandRefused
from console.protocol.core_messages import RewindCell

HOLD_MS = 60_000
"""A rewound cell goes back to live by itself: nobody may take it for live a shift later."""

LONGEST_REWIND_S = 3600.0

Decisions = tuple[AnyDecision, ...]


def rewind(state: State, command: RewindCell) -> Decisions:
    """Play a cell so far behind live from now on; 0 is live again. A repetition begins the minute anew."""
    where = (command.monitor, command.cell)
    check_cell(state, *where)
    if not 0.0 <= command.rewind_s <= LONGEST_REWIND_S:
        raise CommandRefused(
            "bad_rewind", f"a cell can be rewound by 0 to {LONGEST_REWIND_S:.0f} s, not by {command.rewind_s}"
        )
    rewind_ms = round(command.rewind_s * 1000)
    if not rewind_ms:
        return end(state, where, "live")
    feed = shown_feed(state, where)
    if feed is None:
        raise CommandRefused(
            "empty_cell",
            f"{command.monitor} cell {command.cell} shows nothing to rewind; assign a feed first",
        )
    made = Rewind(feed, rewind_ms, state.at_ms + HOLD_MS)
    state.wall.rewinds.put(where, made)
    state.timers.set(RewindEnds(made.until_ms, *where))
    return (Rewound(*where, feed, rewind_ms, made.until_ms),)


def time_out(state: State, timer: RewindEnds) -> Decisions:
    """A cell was rewound as long as it may be."""
    return end(state, (timer.monitor, timer.cell), "its time ended")


def end_where_feeds_changed(state: State) -> Decisions:
    """Rewinds of cells that show another feed by now, or are gone, end; call after every decision."""
    if not len(state.wall.rewinds):
        return ()
    decisions: Decisions = ()
    for where in sorted(state.wall.rewinds):
        if not _stands(state, where):
            decisions += end(state, where, "the cell changed")
    return decisions


def _stands(state: State, where: Where) -> bool:
    layout = state.wall.bases.get(where[0])
    if layout is None or where[1] >= len(layout.cells):
        return False
    return shown_feed(state, where) == state.wall.rewinds[where].feed


def end(state: State, where: Where, why: str) -> Decisions:
    """A cell's rewind ends, if it is rewound."""
    state.timers.end(("rewind", *where))
    if where not in state.wall.rewinds:
        return ()
    state.wall.rewinds.drop(where)
    return (RewindEnded(*where, why),)
