"""Every panel can be hidden, stand in a window of its own, and is found again as it was arranged."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from console.domain.ids import FeedId
from console.domain.monitor import Geometry
from console.ui.desk.arrangement import USUAL, Arrangement
from console.ui.desk.panels import Panels
from tests.ui.desk.test_middle_room import Room, move, room  # noqa: F401

NAMES = ("cameras", "layouts", "wall", "picture", "map", "incidents", "timeline")
SCREEN = Geometry(0, 0, 1920, 1080)


@pytest.fixture
def desk(room: Callable[..., Room]) -> Room:  # noqa: F811
    made = room()
    made.resize(1366, 768)
    return made


def test_each_panel_is_hidden_and_comes_back_where_it_was(desk: Room) -> None:
    window, panels = desk.window, desk.window.panels
    desk.selection.select_camera(FeedId("cam-007"))
    window.grab()
    assert panels.names() == NAMES
    before = {name: panels.widget_of(name).geometry() for name in NAMES}
    for name in NAMES:
        panels.toggle_panel(name)
        window.grab()
        assert not panels.is_shown(name) and not panels.widget_of(name).isVisible(), name
        assert window.size().width() == 1366
        panels.toggle_panel(name)
        window.grab()
        after = panels.widget_of(name).geometry()
        assert (after.topLeft() - before[name].topLeft()).manhattanLength() < 4, name
        assert abs(after.width() - before[name].width()) < 4, name


def test_hidden_panels_leave_their_room_to_the_others(desk: Room) -> None:
    window, panels = desk.window, desk.window.panels
    for name in ("cameras", "layouts", "incidents", "timeline"):
        panels.toggle_panel(name)
    desk.qtbot.waitUntil(lambda: window.middle.width() == window.centralWidget().width())
    for name in ("wall", "map"):
        panels.toggle_panel(name)
    window.grab()
    assert window._nothing.isVisible() and not window.middle.isVisible()
    desk.selection.select_camera(FeedId("cam-007"))
    window.grab()
    assert window.picture.isVisible() and not window._nothing.isVisible()
    panels.reset_arrangement()
    window.grab()
    assert window.cameras.isVisible() and window.cards.isVisible() and window.map.isVisible()
    assert panels.arrangement() == USUAL


def test_each_panel_stands_in_a_window_of_its_own_and_comes_back(desk: Room) -> None:
    desk.selection.select_camera(FeedId("cam-007"))
    for name in NAMES:
        desk.window.grab()
        goes_out_and_comes_back(desk, name)


def goes_out_and_comes_back(desk: Room, name: str) -> None:
    window, panels = desk.window, desk.window.panels
    widget = panels.widget_of(name)
    before = widget.geometry()
    panels.toggle_floating(name)
    own = panels.window_of(name)
    assert own is not None and panels.is_floating(name)
    desk.qtbot.waitUntil(own.isVisible)
    assert widget.window() is own and widget.isVisible()
    assert "Sightline desk" in own.windowTitle()
    panels.toggle_panel(name)
    assert not own.isVisible() and not panels.is_shown(name)
    panels.toggle_panel(name)
    assert own.isVisible()
    panels.toggle_floating(name)
    window.grab()
    assert widget.window() is window and widget.isVisible()
    assert abs(widget.width() - before.width()) < 4, "it has its room again"
    assert (widget.geometry().topLeft() - before.topLeft()).manhattanLength() < 4


def test_a_picture_in_its_own_window_waits_there_for_a_camera(desk: Room) -> None:
    window, panels = desk.window, desk.window.panels
    panels.toggle_floating("picture")
    own = panels.window_of("picture")
    assert own is not None
    desk.qtbot.waitUntil(own.isVisible)
    assert window.picture.isVisible() and not desk.demands.now
    desk.selection.select_camera(FeedId("cam-007"))
    assert [one.feed for one in desk.demands.now] == ["cam-007"]
    assert window.map.width() == window.middle.width(), "the map keeps the room that it has"
    desk.press(Qt.Key.Key_V)
    assert not own.isVisible() and not desk.demands.now
    desk.press(Qt.Key.Key_V)
    assert own.isVisible() and desk.demands.now


def test_the_desks_keys_act_in_a_panels_own_window(desk: Room) -> None:
    window, panels = desk.window, desk.window.panels
    panels.toggle_floating("incidents")
    own = panels.window_of("incidents")
    assert own is not None
    own.activateWindow()
    desk.qtbot.waitUntil(own.isActiveWindow)
    window.cards.rows.setFocus()
    desk.qtbot.waitUntil(window.cards.rows.hasFocus)
    desk.qtbot.keyClick(window.cards.rows, Qt.Key.Key_H)
    desk.qtbot.waitUntil(window.health.isVisible)
    window.health.hide()
    desk.selection.select_camera(FeedId("cam-007"))
    desk.qtbot.keyClick(own, Qt.Key.Key_Escape)
    assert desk.selection.camera is None, "what nobody took is the desk's"


def test_a_panel_fills_the_screen_that_it_is_put_on(desk: Room) -> None:
    panels, place = desk.window.panels, Geometry(200, 100, 900, 600)
    for name in ("incidents", "incidents", "map"):
        panels.put_on(name, place)
        own = panels.window_of(name)
        assert own is not None
        desk.qtbot.waitUntil(own.isVisible)
        assert (own.width(), own.height()) == (900, 600)


def test_closing_its_window_brings_a_panel_back(desk: Room) -> None:
    panels = desk.window.panels
    panels.toggle_floating("map")
    own = panels.window_of("map")
    assert own is not None
    desk.qtbot.waitUntil(own.isVisible)
    own.close()
    assert not panels.is_floating("map") and desk.window.map.isVisible()
    assert panels.arrangement().windows == {}


def test_keys_are_no_text_after_the_panel_that_had_them_is_hidden(desk: Room) -> None:
    desk.window.cameras.rows.setFocus()
    desk.window.panels.toggle_panel("cameras")
    assert not isinstance(desk.window.focusWidget(), QLineEdit)


def test_what_was_arranged_is_there_again(desk: Room, room: Callable[..., Room]) -> None:  # noqa: F811
    window, panels = desk.window, desk.window.panels
    move(window.room.columns.handle(1), QPoint(60, 0))
    move(window.middle.handle(1), QPoint(0, 40))
    panels.toggle_panel("layouts")
    panels.toggle_floating("incidents")
    own = panels.window_of("incidents")
    assert own is not None
    own.setGeometry(300, 200, 420, 380)
    desk.qtbot.waitUntil(lambda: panels.arrangement().windows["incidents"].width == 420)
    kept = panels.arrangement()
    assert kept.hidden == ("layouts",) and set(kept.sizes) == {"columns", "middle"}
    wide, high = window.cameras.width(), window.miniatures.height()
    other = room()
    other.resize(1366, 768)
    again = other.window.panels
    again.restore(kept)
    other.window.grab()
    assert not other.window.layouts.isVisible()
    its = again.window_of("incidents")
    assert its is not None
    other.qtbot.waitUntil(lambda: its.geometry() == own.geometry())  # with the window manager's frame
    assert abs(other.window.cameras.width() - wide) < 8
    assert abs(other.window.miniatures.height() - high) < 8
    assert again.arrangement().sizes.keys() == kept.sizes.keys()
    again.restore(Arrangement(hidden=("no such panel",), sizes={"no such": {"x": 1}}))
    assert again.arrangement().hidden == ()


def test_a_panel_whose_screen_is_gone_comes_back_and_goes_there_again(desk: Room) -> None:
    panels: Panels = desk.window.panels
    second = Geometry(30_000, 0, 1920, 1080)
    panels.restore(Arrangement(windows={"map": Geometry(30_100, 100, 800, 600)}))
    assert not panels.is_floating("map") and desk.window.map.isVisible()
    assert "map" in panels.arrangement().windows, "its screen may come"
    panels.toggle_floating("cameras")
    there = panels.arrangement().windows["cameras"]
    panels.screens_are([second])
    assert not panels.is_floating("cameras") and desk.window.cameras.isVisible()
    assert panels.is_floating("map")
    assert panels.arrangement().windows["cameras"] == there
    panels.screens_are([SCREEN])
    assert panels.is_floating("cameras")


def test_a_window_that_is_larger_than_its_screen_becomes_as_large_as_that(desk: Room) -> None:
    panels, small = desk.window.panels, Geometry(0, 0, 1366, 768)
    for wished, placed in ((Geometry(0, 0, 1900, 1000), small), (Geometry(100, 90, 800, 600), None)):
        panels.put_on("map", wished)
        own = panels.window_of("map")
        assert own is not None
        desk.qtbot.waitUntil(own.isVisible)
        panels.screens_are([small])
        size = placed or wished
        desk.qtbot.waitUntil(
            lambda own=own, size=size: (own.width(), own.height()) == (size.width, size.height)
        )
        assert panels.is_floating("map") and panels.arrangement().windows["map"] == size


def test_when_screens_come_or_go_it_is_looked_where_each_panel_can_be(
    desk: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    panels, application = desk.window.panels, QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    looked: list[list[Geometry]] = []
    monkeypatch.setattr(panels, "screens_are", looked.append)
    panels.toggle_floating("map")
    own, wished = panels.window_of("map"), panels.arrangement().windows["map"]
    application.screenRemoved.emit(application.primaryScreen())
    own.move(5, 5)  # as a window manager does meanwhile
    desk.qtbot.waitUntil(lambda: len(looked) == 1)
    assert panels.arrangement().windows["map"] == wished
    application.screenAdded.emit(application.primaryScreen())
    desk.qtbot.waitUntil(lambda: len(looked) == 2)
    application.primaryScreen().geometryChanged.emit(application.primaryScreen().geometry())
    desk.qtbot.waitUntil(lambda: len(looked) == 3)


def test_the_buttons_come_under_the_pointer_in_a_panels_head_alone(desk: Room) -> None:
    corner = desk.window.panels.corner_of("cameras")
    panel = desk.window.cameras
    assert not corner.isVisible()
    desk.qtbot.mouseMove(panel, QPoint(30, 12))
    desk.qtbot.waitUntil(corner.isVisible)
    assert corner.geometry().right() <= panel.width()
    desk.qtbot.mouseMove(panel, QPoint(30, 300))
    desk.qtbot.waitUntil(lambda: not corner.isVisible())
    corner.away.click()
    assert not panel.isVisible()


def test_the_newest_marks_of_the_timeline_are_never_below_the_buttons(desk: Room) -> None:
    corner, timeline = desk.window.panels.corner_of("timeline"), desk.window.timeline
    assert timeline is not None
    desk.qtbot.mouseMove(timeline, QPoint(20, 8))
    desk.qtbot.waitUntil(corner.isVisible)
    assert corner.geometry().right() < 132
    desk.qtbot.mouseMove(timeline, QPoint(timeline.width() - 20, 8))
    desk.qtbot.waitUntil(lambda: not corner.isVisible())


def test_a_right_click_in_its_head_offers_what_can_be_done_with_a_panel(desk: Room) -> None:
    corner, panel = desk.window.panels.corner_of("cameras"), desk.window.cameras
    asked: list[QPoint] = []
    corner.menu_asked.disconnect()
    corner.menu_asked.connect(asked.append)
    for at in (QPoint(30, 200), QPoint(30, 12)):
        clicked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, panel.mapToGlobal(at))
        QApplication.sendEvent(panel, clicked)
    assert asked == [panel.mapToGlobal(QPoint(30, 12))]


def test_nothing_is_wider_than_the_window_with_all_panels(desk: Room) -> None:
    assert QApplication.activeWindow() is desk.window
    assert desk.window.minimumSizeHint().width() <= 1366
    assert desk.window.minimumSizeHint().height() <= 768
