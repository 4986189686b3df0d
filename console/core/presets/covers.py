"""Monitors that are hidden from visitors: behind the public preset, or behind nothing at all."""

from typing import assert_never

from console.core.decisions import AnyDecision, Covered, Uncovered
from console.core.incidents.moving import look_again, shown_on
from console.core.lookups import monitors_of
from console.core.state import State
from console.core.wall.surfaces import without_missing
from console.domain.cell_content import ClockContent
from console.domain.ids import MonitorId
from console.domain.layout import Cell, Layout
from console.domain.wall import Cover, CoverKind
from console.protocol.wall_messages import CoverMonitors, UncoverMonitors

Decisions = tuple[AnyDecision, ...]


def carry_out(state: State, by: str, command: CoverMonitors | UncoverMonitors) -> Decisions:
    """Do what a person asked for. Raises CommandRefused."""
    monitors = monitors_of(state, command.monitors)
    match command:
        case CoverMonitors():
            return _cover(state, by, command.kind, monitors)
        case UncoverMonitors():
            return _uncover(state, monitors)
    assert_never(command)


def _cover(state: State, by: str, kind: CoverKind, monitors: tuple[MonitorId, ...]) -> Decisions:
    """What incidents show there is switched up where it is seen; where nothing is, it waits in its place."""
    covers = state.wall.covers
    changed = tuple(one for one in monitors if (cover := covers.get(one)) is None or cover.kind is not kind)
    if not changed:
        return ()
    newly = [monitor for monitor in changed if monitor not in covers]
    for monitor in changed:
        layout = _public_layout(state, monitor) if kind is CoverKind.PUBLIC else None
        covers.put(monitor, Cover(kind, by, state.wall_ms, layout))
    decisions: Decisions = (Covered(changed, kind, by),)
    if any(one not in covers and one not in state.wall.lent for one in state.monitors()):
        decisions += look_again(state, shown_on(state, newly), f"its monitor is hidden by {by}")
    return decisions


def _uncover(state: State, monitors: tuple[MonitorId, ...]) -> Decisions:
    covers = state.wall.covers
    shown = tuple(monitor for monitor in monitors if monitor in covers)
    for monitor in shown:
        covers.drop(monitor)
        state.wall.uncovered_ms.put(monitor, state.at_ms)
    return (Uncovered(shown),) if shown else ()


def _public_layout(state: State, monitor: MonitorId) -> Layout:
    """The public preset's for this monitor, or its first; without one a clock under the site's name."""
    stored = state.presets.get(state.site.loaded.public_preset)
    if stored is None:
        return Layout("public", 1, 1, (Cell(0, 0, content=ClockContent(title=state.site.loaded.site)),))
    parts = stored.preset.monitors
    part = next((one for one in parts if one.monitor == monitor), parts[0])
    return without_missing(part.layout, state.site.feeds)[0]
