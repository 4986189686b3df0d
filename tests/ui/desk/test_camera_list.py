"""What a camera's row says and where, and what keys and clicks in the list do.

However long a name or an agency is, and whatever breaks it has, a camera's state stays readable.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.picture import LostCause, PictureState
from console.protocol.engine_messages import EnginePublished, FeedHealth, FeedsChanged
from console.ui import theme
from console.ui.desk.camera_delegate import SIGN_PX
from console.ui.desk.camera_list import CameraList
from console.ui.desk.camera_model import feeds_in
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.fonts import font
from tests.fakes.desk_city import city_cameras
from tests.ui.painting import difference, where
from tests.watch.logs import ExpectedLog

AGENCY = "Metropolitan Transportation Authority"
WIDTH_PX = 250
NAME_LEFT_PX, HALF_ROW_PX = 48, 20
"""Where a row's name and state begin, and where its second line does."""


def row(
    agency: str = "HPD",
    name: str = "Corner",
    number: int = 7,
    state: PictureState | None = None,
    *,
    cause: LostCause = LostCause.REFUSED,
    selected: bool = False,
) -> QImage:
    """The only row, as it is painted in a narrow desk."""
    view, selection = SiteView(), Selection()
    camera = replace(city_cameras(1)[0], agency=agency, name=name, number=number)
    view.cameras = {camera.feed: camera}
    if state is not None:
        view.engine_heard = True
        health = FeedHealth(camera.feed, Profile.SUB, "worker-0", state, cause)
        view.apply_engine(EnginePublished("e", 1, 0, FeedsChanged((health,))))
    cameras = CameraList(view, selection)
    cameras.resize(WIDTH_PX, 300)
    if selected:
        selection.select_camera(camera.feed)
    cameras.grab()
    return cameras.rows.viewport().grab().toImage()


def lower_left(image: QImage) -> QImage:
    """The state's dot and word."""
    return image.copy(44, 20, 90, 20)


@pytest.mark.parametrize("agency", [AGENCY, "A\nB", "消防局" * 20, ""])
def test_an_agency_never_covers_the_state(fonted_app: QApplication, agency: str) -> None:
    assert lower_left(row(agency)) == lower_left(row("HPD"))


def test_a_long_number_pushes_the_name(fonted_app: QApplication) -> None:
    image = row("HPD", "IIIIIIII", 12345)
    ground = image.pixel(2, 2)
    free = [x for x in range(48, 80) if all(image.pixel(x, y) == ground for y in range(3, 18))]
    assert any(x + 1 in free and x + 2 in free and x + 3 in free for x in free), "a gap between both"


def test_a_name_with_breaks_is_one_line(fonted_app: QApplication) -> None:
    assert row("HPD", "North\n gate\t1") == row("HPD", "North gate 1")


@pytest.mark.parametrize(
    "name", ["רחוב הנביאים פינת שדרות ירושלים צפון", "شارع الملك فيصل الشمالي قرب الجسر"]
)
def test_of_a_long_name_from_right_to_left_the_end_is_left_out(fonted_app: QApplication, name: str) -> None:
    image = row(name=name)
    end = difference(image.copy(NAME_LEFT_PX, 0, 10, 20), row(name="").copy(NAME_LEFT_PX, 0, 10, 20))
    assert end.isValid() and end.height() <= 4, "dots, no letter"


