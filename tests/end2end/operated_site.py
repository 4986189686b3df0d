"""A site of four monitors and a desk in the hands of two random operators, and a watch over it."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import msgspec
import zmq

from console.app.ctl.session import ask
from console.app.process_clock import PROCESS_CLOCK
from console.domain.camera import Camera
from console.domain.cell_content import MapContent
from console.domain.errors import NoAnswer
from console.domain.ids import MonitorId
from console.domain.monitor import Geometry
from console.domain.wall import CoverKind
from console.protocol.core_messages import Request
from console.protocol.endpoints import Endpoints
from console.protocol.map_messages import MapRequest, WantMap
from console.protocol.requester import Requester
from console.protocol.wall_messages import CoverMonitors, UncoverMonitors
from console.protocol.window_messages import GetShown, TakeShot, WindowRequest
from tests.end2end.process_growth import ProcessGrowth, Usage
from tests.end2end.random_operator import CAMERAS, CTL, DESK, WALLS, Act, RandomOperator
from tests.end2end.running_site import RunningSite
from tests.end2end.second_operator import STOP_RECORDINGS, SecondOperator, command_by_chance
from tests.end2end.wall_agreement import Look, WallAgreement
from tests.rig.keyboard_and_mouse import RIGHT, KeyboardAndMouse
from tests.rig.shown_windows import close_window, place_of, shown_windows
from tests.rig.wall_and_desk import PLACES
from tests.watch.waiting import becomes_true

ANSWERS_WITHIN_S = 5.0
"""After that the supervisor would start it again."""
CLICKS = 3
KEYBOARD_WITHIN_S = 5.0
"""The window manager has given it to the window that was clicked at."""
DESK_KEYBOARD_WITHIN_S = 2.0
"""Where another window lies over the desk, that one has it."""
MAP_STAYS_S = 600.0
"""So long the map's process keeps its browser that nobody wants (ui/map/wall_maps.py has its own figure)."""
SAMPLE_EVERY_S = 6.0
LOOK_EVERY_S = 30.0
RESTS_WITHIN_S = 60.0
"""A stream that nobody wants is kept for 10 s, and freed memory goes back to the system each minute."""
BROWSER_WITHIN_S = 30.0
AGREES_WITHIN_S = 20.0
"""A busy machine connects and decodes what came last."""


def operated_site(home: Path, display: str) -> RunningSite:
    """Not yet started; windows fill the monitors, as on a wall."""
    site = RunningSite(
        home, CAMERAS, ("2x2",) * len(WALLS), display=display, screens=PLACES, windowed=False, shows_map=True
    )
    lines = []
    for line in site.file.read_text().splitlines():
        lines.append("workers = 1" if line == "ring_s = 30" else line)
        if line == "ring_s = 30":
            lines.append(line)
    site.file.write_text("\n".join(lines) + "\n")
    return site


@dataclass
class Trouble(Exception):
    """Something is wrong after this act; the acts before it are in the record."""

    number: int
    act: Act | None
    what: str

    def __str__(self) -> str:
        return f"after act {self.number} ({self.act}): {self.what}"


