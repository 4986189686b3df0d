"""A monitor's window paints what is due and no more, and turns keys and clicks into acts.

Its second clock leaves nothing behind where it moves from.
"""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.camera import Camera
from console.domain.wall import CellView, Layer
from console.ui import theme
from console.ui.wall.grid import Box
from console.ui.wall.keys import Act
from console.ui.wall.tile import Tile
from console.ui.wall.wall_window import WallWindow
from tests.ui.painting import difference, where


def tile(cell: int, box: Box) -> Tile:
    view = CellView(cell, cell, 0, 1, 1, True, f"cam-{cell}", Layer.BASE)
    return Tile(view, box, Camera(f"cam-{cell}", cell, f"Corner {cell}"))


class Asked(WallWindow):
    """Notes what it is asked to paint again, tiles and all."""

    def __init__(self) -> None:
        super().__init__("testville", "wall")
        self.asked: list[QRect] = []

    def update(self, *places: QRect) -> None:  # type: ignore[override]
        self.asked += places
        super().update(*places)


def test_the_place_that_the_clock_left_is_painted_again(qtbot: QtBot) -> None:
    window = Asked()
    qtbot.addWidget(window)
    window.resize(640, 360)
    before = window.set_clock("14:02:11")
    window.tiles = [tile(0, Box(0, 0, 640, 360))]
    window.asked.clear()
    after = window.set_clock("14:02:12")
    assert after != before, "it gives way to the strip below"
    assert window.asked == [before]
    window.set_clock("14:02:13")
    assert window.asked == [before], "nothing where it stays"


def test_when_the_tiles_change_the_clock_moves_at_once_and_only_if_it_must(qtbot: QtBot) -> None:
    window = Asked()
    qtbot.addWidget(window)
    window.resize(640, 360)
    window.tiles_changed()
    assert window.asked == [] and window.signs.shown() == set(), "there is no clock yet"
    before = window.set_clock("14:02:11")
    window.tiles = [tile(0, Box(0, 0, 640, 360))]
    window.tiles_changed()
    after = window.signs.place("clock")
    assert after != before and window.asked == [before, after]
    window.tiles_changed()
    assert window.asked == [before, after]


def test_a_cell_that_comes_to_be_empty_may_shorten_what_the_others_say(
    qtbot: QtBot, fonted_app: QApplication
) -> None:
    window = Asked()
    qtbot.addWidget(window)
    window.resize(640, 360)

    def empty(cell: int, box: Box) -> Tile:
        return Tile(CellView(cell, cell, 0, 1, 1, True, None, Layer.BASE), box)

    large, small = empty(0, Box(0, 0, 400, 360)), Box(401, 0, 60, 40)
    window.tiles = [large, tile(1, small)]
    window.tiles_changed()
    assert large.empty_label == "EMPTY 0" and window.asked == []
    window.tiles = [large, empty(1, small)]
    window.tiles_changed()
    assert [one.empty_label for one in window.tiles] == ["EMPTY"] * 2
    assert QRect(*large.box) in window.asked


class Shown(WallWindow):
    """A visible window of two tiles that notes each paint's region."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__("testville", "wall")
        qtbot.addWidget(self)
        self.resize(640, 360)
        self.tiles = [tile(0, Box(0, 0, 319, 360)), tile(1, Box(321, 0, 319, 360))]


def test_what_is_due_is_painted_and_told(qtbot: QtBot, fonted_app: QApplication) -> None:
    window = Shown(qtbot)
    assert window.tiles is not None
    first, second = window.tiles
    assert window.paint_now([first], []) == [], "it is not shown yet"
    with qtbot.waitExposed(window):
        window.show()
    window.shot()
    assert [drawn.tile for drawn in window.paint_now([first], [])] == [first]
    assert [drawn.tile for drawn in window.paint_now([first, second], [])] == [first, second]
    assert window.paint_now([], []) == []
    both = window.paint_now([second], [QRect(0, 0, 20, 20)])
    assert second in [drawn.tile for drawn in both]
    assert [drawn.tile for drawn in window.paint_now([], [QRect(330, 10, 20, 20)])] == []


def test_a_sign_that_went_is_painted_over_though_a_tick_comes_before(
    qtbot: QtBot, fonted_app: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CONTROL LOST would stay over an empty cell, which paints nothing by itself."""
    window = Shown(qtbot)
    assert window.tiles is not None
    due, empty = window.tiles
    with qtbot.waitExposed(window):
        window.show()
    window.signs.banner("CONTROL LOST", 640, 360)
    window.repaint()
    QApplication.processEvents()
    painted: list[Tile] = []
    paint = window._painter.paint
    monkeypatch.setattr(window._painter, "paint", lambda p, one: (painted.append(one), paint(p, one))[1])
    window.paint_later(window.signs.banner(None, 640, 360))
    drawn = window.paint_now([due], [QRect(330, 0, 310, 360)])  # one area around it all
    QApplication.processEvents()
    assert empty in painted, "the bar is gone from the cell below it"
    assert due in [one.tile for one in drawn], "and what was due counts as painted"
    painted.clear()
    assert [one.tile for one in window.paint_now([due], [QRect(330, 0, 300, 360)])] == [due]
    assert painted == [due], "later no more than is due"


