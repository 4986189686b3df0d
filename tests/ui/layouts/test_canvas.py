"""The canvas is worked by real keys, the mouse, and what is dropped on it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.cell_content import TextContent
from console.domain.ids import CellIndex
from console.domain.layout import Layout
from console.ui import theme
from console.ui.desk.camera_model import FEED_MIME
from console.ui.desk.miniature_pictures import MiniaturePictures
from console.ui.frames import Frames
from console.ui.layouts.canvas import Canvas
from tests.fakes.desk_city import city_cameras
from tests.ui.layouts.editing import A, B, C, D, Editing, grid
from tests.ui.test_drawing_guard import view_of

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
LEFT = Qt.MouseButton.LeftButton


class Drawn(Editing):
    """Shown, with the keys."""

    def __init__(self, qtbot: QtBot, layout: Layout) -> None:
        super().__init__(layout)
        self._qtbot = qtbot
        view = view_of(cameras=city_cameras(8))
        self.canvas = Canvas(self.edited, self.acts, view, MiniaturePictures(Frames()))
        self.asked: list[str] = []
        self.canvas.choose_asked.connect(self.asked.append)
        qtbot.addWidget(self.canvas)
        self.canvas.resize(900, 540)
        self.canvas.show()
        self.canvas.activateWindow()
        self.canvas.setFocus()
        qtbot.waitUntil(self.canvas.hasFocus)

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            self._qtbot.keyClick(self.canvas, key, held)

    def at(self, column: float, row: float) -> QPoint:
        """A point of the grid, in squares."""
        box, layout = self.canvas.geometry_of_grid.box, self.layout
        return QPoint(
            box.left() + round(box.width() * column / layout.columns),
            box.top() + round(box.height() * row / layout.rows),
        )

    def drag(self, begin: QPoint, end: QPoint) -> None:
        self.draw_out(begin, end)
        self._qtbot.mouseRelease(self.canvas, LEFT, pos=end)

    def draw_out(self, begin: QPoint, end: QPoint) -> None:
        self._qtbot.mousePress(self.canvas, LEFT, pos=begin)
        self._qtbot.mouseMove(self.canvas, begin + QPoint(30, 0))
        self._qtbot.mouseMove(self.canvas, end)

    def click(self, point: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        self._qtbot.mouseClick(self.canvas, LEFT, held, point)

    def drop(self, point: QPoint, *feeds: str) -> None:
        data = QMimeData()
        data.setData(FEED_MIME, "\n".join(feeds).encode())
        where, copy = point, Qt.DropAction.CopyAction
        moved = QDragMoveEvent(where, copy, data, LEFT, NONE)
        self.canvas.dragMoveEvent(moved)
        assert moved.isAccepted() and self.canvas.aim is not None
        self.canvas.dropEvent(QDropEvent(QPointF(where), copy, data, LEFT, NONE))


@pytest.fixture
def drawn(qtbot: QtBot, fonted_app: QApplication) -> Iterator[Drawn]:
    yield Drawn(qtbot, grid(3, 2, A, B))


# --- keys


def test_a_layout_is_made_by_keys_alone(drawn: Drawn) -> None:
    drawn.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    drawn.press(Qt.Key.Key_Down, held=SHIFT)
    assert (2, 0, 1, 2) in drawn.places
    drawn.press(Qt.Key.Key_Left)
    drawn.press(Qt.Key.Key_Left, held=CTRL)
    assert drawn.feeds[:2] == [B, A] and drawn.edited.cell == 0
    drawn.press(Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_M)
    assert (0, 1, 2, 1) in drawn.places
    drawn.press(Qt.Key.Key_S)
    assert (drawn.layout.columns, drawn.layout.rows) == (3, 4)
    drawn.press(Qt.Key.Key_Delete)
    drawn.press(Qt.Key.Key_Insert)
    assert len(drawn.places) == 7
    drawn.press(Qt.Key.Key_A, Qt.Key.Key_H)
    drawn.press(Qt.Key.Key_Up, Qt.Key.Key_P)
    own = [cell for cell in drawn.layout.cells if cell.auto and cell.hotspot]
    assert len(own) == 1 and sum(cell.pinned for cell in drawn.layout.cells) == 1
    drawn.press(Qt.Key.Key_A, held=CTRL)
    assert len(drawn.edited.cells) == 7
    drawn.press(Qt.Key.Key_Escape)
    assert len(drawn.edited.cells) == 1


def test_two_keys_split_in_two(drawn: Drawn) -> None:
    drawn.press(Qt.Key.Key_Bar, held=SHIFT)
    assert drawn.layout.columns == 6
    drawn.press(Qt.Key.Key_Minus)
    assert drawn.layout.rows == 4 and len(drawn.places) == 8


def test_enter_or_a_number_asks_for_a_camera(drawn: Drawn) -> None:
    drawn.press(Qt.Key.Key_Return, Qt.Key.Key_4)
    assert drawn.asked == ["", "4"]


def test_what_the_keys_are_on_is_spoken(drawn: Drawn) -> None:
    assert drawn.canvas.accessibleDescription().startswith("cell 0, 1  Mikonkatu / Mikonkatu, 1 by 1")
    drawn.press(Qt.Key.Key_Down, Qt.Key.Key_Delete)
    assert drawn.canvas.accessibleDescription() == "free square at column 1, row 2"


# --- mouse


def test_a_cell_is_dragged_to_another_place(drawn: Drawn) -> None:
    drawn.draw_out(drawn.at(0.5, 0.5), drawn.at(2.5, 1.5))
    assert drawn.canvas.aim is not None and drawn.canvas.aim.words == "change places"
    assert drawn.feeds == [A, B, None, None, None, None], "not before it is let go"
    drawn.press(Qt.Key.Key_Escape)
    assert drawn.canvas.aim is None
    drawn.drag(drawn.at(0.5, 0.5), drawn.at(2.5, 1.5))
    assert drawn.feeds == [None, B, None, None, None, A] and drawn.edited.cell == 5


def test_a_border_is_dragged(drawn: Drawn) -> None:
    near = QPoint(-4, 0)
    drawn.drag(drawn.at(2, 0.5) + near, drawn.at(3, 0.5))
    assert drawn.places[1] == (1, 0, 2, 1)
    drawn.drag(drawn.at(1, 0.5) + near, drawn.at(2, 0.5))
    assert drawn.places[:2] == [(0, 0, 2, 1), (2, 0, 1, 1)], "its neighbour gives way"
    drawn.drag(drawn.at(2, 0.5) + near, drawn.at(3, 0.5))
    assert drawn.told == ("Cell 0 can't be so large: cell 1 is in the way (cam-002).", True)


def test_a_cell_is_drawn_on_free_squares(drawn: Drawn) -> None:
    drawn.acts.regrid(5, 2)
    drawn.drag(drawn.at(3.5, 0.5), drawn.at(4.5, 1.5))
    assert (3, 0, 2, 2) in drawn.places
    drawn.drag(drawn.at(-0.1, 0.5), drawn.at(4.5, 1.5))
    assert len(drawn.places) == 7, "beside the grid nothing begins"


def test_clicks_choose_and_mark(drawn: Drawn, qtbot: QtBot) -> None:
    drawn.click(drawn.at(1.5, 0.5))
    assert drawn.edited.cells == (1,)
    drawn.click(drawn.at(2.5, 0.5), CTRL)
    assert drawn.edited.cells == (1, 2)
    qtbot.mouseDClick(drawn.canvas, LEFT, pos=drawn.at(0.5, 0.5))
    assert drawn.asked == [""]
    drawn.acts.regrid(4, 2)
    qtbot.mouseDClick(drawn.canvas, LEFT, pos=drawn.at(3.5, 0.5))
    assert (3, 0, 1, 1) in drawn.places and drawn.asked == [""]


def test_the_pointer_says_what_can_be_taken(drawn: Drawn, qtbot: QtBot) -> None:
    qtbot.mouseMove(drawn.canvas, drawn.at(1, 0.5) + QPoint(-3, 0))
    assert drawn.canvas.cursor().shape() == Qt.CursorShape.SizeHorCursor
    qtbot.mouseMove(drawn.canvas, drawn.at(0.5, 0.5))
    assert drawn.canvas.cursor().shape() == Qt.CursorShape.ArrowCursor


# --- dropping


def test_cameras_are_dropped_on_a_cell_and_on_the_whole(drawn: Drawn) -> None:
    drawn.drop(drawn.at(0.5, 0.5), C)
    assert drawn.feeds[:3] == [C, B, None]
    drawn.drop(drawn.at(2.5, 0.5), D, A)
    assert drawn.feeds[:4] == [C, B, D, A], "the others go to the empty ones behind it"
    drawn.drop(QPoint(2, 2), "cam-007", "cam-008")
    assert drawn.feeds[4:] == ["cam-007", "cam-008"]
    drawn.edited.stack.undo()
    assert drawn.feeds[4:] == [None, None], "one step"


def test_what_a_cell_is_can_be_seen(drawn: Drawn) -> None:
    """Each by its own look, and the one with the keys by its frame."""
    drawn.edited.go((2, 0))
    drawn.acts.show_content(TextContent("Lobby"))
    drawn.edited.go((0, 1))
    image = drawn.canvas.grab().toImage()
    frame = drawn.canvas.rect_of(CellIndex(3))
    assert image.pixelColor(frame.left() + 1, frame.center().y()) == QColor(theme.ACCENT)
    drawn.canvas.clearFocus()
    image = drawn.canvas.grab().toImage()
    assert image.pixelColor(frame.left() + 1, frame.center().y()) == QColor(theme.MUTED)
    text = drawn.canvas.rect_of(CellIndex(2))
    row = [image.pixelColor(x, text.center().y()).lightness() for x in range(text.left(), text.right())]
    assert max(row) > 200
