"""One display: joins what core and engine say to the window, 30 times a second. It decides nothing."""

import logging
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer

from console.domain.camera import Camera
from console.domain.cell_content import MapContent
from console.domain.errors import NoAnswer
from console.domain.ids import CellIndex, FeedId
from console.domain.monitor import MonitorSpec
from console.domain.wall import CellView, Layer, MonitorView, glass
from console.domain.wording import local_time
from console.protocol.clock import Clock
from console.protocol.core_changes import (
    ClockChanged,
    CorePublished,
    CoreSnapshot,
    MonitorChanged,
    RecordedFeedsChanged,
)
from console.protocol.core_messages import ReportPainted
from console.protocol.engine_messages import EngineSnapshot
from console.protocol.picture_clock import ClockReading, PictureClock
from console.protocol.reply import Reply
from console.ui import theme
from console.ui.bridge import POLL_INTERVAL_MS, Bridge
from console.ui.control_words import control_lost_words
from console.ui.declared_demands import DeclaredDemands
from console.ui.drawing_guard import DrawingGuard, unshown_words
from console.ui.frames import Frames, FrameSource
from console.ui.replay.control import ReplayControl
from console.ui.snapshots import Snapshots, Subject
from console.ui.wall.demands import delay_of, demands_of
from console.ui.wall.full_screen import FullScreen
from console.ui.wall.grid import Box, cell_boxes
from console.ui.wall.hand import Hand
from console.ui.wall.map_cells import MapCells
from console.ui.wall.painted_reports import PaintedReports, TileKey
from console.ui.wall.statistics import TickTimes, TourSteps
from console.ui.wall.tile import Tile
from console.ui.wall.tile_figures import tile_figures
from console.ui.wall.tile_hand import TileHand
from console.ui.wall.tile_painter import Drawn
from console.ui.wall.tile_zooms import TileZooms
from console.ui.wall.wall_window import WallWindow
from console.ui.wall.zoom import part_of
from console.ui.zoom_hand import ZoomHand

log = logging.getLogger("sightline.display")

TICK_NS = POLL_INTERVAL_MS * 1_000_000
SECOND_NS = 1_000_000_000

NO_PICTURE_TO_KEEP = "This tile shows no camera: there is no picture to keep"
QUIETLY_LOST = "control lost"
"""Beside the clock of a monitor that visitors see: enough for those who know, no alarm for others."""


