"""Layouts on monitors: what a monitor starts with, loading, saving, importing."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from console.core.decisions import AnyDecision, LayoutDropped, LayoutLoaded, LayoutStored
from console.core.incidents.overlays import take_off
from console.core.log.input_log import SiteLoaded
from console.core.lookups import base_of, layout_of
from console.core.state import State
from console.core.wall import rewinds
from console.core.wall.cells import cells_of, overlays_at, own_feed
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.monitor import MonitorSpec
from console.protocol.core_messages import (
    DeleteLayout,
    ImportLayout,
    LoadLayout,
    RenameLayout,
    SaveLayout,
)
from console.protocol.layout_file import name_problem

Decisions = tuple[AnyDecision, ...]

_FALLBACK = Layout("1x1", 1, 1, (Cell(0, 0),))


LayoutCommand = LoadLayout | SaveLayout | ImportLayout | DeleteLayout | RenameLayout


def carry_out(state: State, command: LayoutCommand) -> Decisions:
    """Do what a person asked for. Raises CommandRefused."""
    match command:
        case LoadLayout():
            return _load(state, command)
        case SaveLayout():
            return _save(state, command)
        case ImportLayout():
            return _take_in(state, command)
        case DeleteLayout():
            return _delete(state, command)
        case RenameLayout():
            return _rename(state, command)
    assert_never(command)


def load_site(state: State, site: SiteLoaded) -> Decisions:
    """Take the site's facts in: monitors that are new get their first layout, what is gone is dropped."""
    state.site.load(site)
    known = state.site.feeds
    _store_as_told(state, site.stored)
    if site.owns_layouts and not state.owns_layouts.value:
        state.owns_layouts.put(True)
    ended: Decisions = ()
    for monitor in [name for name in state.wall.bases if name not in state.monitors()]:
        ended += _clear_cells(state, monitor)
        state.wall.bases.drop(monitor)
    for monitor in list(state.wall.bases):
        _keep_known(state, monitor, known)
    for feed in [name for name in state.feeds if name not in known]:
        state.feeds.drop(feed)
    gone = [
        overlay
        for incident in state.incidents.table.oldest_first()
        for overlay in incident.overlays
        if overlay.feed not in known or overlay.monitor not in state.wall.bases
    ]
    decisions = take_off(state, gone, "the site changed")
    for spec in site.monitors:
        if spec.monitor not in state.wall.bases:
            decisions += _load_first(state, spec)
    return (*decisions, *ended)


def _store_as_told(state: State, stored: dict[str, Layout]) -> None:
    """What is not told of stays: a core that could not read its log knew no better."""
    for name, layout in stored.items():
        if state.stored.get(name) != layout:
            state.stored.put(name, layout)


def _keep_known(state: State, monitor: MonitorId, known: frozenset[FeedId]) -> None:
    """Feeds that the site does not have any more leave a monitor's hands and its base."""
    for where in cells_of(state, monitor):
        hand = state.wall.hands.get(where)
        if hand is not None and hand.feed is not None and hand.feed not in known:
            state.wall.hands.drop(where)
    layout, missing = _without_missing(state.wall.bases[monitor], known)
    if missing:
        state.wall.bases.put(monitor, layout)


def _without_missing(layout: Layout, known: frozenset[FeedId]) -> tuple[Layout, tuple[FeedId, ...]]:
    missing = {
        CellIndex(index): cell.feed
        for index, cell in enumerate(layout.cells)
        if cell.feed is not None and cell.feed not in known
    }
    return layout.with_feeds(dict.fromkeys(missing)), tuple(missing.values())


def _load_first(state: State, spec: MonitorSpec) -> Decisions:
    shipped = state.site.loaded.shipped
    named = state.stored.get(spec.layout) or shipped.get(spec.layout)
    layout = named or state.stored.get("4x4") or shipped.get("4x4") or _FALLBACK
    return _put_layout(state, spec.monitor, layout, kept=())


def _load(state: State, command: LoadLayout) -> Decisions:
    """Put a layout on a monitor as its base; its hands and overlays go.

    A layout without any feed keeps those that the monitor showed by hand and base, in reading order, and
    fills up with cameras that no monitor shows, in the order of their numbers.
    """
    base_of(state, command.monitor)
    layout = layout_of(state, command.name)
    cells = cells_of(state, command.monitor)
    shown = (own_feed(state, where) for where in cells)
    kept = tuple(dict.fromkeys(feed for feed in shown if feed is not None))
    covered = [overlay for where in cells for overlay in overlays_at(state, where)]
    decisions = take_off(state, covered, "a layout was loaded")
    ended = _clear_cells(state, command.monitor)
    return (*decisions, *_put_layout(state, command.monitor, layout, kept), *ended)


