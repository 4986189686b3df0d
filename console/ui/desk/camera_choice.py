"""Cameras that are meant without a list: by their number, or as the next one on a side of a cell's."""

from PySide6.QtCore import QObject, Signal

from console.domain.camera import Camera
from console.domain.ids import CellIndex, MonitorId
from console.domain.policies.next_camera import (
    Quarter,
    camera_of_number,
    next_camera,
    no_such_number_words,
    none_there_words,
)
from console.domain.wording import camera_words
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.select_words import SELECT_CELL
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView

NO_CAMERA = "The selected cell shows no camera: there is no next one to it."


class CameraChoice(QObject):
    """``said``: words for people, whether bad."""

    said = Signal(str, bool)

    def __init__(
        self, view: SiteView, selection: Selection, acts: OperatorActs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._acts = acts

    def by_number(self, number: int) -> None:
        """Put the camera of this number into the selected cell; without one it is selected alone."""
        camera = camera_of_number(self._view.cameras.values(), number)
        if camera is None:
            self.said.emit(no_such_number_words(number), True)
            return
        if self._selection.cell is not None and self._acts.count:
            self._put(*self._selection.cell, camera)
        else:
            self._selection.select_camera(camera.feed)
            self.said.emit(f"{camera_words(camera, camera.feed)} is selected", False)

    def _put(self, monitor: MonitorId, cell: CellIndex, camera: Camera) -> None:
        """The cell stays what is looked at: refused, or taken back, it shows another camera."""
        self._acts.assign(monitor, cell, camera.feed)
        self._selection.select_camera(camera.feed)
        self._selection.select_cell((monitor, cell))

    def meant_words(self, digits: str) -> str:
        """What Enter would do with these digits."""
        if not digits:
            return "type its number"
        camera = camera_of_number(self._view.cameras.values(), int(digits))
        if camera is None:
            return "no camera has this number"
        if self._selection.cell is None or not self._acts.count:
            return f"{camera.name}: Enter selects it"
        monitor, cell = self._selection.cell
        return f"{camera.name}: Enter puts it on {monitor} cell {cell}"

    def towards(self, quarter: Quarter) -> None:
        """The next camera on this side of the selected cell's camera comes into the cell."""
        if self._selection.cell is None:
            self.said.emit(SELECT_CELL, True)
            return
        origin = self._shown_there()
        if origin is None:
            self.said.emit(NO_CAMERA, True)
            return
        camera = next_camera(self._view.cameras.values(), origin, quarter)
        if camera is None:
            self.said.emit(none_there_words(origin, quarter), True)
        else:
            self._put(*self._selection.cell, camera)

    def _shown_there(self) -> Camera | None:
        cell = self._view.cell(*self._selection.cell) if self._selection.cell is not None else None
        return self._view.cameras.get(cell.feed) if cell is not None and cell.feed is not None else None
