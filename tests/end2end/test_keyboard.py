"""A shift by keys alone: the X server presses them, the real desk takes them, core says what came of it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from console.app.ctl.session import ask
from console.domain.errors import NoAnswer
from console.protocol.endpoints import Endpoints
from console.protocol.window_messages import GetShown, TakeShot, WindowRequest
from console.ui import theme
from tests.end2end.running_site import RunningSite
from tests.rig.keyboard_and_mouse import KeyboardAndMouse
from tests.ui.painting import where
from tests.watch.pictures import keep_picture

pytestmark = [pytest.mark.shares_processes, pytest.mark.timeout(300)]

WITHIN_S = 60.0
"""For what takes a moment: the machine may be busy."""
SHOWS_MAP = True
DESK, EDITOR, NEW_TOUR = "Sightline desk", "Layout editor", "New tour"


class Operator:
    """Somebody with a keyboard and no mouse, who goes on once the desk shows what was done."""

    def __init__(self, site: RunningSite, keyboard: KeyboardAndMouse, display: str) -> None:
        self.site = site
        self._keyboard = keyboard
        self._display = display

    def keys(self, *pressed: str) -> None:
        """Keys by their names, with Ctrl+ and Alt+ before them; what begins with a quote is typed."""
        for one in pressed:
            if one.startswith("'"):
                self._keyboard.type(one[1:])
            else:
                self._keyboard.press(one)

    def until(self, condition: Callable[[dict[str, Any]], Any], what: str) -> None:
        """Core's snapshot comes to be so; if not, the desk's picture is kept."""
        try:
            self.site.wait(lambda: condition(self.site.snapshot()), WITHIN_S, what)
        except AssertionError:
            self.looks("failed")
            raise

    def until_window(self, title: str, of: str = "") -> None:
        """The window that keys go to; ``of``: what it is to show by then."""

        def is_there() -> bool:
            now = self._keyboard.keyboard_at()
            return now.startswith(title) and of in now

        self.site.wait(is_there, WITHIN_S, f"keys go to {title!r} {of}")

    def desk_knows_the_wall(self) -> bool:
        """It starts last, and its window is there before it has heard core."""
        endpoint = Endpoints(self.site.run_dir).window("desk")
        try:
            return bool(ask(endpoint, GetShown(), WindowRequest, 1.0)["monitors"])
        except NoAnswer:
            return False

    def shot(self, window: str, name: str) -> Path:
        """A picture of a window; it has heard then what was said until now."""
        path = self.site.home / f"{name}.png"
        endpoint = Endpoints(self.site.run_dir).window(window)
        ask(endpoint, TakeShot(str(path)), WindowRequest, WITHIN_S)
        return path

    def looks(self, name: str) -> None:
        """The desk, for people to look at."""
        keep_picture(self.shot("desk", name), f"keyboard-{name}")

    def looks_all_around(self, name: str) -> None:
        """The whole screen: also a window beside the desk."""
        path = self.site.home / f"{name}.png"
        command = [sys.executable, "-m", "console.ui.screen_shot", str(path)]
        subprocess.run(command, env=os.environ | {"DISPLAY": self._display}, check=True, timeout=60)
        keep_picture(path, f"keyboard-{name}")


def wall(snapshot: dict[str, Any]) -> dict[str, tuple[str, list[tuple[Any, ...]]]]:
    """Of each monitor its layout's name; of each cell what it shows, by whose act, and its tour."""
    return {
        view["monitor"]: (
            view["layout_name"],
            [(cell["feed"], cell["layer"], (cell["tour"] or {}).get("tour")) for cell in view["cells"]],
        )
        for view in snapshot["monitors"]
    }


def cell(snapshot: dict[str, Any], index: int) -> tuple[Any, ...]:
    """One of wall-1's."""
    return wall(snapshot)["wall-1"][1][index]


