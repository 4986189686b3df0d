"""The wall in small: every monitor's grid with numbers, states, marks, pins and pictures."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from console.domain.ids import CellIndex, MonitorId
from console.domain.operator_commands.command import Where
from console.protocol.clock import Clock
from console.ui import theme
from console.ui.desk.cell_drag import CellName, WholeAim
from console.ui.desk.cell_mouse import CellMouse
from console.ui.desk.cell_tip import cell_tip
from console.ui.desk.miniature_cell import MiniatureCell
from console.ui.desk.miniature_painter import MiniaturePainter
from console.ui.desk.miniature_pictures import MiniaturePictures
from console.ui.desk.miniature_places import MiniaturePlaces
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.desk.trouble_line import plain_tool_tip
from console.ui.drawing_guard import DrawingGuard
from console.ui.key_table import USUAL_KEYS, KeyTable

LEAST_HEIGHT_PX = 80
STEPS = {"select-left": (-1, 0), "select-right": (1, 0), "select-up": (0, -1), "select-down": (0, 1)}
"""Right and down for each command that goes to the cell beside."""


class Miniatures(CellMouse):
    """``assign_asked``: also Enter; ``look_asked``: a command on how the selected cell is looked at.

    With the keyboard it goes from cell to cell, over all monitors.
    """

    look_asked = Signal(str)

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        pictures: MiniaturePictures,
        parent: QWidget | None = None,
        *,
        keys: KeyTable = USUAL_KEYS,
        clock: Clock | None = None,
        own_name: str = "",
    ) -> None:
        super().__init__(selection, MiniaturePlaces(), parent)
        self._own_name = own_name
        self._keys = keys
        self._labels: dict[CellName, str] = {}
        self._view = view
        self._pictures = pictures
        self._guard = DrawingGuard("miniature of")
        cell = MiniatureCell(view, selection, pictures, own_name)
        self._painter = MiniaturePainter(view, selection, self._places, cell, self._guard, clock)
        self._is_away = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("The wall in small")
        self.setMinimumHeight(LEAST_HEIGHT_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        selection.cell_changed.connect(self.update)
        selection.camera_changed.connect(self.update)

    def refresh(self) -> None:
        """Monitors or places changed: lay out again, and say which pictures are wanted."""
        self._places.lay_out(self.rect(), self._view.monitors.values(), self._guard)
        sizes = self._places.feed_sizes() if not self._is_away else {}
        on_wall = self._places.feed_sizes(without=self._view.lent)
        lent = frozenset(sizes.keys() - on_wall.keys())  # what it costs to decode is the replay's now
        ratio = self.devicePixelRatioF()
        self._pictures.wanted({feed: size * ratio for feed, size in sizes.items()}, lent)
        self.update()

    def label_cells(self, labels: dict[CellName, str]) -> None:
        """Letters over these cells, by which they are chosen; none takes them away."""
        if labels != self._labels:
            self._labels = labels
            self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """An operator hid it: nobody decodes for it."""
        super().hideEvent(event)
        if not event.spontaneous() and self.window().isVisible():
            self._is_away = True
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """There again."""
        super().showEvent(event)
        if self._is_away:
            self._is_away = False
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, other boxes."""
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all miniatures."""
        painter = QPainter(self)
        self._painter.paint(painter, self.rect(), self._labels)
        if self.hasFocus():
            painter.setPen(QColor(theme.ACCENT))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def aim_at(self, aim: WholeAim | None) -> None:
        """Show onto which whole monitor it would go."""
        if aim != self._painter.aim:
            self._painter.aim = aim
            self.update()

    @property
    def aim(self) -> WholeAim | None:
        """Onto which whole monitor cameras would go now."""
        return self._painter.aim

    def box_of(self, monitor: MonitorId, cell: CellIndex) -> QRect | None:
        """Where a cell is drawn."""
        return self._places.cells.get((monitor, cell))

    # --- tool tips and keys

    def event(self, event: QEvent) -> bool:
        """Its keys are its own while it has the keyboard, whatever they mean in the window; tool tips."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        is_asked = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and isinstance(event, QKeyEvent) and self._keys.name_of(event, Where.MINIATURES):
            event.accept()
            return True
        return super().event(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        """What a cell shows, and whose hand is on it."""
        name = self._places.at(event.pos())
        cell = self._view.cell(*name) if name is not None else None
        if name is None or cell is None:
            QToolTip.hideText()
            return
        camera = self._view.cameras.get(cell.feed) if cell.feed is not None else None
        tip = plain_tool_tip(cell_tip(name[0], cell, camera, self._own_name))
        QToolTip.showText(event.globalPos(), tip, self, self._places.cells[name])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The cell beside, another look at this one, or the selected camera into it."""
        name = self._keys.name_of(event, Where.MINIATURES)
        if name:
            self.do(name)
        else:
            super().keyPressEvent(event)

    def do(self, name: str) -> None:
        """A command of this panel."""
        if name in STEPS:
            self._step(*STEPS[name])
        elif name == "assign":
            self.assign_asked.emit()
        else:
            self.look_asked.emit(name)

    def _step(self, right: int, down: int) -> None:
        """From the selected cell; the first one where none is."""
        beside = self._places.beside(self._selection.cell, right, down)
        if beside is not None:
            self._selection.select_cell(beside)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Seen by its frame."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no longer."""
        super().focusOutEvent(event)
        self.update()
