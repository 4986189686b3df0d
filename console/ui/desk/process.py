"""The desk's process: settles Chromium, follows core and engine, shows the window, beats once a second."""

import logging
from collections.abc import Mapping
from pathlib import Path

import zmq
from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from console.domain.ids import MonitorId
from console.domain.monitor import Geometry
from console.domain.wall import NO_SCREEN, NOBODY
from console.protocol.clock import Clock
from console.protocol.core_messages import ClockChanged, CorePublished, CoreSnapshot
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import EnginePublished, EngineSnapshot
from console.protocol.lifeline import BEAT_INTERVAL_S, Lifeline
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import DeskConfig
from console.protocol.requester import Requester
from console.protocol.supervisor_messages import SupervisorRequest
from console.protocol.trouble_file import TroubleFile
from console.ui.bridge import CONTROL_LOST_AFTER_NS, POLL_INTERVAL_MS, Bridge, core_follower, engine_follower
from console.ui.control_words import control_lost_words
from console.ui.declared_demands import DeclaredDemands
from console.ui.desk.arrangement import ArrangementFile, arrangement_path
from console.ui.desk.desk_window import DeskWindow
from console.ui.desk.lent_monitors import LentMonitors
from console.ui.desk.miniature_pictures import REFRESH_INTERVAL_MS, MiniaturePictures
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.package_run import PackageRun
from console.ui.desk.recording_acts import RecordingActs
from console.ui.desk.selected_picture import SelectedPicture
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import Area, SiteView
from console.ui.desk.tick_times import TickTimes
from console.ui.desk.window_place import desk_place, is_seen, lying_over
from console.ui.fonts import load_fonts
from console.ui.frames import Frames
from console.ui.key_mapping import read_mapping
from console.ui.layouts.draft import DraftFolder
from console.ui.layouts.editor_window import LayoutEditor
from console.ui.layouts.layout_answers import LayoutAnswers
from console.ui.map.scheme import register_scheme, settle_chromium
from console.ui.monitor_match import WallPlan, place_all
from console.ui.replay.control import ReplayControl
from console.ui.replay.glimpses import Glimpses
from console.ui.screen_facts import in_device_pixels, in_units, screen_facts
from console.ui.screen_watch import ScreenWatch
from console.ui.snapshots import Snapshots
from console.ui.wakefulness import Wakefulness
from console.ui.window_commands import WindowCommands

log = logging.getLogger("sightline.desk")

FRAME_WITHIN_S = 20
"""Looks, once a second, for what a window manager puts round the window: a busy machine's takes its time."""

KEEP_AFTER_MS = 700
"""After the last change: a boundary that is dragged moves often."""

REFRESH_TICKS = 3
"""Panels are refreshed ten times a second at most: a burst of alerts must not fill the GUI thread."""


def run(config: DeskConfig, lifeline: Lifeline, clock: Clock) -> int:
    """Show the operator's window until the lifeline ends or the operator closes it."""
    settle_chromium()
    register_scheme()
    application = QApplication([config.name])
    load_fonts()
    picture_clock = PictureClock(clock, replays=config.replays)
    desk = Desk(config, lifeline, zmq.Context.instance(), clock, picture_clock)
    awake = Wakefulness()
    awake.start()
    desk.start()
    try:
        return int(application.exec())
    finally:
        desk.stop()
        awake.stop()


def _screen_at(place: Geometry) -> QScreen:
    """The one that has most of it."""
    return max(QGuiApplication.screens(), key=lambda one: screen_facts(one).geometry.common_px(place))


def _without_window(lent: Mapping[MonitorId, str]) -> frozenset[MonitorId]:
    """Monitors that show nothing to anybody: closed by a person, or without a screen."""
    return frozenset(monitor for monitor, to in lent.items() if to in (NOBODY, NO_SCREEN))


