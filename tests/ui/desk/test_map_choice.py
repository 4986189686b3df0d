"""Cameras chosen on the map: what the list shows then, and all that can be done with them from there."""

import os
from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.protocol.core_messages import AssignFeed
from console.protocol.wall_messages import AssignFeeds
from console.ui.desk.map_choice import ALL_LISTED, MAP_STARTS, NO_CAMERA_THERE
from console.ui.desk.miniature_places import TITLE_PX
from console.ui.desk.select_words import SELECT_CELL
from console.ui.map.map_view import MapView
from tests.rig.keyboard_and_mouse import KeyboardAndMouse
from tests.rig.paced_drag import DRAG_WITHIN_MS, PacedDrag, Place
from tests.ui.desk.conftest import ShownDesk
from tests.watch.clipping import clipped
from tests.watch.pictures import keep_picture

KEY = Qt.Key
LEFT, COPY, NO_KEY = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")
AT_REST = 5
"""Answers of the page one after the other that are the same."""
CHOSEN = tuple(FeedId(f"cam-{number:03d}") for number in (2, 3, 10, 11, 40))


def choose(shown: ShownDesk) -> None:
    """As the page tells it, in no order."""
    shown.window.map.cameras_chosen.emit([CHOSEN[3], *CHOSEN[:3], CHOSEN[4]])


def dragged(shown: ShownDesk) -> QMimeData:
    """What a drag of the list's chosen rows carries."""
    rows = shown.window.cameras.rows
    return rows.model().mimeData(rows.selectedIndexes())


def drop(shown: ShownDesk, at: QPoint) -> QDragMoveEvent:
    """Over the wall in small, and there let go."""
    data, miniatures = dragged(shown), shown.window.miniatures
    over = QDragMoveEvent(at, COPY, data, LEFT, NO_KEY)
    miniatures.dragMoveEvent(over)
    miniatures.dropEvent(QDropEvent(QPointF(at), COPY, data, LEFT, NO_KEY))
    return over


def listed(shown: ShownDesk) -> list[str]:
    model = shown.window.cameras.rows.model()
    return [model.index(row, 0).data().split()[0] for row in range(model.rowCount())]


