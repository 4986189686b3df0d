"""Every view of the desk, taken as a picture for people to look at; no words in it are cut off."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zmq
from msgspec.structs import replace
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.domain.alert import AlertKind, Severity
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Incident, IncidentState
from console.domain.monitor import Geometry
from console.domain.picture import LostCause, PictureState
from console.domain.recording import RecordingState
from console.protocol.clock import SystemClock
from console.protocol.core_changes import (
    ActsDone,
    IncidentChanged,
    MonitorChanged,
    ProblemsChanged,
    RecordingChanged,
)
from console.protocol.layout_messages import SaveLayout
from console.protocol.lifeline import Lifeline
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import DeskConfig
from console.protocol.recent_messages import RecentAct, RecentSwitch
from console.ui.desk.layout_acts import Conflict
from console.ui.desk.process import Desk
from console.ui.map.scheme import register_scheme, settle_chromium
from tests.fakes.desk_city import CitySlots, DeskCity, city_incident, recording_of
from tests.fakes.street_pictures import show_street
from tests.watch.clipping import clipped
from tests.watch.logs import ExpectedLog
from tests.watch.pictures import keep_picture

settle_chromium()
register_scheme()

CLOCK = SystemClock()
WALL_1 = MonitorId("wall-1")
SETTLED_TURNS = 20
WITHIN_MS = 60_000
"""The map's page comes late where the machine has other things to do."""
LARGE, SMALL = (1920, 1080), (1366, 768)
STATES = {
    5: (PictureState.LOST, LostCause.REFUSED),
    12: (PictureState.STALE, LostCause.NONE),
    23: (PictureState.WAIT, LostCause.NONE),
    40: (PictureState.CONNECTING, LostCause.NONE),
    41: (PictureState.DARK, LostCause.NONE),
}
SELECTED = FeedId("cam-007")


def incidents(now_ms: int) -> tuple[Incident, ...]:
    """One of each severity, in every state."""
    return (
        city_incident(1, now_ms, age_s=9),
        city_incident(2, now_ms, Severity.SEVERE, AlertKind.ALPR, age_s=95, text="HGR-412, stolen"),
        city_incident(3, now_ms, Severity.MODERATE, AlertKind.DISPATCH, age_s=340, overlays=2, text="fight"),
        city_incident(
            4, now_ms, Severity.MINOR, age_s=700, state=IncidentState.ACKNOWLEDGED, overlays=0, text="1 round"
        ),
        city_incident(
            5, now_ms, Severity.INFO, AlertKind.RADIO, age_s=1500, state=IncidentState.CLOSED, overlays=0
        ),
    )


