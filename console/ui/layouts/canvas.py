"""The canvas: a layout as a monitor would show it, changed by mouse, keys, and what is dropped on it."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from console.domain.ids import CellIndex, FeedId
from console.domain.policies.layout_editing.places import Place, cell_at, place_of
from console.ui import theme
from console.ui.desk.camera_model import FEED_MIME, feeds_in
from console.ui.desk.miniature_pictures import MiniaturePictures
from console.ui.desk.site_view import SiteView
from console.ui.layouts.canvas_drag import Aim, AnyDrag, Drawing, Moving, Spanning
from console.ui.layouts.canvas_geometry import CanvasGeometry, Grip
from console.ui.layouts.canvas_painter import CanvasPainter
from console.ui.layouts.cell_words import spoken
from console.ui.layouts.edit_acts import EditActs
from console.ui.layouts.edited_layout import EditedLayout
from console.ui.layouts.editor_keys import act_of, arrow_of

LEAST_PX = QSize(320, 200)
CURSORS = {
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
}


class Canvas(QWidget):
    """``choose_asked``: a camera is wanted for the chosen cell; it carries what was typed already."""

    choose_asked = Signal(str)

    def __init__(
        self,
        edited: EditedLayout,
        acts: EditActs,
        view: SiteView,
        pictures: MiniaturePictures,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._edited = edited
        self._acts = acts
        self._view = view
        self._pictures = pictures
        self._painter = CanvasPainter(view, pictures)
        self._drag: AnyDrag | None = None
        self._pressed: QPoint | None = None
        self._aim: Aim | None = None
        self.setObjectName("canvas")
        self.setAccessibleName("Layout")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(LEAST_PX)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        edited.changed.connect(self.refresh)
        edited.chosen.connect(self._chosen)
        self._chosen()

    @property
    def geometry_of_grid(self) -> CanvasGeometry:
        """Where all of it lies now."""
        return CanvasGeometry.within(self.rect(), self._edited.layout)

    @property
    def aim(self) -> Aim | None:
        """What letting go of the mouse would come to."""
        return self._aim

    def rect_of(self, cell: CellIndex) -> QRect:
        """Where a cell is drawn."""
        return self.geometry_of_grid.rect(place_of(self._edited.layout.cells[cell]))

    def refresh(self) -> None:
        """Another layout, size or set of names: say which pictures are wanted, draw."""
        self._leave_drag()
        self.want_pictures(shown=self.isVisible())
        self._chosen()

    def want_pictures(self, *, shown: bool) -> None:
        """Of its cameras, while anybody looks."""
        geometry, ratio = self.geometry_of_grid, self.devicePixelRatioF()
        sizes: dict[FeedId, QSize] = {}
        for cell in self._edited.layout.cells if shown else ():
            if cell.feed is not None:
                size = geometry.rect(place_of(cell)).size() * ratio
                sizes[cell.feed] = sizes.get(cell.feed, QSize()).expandedTo(size)
        self._pictures.wanted(sizes, frozenset(sizes))

    def _chosen(self) -> None:
        words = self._chosen_words()
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()

    def _chosen_words(self) -> str:
        index = self._edited.cell
        if index is None:
            column, row = self._edited.choice.square
            return f"free square at column {column + 1}, row {row + 1}"
        cell = self._edited.layout.cells[index]
        return spoken(index, cell, self._view.cameras.get(cell.feed) if cell.feed is not None else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.BACKGROUND))
        self._painter.paint(
            painter,
            self.geometry_of_grid,
            self._edited.layout,
            self._edited.choice,
            self._aim,
            has_keys=self.hasFocus(),
        )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures of another size."""
        super().resizeEvent(event)
        self.want_pictures(shown=self.isVisible())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame says where keys go."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And that they don't."""
        super().focusOutEvent(event)
        self.update()

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Those of the editor; a digit begins a camera's number."""
        arrow = arrow_of(event)
        if self._drag is not None and event.key() == Qt.Key.Key_Escape:
            self._leave_drag()
        elif arrow is not None:
            kind, by = arrow
            {"step": self._edited.step, "span": self._acts.span, "shift": self._acts.shift}[kind](*by)
        elif act := act_of(event):
            self._do(act)
        elif event.text().isdecimal():
            self.choose_asked.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _do(self, act: str) -> None:
        match act:
            case "choose":
                self.choose_asked.emit("")
            case "mark":
                self._edited.toggle_mark()
            case "mark_all":
                self._edited.mark_all()
            case "unmark":
                self._edited.unmark()
            case "split":
                self._acts.split(2, 2)
            case "split_beside":
                self._acts.split(2, 1)
            case "split_above":
                self._acts.split(1, 2)
            case _:
                getattr(self._acts, act)()

    # --- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose; with Ctrl, mark as well. What a drag would do is known from where it begins."""
        point = event.position().toPoint()
        square = self.geometry_of_grid.square_at(point)
        if event.button() != Qt.MouseButton.LeftButton or square is None:
            return
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            self._edited.mark_also(square)
            return
        self._edited.go(square)
        self._pressed = point
        grip = self.geometry_of_grid.grip_at(self._edited.layout, point)
        cell = self._edited.cell
        if grip is not None:
            self._drag = Spanning(grip)
        else:
            self._drag = Moving(cell, square) if cell is not None else Drawing(square)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what letting go would come to; without a button, what could be taken."""
        point = event.position().toPoint()
        if self._drag is None or self._pressed is None:
            self._show_grip(self.geometry_of_grid.grip_at(self._edited.layout, point))
            return
        far = (point - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if far or self._aim is not None:
            self._aim = self._aim_at(self._drag, point)
            self.update()

    def _aim_at(self, drag: AnyDrag, point: QPoint) -> Aim:
        geometry = self.geometry_of_grid
        if isinstance(drag, Spanning):
            return drag.aim(self._edited.layout, geometry.lines_near(point), self._acts.named)
        return drag.aim(self._edited.layout, geometry.square_near(point), self._acts.named)

    def _show_grip(self, grip: Grip | None) -> None:
        if grip is None:
            self.unsetCursor()
            return
        across, down = (grip.across, grip.down) if grip.across >= 0 else (-grip.across, -grip.down)
        self.setCursor(
            CURSORS.get((across, down), CURSORS.get((across, abs(down)), Qt.CursorShape.ArrowCursor))
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what was aimed at."""
        drag, aim = self._drag, self._aim
        self._leave_drag()
        if drag is None or aim is None:
            return
        if not aim.is_possible:
            self._edited.said.emit(f"{aim.words[:1].upper()}{aim.words[1:]}.", True)
        elif isinstance(drag, Drawing):
            self._acts.add(aim.place)
        elif isinstance(drag, Spanning):
            self._acts.resize(drag.grip.cell, aim.place)
        elif aim.other is not None:
            self._acts.exchange(drag.cell, aim.other)
        else:
            self._acts.move(drag.cell, aim.place.column, aim.place.row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A camera is wanted there; on a free square, a cell."""
        self._leave_drag()
        square = self.geometry_of_grid.square_at(event.position().toPoint())
        if square is None:
            return
        self._edited.go(square)
        if self._edited.cell is None:
            self._acts.add()
        else:
            self.choose_asked.emit("")

    def _leave_drag(self) -> None:
        self._drag = self._pressed = self._aim = None
        self.update()

    # --- dropping cameras

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Cameras alone."""
        if event.mimeData().hasFormat(FEED_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show which cell would take the first of them."""
        count = len(feeds_in(event.mimeData()))
        cell = self._cell_under(event)
        more = f", {count - 1} more into the next empty ones" if count > 1 else ""
        if cell is not None:
            self._aim = Aim(place_of(self._edited.layout.cells[cell]), f"into cell {cell}{more}")
        else:
            whole = Place(0, 0, self._edited.layout.columns, self._edited.layout.rows)
            self._aim = Aim(whole, "into the empty cells")
        event.acceptProposedAction()
        self.update()

    def dragLeaveEvent(self, event: object) -> None:
        """Nothing is dropped here."""
        self._leave_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        """Cameras were let go of, over a cell or beside all."""
        cell = self._cell_under(event)
        self._leave_drag()
        feeds = feeds_in(event.mimeData())
        if feeds:
            event.acceptProposedAction()
            self._acts.put(feeds, cell)
            self.setFocus()

    def _cell_under(self, event: QDropEvent) -> CellIndex | None:
        square = self.geometry_of_grid.square_at(event.position().toPoint())
        return cell_at(self._edited.layout, *square) if square is not None else None
