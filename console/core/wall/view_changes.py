"""What an input changed of what the monitors show: cell by cell, for the record beside the log."""

from msgspec import Struct
from msgspec.structs import replace

from console.core.state import State
from console.core.wall.cells import cell_view, frame_mark, monitor_view
from console.domain.alert import AlertKind, Severity
from console.domain.cell_content import AnyContent
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Reason
from console.domain.layout import Layout
from console.domain.wall import CellView, Cover, FrameMark, IncidentMark, Layer, MonitorView, TourMark
from console.domain.zoom_part import ZoomPart


class SeenMark(Struct, frozen=True, array_like=True):
    """An IncidentMark, its fields in their order."""

    incident: IncidentId
    kind: AlertKind
    severity: Severity
    observed_at_ms: int
    distance_cm: int
    sees_point: bool
    displaced: FeedId | None
    already_shown: bool


class SeenCell(Struct, frozen=True, array_like=True):
    """A CellView without its place and kind, which the grid says: a third of the bytes, and a flood writes
    many."""

    cell: CellIndex
    feed: FeedId | None
    layer: Layer
    pinned: bool
    mark: SeenMark | None
    rewind_s: float
    content: AnyContent | None = None
    zoom: ZoomPart | None = None
    held_by: str = ""
    tour: TourMark | None = None


class ViewChange(Struct, frozen=True, omit_defaults=True):
    """Of one monitor: ``cells`` that changed, or ``whole`` where its grid did; ``gone``: the site lost it."""

    cells: tuple[SeenCell, ...] = ()
    whole: MonitorView | None = None
    gone: bool = False


Changes = list[tuple[MonitorId, ViewChange]]
"""What one input changed, in the order of the monitors' ids."""

_Shown = tuple[Layout, list[CellView], Cover | None, FrameMark | None]


class ViewChanges:
    """Begins at the state that it is made with; then call ``take`` after each step, with none left out.

    A state has one of it: what the last step moved is taken from the state.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._shown: dict[MonitorId, _Shown] = {}
        self.take(whole=True)

    def take(self, *, whole: bool) -> Changes:
        """What has changed since the last call, and with ``whole`` all monitors, changed or not."""
        state = self._state
        spots = state.wall.spots
        spots.refresh(state.site.order)
        moved, spots.moved = spots.moved, {}
        if not moved and not whole:
            return []
        cells: dict[MonitorId, list[CellIndex]] = {}
        for monitor, index in sorted(moved):
            cells.setdefault(monitor, []).append(index)
        monitors = sorted({**self._shown, **state.site.order}) if whole else cells
        found = [(monitor, self._change(monitor, cells.get(monitor, []), whole)) for monitor in monitors]
        return [(monitor, change) for monitor, change in found if change is not None]

    def _change(self, monitor: MonitorId, cells: list[CellIndex], whole: bool) -> ViewChange | None:
        state, known = self._state, self._shown.get(monitor)
        layout = state.wall.bases.get(monitor)
        if layout is None:
            return ViewChange(gone=True) if self._shown.pop(monitor, None) is not None else None
        if whole or known is None or self._is_another(known, monitor, layout):
            view = monitor_view(state, monitor)
            self._shown[monitor] = (layout, list(view.cells), view.cover, view.frame)
            return ViewChange(whole=view)
        changed = []
        for index in cells:
            if index < len(known[1]):
                now = cell_view(state, (monitor, index), layout.cells[index])
                if now != known[1][index]:
                    known[1][index] = now
                    changed.append(_seen(now))
        return ViewChange(tuple(changed)) if changed else None

    def _is_another(self, known: _Shown, monitor: MonitorId, layout: Layout) -> bool:
        """Whether the monitor's grid is another one, or what lies over all of it."""
        if known[0] is not layout and known[0] != layout:
            return True
        wall = self._state.wall
        return known[2] != wall.covers.get(monitor) or known[3] != frame_mark(wall.frames.get(monitor, ()))


def _seen(view: CellView) -> SeenCell:
    mark = _seen_mark(view.mark) if view.mark is not None else None
    return SeenCell(
        view.cell,
        view.feed,
        view.layer,
        view.pinned,
        mark,
        view.rewind_s,
        view.content,
        view.zoom,
        view.held_by,
        view.tour,
    )


def _seen_mark(mark: IncidentMark) -> SeenMark:
    reason = mark.reason
    return SeenMark(
        mark.incident,
        mark.kind,
        mark.severity,
        mark.observed_at_ms,
        reason.distance_cm,
        reason.sees_point,
        reason.displaced,
        reason.already_shown,
    )


def apply(views: dict[MonitorId, MonitorView], changes: Changes) -> None:
    """Bring what the monitors show up by what one input changed of it.

    Raises KeyError, IndexError for a change of what is not there.
    """
    for monitor, change in changes:
        if change.gone:
            del views[monitor]
        elif change.whole is not None:
            views[monitor] = change.whole
        else:
            cells = list(views[monitor].cells)
            for seen in change.cells:
                cells[seen.cell] = _view(cells[seen.cell], seen)
            views[monitor] = replace(views[monitor], cells=tuple(cells))


def _view(place: CellView, seen: SeenCell) -> CellView:
    mark = None
    if seen.mark is not None:
        made = seen.mark
        reason = Reason(made.distance_cm, made.sees_point, made.displaced, made.already_shown)
        mark = IncidentMark(made.incident, made.kind, made.severity, made.observed_at_ms, reason)
    return replace(
        place,
        feed=seen.feed,
        layer=seen.layer,
        pinned=seen.pinned,
        mark=mark,
        rewind_s=seen.rewind_s,
        content=seen.content,
        zoom=seen.zoom,
        held_by=seen.held_by,
        tour=seen.tour,
    )
