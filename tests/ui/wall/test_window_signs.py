"""The wall's clock covers no word of a camera, on whatever layout, size and frame, from the first moment."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.alert import AlertKind, Severity
from console.domain.camera import Camera
from console.domain.incident import Reason
from console.domain.wall import CellView, IncidentMark, Layer, MonitorView
from console.ui.wall.grid import cell_boxes
from console.ui.wall.tile import Tile
from console.ui.wall.wall_window import WallWindow

LAYOUTS = Path(__file__).resolve().parents[3] / "layouts"
SIZES = ((1366, 768), (1920, 1080), (3840, 1080))
MARK = IncidentMark("i-1", AlertKind.GUNSHOT, Severity.EXTREME, 1_700_000_000_000, Reason(18_000, True, None))


class NoPicture:
    """A way to pictures of which none came yet."""

    def __init__(self, delay_ms: int) -> None:
        self.current, self._delay_ms = None, delay_ms

    def shown_delay_ms(self) -> int:
        return self._delay_ms


def layout(name: str, mark: IncidentMark | None = None, rewind_s: float = 0.0) -> MonitorView:
    told = json.loads((LAYOUTS / f"{name}.json").read_text())
    cells = tuple(
        CellView(
            index,
            cell["column"],
            cell["row"],
            cell.get("column_span", 1),
            cell.get("row_span", 1),
            False,
            f"cam-{index}",
            Layer.BASE,
            mark=mark,
            rewind_s=rewind_s,
        )
        for index, cell in enumerate(told["cells"])
    )
    return MonitorView("wall-1", name, told["columns"], told["rows"], cells)


def tiles(view: MonitorView, width: int, height: int, *, name: str, selected: bool = False) -> list[Tile]:
    boxes = cell_boxes(view, width, height)
    made = []
    for cell in view.cells:
        camera = Camera(cell.feed, 888 if name else 1, name, name)
        source = NoPicture(round(1000 * cell.rewind_s))
        tile = Tile(cell, boxes[cell.cell], camera, source)  # type: ignore[arg-type]
        tile.selected = selected
        made.append(tile)
    return made


def pixels(window: WallWindow) -> NDArray[np.uint8]:
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    whole = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return whole[:, :, :3].copy()


def changed(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.any(one != other, axis=2)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["8x4", "4+33", "3+24", "6x6", "1+7", "1x1"])
@pytest.mark.parametrize("frame", ["none", "incident", "rewind", "selected"])
def test_the_clock_covers_no_word(
    qtbot: QtBot, fonted_app: QApplication, size: tuple[int, int], name: str, frame: str
) -> None:
    window = WallWindow("testville", "wall")
    qtbot.addWidget(window)
    window.resize(*size)
    view = layout(name, MARK if frame == "incident" else None, 10.0 if frame == "rewind" else 0.0)
    window.tiles = tiles(view, *size, name="", selected=frame == "selected")
    unnamed = pixels(window)
    window.tiles = tiles(view, *size, name="W" * 40, selected=frame == "selected")
    named = pixels(window)
    window.set_clock("14:02:11")
    clocked = pixels(window)
    words, clock = changed(unnamed, named), changed(named, clocked)
    assert words.any() and clock.any()
    assert not words[clock_area(window)].any()
    assert (clocked[clock_area(window)].max(axis=2) > 200).sum() > 50, "it can be read"


def clock_area(window: WallWindow) -> tuple[slice, slice]:
    place = window.signs.place("clock")
    return slice(place.top(), place.bottom() + 1), slice(place.left(), place.right() + 1)


def test_another_layout_moves_it_at_once(qtbot: QtBot, fonted_app: QApplication) -> None:
    window = WallWindow("testville", "wall")
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    window.tiles = tiles(layout("8x4"), 1920, 1080, name="Corner")
    window.set_clock("14:02:11")
    window.tiles = tiles(layout("1x1"), 1920, 1080, name="Corner")
    window.tiles_changed()
    strip = QRect(0, 1080 - 28, 1920, 28)
    assert not window.signs.place("clock").intersects(strip)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["8x4", "4+33", "3+24", "1x1"])
@pytest.mark.parametrize("mark", [None, MARK])
def test_a_replays_word_covers_no_word_of_a_tile(
    qtbot: QtBot, fonted_app: QApplication, size: tuple[int, int], name: str, mark: IncidentMark | None
) -> None:
    window = WallWindow("testville", "wall", replays=True)
    qtbot.addWidget(window)
    window.resize(*size)
    window.tiles = tiles(layout(name, mark), *size, name="W" * 40)
    before = pixels(window)
    place = window.set_clock("14:02:11")
    after = pixels(window)
    assert place.width() > 120, "the word and the time"
    strips = [
        QRect(tile.box.x, tile.box.y + tile.box.height - 14, tile.box.width, 14) for tile in window.tiles
    ]
    assert not any(one.intersects(place) for one in strips)
    assert changed(before, after)[clock_area(window)].any()
    assert place.bottom() < size[1] and place.right() < size[0]


def test_before_there_is_a_clock_the_word_is_there_too(qtbot: QtBot, fonted_app: QApplication) -> None:
    live, replayed = (WallWindow("testville", "wall", replays=replays) for replays in (False, True))
    for window in (live, replayed):
        qtbot.addWidget(window)
        window.resize(640, 360)
    differ = changed(pixels(live), pixels(replayed))
    assert differ[:6].all() and not differ[6:300, 6:-130].any()
    assert differ[-20:, -80:].mean() > 0.6, "in the corner where the clock will be"
