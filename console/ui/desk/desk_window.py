"""The operator's window: puts the panels together, and brings what changed to those that show it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.picture import LostCause
from console.domain.wording import local_time
from console.protocol.clock import Clock
from console.protocol.lifeline import EXIT_CLOSED
from console.ui.desk.bars import BottomBar, TopBar, counts_html
from console.ui.desk.camera_list import CameraList
from console.ui.desk.cover_words import covers_lines
from console.ui.desk.desk_commands import DeskCommands, DeskParts
from console.ui.desk.desk_room import DeskRoom
from console.ui.desk.health_list import HealthList
from console.ui.desk.incident_cards import IncidentCards
from console.ui.desk.lent_monitors import LentMonitors
from console.ui.desk.map_choice import MapChoice
from console.ui.desk.map_panel import MapPanel
from console.ui.desk.middle_room import HANDLE_PX, MiddleRoom
from console.ui.desk.miniature_pictures import MiniaturePictures
from console.ui.desk.miniatures import Miniatures
from console.ui.desk.monitor_numbers import MonitorNumbers
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.package_dialog import PackageDialog
from console.ui.desk.package_run import PackageRun
from console.ui.desk.panel_focus import Panel, PanelFocus
from console.ui.desk.panel_menu import PanelMenu
from console.ui.desk.panels import Panels, nothing_here
from console.ui.desk.recording_acts import RecordingActs, package_refusal
from console.ui.desk.selected_picture import SelectedPicture
from console.ui.desk.selection import Selection
from console.ui.desk.site_lists import SiteLists
from console.ui.desk.site_view import Area, SiteView
from console.ui.desk.stylesheet import desk_stylesheet
from console.ui.desk.timeline_strip import HEAD_PX, TimelineStrip
from console.ui.desk.trouble_line import TroubleLine
from console.ui.key_mapping import KeyMapping
from console.ui.key_table import KeyTable
from console.ui.layouts.editor_window import LayoutEditor
from console.ui.replay.control import ReplayControl
from console.ui.replay.glimpses import Glimpses
from console.ui.replay.replay_frame import replay_frame, replay_title
from console.ui.replay.timeline_view import Recorded
from console.ui.replay.transport_bar import TransportBar

NO_ALERTS = "No alerts up to here."
"""In a replay."""


class DeskWindow(QMainWindow):
    """Shows a SiteView; ``refresh`` is told what changed, ``tick_second`` that time went by."""

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        acts: OperatorActs,
        recording: RecordingActs,
        lent: LentMonitors,
        numbers: MonitorNumbers,
        pictures: MiniaturePictures,
        picture: SelectedPicture,
        clock: Clock,
        operator: str,
        map_dir: Path | None,
        *,
        replay: ReplayControl | None = None,
        glimpses: Glimpses | None = None,
        package: PackageRun | None = None,
        packages_dir: str = "",
        not_as_signed: bool = False,
        keys: KeyMapping | None = None,
        machine_clock: Clock | None = None,
    ) -> None:
        super().__init__()
        self.make_editor: Callable[[], LayoutEditor] | None = None
        self.made_editor: LayoutEditor | None = None
        keys = keys or KeyMapping()
        self._replay = replay
        self._not_as_signed = not_as_signed
        self._offered = False
        self.setWindowTitle("Sightline desk")
        self.setStyleSheet(desk_stylesheet())
        self._view = view
        self._selection = selection
        self._acts = acts
        self._recording = recording
        self._lent = lent
        self._numbers = numbers
        self._clock = clock
        self.engine_lost = True
        self.engine_awaited = False
        self.picture = picture
        self.troubles: tuple[str, ...] = ()
        self._key_problems = keys.problems
        self._package_run = package
        self._make_bars(operator, replay, glimpses)
        self._make_panels(keys.keys, pictures, operator, map_dir)
        self.package = PackageDialog(package, packages_dir, clock, self) if package is not None else None
        self.health = HealthList(view, selection, clock, self)
        self._build()
        self._add_panels()
        self.map_choice = MapChoice(self.map, self.cameras, self.panels, self)
        self._connect()
        self.commands = self._make_commands(keys.keys, machine_clock or clock)
        self.help = self.commands.sheet
        self._panel_focus = PanelFocus(self, self._panels())
        self.map.page_came.connect(lambda: self._panel_focus.order(self._panels()))
        self.panels.went.connect(lambda _: self._panel_focus.order())
        self.cameras.rows.setFocus()  # not the search, which would take the first keys as text
        if replay is not None:
            self._settle_replay(replay)

    # --- building

    def _make_bars(self, operator: str, replay: ReplayControl | None, glimpses: Glimpses | None) -> None:
        """Above the panels and below them: live a timeline of the last half hour, in a replay all of it."""
        self.top = TopBar(operator, replays=replay is not None, not_as_signed=self._not_as_signed)
        self.control = TroubleLine("control_lost")
        self.problems = TroubleLine("problems")
        self.covers = TroubleLine("covers")
        self.bottom = BottomBar()
        recorded = Recorded(glimpses, self._view, self._selection) if glimpses is not None else None
        self.transport = TransportBar(replay, recorded) if replay is not None else None
        self.timeline = TimelineStrip(self._view, self._selection, self._clock) if replay is None else None

    def _make_panels(
        self, keys: KeyTable, pictures: MiniaturePictures, operator: str, map_dir: Path | None
    ) -> None:
        view, selection, clock = self._view, self._selection, self._clock
        self.cameras = CameraList(view, selection, keys=keys)
        self.lists = SiteLists(view, selection, self._acts, clock, keys, self)
        self.layouts, self.presets, self.tours = self.lists.layouts, self.lists.presets, self.lists.tours
        self.miniatures = Miniatures(view, selection, pictures, keys=keys, clock=clock, own_name=operator)
        self.map = MapPanel(view, selection, map_dir, clock)
        self.cards = IncidentCards(view, selection, clock, keys=keys)
        self.middle = MiddleRoom(self.miniatures, self.picture, self.map)
        self.room = DeskRoom(self.cameras, self.lists, self.middle, self.cards, self.timeline)
        self._nothing = nothing_here()
        self.panels = Panels(self)

    def _build(self) -> None:
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(HANDLE_PX)
        for bar in (self.top, self.control, self.problems, self.covers):
            rows.addWidget(bar)
        rows.addWidget(self.room, 1)
        rows.addWidget(self._nothing, 1)
        if self.transport is not None:
            rows.addWidget(self.transport)
        rows.addWidget(self.bottom)
        self.setCentralWidget(replay_frame(body) if self._replay is not None else body)

    def _add_panels(self) -> None:
        """Each as it stands in its splitter, in that order."""
        panels, room, below = self.panels, self.room, self.middle.below
        panels.add("cameras", "Cameras", self.cameras, room.left)
        panels.add("layouts", "Layouts", self.lists, room.left)
        panels.add("wall", "Wall", self.miniatures, self.middle)
        panels.add("picture", "Large picture", self.picture, below, self.picture.open)
        panels.add("map", "Map", self.map, below)
        panels.add("incidents", "Incidents", self.cards, room.columns)
        if self.timeline is not None:
            panels.add("timeline", "Timeline", self.timeline, room, head_width_px=HEAD_PX)
            self.timeline.said.connect(self.bottom.say)
        for name, parted in (("rows", room), ("columns", room.columns), ("left", room.left)):
            panels.boundaries.add(name, parted)
        panels.boundaries.add("middle", self.middle)
        panels.boundaries.add("below", below)
        panels.boundaries.given.connect(self.middle.take_sizes)
        panels.when_reset(self.place_columns)
        panels.when_reset(self.middle.fit_again)
        panels.emptied.connect(self._nothing.setVisible)
        panels.went.connect(lambda _: self.middle.picture_went(away=panels.is_floating("picture")))
        self.picture.changed.connect(lambda: panels.own_say("picture", self.picture.is_open))
        self.panel_menu = PanelMenu(panels, self)
        self.top.panels.clicked.connect(lambda: self.panel_menu.offer(self.top.panels))

    def place_columns(self) -> None:
        """Give the side panels their widths for this window; the middle takes the rest."""
        self.room.place(self.width(), self.height(), len(self._view.monitors))

    def _settle_replay(self, replay: ReplayControl) -> None:
        """Each of its windows says what it is; the timeline has the keys first."""
        for window in (self, self.health, self.help):
            window.setWindowTitle(replay_title(window.windowTitle(), not_as_signed=self._not_as_signed))
        self.cards.say_of_none(NO_ALERTS)
        self.cards.offer_no_keeping()
        self.cameras.offer_no_acts()
        self._offer_acts()
        replay.changed.connect(self._offer_acts)
        if self.transport is not None:
            self.transport.timeline.setFocus()

    def _offer_acts(self) -> None:
        """Nothing is offered that would change what was, but what is decided again."""
        offered = self._acts.count
        if offered != self._offered:
            self._offered = offered
            self.bottom.drop_refusal()  # by what counts no more
        self.panels.offer("layouts", offered)
        self.cards.offer_acts(offered=offered)
        self.cameras.rows.setDragEnabled(offered)
        self.miniatures.setAcceptDrops(offered)
        self.top.say_again(again=offered)

    def _connect(self) -> None:
        acts = self._acts
        acts.said.connect(self.bottom.say)
        self._recording.said.connect(self.bottom.say)
        self._lent.said.connect(self.bottom.say)
        self._numbers.said.connect(self.bottom.say)
        self.map_choice.said.connect(self.bottom.say)
        self.top.counts.clicked.connect(self.health.toggle)
        assign = acts.if_it_counts(acts.assign_selected)
        self.cameras.assign_asked.connect(assign)
        self.cameras.record_asked.connect(self._recording.toggle_camera)
        self.miniatures.assign_asked.connect(assign)
        self.miniatures.dropped.connect(self._dropped)
        self.miniatures.dropped_on_whole.connect(self._dropped_on_whole)
        self.miniatures.swap_asked.connect(self._swap)
        self.miniatures.wheeled.connect(acts.if_it_counts(acts.looks.zoom_by))
        self.lists.said.connect(self.bottom.say)
        self.lists.edit_asked.connect(self.edit_layout)
        self.cards.acknowledge_asked.connect(acts.if_it_counts(acts.acknowledge))
        self.cards.close_asked.connect(acts.close)
        self.cards.undo_asked.connect(acts.undo_switches)
        self.cards.record_asked.connect(self._recording.toggle_incident)
        self.cards.package.setVisible(self.package is not None)
        self.cards.package_asked.connect(self._ask_package)
        if self.package is not None:
            self.package.said.connect(self.bottom.say)

    def _swap(self, monitor: str, cell: int, to_monitor: str, to_cell: int) -> None:
        self._acts.swap(MonitorId(monitor), CellIndex(cell), MonitorId(to_monitor), CellIndex(to_cell))

    def edit_layout(self, name: str = "") -> None:
        """In the editor; without a name what is at work there, what the chosen monitor shows, a new one."""
        if not self._acts.count:
            self._acts.refuse_in_replay()
        elif (editor := self.editor) is not None:
            cell = self._selection.cell
            monitors = [cell[0]] if cell is not None else list(self._view.monitors)
            editor.open(name, monitors[0] if len(monitors) == 1 else None)

    @property
    def editor(self) -> LayoutEditor | None:
        """The one editor, made when it is needed first: most shifts have none."""
        if self.made_editor is None and self.make_editor is not None:
            self.made_editor = self.make_editor()
        return self.made_editor

    def _dropped(self, monitor: str, cell: int, feed: str) -> None:
        """``feed`` has a line for each of several."""
        feeds = tuple(map(FeedId, feed.split("\n")))
        if len(feeds) == 1:
            self._acts.assign(MonitorId(monitor), CellIndex(cell), feeds[0])
        else:
            self._acts.assign_many(MonitorId(monitor), feeds, CellIndex(cell))

    def _dropped_on_whole(self, monitor: str, feeds: list[FeedId]) -> None:
        self._acts.assign_many(MonitorId(monitor), tuple(feeds), CellIndex(0))

    def _panels(self) -> tuple[Panel, ...]:
        """In the order in which Tab goes through them."""
        cameras, cards, lists = self.cameras, self.cards, self.lists
        acts = (cards.acknowledge, cards.close_incident, cards.undo, cards.record, cards.package)
        below = self.timeline or (self.transport.timeline if self.transport is not None else None)
        return (
            Panel(self.top, (self.top.panels,)),
            Panel(cameras, (cameras.search, cameras.rows, cameras.record)),
            Panel(lists, lists.stops, lists.bar),
            Panel(self.miniatures, (self.miniatures,)),
            Panel(self.picture, (self.picture,)),
            Panel(self.map, self.map.stops),
            Panel(cards, (cards.rows, *acts)),
            *((Panel(below, (below,)),) if below is not None else ()),
        )

    def _make_commands(self, keys: KeyTable, clock: Clock) -> DeskCommands:
        parts = DeskParts(
            self._view,
            self._selection,
            self._acts,
            self._recording,
            self._lent,
            self._numbers,
            self.cameras,
            self.panels,
            self.lists,
            self.layouts,
            self.presets,
            self.tours,
            self.lists.make_tour,
            self.miniatures,
            self.picture,
            self.map,
            self.map_choice,
            self.cards,
            self.health,
            self.bottom,
            self._let_go,
            self._ask_package,
            self.edit_layout,
            self._replay,
        )
        return DeskCommands(self, parts, keys, clock)

    def _ask_package(self) -> None:
        selected = self._selection.incident
        if refusal := package_refusal(self._view, selected):
            self.bottom.say(refusal, bad=True)
        elif self.package is not None and selected is not None:
            self.package.ask(self._view.incidents[selected])

    # --- showing

    def refresh(self, changed: Area) -> None:
        """Bring what changed to the panels that show it."""
        if changed & (Area.CAMERAS | Area.COUNTS):
            self.top.show_site(self._view.site, self._view.director_mode)
            if self._replay is None:
                self.top.show_alert_counts(self._view.counts)
        if changed & Area.CAMERAS:
            self.cameras.refresh()
        if changed & (Area.CAMERAS | Area.HEALTH):
            self.cameras.model.refresh_states()
            self._show_state_counts()
            self.map.refresh_cameras()
        if changed & Area.CAMERAS:
            self.middle.fit(len(self._view.monitors))
        if changed & (Area.CAMERAS | Area.MONITORS):
            self._leave_gone_cell()
            self.commands.typed.refresh()
            self.miniatures.refresh()
            self._say_covers()
        if changed & Area.INCIDENTS:
            self._drop_gone_incident()
            self.cards.refresh()
            self.map.refresh_incidents()
        if changed & (Area.CAMERAS | Area.MONITORS | Area.RECORDINGS):
            self.cameras.refresh_recording()
        if changed & Area.MONITORS:
            self.picture.follow_cell()
        if changed & Area.RECORDINGS:
            self.cards.refresh_acts()
            self.cameras.model.refresh_states()
            self.picture.refresh_recorded()
        if changed & Area.PROBLEMS:
            self._say_problems()
        self.lists.refresh(changed)
        self.commands.refresh(changed)
        if self.made_editor is not None:
            self.made_editor.refresh(changed)
        if self.timeline is not None:
            self.timeline.tick()

    def _show_state_counts(self) -> None:
        counts = self._view.state_counts()
        unrecorded = self._view.unrecorded()
        left_out = self._view.unrecorded(LostCause.NOT_IN_PACKAGE)
        unknown = len(self._view.cameras) - counts.total() - unrecorded - left_out
        slowed = self._view.slowed()
        replays = self._replay is not None
        self.top.counts.setText(counts_html(counts, unknown, unrecorded, left_out, slowed, replays=replays))

    def _drop_gone_incident(self) -> None:
        if self._selection.incident is not None and self._selection.incident not in self._view.incidents:
            self._selection.select_incident(None)

    def _leave_gone_cell(self) -> None:
        """Another layout has no such cell: the last one of its monitor is, which is still the one that is
        meant. What was selected last, a camera or a cell, stays what is looked at.
        """
        selection = self._selection
        if selection.cell is None or self._view.cell(*selection.cell) is not None:
            return
        last, was_newer = self._view.last_cell(selection.cell[0]), selection.cell_is_newer
        if last is None:
            selection.select_camera(selection.camera)
            selection.select_cell(None)
        else:
            selection.select_cell(last)
            if not was_newer:
                selection.select_camera(selection.camera)

    def tick(self) -> None:
        """Thirty times a second: a replay's time leaps, and shows where to at once."""
        if self.transport is not None:
            self.transport.tick()
            self._show_clock()
        if self._replay is not None:
            self.top.show_replayed_alerts(self._replay.alerts)

    def _show_clock(self) -> None:
        now_ms = self._clock.now_ms()
        self.top.show_clock(local_time(now_ms, now_ms))

    def show_engine(self) -> None:
        """That the media engine is silent, or awaited."""
        self.top.show_engine(lost=self.engine_lost, awaited=self.engine_awaited)

    def tick_second(self) -> None:
        """Clock, ages, silences."""
        self._show_clock()
        self.show_engine()
        self._say_problems()
        self._say_covers()
        self.cards.model.refresh_ages()
        self.health.refresh()
        if self.timeline is not None:
            self.timeline.tick()

    def _say_problems(self) -> None:
        """Core's own first, as in `ctl status`: of many only the first are seen."""
        self.problems.say(*self._view.problems, *self.troubles, *self._key_problems)

    def _say_covers(self) -> None:
        """Which monitors visitors look at, and what waits beneath."""
        self.covers.say(*covers_lines(self._view.monitors.values(), self._clock.now_ms(), self._view.lent))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, where nothing else took it: the selected cell back to live, else nothing is selected.

        In a replay also the keys that lists keep for themselves.
        """
        if not self.commands.press(event):
            super().keyPressEvent(event)

    def _let_go(self) -> None:
        self.map.leave_rectangle()
        if not self._acts.count or not self._acts.leave_rewind():
            self._selection.let_go()

    # --- end

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the desk ends its process, which a person meant; the wall goes on without it."""
        event.accept()
        QApplication.exit(EXIT_CLOSED if event.spontaneous() else 0)

    def stop(self) -> None:
        """Close what lies over it, let go of the map's page and of a package that is being made."""
        if self.package is not None and self._package_run is not None:
            self.package.hide()
            self._package_run.stop()
        self.health.hide()
        self.lists.tour.hide()
        self._panel_focus.stop()
        if self.made_editor is not None:
            self.made_editor.stop()
        self.picture.stop()
        self.map.stop()
        self.panels.close()
