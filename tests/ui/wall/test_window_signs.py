"""Where the signs over a monitor lie: each whole, readable, none over another.

The clock covers no word of a camera, on whatever layout, size and frame, from the first moment.
"""

import json
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.alert import AlertKind, Severity
from console.domain.camera import Camera
from console.domain.incident import Reason
from console.domain.picture import LostCause, PictureState, ShownState
from console.domain.wall import CellView, IncidentMark, Layer, MonitorView
from console.ui import theme
from console.ui.wall.grid import cell_boxes
from console.ui.wall.keys import display_help
from console.ui.wall.tile import Tile
from console.ui.wall.wall_window import WallWindow
from console.ui.wall.window_signs import ABOVE_STRIPS_PX, MARGIN_PX, WindowSigns, free_place
from tests.ui.painting import difference, where

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
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def changed(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whole pixels at once: their fourth byte is always the same."""
    return (one.view(np.uint32) != other.view(np.uint32))[:, :, 0]


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
    assert (clocked[clock_area(window)][:, :, :3].max(axis=2) > 200).sum() > 50, "it can be read"


@pytest.mark.parametrize("replays", [False, True])
@pytest.mark.parametrize("size", [(480, 384), (640, 360), (800, 450), (1024, 600), *SIZES])
@pytest.mark.parametrize("name", ["8x4", "4+33", "6x6", "1+7", "1x1"])
def test_the_clock_covers_no_word_of_an_empty_cell(
    qtbot: QtBot, fonted_app: QApplication, size: tuple[int, int], name: str, replays: bool
) -> None:
    window, unclocked = WallWindow("testville", "wall", replays=replays), WallWindow("testville", "wall")
    view = layout(name)
    boxes = cell_boxes(view, *size)
    tiles = [Tile(replace(cell, feed=None), boxes[cell.cell]) for cell in view.cells]
    for one in (window, unclocked):
        qtbot.addWidget(one)
        one.resize(*size)
        one.tiles = tiles
        one.tiles_changed()
    place = window.set_clock("14:02:11")
    assert not where(unclocked.grab().toImage().copy(place), theme.MUTED).isValid()
    assert QRect(0, 0, *size).contains(place)


@pytest.mark.parametrize("mark", [None, MARK])
@pytest.mark.parametrize(("size", "sign_px"), [((342, 166), 21), ((480, 270), 30), ((1366, 768), 30)])
def test_a_replays_word_is_smaller_where_else_it_would_cover_a_tiles_state(
    qtbot: QtBot, fonted_app: QApplication, size: tuple[int, int], sign_px: int, mark: IncidentMark | None
) -> None:
    window, unclocked = WallWindow("testville", "wall", replays=True), WallWindow("testville", "wall")
    shown = tiles(layout("2x2", mark), *size, name="")
    for tile in shown:
        tile.shown = ShownState(PictureState.LOST, 0.0, LostCause.NOT_RECORDED)
        tile.words, tile.ribbon = ("NOT RECORDED",), ("180 m",) if mark else ()
    for one in (window, unclocked):
        qtbot.addWidget(one)
        one.resize(*size)
        one.tiles = shown
        one.tiles_changed()
    place = window.set_clock("14:02:11")
    assert place.height() == sign_px
    colour = theme.state_colour(PictureState.LOST, LostCause.NOT_RECORDED)
    image = unclocked.grab().toImage()
    assert where(image, colour).isValid() and not where(image.copy(place), colour).isValid()


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


# --- banner, notice, help

WIDTH, HEIGHT = 1280, 720


def painted(signs: WindowSigns, region: QRect | None = None) -> QImage:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    signs.paint(painter, QRegion(region or image.rect()))
    painter.end()
    return image


def is_centred(place: QRect) -> bool:
    return abs(place.center().x() - WIDTH // 2) <= 1


def test_a_sign_is_painted_where_it_says_and_only_where_it_is_asked_for(fonted_app: QApplication) -> None:
    signs = WindowSigns()
    signs.banner("CONTROL LOST since 14:02:11", WIDTH, HEIGHT)
    signs.notice("Select a tile first", WIDTH, HEIGHT)
    signs.clock("14:02:11", WIDTH, HEIGHT, [])
    assert signs.shown() == {"banner", "notice", "clock"}
    nothing = painted(WindowSigns())
    for name in signs.shown():
        place = signs.place(name)
        assert difference(painted(signs, QRect(place.topLeft(), place.topLeft())), nothing) == place
    assert painted(signs, QRect(0, 0, 10, 10)) == nothing
    assert signs.place("help") == QRect()


def test_the_clock_is_in_the_lower_right_corner(fonted_app: QApplication) -> None:
    place = WindowSigns().clock("14:02:11", WIDTH, HEIGHT, [])
    assert (WIDTH - 1 - place.right(), HEIGHT - 1 - place.bottom()) == (MARGIN_PX, MARGIN_PX)


def test_the_banner_is_centred_above_the_lowest_strips(fonted_app: QApplication) -> None:
    signs = WindowSigns()
    place = signs.banner("CONTROL LOST since 14:02:11", WIDTH, HEIGHT)
    assert place == signs.place("banner") and is_centred(place)
    assert HEIGHT - 1 - place.bottom() == ABOVE_STRIPS_PX
    assert where(painted(signs), theme.STATE_BAD) == place
    other = signs.banner("CONTROL LOST since 14:02:11 · pictures go on", WIDTH, HEIGHT)
    assert other.contains(place) and other.width() > place.width(), "what must be painted"
    assert signs.banner(None, WIDTH, HEIGHT) == other and signs.shown() == set()
    assert signs.banner(None, WIDTH, HEIGHT).isEmpty()


def test_a_notice_lies_above_the_banner_or_where_that_would_be(fonted_app: QApplication) -> None:
    signs = WindowSigns()
    signs.notice("Select a tile first", WIDTH, HEIGHT)
    alone = signs.place("notice")
    assert is_centred(alone) and HEIGHT - 1 - alone.bottom() == 2 * ABOVE_STRIPS_PX
    assert where(painted(signs), theme.LINE) == alone, "its frame"
    long_words = "CONTROL LOST since 14:02:11 · " + " · ".join(["core is reading its log"] * 9)
    changed = signs.banner(long_words, WIDTH, HEIGHT)
    above, banner = signs.place("notice"), signs.place("banner")
    assert banner.height() > 2 * ABOVE_STRIPS_PX - 40 and banner.width() <= WIDTH
    assert banner.top() - 1 - above.bottom() == theme.SPACING_PX[1]
    assert changed == alone | above | banner
    signs.banner(None, WIDTH, HEIGHT)
    assert signs.place("notice") == alone
    signs.notice(None, WIDTH, HEIGHT)
    assert signs.shown() == set()
    signs.notice(None, WIDTH, HEIGHT)


SMALL = ((480, 384), (480, 270), (384, 384), (320, 240))
LOST = "CONTROL LOST for 3 min 12 s · pictures go on · core is reading its log: 43 % of 2,000,000 inputs"


@pytest.mark.parametrize("replays", [False, True])
@pytest.mark.parametrize("size", [*SMALL, *SIZES])
def test_on_a_small_monitor_the_banner_lies_above_the_clock(
    qtbot: QtBot, fonted_app: QApplication, size: tuple[int, int], replays: bool
) -> None:
    window = WallWindow("testville", "wall", replays=replays)
    qtbot.addWidget(window)
    window.resize(*size)
    window.tiles = tiles(layout("6x6"), *size, name="")
    signs = window.signs

    def lie_apart() -> bool:
        places = [signs.place(name) for name in ("banner", "clock", "notice")]
        return not any(one.intersects(other) for one, other in combinations(places, 2)) and all(
            QRect(0, 0, *size).contains(one) for one in places
        )

    signs.banner(LOST, *size)
    signs.notice("Select a tile first", *size)
    window.set_clock("14:02:11")
    assert lie_apart()
    window.tiles = tiles(layout("1x1"), *size, name="Corner")
    window.tiles_changed()
    assert lie_apart()
    signs.banner(LOST, *size)
    assert lie_apart()
    if size not in SMALL:
        assert size[1] - 1 - signs.place("banner").bottom() == ABOVE_STRIPS_PX


def test_where_the_clock_moves_the_banner_nothing_of_it_stays(qtbot: QtBot, fonted_app: QApplication) -> None:
    window = WallWindow("testville", "wall", replays=True)
    qtbot.addWidget(window)
    window.resize(480, 384)
    window.tiles = tiles(layout("1x1"), 480, 384, name="Corner")
    window.show()
    qtbot.waitExposed(window)
    window.signs.banner(LOST, 480, 384)
    QApplication.processEvents()
    told: list[QRect] = []
    window.update = told.append  # type: ignore[method-assign, assignment]
    was = window.signs.place("banner")
    window.set_clock("14:02:11")
    assert window.signs.place("banner") != was
    assert any(one.contains(was | window.signs.place("banner")) for one in told)


def test_the_help_has_a_line_for_each_key_and_nothing_is_cut(fonted_app: QApplication) -> None:
    signs = WindowSigns()
    signs.toggle_help(WIDTH, HEIGHT)
    place = signs.place("help")
    assert is_centred(place) and abs(place.center().y() - HEIGHT // 2) <= 1
    image = painted(signs)
    assert where(image, theme.LINE) == place
    keys = where(image.copy(place.left(), 0, 110 + theme.SPACING_PX[4], HEIGHT), theme.TEXT)
    texts = where(image, theme.MUTED)
    assert place.contains(texts) and texts.left() > place.left() + keys.right()
    assert texts.right() < place.right() - 4 and texts.bottom() < place.bottom() - 4
    assert keys.left() in range(theme.SPACING_PX[4], theme.SPACING_PX[4] + 4)
    inked = [
        where(image.copy(texts.left(), y, texts.width(), 1), theme.MUTED).isValid() for y in range(HEIGHT)
    ]
    begun = sum(line and not above for above, line in pairwise(inked))
    assert begun >= len(display_help(replays=False)), "each on a line of its own"
    signs.toggle_help(WIDTH, HEIGHT)
    assert signs.shown() == set()


@pytest.mark.parametrize(
    ("taken", "top"),
    [
        ([], 80),
        ([QRect(0, 90, 100, 10)], 70),
        ([QRect(0, 90, 40, 10)], 80),
        ([QRect(0, 90, 100, 10), QRect(60, 75, 100, 10)], 55),
        ([QRect(0, 90, 100, 10), QRect(60, 60, 100, 10)], 70),
        ([QRect(0, 0, 100, 100)], 80),
    ],
)
def test_a_place_is_free_or_as_far_above_as_it_must(taken: list[QRect], top: int) -> None:
    assert free_place(QRect(50, 80, 50, 20), taken) == QRect(50, top, 50, 20)


def test_a_place_at_the_upper_edge_is_still_one() -> None:
    assert free_place(QRect(0, 80, 50, 20), [QRect(0, 20, 100, 80)]) == QRect(0, 0, 50, 20)
    assert free_place(QRect(0, 80, 50, 20), [QRect(0, 19, 100, 81)]) == QRect(0, 80, 50, 20)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["8x4", "4+33", "3+24", "1x1"])
@pytest.mark.parametrize("mark", [None, MARK])
@pytest.mark.parametrize("not_as_signed", [False, True])
def test_a_replays_word_covers_no_word_of_a_tile(
    qtbot: QtBot,
    fonted_app: QApplication,
    size: tuple[int, int],
    name: str,
    mark: IncidentMark | None,
    not_as_signed: bool,
) -> None:
    window = WallWindow("testville", "wall", replays=True, not_as_signed=not_as_signed)
    qtbot.addWidget(window)
    window.resize(*size)
    window.tiles = tiles(layout(name, mark), *size, name="W" * 40)
    before = pixels(window)
    place = window.set_clock("14:02:11")
    after = pixels(window)
    assert place.width() > (300 if not_as_signed else 120), "the word and the time"
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


def test_what_is_not_as_it_was_signed_is_said_before_there_is_a_clock(
    qtbot: QtBot, fonted_app: QApplication
) -> None:
    signed, changed_too = (
        WallWindow("testville", "wall", replays=True, not_as_signed=changed) for changed in (False, True)
    )
    for window in (signed, changed_too):
        qtbot.addWidget(window)
        window.resize(640, 360)
    differ = changed(pixels(signed), pixels(changed_too))
    assert differ[-20:, -220:-120].mean() > 0.5, "the word is longer"
