"""Cells that play their feed some seconds behind live, from the ring: for a minute at most."""

from bisect import insort

from msgspec.structs import replace

from console.core.decisions import AnyDecision, RewindEnded, Rewound
from console.core.log.input_log import Timer
from console.core.lookups import wall_with_cell
from console.core.state import Rewind, State, Wall, Where
from console.core.wall.cells import holder_of, shown_feed
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex
from console.protocol.core_messages import RewindCell

HOLD_MS = 60_000
"""A rewound cell goes back to live by itself: nobody may take it for live a shift later."""

LONGEST_REWIND_S = 3600.0

Outcome = tuple[State, tuple[AnyDecision, ...]]


def rewind(state: State, command: RewindCell) -> Outcome:
    """Play a cell so far behind live from now on; 0 is live again. A repetition begins the minute anew."""
    where = (command.monitor, command.cell)
    wall = wall_with_cell(state, *where)
    if not 0.0 <= command.rewind_s <= LONGEST_REWIND_S:
        raise CommandRefused(
            "bad_rewind", f"a cell can be rewound by 0 to {LONGEST_REWIND_S:.0f} s, not by {command.rewind_s}"
        )
    rewind_ms = round(command.rewind_s * 1000)
    if not rewind_ms:
        return _end(state, where, "live") if command.cell in wall.rewinds else (state, ())
    feed = shown_feed(wall, command.cell, holder_of(state, where))
    if feed is None:
        raise CommandRefused(
            "empty_cell",
            f"{command.monitor} cell {command.cell} shows nothing to rewind; assign a feed first",
        )
    made = Rewind(feed, rewind_ms, state.at_ms + HOLD_MS)
    return _put(state, where, made), (Rewound(*where, feed, rewind_ms, made.until_ms),)


def time_out(state: State, timer: Timer) -> Outcome:
    """A cell was rewound as long as it may be."""
    return _end(state, (timer.monitor, timer.cell), "its time ended")


def end_where_feeds_changed(state: State) -> Outcome:
    """Rewinds of cells that show another feed by now, or are gone, end; call after every decision."""
    timed = [(timer.monitor, timer.cell) for timer in state.timers if timer.monitor]
    decisions: tuple[AnyDecision, ...] = ()
    for where in timed:
        if not _stands(state, where):
            state, ended = _end(state, where, "the cell changed")
            decisions += ended
    return state, decisions


def _stands(state: State, where: Where) -> bool:
    monitor, cell = where
    wall = state.walls.get(monitor)
    made = wall.rewinds.get(cell) if wall else None
    return (
        wall is not None and made is not None and shown_feed(wall, cell, holder_of(state, where)) == made.feed
    )


def _end(state: State, where: Where, why: str) -> Outcome:
    return _put(state, where, None), (RewindEnded(*where, why),)


def _put(state: State, where: Where, made: Rewind | None) -> State:
    """The cell's rewind is this one now; its timer follows."""
    monitor, cell = where
    timers = [timer for timer in state.timers if (timer.monitor, timer.cell) != where]
    if made is not None:
        insort(timers, Timer(made.until_ms, monitor=monitor, cell=cell))
    state = replace(state, timers=tuple(timers))
    wall = state.walls.get(monitor)
    if wall is None:
        return state
    wall = _with_rewind(wall, cell, made)
    return replace(state, walls={**state.walls, monitor: wall})


def _with_rewind(wall: Wall, cell: CellIndex, made: Rewind | None) -> Wall:
    others = {other: known for other, known in wall.rewinds.items() if other != cell}
    return replace(wall, rewinds={**others, cell: made} if made is not None else others)