def _clear_cells(state: State, monitor: MonitorId) -> Decisions:
    """Hands and rewinds of a monitor go."""
    decisions: Decisions = ()
    for where in cells_of(state, monitor):
        if where in state.wall.hands:
            state.wall.hands.drop(where)
        decisions += rewinds.end(state, where, "the cell changed")
    return decisions


def _put_layout(state: State, monitor: MonitorId, layout: Layout, kept: tuple[FeedId, ...]) -> Decisions:
    missing: tuple[FeedId, ...] = ()
    if any(cell.feed is not None for cell in layout.cells):
        layout, missing = _without_missing(layout, state.site.feeds)
    else:
        layout = _filled(layout, (*kept, *_unshown(state, monitor, kept)))
    state.wall.bases.put(monitor, layout)
    return (LayoutLoaded(monitor, layout, missing),)


def _unshown(state: State, monitor: MonitorId, kept: tuple[FeedId, ...]) -> list[FeedId]:
    """Feeds that no other monitor shows and that are not kept, in the order of their cameras' numbers."""
    others = [other for other in state.wall.bases if other != monitor]
    elsewhere = {own_feed(state, where) for other in others for where in cells_of(state, other)}
    cameras = sorted(state.site.loaded.cameras, key=lambda camera: (camera.number, camera.feed))
    return [c.feed for c in cameras if c.feed not in elsewhere and c.feed not in kept]


def _filled(layout: Layout, feeds: Iterable[FeedId]) -> Layout:
    return layout.with_feeds(
        {CellIndex(i): feed for i, feed in zip(range(len(layout.cells)), feeds, strict=False)}
    )


def _save(state: State, command: SaveLayout) -> Decisions:
    """Store what a monitor shows by hand and base; a stored layout of that name is replaced."""
    base = base_of(state, command.monitor)
    cells = tuple(
        replace(cell, feed=own_feed(state, (command.monitor, CellIndex(index))))
        for index, cell in enumerate(base.cells)
    )
    return _store(state, Layout(command.name, base.columns, base.rows, cells))


def _take_in(state: State, command: ImportLayout) -> Decisions:
    """Store a layout from outside."""
    if command.layout.name in state.stored and not command.replace:
        raise CommandRefused(
            "layout_exists",
            f"there is a layout {command.layout.name!r} already; say that it is to be replaced, or rename it",
        )
    if not command.layout.cells:
        raise CommandRefused("bad_layout", f"layout {command.layout.name!r} has no cells")
    return _store(state, command.layout)


def _delete(state: State, command: DeleteLayout) -> Decisions:
    _own(state, command.name)
    state.stored.drop(command.name)
    return (LayoutDropped(command.name),)


def _rename(state: State, command: RenameLayout) -> Decisions:
    """Monitors that show it say the new name."""
    layout = _own(state, command.name)
    if command.to == command.name:
        return ()
    if command.to in state.stored:
        raise CommandRefused("layout_exists", f"there is a layout {command.to!r} already; take another name")
    stored = _store(state, replace(layout, name=command.to))
    state.stored.drop(command.name)
    for monitor, base in list(state.wall.bases.items()):
        if base.name == command.name:
            state.wall.bases.put(monitor, replace(base, name=command.to))
    return (*stored, LayoutDropped(command.name))


def _own(state: State, name: str) -> Layout:
    """A layout that was stored here. Raises CommandRefused."""
    layout_of(state, name)
    _refuse_shipped(state, name)
    return state.stored[name]


def _refuse_shipped(state: State, name: str) -> None:
    if name in state.site.loaded.shipped:
        raise CommandRefused(
            "shipped_layout", f"{name!r} comes with the product and stays as it is; take another name"
        )


def _store(state: State, layout: Layout) -> Decisions:
    _refuse_shipped(state, layout.name)
    problem = name_problem(layout.name)
    if problem:
        raise CommandRefused("bad_name", f"{layout.name!r} is no name for a layout: {problem}")
    state.stored.put(layout.name, layout)
    return (LayoutStored(layout),)