class OperatedSite:
    """``record`` gets a line for each act, before it is done."""

    def __init__(self, site: RunningSite, screens: KeyboardAndMouse, seed: int, record: Path) -> None:
        self.site = site
        self._screens = screens
        self._operator = RandomOperator(seed, command_by_chance)
        cameras = msgspec.convert(site.snapshot()["cameras"], tuple[Camera, ...])
        self.second = SecondOperator(site, cameras)
        places = dict(zip(map(MonitorId, WALLS), PLACES.walls, strict=True))
        self._agreement = WallAgreement(site, screens, places)
        self.growth = ProcessGrowth(site)
        self.looks: list[Look] = []
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._windows = {
            where: Requester(
                self._context,
                Endpoints(site.run_dir).window(where if where == DESK else f"display-{where}"),
                "operator",
                PROCESS_CLOCK,
                WindowRequest,
            )
            for where in (DESK, *WALLS)
        }
        self._wall_map = Requester(
            self._context, Endpoints(site.run_dir).wall_map, "operator", PROCESS_CLOCK, MapRequest
        )
        self._record = record.open("w", encoding="utf-8")
        self._number = 0
        self._desk_window = 0
        self._began_s = time.monotonic()
        self.acted_s = 0.0
        self._act: Act | None = None
        self._pids = {name: process["pid"] for name, process in site.processes().items()}

    def start(self) -> None:
        self.second.start()
        for window in self._windows.values():
            window.start()
        self._wall_map.start()

    def stop(self) -> None:
        self.second.stop()
        for window in self._windows.values():
            window.stop()
        self._wall_map.stop()
        self._context.destroy(linger=0)
        self._record.close()

    def run(self, seconds: float, told: Callable[[int, float], None] = lambda acts, at_s: None) -> int:
        """Act for so long; the number of acts. ``told`` hears of each look. Raises Trouble."""
        began_s = sampled_s = looked_s = time.monotonic()
        acted_s, looking_s = self.acted_s, 0.0
        try:
            while (now_s := time.monotonic()) - began_s < seconds:
                self._do(self._operator.act(), now_s - self._began_s)
                if now_s - sampled_s >= SAMPLE_EVERY_S:
                    sampled_s = now_s
                    self.check()
                if now_s - looked_s >= LOOK_EVERY_S:
                    self.agree()
                    told(self._number, now_s - began_s)
                    looked_s = time.monotonic()
                    looking_s += looked_s - now_s
                self.acted_s = acted_s + time.monotonic() - began_s - looking_s
        except NoAnswer as error:
            raise self.trouble(f"no answer: {error}") from error
        return self._number

    def trouble(self, what: str) -> Trouble:
        return Trouble(self._number, self._act, what)

    def picture(self, file: Path) -> None:
        """All screens, as they are now."""
        places = (*PLACES.walls, PLACES.desk)
        right, bottom = max(one.x + one.width for one in places), max(one.y + one.height for one in places)
        cv2.imwrite(str(file), self._screens.picture(Geometry(0, 0, right, bottom)))

    # --- one act

    def _do(self, act: Act, at_s: float) -> None:
        self._number, self._act = self._number + 1, act
        line = {"act": self._number, "at_s": round(at_s, 2), "where": act.where, act.kind: act.what}
        self._record.write(json.dumps(line, default=repr) + "\n")
        self._record.flush()
        if act.where == CTL:
            self.second.do(*act.what)
            return
        place = self._place(act.where)
        match act.kind:
            case "keys":
                self._press(act.where, place, act.what)
            case "menu":
                x, y, *keys = act.what
                self._screens.click(*_point(place, x, y), button=RIGHT)
                self._press(act.where, None, keys)
            case "click":
                x, y, button, count = act.what
                self._screens.click(*_point(place, x, y), button, count)
            case "drag":
                x, y, to_x, to_y = act.what
                self._screens.drag(_point(place, x, y), _point(place, to_x, to_y))
            case "wheel":
                x, y, notches = act.what
                self._screens.wheel(*_point(place, x, y), notches)
        self._answers(act.where)

    def _press(self, where: str, place: Geometry | None, keys: Any) -> None:
        """Where another window has the keyboard, a person clicks first: where a click does least."""
        if place is not None and self._screens.keyboard_at() != _title(where):
            self._bring_keyboard(where, place)
        for number, key in enumerate(keys):
            if key.startswith("'"):
                self._screens.type(key[1:])
            else:
                self._screens.press(key)
            if number == 0:  # what it opens has the keyboard before the next one
                self._answers(where)

    def _bring_keyboard(self, where: str, place: Geometry) -> None:
        """A click that closes another window's menu does no more: then the next one counts."""
        for _ in range(1 if where == DESK else CLICKS):
            self._screens.click(*_point(place, 300, 3))
            self._answers(where)
            if self._has_keyboard(where):
                return
        if where != DESK:
            has, held = self._screens.keyboard_at(), self._screens.pointer_trouble()
            raise self.trouble(
                f"{where} was clicked at, and {has!r} has the keyboard; pointer: {held or 'free'}"
            )

    def _has_keyboard(self, where: str) -> bool:
        limit_s = DESK_KEYBOARD_WITHIN_S if where == DESK else KEYBOARD_WITHIN_S
        return becomes_true(lambda: self._screens.keyboard_at() == _title(where), limit_s)

    def _answers(self, where: str) -> None:
        """The window has done what was asked: its loop comes to the next question."""
        self._windows[where].call(GetShown(), ANSWERS_WITHIN_S)

    def _place(self, where: str) -> Geometry:
        if where != DESK:
            return PLACES.walls[WALLS.index(where)]
        place = place_of(self._screens.display, self._desk_window) if self._desk_window else None
        if place is None:
            shown = [one for one in shown_windows(self._screens.display) if one.title == "Sightline desk"]
            if not shown:
                raise self.trouble("the desk's window is not shown")
            self._desk_window, place = shown[0].number, shown[0].place
        return place

    # --- the watch

    def check(self) -> None:
        """Every process is the one that it was, and none said anything bad. Raises Trouble.

        The map's may end by itself, when nobody wanted a map for long.
        """
        processes, at_s = self.site.processes(), time.monotonic() - self._began_s
        for name, process in processes.items():
            if process["pid"] != self._pids[name] or process["restarts"] or process["state"] != "running":
                ended = (process["last_exit"], process["trouble"])
                if name != "map" or at_s < MAP_STAYS_S:
                    raise self.trouble(f"{name} is {process['state']}, it ended: {ended}")
        if said := self.bad_words():
            raise self.trouble("\n".join(said))

    def bad_words(self) -> list[str]:
        """Errors in logs, and exceptions wherever they were written."""
        found = self.site.logged("error", "critical")
        for file in [self.site.home / "up.err", *sorted((self.site.data_dir / "logs").glob("*"))]:
            text = file.read_text(encoding="utf-8", errors="replace")
            at = text.find("Traceback")
            if at >= 0:
                found.append(f"{file.name}: {text[at : at + 4000]}")
        return found

    def rest(self) -> dict[str, Usage]:
        """What is used while nothing is shown and recorded: the same whatever was done. Raises Trouble."""
        for window in self._windows.values():  # what writes pictures is loaded with a window's first one
            window.call(TakeShot(str(self.site.home / "rest.png")), ANSWERS_WITHIN_S)
        core = Endpoints(self.site.run_dir).core_commands
        ask(core, CoverMonitors(CoverKind.BLANK), Request)
        self._close_others()
        self._press(DESK, self._place(DESK), ("Esc", "Esc", "Esc"))
        self._press(DESK, self._place(DESK), ("Ctrl+K", "'reset arrangement", "Return"))
        self.second.do(STOP_RECORDINGS)
        self._begin_browser()

        def rests() -> bool:
            processes = self.site.processes()
            sessions = processes["worker-0"]["stats"]["sessions"]
            recordings = self.site.snapshot()["recordings"]
            return (
                sessions == CAMERAS
                and processes["map"]["stats"].get("maps") == 0
                and all(one["ended_log_ms"] for one in recordings)
            )

        if not becomes_true(rests, RESTS_WITHIN_S):
            raise self.trouble(f"streams and recordings that nobody wants go on: {self.site.processes()}")
        used = self.growth.now()
        ask(core, UncoverMonitors(), Request)
        return used

    def _begin_browser(self) -> None:
        """The map's process is measured with it: it has one from the first map that a display wants."""
        wanted = WantMap(MapContent(), 480, 270)

        def is_drawn() -> bool:
            return self._wall_map.call(wanted, BROWSER_WITHIN_S)["place"] is not None

        if not becomes_true(is_drawn, BROWSER_WITHIN_S):
            raise self.trouble("the wall's map is not drawn")

    def _close_others(self) -> None:
        """What the desk opened beside itself; a window that asks whether it may go is told again."""
        own = {_title(where) for where in (DESK, *WALLS)}

        def are_closed() -> bool:
            others = [one for one in shown_windows(self._screens.display) if one.title not in own]
            for window in others:
                close_window(self._screens.display, window.number)
            return not others

        if not becomes_true(are_closed, ANSWERS_WITHIN_S):
            raise self.trouble(f"windows stay open: {shown_windows(self._screens.display)}")

    def agree(self, *, reads_all: bool = False) -> Look:
        """Core, displays, desk and pictures come to say the same. Raises Trouble.

        ``reads_all``: of every camera's tile whose strip is whole and wide enough, the picture tells which it
        is. Not in passing: what a display tells its people may lie over a strip.
        """
        for wall in WALLS:  # what one display alone shows larger ends
            place = self._place(wall)
            self._press(wall, place, ("Esc", "Esc", "Esc"))  # a number that is typed, help, full screen
        looks: list[Look] = []

        def agrees() -> bool:
            looks.append(self._agreement.look())
            return not looks[-1].wrong and not (reads_all and looks[-1].unread)

        if not becomes_true(agrees, AGREES_WITHIN_S):
            said = "\n".join([*looks[-1].wrong, f"pictures not read: {looks[-1].unread_cells}"])
            raise self.trouble(f"{len(looks)} looks within {AGREES_WITHIN_S:g} s did not agree:\n{said}")
        self.looks.append(looks[-1])
        return looks[-1]


def _title(where: str) -> str:
    return f"Sightline {where}"


def _point(place: Geometry, x: int, y: int) -> tuple[int, int]:
    return place.x + place.width * x // 1000, place.y + place.height * y // 1000