def head_of(shown: ShownDesk, monitor: MonitorId) -> QPoint:
    first = shown.window.miniatures.box_of(monitor, CellIndex(0))
    assert first is not None
    return first.topLeft() + QPoint(20, -TITLE_PX // 2)


def middle_of(shown: ShownDesk, monitor: MonitorId, cell: int) -> QPoint:
    box = shown.window.miniatures.box_of(monitor, CellIndex(cell))
    assert box is not None
    return box.center()


def drag_third(
    shown: ShownDesk, hands: KeyboardAndMouse, end: Place, is_seen: Callable[[], bool]
) -> PacedDrag:
    """Take hold of the list's third row; core and engine go on meanwhile."""
    rows = shown.window.cameras.rows

    def begin() -> QPoint:
        return rows.viewport().mapToGlobal(rows.visualRect(rows.model().index(2, 0)).center())

    return PacedDrag(hands, begin, end, is_seen, meanwhile=shown.city.pump)


def test_the_list_shows_these_alone_all_chosen_and_has_the_keyboard(shown: ShownDesk) -> None:
    cameras = shown.window.cameras
    cameras.search.setText("hpd")
    shown.window.miniatures.setFocus()
    choose(shown)
    assert listed(shown) == ["2", "3", "10", "11", "40"] and cameras.search.text() == ""
    assert len(cameras.rows.selectedIndexes()) == 5 and cameras.rows.hasFocus()
    assert shown.selection.cameras == CHOSEN and shown.selection.camera == CHOSEN[0]
    assert cameras.choice.isVisible() and cameras.choice.words.text() == "5 cameras from the map"
    assert cameras._heading.text() == "CAMERAS  5 of 64" and shown.said.startswith("5 cameras chosen: drag")
    shown.settle()
    keep_picture(shown.window.grab().toImage(), "map-choice")
    assert not clipped(shown.window)


@pytest.mark.parametrize("held", [SHIFT, Qt.KeyboardModifier.ControlModifier])
def test_a_key_that_is_still_held_changes_nothing_of_a_second_choice(
    shown: ShownDesk, held: Qt.KeyboardModifier
) -> None:
    selected: list[FeedId | None] = []
    for _ in range(2):
        QTest.keyPress(shown.window.windowHandle(), KEY.Key_F35, held)  # no command; Qt notes what is held
        shown.selection.camera_changed.connect(lambda: selected.append(shown.selection.camera))
        choose(shown)
        shown.settle()  # on a slow machine the city would be silent for long
    QTest.keyRelease(shown.window.windowHandle(), KEY.Key_F35)
    assert shown.selection.cameras == CHOSEN and set(selected) == {CHOSEN[0]}


def test_where_no_camera_was_it_is_said_and_nothing_changes(shown: ShownDesk) -> None:
    choose(shown)
    shown.window.miniatures.setFocus()
    shown.window.map.cameras_chosen.emit([])
    assert shown.said == NO_CAMERA_THERE
    assert listed(shown) == ["2", "3", "10", "11", "40"] and shown.selection.cameras == CHOSEN
    assert shown.window.miniatures.hasFocus()


@pytest.mark.parametrize("how", ["esc", "button"])
def test_all_cameras_are_there_again(shown: ShownDesk, how: str) -> None:
    cameras = shown.window.cameras
    choose(shown)
    if how == "esc":
        shown.type_keys(KEY.Key_Escape)
    else:
        QTest.mouseClick(cameras.choice.clear, LEFT)
    assert len(listed(shown)) == 64 and not cameras.choice.isVisible() and cameras.rows.hasFocus()
    assert shown.said == ALL_LISTED, "no word on a choice stays"
    assert shown.selection.cameras == (CHOSEN[0],), "none is chosen out of sight"
    shown.type_keys(KEY.Key_Escape)
    assert shown.selection.camera is None, "the next one lets go"


def test_what_is_typed_replaces_them(shown: ShownDesk) -> None:
    cameras = shown.window.cameras
    choose(shown)
    shown.type_keys(KEY.Key_Slash, KEY.Key_1, KEY.Key_2)
    assert listed(shown) == ["12"] and not cameras.choice.isVisible()
    shown.type_keys(KEY.Key_Escape)
    assert len(listed(shown)) == 64
    choose(shown)
    shown.type_keys(KEY.Key_Slash, KEY.Key_Escape)
    assert len(listed(shown)) == 64 and not cameras.choice.isVisible(), "from the empty field, too"


def test_onto_a_cell_they_go_there_and_behind_it(shown: ShownDesk) -> None:
    choose(shown)
    box = shown.window.miniatures.box_of(WALL_2, CellIndex(3))
    assert box is not None and drop(shown, box.center()).isAccepted()
    shown.until_asked(AssignFeeds(WALL_2, CHOSEN, CellIndex(3)))
    assert [one for one in shown.acts() if isinstance(one, AssignFeeds | AssignFeed)] == [
        AssignFeeds(WALL_2, CHOSEN, CellIndex(3))
    ]


def test_onto_a_monitors_name_they_go_from_its_first_cell_on(shown: ShownDesk) -> None:
    choose(shown)
    miniatures, at = shown.window.miniatures, head_of(shown, WALL_2)
    before = miniatures.grab().toImage()
    over = QDragMoveEvent(at, COPY, dragged(shown), LEFT, NO_KEY)
    miniatures.dragMoveEvent(over)
    assert over.isAccepted() and miniatures.grab().toImage() != before, "the whole monitor is framed"
    keep_picture(miniatures.grab().toImage(), "map-choice-whole-monitor")
    assert drop(shown, at).isAccepted() and miniatures.grab().toImage() == before
    shown.until_asked(AssignFeeds(WALL_2, CHOSEN, CellIndex(0)))


def test_enter_puts_them_from_the_selected_cell_on(shown: ShownDesk) -> None:
    choose(shown)
    shown.type_keys(KEY.Key_Return)
    assert shown.said == SELECT_CELL
    shown.selection.select_cell((WALL_1, CellIndex(4)))
    shown.type_keys(KEY.Key_Return)
    shown.until_asked(AssignFeeds(WALL_1, CHOSEN, CellIndex(4)))


def test_from_the_wall_in_small_enter_puts_them_too(shown: ShownDesk) -> None:
    choose(shown)
    shown.type_keys(KEY.Key_S, KEY.Key_A, KEY.Key_D)
    assert shown.selection.cell == (WALL_1, CellIndex(3)) and shown.window.miniatures.hasFocus()
    shown.type_keys(KEY.Key_Return)
    shown.until_asked(AssignFeeds(WALL_1, CHOSEN, CellIndex(3)))


def test_a_camera_that_is_selected_elsewhere_is_meant_alone(shown: ShownDesk) -> None:
    choose(shown)
    shown.window.miniatures.setFocus()
    shown.selection.select_camera(CHOSEN[2])
    assert shown.selection.cameras == (CHOSEN[2],)
    assert len(shown.window.cameras.rows.selectedIndexes()) == 1 and len(listed(shown)) == 5
    shown.selection.select_cell((WALL_1, CellIndex(4)))
    shown.press(KEY.Key_Return, shown.window.miniatures)
    shown.until_asked(AssignFeed(WALL_1, CellIndex(4), CHOSEN[2]))


def test_dragged_with_a_real_pointer_all_of_them_arrive(shown: ShownDesk) -> None:
    """Onto a cell, then onto a whole monitor, by whatever events the X server makes of it."""
    choose(shown)
    shown.until(shown.window.picture.isVisible)
    shown.settle()  # it takes its room
    miniatures = shown.window.miniatures
    with KeyboardAndMouse(os.environ["DISPLAY"]) as hands:
        for place, first, is_seen in (
            (lambda: middle_of(shown, WALL_2, 3), 3, lambda: shown.selection.cell == (WALL_2, 3)),
            (lambda: head_of(shown, WALL_2), 0, lambda: miniatures.aim is not None),
        ):
            drag = drag_third(shown, hands, lambda place=place: miniatures.mapToGlobal(place()), is_seen)
            shown.until(lambda drag=drag: drag.is_done, DRAG_WITHIN_MS)
            shown.until_asked(AssignFeeds(WALL_2, CHOSEN, CellIndex(first)))


def test_let_go_where_nothing_takes_them_all_stay_chosen(shown: ShownDesk) -> None:
    choose(shown)
    shown.until(shown.window.picture.isVisible)
    shown.settle()
    bar = shown.window.top
    with KeyboardAndMouse(os.environ["DISPLAY"]) as hands:
        drag = drag_third(shown, hands, lambda: bar.mapToGlobal(bar.rect().center()), lambda: True)
        shown.until(lambda: drag.is_done, DRAG_WITHIN_MS)
        shown.settle()
    assert shown.selection.cameras == CHOSEN


def test_a_press_on_one_of_them_leaves_all_chosen_for_the_drag(shown: ShownDesk) -> None:
    choose(shown)
    rows = shown.window.cameras.rows
    place = rows.visualRect(rows.model().index(1, 0)).center()
    QTest.mousePress(rows.viewport(), LEFT, NO_KEY, place)
    assert shown.selection.cameras == CHOSEN and shown.selection.camera == CHOSEN[1]
    QTest.mouseRelease(rows.viewport(), LEFT, NO_KEY, place)
    assert shown.selection.cameras == (CHOSEN[1],), "a click means it alone"


def test_before_the_map_is_there_the_key_says_so(shown: ShownDesk) -> None:
    QTest.keyClick(shown.window.windowHandle(), KEY.Key_M, SHIFT)
    assert shown.said == MAP_STARTS and len(listed(shown)) == 64


@pytest.mark.map_page
def test_by_keys_alone_all_that_the_map_shows_come_to_the_wall(shown: ShownDesk) -> None:
    page = shown.window.map
    shown.until(lambda: page.map is not None and page.map.is_ready, 20_000)
    for _ in range(50):  # the page is there before its cameras are
        QTest.keyClick(shown.window.windowHandle(), KEY.Key_M, SHIFT)
        shown.settle()
        if shown.said != NO_CAMERA_THERE:
            break
    shown.until(lambda: len(shown.selection.cameras) > 1)
    assert len(shown.selection.cameras) == 64 and shown.window.cameras.rows.hasFocus()
    shown.selection.select_cell((WALL_1, CellIndex(0)))
    shown.type_keys(KEY.Key_Return)
    shown.until_asked(AssignFeeds(WALL_1, shown.selection.cameras, CellIndex(0)))


def corners_at_rest(shown: ShownDesk, view: MapView) -> tuple[QPoint, QPoint]:
    """Where cam-009 and cam-002 lie, once the page is as large as its widget and no longer moves.

    A panel that finds its size late gives the map another one, and it is fitted anew.
    """
    told: list[str] = []
    pixels = (
        "['cam-001', 'cam-010', 'cam-009', 'cam-002'].map((name) => live.rows.cameras.get(name))"
        ".map((row) => live.pixelOf(row)).map((p) => `${p.x} ${p.y}`).join()"
    )
    there = "['cam-001', 'cam-002', 'cam-009', 'cam-010'].every((name) => live.rows.cameras.has(name))"
    script = f"{there} ? `${{innerWidth}} ${{innerHeight}},` + {pixels} : ''"

    def stands() -> bool:
        view.page().runJavaScript(script, 0, told.append)
        size = f"{view.width()} {view.height()},"
        last = told[-AT_REST:]
        return len(last) == AT_REST and len(set(last)) == 1 and last[0].startswith(size)

    shown.until(stands)
    first, last = (QPoint(*(round(float(part)) for part in one.split())) for one in told[-1].split(",")[-2:])
    return first, last


@pytest.mark.map_page
def test_a_rectangle_on_the_desks_map_fills_a_monitor(shown: ShownDesk) -> None:
    page = shown.window.map
    shown.until(lambda: page.map is not None and page.map.is_ready, 20_000)
    assert page.map is not None
    first, last = corners_at_rest(shown, page.map)
    target, around = page.map.focusProxy(), QPoint(8, 8)
    QTest.mousePress(target, LEFT, SHIFT, first - around)
    QTest.mouseMove(target, last)
    QTest.mouseMove(target, last + around)
    QTest.mouseRelease(target, LEFT, SHIFT, last + around)
    wanted = tuple(FeedId(f"cam-{number:03d}") for number in (1, 2, 9, 10))
    shown.until(lambda: bool(shown.selection.cameras))
    assert shown.selection.cameras == wanted, f"drawn from {first} to {last}"
    shown.settle()
    keep_picture(shown.window.grab().toImage(), "map-choice-page")
    assert drop(shown, head_of(shown, WALL_1)).isAccepted()
    shown.until_asked(AssignFeeds(WALL_1, wanted, CellIndex(0)))
