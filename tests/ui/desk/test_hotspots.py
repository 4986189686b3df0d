"""What is selected comes to a hotspot: the last of it, and only where there is one."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.ui.desk.hotspots import Hotspots
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from tests.fakes.desk_city import city_cameras, city_monitors

WALL_1 = MonitorId("wall-1")


class Told:
    def __init__(self, qtbot: QtBot, *, hotspot: bool) -> None:
        self._qtbot = qtbot
        self.view, self.selection = SiteView(), Selection()
        self.feeds: list[FeedId] = []
        (first, *others) = city_monitors(city_cameras())
        cells = (replace(first.cells[0], hotspot=hotspot), *first.cells[1:])
        self.view.monitors = {one.monitor: one for one in (replace(first, cells=cells), *others)}
        self.hotspots = Hotspots(self.view, self.selection, self.feeds.append)

    def settle(self) -> list[FeedId]:
        self._qtbot.waitUntil(lambda: not self.hotspots._timer.isActive(), timeout=2000)
        return self.feeds


@pytest.fixture
def told(qtbot: QtBot, fonted_app: QApplication) -> Iterator[Told]:
    yield Told(qtbot, hotspot=True)


def test_of_many_in_a_row_the_last_is_told(told: Told) -> None:
    for number in range(1, 6):
        told.selection.select_camera(FeedId(f"cam-{number:03d}"))
    assert told.settle() == [FeedId("cam-005")]
    told.selection.select_camera(None)
    assert told.settle() == [FeedId("cam-005")]


def test_a_cell_of_a_miniature_counts_but_the_hotspots_own(told: Told) -> None:
    told.selection.select_cell((WALL_1, CellIndex(3)))
    expected = told.view.monitors[WALL_1].cells[3].feed
    assert told.settle() == [expected]
    told.selection.select_cell((WALL_1, CellIndex(0)))
    told.selection.select_cell(None)
    assert told.settle() == [expected]


def test_where_there_is_no_hotspot_nothing_is_told(qtbot: QtBot, fonted_app: QApplication) -> None:
    told = Told(qtbot, hotspot=False)
    told.selection.select_camera(FeedId("cam-001"))
    assert told.settle() == []