def test_number_name_and_agency_have_their_places(fonted_app: QApplication) -> None:
    plain = row()
    number, name = difference(plain, row(number=8)), difference(plain, row(name="Bridge"))
    agency = difference(plain, row("TRA"))
    assert QRect(12, 0, NAME_LEFT_PX - 12, HALF_ROW_PX).contains(number)
    assert QRect(NAME_LEFT_PX, 0, WIDTH_PX, HALF_ROW_PX).contains(name) and name.left() < NAME_LEFT_PX + 4
    assert QRect(WIDTH_PX // 2, HALF_ROW_PX, WIDTH_PX, HALF_ROW_PX).contains(agency)
    assert plain.width() - 12 <= agency.right() < plain.width() - 6, "flush right"


@pytest.mark.parametrize("state", [PictureState.LIVE, PictureState.STALE, PictureState.LOST])
def test_a_state_has_a_dot_and_words_in_its_colour(fonted_app: QApplication, state: PictureState) -> None:
    image = row(state=state)
    seen = where(image, theme.STATE_COLOURS[state])
    assert seen.left() in range(NAME_LEFT_PX, NAME_LEFT_PX + 3) and seen.right() > NAME_LEFT_PX + 20
    assert QRect(NAME_LEFT_PX, HALF_ROW_PX, WIDTH_PX, HALF_ROW_PX).contains(seen)
    dot = image.copy(NAME_LEFT_PX, HALF_ROW_PX, 10, HALF_ROW_PX)
    filled = where(dot, theme.STATE_COLOURS[state])
    assert filled.width() >= 5 and filled.height() >= 5
    middle = dot.pixelColor(filled.center()).name().upper()
    assert middle == theme.STATE_COLOURS[state]


def test_a_long_state_has_its_room_before_the_agency(fonted_app: QApplication) -> None:
    alone, beside = (
        row(agency, state=PictureState.LOST, cause=LostCause.UNAUTHORISED) for agency in ("", AGENCY)
    )
    words = where(alone, theme.STATE_COLOURS[PictureState.LOST])
    assert words.right() > NAME_LEFT_PX + (WIDTH_PX - NAME_LEFT_PX) // 2, "more than half"
    assert where(beside, theme.STATE_COLOURS[PictureState.LOST]) == words
    told = QFontMetrics(font(theme.FONT_SIZES_PX[0])).horizontalAdvance("LOST wrong user or password")
    assert words.width() in range(SIGN_PX + 6 + told - 4, SIGN_PX + 6 + told + 1), "in its small size"


def test_a_camera_of_which_nothing_is_known_has_an_empty_dot(fonted_app: QApplication) -> None:
    image = row()
    dot = image.copy(NAME_LEFT_PX, HALF_ROW_PX, 10, HALF_ROW_PX)
    assert dot.pixelColor(4, 10) == image.pixelColor(2, 2)
    assert not where(image, theme.STATE_COLOURS[PictureState.LIVE]).isValid()


def test_a_row_that_cannot_be_drawn_names_its_camera(
    fonted_app: QApplication, expected_log: ExpectedLog
) -> None:
    expected_log("row of camera cam-001 can't be shown")
    said = where(row(name=None), theme.STATE_ATTENTION)  # type: ignore[arg-type]
    assert said.left() in range(12, 16) and said.right() > 60
    assert QRect(0, 0, WIDTH_PX, 2 * HALF_ROW_PX).contains(said)


def test_the_selected_row_has_its_edge(fonted_app: QApplication) -> None:
    assert where(row(selected=True), theme.ACCENT) == QRect(0, 0, 3, 2 * HALF_ROW_PX)
    assert not where(row(), theme.ACCENT).isValid()


# --- the list


@pytest.fixture
def cameras(qtbot: QtBot, fonted_app: QApplication) -> Iterator[CameraList]:
    view = SiteView()
    view.cameras = {camera.feed: camera for camera in city_cameras()}
    made = CameraList(view, Selection())
    qtbot.addWidget(made)
    made.resize(WIDTH_PX, 400)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made


def selected(cameras: CameraList) -> list[str]:
    """What the list shows as selected."""
    indexes = cameras.rows.selectionModel().selectedIndexes()
    return [index.data(Qt.ItemDataRole.DisplayRole).split()[0] for index in indexes]


def test_the_heading_counts_what_is_found_and_an_empty_list_says_why(
    qtbot: QtBot, cameras: CameraList
) -> None:
    assert cameras._heading.text() == "CAMERAS  64" and not cameras._empty.isVisible()
    qtbot.keyClicks(cameras.search, "12")
    assert cameras._heading.text() == "CAMERAS  1 of 64" and not cameras._empty.isVisible()
    qtbot.keyClicks(cameras.search, "x")
    assert cameras._heading.text() == "CAMERAS  0 of 64"
    assert cameras._empty.isVisible() and "Esc clears the search" in cameras._empty.text()
    qtbot.keyClick(cameras.search, Qt.Key.Key_Escape)
    assert cameras.search.text() == "" and cameras._heading.text() == "CAMERAS  64"
    qtbot.waitUntil(cameras.rows.hasFocus)
    nobody = CameraList(SiteView(), Selection())
    qtbot.addWidget(nobody)
    assert "core has not said" in nobody._empty.text() and "ctl processes" in nobody._empty.text()


def test_the_search_stands_above_the_rows_and_shows_what_is_typed(qtbot: QtBot, cameras: CameraList) -> None:
    search = QRect(cameras.search.mapTo(cameras, QPoint()), cameras.search.size())
    assert search.left() == 12 and search.right() == cameras.width() - 12 - 1
    assert search.bottom() < cameras.rows.y() < cameras.rows.geometry().bottom() < cameras.height()
    empty = cameras.search.grab().toImage()
    qtbot.keyClicks(cameras.search, "12")
    assert difference(empty, cameras.search.grab().toImage()).isValid()


def test_focus_alone_selects_no_camera(qtbot: QtBot, cameras: CameraList) -> None:
    cameras.search.setFocus()
    cameras.rows.setFocus()
    qtbot.waitUntil(cameras.rows.hasFocus)
    assert cameras.rows.currentIndex().row() == 0 and selected(cameras) == []
    assert cameras._selection.camera is None


def test_rows_can_be_dragged_and_nothing_can_be_dropped_on_them(cameras: CameraList) -> None:
    assert cameras.rows.dragEnabled() and not cameras.rows.acceptDrops()
    flags = cameras.rows.model().flags(cameras.rows.model().index(0, 0))
    assert flags & Qt.ItemFlag.ItemIsDragEnabled


def test_down_goes_from_the_search_to_the_first_that_is_found(qtbot: QtBot, cameras: CameraList) -> None:
    cameras.search.setFocus()
    qtbot.keyClicks(cameras.search, "hpd")
    qtbot.keyClick(cameras.search, Qt.Key.Key_Down)
    qtbot.waitUntil(cameras.rows.hasFocus)
    assert selected(cameras) == ["3"] and cameras._selection.camera == "cam-003"
    qtbot.keyClick(cameras.rows, Qt.Key.Key_Down)
    assert selected(cameras) == ["6"] and cameras._selection.camera == "cam-006"


def test_enter_keeps_the_selected_camera_if_it_is_found(qtbot: QtBot, cameras: CameraList) -> None:
    asked: list[str | None] = []
    cameras.assign_asked.connect(lambda: asked.append(cameras._selection.camera))
    cameras._selection.select_camera(FeedId("cam-006"))
    qtbot.keyClicks(cameras.search, "hpd")
    qtbot.keyClick(cameras.search, Qt.Key.Key_Return)
    assert selected(cameras) == ["6"]
    cameras.search.clear()
    qtbot.keyClicks(cameras.search, "dot")
    assert selected(cameras) == [], "it is not among them"
    qtbot.keyClick(cameras.search, Qt.Key.Key_Enter)
    qtbot.keyClick(cameras.rows, Qt.Key.Key_Return)
    cameras.search.clear()
    qtbot.keyClicks(cameras.search, "nobody has this")
    qtbot.keyClick(cameras.search, Qt.Key.Key_Return)
    assert asked == ["cam-006", "cam-001", "cam-001"], "what was not found is not put anywhere"


def test_enter_gives_the_keys_to_the_list_where_something_was_found(
    qtbot: QtBot, cameras: CameraList
) -> None:
    """Else the keys that follow, such as the one that takes it back, would edit the search."""
    cameras.search.setFocus()
    qtbot.keyClicks(cameras.search, "nobody has this")
    qtbot.keyClick(cameras.search, Qt.Key.Key_Return)
    assert cameras.focusWidget() is cameras.search
    cameras.search.setText("hpd")
    qtbot.keyClick(cameras.search, Qt.Key.Key_Return)
    assert cameras.focusWidget() is cameras.rows
    qtbot.keyClick(cameras.rows, Qt.Key.Key_Escape)
    assert cameras.search.text() == "" and cameras._selection.camera is not None, "the search goes first"


def test_a_click_selects_and_a_double_click_assigns(qtbot: QtBot, cameras: CameraList) -> None:
    asked: list[str | None] = []
    cameras.assign_asked.connect(lambda: asked.append(cameras._selection.camera))
    viewport = cameras.rows.viewport()
    place = cameras.rows.visualRect(cameras.rows.model().index(2, 0)).center()
    cameras.rows.setFocus()
    qtbot.waitUntil(cameras.rows.hasFocus)
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert (cameras._selection.camera, asked) == ("cam-003", [])
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert asked == ["cam-003"]


def test_what_is_selected_elsewhere_comes_into_view_and_goes(cameras: CameraList) -> None:
    cameras._selection.select_camera(FeedId("cam-060"))
    assert selected(cameras) == ["60"]
    index = cameras.rows.currentIndex()
    assert cameras.rows.viewport().rect().contains(cameras.rows.visualRect(index).center())
    cameras._selection.select_camera(None)
    assert selected(cameras) == []


def test_other_cameras_of_the_site_leave_the_selected_one_selected(cameras: CameraList) -> None:
    cameras._selection.select_camera(FeedId("cam-006"))
    view = cameras.model._view
    view.cameras = {camera.feed: camera for camera in city_cameras(8)[3:]}
    cameras.refresh()
    assert cameras._heading.text() == "CAMERAS  5" and selected(cameras) == ["6"]


def test_all_cameras_have_rows_of_one_kind_at_every_height(qtbot: QtBot, fonted_app: QApplication) -> None:
    view = SiteView()
    view.cameras = {camera.feed: camera for camera in city_cameras(12)}
    cameras = CameraList(view, Selection())
    qtbot.addWidget(cameras)
    cameras.show()
    for height in range(300, 345, 4):
        cameras.resize(WIDTH_PX, height)
        cameras.grab()
        assert cameras.more.text() == f"{12 - len(cameras.more.seen())} more"


def test_several_are_chosen_and_dragged_at_once(qtbot: QtBot, fonted_app: QApplication) -> None:
    view, selection = SiteView(), Selection()
    view.cameras = {camera.feed: camera for camera in city_cameras(6)}
    cameras = CameraList(view, selection)
    qtbot.addWidget(cameras)
    cameras.resize(WIDTH_PX, 500)
    cameras.show()
    cameras.activateWindow()
    qtbot.waitUntil(cameras.isActiveWindow)
    rows, ctrl = cameras.rows, Qt.KeyboardModifier.ControlModifier
    for row, held in ((3, Qt.KeyboardModifier.NoModifier), (1, ctrl), (5, ctrl)):
        place = rows.visualRect(rows.model().index(row, 0)).center()
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, held, place)
    assert selection.camera == "cam-006", "the one that was clicked last"
    data = rows.model().mimeData(rows.selectedIndexes())
    assert feeds_in(data) == ["cam-002", "cam-004", "cam-006"]
    selection.select_camera(FeedId("cam-001"))
    assert feeds_in(rows.model().mimeData(rows.selectedIndexes())) == ["cam-001"]


