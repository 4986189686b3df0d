"""The desk tells the supervisor each second that its GUI thread runs, and what it hides of the wall.

Its window goes where the site file says, frame and all, and its panels are refreshed no more than they need.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
import zmq
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.camera import Profile
from console.domain.ids import FeedId, MonitorId
from console.domain.media import SlotKey
from console.domain.monitor import Geometry, MonitorSpec
from console.domain.picture import PictureState
from console.domain.wall import NO_SCREEN, NOBODY
from console.protocol.clock import SystemClock
from console.protocol.core_changes import ClockChanged, CorePublished
from console.protocol.engine_messages import EnginePublished, EngineSnapshot, FeedHealth, SlotsPlaced
from console.protocol.lifeline import Lifeline
from console.protocol.picture_clock import ClockReading, PictureClock
from console.protocol.process_config import DeskConfig
from console.protocol.supervisor_messages import Beat, SupervisorRequest
from console.protocol.trouble_file import TroubleFile
from console.ui.desk.process import REFRESH_TICKS, Desk
from console.ui.desk.site_view import Area
from console.ui.map.scheme import register_scheme, settle_chromium
from console.ui.monitor_match import ScreenFacts
from tests.fakes.shown_child import shown_child
from tests.fakes.slot_painter import SlotPainter
from tests.watch.logs import ExpectedLog

settle_chromium()
register_scheme()


@pytest.fixture
def handlers() -> Iterator[None]:
    """A lifeline takes the signals of its process; pytest gets its own back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers")
def test_it_beats_each_second_and_says_what_it_lies_over(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path, expected_log: ExpectedLog
) -> None:
    clock = SystemClock()
    config = DeskConfig(
        name="desk",
        site="test",
        run_dir=str(run_dir),
        geometry=Geometry(0, 0, 1366, 768),
        map_dir="",
        monitors=(MonitorSpec(MonitorId("wall-1")),),
    )
    beats: list[SupervisorRequest] = []
    with zmq.Context() as context, context.socket(zmq.ROUTER) as supervisor:
        supervisor.bind(f"ipc://{run_dir}/sup.cmd")
        lifeline = Lifeline(context, f"ipc://{run_dir}/sup.cmd", "desk")
        lifeline.start(watch_stdin=False)
        desk = Desk(config, lifeline, context, clock, PictureClock(clock))
        desk.start()

        def have_come() -> bool:
            while supervisor.poll(0):
                beats.append(msgspec.json.decode(supervisor.recv_multipart()[-1], type=SupervisorRequest))
            return len(beats) >= 3

        begun_ns = clock.monotonic_ns()
        qtbot.waitUntil(have_come, timeout=8000)
        took_s = (clock.monotonic_ns() - begun_ns) / 1e9
        desk.stop()
        lifeline.stop()
    assert took_s > 1.5, "one at once, then one a second"
    for beat in beats:
        assert beat.by == "desk" and isinstance(beat.command, Beat)
        assert beat.command.pid == os.getpid()
        assert set(beat.command.stats) == {"ui_tick_p50_ms", "ui_tick_p99_ms", "torn"}
    last = beats[-1].command
    assert isinstance(last, Beat)
    assert last.stats["ui_tick_p99_ms"] >= last.stats["ui_tick_p50_ms"] > 0
    assert "its window lies over wall-1: move it" in last.notice


@contextmanager
def started(
    qtbot: QtBot,
    run_dir: Path,
    geometry: Geometry | None,
    *monitors: MonitorSpec,
    replays: bool = False,
    operator: str = "ana",
) -> Iterator[Desk]:
    """A desk without a site, and without its timers: time goes by when the test says so."""
    config = DeskConfig(
        name="desk",
        site="test",
        run_dir=str(run_dir),
        geometry=geometry,
        map_dir="",
        monitors=monitors,
        replays=replays,
        operator=operator,
        arrangement_dir=str(run_dir / "panels"),
    )
    with zmq.Context() as context:
        lifeline = Lifeline(context, f"ipc://{run_dir}/sup.cmd", "desk")
        clock = SystemClock()
        desk = Desk(config, lifeline, context, clock, PictureClock(clock, replays=replays))
        desk.start()
        for timer in (desk._tick_timer, desk._second_timer, desk._picture_timer):
            timer.stop()
        try:
            yield desk
        finally:
            desk.stop()


