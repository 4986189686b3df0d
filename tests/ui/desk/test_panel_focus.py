"""Tab goes through all panels in the order in which they stand, and where the keyboard is, is seen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import TimeoutError as TookTooLong

from console.domain.ids import IncidentId
from tests.ui.desk.conftest import ShownDesk
from tests.watch.logs import ExpectedLog

pytestmark = [pytest.mark.timeout(180), pytest.mark.map_page]

KEY = Qt.Key
PAGE_MS = 30_000
"""A browser starts."""
IN_PAGE_MS = 5_000
"""The page's own map is a stop in it, where the keyboard was not there yet when Tab came to the page."""


@pytest.fixture(autouse=True)
def slow_machine(expected_log: ExpectedLog) -> None:
    """The desk paints often here, and its city is silent meanwhile."""
    expected_log.may_come("the media engine is silent")


def focused(shown: ShownDesk) -> QWidget:
    widget = shown.window.focusWidget()
    assert widget is not None
    return widget


def map_has_its_place(shown: ShownDesk) -> bool:
    """The browser makes what takes the keyboard there with each page, and Qt puts that last at first. A key
    that comes before the page is there is lost.
    """
    if shown.window.map.map is None or not shown.window.map.map.is_ready:
        return False
    page = shown.window.map.stops[-1:]
    before = shown.window.cards.rows.previousInFocusChain()
    while before.focusPolicy() is Qt.FocusPolicy.NoFocus:
        before = before.previousInFocusChain()
    return page == (before,)


def tab_leaves(shown: ShownDesk, before: QWidget, within_ms: int) -> bool:
    shown.type_keys(KEY.Key_Tab)
    try:
        shown.until(lambda: focused(shown) is not before, within_ms)  # a page says it later
    except TookTooLong:
        return False
    return True


def stops(shown: ShownDesk, most: int = 60) -> list[QWidget]:
    """Everything that Tab comes to, from the search of cameras on."""
    first = shown.window.cameras.search
    first.setFocus()
    found = [first]
    for _ in range(most):
        before = focused(shown)
        is_page = before in shown.window.map.stops
        if not (is_page and tab_leaves(shown, before, IN_PAGE_MS)):
            assert tab_leaves(shown, before, PAGE_MS), before
        if focused(shown) is first:
            return found
        found.append(focused(shown))
    raise AssertionError(f"Tab does not come back: {found}")


def panel_of(shown: ShownDesk, widget: QWidget) -> str:
    panels = shown.window.panels
    holding = [name for name in panels.names() if _holds(panels.widget_of(name), widget)]
    return holding[0] if holding else "top" if _holds(shown.window.top, widget) else ""


def _holds(panel: QWidget, widget: QWidget) -> bool:
    return panel is widget or panel.isAncestorOf(widget)


def test_tab_comes_to_every_panel_one_after_the_other(shown: ShownDesk) -> None:
    shown.until(lambda: map_has_its_place(shown), PAGE_MS)
    shown.selection.select_incident(IncidentId("i-000001"))
    shown.settle()
    panels = [panel_of(shown, stop) for stop in stops(shown)]
    order = [name for at, name in enumerate(panels) if not at or panels[at - 1] != name]
    assert order == ["cameras", "layouts", "wall", "map", "incidents", "timeline", "top"]
    shown.window.panels.toggle_floating("wall")
    shown.window.panels.toggle_floating("wall")
    assert shown.window.miniatures.previousInFocusChain() is shown.window.tours.stops[-1]


def test_wherever_the_keyboard_is_it_is_seen(shown: ShownDesk) -> None:
    window = shown.window
    shown.until(lambda: window.map.stops, PAGE_MS)
    shown.selection.select_incident(IncidentId("i-000001"))
    shown.settle()
    unseen = []
    for listed in (window.layouts, window.presets, window.tours):
        window.lists.show_list(listed)
        for stop in (stop for panel in window._panels() for stop in panel.stops):
            stop.setFocus()
            with_keys = _looks(shown)
            window.setFocus()
            if stop.isVisible() and stop.isEnabled() and with_keys == _looks(shown):
                unseen.append(stop)
    assert unseen == []


def _looks(shown: ShownDesk) -> QImage:
    return shown.window.grab().toImage()


def test_y_goes_from_list_to_list_and_turns_to_each(shown: ShownDesk) -> None:
    window, lists = shown.window, shown.window.lists
    shown.type_keys(KEY.Key_Y)
    assert lists.current is window.layouts and focused(shown) is window.layouts.rows
    assert window.layouts.rows.selectionModel().selectedIndexes() != [], "what Enter loads is seen"
    shown.type_keys(KEY.Key_Y)
    assert lists.current is window.presets and focused(shown) is window.presets.name, "there are none yet"
    window.presets.name.clearFocus()
    shown.type_keys(KEY.Key_W, KEY.Key_Y)
    assert lists.current is window.layouts, "from anywhere else to the layouts"
    window.commands.acts["focus-tours"]()
    assert lists.current is window.tours and window.tours.isAncestorOf(focused(shown))
    shown.type_keys(KEY.Key_Y)
    assert lists.current is window.layouts


def test_a_name_is_typed_where_it_is_seen(shown: ShownDesk) -> None:
    shown.press(KEY.Key_S, held=Qt.KeyboardModifier.ControlModifier)
    assert shown.window.lists.current is shown.window.presets
    assert focused(shown) is shown.window.presets.name and shown.window.presets.name.isVisible()


def test_a_hidden_panel_is_shown_by_the_key_that_goes_there(shown: ShownDesk) -> None:
    panels = shown.window.panels
    for name, key in (
        ("wall", KEY.Key_W),
        ("map", KEY.Key_M),
        ("incidents", KEY.Key_J),
        ("layouts", KEY.Key_Y),
        ("cameras", KEY.Key_Slash),
    ):
        panels.show_panel(name, False)
        shown.settle()
        shown.type_keys(key)
        assert panels.is_shown(name) and panel_of(shown, focused(shown)) == name
        shown.window.miniatures.setFocus()
