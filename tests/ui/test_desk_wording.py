"""The desk's sentences, tick times, camera search and boxes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from console.domain.picture import LostCause, PictureState
from console.ui.desk.camera_model import matches
from console.ui.desk.miniatures import cell_box, fitting_height, monitor_boxes
from console.ui.desk.tick_times import TickTimes
from console.ui.desk.wording import age_words, detail_words, reason_words, state_words
from tests.fakes.desk_city import city_cameras, city_incident, city_monitors


@pytest.mark.parametrize(
    ("age_ms", "words"),
    [
        (-5, "0 s"),
        (12_900, "12 s"),
        (60_000, "1 min 00 s"),
        (185_000, "3 min 05 s"),
        (7_800_000, "2 h 10 min"),
        (200_000_000, "2 d"),
    ],
)
def test_an_age_is_said_in_two_units(age_ms: int, words: str) -> None:
    assert age_words(age_ms) == words


def test_a_state_says_why_only_when_lost() -> None:
    assert state_words(PictureState.LOST, LostCause.REFUSED) == "LOST refused"
    assert state_words(PictureState.LIVE, LostCause.REFUSED) == "LIVE"
    assert state_words(None) == "unknown"


def test_reasons_name_distance_sight_and_place() -> None:
    incident = city_incident(1, 0)
    cameras = {camera.feed: camera for camera in city_cameras()}
    first, second, *_, last = (reason_words(overlay, cameras) for overlay in incident.overlays)
    assert first == "25: 80 m · sees the point → wall-1 cell 27 · Mikonkatu / Unioninkatu"
    assert "looks elsewhere" in second
    assert "already on wall-1" in last
    assert reason_words(incident.overlays[0], {}).startswith("cam-025: 80 m")


def test_details_stay_one_line_of_plain_text() -> None:
    incident = city_incident(1, 0, text="two\nlines <b>bold</b>")
    assert detail_words(incident) == "two lines <b>bold</b> · rounds 3"


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
