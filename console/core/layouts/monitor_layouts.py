"""Layouts on monitors: what a monitor starts with, loading, saving, importing."""

from collections.abc import Iterable
from dataclasses import replace

from msgspec import structs

from console.core.decisions import AnyDecision, LayoutLoaded, LayoutStored
from console.core.log.input_log import SiteLoaded
from console.core.lookups import layout_of, wall_of
from console.core.state import State, Wall
from console.core.wall.cells import overlays_at, own_feed, take_off
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.monitor import MonitorSpec
from console.protocol.core_messages import ImportLayout, LoadLayout, SaveLayout
from console.protocol.layout_file import name_problem

Outcome = tuple[State, tuple[AnyDecision, ...]]

_FALLBACK = Layout("1x1", 1, 1, (Cell(0, 0),))


def load_site(state: State, site: SiteLoaded) -> Outcome:
    """Take the site's facts in: monitors that are new get their first layout, what is gone is dropped."""
    known = {camera.feed for camera in site.cameras}
    monitors = [spec.monitor for spec in site.monitors]
    walls = {name: _known_only(state.walls[name], known) for name in monitors if name in state.walls}
    feeds = {name: feed for name, feed in state.feeds.items() if name in known}
    state = structs.replace(state, site=site, stored=site.stored, walls=walls, feeds=feeds)
    gone = [
        overlay
        for incident in state.incidents.values()
        for overlay in incident.overlays
        if overlay.feed not in known or overlay.monitor not in walls
    ]
    state, decisions = take_off(state, gone, "the site changed")
    loaded: list[AnyDecision] = []
    for spec in site.monitors:
        if spec.monitor not in state.walls:
            state, first = _load_first(state, spec)
            loaded += first
    in_order = {name: state.walls[name] for name in monitors}
    return structs.replace(state, walls=in_order), (*decisions, *loaded)


def _known_only(wall: Wall, known: set[FeedId]) -> Wall:
    hands = {cell: hand for cell, hand in wall.hands.items() if hand.feed is None or hand.feed in known}
    return structs.replace(wall, layout=_without_missing(wall.layout, known)[0], hands=hands)


def _without_missing(layout: Layout, known: set[FeedId]) -> tuple[Layout, tuple[FeedId, ...]]:
    missing = {
        CellIndex(index): cell.feed
        for index, cell in enumerate(layout.cells)
        if cell.feed is not None and cell.feed not in known
    }
    return layout.with_feeds(dict.fromkeys(missing)), tuple(missing.values())


def _load_first(state: State, spec: MonitorSpec) -> Outcome:
    layouts = {**state.site.shipped, **state.stored}
    layout = layouts.get(spec.layout) or layouts.get("4x4") or _FALLBACK
    return _put_layout(state, spec.monitor, layout, kept=())


def load(state: State, command: LoadLayout) -> Outcome:
    """Put a layout on a monitor as its base; its hands and overlays go.

    A layout without any feed keeps those that the monitor showed by hand and base, in reading order, and
    fills up with cameras that no monitor shows, in the order of their numbers.
    """
    wall = wall_of(state, command.monitor)
    layout = layout_of(state, command.name)
    shown = (own_feed(wall, CellIndex(index)) for index in range(len(wall.layout.cells)))
    kept = tuple(dict.fromkeys(feed for feed in shown if feed is not None))
    covered = [o for cell in wall.marks for o in overlays_at(state, (command.monitor, cell))]
    state, decisions = take_off(state, covered, "a layout was loaded")
    state, loaded = _put_layout(state, command.monitor, layout, kept)
    return state, (*decisions, *loaded)


def _put_layout(state: State, monitor: MonitorId, layout: Layout, kept: tuple[FeedId, ...]) -> Outcome:
    missing: tuple[FeedId, ...] = ()
    if any(cell.feed is not None for cell in layout.cells):
        layout, missing = _without_missing(layout, {camera.feed for camera in state.site.cameras})
    else:
        layout = _filled(layout, (*kept, *_unshown(state, monitor, kept)))
    walls = {**state.walls, monitor: Wall(layout=layout)}
    return structs.replace(state, walls=walls), (LayoutLoaded(monitor, layout, missing),)


def _unshown(state: State, monitor: MonitorId, kept: tuple[FeedId, ...]) -> list[FeedId]:
    """Feeds that no other monitor shows and that are not kept, in the order of their cameras' numbers."""
    elsewhere = {
        own_feed(wall, CellIndex(index))
        for other, wall in state.walls.items()
        if other != monitor
        for index in range(len(wall.layout.cells))
    }
    cameras = sorted(state.site.cameras, key=lambda camera: (camera.number, camera.feed))
    return [c.feed for c in cameras if c.feed not in elsewhere and c.feed not in kept]


def _filled(layout: Layout, feeds: Iterable[FeedId]) -> Layout:
    return layout.with_feeds(
        {CellIndex(i): feed for i, feed in zip(range(len(layout.cells)), feeds, strict=False)}
    )


def save(state: State, command: SaveLayout) -> Outcome:
    """Store what a monitor shows by hand and base; a stored layout of that name is replaced."""
    wall = wall_of(state, command.monitor)
    cells = tuple(
        replace(cell, feed=own_feed(wall, CellIndex(index))) for index, cell in enumerate(wall.layout.cells)
    )
    return _store(state, Layout(command.name, wall.layout.columns, wall.layout.rows, cells))


def take_in(state: State, command: ImportLayout) -> Outcome:
    """Store a layout from outside."""
    if command.layout.name in state.stored and not command.replace:
        raise CommandRefused(
            "layout_exists",
            f"there is a layout {command.layout.name!r} already; say that it is to be replaced, or rename it",
        )
    if not command.layout.cells:
        raise CommandRefused("bad_layout", f"layout {command.layout.name!r} has no cells")
    return _store(state, command.layout)


def _store(state: State, layout: Layout) -> Outcome:
    if layout.name in state.site.shipped:
        raise CommandRefused(
            "shipped_layout", f"{layout.name!r} comes with the product and stays as it is; take another name"
        )
    problem = name_problem(layout.name)
    if problem:
        raise CommandRefused("bad_name", f"{layout.name!r} is no name for a layout: {problem}")
    stored = {**state.stored, layout.name: layout}
    return structs.replace(state, stored=stored), (LayoutStored(layout),)
