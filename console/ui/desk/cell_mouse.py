"""What the mouse does over the cells of the small wall: select, drag, let go, turn the wheel."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from console.ui.desk.camera_model import FEED_MIME, feeds_in
from console.ui.desk.cell_drag import CellName, WholeAim, cell_in, dragged_cell
from console.ui.desk.miniature_places import MiniaturePlaces
from console.ui.desk.selection import Selection
from console.ui.wall.wall_window import WHEEL_STEP


class CellMouse(QWidget):
    """``assign_asked``: a double click on a cell; ``dropped``: a camera was dragged onto one, or several;
    ``dropped_on_whole``: onto a monitor's head.

    ``swap_asked``: a cell was dragged onto another one; ``wheeled``: so many notches over the selected cell,
    and where in it.

    A click leaves the keyboard where it is: the list of cameras may be about to put one there.
    """

    assign_asked = Signal()
    dropped = Signal(str, int, str)
    dropped_on_whole = Signal(str, list)
    swap_asked = Signal(str, int, str, int)
    wheeled = Signal(float, float, float)

    def __init__(self, selection: Selection, places: MiniaturePlaces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = selection
        self._places = places
        self._pressed: tuple[CellName, QPoint] | None = None
        self._before_drag: tuple[CellName | None, bool] | None = None
        self.setAcceptDrops(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click selects the cell, and may be the beginning of a drag."""
        point = event.position().toPoint()
        name = self._places.at(point)
        self._selection.select_cell(name)
        self._pressed = (name, point) if name is not None else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A cell that is dragged onto another one is swapped with it."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        name, began = self._pressed
        far = (event.position().toPoint() - began).manhattanLength()
        if far >= QApplication.startDragDistance() and self.acceptDrops():
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(dragged_cell(name))
            drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It was a click."""
        self._pressed = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Over the selected cell alone, so that nothing is zoomed by accident."""
        point = event.position().toPoint()
        name = self._places.at(point)
        if name is None or name != self._selection.cell:
            event.ignore()
            return
        rect = self._places.cells[name]
        at_x, at_y = (point.x() - rect.x()) / rect.width(), (point.y() - rect.y()) / rect.height()
        self.wheeled.emit(event.angleDelta().y() / WHEEL_STEP, at_x, at_y)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click puts the selected camera there."""
        if self._places.at(event.position().toPoint()) is not None:
            self.assign_asked.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Cameras, and cells to swap."""
        self._before_drag = (self._selection.cell, self._selection.cell_is_newer)
        if event.mimeData().hasFormat(FEED_MIME) or cell_in(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The cell under the pointer shows that it would take it; or the monitor, all of it."""
        point = event.position().toPoint()
        name, monitor = self._places.at(point), self._places.head_at(point)
        feeds = feeds_in(event.mimeData())
        aim = WholeAim(monitor, len(feeds)) if monitor is not None and feeds else None
        self.aim_at(aim)
        event.setAccepted(name is not None or aim is not None)
        if name is not None:
            self._selection.select_cell(name)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is dropped here: what it passed over is no longer selected."""
        self.aim_at(None)
        self._select_as_before()

    def _select_as_before(self) -> None:
        before, self._before_drag = self._before_drag, None
        if before is None or self._selection.cell == before[0]:
            return
        cell, was_newer = before
        self._selection.select_cell(cell)
        if not was_newer:
            self._selection.select_camera(self._selection.camera)

    def aim_at(self, aim: WholeAim | None) -> None:
        """Show onto which whole monitor it would go."""

    def dropEvent(self, event: QDropEvent) -> None:
        """Cameras were let go over a cell or a monitor's head, or another cell."""
        point, feeds = event.position().toPoint(), feeds_in(event.mimeData())
        name, monitor = self._places.at(point), self._places.head_at(point)
        other = cell_in(event.mimeData())
        self.aim_at(None)
        if name is None and monitor is None:
            self._select_as_before()
        if name is not None and other is not None:
            event.acceptProposedAction()
            if other != name:
                self.swap_asked.emit(other[0], other[1], name[0], name[1])
        elif name is not None and feeds:
            event.acceptProposedAction()
            self.dropped.emit(name[0], name[1], "\n".join(feeds))
        elif monitor is not None and feeds:
            event.acceptProposedAction()
            self._select_as_before()
            self.dropped_on_whole.emit(monitor, feeds)
