"""The list of every stream's health: its words, its order, what is selected in it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.picture import LostCause, PictureState
from console.protocol.clock import SystemClock
from console.protocol.engine_messages import EnginePublished, FeedHealth, FeedsChanged
from console.protocol.health_rows import HEADINGS, MEANINGS, STATE_COLUMN
from console.ui import theme
from console.ui.desk.health_list import CAMERA_PX, MAX_SIZE_PX, ROW_HEIGHT_PX, HealthList
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.desk.stylesheet import desk_stylesheet
from console.ui.desk.trouble_line import plain_tool_tip
from tests.fakes.desk_city import city_cameras

NUMBER, CAMERA, STALLS = 0, 1, HEADINGS.index("stalls/h")


def health(number: int, state: PictureState, profile: Profile = Profile.SUB, stalls: int = 0) -> FeedHealth:
    feed = FeedId(f"cam-{number:03d}")
    return FeedHealth(feed, profile, "worker-0", state, LostCause.NONE, stalls_1h=stalls)


class Listed:
    """An open health list of six cameras, one of them with two streams, one of which nothing is known."""

    def __init__(self, qtbot: QtBot, width: int = 900, height: int = 500) -> None:
        self.qtbot = qtbot
        self.desk = QWidget()
        qtbot.addWidget(self.desk)
        self.desk.resize(width, height)
        self.view, self.selection = SiteView(), Selection()
        self.view.cameras = {camera.feed: camera for camera in city_cameras(6)}
        self.view.engine_heard = True
        live = PictureState.LIVE
        self.say(*(health(number, live, stalls=number) for number in range(1, 6)))
        self.say(health(3, PictureState.STALE, Profile.MAIN))
        self.list = HealthList(self.view, self.selection, SystemClock(), self.desk)
        self.model, self.table = self.list.model, self.list.table

    def say(self, *streams: FeedHealth) -> None:
        self.view.apply_engine(EnginePublished("e", 1, 0, FeedsChanged(streams)))

    def column(self, column: int) -> list[str]:
        return [self.model.index(row, column).data() for row in range(self.model.rowCount())]

    def click_heading(self, column: int) -> None:
        header = self.table.horizontalHeader()
        x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
        place = header.viewport().rect().center()
        place.setX(x)
        self.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def selected(self) -> list[str]:
        return [index.data() for index in self.table.selectionModel().selectedRows()]


def has_ink(image: QImage, cell: QRect, y: int, ground: int) -> bool:
    return any(image.pixel(x, y) != ground for x in range(cell.left(), cell.right() + 1))


@pytest.fixture
def listed(qtbot: QtBot, fonted_app: QApplication) -> Iterator[Listed]:
    made = Listed(qtbot)
    made.list.toggle()
    yield made
    made.list.hide()


def test_the_worst_comes_first_and_what_is_unknown_last(listed: Listed) -> None:
    assert listed.column(NUMBER) == ["3", "5", "4", "3", "2", "1", "6"]
    assert listed.column(STATE_COLUMN) == ["STALE", *["LIVE"] * 5, "unknown"]
    headings = [listed.model.headerData(k, Qt.Orientation.Horizontal) for k in range(len(HEADINGS))]
    assert tuple(headings) == HEADINGS
    assert listed.model.headerData(0, Qt.Orientation.Vertical) is None
    tips = [
        listed.model.headerData(k, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        for k in range(len(HEADINGS))
    ]
    assert tips == list(MEANINGS)


def test_a_heading_sorts_up_down_and_as_before(listed: Listed) -> None:
    listed.click_heading(STALLS)
    assert listed.column(NUMBER) == ["3", "1", "2", "3", "4", "5", "6"]
    listed.click_heading(STALLS)
    assert listed.column(NUMBER) == ["5", "4", "3", "2", "1", "3", "6"]
    listed.click_heading(STALLS)
    assert listed.column(NUMBER) == ["3", "5", "4", "3", "2", "1", "6"], "the worst first"


def test_figures_stand_at_the_right_and_states_have_their_colours(listed: Listed) -> None:
    def side(column: int) -> Qt.AlignmentFlag:
        told = listed.model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole)
        assert Qt.AlignmentFlag(told) & Qt.AlignmentFlag.AlignVCenter
        return Qt.AlignmentFlag(told) & Qt.AlignmentFlag.AlignHorizontal_Mask

    assert side(STALLS) == side(NUMBER) == Qt.AlignmentFlag.AlignRight
    assert side(CAMERA) == side(STATE_COLUMN) == Qt.AlignmentFlag.AlignLeft

    def colour(row: int, column: int = STATE_COLUMN) -> str | None:
        told = listed.model.index(row, column).data(Qt.ItemDataRole.ForegroundRole)
        return told.name().upper() if told is not None else None

    stale, live = (theme.STATE_COLOURS[state] for state in (PictureState.STALE, PictureState.LIVE))
    assert (colour(0), colour(1), colour(6)) == (stale, live, theme.MUTED)
    assert colour(0, CAMERA) is None
    assert listed.model.index(0, STATE_COLUMN).data(Qt.ItemDataRole.ToolTipRole) == plain_tool_tip(("STALE",))
    assert listed.model.index(0, STATE_COLUMN).data(Qt.ItemDataRole.DecorationRole) is None


@pytest.fixture
def styled(request: pytest.FixtureRequest, qtbot: QtBot, fonted_app: QApplication) -> Iterator[Listed]:
    """As it looks in a desk of this size, by default a large one, with a camera of a long name."""
    made = Listed(qtbot, *getattr(request, "param", (1600, 900)))
    made.desk.setStyleSheet(desk_stylesheet())
    long = replace(made.view.cameras[FeedId("cam-004")], name="Corner of the longest street " * 9)
    made.view.cameras[long.feed] = long
    made.list.toggle()
    yield made
    made.list.hide()


def test_rows_stand_without_lines_numbers_or_breaks(styled: Listed) -> None:
    table = styled.table
    image = table.viewport().grab().toImage()
    row = table.visualRect(table.model().index(2, CAMERA))
    ground = QColor(theme.SURFACE).rgb()
    assert {image.pixel(x, row.bottom()) for x in range(table.viewport().width())} == {ground}
    assert {image.pixel(row.right(), y) for y in range(row.top(), row.bottom() + 1)} == {ground}
    ink = [y for y in range(row.top(), row.bottom() + 1) if has_ink(image, row, y, ground)]
    assert ink and ink[-1] - ink[0] < QFontMetrics(table.font()).height(), "one line"
    assert table.viewport().x() == table.frameWidth(), "no numbers beside them"


def widths(table: QTableView) -> list[int]:
    return [table.horizontalHeader().sectionSize(column) for column in range(len(HEADINGS))]


def needed(table: QTableView) -> list[int]:
    header = table.horizontalHeader()
    return [max(header.sectionSizeHint(k), table.sizeHintForColumn(k)) for k in range(len(HEADINGS))]


def test_figures_have_their_room_and_the_camera_what_is_left(styled: Listed) -> None:
    table = styled.table
    assert sum(widths(table)) == table.viewport().width(), "however long a camera's name is"
    assert CAMERA_PX < widths(table)[CAMERA] < needed(table)[CAMERA]
    others = [column for column in range(len(HEADINGS)) if column != CAMERA]
    assert [widths(table)[k] for k in others] == [needed(table)[k] for k in others]


@pytest.mark.parametrize("styled", [(900, 500)], indirect=True)
def test_in_a_small_desk_a_long_name_is_cut_and_the_columns_can_be_scrolled(styled: Listed) -> None:
    table = styled.table
    assert sum(widths(table)) > table.viewport().width()
    others = [column for column in range(len(HEADINGS)) if column != CAMERA]
    assert [widths(table)[k] for k in others] == [needed(table)[k] for k in others]
    assert widths(table)[CAMERA] == CAMERA_PX


def test_new_figures_are_taken_where_they_stand(listed: Listed) -> None:
    resets: list[int] = []
    changes: list[tuple[int, int, int, int]] = []
    listed.model.modelReset.connect(lambda: resets.append(listed.model.rowCount()))
    listed.model.dataChanged.connect(lambda a, b: changes.append((a.row(), a.column(), b.row(), b.column())))
    listed.say(health(1, PictureState.LOST))
    listed.list.refresh()
    assert listed.column(NUMBER)[0] == "1"
    assert resets == [] and changes == [(0, 0, 6, len(HEADINGS) - 1)]
    listed.say(health(6, PictureState.LIVE), health(6, PictureState.LIVE, Profile.MAIN))
    listed.list.refresh()
    assert resets == [8], "one more row"
    listed.list.hide()
    listed.say(health(2, PictureState.LOST))
    listed.list.refresh()
    assert listed.column(NUMBER)[:2] == ["1", "3"], "closed it costs nothing"


def test_a_click_or_enter_selects_the_camera(listed: Listed) -> None:
    place = listed.table.visualRect(listed.model.index(2, CAMERA)).center()
    listed.qtbot.mouseClick(listed.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert listed.selection.camera == "cam-004"
    listed.qtbot.keyClick(listed.table, Qt.Key.Key_Down)
    listed.qtbot.keyClick(listed.table, Qt.Key.Key_Return)
    assert listed.selection.camera == "cam-003"


def test_what_is_selected_elsewhere_is_selected_here_and_what_is_not_is_not(listed: Listed) -> None:
    listed.selection.select_camera(FeedId("cam-002"))
    assert listed.selected() == ["2"]
    listed.selection.select_camera(None)
    assert listed.selected() == []
    listed.selection.select_camera(FeedId("cam-002"))
    assert listed.selected() == ["2"], "also where the same row was the current one"
    listed.table.setCurrentIndex(listed.model.index(3, CAMERA))
    listed.selection.select_camera(FeedId("cam-003"))
    assert listed.table.currentIndex().row() == 3, "of its streams the one that was chosen stays"
    listed.list.hide()
    listed.selection.select_camera(FeedId("cam-001"))
    listed.list.toggle()
    assert listed.selected() == ["1"], "also what was selected while it was closed"


def test_it_opens_inside_the_desk_and_closes(qtbot: QtBot, fonted_app: QApplication) -> None:
    small, large = Listed(qtbot, 900, 500), Listed(qtbot, 3000, 2000)
    small.list.toggle()
    qtbot.waitUntil(small.table.hasFocus)
    large.list.toggle()
    assert (small.list.width(), small.list.height()) == (860, 460)
    assert (large.list.width(), large.list.height()) == MAX_SIZE_PX
    assert small.table.rowHeight(0) == ROW_HEIGHT_PX
    for one in (small, large):
        one.list.toggle()
        assert not one.list.isVisible()
