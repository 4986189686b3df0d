"""A layout drawn small, by its words alone: number and name of each camera; what is marked is framed."""

from collections.abc import Collection

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.domain.ids import CellIndex
from console.domain.layout import Cell, Layout
from console.domain.policies.layout_editing.places import numbered, place_of
from console.domain.wording import empty_words, one_line
from console.ui import theme
from console.ui.desk.site_view import SiteView
from console.ui.fonts import font
from console.ui.layouts.canvas_geometry import CanvasGeometry
from console.ui.layouts.cell_words import camera_line, kind_and_words
from console.ui.shortening import shortened

LEAST_PX = (380, 228)
MARK_PX = 2
PAD_PX = theme.SPACING_PX[0]
LEAST_FOR_NAME_PX = 80
"""So much has room for a number and a name's beginning."""


class LayoutSketch(QWidget):
    """``show_layout`` tells what is drawn; nothing before that."""

    def __init__(self, view: SiteView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._layout: Layout | None = None
        self._marked: Collection[int] = ()
        self.setMinimumSize(*LEAST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_layout(self, layout: Layout | None, marked: Collection[int] = ()) -> None:
        """This one; its cells of these numbers are framed. None: nothing."""
        self._layout, self._marked = layout, marked
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Its cells in reading order, the frames above all of them."""
        if self._layout is None:
            return
        painter = QPainter(self)
        painter.setFont(font(theme.FONT_SIZES_PX[0]))
        geometry = CanvasGeometry.within(self.rect(), self._layout)
        for index, cell in numbered(self._layout):
            self._paint_cell(painter, geometry.rect(place_of(cell)), index, cell)
        painter.setPen(QPen(QColor(theme.STATE_ATTENTION), MARK_PX))
        for index, cell in numbered(self._layout):
            if index in self._marked:
                painter.drawRect(geometry.rect(place_of(cell)).adjusted(1, 1, -1, -1))

    def _paint_cell(self, painter: QPainter, rect: QRect, index: CellIndex, cell: Cell) -> None:
        painter.fillRect(rect, QColor(theme.SURFACE if _holds(cell) else theme.BACKGROUND))
        painter.setPen(QColor(theme.LINE))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.setPen(QColor(theme.TEXT if _holds(cell) else theme.MUTED))
        room = rect.adjusted(PAD_PX, 0, -PAD_PX, 0)
        wide = painter.fontMetrics().horizontalAdvance
        wordings = self._wordings(index, cell)
        if room.width() >= LEAST_FOR_NAME_PX:
            words = shortened(wordings[0], room.width(), wide)
        else:
            words = next((one for one in wordings if wide(one) <= room.width()), "")
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _wordings(self, index: CellIndex, cell: Cell) -> tuple[str, ...]:
        """The longest first; the number alone only where no beginning of a name has room."""
        if cell.feed is not None:
            camera = self._view.cameras.get(cell.feed)
            number = str(camera.number) if camera is not None else str(cell.feed)
            return one_line(camera_line(cell, camera)), number
        kind, which = kind_and_words(cell)
        return (one_line(f"{kind} {which}"), kind) if kind else empty_words(index)


def _holds(cell: Cell) -> bool:
    return cell.feed is not None or cell.content is not None
