"""Where the desk's small walls and their cells lie: apart from each other, and in shape."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from console.ui.desk.miniature_places import (
    MiniaturePlaces,
    cell_box,
    fitting_height,
    head_box,
    monitor_boxes,
)
from console.ui.drawing_guard import DrawingGuard
from tests.fakes.desk_city import city_cameras, city_monitors


@given(st.integers(400, 4000), st.integers(200, 2000), st.integers(1, 12))
def test_monitor_boxes_lie_apart_inside_the_area(width: int, height: int, count: int) -> None:
    area = QRect(0, 0, width, height)
    boxes = monitor_boxes(area, count)
    assert len(boxes) == count
    for index, box in enumerate(boxes):
        assert area.contains(box)
        assert not any(box.intersects(other) for other in boxes[index + 1 :])
        assert abs(box.width() - box.height() * 16 / 9) <= 2, "a monitor is not shown squeezed"


@given(st.integers(300, 3000), st.integers(1, 6))
def test_the_fitting_height_lets_the_width_be_used(width: int, count: int) -> None:
    boxes = monitor_boxes(QRect(0, 0, width, fitting_height(width, count) + 2), count)
    assert len(boxes) == count
    assert boxes[0].width() >= (width - 12 * (count + 1)) // count - 6


@given(st.integers(60, 2000), st.integers(60, 1200))
def test_cells_tile_their_monitor_without_overlap(width: int, height: int) -> None:
    view = city_monitors(city_cameras())[0]
    monitor = QRect(3, 5, width, height)
    boxes = [cell_box(monitor, view, cell) for cell in view.cells]
    for index, box in enumerate(boxes):
        assert monitor.contains(box)
        assert not any(box.intersects(other) for other in boxes[index + 1 :])


@given(st.integers(300, 3000), st.integers(120, 900))
def test_each_monitors_name_is_above_it_and_no_cells(width: int, height: int) -> None:
    places = MiniaturePlaces()
    places.lay_out(QRect(0, 0, width, height), city_monitors(city_cameras()), DrawingGuard("miniature of"))
    for view, box in places.monitors:
        head = head_box(box)
        assert head.bottom() < box.top() and head.left() == box.left() and head.right() == box.right()
        assert places.head_at(head.center()) == view.monitor and places.at(head.center()) is None
        assert places.head_at(box.center()) is None
