"""The timeline: a click leaps there, a drag follows, the pointer tells what happened; pixels show it."""

import re
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from console.domain.ids import FeedId
from console.protocol.glimpse_messages import RecordedGap
from console.protocol.movie_index import CONNECTION
from console.protocol.replay_messages import ReplayEvent, UnloggedTime
from console.ui import theme
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.replay.timeline_geometry import LABEL_PX, MARK_PX, Track
from console.ui.replay.timeline_view import (
    END_PX,
    HEAD_PX,
    LANE_PX,
    LANES,
    MOST_TOLD,
    SCALE_PX,
    Recorded,
    TimelineView,
)
from tests.fakes.desk_city import city_cameras
from tests.fakes.played_replay import BEGIN_MS, END_MS
from tests.ui.painting import difference, where
from tests.ui.replay.conftest import HeldReplay

WIDTH_PX = 1200
TRACK = Track(BEGIN_MS, END_MS, WIDTH_PX - HEAD_PX - END_PX)
AT_MS = BEGIN_MS + 127_000
EVENTS = (
    ReplayEvent(BEGIN_MS + 30_000, "act", "ann: pin cell"),
    ReplayEvent(AT_MS, "alert", "gunshot <b>Quay</b>\nwest"),
    ReplayEvent(AT_MS + 100, "decision", "i-000001 opened"),
    *(ReplayEvent(AT_MS + 60_000 + n, "decision", f"thing {n}") for n in range(40)),
)


@pytest.fixture
def view(held: HeldReplay, qtbot: QtBot, fonted_app: QApplication) -> TimelineView:
    made = TimelineView(held.control)
    qtbot.addWidget(made)
    made.resize(WIDTH_PX, made.sizeHint().height())
    made.show()
    held.control.events = EVENTS
    held.control.changed.emit()
    return made


def at(at_ms: int, lane: str) -> QPoint:
    return QPoint(HEAD_PX + TRACK.x_of(at_ms), LANES.index(lane) * LANE_PX + LANE_PX // 2)


def colour(view: TimelineView, place: QPoint) -> str:
    return QColor(view.grab().toImage().pixel(place)).name().upper()


def test_a_click_leaps_there(view: TimelineView, held: HeldReplay, qtbot: QtBot) -> None:
    place = at(BEGIN_MS + 200_000, "act")
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    held.until(lambda: held.site.at_ms == TRACK.at_ms(place.x() - HEAD_PX))
    qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=at(BEGIN_MS, "act"))
    held.settle()
    assert held.site.at_ms > BEGIN_MS + 190_000


def test_a_click_on_a_mark_leaps_to_what_it_marks(view: TimelineView, held: HeldReplay, qtbot: QtBot) -> None:
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(AT_MS, "alert") + QPoint(MARK_PX // 2 - 2, 0))
    held.until(lambda: held.site.at_ms == AT_MS)


def test_a_drag_follows_the_pointer(view: TimelineView, held: HeldReplay, qtbot: QtBot) -> None:
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=at(BEGIN_MS + 50_000, "act"))
    for x in range(HEAD_PX + 200, HEAD_PX + 700, 25):
        qtbot.mouseMove(view, QPoint(x, 8))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(HEAD_PX + 675, 8))
    held.until(lambda: held.site.at_ms == TRACK.at_ms(675))


def test_the_pointer_tells_the_time_and_what_happened(view: TimelineView) -> None:
    near = view.words_at(TRACK.x_of(AT_MS), LANES.index("act") * LANE_PX + 2)
    assert re.fullmatch(r"(2:06|2:07)  ·  .*\d\d:\d\d:\d\d", near[0])
    assert [line.split("  ")[1] for line in near[1:]] == ["gunshot <b>Quay</b> west", "i-000001 opened"]
    nothing = view.words_at(TRACK.x_of(BEGIN_MS + 60_000), 2)
    assert len(nothing) == 1
    crowd = view.words_at(TRACK.x_of(AT_MS + 60_000), LANES.index("decision") * LANE_PX + 2)
    assert len(crowd) == 2 + MOST_TOLD and crowd[-1] == f"and {40 - MOST_TOLD} more"


