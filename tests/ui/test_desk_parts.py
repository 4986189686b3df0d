"""The desk's tick times, camera search and boxes."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from console.ui.desk.camera_model import matches
from console.ui.desk.miniatures import cell_box, fitting_height, monitor_boxes
from console.ui.desk.tick_times import TickTimes
from tests.fakes.desk_city import city_cameras, city_monitors


def test_cameras_are_found_by_number_name_and_agency() -> None:
    camera = city_cameras()[16]
    assert camera.number == 17 and camera.agency == "TRA"
    assert matches(camera, []) and matches(camera, ["17"]) and matches(camera, ["017"])
    assert matches(camera, ["tra", camera.name.split()[0].casefold()[:4]])
    assert not matches(camera, ["7"]) and not matches(camera, ["17", "hpd"])


def test_tick_times_count_from_the_due_time() -> None:
    ticks = TickTimes(33)
    assert ticks.percentile_ms(0.99) == 0.0
    at_ns = 1_000_000_000
    for number in range(100):
        late_ns = 5_000_000 if number == 50 else 0
        ticks.began(at_ns + number * 33_000_000 + late_ns)
        ticks.ended(at_ns + number * 33_000_000 + late_ns + 1_000_000)
    assert ticks.percentile_ms(0.5) == 1.0
    assert ticks.percentile_ms(0.995) == 6.0


def test_a_timer_that_is_always_a_little_late_counts_as_late_each_time() -> None:
    ticks = TickTimes(33)
    for number in range(100):
        at_ns = 1_000_000_000 + number * 33_000_000 + (5_000_000 if number else 0)
        ticks.began(at_ns)
        ticks.ended(at_ns + 1_000_000)
    assert ticks.percentile_ms(0.02) == 6.0


def test_one_long_stall_is_counted_once() -> None:
    ticks = TickTimes(33)
    for at_ms in (0, 33, 566, 599, 632):
        ticks.began(1_000_000_000 + at_ms * 1_000_000)
        ticks.ended(1_000_000_000 + at_ms * 1_000_000)
    assert ticks.percentile_ms(1.0) == 500.0
    assert ticks.percentile_ms(0.5) == 0.0


@given(st.integers(400, 4000), st.integers(200, 2000), st.integers(1, 12))
def test_monitor_boxes_lie_apart_inside_the_area(width: int, height: int, count: int) -> None:
    area = QRect(0, 0, width, height)
    boxes = monitor_boxes(area, count)
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
