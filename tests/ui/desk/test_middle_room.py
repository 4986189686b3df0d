"""The desk uses its room: the map where no picture is, whole rows in each list, nothing beyond the screen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
import zmq
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, structs
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.app.screen_places import LEAST_DESK_HEIGHT_PX, TITLE_BAR_PX
from console.domain.alert import Severity
from console.domain.camera import Profile
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.incident import IncidentState
from console.domain.picture import PictureState
from console.protocol.clock import SystemClock
from console.protocol.core_changes import CoreSnapshot, Counts
from console.protocol.engine_messages import Demand, EnginePublished, FeedHealth, FeedsChanged
from console.protocol.layout_messages import LayoutHead
from console.protocol.requester import Requester
from console.sim.city import demo_cameras
from console.ui import theme
from console.ui.desk.camera_delegate import NUMBER_WIDTH_PX
from console.ui.desk.card_text import age_room
from console.ui.desk.desk_room import side_widths_px
from console.ui.desk.desk_window import DeskWindow
from console.ui.desk.incident_model import CardRole
from console.ui.desk.lent_monitors import LentMonitors
from console.ui.desk.miniature_pictures import MiniaturePictures
from console.ui.desk.monitor_numbers import MonitorNumbers
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.recording_acts import RecordingActs
from console.ui.desk.selected_picture import SelectedPicture
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import Area, SiteView
from console.ui.fonts import font
from console.ui.frames import Frames
from console.ui.map.scheme import register_scheme, settle_chromium
from tests.fakes.desk_city import city_cameras, city_incident, city_monitors

settle_chromium()
register_scheme()

CLOCK = SystemClock()
SIZES = ((910, 512), (1280, 720), (1366, 768), (1366, 741), (1920, 1080), (2560, 720), (3840, 1080))
WALL_1 = MonitorId("wall-1")
LONG = "North-eastern interchange, upper deck, lane 4, looking to the tunnel portal of the eastern ring"


class NoDemands:
    """Takes what is demanded."""

    def __init__(self) -> None:
        self.now: tuple[Demand, ...] = ()
        self.sizes: list[int] = []

    def change(self, demands: tuple[Demand, ...]) -> None:
        self.now = demands
        self.sizes += [one.width for one in demands]

    def renew(self) -> None:
        """Nobody hears it."""


class NoCore:
    """Nobody to be given commands."""

    def give(self, command: Struct, words: str) -> None:
        raise AssertionError(f"nothing is to be sent, but: {words}")


@dataclass
class Room:
    """A desk without a site beside it."""

    window: DeskWindow
    selection: Selection
    view: SiteView
    demands: NoDemands
    qtbot: QtBot

    def resize(self, width: int, height: int) -> None:
        self.window.resize(width, height)
        self.window.place_columns()
        self.qtbot.waitUntil(lambda: (self.window.width(), self.window.height()) == (width, height))
        self.window.grab()

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.window, key)


def incidents(count: int) -> tuple[object, ...]:
    worst = list(Severity)
    states = (IncidentState.OPEN, IncidentState.ACKNOWLEDGED)
    return tuple(
        city_incident(
            number,
            CLOCK.now_ms(),
            worst[number % len(worst)],
            state=states[number % 2],
            text=LONG if number % 3 == 0 else "3 rounds",
            overlays=number % 3,
        )
        for number in range(1, count + 1)
    )


@pytest.fixture
def room(qtbot: QtBot, fonted_app: QApplication) -> Iterator[Callable[..., Room]]:
    made: list[DeskWindow] = []

    def make(incident_count: int = 5, name: str = "", site: str = "helsinki-demo") -> Room:
        cameras = city_cameras()
        cameras = tuple(replace(one, name=name) for one in cameras) if name else cameras
        view, selection, frames, demands = SiteView(), Selection(), Frames(), NoDemands()
        view.apply_core(
            CoreSnapshot(
                boot="core-1",
                seq=0,
                at_ms=CLOCK.now_ms(),
                site=site,
                cameras=cameras,
                monitors=city_monitors(cameras),
                incidents=incidents(incident_count),
                layouts=tuple(LayoutHead(f"layout {number} of {LONG}", number) for number in range(12)),
                counts=Counts(received=incident_count),
                director_mode="auto",
            )
        )
        view.engine_heard = True
        acts = OperatorActs(view, selection, NoCore())
        recording = RecordingActs(view, selection, NoCore())
        nobody = Requester(zmq.Context.instance(), "inproc://nobody", "desk", CLOCK)
        lent = LentMonitors(view, selection, nobody)
        numbers = MonitorNumbers(nobody, lambda _: nobody, CLOCK)
        picture = SelectedPicture(view, selection, frames, demands)
        pictures = MiniaturePictures(frames)
        window = DeskWindow(
            view, selection, acts, recording, lent, numbers, pictures, picture, CLOCK, "operator", None
        )
        made.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.refresh(Area.ALL)
        window.tick_second()
        return Room(window, selection, view, demands, qtbot)

    yield make
    for window in made:
        window.stop()
        window.hide()  # closing would end the application
        window.deleteLater()


# --- the map and the large picture


@pytest.mark.parametrize("size", SIZES)
def test_the_map_has_the_whole_middle_while_no_camera_is_selected(
    room: Callable[..., Room], size: tuple[int, int]
) -> None:
    desk = room()
    desk.resize(*size)
    window = desk.window
    assert not window.picture.isVisible()
    assert window.map.width() == window.middle.width()
    assert window.map.height() + window.miniatures.height() >= window.middle.height() - 4
    assert "Select a camera" in window.map.hint.toolTip()
    desk.selection.select_camera(FeedId("cam-007"))
    window.grab()
    assert window.picture.isVisible() and window.picture.width() > window.map.width() * 0.9
    assert "V closes" in window.map.hint.toolTip()
    assert (window.width(), window.height()) == size, "the picture widens no window"


def test_a_picture_comes_with_the_camera_and_goes_by_v_and_escape(room: Callable[..., Room]) -> None:
    desk = room()
    desk.resize(1366, 768)
    window, picture = desk.window, desk.window.picture
    desk.press(Qt.Key.Key_V)
    assert not picture.isVisible() and "camera first" in window.bottom.last_act.toolTip()
    desk.selection.select_camera(FeedId("cam-007"))
    assert picture.isVisible() and [one.feed for one in desk.demands.now] == ["cam-007"]
    window.grab()
    assert set(desk.demands.sizes) == {picture.width()}, "no other size is asked for in between"
    desk.press(Qt.Key.Key_V)
    assert not picture.isVisible() and not desk.demands.now
    desk.qtbot.waitUntil(lambda: window.map.width() == window.middle.width())
    desk.press(Qt.Key.Key_V)
    assert picture.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert desk.selection.camera is None and not picture.isVisible() and not desk.demands.now
    desk.qtbot.waitUntil(lambda: window.map.width() == window.middle.width())
    box = window.miniatures.box_of(WALL_1, CellIndex(2))
    assert box is not None
    desk.qtbot.mouseClick(window.miniatures, Qt.MouseButton.LeftButton, pos=box.center())
    assert picture.isVisible() and [one.feed for one in desk.demands.now] == ["cam-003"]
    desk.press(Qt.Key.Key_Escape)
    assert desk.selection.cell is None and not picture.isVisible()


def test_f_asks_the_map_for_all_cameras(room: Callable[..., Room], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    shown = SimpleNamespace(fit=lambda: asked.append("fit"), stop=lambda: None)
    desk = room()
    monkeypatch.setattr(desk.window.map, "map", shown)
    desk.press(Qt.Key.Key_F)
    assert asked == ["fit"]
    monkeypatch.undo()


def test_focus_alone_selects_nothing(room: Callable[..., Room]) -> None:
    desk = room()
    for rows in (desk.window.cards.rows, desk.window.cameras.rows):
        rows.setFocus()
        desk.qtbot.waitUntil(rows.hasFocus)
    assert desk.selection.camera is None and desk.selection.incident is None
    assert not desk.window.picture.isVisible()
    desk.qtbot.keyClick(desk.window.cameras.rows, Qt.Key.Key_Down)
    desk.qtbot.waitUntil(desk.window.picture.isVisible)


def test_escape_from_the_zoomed_picture_leaves_the_keys_with_the_desk(room: Callable[..., Room]) -> None:
    desk = room()
    desk.selection.select_camera(FeedId("cam-007"))
    desk.press(Qt.Key.Key_Z)
    desk.qtbot.waitUntil(desk.window.picture.hasFocus)
    desk.qtbot.keyClick(desk.window.picture, Qt.Key.Key_Escape)
    assert not desk.window.picture.isVisible()
    assert desk.window.focusWidget() is not desk.window.cameras.search


def test_boundaries_that_the_operator_moved_stay(room: Callable[..., Room]) -> None:
    desk = room()
    desk.resize(1920, 1080)
    desk.selection.select_camera(FeedId("cam-007"))
    window, below = desk.window, desk.window.middle.below
    desk.qtbot.waitUntil(lambda: sum(below.sizes()) < below.width())  # the handle has its place
    move(below.handle(1), QPoint(-260, 0))
    share = below.sizes()[0] / sum(below.sizes())
    assert 0.3 < share < 0.45
    move(window.middle.handle(1), QPoint(0, 90))
    height = window.miniatures.height()
    desk.press(Qt.Key.Key_V)
    desk.press(Qt.Key.Key_V)
    window.refresh(Area.ALL)
    assert below.sizes()[0] / sum(below.sizes()) == pytest.approx(share, abs=0.01)
    assert window.miniatures.height() == height
    window.resize(1500, 1080)
    window.grab()
    assert below.sizes()[0] / sum(below.sizes()) == pytest.approx(share, abs=0.01)


def move(handle: QWidget, by: QPoint) -> None:
    """Drag a boundary."""
    middle = QPointF(handle.rect().center())
    start = handle.mapToGlobal(middle)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind, to in (
        (QEvent.Type.MouseButtonPress, start),
        (QEvent.Type.MouseMove, start + by),
        (QEvent.Type.MouseButtonRelease, start + by),
    ):
        QApplication.sendEvent(handle, QMouseEvent(kind, handle.mapFromGlobal(to), to, left, left, none))


# --- the screen, and rows


@pytest.mark.parametrize("site", ["helsinki-demo", LONG])
def test_it_fits_the_screen(room: Callable[..., Room], site: str) -> None:
    desk = room(50, name=LONG, site=site)
    desk.selection.select_camera(FeedId("cam-007"))
    for size in SIZES:
        desk.resize(*size)
        window = desk.window
        least = window.minimumSizeHint()
        assert least.width() <= size[0] and least.height() <= size[1], size
        for button in (window.cards.acknowledge, window.cards.close_incident, window.cards.undo):
            right = button.mapTo(window, button.rect().bottomRight())
            assert window.rect().contains(right) and button.width() >= button.sizeHint().width(), (
                button.text()
            )
        assert f"<qt dir=ltr>{site}</qt>" == window.top.site.toolTip()


def test_the_demo_gives_it_the_height_that_it_needs_with_all_that_can_be_wrong(
    room: Callable[..., Room],
) -> None:
    desk = room(50)
    desk.selection.select_camera(FeedId("cam-007"))
    for line in (desk.window.control, desk.window.problems):
        line.say("core does not answer")
    given = LEAST_DESK_HEIGHT_PX - TITLE_BAR_PX
    desk.resize(1366, given)
    assert desk.window.minimumSizeHint().height() <= given


def half_rows(view: QAbstractItemView, more: QWidget) -> list[int]:
    """Rows that are seen in part: neither whole, nor covered, nor higher than the list itself."""
    inside, model = view.viewport().rect(), view.model()
    covered = more.geometry().translated(-view.viewport().pos()) if more.isVisible() else QRect()
    found = []
    for row in range(model.rowCount()):
        place = view.visualRect(model.index(row, 0))
        seen = place.intersected(inside)
        if seen.isEmpty() or inside.contains(place) or place.height() > inside.height():
            continue
        if not covered.contains(seen.intersected(QRect(inside))) and seen.height() < place.height() - 6:
            found.append(row)
    return found


@pytest.mark.parametrize("incident_count", [0, 5, 50])
def test_no_list_shows_half_a_row(room: Callable[..., Room], incident_count: int) -> None:
    desk = room(incident_count)
    for size in (*SIZES, (1366, 650), (1366, 661), (1920, 1071)):
        desk.resize(*size)
        window = desk.window
        window.health.toggle()
        lists = {
            "cameras": (window.cameras.rows, window.cameras.more),
            "layouts": (window.layouts.rows, window.layouts.more),
            "incidents": (window.cards.rows, window.cards.rows.more),
            "health": (window.health.table, QWidget()),
        }
        for name, (view, more) in lists.items():
            bar = view.verticalScrollBar()
            for at in sorted({0, 1, bar.maximum() // 2, bar.maximum()}):
                bar.setValue(at)
                view.viewport().grab()
                cut = half_rows(view, more)
                assert not cut, f"{name} at {at}, {size}: {cut}"
                first = view.indexAt(QPoint(1, 1))
                assert not first.isValid() or view.visualRect(first).top() >= 0, f"{name}: cut above, {size}"
        window.health.hide()


def test_what_covers_a_cut_row_says_how_many_there_are_and_goes_on(room: Callable[..., Room]) -> None:
    desk = room()
    desk.resize(1366, 768)
    cameras = desk.window.cameras
    height = next(height for height in range(300, 341) if height % 40 == 25)
    cameras.rows.setFixedHeight(height)
    desk.window.grab()
    whole = height // 40
    assert cameras.more.isVisible() and cameras.more.text() == f"{64 - whole} more"
    desk.qtbot.mouseClick(cameras.more, Qt.MouseButton.LeftButton)
    assert cameras.rows.verticalScrollBar().value() == whole
    assert desk.selection.camera is None
    cameras.rows.verticalScrollBar().setValue(cameras.rows.verticalScrollBar().maximum())
    desk.window.grab()
    assert not cameras.more.isVisible()


# --- incident cards


def test_cards_say_all_they_can_and_the_whole_in_their_tool_tip(room: Callable[..., Room]) -> None:
    desk = room(12)
    for size in SIZES:
        desk.resize(*size)
        rows, model = desk.window.cards.rows, desk.window.cards.model
        for row in range(model.rowCount()):
            index = model.index(row)
            text = rows.itemDelegate().text(index, rows.viewport().width())
            said = (*text.headline, *text.status, *(line for fact in text.facts for line in fact))
            assert not [line for line in said if "…" in line]
            whole = str(index.data(Qt.ItemDataRole.ToolTipRole))
            assert all(reason in whole for reason in index.data(CardRole.LINES))
            assert rows.visualRect(index).width() <= rows.viewport().width()
        assert not rows.horizontalScrollBar().maximum()


def test_a_word_without_end_is_cut_on_the_card_and_whole_in_its_tool_tip(room: Callable[..., Room]) -> None:
    desk = room(1)
    incident = next(iter(desk.view.incidents.values()))
    endless = structs.replace(incident.alert, place="x" * 300, text="y" * 900)
    desk.view.incidents[incident.incident] = structs.replace(incident, alert=endless)
    desk.window.refresh(Area.INCIDENTS)
    desk.resize(1366, 768)
    rows = desk.window.cards.rows
    index = desk.window.cards.model.index(0)
    text = rows.itemDelegate().text(index, rows.viewport().width())
    assert text.headline[-1].endswith("…")
    whole = str(index.data(Qt.ItemDataRole.ToolTipRole)).replace("\u200b", "")
    assert "x" * 300 in whole and "y" * 900 in whole


def test_a_card_keeps_its_height_while_it_grows_older(room: Callable[..., Room]) -> None:
    desk = room(1)
    desk.resize(1366, 768)
    rows, index = desk.window.cards.rows, desk.window.cards.model.index(0)
    delegate = rows.itemDelegate()
    before = delegate.text(index, 340)
    room_px = [age_room(age) for age in ("1 s", "59 s", "1 min 00 s", "59 min 59 s", "23 h 59 min")]
    assert len(set(room_px)) == 1 and before.line_count == delegate.text(index, 340).line_count


def test_a_card_is_as_high_as_what_it_says_now(room: Callable[..., Room]) -> None:
    desk = room(1)
    desk.resize(1366, 768)
    rows, model = desk.window.cards.rows, desk.window.cards.model
    before = rows.visualRect(model.index(0)).height()
    incident = next(iter(desk.view.incidents.values()))
    longer = structs.replace(incident.alert, text=" ".join([LONG] * 2))
    desk.view.incidents[incident.incident] = structs.replace(incident, alert=longer)
    desk.window.refresh(Area.INCIDENTS)
    desk.qtbot.waitUntil(lambda: rows.visualRect(model.index(0)).height() >= before + 2 * 19)
    desk.view.incidents[incident.incident] = incident
    desk.window.refresh(Area.INCIDENTS)
    desk.qtbot.waitUntil(lambda: rows.visualRect(model.index(0)).height() == before)


def test_a_notch_of_the_wheel_is_one_card(room: Callable[..., Room]) -> None:
    desk = room(50)
    desk.resize(1366, 768)
    rows = desk.window.cards.rows
    middle = QPointF(rows.viewport().rect().center())
    none, still = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    turned = QWheelEvent(
        middle,
        rows.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        none,
        still,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(rows.viewport(), turned)
    assert rows.verticalScrollBar().value() == 1


# --- the window


def test_the_side_panels_have_their_widths_for_each_size(room: Callable[..., Room]) -> None:
    desk = room()
    widths = []
    for size in ((3840, 1080), (1920, 1080), (1366, 768), (1100, 700)):
        desk.resize(*size)
        widths.append((desk.window.cameras.width(), desk.window.cards.width()))
        assert desk.window.cameras.height() > 1.5 * desk.window.layouts.height()
    assert widths == [(480, 600), (365, 403), (260, 340), (250, 340)]
    desk.resize(1099, 700)
    assert desk.window.cameras.width() == 200


@given(st.integers(900, 8000))
def test_the_middle_has_most_of_the_window_and_no_side_is_narrower_in_a_wider_one(window_px: int) -> None:
    left, right = side_widths_px(window_px)
    assert left + right < 0.6 * window_px
    assert all(wider >= now for wider, now in zip(side_widths_px(window_px + 1), (left, right), strict=True))


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 1080)])
def test_where_there_is_room_names_of_cameras_are_whole(
    room: Callable[..., Room], size: tuple[int, int]
) -> None:
    desk = room()
    desk.resize(*size)
    row_px = desk.window.cameras.rows.viewport().width() - 20 - NUMBER_WIDTH_PX
    metrics = QFontMetrics(font(theme.FONT_SIZES_PX[1]))
    names = [camera.name for camera in demo_cameras(100)]
    assert not [name for name in names if metrics.horizontalAdvance(name) > row_px]


def test_each_key_opens_what_it_should(room: Callable[..., Room]) -> None:
    desk = room()
    window = desk.window
    desk.press(Qt.Key.Key_F1)
    desk.qtbot.waitUntil(window.help.isVisible)
    window.help.toggle()
    assert not window.help.isVisible()
    window.activateWindow()
    desk.qtbot.waitUntil(window.isActiveWindow)
    window.cameras.search.setText("kamppi")
    desk.press(Qt.Key.Key_Slash)
    desk.qtbot.waitUntil(window.cameras.search.hasFocus)
    assert window.cameras.search.selectedText() == "kamppi", "typed over"
    desk.press(Qt.Key.Key_M)  # there is no page yet: nothing happens
    desk.selection.select_camera(FeedId("cam-007"))
    window.cameras.rows.setFocus()
    desk.press(Qt.Key.Key_Z)
    desk.qtbot.waitUntil(window.picture.hasFocus)


def test_z_opens_the_picture_that_was_closed_and_asks_for_a_camera_without_one(
    room: Callable[..., Room],
) -> None:
    desk = room()
    desk.press(Qt.Key.Key_Z)
    assert "camera first" in desk.window.bottom.last_act.toolTip()
    assert not desk.window.picture.hasFocus()
    desk.selection.select_camera(FeedId("cam-007"))
    desk.press(Qt.Key.Key_V)
    assert not desk.window.picture.isVisible()
    desk.press(Qt.Key.Key_Z)
    assert desk.window.picture.isVisible()


def test_an_incident_that_is_gone_is_selected_no_longer(room: Callable[..., Room]) -> None:
    desk = room()
    first, second, *_ = desk.view.incidents
    desk.selection.select_incident(first)
    del desk.view.incidents[second]
    desk.window.refresh(Area.INCIDENTS)
    assert desk.selection.incident == first and desk.window.cards.model.rowCount() == 4
    del desk.view.incidents[first]
    desk.window.refresh(Area.INCIDENTS)
    assert desk.selection.incident is None


def test_layouts_are_for_the_selected_monitor_or_the_only_one(room: Callable[..., Room]) -> None:
    desk = room()
    target = desk.window.layouts._target
    assert "select a monitor" in target.toolTip()
    desk.selection.select_cell((MonitorId("wall-2"), CellIndex(0)))
    assert "for wall-2" in target.toolTip()
    desk.selection.select_cell(None)
    assert "select a monitor" in target.toolTip()
    del desk.view.monitors[MonitorId("wall-2")]
    desk.window.refresh(Area.MONITORS)
    assert "for wall-1" in target.toolTip()
    desk.view.layouts = (LayoutHead("one"), LayoutHead("two", 7))
    desk.window.refresh(Area.LAYOUTS)
    assert desk.window.layouts.rows.model().rowCount() == 2


def test_each_second_the_ages_the_clock_and_the_silence_are_said(room: Callable[..., Room]) -> None:
    desk = room()
    window = desk.window
    told: list[list[int]] = []
    window.cards.model.dataChanged.connect(lambda first, last, roles: told.append(roles))
    window.top.clock.setText("")
    window.troubles = ("engine: ends again and again",)
    window.tick_second()
    assert told == [[CardRole.AGE]]
    assert len(window.top.clock.text()) == len("14:02:11")
    assert window.top.warning.text() == "MEDIA ENGINE SILENT"
    assert window.problems.text() == "engine: ends again and again" and window.problems.isVisible()
    desk.view.problems = ("the data folder fails",)
    window.engine_lost = False
    window.tick_second()
    assert window.top.warning.text() == ""
    assert window.problems.text().splitlines() == ["the data folder fails", "engine: ends again and again"]


def test_what_core_says_is_wrong_stands_before_windows_without_a_screen(room: Callable[..., Room]) -> None:
    desk = room()
    desk.resize(1366, 768)
    window = desk.window
    waits = "waits for a screen of its own: there is 1 screen for 4 monitors"
    window.troubles = tuple(f"Monitor wall-{number}: {waits}" for number in (2, 3, 4))
    desk.view.problems = (
        "the data folder can't be written: alerts are acted on but not acknowledged",
        "Not recorded: cam-001, cam-002 and 3 more: the disk is full: make room",
        "The room for recordings is used up: make room on the disk",
    )
    window.tick_second()
    first, second, third = window.problems.text().splitlines()
    assert first.startswith("the data folder") and second.startswith("Not recorded")
    assert third.startswith("and 4 more: The room for recordings")


def test_counts_say_how_many_cameras_nothing_is_known_of(room: Callable[..., Room]) -> None:
    desk = room()
    assert "unknown 64" in desk.window.top.counts.text()
    live = FeedHealth(FeedId("cam-001"), Profile.SUB, "worker-0", PictureState.LIVE)
    desk.view.apply_engine(EnginePublished("e", 1, 0, FeedsChanged((live,))))
    desk.window.refresh(Area.HEALTH)
    assert "LIVE 1" in desk.window.top.counts.text() and "unknown 63" in desk.window.top.counts.text()
