"""A person's hand on a cell: stronger than any incident, kept until it is taken off."""

from typing import assert_never

from console.core.decisions import AnyDecision, FeedSelected, HandOff, HandPut
from console.core.incidents.overlays import take_off
from console.core.lookups import check_cell, check_feed
from console.core.state import State
from console.core.wall.cells import base_cell, cells_of, overlays_at, own_feed, shown_feed
from console.core.wall.records import Hand, Where, Zoomed
from console.domain.errors import CommandRefused
from console.domain.wording import counted
from console.protocol.core_messages import AssignFeed, ClearCell, PinCell
from console.protocol.wall_messages import AssignFeeds, SelectFeed, SwapCells

Decisions = tuple[AnyDecision, ...]


def carry_out(
    state: State, by: str, command: AssignFeed | PinCell | ClearCell | AssignFeeds | SwapCells
) -> Decisions:
    """Do what a person asked for. Raises CommandRefused."""
    check_cell(state, command.monitor, command.cell)
    by = by if state.site.loaded.ways > 1 else ""
    match command:
        case AssignFeed():
            return _assign(state, by, command)
        case PinCell():
            return _pin(state, by, command)
        case ClearCell():
            where = (command.monitor, command.cell)
            return _take_hand_off(state, where) if where in state.wall.hands else ()
        case AssignFeeds():
            return _assign_many(state, by, command)
        case SwapCells():
            return _swap(state, by, command)
    assert_never(command)


def select(state: State, command: SelectFeed) -> Decisions:
    """Hotspots show what was selected last; a wall without any remembers it for the first one."""
    check_feed(state, command.feed)
    if state.wall.selected.value == command.feed:
        return ()
    state.wall.selected.put(command.feed)
    return (FeedSelected(command.feed),)


def _assign(state: State, by: str, command: AssignFeed) -> Decisions:
    """Put a feed, or nothing, into a cell. An incident's other feed gives way."""
    if command.feed is not None:
        check_feed(state, command.feed)
    return _put(state, (command.monitor, command.cell), Hand(command.feed, command.pinned, by))


def _assign_many(state: State, by: str, command: AssignFeeds) -> Decisions:
    """One act: all of them or, where there are too few cells, none."""
    for feed in command.feeds:
        check_feed(state, feed)
    cells = [
        where
        for where in cells_of(state, command.monitor)[command.cell :]
        if base_cell(state, where).content is None
    ]
    if len(command.feeds) > len(cells):
        raise CommandRefused(
            "too_few_cells",
            f"{counted(len(command.feeds), 'camera')} do not fit on {command.monitor} from cell "
            f"{command.cell} on, where {len(cells)} can show one: choose fewer, or load a layout with more "
            "cells first",
        )
    decisions: Decisions = ()
    for where, feed in zip(cells, command.feeds, strict=False):
        decisions += _put(state, where, Hand(feed, False, by))
    return decisions


def _swap(state: State, by: str, command: SwapCells) -> Decisions:
    """Two cells change what they show without incidents, with its pin and its zoom."""
    check_cell(state, command.to_monitor, command.to_cell)
    one, other = (command.monitor, command.cell), (command.to_monitor, command.to_cell)
    if one == other:
        return ()
    for where in (one, other):
        if where not in state.wall.hands and base_cell(state, where).content is not None:
            raise CommandRefused(
                "no_camera", f"{where[0]} cell {where[1]} shows no camera: change that in its layout"
            )
    hands = [Hand(own_feed(state, where), _is_pinned(state, where), by) for where in (one, other)]
    zoomed = [_own_zoom(state, where) for where in (one, other)]
    decisions = (*_put(state, one, hands[1]), *_put(state, other, hands[0]))
    for where, made in ((one, zoomed[1]), (other, zoomed[0])):
        if made is not None:
            state.wall.zooms.put(where, made)
    return decisions


def _is_pinned(state: State, where: Where) -> bool:
    hand = state.wall.hands.get(where)
    return hand is not None and hand.pinned


def _own_zoom(state: State, where: Where) -> Zoomed | None:
    feed, made = own_feed(state, where), state.wall.zooms.get(where)
    if made is not None:
        return made if made.feed == feed else None
    part = base_cell(state, where).zoom
    return Zoomed(feed, part) if part is not None and feed is not None else None


def _pin(state: State, by: str, command: PinCell) -> Decisions:
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
    return _put(state, where, Hand(feed, True, by))


def _put(state: State, where: Where, hand: Hand) -> Decisions:
    state.wall.hands.put(where, hand)
    covered = [overlay for overlay in overlays_at(state, where) if overlay.feed != hand.feed]
    decisions = take_off(state, covered, "a hand took the cell")
    return (*decisions, HandPut(*where, hand.feed, hand.pinned))


def _take_hand_off(state: State, where: Where) -> Decisions:
    state.wall.hands.drop(where)
    return (HandOff(*where),)
