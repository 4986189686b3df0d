"""A person's hand on a cell: stronger than any incident, kept until it is taken off."""

from msgspec.structs import replace

from console.core.decisions import AnyDecision, HandOff, HandPut
from console.core.lookups import check_feed, wall_with_cell
from console.core.state import Hand, State
from console.core.wall.cells import holder_of, overlays_at, shown_feed, take_off
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, MonitorId
from console.protocol.core_messages import AssignFeed, ClearCell, PinCell

Outcome = tuple[State, tuple[AnyDecision, ...]]


def assign(state: State, command: AssignFeed) -> Outcome:
    """Put a feed, or nothing, into a cell. An incident's other feed gives way."""
    wall_with_cell(state, command.monitor, command.cell)
    if command.feed is not None:
        check_feed(state, command.feed)
    return _put(state, command.monitor, command.cell, Hand(command.feed, command.pinned))


def pin(state: State, command: PinCell) -> Outcome:
    """Hold what a cell shows now, or take the pinning hand off again."""
    wall = wall_with_cell(state, command.monitor, command.cell)
    hand = wall.hands.get(command.cell)
    if not command.pinned:
        return _off(state, command.monitor, command.cell) if hand and hand.pinned else (state, ())
    feed = shown_feed(wall, command.cell, holder_of(state, (command.monitor, command.cell)))
    if feed is None:
        raise CommandRefused(
            "empty_cell", f"{command.monitor} cell {command.cell} shows nothing to pin; assign a feed first"
        )
    return _put(state, command.monitor, command.cell, Hand(feed, pinned=True))


def clear(state: State, command: ClearCell) -> Outcome:
    """Take the hand off, whether it pins or not; without a hand there is nothing to do."""
    wall = wall_with_cell(state, command.monitor, command.cell)
    return _off(state, command.monitor, command.cell) if command.cell in wall.hands else (state, ())


def _put(state: State, monitor: MonitorId, cell: CellIndex, hand: Hand) -> Outcome:
    state = _with_hands(state, monitor, {**state.walls[monitor].hands, cell: hand})
    covered = [overlay for overlay in overlays_at(state, (monitor, cell)) if overlay.feed != hand.feed]
    state, decisions = take_off(state, covered, "a hand took the cell")
    return state, (*decisions, HandPut(monitor, cell, hand.feed, hand.pinned))


def _off(state: State, monitor: MonitorId, cell: CellIndex) -> Outcome:
    hands = {other: hand for other, hand in state.walls[monitor].hands.items() if other != cell}
    return _with_hands(state, monitor, hands), (HandOff(monitor, cell),)


def _with_hands(state: State, monitor: MonitorId, hands: dict[CellIndex, Hand]) -> State:
    wall = replace(state.walls[monitor], hands=hands)
    return replace(state, walls={**state.walls, monitor: wall})
