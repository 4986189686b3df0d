"""The desk's process: settles Chromium, follows core and engine, shows the window, beats once a second."""

import logging
from pathlib import Path

import zmq
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from console.protocol.clock import Clock
from console.protocol.core_changes import ClockChanged, CorePublished, CoreSnapshot
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import EnginePublished, EngineSnapshot
from console.protocol.lifeline import BEAT_INTERVAL_S, Lifeline
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import DeskConfig
from console.protocol.requester import Requester
from console.protocol.supervisor_messages import SupervisorRequest
from console.protocol.trouble_file import TroubleFile
from console.protocol.window_messages import WindowRequest
from console.ui.bridge import CONTROL_LOST_AFTER_NS, POLL_INTERVAL_MS, Bridge, core_follower, engine_follower
from console.ui.control_words import control_lost_words
from console.ui.declared_demands import DeclaredDemands
from console.ui.desk.acts_before import ActsBefore
from console.ui.desk.arrangement import ArrangementFile, arrangement_path
from console.ui.desk.desk_window import DeskWindow
from console.ui.desk.lent_monitors import LentMonitors
from console.ui.desk.miniature_pictures import REFRESH_INTERVAL_MS, MiniaturePictures
from console.ui.desk.monitor_numbers import MonitorNumbers
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.package_run import PackageRun
from console.ui.desk.placed_window import PlacedWindow
from console.ui.desk.recording_acts import RecordingActs
from console.ui.desk.selected_picture import SelectedPicture
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import Area, SiteView
from console.ui.desk.tick_times import TickTimes
from console.ui.desk.trouble_words import trouble_sentences
from console.ui.fonts import load_fonts
from console.ui.frames import Frames
from console.ui.key_mapping import read_mapping
from console.ui.layouts.both_layouts import BothLayouts
from console.ui.layouts.draft import DraftFolder
from console.ui.layouts.editor_window import LayoutEditor
from console.ui.layouts.gone_layout import GoneLayout
from console.ui.layouts.layout_answers import LayoutAnswers
from console.ui.map.scheme import register_scheme, settle_chromium
from console.ui.replay.control import ReplayControl
from console.ui.replay.glimpses import Glimpses
from console.ui.snapshots import Snapshots
from console.ui.wakefulness import Wakefulness
from console.ui.window_commands import WindowCommands

