"""Keeping a tile's picture: as it is seen at once, and as large as its camera sends it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.camera import Profile
from console.domain.media import Demand, Priority, SlotKey
from console.domain.picture import PictureState
from console.protocol.core_changes import MonitorChanged
from console.protocol.engine_messages import FeedHealth, FeedsChanged, SlotsPlaced
from tests.ui.wall.test_display import CLOCK, Wall, cell, started, view

SEEN, LARGE = (0, 0, 200), (200, 0, 0)
LARGE_KEY = SlotKey("cam-1", Profile.SUB, 640, 360)


@pytest.fixture
def wall(run_dir: Path, qtbot: QtBot, fonted_app: QApplication) -> Iterator[Wall]:
    with started(Wall(run_dir, qtbot)) as made:
        made.place("cam-1")
        made.until(lambda: made.window.tiles[0].source.awaited is not None)
        made.slots.say(made.key("cam-1"), PictureState.LIVE, stale_after_ms=30_000)
        made.slots.paint(made.key("cam-1"), 1, CLOCK.monotonic_ns(), SEEN)
        made.until(lambda: made.state(0) is PictureState.LIVE)
        made.qtbot.keyClick(made.window, Qt.Key.Key_Right)
        yield made


def kept(run_dir: Path) -> list[dict[str, object]]:
    folder = run_dir / "snapshots"
    found = [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))]
    return [told for told in found if (folder / str(told["file"])).exists()]


def test_what_is_seen_is_kept_at_once(wall: Wall, run_dir: Path) -> None:
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_X)
    wall.until(lambda: "notice" in wall.window.signs.shown())
    wall.until(lambda: len(kept(run_dir)) == 1)
    (told,) = kept(run_dir)
    assert (told["feed"], told["number"], told["monitor"], told["cell"]) == ("cam-1", 1, "wall-1", 0)
    assert (told["width"], told["height"], told["profile"], told["state"]) == (320, 180, "sub", "LIVE")
    assert told["taken_by"] == "display-wall-1" and str(told["pictured_at"]) <= str(told["taken_at"])
    image = QImage(str(run_dir / "snapshots" / str(told["file"])))
    assert image.pixelColor(160, 90) == QColor(200, 0, 0)


def test_then_as_large_as_its_camera_sends_it(wall: Wall, run_dir: Path) -> None:
    health = FeedHealth("cam-1", Profile.SUB, "worker-0", PictureState.LIVE, width=640, height=360)
    wall.site.engine_says(FeedsChanged((health,)))
    wall.until(lambda: wall.display._frames.largest_size("cam-1") == (640, 360))
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_X)
    focus = Demand("cam-1", 640, 360, True, Priority.FOCUS)
    wall.until(lambda: focus in wall.site.demands["display-wall-1"])
    wall.site.engine_says(SlotsPlaced((wall.slots.slot(LARGE_KEY),)))
    wall.slots.say(LARGE_KEY, PictureState.LIVE, stale_after_ms=30_000)
    wall.slots.paint(LARGE_KEY, 2, CLOCK.monotonic_ns(), LARGE)
    wall.until(lambda: len(kept(run_dir)) == 2)
    assert {told["width"] for told in kept(run_dir)} == {320, 640}
    wall.until(lambda: focus not in wall.site.demands["display-wall-1"])


@pytest.mark.parametrize(("age_s", "state"), [(0, "REWIND"), (40, "STALE")])
def test_of_a_rewound_tile_it_tells_what_the_picture_is_and_how_old(
    wall: Wall, run_dir: Path, age_s: int, state: str
) -> None:
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1", rewind_s=10.0))))
    wall.place("cam-1", delay_ms=10_000)
    wall.until(lambda: wall.window.tiles[0].cell.rewind_s == 10.0)
    past = wall.key("cam-1", delay_ms=10_000)
    wall.slots.say(past, PictureState.REWIND, stale_after_ms=30_000, behind_ms=8400)
    wall.slots.paint(past, 1, CLOCK.monotonic_ns() - age_s * 10**9, SEEN)
    wall.until(lambda: wall.state(0) is PictureState[state])
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_X)
    wall.until(lambda: len(kept(run_dir)) == 1)
    (told,) = kept(run_dir)
    assert told["state"] == state
    assert float(str(told["behind_s"])) == pytest.approx(8.4 + age_s, abs=5)


def test_without_a_picture_nothing_is_kept_and_that_is_said(wall: Wall, run_dir: Path) -> None:
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Down)  # an empty cell
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_X)
    assert "notice" in wall.window.signs.shown()
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)  # a camera that is connecting
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_X)
    assert not (run_dir / "snapshots").exists()


def test_a_folder_that_is_none_is_told(wall: Wall, run_dir: Path) -> None:
    (run_dir / "snapshots").write_text("")
    said: list[tuple[str, bool]] = []
    wall.display._snapshots.said.connect(lambda words, bad: said.append((words, bad)))
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_X)
    wall.until(lambda: bool(said))
    assert said[0][1] and "could not be kept" in said[0][0] and str(run_dir) in said[0][0]
    assert "Errno" not in said[0][0]
