"""A monitor of the wall in every state, taken as pictures for people to look at; each state says its word."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.alert import AlertKind, Severity
from console.domain.camera import Camera, Profile
from console.domain.ids import CellIndex, FeedId, IncidentId
from console.domain.incident import Reason
from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState, ShownState
from console.domain.wall import CellView, IncidentMark, Layer
from console.protocol.clock import SystemClock
from console.protocol.engine_messages import EnginePublished, SlotsPlaced
from console.ui.control_words import control_lost_words
from console.ui.frames import Frames
from console.ui.wall.grid import Box
from console.ui.wall.tile import Tile
from console.ui.wall.tile_words import ribbon_words, tile_state_words
from console.ui.wall.wall_window import WallWindow
from tests.fakes.slot_painter import SlotPainter
from tests.fakes.street_pictures import show_street
from tests.watch.pictures import keep_picture

CLOCK = SystemClock()
COLUMNS, ROWS = 4, 4
SIZES = ((1920, 1080), (3840, 2160), (640, 360))
REASON = Reason(18_000, True, None)


class Look(NamedTuple):
    """How a tile is to be shown."""

    shown: ShownState
    severity: Severity | None = None
    pinned: bool = False
    selected: bool = False
    recorded: bool = False
    shed: str = ""
    pictured: bool = True


LIVE = ShownState(PictureState.LIVE, 0.1)
LOOKS = (
    Look(LIVE),
    Look(LIVE, pinned=True),
    Look(LIVE, selected=True, recorded=True),
    Look(LIVE, shed="2 fps: CPU"),
    Look(ShownState(PictureState.KEY, 1.0)),
    Look(ShownState(PictureState.STALE, 7.2)),
    Look(ShownState(PictureState.LOST, 95.0, LostCause.REFUSED)),
    Look(ShownState(PictureState.LOST, None, LostCause.NO_ROUTE), pictured=False),
    Look(ShownState(PictureState.WAIT, 4.0, LostCause.NO_KEYFRAME)),
    Look(ShownState(PictureState.CONNECTING, None), pictured=False),
    Look(ShownState(PictureState.REWIND, 0.0, behind_ms=10_000)),
    Look(ShownState(PictureState.DARK, 0.1)),
    Look(ShownState(PictureState.FROZEN, 12.0)),
    Look(LIVE, severity=Severity.EXTREME),
    Look(ShownState(PictureState.STALE, 3.0), severity=Severity.MODERATE, recorded=True),
)
"""The last cell is empty."""


class Shown:
    """A window with a tile of each look, and streets in their pictures."""

    def __init__(self, folder: Path, size: tuple[int, int], qtbot: QtBot) -> None:
        self.slots, self._frames = SlotPainter(folder), Frames()
        self.window = WallWindow("helsinki-demo", "wall")
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.tiles = [self._tile(index, size) for index in range(COLUMNS * ROWS)]
        self.window.tiles_changed()
        self.window.set_clock("14:02:11")

    def _tile(self, index: int, size: tuple[int, int]) -> Tile:
        width, height = size[0] // COLUMNS - 2, size[1] // ROWS - 2
        column, row = index % COLUMNS, index // COLUMNS
        box = Box(column * (width + 2), row * (height + 2), width, height)
        if index >= len(LOOKS):
            cell = CellView(CellIndex(index), column, row, 1, 1, True, None, Layer.BASE)
            return Tile(cell, box)
        look, feed = LOOKS[index], FeedId(f"cam-{index + 1}")
        source = self._frames.source(feed, width, height)
        if look.pictured:
            key = SlotKey(feed, Profile.SUB, width, height)
            self._frames.apply(EnginePublished("e", index + 1, 0, SlotsPlaced((self.slots.slot(key),))))
            show_street(self.slots.writers[key], index, CLOCK.monotonic_ns(), 60_000)
            self._frames.find(source)
            source.advance()
        mark = look.severity and IncidentMark(
            IncidentId("i-1"), AlertKind.GUNSHOT, look.severity, CLOCK.now_ms() - 9000, REASON
        )
        rewind_s = look.shown.behind_ms / 1000
        cell = CellView(
            CellIndex(index), column, row, 1, 1, True, feed, Layer.BASE, look.pinned, mark, rewind_s
        )
        camera = Camera(feed, index + 1, "Mannerheimintie / Kaivokatu", "HPD")
        tile = Tile(cell, box, camera, source)
        now_ms = CLOCK.now_ms()
        tile.shown, tile.selected, tile.recorded = look.shown, look.selected, look.recorded
        tile.words = tile_state_words(look.shown, now_ms - 95_000, now_ms, 2000, look.shed, 4)
        tile.ribbon = ribbon_words(mark, now_ms) if mark else ()
        return tile

    def take(self, name: str) -> None:
        keep_picture(self.window.shot().toImage(), name)

    def stop(self) -> None:
        for tile in self.window.tiles or ():
            tile.close()
        self.slots.stop()


@pytest.fixture(params=SIZES, ids=lambda size: str(size[0]))
def shown(
    request: pytest.FixtureRequest, qtbot: QtBot, fonted_app: QApplication, tmp_path: Path
) -> Iterator[Shown]:
    made = Shown(tmp_path, request.param, qtbot)
    yield made
    made.stop()


def test_a_tile_of_each_state_and_what_lies_over_the_monitor(shown: Shown) -> None:
    window = shown.window
    wide = window.width()
    shown.take(f"wall-states-{wide}")
    quiet = [tile for tile in window.tiles or () if tile.cell.feed is not None and not tile.words]
    assert all(tile.shown.state is PictureState.LIVE for tile in quiet) and len(quiet) == 4
    lost = control_lost_words(CLOCK.now_ms() - 4000, CLOCK.now_ms(), "", replays=False)
    window.signs.banner(lost, window.width(), window.height())
    window.signs.notice("wall-1 cell 2 pinned", window.width(), window.height())
    shown.take(f"wall-control-lost-{wide}")
    window.signs.banner(None, window.width(), window.height())
    window.signs.toggle_help(window.width(), window.height())
    shown.take(f"wall-help-{wide}")


def test_a_monitor_that_shows_nothing(qtbot: QtBot, fonted_app: QApplication) -> None:
    window = WallWindow("helsinki-demo", "wall")
    qtbot.addWidget(window)
    window.resize(1280, 720)
    keep_picture(window.shot().toImage(), "wall-before-core")
    window.tiles = [
        Tile(CellView(CellIndex(index), index % 2, index // 2, 1, 1, True, None, Layer.BASE), box)
        for index, box in enumerate(
            (Box(0, 0, 639, 359), Box(641, 0, 639, 359), Box(0, 361, 639, 359), Box(641, 361, 639, 359))
        )
    ]
    window.tiles_changed()
    window.set_clock("14:02:11")
    keep_picture(window.shot().toImage(), "wall-empty")
    assert {tile.empty_label for tile in window.tiles} == {f"EMPTY {index}" for index in range(4)}
