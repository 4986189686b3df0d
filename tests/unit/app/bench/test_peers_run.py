"""A peer's course, its tiles and its figures, without the peer."""

import json

import pytest

from console.app.bench.cpu_window import CpuWindow
from console.app.bench.peers.course import MONITOR_SIZE, START_LIMIT_S, Course, Order, grid
from console.app.bench.peers.gstreamer import pipeline_text
from console.app.bench.peers_run import peer_figures

ORDER = Order([f"rtsp://h/cam-{n}/sub" for n in range(5)], [], "ann", "hunter2", first=3, seconds=2.0)


def events(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_it_counts_after_all_tiles_began_and_settled(capsys: pytest.CaptureFixture[str]) -> None:
    course = Course(seconds=2.0)
    assert not course.tick(0.0, [0, 0])
    assert not course.tick(1.0, [3, 1])
    assert not course.tick(5.9, [70, 60])
    assert not course.tick(6.0, [75, 62])
    assert not course.tick(7.9, [100, 90])
    assert course.tick(8.0, [105, 92])
    measuring, done = events(capsys)
    assert measuring == {"event": "measuring"}
    assert done["pictures"] == [30, 30] and done["seconds"] == 2.0


def test_a_tile_that_never_begins_holds_nothing_up(capsys: pytest.CaptureFixture[str]) -> None:
    course = Course(seconds=1.0)
    course.tick(0.0, [1, 0])
    course.tick(START_LIMIT_S, [400, 0])
    course.tick(START_LIMIT_S + 5, [475, 0])
    assert course.tick(START_LIMIT_S + 6, [490, 0])
    assert events(capsys)[-1]["pictures"] == [15, 0]


@pytest.mark.parametrize("count", [1, 2, 7, 50, 150])
def test_tiles_lie_side_by_side_on_the_monitor(count: int) -> None:
    boxes = grid(count, MONITOR_SIZE)
    assert len(set(boxes)) == count
    assert all(x + width <= 1920 and y + height <= 1080 for x, y, width, height in boxes)
    assert all(width % 2 == 0 and height % 2 == 0 for _, _, width, height in boxes)


def test_two_monitors_and_no_password_in_the_pipeline() -> None:
    assert [box[0] for box in ORDER.boxes()] == [0, 0, 0, 1, 1]
    text = pipeline_text(ORDER)
    assert "wall0.sink_2" in text and "wall1.sink_1" in text and "hunter2" not in text
    assert ORDER.with_credentials(ORDER.urls[0]) == "rtsp://ann:hunter2@h/cam-0/sub"


def test_a_peers_figures_are_made_as_the_products() -> None:
    window = CpuWindow([], seconds=10.0, cpu_s=3.0)
    figures = peer_figures({"pictures": [150, 150, 0], "seconds": 10.0, "note": ""}, window, limit_ms=0.5)
    assert figures["cpu_ms_per_picture"] == 10.0 and figures["ratio_to_limit"] == 20.0
    assert figures["tiles_live"] == 2 and figures["pictures_per_s_min"] == 0
    assert figures["cores"] == 0.3 and figures["note"] == ""
    dark = peer_figures({"pictures": [0], "seconds": 10.0, "note": "files"}, window, limit_ms=0.5)
    assert dark["ratio_to_limit"] == 0 and dark["note"].startswith("files; no tile showed")
