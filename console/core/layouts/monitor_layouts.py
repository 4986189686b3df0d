"""Layouts on monitors: what a monitor starts with, and loading another."""

from collections.abc import Iterable

from console.core.decisions import AnyDecision, LayoutLoaded
from console.core.incidents.overlays import take_off
from console.core.layouts.stored_layouts import store_as_told
from console.core.log.input_log import SiteLoaded
from console.core.lookups import base_of, layout_of
from console.core.state import State
from console.core.wall import rewinds
from console.core.wall.cells import cells_of, overlays_at, own_feed
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.monitor import MonitorSpec
from console.protocol.layout_messages import LoadLayout

Decisions = tuple[AnyDecision, ...]

_FALLBACK = Layout("1x1", 1, 1, (Cell(0, 0),))


def load_site(state: State, site: SiteLoaded) -> Decisions:
    """Take the site's facts in: monitors that are new get their first layout, what is gone is dropped."""
    state.site.load(site)
    known = state.site.feeds
    store_as_told(state, site.stored)
    if site.owns_layouts and not state.owns_layouts.value:
        state.owns_layouts.put(True)
    ended: Decisions = ()
    for monitor in [name for name in state.wall.bases if name not in state.monitors()]:
        ended += _clear_cells(state, monitor)
        state.wall.bases.drop(monitor)
        state.wall.base_versions.discard(monitor)
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
    for name in (spec.layout, "4x4"):
        if (kept := state.stored.get(name)) is not None:
            return _put_layout(state, spec.monitor, kept.layout, kept=(), version=kept.version)
        if name in shipped:
            return _put_layout(state, spec.monitor, shipped[name], kept=())
    return _put_layout(state, spec.monitor, _FALLBACK, kept=())


def load(state: State, command: LoadLayout) -> Decisions:
    """Put a layout on a monitor as its base; its hands and overlays go.

    A layout without any feed keeps those that the monitor showed by hand and base, in reading order, and
    fills up with cameras that no monitor shows, in the order of their numbers. Raises CommandRefused.
    """
    base_of(state, command.monitor)
    layout = layout_of(state, command.name)
    cells = cells_of(state, command.monitor)
    shown = (own_feed(state, where) for where in cells)
    kept = tuple(dict.fromkeys(feed for feed in shown if feed is not None))
    covered = [overlay for where in cells for overlay in overlays_at(state, where)]
    decisions = take_off(state, covered, "a layout was loaded")
    ended = _clear_cells(state, command.monitor)
    stored = state.stored.get(command.name)
    version = stored.version if stored is not None else None
    return (*decisions, *_put_layout(state, command.monitor, layout, kept, version), *ended)


def _clear_cells(state: State, monitor: MonitorId) -> Decisions:
    """Hands and rewinds of a monitor go."""
    decisions: Decisions = ()
    for where in cells_of(state, monitor):
        if where in state.wall.hands:
            state.wall.hands.drop(where)
        decisions += rewinds.end(state, where, "the cell changed")
    return decisions


def _put_layout(
    state: State, monitor: MonitorId, layout: Layout, kept: tuple[FeedId, ...], version: int | None = None
) -> Decisions:
    missing: tuple[FeedId, ...] = ()
    if any(cell.feed is not None for cell in layout.cells):
        layout, missing = _without_missing(layout, state.site.feeds)
    else:
        layout = _filled(layout, (*kept, *_unshown(state, monitor, kept)))
    state.wall.bases.put(monitor, layout)
    if version is not None:
        state.wall.base_versions.put(monitor, version)
    else:
        state.wall.base_versions.discard(monitor)
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
