"""Cells that play their feed some seconds behind live, from the ring: for a minute at most."""

from msgspec.structs import replace

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

LEAST_LOOP_MS = 2_000

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
    rewind_ms, loop_ms = round(command.rewind_s * 1000), round(command.loop_s * 1000)
    if loop_ms and not LEAST_LOOP_MS <= loop_ms <= HOLD_MS:
        raise CommandRefused(
            "bad_rewind",
            f"{LEAST_LOOP_MS / 1000:g} to {HOLD_MS / 1000:g} s can be repeated, not {command.loop_s}",
        )
    if not rewind_ms:
        return end(state, where, "live")
    feed = shown_feed(state, where)
    if feed is None:
        raise CommandRefused(
            "empty_cell",
            f"{command.monitor} cell {command.cell} shows nothing to rewind; assign a feed first",
        )
    return _play(state, where, Rewind(feed, rewind_ms, state.at_ms + HOLD_MS, loop_ms))


def _play(state: State, where: Where, made: Rewind) -> Decisions:
    state.wall.rewinds.put(where, made)
    until_ms = min(made.until_ms, state.at_ms + made.loop_ms) if made.loop_ms else made.until_ms
    state.timers.set(RewindEnds(until_ms, *where))
    return (Rewound(*where, made.feed, made.rewind_ms, made.until_ms),)


def time_out(state: State, timer: RewindEnds) -> Decisions:
    """A cell was rewound as long as it may be; or a round of a loop is over: the same pictures once more."""
    where = (timer.monitor, timer.cell)
    made = state.wall.rewinds.get(where)
    if made is not None and made.loop_ms and state.at_ms < made.until_ms:
        return _play(state, where, replace(made, rewind_ms=made.rewind_ms + made.loop_ms))
    return end(state, where, "its time ended")


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
