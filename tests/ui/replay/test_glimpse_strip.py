"""Small pictures over the timeline: of which cameras, where, and what stands where there is none."""

from collections.abc import Iterator
from dataclasses import replace as changed

import pytest
from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.protocol.replay_messages import ReplayedCell
from console.ui import theme
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.replay.glimpse_strip import (
    CAPTION_PX,
    GAP_PX,
    MOST,
    OLD_MS,
    GlimpseStrip,
    feeds_to_show,
    strip_place,
)
from console.ui.replay.glimpses import HEIGHT_PX, WIDTH_PX, Seen
from console.ui.replay.shown_then import ShownThen
from tests.fakes.desk_city import city_cameras, city_incident, city_monitors
from tests.ui.painting import where

AT_MS = 100_000
ROOM = QRect(0, 0, 1366, 768)
GREEN = "#00FF00"


class HeldGlimpses(QObject):
    """Pictures that are put in by hand."""

    came = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.feeds: frozenset[FeedId] | None = None
        self.there: dict[FeedId, Seen] = {}
        self.asked: list[tuple[FeedId, ...]] = []
        self.forgotten = 0

    def ask(self, at_ms: int, feeds: tuple[FeedId, ...]) -> None:
        self.asked.append(feeds)

    def seen(self, feed: FeedId, at_ms: int) -> Seen | None:
        return self.there.get(feed) if at_ms == AT_MS else None

    def forget(self) -> None:
        self.forgotten += 1


def city() -> SiteView:
    cameras = city_cameras()
    view = SiteView()
    view.cameras = {camera.feed: camera for camera in cameras}
    view.monitors = {one.monitor: one for one in city_monitors(cameras, (city_incident(1, 0),))}
    return view


def shown_then(view: SiteView) -> ShownThen:
    """What the view's monitors show, since ever."""
    made = ShownThen()
    made.take(
        ReplayedCell(0, monitor.monitor, cell.cell, cell.feed, cell.mark is not None)
        for monitor in view.monitors.values()
        for cell in monitor.cells
    )
    return made


class Shown:
    """The strip with its pictures."""

    def __init__(self, qtbot: QtBot) -> None:
        self.glimpses, self.view, self.selection = HeldGlimpses(), city(), Selection()
        self.owner = QWidget()
        qtbot.addWidget(self.owner)
        then = shown_then(self.view)
        self.strip = GlimpseStrip(self.glimpses, self.view, self.selection, then, self.owner)  # type: ignore[arg-type]

    def point(self, at_ms: int = AT_MS) -> None:
        self.strip.point(at_ms, QPoint(600, 500), ROOM, lambda moment: f"at {moment}")

    def image(self) -> QImage:
        return self.strip.grab().toImage()


@pytest.fixture
def shown(qtbot: QtBot, fonted_app: QApplication) -> Iterator[Shown]:
    made = Shown(qtbot)
    yield made
    made.strip.hide()


def picture(colour: str = GREEN, at_ms: int = AT_MS) -> Seen:
    image = QImage(WIDTH_PX, HEIGHT_PX, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return Seen(image, at_ms)


def test_the_selected_camera_comes_first_then_those_of_incidents_then_the_wall() -> None:
    view = city()
    then = shown_then(view).at(AT_MS)
    all_feeds = frozenset(view.cameras)
    marked = [cell.feed for one in view.monitors.values() for cell in one.cells if cell.mark is not None]
    assert marked and feeds_to_show(then, None, all_feeds) == tuple(dict.fromkeys(marked))[:MOST]
    selected = FeedId("cam-060")
    assert feeds_to_show(then, selected, all_feeds) == (selected, *tuple(dict.fromkeys(marked))[: MOST - 1])
    assert feeds_to_show(then, selected, frozenset((FeedId("cam-002"),))) == (FeedId("cam-002"),)
    assert feeds_to_show(then, selected, frozenset()) == ()
    assert len(feeds_to_show(then[:1] * 3, None, all_feeds)) == 1, "each camera once"


def test_shown_are_the_cameras_of_that_moment_not_those_of_now(shown: Shown) -> None:
    wall, cell = MonitorId("wall-1"), CellIndex(0)
    then, now = FeedId("cam-031"), FeedId("cam-001")
    shown.strip._then.take(
        [ReplayedCell(0, wall, cell, then, False), ReplayedCell(AT_MS + 1, wall, cell, now, False)]
    )
    shown.glimpses.feeds = frozenset(shown.view.cameras)
    shown.point()
    shown.point(AT_MS + 1)
    assert shown.glimpses.asked == [(then,), (now,)]
    shown.selection.select_camera(FeedId("cam-040"))
    shown.point()
    assert shown.glimpses.asked[-1] == (FeedId("cam-040"), then)


@pytest.mark.parametrize(("x", "left"), [(683, 683), (0, 0), (1366, 1366)])
def test_it_stays_within_the_window(x: int, left: int) -> None:
    place = strip_place(4, QPoint(x, 500), ROOM)
    assert ROOM.contains(place) and place.bottom() == 499
    assert place.height() == HEIGHT_PX + CAPTION_PX + 2 * GAP_PX
    assert strip_place(4, QPoint(x, 20), ROOM).top() == 0


def test_where_nothing_is_known_to_be_recorded_nothing_is_shown(shown: Shown) -> None:
    shown.point()
    assert not shown.strip.isVisible() and shown.glimpses.asked == []
    shown.strip.leave()
    assert shown.glimpses.forgotten == 0


def test_a_place_stands_until_its_picture_came_and_all_go_with_the_pointer(shown: Shown) -> None:
    first, second = FeedId("cam-001"), FeedId("cam-002")
    shown.glimpses.feeds = frozenset((first, second))
    shown.point()
    assert (
        shown.strip.isVisible()
        and shown.glimpses.asked == [shown.strip._feeds]
        and len(shown.strip._feeds) == 2
    )
    assert not where(shown.image(), GREEN).isValid()
    shown.glimpses.there = {shown.strip._feeds[1]: picture()}
    shown.glimpses.came.emit()
    assert where(shown.image(), GREEN) == QRect(2 * GAP_PX + WIDTH_PX, GAP_PX, WIDTH_PX, HEIGHT_PX)
    shown.point(AT_MS + 1)
    assert not where(shown.image(), GREEN).isValid(), "no picture of another moment"
    shown.strip.leave()
    assert not shown.strip.isVisible() and shown.glimpses.forgotten == 1


def test_a_picture_of_long_before_says_so_by_its_time(shown: Shown) -> None:
    feed = FeedId("cam-001")
    shown.glimpses.feeds = frozenset((feed,))
    shown.glimpses.there = {feed: picture(at_ms=AT_MS - OLD_MS)}
    shown.point()
    assert not where(shown.image(), theme.STATE_ATTENTION).isValid()
    shown.glimpses.there = {feed: picture(at_ms=AT_MS - OLD_MS - 1)}
    assert where(shown.image(), theme.STATE_ATTENTION).top() > HEIGHT_PX


def test_a_hostile_name_is_cut_and_stays_in_its_place(shown: Shown) -> None:
    feed = FeedId("cam-001")
    shown.view.cameras[feed] = changed(shown.view.cameras[feed], name="<b>" + "W" * 500 + "\n\u202e")
    shown.glimpses.feeds = frozenset((feed,))
    shown.glimpses.there = {feed: Seen(None, AT_MS)}
    shown.point()
    words = where(shown.image(), theme.TEXT)
    assert words.isValid() and words.right() < GAP_PX + WIDTH_PX
    assert where(shown.image(), theme.MUTED).isValid(), "nothing recorded"