def test_a_screenshot_counts_as_no_paint(qtbot: QtBot, fonted_app: QApplication) -> None:
    window = Shown(qtbot)
    with qtbot.waitExposed(window):
        window.show()
    window.shot()
    assert window.paint_now([], []) == []


def test_between_and_beside_tiles_is_the_ground(qtbot: QtBot, fonted_app: QApplication) -> None:
    image = Shown(qtbot).shot().toImage()
    assert where(image, theme.BACKGROUND).contains(QRect(319, 0, 2, 360))
    assert image.pixelColor(10, 10).name().upper() == theme.SURFACE


def test_before_core_has_spoken_it_says_which_site_it_is_and_what_it_waits_for(
    qtbot: QtBot, fonted_app: QApplication
) -> None:
    window = WallWindow("testville", "wall")
    qtbot.addWidget(window)
    window.resize(640, 360)
    waiting = window.shot().toImage()
    said = where(waiting, theme.MUTED)
    assert said.width() > 100 and (said.center() - QPoint(320, 180)).manhattanLength() < 20
    window.wait_for_core("core is reading its log")
    assert difference(waiting, window.shot().toImage()).isValid()
    window.wait_for_core("")
    assert window.shot().toImage() == waiting
    other = WallWindow("riverside", "wall")
    qtbot.addWidget(other)
    other.resize(640, 360)
    assert other.shot().toImage() != waiting


def test_another_reason_alone_paints_the_start_screen_again(qtbot: QtBot) -> None:
    window = Asked()
    qtbot.addWidget(window)
    painted = []
    window.update = lambda *places: painted.append(places)  # type: ignore[method-assign]
    for why in ("", "reading", "reading", ""):
        window.wait_for_core(why)
    assert len(painted) == 2


def test_keys_are_acts_unless_ctrl_alt_or_shift_is_held(qtbot: QtBot) -> None:
    window = WallWindow("testville", "wall")
    qtbot.addWidget(window)
    acts: list[Act] = []
    window.act.connect(acts.append)
    none, ctrl, alt, shift = (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.ShiftModifier,
    )
    for key, held in (
        (Qt.Key.Key_P, none),
        (Qt.Key.Key_P, ctrl),
        (Qt.Key.Key_P, alt),
        (Qt.Key.Key_R, shift),
        (Qt.Key.Key_W, none),
    ):
        qtbot.keyClick(window, key, held)
    assert acts == [Act.PIN], "with Shift it is another key, as on the desk"


def test_a_click_says_where(qtbot: QtBot) -> None:
    window = WallWindow("testville", "wall")
    qtbot.addWidget(window)
    window.resize(640, 360)
    clicks: list[tuple[int, int]] = []
    window.clicked.connect(lambda x, y: clicks.append((x, y)))
    qtbot.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(123, 45))
    assert clicks == [(123, 45)]


def test_only_its_process_closes_it(qtbot: QtBot) -> None:
    window = WallWindow("testville", "wall")
    qtbot.addWidget(window)
    window.show()
    assert not window.close() and window.isVisible()
    window.may_close = True
    assert window.close() and not window.isVisible()


def test_the_cursor_goes_after_a_while_and_comes_back_with_the_mouse(
    qtbot: QtBot, fonted_app: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.ui.wall.wall_window.CURSOR_HIDES_AFTER_MS", 300)
    window = WallWindow("testville", "wall")
    qtbot.addWidget(window)
    window.resize(640, 360)
    with qtbot.waitExposed(window):
        window.show()
    blank = Qt.CursorShape.BlankCursor
    qtbot.waitUntil(lambda: window.cursor().shape() == blank)
    qtbot.mouseMove(window, QPoint(50, 50))
    qtbot.mouseMove(window, QPoint(60, 60))
    qtbot.waitUntil(lambda: window.cursor().shape() != blank)
    qtbot.waitUntil(lambda: window.cursor().shape() == blank)


def test_what_is_not_as_it_was_signed_is_said_in_its_title(qtbot: QtBot) -> None:
    window = WallWindow("testville", "Sightline wall-1", replays=True, not_as_signed=True)
    qtbot.addWidget(window)
    assert window.windowTitle() == "REPLAY · NOT AS SIGNED · Sightline wall-1"


def test_a_replays_window_says_so_in_its_title(qtbot: QtBot) -> None:
    for replays, title in ((True, "REPLAY · Sightline wall-1"), (False, "Sightline wall-1")):
        window = WallWindow("testville", "Sightline wall-1", replays=replays)
        qtbot.addWidget(window)
        assert window.windowTitle() == title
