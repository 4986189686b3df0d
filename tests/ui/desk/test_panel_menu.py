"""The menu of the desk's panels says what is shown, offers what can be done, and does it."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRect

from console.domain.monitor import Geometry
from console.ui.desk.arrangement import USUAL
from console.ui.desk.panel_menu import PanelMenu
from tests.ui.desk.test_middle_room import Room, room  # noqa: F401


@pytest.fixture
def desk(room: Callable[..., Room]) -> Room:  # noqa: F811
    made = room()
    made.resize(1366, 768)
    return made


def test_the_menu_says_what_is_shown_and_does_it(desk: Room) -> None:
    panels = desk.window.panels
    panels.toggle_panel("map")
    menu = desk.window.panel_menu.made("wall")
    shown = {action.text(): action for action in menu.actions() if action.text()}
    assert shown["Cameras"].isChecked() and not shown["Map"].isChecked()
    assert "Reset arrangement" in shown and "Back into the desk" not in shown
    shown["Map"].trigger()
    assert panels.is_shown("map")
    shown["Hide Wall"].trigger()
    assert not panels.is_shown("wall")
    shown["Reset arrangement"].trigger()
    assert panels.arrangement() == USUAL
    menu.deleteLater()


def test_it_is_offered_each_screen_but_those_that_the_wall_fills(
    desk: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens = [screen(f"DP-{n}", QRect(1920 * (n - 1), 0, 1920, 1080)) for n in (1, 2, 3)]
    monkeypatch.setattr(
        "console.ui.desk.panel_menu.QGuiApplication", SimpleNamespace(screens=lambda: screens)
    )
    menu = desk.window.panel_menu
    assert offered(menu) == ["Map on DP-1", "Map on DP-2", "Map on DP-3"]
    menu.wall_places = lambda: [Geometry(1920, 0, 1920, 1080)]
    assert offered(menu) == ["Map on DP-1", "Map on DP-3"]
    del screens[1:]
    assert offered(menu) == []


def screen(name: str, area: QRect) -> SimpleNamespace:
    return SimpleNamespace(
        name=lambda: name, geometry=lambda: area, availableGeometry=lambda: area, devicePixelRatio=lambda: 1.0
    )


def offered(panel_menu: PanelMenu) -> list[str]:
    menu = panel_menu.made("map")
    names = [action.text() for action in menu.actions() if action.text().startswith("Map on ")]
    menu.deleteLater()
    return names