class Desk(QObject):
    """The window with its bridge and timers, all in the GUI thread."""

    def __init__(
        self,
        config: DeskConfig,
        lifeline: Lifeline,
        context: zmq.Context[zmq.Socket[bytes]],
        clock: Clock,
        picture_clock: PictureClock,
    ) -> None:
        super().__init__()
        endpoints = Endpoints(Path(config.run_dir))
        core = core_follower(context, endpoints, config.operator, clock)
        engine = engine_follower(context, endpoints, config.name, clock)
        self._lifeline = lifeline
        self._clock = clock
        self._started_ns = clock.monotonic_ns()
        self._picture_clock = picture_clock
        self._config = config
        self._screens = ScreenWatch(self)
        self._place: QRect | None = None
        self._is_displaced = False
        self._awaits_frame_s = FRAME_WITHIN_S
        self._frames = Frames()
        self._changed = Area.NONE
        self._ticks = TickTimes(POLL_INTERVAL_MS)
        self._ticks_to_refresh = 0
        self.view = SiteView(config.operator)
        self.selection = Selection(self)
        self.bridge = Bridge(core, engine, clock, TroubleFile(Path(config.run_dir)), self)
        replays = config.replays
        recording = RecordingActs(self.view, self.selection, self.bridge.commands, self, replays=replays)
        self.replay = ReplayControl(self.bridge, picture_clock, events=True, parent=self) if replays else None
        acts = OperatorActs(self.view, self.selection, self.bridge.commands, self, replay=self.replay)
        self._lent = self._lent_monitors(context, endpoints)
        map_dir = Path(config.map_dir) if config.map_dir else None
        demands = DeclaredDemands(config.name, engine, clock)
        self._pictures = MiniaturePictures(self._frames, demands)
        package = (
            PackageRun(config.sightline, config.run_dir, config.operator, self) if config.sightline else None
        )
        self._glimpses = Glimpses(config.glimpses, config.replay, self) if config.replay is not None else None
        self._snapshots = Snapshots(
            self._frames,
            demands,
            clock,
            picture_clock,
            Path(config.snapshots_dir or "snapshots"),
            config.operator,
            self,
        )
        self._snapshots.said.connect(acts.said)
        acts.keep_picture_of = self._snapshots.take
        keys = read_mapping(config.keys_file)
        picture = SelectedPicture(self.view, self.selection, self._frames, demands, keys=keys.keys)
        self.window = DeskWindow(
            self.view,
            self.selection,
            acts,
            recording,
            self._lent,
            self._pictures,
            picture,
            picture_clock,
            config.operator,
            map_dir,
            replay=self.replay,
            glimpses=self._glimpses,
            package=package,
            packages_dir=config.packages_dir,
            not_as_signed=bool(config.not_as_signed),
            keys=keys,
            machine_clock=clock,
        )
        self._small = MiniaturePictures(self._frames)  # of what is shown anyway: it demands nothing
        self.window.editor = LayoutEditor(
            self.view,
            self.selection,
            acts,
            LayoutAnswers(self.bridge, self),
            self._small,
            DraftFolder(config.arrangement_dir, config.operator),
            picture_clock,
            self.window,
        )
        self._commands = WindowCommands(
            context,
            endpoints,
            config.name,
            clock,
            self.window.grab,
            self,
            shown=lambda: tuple(self.view.monitors.values()),
        )
        self._tick_timer = QTimer(self)
        self._second_timer = QTimer(self)
        self._arrangement = ArrangementFile(arrangement_path(config.arrangement_dir, config.operator))
        self._keep_timer = QTimer(self)
        self._picture_timer = QTimer(self)
        self._connect(acts, recording)

    def _lent_monitors(self, context: zmq.Context[zmq.Socket[bytes]], endpoints: Endpoints) -> LentMonitors:
        name = self._config.name
        supervisor = Requester(
            context, endpoints.supervisor, name, self._clock, SupervisorRequest, only_connected=True
        )
        return LentMonitors(self.view, self.selection, supervisor, self)

    def _connect(self, acts: OperatorActs, recording: RecordingActs) -> None:
        self.bridge.core_said.connect(self._core_said)
        self.bridge.engine_said.connect(self._engine_said)
        self.bridge.came_out.connect(acts.came_out)
        self.bridge.came_out.connect(recording.came_out)
        self.bridge.control_lost_changed.connect(self._show_control)
        self._keep_timer.setSingleShot(True)
        self._keep_timer.setInterval(KEEP_AFTER_MS)
        self._keep_timer.timeout.connect(self._keep_arrangement)
        self.window.panels.changed.connect(self._keep_timer.start)
        self._tick_timer.setTimerType(Qt.TimerType.PreciseTimer)
        for timer, interval_ms, act in (
            (self._tick_timer, POLL_INTERVAL_MS, self._tick),
            (self._second_timer, int(BEAT_INTERVAL_S * 1000), self._second),
            (self._picture_timer, REFRESH_INTERVAL_MS, self._refresh_pictures),
        ):
            timer.setInterval(interval_ms)
            timer.timeout.connect(act)

    def start(self) -> None:
        """Show the window, connect, and let the map follow."""
        self._screens.start()
        self._screens.changed.connect(self._screens_changed)
        self._place_window()
        self.bridge.start()
        self._lent.start()
        self._commands.start()
        for timer in (self._tick_timer, self._second_timer, self._picture_timer):
            timer.start()
        self._judge_silence()
        self._second()
        if self._glimpses is not None:
            self._glimpses.start()
        QTimer.singleShot(0, self, self.window.map.start)

    def _place_window(self) -> None:
        self._move_window()
        self.window.show()
        self.window.place_columns()
        self.window.panels.restore(self._arrangement.read())

    def _move_window(self) -> None:
        primary = QGuiApplication.primaryScreen()
        usual = in_device_pixels(primary.availableGeometry(), primary)
        screens = [screen.geometry for screen in self._screens.facts()]
        place = desk_place(self._config.geometry, screens, usual, list(self._walls().values()))
        wanted = self._config.geometry
        self._is_displaced = wanted is not None and place != wanted
        if self._is_displaced:
            log.warning("the desk's geometry %s is not on the screens; it is shown at %s", wanted, place)
        self._place = in_units(place, _screen_at(place)) if wanted is not None else None
        self.window.setGeometry(in_units(place, _screen_at(place)))
        log.info("the desk's window is shown at %d,%d, %dx%d", place.x, place.y, place.width, place.height)

    def _screens_changed(self) -> None:
        """Its screen went, and nobody would see it; or it was elsewhere because of that, and is back."""
        screens = [screen.geometry for screen in self._screens.facts()]
        frame = self.window.frameGeometry()
        here = in_device_pixels(
            frame, QGuiApplication.screenAt(frame.center()) or QGuiApplication.primaryScreen()
        )
        wanted = self._config.geometry
        may_return = self._is_displaced and wanted is not None and is_seen(wanted, screens)
        if screens and (may_return or not is_seen(here, screens)):
            self._awaits_frame_s = FRAME_WITHIN_S
            self._move_window()

    def _keep_arrangement(self) -> None:
        self._keep_timer.stop()
        self._arrangement.write(self.window.panels.arrangement())

    def _fit_frame(self) -> None:
        """Bring the window manager's frame inside the geometry, once: it comes after the window, or never."""
        if self._place is None or not self._awaits_frame_s:
            return
        self._awaits_frame_s -= 1
        inner, outer, place = self.window.geometry(), self.window.frameGeometry(), self._place
        if inner == outer:
            return
        self._awaits_frame_s = 0
        self.window.setGeometry(
            place.x() + inner.x() - outer.x(),
            place.y() + inner.y() - outer.y(),
            place.width() - outer.width() + inner.width(),
            place.height() - outer.height() + inner.height(),
        )

    def _walls(self) -> dict[MonitorId, Geometry]:
        """Where the wall's monitors are, by the same rule as their own windows."""
        config = self._config
        plan = WallPlan(config.monitors, True, config.geometry, config.windowed)
        return {one: place.rectangle for one, place in place_all(plan, self._screens.facts()).items()}

    def _notice(self) -> str:
        """What of the wall the window hides, as long as it is not minimised."""
        if self.window.isMinimized():
            return ""
        frame = self.window.frameGeometry()
        # WORKAROUND: QWidget.screen() makes the screen the widget's child in PySide6 6.11, and the widget's
        # end, when Python's collector frees it, ends the screen: then the next widget aborts the process.
        screen = QGuiApplication.screenAt(frame.center()) or QGuiApplication.primaryScreen()
        without = frozenset() if self._config.replays else _without_window(self.view.lent)
        walls = {monitor: place for monitor, place in self._walls().items() if monitor not in without}
        return lying_over(in_device_pixels(frame, screen), walls)

    # --- what comes in

    def _core_said(self, said: CoreSnapshot | CorePublished) -> None:
        self._follow_clock(said)
        self.view.hear(said, self._picture_clock.monotonic_ns())
        if self.window.timeline is not None:
            self.window.timeline.hear(said)  # by what there was before
        self._changed |= self.view.apply_core(said)

    def _follow_clock(self, said: CoreSnapshot | CorePublished) -> None:
        epoch = self._picture_clock.epoch
        if isinstance(said, CoreSnapshot):
            self._picture_clock.follow(said.clock)
        elif isinstance(said.change, ClockChanged):
            self._picture_clock.follow(said.change.clock)
        self._frames.leap(self._picture_clock.epoch)
        if self._picture_clock.epoch != epoch:
            self._refresh_pictures()  # none of before the leap stands until the next copy

    def _engine_said(self, said: EngineSnapshot | EnginePublished) -> None:
        self._frames.apply(said)
        self._changed |= self.view.apply_engine(said)

    def _show_control(self, lost: bool) -> None:
        """Not before the desk knows anything: its top bar says then what it waits for."""
        if lost != self.view.control_lost:
            self.view.control_lost = lost
            self._changed |= Area.RECORDINGS
        if lost and (self.view.known or self.bridge.why_lost):
            since_ms, now_ms = self.bridge.lost_since_ms, self._clock.now_ms()
            replays = self._picture_clock.replays
            self.window.control.say(
                control_lost_words(since_ms, now_ms, self.bridge.why_lost, replays=replays)
            )
        else:
            self.window.control.say()

    # --- timers

    def _tick(self) -> None:
        self._ticks.began(self._clock.monotonic_ns())
        if self._lifeline.stopping.is_set():
            QApplication.quit()
            return
        self._judge_silence()
        self._ticks_to_refresh = max(0, self._ticks_to_refresh - 1)
        if self._changed and not self._ticks_to_refresh:
            self._ticks_to_refresh = REFRESH_TICKS
            changed, self._changed = self._changed, Area.NONE
            self.window.refresh(changed)
        self.window.picture.tick(self._picture_clock.monotonic_ns(), self._picture_clock.now_ms())
        self._snapshots.tick()
        self.window.tick()
        # A zero timer fires after the paint events that this tick caused.
        QTimer.singleShot(0, self, lambda: self._ticks.ended(self._clock.monotonic_ns()))

    def _judge_silence(self) -> None:
        heard_ns, now_ns = self.bridge.engine.heard_ns, self._clock.monotonic_ns()
        engine_heard = bool(heard_ns) and now_ns - heard_ns < CONTROL_LOST_AFTER_NS
        engine_awaited = not heard_ns and now_ns - self._started_ns < CONTROL_LOST_AFTER_NS
        if engine_awaited is not self.window.engine_awaited:
            self.window.engine_awaited = engine_awaited
            self.window.show_engine()
        if engine_heard != self.view.engine_heard:
            self.view.engine_heard = engine_heard
            self.window.engine_lost = not engine_heard
            self.window.show_engine()
            if engine_heard:
                log.info("the media engine is heard")
            else:
                log.warning("the media engine is silent; no camera's state is shown until it speaks again")
            self._changed |= Area.HEALTH

    def _second(self) -> None:
        self._fit_frame()
        told = self.bridge.troubles()
        self.window.troubles = tuple(f"{name}: {text}" for name, text in told.items() if name != "core")
        self.window.tick_second()
        self._show_control(
            self.bridge.control_lost
        )  # its time carries its date after midnight, its age grows
        self.window.picture.each_second(self._clock.monotonic_ns())
        self._lifeline.beat(
            {
                "ui_tick_p50_ms": round(self._ticks.percentile_ms(0.5), 2),
                "ui_tick_p99_ms": round(self._ticks.percentile_ms(0.99), 2),
                "torn": float(self._pictures.torn),
            },
            self._notice(),
        )

    def _refresh_pictures(self) -> None:
        self._pictures.refresh(self._picture_clock.monotonic_ns(), self._clock.monotonic_ns())
        self.window.miniatures.update()
        if self.window.editor is not None:
            self.window.editor.refresh_pictures(
                self._picture_clock.monotonic_ns(), self._clock.monotonic_ns()
            )

    def stop(self) -> None:
        """Disconnect and close the window."""
        if self._keep_timer.isActive():
            self._keep_arrangement()
        for timer in (self._tick_timer, self._second_timer, self._picture_timer):
            timer.stop()
        self._commands.stop()
        self._snapshots.stop()
        if self._glimpses is not None:
            self._glimpses.stop()
        self.window.stop()  # it takes its demand back, and so do the miniatures: before the bridge goes
        self._pictures.close()
        self.bridge.stop()
        self._lent.stop()
        self._screens.stop()
        self.window.hide()
