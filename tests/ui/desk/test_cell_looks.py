"""Zooming into cells of the wall from the desk."""

from msgspec import Struct
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.camera import Camera
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.wall import CellView, Layer, MonitorView
from console.domain.zoom_part import ZoomPart
from console.protocol.command_sender import Became, Outcome
from console.protocol.wall_messages import ZoomCell
from console.ui.desk.cell_looks import NO_PICTURE, CellLooks
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView

WALL_1, FIRST, EMPTY = MonitorId("wall-1"), CellIndex(0), CellIndex(1)
TWICE = ZoomPart(250, 250, 500, 500)


class Looks:
    def __init__(self, zoom: ZoomPart | None = None) -> None:
        self.view, self.selection = SiteView(), Selection()
        cells = (
            CellView(FIRST, 0, 0, 1, 1, True, FeedId("cam-1"), Layer.BASE, zoom=zoom),
            CellView(EMPTY, 1, 0, 1, 1, True, None, Layer.BASE),
        )
        self.view.cameras = {FeedId("cam-1"): Camera(FeedId("cam-1"), 1, "Corner")}
        self.view.monitors = {WALL_1: MonitorView(WALL_1, "2x1", 2, 1, cells)}
        self.given: list[Struct] = []
        self.words: list[str] = []
        self.looks = CellLooks(self.view, self.selection, self._give)
        self.looks.said.connect(lambda text, bad: self.words.append(text))

    def _give(self, command: Struct, words: str) -> None:
        self.given.append(command)
        self.words.append(words)


def test_steps_are_told_once_they_rest(qtbot: QtBot) -> None:
    looks = Looks()
    looks.selection.select_cell((WALL_1, FIRST))
    for act in (looks.looks.nearer, looks.looks.nearer, looks.looks.nearer, looks.looks.away):
        act()
    looks.looks.move(1.0, 0.0)
    qtbot.waitUntil(lambda: bool(looks.given))
    assert looks.given == [ZoomCell(WALL_1, FIRST, ZoomPart(360, 180, 640, 640))]


def test_they_begin_with_what_core_says_and_end_with_the_whole(qtbot: QtBot) -> None:
    looks = Looks(TWICE)
    looks.selection.select_cell((WALL_1, FIRST))
    looks.looks.whole()
    qtbot.waitUntil(lambda: looks.given == [ZoomCell(WALL_1, FIRST, None)])
    looks.looks.came_out(Outcome(Became.REFUSED, "whole", "no", command=looks.given[0]))
    looks.looks.zoom_by(100)
    qtbot.waitUntil(lambda: looks.given[1:] == [ZoomCell(WALL_1, FIRST, ZoomPart(438, 438, 125, 125))])


def test_a_cell_with_a_camera_is_needed(qapp: QApplication) -> None:
    looks = Looks()
    looks.looks.nearer()
    looks.selection.select_cell((WALL_1, EMPTY))
    looks.looks.nearer()
    assert looks.words == [NO_PICTURE, NO_PICTURE] and not looks.given