def test_where_nothing_is_in_the_log_is_a_band_and_told_in_every_lane(
    view: TimelineView, held: HeldReplay
) -> None:
    view.clearFocus()  # its frame lies over the lanes' edge
    before, middle_ms = view.grab().toImage(), BEGIN_MS + 240_000
    held.control.unlogged = (UnloggedTime(middle_ms - 30_000, middle_ms + 30_000, "core did not run"),)
    held.control.events = EVENTS[:-1]
    held.control.changed.emit()
    lanes = QRect(HEAD_PX, 0, TRACK.width, len(LANES) * LANE_PX)
    band = where(view.grab().toImage().copy(lanes), theme.REPLAY_GAP_COLOUR)
    assert abs(band.left() - TRACK.x_of(middle_ms - 30_000)) <= 1 and band.height() == lanes.height()
    assert abs(band.right() - TRACK.x_of(middle_ms + 30_000)) <= 1
    assert where(view.grab().toImage().copy(lanes).copy(band), theme.TEXT).width() > 60, "its name"
    assert not where(before.copy(lanes), theme.REPLAY_GAP_COLOUR).isValid()
    for lane in range(len(LANES)):
        told = view.words_at(TRACK.x_of(middle_ms - 20_000), lane * LANE_PX + 2)
        assert len(told) == 2 and told[1].endswith("(1 min 00 s)  nothing in the log: core did not run")
    assert len(view.words_at(TRACK.x_of(middle_ms - 40_000), 2)) == 1


def test_a_refused_act_is_a_cross_and_no_dot(view: TimelineView, held: HeldReplay) -> None:
    place, act = at(EVENTS[0].at_ms, "act"), QColor(theme.REPLAY_MARK_COLOURS["act"])
    inner = QRect(place.x() - 4, place.y() - 4, 8, 8)

    def lit() -> int:
        image = view.grab().toImage().copy(inner)
        return sum(image.pixelColor(x, y) == act for x in range(8) for y in range(8))

    done = lit()
    held.control.events = (replace(EVENTS[0], refused=True), *EVENTS[1:-1])
    held.control.changed.emit()
    assert 0 < lit() < done


@pytest.fixture
def pointed(view: TimelineView, qtbot: QtBot) -> Iterator[Callable[[QPoint], None]]:
    """Moves the pointer there, with no button pressed; call again until it is seen."""
    view.move(0, 400)  # its words have room above it

    def point(place: QPoint) -> None:
        qtbot.mouseMove(view, place - QPoint(1, 0))
        qtbot.mouseMove(view, place)

    yield point
    QToolTip.hideText()


def test_the_tool_tip_follows_the_pointer(pointed: Callable[[QPoint], None], qtbot: QtBot) -> None:
    def is_told(words: str, place: QPoint) -> bool:
        pointed(place)
        return words in QToolTip.text()

    qtbot.waitUntil(lambda: is_told("gunshot &lt;b&gt;Quay", at(AT_MS, "alert")))
    qtbot.waitUntil(lambda: is_told("ann: pin cell", at(EVENTS[0].at_ms, "act")))


