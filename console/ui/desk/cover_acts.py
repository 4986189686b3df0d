"""Hiding the wall from visitors and showing it again, each by one key; taking down what rules put up."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.domain.ids import MonitorId
from console.domain.wall import CoverKind
from console.protocol.wall_messages import CoverMonitors, DropFrames, UncoverMonitors
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView

NOTHING_HIDDEN = "No monitor is hidden."
NO_FRAME = "No rule has put anything up."
SELECT_MONITOR = "Select a monitor first: click a cell of its miniature."
SEEN = {CoverKind.PUBLIC: "the public preset", CoverKind.BLANK: "nothing"}


class CoverActs(QObject):
    """``give`` sends a command with its words; ``said``: words for people, whether bad.

    Each act is about all monitors, or about the selected cell's with ``selected``.
    """

    said = Signal(str, bool)

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        give: Callable[[Struct, str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._give = give

    def blank(self, *, selected: bool = False) -> None:
        """Nothing is seen there; again: everything is."""
        self._toggle(CoverKind.BLANK, selected=selected)

    def public(self, *, selected: bool = False) -> None:
        """The public preset is seen there; again: everything is."""
        self._toggle(CoverKind.PUBLIC, selected=selected)

    def uncover(self, *, selected: bool = False) -> None:
        """Whatever hides it goes."""
        monitors = self._meant(selected=selected)
        if monitors is None:
            return
        if not any(self._cover(monitor) for monitor in monitors):
            self.said.emit(NOTHING_HIDDEN, True)
        else:
            self._uncover(monitors)

    def drop_frames(self, *, selected: bool = False) -> None:
        """What rules put up goes; what lay beneath is there again."""
        monitors = self._meant(selected=selected)
        if monitors is None:
            return
        framed = [one for one in monitors if self._view.monitors[one].frame is not None]
        if not framed:
            self.said.emit(NO_FRAME, True)
        else:
            self._give(DropFrames(tuple(framed)), f"what rules put up is taken down on {', '.join(framed)}")

    def _toggle(self, kind: CoverKind, *, selected: bool) -> None:
        """All of those that are meant show the same afterwards: one that does not yet is hidden, too."""
        monitors = self._meant(selected=selected)
        if monitors is None:
            return
        if all(self._cover(monitor) is kind for monitor in monitors):
            self._uncover(monitors)
        else:
            names = self._names(monitors)
            self._give(CoverMonitors(kind, tuple(monitors)), f"visitors see {SEEN[kind]} on {names}")

    def _uncover(self, monitors: list[MonitorId]) -> None:
        self._give(UncoverMonitors(tuple(monitors)), f"{self._names(monitors)} can be seen again")

    def _cover(self, monitor: MonitorId) -> CoverKind | None:
        cover = self._view.monitors[monitor].cover
        return cover.kind if cover is not None else None

    def _meant(self, *, selected: bool) -> list[MonitorId] | None:
        if not selected:
            return list(self._view.monitors) or None
        cell = self._selection.cell
        if cell is None or cell[0] not in self._view.monitors:
            self.said.emit(SELECT_MONITOR, True)
            return None
        return [cell[0]]

    def _names(self, monitors: list[MonitorId]) -> str:
        return "all monitors" if len(monitors) == len(self._view.monitors) > 1 else ", ".join(monitors)
