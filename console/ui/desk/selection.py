"""What is selected, once for the whole desk: lists, miniatures and map all read and set it here."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId


class Selection(QObject):
    """One camera, one incident, one cell of the wall; each None while there is none.

    Cameras can be chosen together with the selected one: ``cameras`` has all of them.
    """

    camera_changed = Signal()
    cameras_changed = Signal()
    incident_changed = Signal()
    cell_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.camera: FeedId | None = None
        self.incident: IncidentId | None = None
        self.cell: tuple[MonitorId, CellIndex] | None = None
        self.cell_is_newer = False
        """Whether a cell was selected after the camera: its camera is the one that is looked at."""
        self._together: tuple[FeedId, ...] = ()

    @property
    def cameras(self) -> tuple[FeedId, ...]:
        """Those that an act on cameras means: the ones chosen together, else the selected one alone."""
        if self.camera is None or self.camera in self._together:
            return self._together
        return (self.camera,)

    def choose_together(self, feeds: Sequence[FeedId]) -> None:
        """These, in their order; they count while the selected camera is among them, or none is selected."""
        if tuple(feeds) != self._together:
            self._together = tuple(feeds)
            self.cameras_changed.emit()

    def select_camera(self, feed: FeedId | None) -> None:
        """Everywhere."""
        if feed != self.camera or self.cell_is_newer:
            self.camera, self.cell_is_newer = feed, False
            self.camera_changed.emit()

    def select_incident(self, incident: IncidentId | None) -> None:
        """Everywhere."""
        if incident != self.incident:
            self.incident = incident
            self.incident_changed.emit()

    def select_cell(self, cell: tuple[MonitorId, CellIndex] | None) -> None:
        """Everywhere."""
        if cell != self.cell or not self.cell_is_newer:
            self.cell, self.cell_is_newer = cell, cell is not None
            self.cell_changed.emit()

    def let_go(self) -> None:
        """Of cameras and cell; told in any case, as a picture may stand that was selected before."""
        self.camera = self.cell = None
        self.cell_is_newer = False
        self.choose_together(())
        self.camera_changed.emit()
        self.cell_changed.emit()
