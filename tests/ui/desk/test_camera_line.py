"""Cameras whose rows have no room: each a line with number, state and name in the columns of the rows."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from console.domain.camera import Profile
from console.domain.picture import LostCause, PictureState
from console.protocol.engine_messages import EnginePublished, FeedHealth, FeedsChanged
from console.ui import theme
from console.ui.desk.camera_delegate import NUMBER_WIDTH_PX, SIGN_GAP_PX, SIGN_PX
from console.ui.desk.camera_list import CameraList
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.desk.stylesheet import desk_stylesheet
from tests.fakes.desk_city import city_cameras
from tests.ui.painting import difference, where
from tests.watch.logs import ExpectedLog

WIDTH_PX = 260
NUMBER_LEFT_PX, RIGHT_PX = 12, 8
DOT_LEFT_PX = NUMBER_LEFT_PX + NUMBER_WIDTH_PX
NAME_LEFT_PX = DOT_LEFT_PX + SIGN_PX + SIGN_GAP_PX


class Lines:
    """A list in which cameras of this name have rows, then lines, the first of these in this state."""

    def __init__(self, name: str | None = "Corner", *states: PictureState) -> None:
        self.view = SiteView()
        self.view.engine_heard = True
        self.cameras = CameraList(self.view, Selection())
        self.cameras.setStyleSheet(desk_stylesheet())
        cameras = [replace(camera, name="Corner") for camera in city_cameras(12)]
        self.view.cameras = {camera.feed: camera for camera in cameras}
        self.cameras.refresh()
        self.more = self.cameras.more
        for height_px in range(200, 500):
            self.cameras.resize(WIDTH_PX, height_px)
            self.cameras.grab()
            if self.more.text().count("\n") == 2:
                break
        self.first = self.more.seen().stop
        for row, state in enumerate(states, self.first):
            self.say(row, state)
        lined = cameras[self.first]
        self.view.cameras[lined.feed] = replace(lined, name=name)  # type: ignore[arg-type]
        self.cameras.refresh()
        self.line_px = self.more.fontMetrics().lineSpacing()

    def say(self, row: int, state: PictureState) -> None:
        feed = list(self.view.cameras)[row]
        cause = LostCause.REFUSED if state is PictureState.LOST else LostCause.NONE
        health = FeedHealth(feed, Profile.SUB, "worker-0", state, cause)
        self.view.apply_engine(EnginePublished("e", 1, 0, FeedsChanged((health,))))
        self.cameras.model.refresh_states()

    def painted(self, line: int = 0) -> QImage:
        """One line, as wide as the list."""
        image = self.cameras.grab().toImage()
        place = self.more.geometry().translated(self.cameras.rows.pos())
        return image.copy(QRect(0, place.top() + line * self.line_px, place.width(), self.line_px))

    def ink(self, left_px: int, end_px: int) -> QRect:
        """What is painted in these columns of the first line."""
        part = self.painted().copy(left_px, 0, end_px - left_px, self.line_px)
        ground = part.copy()
        ground.fill(theme.SURFACE)
        return difference(part, ground).translated(left_px, 0)


@pytest.mark.parametrize("state", [PictureState.LIVE, PictureState.STALE, PictureState.LOST])
def test_a_line_has_its_states_dot_and_word(fonted_app: QApplication, state: PictureState) -> None:
    lines = Lines("Corner", state)
    colour = theme.STATE_COLOURS[state]
    image = lines.painted()
    dot = where(image.copy(DOT_LEFT_PX, 0, SIGN_PX, lines.line_px), colour)
    assert dot.width() >= 5 and dot.height() >= 5, "filled"
    word = where(image.copy(NAME_LEFT_PX, 0, WIDTH_PX, lines.line_px), colour)
    assert word.isValid() and word.left() > 60, "behind the name"
    assert lines.more.text().splitlines()[0].startswith(f"{lines.first + 1} Corner · {state.name}")


def test_number_and_name_are_in_the_columns_of_the_rows(fonted_app: QApplication) -> None:
    lines = Lines()
    number, name = lines.ink(0, DOT_LEFT_PX), lines.ink(NAME_LEFT_PX - 4, NAME_LEFT_PX + 60)
    assert number.left() in range(NUMBER_LEFT_PX, NUMBER_LEFT_PX + 3)
    assert name.left() in range(NAME_LEFT_PX, NAME_LEFT_PX + 3)
    assert where(lines.painted(), theme.TEXT).isValid()
    right = lines.more.width() - RIGHT_PX
    assert lines.ink(right - 40, lines.more.width()).right() in range(right - 3, right)


def test_a_state_that_changes_is_painted_again(fonted_app: QApplication) -> None:
    lines = Lines("Corner", PictureState.LIVE)
    lines.say(lines.first, PictureState.LOST)
    lines.cameras.grab()
    assert where(lines.painted(), theme.STATE_COLOURS[PictureState.LOST]).isValid()
    assert not where(lines.painted(), theme.STATE_COLOURS[PictureState.LIVE]).isValid()
    assert lines.more.text().splitlines()[0].endswith("LOST refused")


@pytest.mark.parametrize("name", ["corner " * 30, "w" * 200])
def test_a_long_name_leaves_the_word_its_room(fonted_app: QApplication, name: str) -> None:
    long, short = (Lines(named, PictureState.CONNECTING) for named in (name, "Corner"))
    left = long.more.width() - RIGHT_PX - 84
    assert long.painted().copy(left, 0, 92, 99) == short.painted().copy(left, 0, 92, 99)
    assert long.ink(NAME_LEFT_PX, left).width() > 60


def test_below_the_lines_stands_how_many_more_there_are(fonted_app: QApplication) -> None:
    lines = Lines()
    assert lines.more.text().splitlines()[-1] == f"{12 - lines.first - 2} more"


def test_a_line_that_cannot_be_drawn_says_whose_it_is(
    fonted_app: QApplication, expected_log: ExpectedLog
) -> None:
    expected_log("can't be shown")
    lines = Lines(None)
    lines.cameras.grab()
    assert lines.more.text().splitlines()[0] == f"can't be shown: cam-{lines.first + 1:03d}"
    said = where(lines.painted(), theme.STATE_ATTENTION)
    assert said.left() in range(NUMBER_LEFT_PX, NUMBER_LEFT_PX + 4)