class Display(QObject):
    """Owns the tick. ``each_second`` gets the figures for the beat."""

    def __init__(
        self,
        name: str,
        monitor: MonitorSpec,
        window: WallWindow,
        bridge: Bridge,
        clock: Clock,
        picture_clock: PictureClock,
        each_second: Callable[[dict[str, float]], None],
        snapshots_dir: Path | None = None,
        maps: MapCells | None = None,
    ) -> None:
        super().__init__()
        self._monitor = monitor.monitor
        self._window = window
        self._bridge = bridge
        self._clock = clock
        self._picture_clock = picture_clock
        self._each_second = each_second
        self._frames = Frames()
        self._maps = maps
        self._found_version = 0
        self._view: MonitorView | None = None
        self._cameras: dict[FeedId, Camera] = {}
        self._recorded: frozenset[FeedId] = frozenset()
        self._demands = DeclaredDemands(name, bridge.engine, clock)
        self._reports = PaintedReports(self._monitor, self._send_report)
        replay = ReplayControl(bridge, picture_clock, parent=self) if picture_clock.replays else None
        self._hand = Hand(self._monitor, window, bridge, clock, replay, cameras=lambda: self._cameras)
        self._zooms = ZoomHand(self._hand.give, self)
        self._tile_zooms = TileZooms(self._monitor, self._frames, self._zooms)
        self._tile_hand = TileHand(self._monitor, window, self._zooms, self._hand, self)
        self._hand.tiles = self._tile_hand
        self._full_screen = FullScreen(window.say_full_screen, self._hand.tell, self._lay_out_again)
        self._hand.leave_full_screen = self._full_screen.leave
        self._hand.full_screen = lambda tile: self._full_screen.toggle(tile.cell.cell)
        self._hand.keep_picture = self._keep_picture
        self._snapshots = self._make_snapshots(name, snapshots_dir)
        window.belongs_to(name)
        self._ticks = TickTimes()
        self._tour_steps = TourSteps()
        self._torn = 0
        self._due_ns = 0
        self._second_ns = 0
        self._guard = DrawingGuard("tile of")
        self._layout_guard = DrawingGuard("layout")
        self._unshown = ""
        self._banner: tuple[str | None, QSize] = (None, QSize())
        self._clock_text = ""
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(POLL_INTERVAL_MS)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """Listen and begin to tick."""
        if self._maps is not None:
            self._maps.start()
        self._bridge.core_said.connect(self._core_said)
        self._bridge.engine_said.connect(self._engine_said)
        self._bridge.replied.connect(self._replied)
        self._bridge.came_out.connect(self._hand.came_out)
        self._bridge.came_out.connect(self._zooms.came_out)
        self._bridge.control_lost_changed.connect(self._show_control)
        self._zooms.let_go.connect(self._zoom_let_go)
        self._tile_hand.zoomed.connect(self._zoom)
        self._tile_hand.full_screen_asked.connect(self._full_screen.toggle)
        self._tile_hand.start()
        self._window.resized.connect(self._lay_out)
        self._hand.start()
        self._due_ns = self._clock.monotonic_ns() + TICK_NS
        self._timer.start()

    # --- what core and engine say ---------------------------------------------------------------------

    def _core_said(self, said: object) -> None:
        match said:
            case CoreSnapshot(cameras=cameras, monitors=monitors, clock=reading, recorded_feeds=recorded):
                self._follow_clock(reading)
                self._recorded = frozenset(recorded)
                self._cameras = {camera.feed: camera for camera in cameras}
                views = [view for view in monitors if view.monitor == self._monitor]
                if not views:
                    log.warning("core knows no monitor %s; the window stays empty", self._monitor)
                self._show(views[0] if views else None)
                self._show_control(self._bridge.control_lost)
            case CorePublished(change=MonitorChanged(view=view)) if view.monitor == self._monitor:
                self._show(view)
            case CorePublished(change=RecordedFeedsChanged(feeds=recorded)):
                self._recorded = frozenset(recorded)
                self._say_recorded()
            case CorePublished(change=ClockChanged(clock=now)):
                self._follow_clock(now)

    def _follow_clock(self, reading: ClockReading | None) -> None:
        epoch = self._picture_clock.epoch
        self._picture_clock.follow(reading)
        has_leapt = self._picture_clock.epoch != epoch
        self._frames.leap(self._picture_clock.epoch)
        for tile in self._window.tiles or ():
            tile.look_again(has_leapt=has_leapt)

    def _say_recorded(self) -> None:
        """While core is silent nobody knows what comes to the disk: no tile says REC. No visitor is told."""
        nobody_says = self._bridge.control_lost or self._window.is_covered
        known = frozenset() if nobody_says else self._recorded
        for tile in self._window.tiles or ():
            tile.say_recorded(tile.cell.feed in known)

    def _engine_said(self, said: object) -> None:
        self._frames.apply(said)
        if isinstance(said, EngineSnapshot):
            self._demands.renew()  # what was wanted before it was heard, or of another life of it

    def _replied(self, reply: Reply) -> None:
        self._reports.answered(reply)

    def _show_control(self, lost: bool) -> None:
        self._say_recorded()
        if self._window.tiles is None:
            self._window.wait_for_core(self._unshown or self._bridge.why_lost)
            return
        text = self._control_words() if lost and not self._window.is_covered else None
        if (text, self._window.size()) == self._banner:
            return
        self._banner = (text, self._window.size())
        place = self._window.signs.banner(text, self._window.width(), self._window.height())
        self._window.paint_later(place)

    def _control_words(self) -> str:
        since_ms, now_ms = self._bridge.lost_since_ms, self._clock.now_ms()
        replays = self._picture_clock.replays
        return control_lost_words(since_ms, now_ms, self._bridge.why_lost, replays=replays)

    # --- the wall as core says ------------------------------------------------------------------------

    def _show(self, view: MonitorView | None) -> None:
        """What a cover hides is not even laid out here, so that nothing of it can reach the glass."""
        is_covered = view is not None and view.cover is not None
        turns = is_covered is not self._window.is_covered
        self._full_screen.take(glass(view) if view is not None else None, ends=turns)
        self._view = self._full_screen.laid_out()
        if turns:
            self._window.is_covered = is_covered
            self._hand.cover()
            self._let_go_of_tiles()
        if self._view is not None:
            self._reports.keep_only(self._view)
        self._lay_out()
        if turns:
            self._window.cover(is_covered=is_covered)
            self._banner = (None, QSize())
            self._show_control(self._bridge.control_lost)

    def _lay_out_again(self) -> None:
        self._view = self._full_screen.laid_out()
        self._lay_out()
        self._window.paint_later()

    # --- pictures as files

    def _make_snapshots(self, name: str, folder: Path | None) -> Snapshots | None:
        if folder is None:
            return None
        made = Snapshots(self._frames, self._demands, self._clock, self._picture_clock, folder, name, self)
        made.said.connect(lambda words, _: self._hand.tell(words))
        return made

    def _keep_picture(self, tile: Tile) -> None:
        cell, source = tile.cell, tile.source
        if self._snapshots is None or cell.feed is None or source is None:
            self._hand.tell(NO_PICTURE_TO_KEEP)
            return
        delay_ms, part = source.shown_delay_ms() or 0, part_of(tile.zoom)
        subject = Subject(cell.feed, tile.camera, self._monitor, cell.cell, tile.shown.word, delay_ms, part)
        self._snapshots.take(subject, source.current)

    # --- zoom

    def _zoom(self, tile: Tile) -> None:
        if self._tile_zooms.follow(tile):
            self._declare_if_changed()

    def _zoom_let_go(self, _monitor: str, cell: int) -> None:
        for tile in self._window.tiles or ():
            if tile.cell.cell == cell:
                self._zoom(tile)

    def _let_go_of_tiles(self) -> None:
        """No picture stands in for another one while a cover comes or goes."""
        for tile in self._window.tiles or ():
            tile.close()
        if self._window.tiles is not None:
            self._window.tiles = []

    def _lay_out(self) -> None:
        if (view := self._view) is not None:
            self._unshown = ""
            self._layout_guard.attempt(
                view.layout_name, lambda: self._lay_out_view(view), lambda: self._lay_out_nothing(view)
            )

    def _lay_out_nothing(self, view: MonitorView) -> None:
        self._close_tiles()
        self._unshown = unshown_words(f"layout {view.layout_name}")
        self._window.wait_for_core(self._unshown)

    def _lay_out_view(self, view: MonitorView) -> None:
        """Make the tiles anew from the view; a cell that kept its feed keeps its picture meanwhile."""
        before = {tile.cell.cell: tile for tile in self._window.tiles or ()}
        edge_px = theme.REPLAY_FRAME_PX if self._picture_clock.replays else 0  # no word lies under its frame
        boxes = cell_boxes(view, self._window.width(), self._window.height(), edge_px)
        tiles = []
        for cell in view.cells:
            box, old = boxes[cell.cell], before.get(cell.cell)
            camera = self._cameras.get(cell.feed) if cell.feed else None
            same = old is not None and old.box == box and old.cell.feed == cell.feed
            if old is not None and same and old.cell.content == cell.content:
                old.take(cell, camera)
                self._rewind(old)
                tiles.append(old)
            else:
                source = self._source(cell, box, old.source if old else None)
                tiles.append(Tile(cell, box, camera, source, is_public=self._window.is_covered))
        kept = set(tiles)
        for tile in before.values():
            if tile not in kept:
                tile.close()
        grid_changed = [tile.box for tile in before.values()] != [tile.box for tile in tiles]
        self._window.tiles = tiles
        if self._maps is not None:
            self._maps.keep_only([tile.source for tile in tiles if tile.source is not None])
        for tile in tiles:
            self._zoom(tile)
        self._say_recorded()
        self._window.tiles_changed()
        self._hand.tiles_changed()
        if grid_changed:
            self._window.paint_later()
        self._declare_if_changed()

    def _source(self, cell: CellView, box: Box, before: FrameSource | None) -> FrameSource | None:
        if isinstance(cell.content, MapContent) and self._maps is not None and not self._window.is_covered:
            return self._maps.source(cell.content, box.width, box.height)
        if cell.feed is None:
            return None
        return self._frames.source(cell.feed, box.width, box.height, before, delay_of(cell))

    def _rewind(self, tile: Tile) -> None:
        """The same feed and box, but perhaps another time: the old pictures go on meanwhile."""
        if tile.source is not None and tile.source.delay_ms != delay_of(tile.cell):
            tile.source.delay_ms = delay_of(tile.cell)
            tile.first_rewind_ns = 0
            self._frames.find(tile.source)

    def _declare_if_changed(self) -> None:
        boxes: dict[CellIndex, Box] = {}
        delays_ms: dict[CellIndex, int] = {}
        for tile in self._window.tiles or ():
            source = tile.source
            size = (source.width, source.height) if source is not None else tile.box[2:]
            boxes[tile.cell.cell] = Box(tile.box.x, tile.box.y, *size)
            delay_ms = tile.source.shown_delay_ms() if tile.source else None
            if delay_ms is not None:
                delays_ms[tile.cell.cell] = delay_ms
        visible, alone = self._window.isVisible(), self._full_screen.cell
        self._demands.change(demands_of(self._view, boxes, delays_ms, visible=visible, focused=alone))

    def _send_report(self, report: ReportPainted, report_id: str) -> None:
        """Not while core is silent: it stays pending and is sent when core is heard again."""
        if self._bridge.control_lost:
            return
        try:
            self._bridge.core.requester.send(report, report_id)
        except NoAnswer as error:
            log.info("a painted tile is reported later: %s", error)

    # --- the tick -------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Poll the slots, paint what is new, and once a second do what is due then."""
        now_ns, now_ms = self._clock.monotonic_ns(), self._picture_clock.now_ms()
        picture_ns = self._picture_clock.monotonic_ns()
        self._find_places()
        if self._maps is not None:
            self._maps.poll()
        tiles = self._window.tiles or []
        due = [tile for tile in tiles if self._judged(tile, picture_ns, now_ms)]
        also = self._new_clock(now_ms)
        drawn = self._window.paint_now(due, also) if due or also else []
        end_ns = self._clock.monotonic_ns()
        self._after_paint(drawn, end_ns)
        if self._snapshots is not None:
            self._snapshots.tick()
        self._ticks.add(self._due_ns, end_ns)
        if now_ns - self._second_ns >= SECOND_NS:
            self._second_ns = now_ns
            self._once_a_second(now_ns)
        self._due_ns += TICK_NS
        if self._due_ns < now_ns:  # missed altogether: Qt then counts its interval from now
            self._due_ns = now_ns + TICK_NS

    def _judged(self, tile: Tile, now_ns: int, now_ms: int) -> bool:
        could, tile.can_be_judged = tile.can_be_judged, True
        due = self._guard.attempt(tile.name, lambda: tile.judge(now_ns, now_ms), lambda: _unjudged(tile))
        return due or could != tile.can_be_judged

    def _find_places(self) -> None:
        if self._found_version != self._frames.version:
            self._found_version = self._frames.version
            sizes_changed = False
            for tile in self._window.tiles or ():
                if tile.source is not None:
                    self._frames.find(tile.source)
                    sizes_changed |= self._tile_zooms.want_enough(tile)
            if sizes_changed:
                self._declare_if_changed()

    def _new_clock(self, now_ms: int) -> list[QRect]:
        text = local_time(now_ms, now_ms)
        if self._window.is_covered and self._bridge.control_lost:
            text = f"{QUIETLY_LOST} · {text}"
        if text == self._clock_text:
            return []
        self._clock_text = text
        return [self._window.set_clock(text)]

    def _after_paint(self, drawn: list[Drawn], end_ns: int) -> None:
        live: list[TileKey] = []
        picture_ns = self._picture_clock.monotonic_ns()
        for one in drawn:
            tile, picture, cell = one.tile, one.picture, one.tile.cell
            is_first = one.whole and not tile.was_painted
            tile.painted(one.reader, picture, whole=one.whole)
            self._torn += not one.whole
            age_ns = picture_ns - picture.arrival_ns if picture is not None else None
            is_live = tile.paint_ended(age_ns, whole=one.whole, end_ns=end_ns)
            if is_first and cell.feed and cell.layer is Layer.TOUR:
                self._tour_steps.add(tile.shown.state, has_picture=picture is not None)
            if is_live and cell.mark and cell.feed:
                live.append((cell.mark.incident, cell.cell, cell.feed))
        self._reports.painted(live, end_ns)

    def _once_a_second(self, now_ns: int) -> None:
        for tile in self._window.tiles or ():
            tile.each_second(now_ns)
        if self._maps is not None:
            self._maps.each_second()
        self._declare_if_changed()
        self._demands.renew()
        self._reports.resend(now_ns)
        self._hand.each_second()
        if self._bridge.control_lost:
            self._show_control(True)  # its time carries its date after midnight, its age grows
        self._each_second(self.stats())

    def stats(self) -> dict[str, float]:
        """Figures for the beat: of its ticks, its tours' steps and its tiles."""
        figures: dict[str, float] = {
            "ui_tick_p50_ms": self._ticks.percentile_ms(0.5),
            "ui_tick_p99_ms": self._ticks.percentile_ms(0.99),
            "torn": self._torn,
            "tour_steps": self._tour_steps.painted,
            "tour_steps_bare": self._tour_steps.bare,
            "tour_steps_old": self._tour_steps.old,
        }
        return figures | tile_figures(self._window.tiles or (), self._clock.monotonic_ns())

    def shown(self) -> tuple[MonitorView, ...]:
        """What its tiles show, for who compares it with what core says; nothing before core was heard."""
        if self._view is None or self._window.tiles is None:
            return ()
        return (replace(self._view, cells=tuple(tile.cell for tile in self._window.tiles)),)

    def stop(self) -> None:
        """Stop ticking and let go of all pictures."""
        self._timer.stop()
        self._tile_hand.stop()
        self._zooms.stop()
        if self._snapshots is not None:
            self._snapshots.stop()
        self._hand.stop()
        if self._maps is not None:
            self._maps.stop()
        self._close_tiles()

    def _close_tiles(self) -> None:
        for tile in self._window.tiles or ():
            tile.close()
        self._window.tiles = None


def _unjudged(tile: Tile) -> bool:
    tile.can_be_judged = False
    return tile.must_paint
