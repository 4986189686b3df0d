"""Grids to begin with: every one that comes with the product, drawn in small beside its name."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from console.domain.layout import Layout
from console.domain.policies.layout_editing.places import place_of
from console.ui import theme
from console.ui.layouts.canvas_geometry import CanvasGeometry

ICON_WIDTH_PX, ICON_HEIGHT_PX = 32, 18


def template_menu(templates: dict[str, Layout], chosen: Callable[[Layout], None], parent: QWidget) -> QMenu:
    """``chosen`` is told which one a person takes."""
    menu = QMenu(parent)
    for name, layout in templates.items():
        action = menu.addAction(small_grid(layout), f"{name}\t{len(layout.cells)}")
        action.triggered.connect(lambda _=False, layout=layout: chosen(layout))
    return menu


def small_grid(layout: Layout) -> QIcon:
    """Its cells as boxes."""
    picture = QPixmap(ICON_WIDTH_PX, ICON_HEIGHT_PX)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    geometry = CanvasGeometry(QRect(0, 0, ICON_WIDTH_PX, ICON_HEIGHT_PX), layout.columns, layout.rows)
    for cell in layout.cells:
        painter.fillRect(geometry.rect(place_of(cell)), QColor(theme.MUTED))
    painter.end()
    return QIcon(picture)
