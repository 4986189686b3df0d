"""Where squares and borders lie, whatever the window's size."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect

from console.domain.layout import Cell, Layout
from console.domain.policies.layout_editing.places import Place
from console.ui.layouts.canvas_geometry import ASPECT, CanvasGeometry

areas = st.builds(QRect, st.integers(0, 9), st.integers(0, 9), st.integers(80, 2500), st.integers(60, 1500))


@given(areas, st.integers(1, 24), st.integers(1, 24))
def test_squares_tile_a_monitors_shape(area: QRect, columns: int, rows: int) -> None:
    geometry = CanvasGeometry.within(area, Layout("it", columns, rows, ()))
    box = geometry.box
    assert area.contains(box)
    assert abs(box.width() - box.height() * ASPECT) <= 2 * max(columns, rows)
    whole = geometry.rect(Place(0, 0, columns, rows))
    assert whole.topLeft() == box.topLeft() and whole.width() == box.width() - 1
    for column, row in Place(0, 0, columns, rows).squares():
        rect = geometry.rect(Place(column, row))
        if rect.width() > 0 and rect.height() > 0:
            assert geometry.square_at(rect.center()) == (column, row)


def test_beside_the_grid_is_no_square_but_a_nearest_one() -> None:
    geometry = CanvasGeometry(QRect(100, 100, 160, 90), 4, 3)
    assert geometry.square_at(QPoint(99, 110)) is None
    assert geometry.square_near(QPoint(0, 0)) == (0, 0)
    assert geometry.square_near(QPoint(999, 150)) == (3, 1)
    assert geometry.lines_near(QPoint(141, 129)) == (1, 1)
    assert geometry.lines_near(QPoint(9999, 9999)) == (4, 3)


def test_a_border_is_taken_from_within_its_cell() -> None:
    layout = Layout("it", 4, 3, (Cell(0, 0, 2, 3),))
    geometry = CanvasGeometry(QRect(0, 0, 400, 300), 4, 3)
    assert geometry.grip_at(layout, QPoint(197, 150)) == (0, 1, 0)
    assert geometry.grip_at(layout, QPoint(2, 2)) == (0, -1, -1)
    assert geometry.grip_at(layout, QPoint(100, 298)) == (0, 0, 1)
    assert geometry.grip_at(layout, QPoint(100, 150)) is None
    assert geometry.grip_at(layout, QPoint(203, 150)) is None, "nobody's"