def test_each_operators_panels_are_found_as_they_were_left(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path
) -> None:
    place = Geometry(0, 0, 1366, 768)
    with started(qtbot, run_dir, place) as desk:
        desk.window.panels.toggle_panel("layouts")
        desk.window.panels.toggle_floating("map")
    kept = desk.window.panels.arrangement()
    with started(qtbot, run_dir, place) as desk:
        panels = desk.window.panels
        assert not desk.window.layouts.isVisible() and panels.is_floating("map")
        assert panels.arrangement().hidden == kept.hidden
        panels.reset_arrangement()
    with started(qtbot, run_dir, place, operator="bo") as desk:
        assert desk.window.layouts.isVisible() and not desk.window.panels.is_floating("map")
    assert [file.name for file in (run_dir / "panels").iterdir()] == ["panels-ana.json"]


def test_it_stands_where_the_site_file_says_with_its_frame_if_it_gets_one(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path
) -> None:
    with started(qtbot, run_dir, Geometry(40, 30, 920, 620)) as desk:

        def stands() -> bool:
            desk.placed.awaits_frame_s = 1
            desk.placed.fit_frame()
            return desk.window.frameGeometry().getRect() == (40, 30, 920, 620)

        qtbot.waitUntil(stands)


def test_it_comes_to_a_screen_that_is_there_and_back_with_its_own(
    qtbot: QtBot,
    fonted_app: QApplication,
    run_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: ExpectedLog,
) -> None:
    """The desk's screen is unplugged: without it nobody could operate the wall."""
    expected_log("the desk's geometry")
    own, other = Geometry(40, 30, 920, 620), Geometry(2000, 0, 1366, 768)

    def screen(place: Geometry) -> ScreenFacts:
        return ScreenFacts("DP-1", "", "", "", place)

    with started(qtbot, run_dir, own) as desk:
        qtbot.waitUntil(lambda: desk.window.geometry().x() == 40)
        for place, x in ((Geometry(0, 0, 1920, 1080), 40), (other, 2000), (Geometry(0, 0, 1920, 1080), 40)):
            monkeypatch.setattr(desk.placed.screens, "facts", lambda place=place: [screen(place)])
            desk.placed.screens.changed.emit()
            qtbot.waitUntil(lambda x=x: desk.window.geometry().x() == x)  # type: ignore[misc]
        monkeypatch.setattr(desk.placed.screens, "facts", list)
        desk.placed.screens.changed.emit()
        assert desk.window.geometry().x() == 40, "with all screens off it stays where it was"


def test_on_a_screen_that_became_smaller_all_of_it_is_seen_and_it_grows_again(
    qtbot: QtBot,
    fonted_app: QApplication,
    run_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: ExpectedLog,
) -> None:
    expected_log("the desk's geometry")
    own = Geometry(0, 0, 1600, 1000)
    with started(qtbot, run_dir, own) as desk:
        qtbot.waitUntil(lambda: desk.window.frameGeometry().width() >= 1600)
        for place in (Geometry(0, 0, 1366, 768), own):
            facts = [ScreenFacts("DP-1", "", "", "", place)]
            monkeypatch.setattr(desk.placed.screens, "facts", lambda facts=facts: facts)
            desk.placed.screens.changed.emit()
            size = QSize(place.width, place.height)
            qtbot.waitUntil(lambda size=size: desk.window.size() == size)  # type: ignore[misc]
        monkeypatch.undo()