def kept(snapshot: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """Names of the site's own layouts, presets and tours."""
    return (
        [one["name"] for one in snapshot["layouts"] if one["version"]],
        [one["name"] for one in snapshot["presets"]],
        [one["tour"]["name"] for one in snapshot["tours"]],
    )


@pytest.fixture
def operator(city: RunningSite) -> Iterator[Operator]:
    display = os.environ["DISPLAY"]
    with KeyboardAndMouse(display) as keyboard:
        made = Operator(city, keyboard, display)
        made.until_window(DESK)
        city.wait(made.desk_knows_the_wall, WITHIN_S, "the desk has heard of the wall")
        made.looks("0-start")  # once its map is begun, which holds its window up
        yield made


def test_a_shifts_work_needs_no_mouse(operator: Operator) -> None:
    before = operator.site.snapshot()
    find_a_camera_and_put_it_on_a_tile(operator)
    split_a_cell_and_save_the_layout(operator)
    load_it_and_keep_the_wall_as_a_preset(operator)
    load_the_preset_again(operator)
    make_a_tour_and_start_it(operator)
    take_it_all_back(operator, before)


def find_a_camera_and_put_it_on_a_tile(operator: Operator) -> None:
    operator.keys("w", "Right", "/", "'kasarmi")
    operator.looks("1-found")
    operator.keys("Return", "Escape")
    operator.until(lambda now: cell(now, 0)[:2] == ("cam-012", "hand"), "the camera is on the first tile")
    operator.looks("2-put")


def split_a_cell_and_save_the_layout(operator: Operator) -> None:
    operator.keys("e")
    operator.until_window(EDITOR, "What wall-1 shows")
    operator.keys("Right", "s")
    operator.looks_all_around("3-split")
    operator.keys("Ctrl+s", "'quarters", "Return")
    operator.until(lambda now: kept(now)[0] == ["quarters"], "the layout is kept")
    (row,) = [one for one in operator.site.ctl("layout", "list") if one["name"] == "quarters"]
    assert (row["columns"], row["rows"], row["cells"]) == (4, 4, 7)
    operator.keys("Ctrl+w")
    operator.until_window(DESK)


def load_it_and_keep_the_wall_as_a_preset(operator: Operator) -> None:
    operator.keys("Ctrl+k", "'quarters")
    operator.looks("4-palette")
    operator.keys("Return")
    operator.until(lambda now: wall(now)["wall-1"][0] == "quarters", "the layout is on the monitor")
    operator.keys("Ctrl+s", "'1 day", "Return")
    operator.until(lambda now: kept(now)[1] == ["day"], "the wall is kept as a preset")
    operator.looks("5-preset")


def load_the_preset_again(operator: Operator) -> None:
    kept_wall = wall(operator.site.snapshot())
    operator.keys("9", "Return")
    operator.until(lambda now: cell(now, 0)[:2] == ("cam-009", "hand"), "a camera by its number is there")
    operator.looks("6-by-number")
    operator.keys("Ctrl+1")
    operator.until(lambda now: wall(now) == kept_wall, "the preset is on the wall")


def make_a_tour_and_start_it(operator: Operator) -> None:
    operator.keys("Ctrl+k", "'new tour", "Return")
    operator.until_window(NEW_TOUR)
    operator.keys("'round", "Tab", "'10", "Return", "'11", "Return")
    operator.looks_all_around("7-tour")
    operator.keys("Ctrl+Return")
    operator.until(lambda now: kept(now)[2] == ["round"], "the tour is kept")
    operator.until_window(DESK)
    operator.looks("7-tour-kept")  # the desk has heard of it: else its list has no row
    operator.keys("w", "y", "y", "y")
    operator.looks("8-tours")
    operator.keys("Return")
    operator.until(lambda now: cell(now, 0)[1:] == ("tour", "round"), "the tour runs in the selected cell")
    operator.looks("9-touring")


def take_it_all_back(operator: Operator, before: dict[str, Any]) -> None:
    """One key for each act: nothing is left of them."""
    acts = (
        "tour started",
        "tour",
        "preset loaded",
        "camera 9",
        "preset",
        "layout loaded",
        "layout",
        "camera",
    )
    for act in acts:
        shown = (wall(operator.site.snapshot()), kept(operator.site.snapshot()))
        operator.keys("Ctrl+z")
        operator.until(
            lambda now, shown=shown: (wall(now), kept(now)) != shown,  # type: ignore[misc]
            f"{act} is taken back",
        )
        operator.looks(f"undone-{act.replace(' ', '-')}")  # so that the desk has heard of it
    after = operator.site.snapshot()
    assert (wall(after), kept(after)) == (wall(before), kept(before))
    operator.looks("10-undone")


def test_each_monitor_shows_its_number_by_one_key(operator: Operator) -> None:
    operator.keys("w", "n")
    for monitor in ("wall-1", "wall-2"):
        seen = partial(_number_is_seen, operator, monitor)
        operator.site.wait(seen, WITHIN_S, f"the number of {monitor} is seen")
    operator.looks("11-numbers")
    operator.keys("n")
    for monitor in ("wall-1", "wall-2"):
        gone = partial(_number_is_seen, operator, monitor)
        operator.site.wait(lambda gone=gone: not gone(), WITHIN_S, f"the number of {monitor} is gone")


def _number_is_seen(operator: Operator, monitor: str) -> bool:
    """In the middle of the monitor something large is written."""
    path = operator.shot(f"display-{monitor}", f"number-{monitor}")
    image = QImage(str(path))
    width, height = image.width(), image.height()
    is_seen = where(image.copy(width // 3, height // 4, width // 3, height // 2), theme.TEXT).height() > 80
    if is_seen:
        keep_picture(path, f"keyboard-number-{monitor}")
    return is_seen
