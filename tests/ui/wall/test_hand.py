"""What keys and clicks on a monitor select, ask of core, and say."""

from collections.abc import Iterator

import pytest
from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.alert import AlertKind, Severity
from console.domain.camera import Camera
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Reason
from console.domain.wall import CellView, IncidentMark, Layer
from console.protocol.clock import SystemClock
from console.protocol.command_sender import Became, Outcome
from console.protocol.core_messages import AssignFeed, ClearCell, PinCell, RewindCell, UndoSwitch
from console.ui.wall.grid import Box
from console.ui.wall.hand import NOTICE_SECONDS, Hand
from console.ui.wall.tile import Tile
from console.ui.wall.wall_window import WallWindow

WALL_1 = MonitorId("wall-1")
KEY = Qt.Key
MARK = IncidentMark(IncidentId("i-1"), AlertKind.GUNSHOT, Severity.MINOR, 0, Reason(18_000, True, None))


def view(index: int) -> CellView:
    return CellView(CellIndex(index), index % 2, index // 2, 1, 1, True, FeedId(f"cam-{index}"), Layer.BASE)


class Updated(WallWindow):
    """Counts how often it is asked to paint all anew."""

    def __init__(self) -> None:
        super().__init__("testville", "wall")
        self.updates = 0

    def update(self, *places: QRect) -> None:  # type: ignore[override]
        self.updates += 1
        super().update(*places)


class HandAt:
    """A hand at a window of 2x2 tiles; ``given`` are the commands and their words."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = Updated()
        qtbot.addWidget(self.window)
        self.window.resize(640, 360)
        self.window.show()
        self.given: list[tuple[Struct, str]] = []
        self.commands = self
        self.cameras = {
            FeedId(f"cam-{number:03d}"): Camera(
                FeedId(f"cam-{number:03d}"),
                number,
                f"Corner {number}",
                lat_deg=60.0 + 0.001 * number,
                lon_deg=24.9,
            )
            for number in range(11, 15)
        }
        clock = SystemClock()
        self.hand = Hand(WALL_1, self.window, self, clock, cameras=lambda: self.cameras)  # type: ignore[arg-type]
        self.hand.start()
        self.show(*map(view, range(4)))

    def give(self, command: Struct, words: str) -> None:
        self.given.append((command, words))

    def show(self, *cells: CellView) -> None:
        self.window.tiles = [
            Tile(cell, Box(320 * (cell.cell % 2), 180 * (cell.cell // 2), 318, 178)) for cell in cells
        ]
        self.hand.tiles_changed()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(self.window, key)

    def click(self, x: int, y: int) -> None:
        self.qtbot.mouseClick(self.window, Qt.MouseButton.LeftButton, pos=QPoint(x, y))

    def selected(self) -> list[int]:
        return [tile.cell.cell for tile in self.window.tiles or () if tile.selected]

    def notice(self) -> bool:
        return "notice" in self.window.signs.shown()


@pytest.fixture
def at(qtbot: QtBot, fonted_app: QApplication) -> Iterator[HandAt]:
    made = HandAt(qtbot)
    yield made
    made.hand.stop()
    made.window.may_close = True


def test_arrows_begin_at_the_first_tile_and_go_from_there(at: HandAt) -> None:
    assert at.selected() == []
    seen = []
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Right, KEY.Key_Right, KEY.Key_Up, KEY.Key_Left):
        at.press(key)
        seen += at.selected()
    assert seen == [0, 2, 3, 3, 1, 0]
    at.press(KEY.Key_Escape)
    assert at.selected() == [] and not at.given


def test_arrows_on_an_empty_monitor_select_nothing(at: HandAt) -> None:
    at.show()
    at.press(KEY.Key_Right)
    at.window.tiles = None
    at.press(KEY.Key_Right, KEY.Key_P)
    assert at.selected() == [] and at.notice()


def test_a_click_selects_the_tile_and_one_beside_none(at: HandAt) -> None:
    at.click(400, 300)
    assert at.selected() == [3]
    at.click(10, 10)
    assert at.selected() == [0]
    at.click(319, 10)
    assert at.selected() == [], "between two tiles"


def test_what_is_selected_or_no_longer_is_painted_again_and_nothing_else(at: HandAt) -> None:
    at.press(KEY.Key_Right)
    tiles = at.window.tiles or []
    for tile in tiles:
        tile.must_paint = False
    at.press(KEY.Key_Right)
    assert [tile.must_paint for tile in tiles] == [True, True, False, False]
    for tile in tiles:
        tile.must_paint = False
    at.press(KEY.Key_Right)
    assert not any(tile.must_paint for tile in tiles)


def test_the_selection_stays_on_its_cell_as_long_as_there_is_one(at: HandAt) -> None:
    at.click(400, 10)
    at.show(*map(view, range(3)))
    assert at.selected() == [1]
    at.show(view(0))
    assert at.selected() == []
    at.show(*map(view, range(4)))
    assert at.selected() == [], "it does not come back by itself"


def test_without_a_selection_a_command_asks_for_one(at: HandAt) -> None:
    at.press(KEY.Key_P)
    assert not at.given and at.notice()


def test_each_key_is_a_command_for_the_selected_tile(at: HandAt) -> None:
    at.show(view(0), replace(view(1), pinned=True, mark=MARK))
    at.click(400, 10)
    at.press(KEY.Key_P, KEY.Key_Delete, KEY.Key_Backspace, KEY.Key_U, KEY.Key_R, KEY.Key_L)
    cell = CellIndex(1)
    assert at.given == [
        (PinCell(WALL_1, cell, False), "cell 1 no longer pinned"),
        (ClearCell(WALL_1, cell), "cell 1 let go of"),
        (ClearCell(WALL_1, cell), "cell 1 let go of"),
        (UndoSwitch(IncidentId("i-1"), WALL_1, cell), "cell 1 switched back"),
        (RewindCell(WALL_1, cell, 10.0), "cell 1 10 s behind live"),
        (RewindCell(WALL_1, cell, 0.0), "cell 1 live"),
    ]
    assert not at.notice()
    at.click(10, 10)
    at.press(KEY.Key_P)
    assert at.given[-1] == (PinCell(WALL_1, CellIndex(0), True), "cell 0 pinned")


def test_a_tile_that_no_incident_switched_has_nothing_to_undo(at: HandAt) -> None:
    at.click(10, 10)
    at.press(KEY.Key_U)
    assert not at.given and at.notice()


def test_escape_brings_a_rewound_tile_back_before_it_lets_go(at: HandAt) -> None:
    at.show(replace(view(0), rewind_s=20.0))
    at.click(10, 10)
    at.press(KEY.Key_R, KEY.Key_Escape)
    assert [command.rewind_s for command, _ in at.given] == [30.0, 0.0]  # type: ignore[attr-defined]
    assert at.selected() == [0]


def test_f1_shows_the_keys_and_takes_them_away(at: HandAt) -> None:
    before = at.window.updates
    at.press(KEY.Key_F1)
    assert at.window.signs.shown() == {"help"} and at.window.updates == before + 1
    assert at.window.rect().intersects(at.window.signs.place("help"))
    at.press(KEY.Key_F1)
    assert at.window.signs.shown() == set() and at.window.updates == before + 2


def test_esc_closes_the_help_first_and_what_is_selected_stays(at: HandAt) -> None:
    at.show(view(0))
    at.click(10, 10)
    at.press(KEY.Key_F1, KEY.Key_Escape)
    assert at.window.signs.shown() == set() and at.selected() == [0]
    at.press(KEY.Key_Escape)
    assert at.selected() == []


def test_a_notice_goes_after_some_seconds(at: HandAt) -> None:
    at.press(KEY.Key_P)
    for _ in range(NOTICE_SECONDS - 1):
        at.hand.each_second()
    assert at.notice()
    at.press(KEY.Key_P)
    for _ in range(NOTICE_SECONDS - 1):
        at.hand.each_second()
    assert at.notice(), "said again it stays again"
    before = at.window.updates
    at.hand.each_second()
    assert not at.notice() and at.window.updates == before + 1
    at.hand.each_second()
    assert not at.notice() and at.window.updates == before + 1


@pytest.mark.parametrize("became", list(Became))
def test_what_was_done_shows_on_its_tile_and_all_else_is_told(at: HandAt, became: Became) -> None:
    at.hand.came_out(Outcome(became, "cell 1 pinned", "not now"))
    assert at.notice() is (became is not Became.DONE)


def test_it_is_not_asked_any_more_once_it_stopped(at: HandAt) -> None:
    at.hand.stop()
    at.press(KEY.Key_Right)
    at.click(10, 10)
    assert at.selected() == []
    at.hand.start()


def test_letters_on_the_tiles_select_one_of_them(at: HandAt) -> None:
    at.press(KEY.Key_S)
    tiles = at.window.tiles or []
    assert [tile.letters for tile in tiles] == ["A", "B", "C", "D"] and all(one.must_paint for one in tiles)
    plain = at.window.grab().toImage()
    at.press(KEY.Key_C)
    assert at.selected() == [2] and [tile.letters for tile in tiles] == [""] * 4
    assert at.window.grab().toImage() != plain and not at.given
    at.press(KEY.Key_S, KEY.Key_Z)
    assert at.notice(), "no tile has that letter"
    at.press(KEY.Key_Escape)
    assert at.selected() == [2], "Esc forgets the letters alone"


def test_a_number_and_enter_put_the_camera_on_the_selected_tile(at: HandAt) -> None:
    at.click(400, 300)
    at.press(KEY.Key_1, KEY.Key_2)
    assert at.notice() and not at.given
    at.press(KEY.Key_Return)
    assert at.given == [(AssignFeed(WALL_1, CellIndex(3), FeedId("cam-012")), "cell 3 shows 12 Corner 12")]
    at.press(KEY.Key_9, KEY.Key_9, KEY.Key_Return)
    assert len(at.given) == 1 and at.notice(), "there is no such camera"
    at.press(KEY.Key_Escape)
    at.press(KEY.Key_1, KEY.Key_Enter)
    assert len(at.given) == 1, "no tile is selected"


def test_the_next_camera_on_a_side_comes_onto_the_tile(at: HandAt) -> None:
    at.show(replace(view(0), feed=FeedId("cam-012")), *map(view, range(1, 4)))
    tiles = at.window.tiles or []
    tiles[0].camera = at.cameras[FeedId("cam-012")]
    at.click(10, 10)
    for key in (KEY.Key_Up, KEY.Key_Down):
        at.qtbot.keyClick(at.window, key, Qt.KeyboardModifier.AltModifier)
    assert [command.feed for command, _ in at.given] == ["cam-013", "cam-011"]  # type: ignore[attr-defined]
    at.qtbot.keyClick(at.window, KEY.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert len(at.given) == 2 and at.notice(), "none stands there"
    at.click(400, 300)
    at.qtbot.keyClick(at.window, KEY.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert len(at.given) == 2, "an unknown camera is nowhere"
