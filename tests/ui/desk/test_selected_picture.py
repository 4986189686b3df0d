"""The large picture: what it follows, what it demands, how keys, wheel and mouse zoom into it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.domain.camera import Profile
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.media import Demand, Priority, SlotKey
from console.domain.picture import PictureState
from console.protocol.clock import SystemClock
from console.protocol.core_changes import CorePublished, RecordedFeedsChanged
from console.protocol.engine_messages import EnginePublished, FeedHealth, FeedsChanged, SlotsPlaced
from console.ui import theme
from console.ui.desk.selected_picture import SelectedPicture
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.fonts import font_fitting
from console.ui.frames import Frames
from console.ui.wall.zoom import STEP, WHOLE
from tests.fakes.desk_city import city_cameras, city_monitors
from tests.fakes.slot_painter import SlotPainter
from tests.ui.painting import where

CLOCK = SystemClock()
WIDTH, HEIGHT = 640, 360
WALL_1 = MonitorId("wall-1")
SEVEN, NINE = FeedId("cam-007"), FeedId("cam-009")


class Large:
    """It, shown, with what it demands; ``renewed`` counts the lease."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        cameras = city_cameras()
        self.view, self.selection, self.frames = SiteView(), Selection(), Frames()
        self.view.cameras = {camera.feed: camera for camera in cameras}
        self.view.monitors = {one.monitor: one for one in city_monitors(cameras)}
        self.now: tuple[Demand, ...] = ()
        self.renewed = 0
        self.slots = SlotPainter(folder)
        self.picture = SelectedPicture(self.view, self.selection, self.frames, self)  # type: ignore[arg-type]
        self.told: list[tuple[bool, bool]] = []
        self.picture.changed.connect(
            lambda: self.told.append((self.picture.is_open, self.picture.has_camera))
        )
        qtbot.addWidget(self.picture)
        self.picture.resize(WIDTH, HEIGHT)
        self.picture.show()

    def change(self, demands: tuple[Demand, ...]) -> None:
        self.now = demands

    def renew(self) -> None:
        self.renewed += 1

    def feeds(self) -> list[str]:
        return [one.feed for one in self.now]

    def live(self, feed: FeedId = SEVEN, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
        key = SlotKey(feed, Profile.SUB, *size)
        self.frames.apply(EnginePublished("e", 1, 0, SlotsPlaced((self.slots.slot(key),))))
        self.slots.say(key, PictureState.LIVE, stale_after_ms=60_000)
        self.slots.paint(key, 1, CLOCK.monotonic_ns(), (0, 0, 200))
        self.picture.tick(CLOCK.monotonic_ns(), CLOCK.now_ms())

    def has(self, width: int, height: int, feed: FeedId = SEVEN) -> None:
        """The engine tells how large the camera's stream is."""
        told = FeedHealth(feed, Profile.MAIN, "worker-0", PictureState.LIVE, width=width, height=height)
        self.frames.apply(EnginePublished("e", 1, 0, FeedsChanged((told,))))
        self.picture.tick(CLOCK.monotonic_ns(), CLOCK.now_ms())

    def wheel(self, at: QPoint, angle: int) -> None:
        place = QPointF(at)
        turned = QWheelEvent(
            place,
            self.picture.mapToGlobal(place),
            QPoint(),
            QPoint(0, angle),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.picture, turned)

    @property
    def zoom(self) -> tuple[float, float, float]:
        assert self.picture.tile is not None
        return self.picture.tile.zoom


@pytest.fixture
def large(qtbot: QtBot, fonted_app: QApplication, tmp_path: Path) -> Iterator[Large]:
    made = Large(qtbot, tmp_path)
    yield made
    made.picture.stop()
    made.slots.stop()


def test_it_shows_what_the_selected_cell_shows_whatever_becomes_of_it(large: Large) -> None:
    """A tour's step, a swap: what is looked at is what a key would record."""
    view = large.view.monitors[WALL_1]
    large.selection.select_cell((WALL_1, CellIndex(2)))
    other = replace(view.cells[2], feed=NINE)
    large.view.monitors[WALL_1] = replace(view, cells=(*view.cells[:2], other, *view.cells[3:]))
    large.picture.follow_cell()
    assert large.feeds() == [NINE]
    large.selection.select_camera(SEVEN)
    large.picture.follow_cell()
    assert large.feeds() == [SEVEN], "a camera that was chosen itself stays"


def test_it_follows_what_was_selected_last_a_camera_or_a_cell_with_one(large: Large) -> None:
    assert large.now == () and not large.picture.has_camera
    large.selection.select_camera(SEVEN)
    assert large.now == (Demand(SEVEN, WIDTH, HEIGHT, priority=Priority.FOCUS),)
    large.selection.select_cell((WALL_1, CellIndex(2)))
    assert large.feeds() == ["cam-003"]
    for cell in (30, 99):  # without a camera, and not there
        large.selection.select_cell((WALL_1, CellIndex(cell)))
        assert large.feeds() == ["cam-003"]
    large.selection.select_cell((MonitorId("wall-9"), CellIndex(0)))
    large.selection.select_cell(None)
    assert large.feeds() == ["cam-003"]
    large.selection.select_camera(None)
    assert large.now == () and not large.picture.has_camera
    assert large.told == [(True, True), (True, False)], "told when a camera comes and goes, no more often"


def test_it_says_rec_as_its_tile_on_the_wall(large: Large) -> None:
    def told(*feeds: FeedId) -> None:
        large.view.apply_core(CorePublished("c", 1, 0, RecordedFeedsChanged(feeds)))
        large.picture.refresh_recorded()

    told(SEVEN)  # nothing is selected
    large.selection.select_camera(SEVEN)
    assert large.picture.tile is not None and large.picture.tile.recorded
    large.selection.select_camera(NINE)
    assert not large.picture.tile.recorded
    told(NINE)
    assert large.picture.tile.recorded
    large.view.control_lost = True
    large.picture.refresh_recorded()
    assert not large.picture.tile.recorded


def test_hidden_it_demands_nothing_and_shown_again_the_same(large: Large) -> None:
    large.selection.select_camera(SEVEN)
    large.picture.hide()
    assert large.now == ()
    large.selection.select_camera(NINE)
    assert large.now == ()
    large.picture.show()
    assert large.feeds() == ["cam-009"]
    large.picture.stop()
    assert large.now == () and large.picture.tile is None


def test_shown_without_a_camera_it_takes_what_is_selected(qtbot: QtBot, large: Large) -> None:
    large.picture.hide()
    large.selection.select_cell((WALL_1, CellIndex(2)))
    large.picture._choose(None)
    large.picture.show()
    assert large.feeds() == ["cam-003"]
    large.picture._choose(None)
    large.picture.hide()
    large.selection.camera = NINE
    large.picture.show()
    assert large.feeds() == ["cam-009"], "the camera first"


def test_it_is_opened_and_closed_by_wish(large: Large) -> None:
    large.picture.open(False)
    large.picture.open()
    assert large.told == [(False, False), (True, False)]


def test_another_size_demands_another_slot_and_the_old_picture_stays_meanwhile(large: Large) -> None:
    large.selection.select_camera(SEVEN)
    large.live()
    tile = large.picture.tile
    assert tile is not None and tile.shown.state is PictureState.LIVE
    large.picture.resize(500, 300)
    assert [(one.width, one.height) for one in large.now] == [(500, 300)]
    assert large.picture.tile is not None and large.picture.tile is not tile
    source = large.picture.tile.source
    assert source is not None and source.current is not None
    large.selection.select_camera(NINE)
    other = large.picture.tile.source
    assert other is not None and other.current is None, "another camera's picture does not"


def test_each_second_the_lease_is_renewed(large: Large) -> None:
    large.picture.each_second(CLOCK.monotonic_ns())
    large.selection.select_camera(SEVEN)
    large.picture.each_second(CLOCK.monotonic_ns())
    assert large.renewed == 2


def test_keys_zoom_move_and_show_the_whole(large: Large) -> None:
    large.selection.select_camera(SEVEN)
    picture, press = large.picture, large.qtbot.keyClick
    for key, factor in (
        (Qt.Key.Key_Plus, STEP),
        (Qt.Key.Key_Equal, STEP**2),
        (Qt.Key.Key_Minus, STEP),
        (Qt.Key.Key_Plus, STEP**2),
    ):
        press(picture, key)
        assert large.zoom[0] == pytest.approx(factor)
    step = 0.1 / STEP**2
    x = y = 0.5
    for key, right, down in (
        (Qt.Key.Key_Right, 1, 0),
        (Qt.Key.Key_Down, 0, 1),
        (Qt.Key.Key_Left, -1, 0),
        (Qt.Key.Key_Left, -1, 0),
        (Qt.Key.Key_Up, 0, -1),
        (Qt.Key.Key_Up, 0, -1),
    ):
        press(picture, key)
        x, y = x + right * step, y + down * step
        assert large.zoom == pytest.approx((STEP**2, x, y))
    press(picture, Qt.Key.Key_0)
    assert large.zoom is WHOLE
    press(picture, Qt.Key.Key_Plus)
    press(picture, Qt.Key.Key_Minus)
    assert large.zoom is WHOLE, "all the way back is the whole"


class Window(QWidget):
    """Hears the keys that the picture leaves to it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.heard.append(event.key())


def test_other_keys_are_the_windows(large: Large) -> None:
    window = Window()
    large.qtbot.addWidget(window)
    large.picture.setParent(window)
    large.picture.show()
    for camera in (None, SEVEN):
        large.selection.select_camera(camera)
        for key in (Qt.Key.Key_P, Qt.Key.Key_Plus):
            large.qtbot.keyClick(large.picture, key)
    assert window.heard == [Qt.Key.Key_P, Qt.Key.Key_Plus, Qt.Key.Key_P]
    large.picture.setParent(None)


def test_the_wheel_zooms_where_the_pointer_is(large: Large) -> None:
    large.wheel(QPoint(10, 10), 120)  # without a camera nothing happens
    large.selection.select_camera(SEVEN)
    large.live()
    for at in (QPoint(160, 90), QPoint(480, 270)):
        share_x, share_y = at.x() / WIDTH, at.y() / HEIGHT
        large.picture.zoom_to(WHOLE)
        large.wheel(at, 240)
        factor, x, y = large.zoom
        assert factor == pytest.approx(STEP**2)
        assert x - 0.5 / factor + share_x / factor == pytest.approx(share_x)
        assert y - 0.5 / factor + share_y / factor == pytest.approx(share_y)
    large.wheel(QPoint(480, 270), -600)
    assert large.zoom is WHOLE


def test_beside_a_picture_of_another_shape_the_pointer_counts_in_the_picture(large: Large) -> None:
    large.selection.select_camera(SEVEN)
    large.live(size=(360, 360))
    large.wheel(QPoint(WIDTH // 2 - 90, HEIGHT // 2), 240)
    factor, x, y = large.zoom
    assert x - 0.5 / factor + 0.25 / factor == pytest.approx(0.25)
    assert y == pytest.approx(0.5)


def test_dragging_takes_the_picture_along(large: Large) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    large.selection.select_camera(SEVEN)
    large.live()
    large.picture.zoom_to(WHOLE.by(4))
    factor = large.zoom[0]
    large.qtbot.mouseMove(large.picture, QPoint(5, 5))
    assert large.zoom[1:] == (0.5, 0.5), "nobody holds it"
    large.qtbot.mousePress(large.picture, left, none, QPoint(300, 200))
    large.qtbot.mouseMove(large.picture, QPoint(332, 182))
    assert large.zoom[1:] == pytest.approx((0.5 - 32 / WIDTH / factor, 0.5 + 18 / HEIGHT / factor))
    large.qtbot.mouseMove(large.picture, QPoint(300, 200))
    assert large.zoom[1:] == pytest.approx((0.5, 0.5))
    large.qtbot.mouseRelease(large.picture, left, none, QPoint(300, 200))
    large.qtbot.mouseMove(large.picture, QPoint(200, 100))
    assert large.zoom[1:] == pytest.approx((0.5, 0.5))
    large.qtbot.mouseDClick(large.picture, left, none, QPoint(300, 200))
    assert large.zoom is WHOLE


def test_zoomed_more_pixels_are_demanded_as_far_as_the_camera_has_them(large: Large) -> None:
    large.selection.select_camera(SEVEN)
    large.live()
    large.picture.zoom_to(WHOLE.by(4))
    assert [(one.width, one.height) for one in large.now] == [(WIDTH, HEIGHT)], "how many is not known"
    large.has(1280, 720)
    assert [(one.width, one.height) for one in large.now] == [(1280, 720)]
    assert large.picture.tile is not None and large.zoom[0] > 2, "the zoom stays"
    large.picture.zoom_to(WHOLE)
    assert [(one.width, one.height) for one in large.now] == [(WIDTH, HEIGHT)]
    large.picture.zoom_to(WHOLE.by(4))
    large.selection.select_camera(NINE)
    assert large.zoom is WHOLE, "another camera begins whole"


def test_how_far_it_is_zoomed_is_said(large: Large) -> None:
    large.selection.select_camera(SEVEN)
    large.live()
    badge = QRect(4, 4, WIDTH // 2, 60)  # within the frame of what has the keyboard
    assert not where(large.picture.grab(badge).toImage(), theme.ACCENT).isValid()
    large.picture.zoom_to(WHOLE.by(4))
    said = where(large.picture.grab(badge).toImage(), theme.ACCENT)
    assert said.isValid() and said.left() < 20 and said.top() < 20 and said.right() > 60


@pytest.mark.parametrize("size", [(700, 400), (1500, 850), (2300, 1000)])
def test_its_caption_is_as_large_as_the_desks_words_at_every_size(
    large: Large, size: tuple[int, int]
) -> None:
    large.selection.select_camera(SEVEN)
    large.picture.resize(*size)
    image = large.picture.grab().toImage()
    ground = QColor(theme.SURFACE).rgb()
    free_of_words = round(size[0] * 0.55)
    lowest = next(y for y in reversed(range(size[1])) if image.pixel(free_of_words, y) == ground)
    assert font_fitting(size[1] - 1 - lowest) == theme.FONT_SIZES_PX[1]


def test_without_a_camera_it_is_the_ground(large: Large) -> None:
    image = large.picture.grab().toImage()
    assert where(image, theme.BACKGROUND) == image.rect()
