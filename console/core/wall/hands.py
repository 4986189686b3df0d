"""A person's hand on a cell: stronger than any incident, kept until it is taken off."""

from typing import assert_never

from console.core.decisions import AnyDecision, HandOff, HandPut
from console.core.incidents.overlays import take_off
from console.core.lookups import check_cell, check_feed
from console.core.state import State
from console.core.wall.cells import overlays_at, shown_feed
from console.core.wall.records import Hand, Where
from console.domain.errors import CommandRefused
from console.protocol.core_messages import AssignFeed, ClearCell, PinCell

Decisions = tuple[AnyDecision, ...]


def carry_out(state: State, command: AssignFeed | PinCell | ClearCell) -> Decisions:
    """Do what a person asked for. Raises CommandRefused."""
    check_cell(state, command.monitor, command.cell)
    match command:
        case AssignFeed():
            return _assign(state, command)
        case PinCell():
            return _pin(state, command)
        case ClearCell():
            where = (command.monitor, command.cell)
            return _take_hand_off(state, where) if where in state.wall.hands else ()
    assert_never(command)


def _assign(state: State, command: AssignFeed) -> Decisions:
    """Put a feed, or nothing, into a cell. An incident's other feed gives way."""
    if command.feed is not None:
        check_feed(state, command.feed)
    return _put(state, (command.monitor, command.cell), Hand(command.feed, command.pinned))


def _pin(state: State, command: PinCell) -> Decisions:
    """Hold what a cell shows now, or take the pinning hand off again."""
    where = (command.monitor, command.cell)
    hand = state.wall.hands.get(where)
    if not command.pinned:
        return _take_hand_off(state, where) if hand and hand.pinned else ()
    feed = shown_feed(state, where)
    if feed is None:
        raise CommandRefused(
            "empty_cell", f"{command.monitor} cell {command.cell} shows nothing to pin; assign a feed first"
        )
    return _put(state, where, Hand(feed, pinned=True))


def _put(state: State, where: Where, hand: Hand) -> Decisions:
    state.wall.hands.put(where, hand)
    covered = [overlay for overlay in overlays_at(state, where) if overlay.feed != hand.feed]
    decisions = take_off(state, covered, "a hand took the cell")
    return (*decisions, HandPut(*where, hand.feed, hand.pinned))


def _take_hand_off(state: State, where: Where) -> Decisions:
    state.wall.hands.drop(where)
    return (HandOff(*where),)
