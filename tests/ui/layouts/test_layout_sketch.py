"""A layout is drawn by its words; what is marked is framed."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ui import theme
from console.ui.layouts.layout_sketch import LEAST_PX, LayoutSketch
from tests.ui.layouts.editing import A, B, grid
from tests.ui.painting import difference, where
from tests.ui.test_drawing_guard import view_of


def test_marked_cells_alone_are_framed(qtbot: QtBot, fonted_app: QApplication) -> None:
    sketch = LayoutSketch(view_of())
    qtbot.addWidget(sketch)
    sketch.resize(*LEAST_PX)
    before = sketch.grab().toImage()
    sketch.show_layout(grid(2, 2, A, B))
    plain = sketch.grab().toImage()
    assert difference(before, plain) and not where(plain, theme.STATE_ATTENTION)
    sketch.show_layout(grid(2, 2, A, B), {1})
    framed = where(sketch.grab().toImage(), theme.STATE_ATTENTION)
    assert framed.left() >= LEAST_PX[0] // 2 - 2 and framed.bottom() < LEAST_PX[1] // 2
    sketch.show_layout(None)
    assert not difference(before, sketch.grab().toImage())
