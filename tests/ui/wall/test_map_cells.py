"""Maps on a display: asked for as long as they are shown, judged by their own age, hidden from visitors."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.cell_content import MapContent
from console.domain.picture import PictureState
from console.domain.wall import CellView, Cover, CoverKind, MonitorView
from console.protocol.core_changes import MonitorChanged
from console.protocol.endpoints import Endpoints
from console.protocol.map_messages import MapRequest, WantMap
from console.protocol.responder import Responder
from console.ui.map.map_slot import MapSlot
from console.ui.wall.map_cells import MapCells, map_requester
from tests.ui.painting import where
from tests.ui.wall.test_display import CLOCK, Wall, cell, started, view

HERE = MapContent(60.17, 24.94, 15.0)
COLOUR = "#305070"
MAP_CELL: CellView = msgspec.structs.replace(cell(0, None), content=HERE)
SHOWN: MonitorView = view(MAP_CELL, cell(1, "cam-2"))


class MapWall(Wall):
    """A display and the map process's answers, given by hand."""

    def __init__(self, run_dir: Path, qtbot: QtBot) -> None:
        super().__init__(run_dir, qtbot)
        self.site.monitors = (SHOWN,)
        self.slot = MapSlot(run_dir, 1, 320, 180)
        self.asked: list[WantMap] = []
        endpoints = Endpoints(run_dir)
        self.maps = Responder(self.context, (endpoints.wall_map,), MapRequest, CLOCK, remember=False)
        self.maps.start()
        requester = map_requester(self.context, endpoints, "display-wall-1", CLOCK)
        self.display._maps = MapCells(requester)

    def until(self, true, limit_s: float = 5) -> None:  # type: ignore[no-untyped-def]
        def answered() -> bool:
            for one in self.maps.receive():
                self.asked.append(one.request.command)
                self.maps.reply(one, {"place": self.slot.place})
            return bool(true())

        super().until(answered, limit_s)

    def draw(self) -> None:
        image = QImage(320, 180, QImage.Format.Format_RGB32)
        image.fill(QColor(COLOUR))
        self.slot.show(image, CLOCK.monotonic_ns())

    def stop(self) -> None:
        super_stop = super().stop
        self.maps.stop()
        self.slot.stop()
        super_stop()


@pytest.fixture
def wall(run_dir: Path, qtbot: QtBot, fonted_app: QApplication) -> Iterator[MapWall]:
    made = MapWall(run_dir, qtbot)
    with started(made):
        yield made


def test_a_map_is_shown_as_long_as_it_is_drawn_then_it_is_stale(wall: MapWall) -> None:
    wall.until(lambda: bool(wall.asked))
    assert wall.asked[0] == WantMap(HERE, 320, 180)
    assert wall.state(0) is PictureState.CONNECTING
    wall.draw()
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    wall.until(lambda: where(wall.image(), COLOUR).width() >= 318)
    asked = len(wall.asked)
    wall.until(lambda: len(wall.asked) > asked, 3)
    wall.until(lambda: wall.state(0) is PictureState.STALE)
    assert wall.display.stats()["tiles"] == 1, "it is no camera's tile"


def test_a_map_that_is_gone_is_asked_for_no_more(wall: MapWall) -> None:
    wall.until(lambda: bool(wall.asked))
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1"))))
    wall.until(lambda: len(wall.window.tiles) == 1)
    asked, beats = len(wall.asked), len(wall.beats)
    wall.until(lambda: len(wall.beats) >= beats + 2)
    assert len(wall.asked) <= asked + 1


def test_visitors_see_no_map(wall: MapWall) -> None:
    wall.draw()
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    cover = Cover(CoverKind.PUBLIC, "operator", 0, None)
    wall.site.core_says(MonitorChanged(msgspec.structs.replace(SHOWN, cover=cover)))
    wall.until(lambda: wall.window.is_covered)
    assert not where(wall.image(), COLOUR).isValid()