class Shown:
    """A desk, its city and streets in its pictures, pumped together."""

    def __init__(self, desk: Desk, city: DeskCity, slots: CitySlots, qtbot: QtBot) -> None:
        self.desk, self.city, self.slots, self.qtbot = desk, city, slots, qtbot
        self.window = desk.window
        self._painted = 0

    def until(self, holds: Callable[[], object]) -> None:
        def pumped() -> bool:
            self.city.pump()
            return bool(holds())

        self.qtbot.waitUntil(pumped, timeout=WITHIN_MS)

    def settle(self) -> None:
        """Until what is under way has come to its end, pictures and all."""
        turns: list[int] = []
        self.paint()
        self.until(lambda: turns.append(0) or len(turns) > SETTLED_TURNS)

    def paint(self) -> None:
        for index, writer in enumerate(self.slots.writers.values(), 1):
            if index in STATES:
                continue
            show_street(writer, index, CLOCK.monotonic_ns(), 60_000)

    def resize(self, size: tuple[int, int]) -> None:
        self.window.resize(*size)
        self.window.place_columns()
        self.until(lambda: (self.window.width(), self.window.height()) == size)

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Its picture; and look for words that are cut."""
        if widget is None:
            self.settle()
        widget = widget or self.window
        keep_picture(widget.grab().toImage(), name)
        assert not clipped(widget), name


@pytest.fixture
def shown(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path, expected_log: ExpectedLog
) -> Iterator[Shown]:
    expected_log.may_come("the media engine is silent")  # its city speaks only while a test pumps it
    with zmq.Context() as context:
        city = DeskCity(context, run_dir, CLOCK)
        city.states = STATES
        slots = CitySlots(run_dir / "all", tuple(camera.feed for camera in city.cameras), 320, 180)
        city.places = slots.places
        city.start()
        config = DeskConfig(
            name="desk",
            site="helsinki-demo",
            run_dir=str(run_dir),
            geometry=Geometry(0, 0, *LARGE),
            map_dir="",
            sightline=("false",),
            packages_dir="/var/site/packages",
            operator="m.koskinen",
        )
        desk = Desk(
            config, Lifeline(context, f"ipc://{run_dir}/sup.cmd", "desk"), context, CLOCK, PictureClock(CLOCK)
        )
        desk.start()
        made = Shown(desk, city, slots, qtbot)
        try:
            yield made
        finally:
            desk.stop()
            city.stop()
            slots.stop()


def known(shown: Shown) -> None:
    """Core, engine and map are there, and the window has its frame."""
    shown.until(lambda: shown.desk.view.known and shown.desk.view.engine_heard and shown.window.map.map)
    shown.until(lambda: shown.window.frameGeometry().getRect() == (0, 0, *LARGE))
    drawn: list[object] = []
    page = shown.window.map.map.page()
    asked = "typeof live !== 'undefined' && live.rows.cameras.size > 0 && document.fonts.status === 'loaded'"
    shown.until(lambda: page.runJavaScript(asked, 0, drawn.append) or True in drawn)


def test_before_core_is_there(shown: Shown) -> None:
    for size in (LARGE, SMALL):
        shown.window.resize(*size)
        shown.window.place_columns()
        shown.qtbot.waitUntil(lambda size=size: shown.window.width() == size[0])
        shown.window.tick_second()
        keep_picture(shown.window.grab().toImage(), f"desk-before-core-{size[0]}")
        assert not clipped(shown.window)


def test_without_alerts_each_list_says_what_to_do(shown: Shown) -> None:
    known(shown)
    for size in (LARGE, SMALL):
        shown.resize(size)
        shown.take(f"desk-no-alerts-{size[0]}")


def with_everything(shown: Shown) -> None:
    """Incidents of each severity, acts in the timeline, a selected camera."""
    shown.city.incidents = incidents(CLOCK.now_ms())
    known(shown)
    city, view = shown.city, shown.desk.view
    first = view.incidents[IncidentId("i-000002")]
    city.core_says(
        IncidentChanged(replace(first, state=IncidentState.ACKNOWLEDGED, acknowledged_by="m.koskinen"))
    )
    wall = view.monitors[WALL_1]
    city.core_says(MonitorChanged(replace(wall, layout_name="night watch")))
    city.core_says(RecordingChanged(recording_of(7, "cam-012")))
    at_ms, name = CLOCK.now_ms(), IncidentId("i-000002")
    acts = (
        RecentAct(at_ms - 60_000, "m.koskinen", "acknowledge_incident", f"{name} acknowledged", name),
        RecentAct(at_ms - 20_000, "ana", "load_layout", "layout night watch loaded on wall-1", None, WALL_1),
    )
    city.core_says(ActsDone(acts, (RecentSwitch(at_ms - 90_000, IncidentId("i-000001"), 4),)))
    shown.until(lambda: len(shown.window.timeline.happenings.of("act")) >= 2)
    shown.desk.selection.select_camera(SELECTED)
    shown.desk.selection.select_incident(IncidentId("i-000001"))
    shown.desk.selection.select_cell((WALL_1, CellIndex(6)))


def test_with_incidents_and_each_panel_alone(shown: Shown) -> None:
    with_everything(shown)
    for size in (LARGE, SMALL):
        shown.resize(size)
        shown.take(f"desk-incidents-{size[0]}")
        for name in shown.window.panels.names():
            shown.take(f"panel-{name}-{size[0]}", shown.window.panels.widget_of(name))


def test_with_all_that_can_be_wrong(shown: Shown) -> None:
    with_everything(shown)
    shown.city.core_says(ProblemsChanged(("the disk of the recordings is full: make room",)))
    words = "ana saved night watch a minute ago: theirs has 9 cells, yours 16"
    shown.window.layouts.conflict.ask(Conflict(SaveLayout(WALL_1, "night watch"), words))
    shown.until(shown.window.problems.isVisible)
    for size in (LARGE, SMALL):
        shown.resize(size)
        shown.take(f"desk-troubles-{size[0]}")


def test_what_lies_over_it(shown: Shown) -> None:
    with_everything(shown)
    window = shown.window
    for size in (LARGE, SMALL):
        shown.resize(size)
        window.help.toggle()
        shown.take(f"desk-help-{size[0]}", window.help)
        assert window.help.height() <= size[1] and window.help.width() <= size[0]
        window.help.toggle()
        window.health.toggle()
        shown.take(f"desk-health-{size[0]}", window.health)
        window.health.toggle()
    assert window.package is not None
    shown.city.core_says(RecordingChanged(recording_of(8, incident=IncidentId("i-000001"))))
    ended = recording_of(8, incident=IncidentId("i-000001"), state=RecordingState.ENDED)
    shown.city.core_says(RecordingChanged(ended))
    window.package.ask(shown.desk.view.incidents[IncidentId("i-000001")])
    shown.take("desk-package", window.package)
    window.package.hide()
    menu = window.panel_menu.made("map")
    menu.popup(window.mapToGlobal(QPoint(400, 300)))
    shown.take("desk-panels-menu", menu)
    menu.hide()


def test_panels_in_windows_of_their_own(shown: Shown) -> None:
    with_everything(shown)
    shown.resize(SMALL)
    panels = shown.window.panels
    for name in ("incidents", "map", "picture"):
        panels.toggle_floating(name)
        own = panels.window_of(name)
        assert own is not None
        shown.until(own.isVisible)
    shown.settle()
    for name in ("incidents", "map", "picture"):
        shown.take(f"window-{name}", panels.window_of(name))
    shown.take("desk-three-panels-away")
    panels.toggle_floating("map")
    shown.take("desk-map-back")
    for name in panels.names():
        if panels.is_shown(name) and not panels.is_floating(name):
            panels.toggle_panel(name)
    shown.take("desk-without-panels")