def test_once_framed_it_is_left_where_a_person_puts_it(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(qtbot, run_dir, Geometry(40, 30, 920, 620)) as desk:
        monkeypatch.setattr(desk.window, "frameGeometry", lambda: QRect(35, 5, 931, 650), raising=False)
        desk.placed.fit_frame()
        desk.window.setGeometry(300, 200, 800, 600)
        desk.placed.fit_frame()
        assert desk.window.geometry().getRect() == (300, 200, 800, 600)
        monkeypatch.undo()


def test_a_window_managers_frame_is_brought_inside(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(qtbot, run_dir, Geometry(40, 30, 920, 620)) as desk:
        desk.window.setGeometry(40, 30, 920, 620)
        framed = QRect(35, 5, 931, 650)  # 5 at the left, 25 above, 6 at the right, 5 below
        monkeypatch.setattr(desk.window, "frameGeometry", lambda: framed, raising=False)
        desk.placed.fit_frame()
        assert desk.window.geometry().getRect() == (45, 55, 909, 590)
        monkeypatch.undo()


def test_without_a_geometry_the_frame_is_left_to_the_desktop(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path
) -> None:
    with started(qtbot, run_dir, None) as desk:
        before = desk.window.geometry()
        desk.window.setGeometry(before.adjusted(10, 10, -10, -10))
        desk.placed.fit_frame()
        assert desk.window.geometry() == before.adjusted(10, 10, -10, -10)
        assert desk.placed.notice(desk.view.lent) == "", "the site has no monitor that it could hide"


def test_a_geometry_beside_all_screens_is_said_and_brought_onto_one(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("the desk's geometry .* is not on the screens; it is shown at")
    with started(qtbot, run_dir, Geometry(90_000, 90_000, 920, 620)) as desk:
        screen = fonted_app.primaryScreen().geometry()
        qtbot.waitUntil(lambda: screen.contains(desk.window.geometry()))
        assert desk.window.size().toTuple() == (920, 620)


def test_minimised_it_hides_nothing(qtbot: QtBot, fonted_app: QApplication, run_dir: Path) -> None:
    with started(qtbot, run_dir, Geometry(0, 0, 1366, 768), MonitorSpec(MonitorId("wall-1"))) as desk:
        assert "lies over wall-1" in desk.placed.notice(desk.view.lent)
        desk.window.showMinimized()
        assert desk.placed.notice(desk.view.lent) == ""


def test_it_hides_no_monitor_that_has_no_window(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path
) -> None:
    wall = MonitorId("wall-1")
    with started(qtbot, run_dir, Geometry(0, 0, 1366, 768), MonitorSpec(wall)) as desk:
        for to, is_hidden in ((NO_SCREEN, False), (NOBODY, False), ("night-replay", True)):
            desk.view.lent = {wall: to}
            assert ("lies over wall-1" in desk.placed.notice(desk.view.lent)) == is_hidden, to


def test_what_a_replays_log_tells_of_a_monitor_is_not_of_its_window_now(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path
) -> None:
    wall = MonitorId("wall-1")
    with started(qtbot, run_dir, Geometry(0, 0, 1366, 768), MonitorSpec(wall), replays=True) as desk:
        desk.view.lent = {wall: NO_SCREEN}
        assert "lies over wall-1" in desk.placed.notice(desk.view.lent)


def test_a_burst_of_changes_refreshes_the_panels_at_every_third_tick(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(qtbot, run_dir, Geometry(0, 0, 1366, 768)) as desk:
        desk._ticks_to_refresh, desk._changed = 0, Area.NONE
        refreshed: list[Area] = []
        monkeypatch.setattr(desk.window, "refresh", refreshed.append, raising=False)
        desk._tick()
        assert refreshed == [], "nothing changed"
        desk._changed = Area.COUNTS
        desk._tick()
        assert refreshed == [Area.COUNTS], "the first one at once"
        for tick in range(REFRESH_TICKS * 2):
            desk._changed |= Area.HEALTH if tick % 2 else Area.INCIDENTS
            desk._tick()
        assert refreshed[1:] == [Area.HEALTH | Area.INCIDENTS] * 2
        monkeypatch.undo()


def test_what_the_supervisor_says_of_others_is_shown_and_of_core_is_its_own_line(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path
) -> None:
    waits = "waits for its screen: none is switched on"
    TroubleFile(run_dir).write({"display-wall-3": waits, "core": "ended 3 times"})
    with started(qtbot, run_dir, Geometry(0, 0, 1366, 768)) as desk:
        desk.bridge.poll()
        desk._second()
        assert desk.window.problems.text() == f"Monitor wall-3: {waits}"
        assert "core ended 3 times" in desk.window.control.text()


def test_clock_and_silence_are_said_from_the_first_moment(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(qtbot, run_dir, Geometry(0, 0, 1366, 768)) as desk:
        assert len(desk.window.top.clock.text()) == len("14:02:11")
        assert desk.window.top.warning.text() == "waiting for media engine"
        assert not desk.window.control.isVisible(), "it says in the top bar that it waits"
        monkeypatch.setattr("console.ui.desk.process.CONTROL_LOST_AFTER_NS", 0)
        desk._judge_silence()
        assert desk.window.top.warning.text() == "MEDIA ENGINE SILENT", "it had its time to begin"
        monkeypatch.undo()
        desk.bridge.engine.heard_ns = SystemClock().monotonic_ns()
        desk._judge_silence()
        assert desk.window.top.warning.text() == "", "as soon as it is heard"


def test_as_a_process_it_shows_its_window_keeps_the_machine_awake_and_leaves(run_dir: Path) -> None:
    with shown_child(run_dir, "desk") as child:
        child.until(lambda: len(child.beats) >= 2, "it beats")
        size = child.shot(run_dir / "desk.png").result
        assert 780 < size["width"] <= 800 and 480 < size["height"] <= 500, "less its frame, if it has one"
        child.until(child.inhibited, "nobody lets the machine sleep")
        assert child.process.stdin is not None
        child.process.stdin.close()
        child.until(lambda: child.process.poll() is not None, "it leaves with its supervisor")
        assert child.process.returncode == 0
        child.until(lambda: child.inhibited()[1:] == ["ended"], "it may sleep again")


CAMERA = FeedId("cam-1")
SLOT = SlotKey(CAMERA, Profile.SUB, 160, 90)


def test_what_is_old_on_the_wall_counts_as_stale_whatever_the_engine_says(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path, tmp_path: Path
) -> None:
    slots = SlotPainter(tmp_path)
    with started(qtbot, run_dir, Geometry(0, 0, 900, 600)) as desk:
        place = slots.slot(SLOT)
        slots.say(SLOT, PictureState.LIVE, stale_after_ms=2_000)
        slots.paint(SLOT, 1, SystemClock().monotonic_ns() - 5_000_000_000)
        live = FeedHealth(CAMERA, Profile.SUB, "worker-0", PictureState.LIVE)
        desk._engine_said(EngineSnapshot("e", 1, 0, (place,), (live,)))
        desk.view.engine_heard = True
        desk._pictures.wanted({CAMERA: QSize(80, 45)})
        assert desk.view.state_of(CAMERA) is PictureState.LIVE
        desk._refresh_pictures()
        assert desk.view.state_of(CAMERA) is PictureState.STALE and desk._changed & Area.HEALTH
    slots.stop()


def test_a_leap_takes_the_small_pictures_of_before_away_at_once(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path, tmp_path: Path
) -> None:
    slots = SlotPainter(tmp_path)
    with started(qtbot, run_dir, Geometry(0, 0, 900, 600)) as desk:
        desk._picture_clock.follow(ClockReading(1, 0, 0, 0, 0))
        desk._frames.leap(1)
        place = slots.slot(SLOT)
        slots.writers[SLOT].leap(1)
        slots.paint(SLOT, 1, SystemClock().monotonic_ns())
        desk._engine_said(EnginePublished("e", 1, 0, SlotsPlaced((place,))))
        desk._pictures.wanted({CAMERA: QSize(80, 45)})
        desk._refresh_pictures()
        before = desk._pictures.get(CAMERA)
        assert before is not None and before.image is not None
        desk._core_said(CorePublished("b", 1, 0, ClockChanged(ClockReading(2, 0, 0, 0, 0))))
        after = desk._pictures.get(CAMERA)
        assert after is not None and after.image is None
    slots.stop()


def test_in_a_replay_it_says_for_how_long_core_is_silent(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path
) -> None:
    """Its clock is of another day."""
    clock = SystemClock()
    with started(qtbot, run_dir, Geometry(0, 0, 900, 600)) as desk:
        desk._picture_clock = PictureClock(clock, replays=True)
        desk.bridge.why_lost = "core is reading its log"
        desk.bridge.lost_since_ms = clock.now_ms() - 12_500
        desk._second()
        said = desk.window.control.text()
        desk.bridge.lost_since_ms -= 10_000
        desk._second()
        assert said.startswith("CONTROL LOST for 12 s · pictures go on")
        assert desk.window.control.text().startswith("CONTROL LOST for 22 s")
