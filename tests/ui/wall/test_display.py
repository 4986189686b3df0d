"""A display with real sockets, real frame files and a real window, beside a site spoken by hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
import zmq
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.alert import AlertKind, Severity
from console.domain.camera import Camera, Profile
from console.domain.incident import Reason
from console.domain.media import Demand, Priority, SlotKey
from console.domain.monitor import MonitorSpec
from console.domain.picture import LostCause, PictureState
from console.domain.tier import Shed
from console.domain.wall import (
    CellView,
    Cover,
    CoverKind,
    IncidentMark,
    Layer,
    MonitorView,
    TourMark,
    glass,
)
from console.domain.zoom_part import ZoomPart
from console.protocol.clock import Clock, SystemClock
from console.protocol.core_changes import MonitorChanged, RecordedFeedsChanged
from console.protocol.core_messages import ClearCell, PinCell, ReportPainted, UndoSwitch
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import FeedHealth, FeedsChanged, SlotsGone, SlotsPlaced
from console.protocol.picture_clock import PictureClock
from console.protocol.reply import Refusal
from console.protocol.slots import SlotPicture, SlotReader
from console.protocol.trouble_file import TroubleFile
from console.protocol.wall_messages import SwapCells, ZoomCell
from console.ui import theme
from console.ui.bridge import Bridge, core_follower, engine_follower
from console.ui.wall.display import Display
from console.ui.wall.wall_window import WallWindow
from console.ui.wall.zoom import part_of
from tests.fakes.held_clock import HeldClock
from tests.fakes.set_clock import SetClock
from tests.fakes.slot_painter import SlotPainter
from tests.fakes.spoken_site import SpokenSite
from tests.ui.painting import difference, where
from tests.watch.logs import ExpectedLog
from tests.watch.pictures import keep_picture

CLOCK = SystemClock()
GREY = (90, 90, 90)
MARK = IncidentMark("i-1", AlertKind.GUNSHOT, Severity.EXTREME, 1_700_000_000_000, Reason(18_000, True, None))


def cell(
    index: int,
    feed: str | None,
    mark: IncidentMark | None = None,
    pinned: bool = False,
    rewind_s: float = 0.0,
) -> CellView:
    return CellView(index, index % 2, index // 2, 1, 1, True, feed, Layer.BASE, pinned, mark, rewind_s)


def view(*cells: CellView) -> MonitorView:
    return MonitorView("wall-1", "2x2", 2, 2, cells)


class Wall:
    """One display, with this clock, and everything that it hears."""

    def __init__(self, run_dir: Path, qtbot: QtBot, clock: Clock = CLOCK) -> None:
        self.qtbot = qtbot
        self.context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self.site = SpokenSite(self.context, run_dir, CLOCK)
        self.site.cameras = tuple(Camera(f"cam-{n}", n, f"Corner {n}", "PD") for n in range(1, 5))
        self.site.monitors = (view(cell(0, "cam-1"), cell(1, "cam-2"), cell(2, None), cell(3, "cam-3")),)
        self.slots = SlotPainter(run_dir)
        endpoints = Endpoints(run_dir)
        self.bridge = Bridge(
            core_follower(self.context, endpoints, "display-wall-1", CLOCK),
            engine_follower(self.context, endpoints, "display-wall-1", CLOCK),
            CLOCK,
            TroubleFile(run_dir),
        )
        self.window = WallWindow("testville", "wall")
        self.window.resize(642, 362)
        self.beats: list[dict[str, float]] = []
        self.display = Display(
            "display-wall-1",
            MonitorSpec("wall-1"),
            self.window,
            self.bridge,
            clock,
            PictureClock(CLOCK),
            self.beats.append,
            run_dir / "snapshots",
        )

    def start(self) -> None:
        self.site.start()
        self.window.show()
        self.bridge.start()
        self.display.start()

    def until(self, true: Callable[[], bool], limit_s: float = 5) -> None:
        def answered() -> bool:
            self.site.pump()
            return true()

        self.qtbot.waitUntil(answered, timeout=int(limit_s * 1000))

    def key(self, feed: str, delay_ms: int = 0) -> SlotKey:
        return SlotKey(feed, Profile.SUB, 320, 180, delay_ms)

    def place(self, *feeds: str, delay_ms: int = 0) -> None:
        places = tuple(self.slots.slot(self.key(feed, delay_ms)) for feed in feeds)
        self.site.places += places
        self.site.engine_says(SlotsPlaced(places))

    def paint(self, feed: str, frame: int = 1, colour: tuple[int, int, int] = GREY, ago_ms: int = 0) -> None:
        self.slots.say(self.key(feed), PictureState.LIVE, stale_after_ms=500)
        self.slots.paint(self.key(feed), frame, CLOCK.monotonic_ns() - ago_ms * 1_000_000, colour)

    def paint_past(
        self, feed: str, delay_ms: int, colour: tuple[int, int, int], behind_ms: int | None = None
    ) -> None:
        behind_ms = delay_ms if behind_ms is None else behind_ms
        self.slots.say(
            self.key(feed, delay_ms), PictureState.REWIND, stale_after_ms=5000, behind_ms=behind_ms
        )
        self.slots.paint(self.key(feed, delay_ms), 1, CLOCK.monotonic_ns(), colour)

    def demanded(self) -> set[tuple[str, int]]:
        return {(d.feed, d.delay_ms) for d in self.site.demands.get("display-wall-1", ())}

    def image(self) -> QImage:
        return self.window.shot().toImage()

    def middle(self, index: int) -> QColor:
        assert self.window.tiles is not None
        box = self.window.tiles[index].box
        return self.image().pixelColor(box.x + box.width // 2, box.y + box.height // 2)

    def state(self, index: int) -> PictureState | None:
        return self.window.tiles[index].shown.state if self.window.tiles else None

    def stop(self) -> None:
        self.display.stop()
        self.bridge.stop()
        self.window.may_close = True
        self.window.close()
        self.slots.stop()
        self.site.stop()
        self.context.term()


@contextmanager
def started(made: Wall) -> Iterator[Wall]:
    """Until the block ends; it shows its cells when the block begins."""
    made.start()
    try:
        made.until(lambda: made.window.tiles is not None)
        yield made
    finally:
        made.stop()


@pytest.fixture
def wall(run_dir: Path, qtbot: QtBot, fonted_app: QApplication) -> Iterator[Wall]:
    with started(Wall(run_dir, qtbot)) as made:
        yield made


def test_it_demands_what_core_puts_into_its_cells(wall: Wall) -> None:
    wall.until(lambda: "display-wall-1" in wall.site.demands)
    assert set(wall.site.demands["display-wall-1"]) == {
        Demand(f"cam-{n}", 320, 180, True, Priority.GRID) for n in (1, 2, 3)
    }
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-4", MARK))))
    wall.until(
        lambda: wall.site.demands["display-wall-1"] == (Demand("cam-4", 320, 180, True, Priority.INCIDENT),)
    )


def test_a_picture_is_painted_pixel_for_pixel_then_turns_stale_by_itself(wall: Wall) -> None:
    wall.place("cam-1")
    assert wall.state(0) is PictureState.CONNECTING
    wall.until(lambda: wall.window.tiles[0].source.awaited is not None)
    wall.paint("cam-1", colour=(10, 120, 200))
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    assert wall.middle(0).getRgb()[:3] == (200, 120, 10)

    wall.until(lambda: wall.state(0) is PictureState.STALE, 2)
    red, green, _, _ = wall.middle(0).getRgb()
    assert 110 <= red <= 125 and 68 <= green <= 76, "60 % of the picture's brightness"


def test_a_lost_feed_says_so_over_a_dark_picture(wall: Wall) -> None:
    wall.place("cam-1")
    wall.paint("cam-1", colour=(200, 200, 200))
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    wall.slots.say(wall.key("cam-1"), PictureState.LOST, LostCause.REFUSED)
    wall.until(lambda: wall.state(0) is PictureState.LOST)
    assert wall.window.tiles[0].words[0].startswith("LOST refused, ")
    assert max(wall.middle(0).getRgb()[:3]) <= 0.3 * 200


def test_a_slot_that_is_no_longer_the_feeds_is_painted_over(wall: Wall) -> None:
    wall.place("cam-1")
    wall.paint("cam-1", colour=(200, 200, 200))
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    wall.slots.take_away(wall.key("cam-1"))
    wall.until(lambda: wall.state(0) is PictureState.CONNECTING)
    assert max(wall.middle(0).getRgb()[:3]) < 60


def test_the_old_picture_stays_until_the_new_place_has_one(wall: Wall, run_dir: Path) -> None:
    wall.place("cam-1")
    wall.paint("cam-1", colour=(0, 0, 200))
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    other = SlotPainter(run_dir, "worker-1")
    place = other.slot(wall.key("cam-1"))
    wall.site.engine_says(SlotsGone((wall.key("cam-1"),)))
    wall.site.engine_says(SlotsPlaced((place,)))
    wall.until(lambda: wall.window.tiles[0].source.awaited is not None)
    assert wall.middle(0).red() > 100
    other.say(wall.key("cam-1"), PictureState.LIVE)
    other.paint(wall.key("cam-1"), 1, CLOCK.monotonic_ns(), (200, 0, 0))
    wall.until(lambda: wall.window.tiles[0].source.current.place == place)
    wall.until(lambda: wall.middle(0).blue() > 100)
    other.stop()


def test_an_incident_tile_painted_live_is_reported_once(wall: Wall) -> None:
    wall.place("cam-1")
    wall.paint("cam-1", ago_ms=300)
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1", MARK), cell(1, "cam-2"))))
    wall.until(lambda: wall.window.tiles[0].cell.mark == MARK)
    wall.until(lambda: not wall.window.tiles[0].must_paint)
    assert not [said for said in wall.site.commands if isinstance(said, ReportPainted)]
    for frame in range(2, 5):
        wall.paint("cam-1", frame)
        wall.until(lambda: wall.window.tiles[0]._drawn is not None)
        wall.until(lambda n=frame: wall.window.tiles[0]._drawn[1] == n)
    wall.until(lambda: any(isinstance(said, ReportPainted) for said in wall.site.commands))
    beats = len(wall.beats)
    wall.until(lambda: len(wall.beats) >= beats + 2)
    reports = [said for said in wall.site.commands if isinstance(said, ReportPainted)]
    assert len(reports) == 1
    assert [(t.incident, t.cell, t.feed) for t in reports[0].tiles] == [("i-1", 0, "cam-1")]
    assert not wall.display._reports._pending, "core has answered: it is not sent again"


def test_another_grid_leaves_nothing_of_the_one_before(wall: Wall) -> None:
    def is_as_if_painted_anew() -> bool:
        shown = wall.window.screen().grabWindow(wall.window.winId()).toImage()
        return not difference(shown, wall.image()).isValid()

    wall.place("cam-1", "cam-2", "cam-3")
    for number in (1, 2, 3):
        wall.paint(f"cam-{number}", colour=(40 * number, 90, 200))
    wall.until(is_as_if_painted_anew)
    below = (cell(0, "cam-1"), cell(2, "cam-3"))
    wall.site.core_says(MonitorChanged(MonitorView("wall-1", "2x3", 2, 3, below)))
    wall.until(lambda: len(wall.window.tiles) == 2)
    wall.until(is_as_if_painted_anew)


def test_the_mark_leaves_the_pictures_frame_number_free(wall: Wall) -> None:
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1", MARK))))
    wall.place("cam-1")
    wall.until(lambda: wall.window.tiles[0].source.awaited is not None)
    wall.paint("cam-1", frame=0xA5_0F_3C)
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    image = wall.image()
    box = wall.window.tiles[0].box
    bits = [image.pixelColor(box.x + block * 4 + 2, box.y + 1).red() > 128 for block in range(24)]
    assert sum(bit << (23 - index) for index, bit in enumerate(bits)) == 0xA5_0F_3C


def test_keys_ask_core_and_a_refusal_is_told(wall: Wall) -> None:
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1", MARK), cell(1, "cam-2", None, True))))
    wall.until(lambda: wall.window.tiles[0].cell.mark == MARK)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)
    assert wall.window.tiles[0].selected
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_U)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)
    wall.site.refusing = Refusal("no", "not now")
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_P)
    wall.until(lambda: len(wall.site.commands) == 2)
    assert wall.site.commands == [UndoSwitch("i-1", "wall-1", 0), PinCell("wall-1", 1, False)]
    wall.until(lambda: "notice" in wall.window.signs.shown())


def test_a_rewound_cell_keeps_its_picture_until_the_past_is_there(wall: Wall) -> None:
    wall.place("cam-1")
    wall.slots.say(wall.key("cam-1"), PictureState.LIVE, stale_after_ms=30_000)
    wall.slots.paint(wall.key("cam-1"), 1, CLOCK.monotonic_ns(), (0, 0, 200))
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1", rewind_s=10.0))))
    wall.until(lambda: wall.demanded() == {("cam-1", 0), ("cam-1", 10_000)})
    wall.until(lambda: wall.state(0) is PictureState.WAIT)
    assert wall.window.tiles[0].words[0] == "WAIT -10 s"
    assert 110 <= wall.middle(0).red() <= 130, "what was not asked for is never at full brightness"

    wall.place("cam-1", delay_ms=10_000)
    wall.until(lambda: wall.window.tiles[0].source.awaited is not None)
    wall.paint_past("cam-1", 10_000, (0, 200, 0))
    wall.until(lambda: wall.state(0) is PictureState.REWIND)
    assert wall.window.tiles[0].words[0] == "REWIND -10 s"
    wall.until(lambda: "cell_0_rewind_ns" in wall.display.stats())
    assert wall.middle(0).green() == 200
    edge = wall.image().pixelColor(2, 100)
    assert edge == QColor(theme.ACCENT), "an accent frame round the tile"
    wall.until(lambda: wall.demanded() == {("cam-1", 10_000)})

    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1"))))
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    assert wall.middle(0).red() == 200
    wall.until(lambda: wall.demanded() == {("cam-1", 0)})


def test_the_past_is_never_reported_as_painted_live(wall: Wall) -> None:
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1", MARK, rewind_s=10.0))))
    wall.place("cam-1", delay_ms=10_000)
    wall.until(lambda: wall.window.tiles[0].source.awaited is not None)
    wall.paint_past("cam-1", 10_000, GREY)
    wall.until(lambda: wall.state(0) is PictureState.REWIND)
    beats = len(wall.beats)
    wall.until(lambda: len(wall.beats) >= beats + 2)
    assert not [said for said in wall.site.commands if isinstance(said, ReportPainted)]
    assert wall.beats[-1]["tiles_rewind"] == 1


def test_keys_rewind_the_selected_tile_and_bring_it_back(wall: Wall) -> None:
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_R)
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1", rewind_s=10.0))))
    wall.until(lambda: wall.window.tiles[0].cell.rewind_s == 10.0)
    for key in (Qt.Key.Key_R, Qt.Key.Key_L, Qt.Key.Key_Escape):
        wall.qtbot.keyClick(wall.window, key)
    assert wall.window.tiles[0].selected
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1"))))
    wall.until(lambda: wall.window.tiles[0].cell.rewind_s == 0.0)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Escape)
    assert not wall.window.tiles[0].selected
    wall.until(lambda: len(wall.site.commands) == 4)
    assert [said.rewind_s for said in wall.site.commands] == [10.0, 20.0, 0.0, 0.0]


def test_no_key_rewinds_further_than_the_ring_reaches(wall: Wall) -> None:
    health = FeedHealth("cam-1", Profile.SUB, "worker-0", PictureState.LIVE, ring_s=8.4)
    wall.site.health = (health,)
    wall.site.engine_says(FeedsChanged((health,)))
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1", rewind_s=10.0))))
    wall.place("cam-1", delay_ms=10_000)
    wall.until(lambda: wall.window.tiles[0].source.awaited is not None)
    wall.paint_past("cam-1", 10_000, GREY, behind_ms=8400)
    wall.until(lambda: wall.state(0) is PictureState.REWIND)
    assert wall.window.tiles[0].words[0] == "REWIND -8.4 s"
    wall.until(lambda: wall.window.tiles[0].source.health == health)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_R)
    assert "notice" in wall.window.signs.shown()
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_P)
    wall.until(lambda: bool(wall.site.commands))
    assert wall.site.commands == [PinCell("wall-1", 0, True)], "the pin alone"


@pytest.mark.parametrize("state", [PictureState.DARK, PictureState.COVERED, PictureState.FROZEN])
def test_what_the_picture_tells_is_told(wall: Wall, state: PictureState) -> None:
    wall.place("cam-1")
    wall.slots.say(wall.key("cam-1"), state, stale_after_ms=5000)
    wall.slots.paint(wall.key("cam-1"), 1, CLOCK.monotonic_ns(), (100, 100, 100))
    wall.until(lambda: wall.state(0) is state)
    assert wall.window.tiles[0].words == (state.name,)
    brightness = wall.middle(0).red()
    assert (brightness < 70) == (state is PictureState.FROZEN), "a frozen picture is never at full brightness"


def test_a_keyframes_tile_says_how_far_they_lie_apart(wall: Wall) -> None:
    wall.place("cam-1")
    for interval_ms, words in ((2000, "KEY 2 s"), (4000, "KEY 4 s")):
        wall.slots.say(wall.key("cam-1"), PictureState.KEY, LostCause.NONE, 8000, interval_ms)
        wall.slots.paint(wall.key("cam-1"), 1, CLOCK.monotonic_ns())
        wall.until(lambda said=words: wall.window.tiles[0].words[:1] == (said,))
    assert wall.state(0) is PictureState.KEY


def test_a_tile_that_gets_less_says_why(wall: Wall) -> None:
    wall.place("cam-1")
    wall.slots.say(wall.key("cam-1"), PictureState.LIVE, stale_after_ms=5000)
    wall.slots.paint(wall.key("cam-1"), 1, CLOCK.monotonic_ns())
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    assert wall.window.tiles[0].words == ()
    wall.slots.shed(wall.key("cam-1"), Shed.CPU, 2.0)
    wall.until(lambda: wall.window.tiles[0].words == ("2 fps: CPU",))
    assert wall.display.stats()["tiles_shed"] == 1
    wall.slots.shed(wall.key("cam-1"), Shed.NONE, 15.0)
    wall.until(lambda: wall.window.tiles[0].words == ())


def test_control_lost_is_told_and_nothing_is_done_later(wall: Wall) -> None:
    wall.site.core_silent = True
    wall.until(lambda: wall.bridge.control_lost)
    assert "banner" in wall.window.signs.shown()
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_P)
    wall.until(lambda: "notice" in wall.window.signs.shown())
    wall.site.core_silent = False
    wall.until(lambda: "banner" not in wall.window.signs.shown())
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Delete)
    wall.until(lambda: bool(wall.site.commands))
    assert wall.site.commands == [ClearCell("wall-1", 0)]


def test_in_a_replay_control_is_lost_for_so_long(wall: Wall) -> None:
    wall.site.core_silent = True
    wall.until(lambda: wall.bridge.control_lost)
    wall.bridge.lost_since_ms = CLOCK.now_ms() - 12_500
    assert wall.display._control_words().startswith("CONTROL LOST since ")
    wall.display._picture_clock = PictureClock(CLOCK, replays=True)
    assert wall.display._control_words() == "CONTROL LOST for 12 s · pictures go on"


def test_a_core_that_reads_its_log_is_control_lost_and_says_how_far_it_is(wall: Wall) -> None:
    overlays = wall.window.signs
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)
    wall.site.core_starts_again(Refusal("starting", "core is reading its log: 43 % of 2,000,000 inputs"))
    wall.until(lambda: "banner" in overlays.shown())
    assert wall.bridge.control_lost
    assert wall.bridge.why_lost == "core is reading its log: 43 % of 2,000,000 inputs"
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_P)
    wall.until(lambda: "notice" in overlays.shown())
    banner, notice = overlays.place("banner"), overlays.place("notice")
    assert wall.window.rect().contains(banner) and wall.window.rect().contains(notice)
    assert not banner.intersects(notice)
    before = wall.image()
    wall.site.not_ready = Refusal("starting", "core is reading its log: 71 % of 2,000,000 inputs")
    wall.until(lambda: "71 %" in wall.bridge.why_lost)
    assert wall.image().copy(banner) != before.copy(banner)
    wall.site.not_ready = None
    wall.until(lambda: "banner" not in overlays.shown())
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Delete)
    wall.until(lambda: bool(wall.site.commands))
    assert wall.site.commands == [ClearCell("wall-1", 0)], "the pin was not kept for later"


def test_a_core_that_is_not_ready_at_first_is_named_on_the_start_screen(
    run_dir: Path, qtbot: QtBot, fonted_app: QApplication
) -> None:
    wall = Wall(run_dir, qtbot)
    wall.site.not_ready = Refusal("newer_log", "the log was written by a newer Sightline")
    wall.start()
    try:
        empty = wall.image()
        wall.until(lambda: wall.bridge.why_lost == "the log was written by a newer Sightline")
        assert wall.image() != empty
        assert wall.window.tiles is None
        wall.site.not_ready = None
        wall.until(lambda: wall.window.tiles is not None)
        assert "banner" not in wall.window.signs.shown()
    finally:
        wall.stop()


def test_a_layout_that_cannot_be_drawn_says_so_and_the_next_one_is_shown(
    wall: Wall, expected_log: ExpectedLog
) -> None:
    expected_log("layout broken can't be shown")
    wall.until(lambda: bool(wall.window.tiles))
    wall.site.core_says(MonitorChanged(MonitorView("wall-1", "broken", 0, 2, (cell(0, "cam-1"),))))
    wall.until(lambda: wall.window.tiles is None)
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1"))))
    wall.until(lambda: bool(wall.window.tiles))


def test_it_is_not_closed_by_a_person(wall: Wall) -> None:
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    wall.window.close()
    assert wall.window.isVisible()


def test_the_beat_tells_rates_and_states(wall: Wall) -> None:
    wall.place("cam-1")
    frame = 0
    while not wall.beats or not wall.beats[-1]["pictures_per_s_mean"]:
        frame += 1
        wall.paint("cam-1", frame)
        wall.until(lambda n=frame: wall.window.tiles[0]._drawn is not None)
        wall.until(lambda n=frame: wall.window.tiles[0]._drawn[1] == n)
        assert len(wall.beats) < 12
    stats = wall.beats[-1]
    assert stats["tiles"] == 3 and stats["tiles_live"] == 1 and stats["tiles_connecting"] == 2
    assert stats["pictures_per_s_min"] == 0 and 5 < stats["pictures_per_s_mean"] * 3 < 31
    assert stats["torn"] == 0
    assert 0 < stats["ui_tick_p50_ms"] <= stats["ui_tick_p99_ms"]


def test_a_picture_that_was_overwritten_while_it_was_drawn_is_counted(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    still_whole = SlotReader.still_whole
    frames = [5, 4, 3, 2]  # one for each buffer of a slot, and one more

    def overtaken(reader: SlotReader, picture: SlotPicture) -> bool:
        while frames:
            wall.paint("cam-1", frames.pop())
        return still_whole(reader, picture)

    monkeypatch.setattr(SlotReader, "still_whole", overtaken)
    wall.place("cam-1")
    wall.paint("cam-1")
    wall.until(lambda: bool(wall.beats) and wall.beats[-1]["torn"] == 1)


def test_the_beat_tells_when_a_cell_was_first_painted_live(wall: Wall) -> None:
    started_ns = CLOCK.monotonic_ns()
    wall.place("cam-1", "cam-2")
    wall.paint("cam-1")
    wall.paint("cam-2", ago_ms=400)
    wall.until(lambda: "cell_0_live_ns" in wall.display.stats())
    first_ns = wall.display.stats()["cell_0_live_ns"]
    assert started_ns < first_ns <= CLOCK.monotonic_ns()
    assert "cell_1_live_ns" not in wall.display.stats()
    wall.paint("cam-1", 2)
    wall.paint("cam-2", 2)
    wall.until(lambda: "cell_1_live_ns" in wall.display.stats())
    assert wall.display.stats()["cell_0_live_ns"] == first_ns


def test_when_a_cell_was_first_live_or_rewound_is_told_for_ten_seconds(
    run_dir: Path, qtbot: QtBot, fonted_app: QApplication
) -> None:
    clock = SetClock()
    clock.pass_ms(60_000)
    with started(Wall(run_dir, qtbot, clock)) as wall:
        wall.place("cam-1")
        wall.paint("cam-1")
        wall.until(lambda: "cell_0_live_ns" in wall.display.stats())
        clock.pass_ms(5000)
        wall.site.core_says(MonitorChanged(view(cell(0, "cam-1", rewind_s=10.0))))
        wall.place("cam-1", delay_ms=10_000)
        wall.paint_past("cam-1", 10_000, GREY)
        wall.until(lambda: "cell_0_rewind_ns" in wall.display.stats())
        clock.pass_ms(4999)
        assert {"cell_0_live_ns", "cell_0_rewind_ns"} <= wall.display.stats().keys()
        clock.pass_ms(1)
        assert "cell_0_live_ns" not in wall.display.stats(), "its ten seconds are over"
        clock.pass_ms(4999)
        assert "cell_0_rewind_ns" in wall.display.stats()
        clock.pass_ms(1)
        assert "cell_0_rewind_ns" not in wall.display.stats()


def test_a_monitor_that_core_does_not_know_stays_on_its_start_screen(
    run_dir: Path, qtbot: QtBot, fonted_app: QApplication, expected_log: ExpectedLog
) -> None:
    expected_log("core knows no monitor wall-1; the window stays empty")
    wall = Wall(run_dir, qtbot)
    other = MonitorView("wall-2", "2x2", 2, 2, (cell(0, "cam-1"),))
    wall.site.monitors = (other,)
    wall.start()
    try:
        wall.until(lambda: not wall.bridge.control_lost)
        wall.site.core_says(MonitorChanged(other))
        beats = len(wall.beats)
        wall.until(lambda: len(wall.beats) >= beats + 2)
        assert wall.window.tiles is None and not wall.site.demands.get("display-wall-1")
        wall.site.core_says(MonitorChanged(view(cell(0, "cam-2"))))
        wall.until(lambda: bool(wall.window.tiles))
        assert wall.window.tiles is not None and wall.window.tiles[0].camera == wall.site.cameras[1]
    finally:
        wall.stop()


def test_a_cell_that_keeps_its_camera_keeps_its_tile_and_its_picture(wall: Wall) -> None:
    wall.place("cam-1")
    wall.paint("cam-1")
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    assert wall.window.tiles is not None
    first, second, *_ = wall.window.tiles
    source = second.source
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1", pinned=True), cell(1, "cam-4"), cell(2, None))))
    wall.until(lambda: wall.window.tiles is not None and wall.window.tiles[0].cell.pinned)
    assert wall.window.tiles[0] is first and first.camera == wall.site.cameras[0]
    assert wall.window.tiles[1] is not second and wall.window.tiles[1].cell.feed == "cam-4"
    assert source is not None and source.current is None
    assert wall.window.tiles[2].source is None


def test_a_window_of_another_size_has_its_tiles_anew_and_keeps_their_pictures(wall: Wall) -> None:
    wall.place("cam-1")
    wall.slots.say(wall.key("cam-1"), PictureState.LIVE, stale_after_ms=30_000)
    wall.slots.paint(wall.key("cam-1"), 1, CLOCK.monotonic_ns(), (0, 0, 200))
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    wall.window.resize(482, 272)
    wall.until(lambda: wall.window.tiles[0].box.width == 240)
    assert wall.window.tiles[0].source.current is not None
    wall.until(lambda: wall.middle(0).red() == 200)
    wall.until(lambda: {(d.width, d.height) for d in wall.site.demands["display-wall-1"]} == {(240, 135)})


def test_the_clock_is_there_and_moves_on(wall: Wall) -> None:
    wall.until(lambda: "clock" in wall.window.signs.shown())
    place = wall.window.signs.place("clock")
    before = wall.image().copy(place)
    wall.until(lambda: wall.image().copy(place) != before)


def test_a_report_waits_while_core_is_silent(wall: Wall) -> None:
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1", MARK))))
    wall.place("cam-1")
    wall.until(lambda: wall.window.tiles[0].cell.mark == MARK)
    wall.until(lambda: wall.window.tiles[0].source.awaited is not None)
    wall.site.core_silent = True
    wall.until(lambda: wall.bridge.control_lost)
    wall.paint("cam-1")
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    beats = len(wall.beats)
    wall.until(lambda: len(wall.beats) >= beats + 1)
    assert wall.site.commands == []
    wall.site.core_silent = False
    wall.until(lambda: bool(wall.site.commands))
    (report,) = wall.site.commands
    assert isinstance(report, ReportPainted) and report.tiles[0].feed == "cam-1"


def test_a_tile_says_rec_as_core_does_and_not_while_core_is_silent(wall: Wall) -> None:
    def said() -> list[bool]:
        return [tile.recorded for tile in wall.window.tiles or ()]

    wall.until(lambda: said() == [False] * 4)
    wall.site.core_says(RecordedFeedsChanged(("cam-2", "cam-4")))
    wall.until(lambda: said() == [False, True, False, False])
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-4"), cell(1, None))))
    wall.until(lambda: said() == [True, False])
    wall.site.core_silent = True
    wall.until(lambda: said() == [False, False])
    wall.site.core_silent = False
    wall.until(lambda: said() == [True, False])
    wall.site.core_says(RecordedFeedsChanged(()))
    wall.until(lambda: said() == [False, False])


def test_once_it_stopped_it_holds_no_picture_and_does_nothing(wall: Wall) -> None:
    wall.place("cam-1")
    wall.paint("cam-1")
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    assert wall.window.tiles is not None
    source = wall.window.tiles[0].source
    wall.display.stop()
    assert wall.window.tiles is None and source is not None and source.current is None
    assert not wall.display._timer.isActive()
    wall.display._hand.start()  # so that the fixture may stop it again


# --- zoom, full screen, swap, names

TWICE = ZoomPart(250, 250, 500, 500)


def zoomed(part: ZoomPart | None) -> CellView:
    return msgspec.structs.replace(cell(0, "cam-1"), zoom=part)


def halves(wall: Wall, feed: str, key: SlotKey) -> None:
    """A picture whose left half is red, with a white field in the middle of each half."""
    pixels = wall.slots.writers[key].begin(key.width, key.height)[:, : key.width]
    pixels[:] = (0, 200, 0, 255)
    pixels[:, : key.width // 2] = (0, 0, 200, 255)
    wall.slots.writers[key].publish(CLOCK.monotonic_ns(), 1)
    wall.slots.say(key, PictureState.LIVE, stale_after_ms=30_000)


def show_halves(wall: Wall) -> None:
    wall.place("cam-1")
    wall.until(lambda: wall.window.tiles[0].source.awaited is not None)
    halves(wall, "cam-1", wall.key("cam-1"))
    wall.until(lambda: wall.state(0) is PictureState.LIVE)


def test_what_is_wanted_before_the_engine_is_heard_is_demanded_as_soon_as_it_is(
    run_dir: Path, qtbot: QtBot, fonted_app: QApplication
) -> None:
    wall = Wall(run_dir, qtbot, HeldClock(CLOCK.monotonic_ns() / 1e9))  # no second passes for it
    wall.site.engine_silent = True
    with started(wall):
        wall.until(lambda: bool(wall.window.tiles and wall.beats))
        beats = len(wall.beats)
        wall.site.engine_silent = False
        wall.until(lambda: bool(wall.demanded()))
        assert wall.demanded() == {("cam-1", 0), ("cam-2", 0), ("cam-3", 0)}
        assert len(wall.beats) == beats


def test_a_part_that_core_says_is_shown_and_more_pixels_are_demanded(wall: Wall) -> None:
    wall.until(lambda: "display-wall-1" in wall.site.demands)
    health = FeedHealth("cam-1", Profile.SUB, "worker-0", PictureState.LIVE, width=640, height=360)
    wall.site.engine_says(FeedsChanged((health,)))
    show_halves(wall)
    left = ZoomPart(0, 250, 500, 500)
    wall.site.core_says(MonitorChanged(view(zoomed(left), cell(1, "cam-2"))))
    wall.until(lambda: wall.window.tiles[0].zoom.factor == 2.0)
    box = wall.window.tiles[0].box
    right = QPoint(box.x + box.width - 5, box.y + box.height // 2)
    wall.until(lambda: wall.image().pixelColor(right).red() == 200)
    wall.until(lambda: Demand("cam-1", 640, 360) in wall.site.demands["display-wall-1"])
    assert wall.image().pixelColor(right).green() == 0, "nothing of the other half is seen"
    keep_picture(wall.image(), "tile-zoomed")

    wall.site.core_says(MonitorChanged(view(zoomed(None), cell(1, "cam-2"))))
    wall.until(lambda: wall.image().pixelColor(right).green() == 200)
    wall.until(lambda: Demand("cam-1", 320, 180) in wall.site.demands["display-wall-1"])


def test_of_a_camera_with_a_large_stream_that_one_is_sought(wall: Wall) -> None:
    wall.until(lambda: "display-wall-1" in wall.site.demands)
    both = (Profile.MAIN, Profile.SUB)
    wall.site.cameras = (Camera("cam-1", 1, "Corner 1", profiles=both),)
    wall.site.monitors = (view(zoomed(ZoomPart(400, 400, 200, 200))),)
    wall.site.core_starts_again(Refusal("starting", "reads its log"))
    wall.site.not_ready = None
    sub = FeedHealth("cam-1", Profile.SUB, "worker-0", PictureState.LIVE, width=640, height=360)
    wall.site.engine_says(FeedsChanged((sub,)))
    wall.until(lambda: wall.site.demands["display-wall-1"] == (Demand("cam-1", 960, 540),))
    main = FeedHealth("cam-1", Profile.MAIN, "worker-0", PictureState.LIVE, width=1920, height=1080)
    wall.site.engine_says(FeedsChanged((main,)))
    wall.until(lambda: wall.site.demands["display-wall-1"] == (Demand("cam-1", 1600, 900),))


def test_keys_zoom_at_once_and_tell_core_when_they_rest(wall: Wall) -> None:
    show_halves(wall)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)
    for _ in range(4):
        wall.qtbot.keyClick(wall.window, Qt.Key.Key_Plus)
    assert wall.window.tiles[0].zoom.factor == pytest.approx(1.25**4)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert wall.window.tiles[0].zoom.x < 0.5
    wall.until(lambda: bool(wall.site.commands))
    assert wall.site.commands == [ZoomCell("wall-1", 0, part_of(wall.window.tiles[0].zoom))]
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Asterisk)
    wall.until(lambda: wall.site.commands[1:] == [ZoomCell("wall-1", 0, None)])


def test_a_refused_zoom_is_taken_back_and_told(wall: Wall) -> None:
    show_halves(wall)
    wall.site.refusing = Refusal("no", "not now")
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Plus)
    assert wall.window.tiles[0].zoom.factor > 1
    wall.until(lambda: wall.window.tiles[0].zoom.factor == 1)
    assert "notice" in wall.window.signs.shown()


def wheel(wall: Wall, x: int, y: int, notches: int) -> None:
    at, up = QPointF(x, y), QPoint(0, 120 * notches)
    none, held = QPoint(), Qt.MouseButton.NoButton
    turned = QWheelEvent(
        at, at, none, up, held, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(wall.window, turned)


def test_the_wheel_zooms_the_selected_tile_alone(wall: Wall) -> None:
    show_halves(wall)
    wheel(wall, 80, 90, 3)
    assert wall.window.tiles[0].zoom.factor == 1, "somebody leant on the mouse"
    wall.qtbot.mouseClick(wall.window, Qt.MouseButton.LeftButton, pos=QPoint(80, 90))
    wheel(wall, 80, 90, 3)
    zoom = wall.window.tiles[0].zoom
    assert zoom.factor == pytest.approx(1.25**3) and zoom.x < 0.5, "towards the pointer"
    wheel(wall, 400, 90, 3)
    assert wall.window.tiles[0].zoom == zoom and wall.window.tiles[1].zoom.factor == 1
    wall.until(lambda: bool(wall.site.commands))


def drag(wall: Wall, begin: QPoint, end: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    wall.qtbot.mousePress(wall.window, left, pos=begin)
    for at in ((begin + end) / 2, end):
        moved = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(at),
            QPointF(at),
            left,
            left,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(wall.window, moved)
    wall.qtbot.mouseRelease(wall.window, left, pos=end)


def test_a_zoomed_picture_is_dragged_and_a_whole_one_is_swapped(wall: Wall) -> None:
    show_halves(wall)
    drag(wall, QPoint(100, 90), QPoint(104, 93))
    assert not wall.site.commands, "that was a click"
    drag(wall, QPoint(100, 90), QPoint(400, 250))
    wall.until(lambda: wall.site.commands == [SwapCells("wall-1", 0, "wall-1", 3)])
    wall.qtbot.mouseClick(wall.window, Qt.MouseButton.LeftButton, pos=QPoint(100, 90))
    wheel(wall, 160, 90, 4)
    before = wall.window.tiles[0].zoom
    drag(wall, QPoint(100, 90), QPoint(400, 250))
    after = wall.window.tiles[0].zoom
    assert after.x < before.x and after.y < before.y, "the picture follows the hand"
    wall.until(lambda: len(wall.site.commands) >= 2)
    assert not any(isinstance(one, SwapCells) for one in wall.site.commands[1:])


def test_a_double_click_shows_one_tile_over_the_whole_monitor_and_back(wall: Wall) -> None:
    show_halves(wall)
    wall.qtbot.mouseDClick(wall.window, Qt.MouseButton.LeftButton, pos=QPoint(100, 90))
    assert [tile.box for tile in wall.window.tiles] == [(0, 0, 642, 362)]
    wall.until(lambda: wall.state(0) is PictureState.LIVE)
    assert "full screen" in wall.window.signs.shown()
    wall.until(
        lambda: wall.site.demands["display-wall-1"] == (Demand("cam-1", 642, 362, True, Priority.FOCUS),)
    )
    keep_picture(wall.image(), "full-screen")
    wall.qtbot.mouseDClick(wall.window, Qt.MouseButton.LeftButton, pos=QPoint(500, 300))
    assert len(wall.window.tiles) == 4
    assert "full screen" not in wall.window.signs.shown()


def test_it_tells_what_its_tiles_show_not_what_core_said(wall: Wall) -> None:
    (said,) = wall.site.monitors
    assert wall.display.shown() == (said,)
    wall.qtbot.mouseDClick(wall.window, Qt.MouseButton.LeftButton, pos=QPoint(100, 90))
    ((alone,),) = (one.cells for one in wall.display.shown())
    assert (alone.cell, alone.feed) == (0, "cam-1")
    hidden = replace(said, cover=Cover(CoverKind.BLANK, "desk", 1))
    wall.site.core_says(MonitorChanged(hidden))
    wall.until(lambda: wall.display.shown() == (glass(hidden),))


def test_an_incidents_picture_is_never_behind_a_full_screen_unseen(wall: Wall) -> None:
    show_halves(wall)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_F)
    assert len(wall.window.tiles) == 1
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1"), cell(1, "cam-4", MARK), cell(2, None))))
    wall.until(lambda: wall.window.tiles is not None and len(wall.window.tiles) == 3)
    assert wall.window.signs.shown() >= {"notice"} and "full screen" not in wall.window.signs.shown()

    wall.qtbot.keyClick(wall.window, Qt.Key.Key_F)
    assert len(wall.window.tiles) == 1, "a person who saw it may"
    keep_picture(wall.image(), "full-screen-incident-behind")
    other = IncidentMark("i-2", AlertKind.ALPR, Severity.MINOR, 1_700_000_000_000, MARK.reason)
    wall.site.core_says(MonitorChanged(view(cell(0, "cam-1"), cell(1, "cam-4", other), cell(2, None))))
    wall.until(lambda: wall.window.tiles is not None and len(wall.window.tiles) == 3)


def test_escape_leaves_the_full_screen_first(wall: Wall) -> None:
    show_halves(wall)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Right)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_F)
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Escape)
    assert len(wall.window.tiles) == 4 and wall.window.tiles[0].selected
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_Escape)
    assert not wall.window.tiles[0].selected


def test_names_go_and_states_stay(wall: Wall) -> None:
    show_halves(wall)
    wall.until(lambda: not wall.window.tiles[0].must_paint)
    box = wall.window.tiles[0].box
    strip, corner = QPoint(box.x + 2, box.y + box.height - 3), QRect(box.x + 200, box.y, 120, 30)
    assert wall.image().pixelColor(strip).red() < 120, "names lie over it"
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_O)
    assert wall.image().pixelColor(strip).red() == 200
    wall.slots.say(wall.key("cam-1"), PictureState.LOST, LostCause.REFUSED)
    wall.until(lambda: wall.state(0) is PictureState.LOST)
    wall.until(lambda: where(wall.image().copy(corner), theme.STATE_BAD).isValid())
    wall.qtbot.keyClick(wall.window, Qt.Key.Key_O)
    assert wall.image().pixelColor(strip).red() < 120


def touring(feed: str, coming: str | None = None) -> MonitorView:
    """The first cell runs a tour."""
    shown = cell(0, feed)
    return view(replace(shown, layer=Layer.TOUR, tour=TourMark("night", 1, 2, next_feed=coming)))


def test_a_tours_next_camera_is_live_with_its_step(wall: Wall) -> None:
    def steps() -> tuple[float, ...]:
        stats = wall.display.stats()
        return tuple(stats[f"tour_steps{kind}"] for kind in ("", "_bare", "_old"))

    wall.site.core_says(MonitorChanged(touring("cam-1", "cam-2")))
    wall.until(lambda: {("cam-1", 0), ("cam-2", 0)} <= wall.demanded())
    wall.until(lambda: wall.window.tiles[0].was_painted)
    begun, *_ = steps()
    wall.place("cam-2", "cam-4")
    wall.until(lambda: "cam-4" in wall.display._frames._places)
    wall.slots.say(wall.key("cam-2"), PictureState.LIVE, stale_after_ms=60_000)
    wall.slots.paint(wall.key("cam-2"), 1, CLOCK.monotonic_ns(), (0, 200, 0))
    for count, (feed, bare, old) in enumerate([("cam-2", 0, 0), ("cam-3", 1, 0), ("cam-4", 0, 1)], start=1):
        if feed == "cam-4":
            wall.paint(feed, ago_ms=10_000)
        bare_before, old_before = steps()[1:]
        wall.site.core_says(MonitorChanged(touring(feed)))
        wall.until(lambda n=count: steps()[0] == begun + n)
        assert steps()[1:] == (bare_before + bare, old_before + old), feed
