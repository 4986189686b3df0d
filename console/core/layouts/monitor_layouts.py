"""Layouts on monitors: what a monitor starts with, and what a layout comes to there."""

from collections.abc import Iterable

from console.core.decisions import AnyDecision, LayoutLoaded
from console.core.incidents.overlays import take_off
from console.core.layouts.stored_layouts import store_as_told
from console.core.log.input_log import SiteLoaded
from console.core.state import State
from console.core.tours import tour_runs
from console.core.wall.cells import cells_of, own_feed
from console.core.wall.records import Hand
from console.core.wall.surfaces import clear, put_base, without_missing
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.monitor import MonitorSpec

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
        ended += clear(state, monitor)
        state.wall.bases.drop(monitor)
        for table in (
            state.wall.base_versions,
            state.wall.frames,
            state.wall.covers,
            state.wall.uncovered_ms,
        ):
            table.discard(monitor)
    for monitor in list(state.wall.bases):
        _keep_known(state, monitor, known)
    for feed in [name for name in state.feeds if name not in known]:
        state.feeds.drop(feed)
    ended += tour_runs.keep_known(state)
    if state.wall.selected.value not in known and state.wall.selected.value is not None:
        state.wall.selected.put(None)
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
    layout, missing = without_missing(state.wall.bases[monitor], known)
    if missing:
        state.wall.bases.put(monitor, layout)


def _load_first(state: State, spec: MonitorSpec) -> Decisions:
    shipped = state.site.loaded.shipped
    for name in (spec.layout, "4x4"):
        if (kept := state.stored.get(name)) is not None:
            return put_layout(state, spec.monitor, kept.layout, kept=(), version=kept.version)
        if name in shipped:
            return put_layout(state, spec.monitor, shipped[name], kept=())
    return put_layout(state, spec.monitor, _FALLBACK, kept=())


def put_layout(
    state: State,
    monitor: MonitorId,
    layout: Layout,
    kept: tuple[FeedId, ...],
    version: int | None = None,
    by: str = "",
    *,
    is_part: bool = False,
) -> Decisions:
    """Put a layout on a monitor as its base, without cameras that the site does not have.

    A mere grid takes ``kept`` in reading order, and fills up with cameras that no monitor shows, in the order
    of their numbers; not as a part of a wall preset (``is_part``), which says what is there. Cameras that it
    pins are pinned by hand (``by``); its tours begin.
    """
    missing: tuple[FeedId, ...] = ()
    if _is_filled_up(state, layout, is_part=is_part):
        layout = _filled(layout, (*kept, *_unshown(state, monitor, kept)))
    else:
        layout, missing = without_missing(layout, state.site.feeds)
    put_base(state, monitor, layout, version)
    for index, cell in enumerate(layout.cells):
        if cell.pinned and cell.feed is not None:
            state.wall.hands.put((monitor, CellIndex(index)), Hand(cell.feed, True, by))
    return (LayoutLoaded(monitor, layout, missing), *tour_runs.begin_for(state, monitor))


def _is_filled_up(state: State, layout: Layout, *, is_part: bool) -> bool:
    """Whether its empty cells wait for cameras. Programs before ``ways`` 4 filled up all without a camera."""
    if any(cell.feed is not None for cell in layout.cells):
        return False
    if state.site.loaded.ways < 4:
        return True
    return not is_part and all(cell.content is None and not cell.hotspot for cell in layout.cells)


def _unshown(state: State, monitor: MonitorId, kept: tuple[FeedId, ...]) -> list[FeedId]:
    """Feeds that no other monitor shows and that are not kept, in the order of their cameras' numbers."""
    others = [other for other in state.wall.bases if other != monitor]
    elsewhere = {own_feed(state, where) for other in others for where in cells_of(state, other)}
    cameras = sorted(state.site.loaded.cameras, key=lambda camera: (camera.number, camera.feed))
    return [c.feed for c in cameras if c.feed not in elsewhere and c.feed not in kept]


def _filled(layout: Layout, feeds: Iterable[FeedId]) -> Layout:
    free = [
        CellIndex(index)
        for index, cell in enumerate(layout.cells)
        if cell.content is None and not cell.hotspot
    ]
    return layout.with_feeds(dict(zip(free, feeds, strict=False)))