CTRL = Qt.KeyboardModifier.ControlModifier


def test_by_keys_all_that_are_found_are_meant_and_what_is_taken_out_is_not(
    qtbot: QtBot, cameras: CameraList
) -> None:
    cameras.search.setText("hpd")
    cameras.rows.setFocus()
    qtbot.waitUntil(cameras.rows.hasFocus)
    qtbot.keyClick(cameras.rows, Qt.Key.Key_A, CTRL)
    meant = cameras._selection.cameras
    assert len(meant) == 21 and meant[:2] == ("cam-003", "cam-006") and cameras._selection.camera == meant[0]
    first = cameras.rows.visualRect(cameras.rows.model().index(0, 0)).center()
    qtbot.mouseClick(cameras.rows.viewport(), Qt.MouseButton.LeftButton, CTRL, first)
    assert cameras._selection.cameras == meant[1:] and cameras._selection.camera == meant[1]


def test_a_choice_stands_when_the_sites_cameras_change(cameras: CameraList) -> None:
    cameras.resize(2 * WIDTH_PX, 400)
    cameras.show_chosen([FeedId("cam-005"), FeedId("cam-007"), FeedId("cam-030")])
    assert selected(cameras) == ["5", "7", "30"]
    view = cameras.model._view
    view.cameras = {camera.feed: camera for camera in city_cameras(8)}
    cameras.refresh()
    assert selected(cameras) == ["5", "7"] and cameras._selection.cameras == ("cam-005", "cam-007")
    assert cameras.choice.words.text() == "2 cameras from the map"
    cameras.show_chosen([FeedId("cam-004")])
    assert cameras.choice.words.text() == "1 camera from the map" and selected(cameras) == ["4"]