def test_a_line_follows_the_pointer_until_it_leaves(
    view: TimelineView, pointed: Callable[[QPoint], None], qtbot: QtBot
) -> None:
    def line() -> QRect:
        return where(view.grab().toImage().copy(HEAD_PX, 0, TRACK.width, LANE_PX // 2), theme.MUTED)

    def is_there(place: QPoint) -> bool:
        pointed(place)
        return (line().left(), line().width()) == (place.x() - HEAD_PX, 1)

    qtbot.waitUntil(lambda: is_there(at(BEGIN_MS + 200_000, "act")))
    qtbot.waitUntil(lambda: is_there(at(BEGIN_MS + 240_000, "act")))
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert not line().isValid()


def test_each_lane_has_its_head_with_its_number(view: TimelineView, held: HeldReplay) -> None:
    before = view.grab().toImage()
    for row, kind in enumerate(LANES):
        head = before.copy(0, row * LANE_PX, HEAD_PX - MARK_PX, LANE_PX)
        shape, words = where(head, theme.REPLAY_MARK_COLOURS[kind]), where(head, theme.MUTED)
        assert shape.isValid() and shape.right() < words.left() and words.right() < head.width() - 4
    held.control.events = (*EVENTS, ReplayEvent(AT_MS + 140_000, "act", "ann: clear cell"))
    held.control.changed.emit()
    heads = QRect(0, 0, HEAD_PX, len(LANES) * LANE_PX)
    counted = difference(before.copy(heads), view.grab().toImage().copy(heads))
    row = LANES.index("act")
    assert counted.isValid() and QRect(0, row * LANE_PX, HEAD_PX, LANE_PX).contains(counted)


def test_the_scale_has_lines_with_their_words_below(view: TimelineView) -> None:
    image = view.grab().toImage()
    lanes_px = len(LANES) * LANE_PX
    below = image.copy(0, lanes_px, WIDTH_PX, view.height() - lanes_px)
    moments = TRACK.scale_ms()
    assert len(moments) > 4
    for at_ms in moments[1:-1]:
        x = HEAD_PX + TRACK.x_of(at_ms)
        assert theme.LINE in {colour(view, QPoint(x, y)) for y in range(lanes_px)}
        word = where(below.copy(x - LABEL_PX // 2, 0, LABEL_PX, below.height()), theme.MUTED)
        assert abs(word.center().x() - LABEL_PX // 2) <= 2 and word.height() >= 6
    last = where(below.copy(WIDTH_PX - LABEL_PX, 0, LABEL_PX, below.height()), theme.MUTED)
    assert LABEL_PX // 2 < last.right() < LABEL_PX - 1, "not cut at the edge"


def test_another_width_has_other_places(view: TimelineView) -> None:
    view.resize(WIDTH_PX // 2, view.height())
    narrow = Track(BEGIN_MS, END_MS, WIDTH_PX // 2 - HEAD_PX - END_PX)
    place = QPoint(HEAD_PX + narrow.x_of(AT_MS), LANES.index("alert") * LANE_PX + LANE_PX // 2)
    assert colour(view, place) == theme.REPLAY_MARK_COLOURS["alert"]


def test_what_moved_is_painted_anew_and_nothing_is_left_behind(
    view: TimelineView, held: HeldReplay, qtbot: QtBot
) -> None:
    def is_whole() -> bool:
        shown = view.screen().grabWindow(view.winId()).toImage()
        return not difference(shown, view.grab().toImage()).isValid()

    qtbot.waitUntil(is_whole)
    for at_ms in (AT_MS + 30_000, AT_MS + 31_000, BEGIN_MS + 10_000):
        held.control.seek(at_ms)
        held.until(lambda to_ms=at_ms: held.site.at_ms == to_ms)
        held.settle()
        view.tick()
        qtbot.waitUntil(is_whole)
    held.control.events = EVENTS[:2]
    held.control.changed.emit()
    qtbot.waitUntil(is_whole)


def test_each_kind_has_its_lane_and_colour_and_a_crowd_one_plate(view: TimelineView) -> None:
    assert colour(view, at(AT_MS, "alert")) == theme.REPLAY_MARK_COLOURS["alert"]
    assert colour(view, at(AT_MS, "decision")) == theme.REPLAY_MARK_COLOURS["decision"]
    assert colour(view, at(EVENTS[0].at_ms, "act")) == theme.REPLAY_MARK_COLOURS["act"]
    plate = at(AT_MS + 60_000, "decision") + QPoint(-MARK_PX // 2 + 2, 0)
    assert colour(view, plate) == theme.REPLAY_MARK_COLOURS["decision"]
    assert colour(view, at(AT_MS + 60_000, "alert")) == theme.BACKGROUND


def test_the_position_is_a_line_and_what_was_played_is_lighter(view: TimelineView, held: HeldReplay) -> None:
    held.control.seek(AT_MS + 30_000)
    held.until(lambda: held.site.at_ms == AT_MS + 30_000)
    held.settle()
    view.tick()
    place = at(AT_MS + 30_000, "act")
    assert colour(view, place) == theme.TEXT
    assert colour(view, place - QPoint(20, 0)) == theme.RAISED
    assert colour(view, place + QPoint(20, 0)) == theme.BACKGROUND


def test_a_frame_shows_that_keys_go_to_it(view: TimelineView, qtbot: QtBot) -> None:
    def frame() -> QRect:
        return where(view.grab().toImage(), theme.ACCENT)

    qtbot.waitUntil(view.isActiveWindow)
    view.clearFocus()
    assert not frame().isValid()
    view.setFocus()
    assert frame() == QRect(HEAD_PX, 0, TRACK.width + 1, len(LANES) * LANE_PX)


def test_another_length_lays_it_out_again(view: TimelineView, held: HeldReplay) -> None:
    assert held.control.status is not None
    held.control.status = replace(held.control.status, end_ms=BEGIN_MS + 600_000)
    held.control.changed.emit()
    longer = Track(BEGIN_MS, BEGIN_MS + 600_000, TRACK.width)
    place = QPoint(HEAD_PX + longer.x_of(AT_MS), LANE_PX // 2)
    assert colour(view, place) == theme.REPLAY_MARK_COLOURS["alert"]
    assert colour(view, at(AT_MS, "alert")) == theme.BACKGROUND


# --- what is missing in the recordings


class HeldGlimpses(QObject):
    """What is known of movies, said by hand."""

    looked = Signal()
    came = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.gaps: tuple[RecordedGap, ...] | None = None
        self.feeds: frozenset[FeedId] | None = None
        self.asked: list[tuple[int, tuple[FeedId, ...]]] = []

    def ask(self, at_ms: int, feeds: tuple[FeedId, ...]) -> None:
        self.asked.append((at_ms, feeds))

    def seen(self, feed: FeedId, at_ms: int) -> None:
        return None

    def forget(self) -> None:
        self.asked.append((0, ()))


class Gapped:
    """A timeline with a lane of gaps."""

    def __init__(self, held: HeldReplay, qtbot: QtBot) -> None:
        self.glimpses, self.selection = HeldGlimpses(), Selection()
        site = SiteView()
        site.cameras = {camera.feed: camera for camera in city_cameras(4)}
        self.view = TimelineView(held.control, Recorded(self.glimpses, site, self.selection))  # type: ignore[arg-type]
        qtbot.addWidget(self.view)
        self.view.resize(WIDTH_PX, self.view.sizeHint().height())
        self.view.show()
        held.control.changed.emit()

    def tell(self, *gaps: RecordedGap) -> None:
        self.glimpses.gaps = gaps
        self.glimpses.looked.emit()

    def words(self, at_ms: int) -> tuple[str, ...]:
        return self.view.words_at(TRACK.x_of(at_ms), len(LANES) * LANE_PX + 2)


@pytest.fixture
def gapped(held: HeldReplay, qtbot: QtBot, fonted_app: QApplication) -> Gapped:
    return Gapped(held, qtbot)


def test_gaps_have_a_lane_of_their_own_and_the_pointer_tells_them(gapped: Gapped) -> None:
    assert gapped.view.sizeHint().height() == (len(LANES) + 1) * LANE_PX + SCALE_PX
    place = QPoint(HEAD_PX + TRACK.x_of(AT_MS), len(LANES) * LANE_PX + LANE_PX // 2)
    assert colour(gapped.view, place) == theme.BACKGROUND and len(gapped.words(AT_MS)) == 1
    feed = FeedId("cam-002")
    gapped.tell(RecordedGap(feed, AT_MS, AT_MS + 9_000, CONNECTION), RecordedGap(feed, 0, 1, CONNECTION))
    assert colour(gapped.view, place) == theme.REPLAY_GAP_COLOUR
    first, told = gapped.words(AT_MS + 4_000)
    assert first.startswith("2:11") and "(9 s)  the camera was lost: 2 " in told
    many = [RecordedGap(feed, AT_MS, AT_MS + 9_000 + n, CONNECTION) for n in range(40)]
    gapped.tell(*many)
    assert gapped.words(AT_MS)[-1] == f"and {40 - MOST_TOLD} more"


def test_a_click_on_a_gap_leaps_there(gapped: Gapped, held: HeldReplay, qtbot: QtBot) -> None:
    place = QPoint(HEAD_PX + TRACK.x_of(AT_MS), len(LANES) * LANE_PX + LANE_PX // 2)
    qtbot.mouseClick(gapped.view, Qt.MouseButton.LeftButton, pos=place)
    held.until(lambda: held.site.at_ms == TRACK.at_ms(TRACK.x_of(AT_MS)))


def point(view: TimelineView, at: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """The pointer moves there."""
    place, none = QPointF(at), Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, place, view.mapToGlobal(place), none, held, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view, moved)


def test_the_pointer_shows_pictures_of_that_moment_until_it_leaves_or_drags(
    gapped: Gapped, held: HeldReplay, qtbot: QtBot
) -> None:
    view, strip, feed = gapped.view, gapped.view.strip, FeedId("cam-002")
    assert strip is not None
    place = at(AT_MS, "act")
    point(view, place)
    assert not strip.isVisible(), "of no camera it is known that it was recorded"
    gapped.glimpses.feeds = frozenset((feed,))
    gapped.selection.select_camera(feed)
    point(view, place + QPoint(1, 0))
    assert strip.isVisible()
    assert gapped.glimpses.asked[-1] == (TRACK.at_ms(place.x() + 1 - HEAD_PX), (feed,))
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert not strip.isVisible() and gapped.glimpses.asked[-1] == (0, ())
    point(view, place)
    assert strip.isVisible()
    point(view, place + QPoint(1, 0), Qt.MouseButton.LeftButton)
    assert not strip.isVisible()