log = logging.getLogger("sightline.desk")

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
        self._numbers = self._monitor_numbers(context, endpoints)
        self._demands = demands = DeclaredDemands(config.name, engine, clock)
        self._pictures = MiniaturePictures(self._frames, demands)
        self._glimpses = Glimpses(config.glimpses, config.replay, self) if config.replay is not None else None
        self._snapshots = self._make_snapshots(demands)
        self._snapshots.said.connect(acts.said)
        acts.keep_picture_of = self._snapshots.take
        self.window = self._make_window(acts, recording, demands)
        self.placed = PlacedWindow(self.window, config, self)
        self.window.panel_menu.wall_places = self.placed.wall_places
        self._small = MiniaturePictures(self._frames)  # of what is shown anyway: it demands nothing
        self.both = self._make_both()
        self._gone = GoneLayout(self.view, self.bridge, self._picture_clock, self)
        self._gone.serve(self.window.layouts.conflict)
        self.window.make_editor = lambda: self._make_editor(acts)
        self._acts_before = ActsBefore(self.bridge, self) if self.window.timeline is not None else None
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

    def _make_window(
        self, acts: OperatorActs, recording: RecordingActs, demands: DeclaredDemands
    ) -> DeskWindow:
        config, keys = self._config, read_mapping(self._config.keys_file)
        package = (
            PackageRun(config.sightline, config.run_dir, config.operator, self) if config.sightline else None
        )
        return DeskWindow(
            self.view,
            self.selection,
            acts,
            recording,
            self._lent,
            self._numbers,
            self._pictures,
            SelectedPicture(self.view, self.selection, self._frames, demands, keys=keys.keys),
            self._picture_clock,
            config.operator,
            Path(config.map_dir) if config.map_dir else None,
            replay=self.replay,
            glimpses=self._glimpses,
            package=package,
            packages_dir=config.packages_dir,
            not_as_signed=bool(config.not_as_signed),
            keys=keys,
            machine_clock=self._clock,
        )

    def _make_snapshots(self, demands: DeclaredDemands) -> Snapshots:
        folder = Path(self._config.snapshots_dir or "snapshots")
        operator = self._config.operator
        return Snapshots(self._frames, demands, self._clock, self._picture_clock, folder, operator, self)

    def _make_editor(self, acts: OperatorActs) -> LayoutEditor:
        made = LayoutEditor(
            self.view,
            self.selection,
            acts,
            LayoutAnswers(self.bridge, self),
            self._small,
            DraftFolder(self._config.arrangement_dir, self._config.operator),
            self._picture_clock,
            self.window,
        )
        self.both.serve(made.conflict)
        self._gone.serve(made.conflict)
        return made

    def _make_both(self) -> BothLayouts:
        answers = LayoutAnswers(self.bridge, self)  # the editor's wait for the layout that it opens
        both = BothLayouts(self.view, answers, self._picture_clock, self.window)
        both.serve(self.window.layouts.conflict)
        return both

    def _lent_monitors(self, context: zmq.Context[zmq.Socket[bytes]], endpoints: Endpoints) -> LentMonitors:
        name = self._config.name
        supervisor = Requester(
            context, endpoints.supervisor, name, self._clock, SupervisorRequest, only_connected=True
        )
        return LentMonitors(self.view, self.selection, supervisor, self)

    def _monitor_numbers(
        self, context: zmq.Context[zmq.Socket[bytes]], endpoints: Endpoints
    ) -> MonitorNumbers:
        name, clock = self._config.name, self._clock
        supervisor = Requester(
            context, endpoints.supervisor, name, clock, SupervisorRequest, only_connected=True
        )

        def window_at(address: str) -> Requester:
            return Requester(context, address, name, clock, WindowRequest)

        return MonitorNumbers(supervisor, window_at, clock, self)

    def _connect(self, acts: OperatorActs, recording: RecordingActs) -> None:
        self.bridge.core_said.connect(self._core_said)
        if self._acts_before is not None and self.window.timeline is not None:
            self._acts_before.came.connect(self.window.timeline.learn)
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
        self.placed.start()
        self._show_window()
        self.bridge.start()
        self._lent.start()
        self._numbers.start()
        self._commands.start()
        for timer in (self._tick_timer, self._second_timer, self._picture_timer):
            timer.start()
        self._judge_silence()
        self._second()
        if self._glimpses is not None:
            self._glimpses.start()
        QTimer.singleShot(0, self, self.window.map.start)

    def _show_window(self) -> None:
        self.window.show()
        self.window.place_columns()
        self.window.panels.restore(self._arrangement.read())

    def _keep_arrangement(self) -> None:
        self._keep_timer.stop()
        self._arrangement.write(self.window.panels.arrangement())

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
        if isinstance(said, EngineSnapshot):
            self._demands.renew()  # what was wanted before it was heard, or of another life of it
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
        self.placed.fit_frame()
        self.window.troubles = trouble_sentences(self.bridge.troubles())
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
            self.placed.notice(self.view.lent),
        )

    def _refresh_pictures(self) -> None:
        self._pictures.refresh(self._picture_clock.monotonic_ns(), self._clock.monotonic_ns())
        if (stale := self._pictures.stale()) != self.view.old_pictures:
            self.view.old_pictures = stale
            self._changed |= Area.HEALTH
        self.window.miniatures.update()
        if (editor := self.window.made_editor) is not None:
            editor.refresh_pictures(self._picture_clock.monotonic_ns(), self._clock.monotonic_ns())

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
        self.both.hide()
        self.window.stop()  # it takes its demand back, and so do the miniatures: before the bridge goes
        self._pictures.close()
        self.bridge.stop()
        self._lent.stop()
        self._numbers.stop()
        self.placed.stop()
        self.window.hide()
