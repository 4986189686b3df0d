"""What a tile says of its picture, when it must be painted, and when a paint showed it live."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.alert import AlertKind, Severity
from console.domain.camera import Camera, Profile
from console.domain.ids import CellIndex, FeedId
from console.domain.incident import Reason
from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState, ShownState
from console.domain.tier import Shed
from console.domain.wall import CellView, IncidentMark, Layer
from console.domain.wording import local_time
from console.protocol.engine_messages import EnginePublished, FeedHealth, FeedsChanged, SlotsPlaced
from console.ui.frames import Frames
from console.ui.wall.grid import Box
from console.ui.wall.tile import HOUR_MS, LIVE_WITHIN_NS, QUIET_NS, Tile
from tests.fakes.slot_painter import SlotPainter

END_NS = 10**10
FRESH_NS = END_NS - LIVE_WITHIN_NS


def tile_that_says(state: PictureState, behind_ms: int = 0) -> Tile:
    tile = Tile(CellView(0, 0, 0, 1, 1, True, FeedId("cam-001"), Layer.BASE), Box(0, 0, 200, 120))
    tile.shown = ShownState(state, 0.1, behind_ms=behind_ms)
    return tile


@pytest.mark.parametrize(
    ("state", "behind_ms", "age_ns", "whole", "is_live"),
    [
        (PictureState.LIVE, 0, LIVE_WITHIN_NS, True, True),
        (PictureState.LIVE, 0, LIVE_WITHIN_NS + 1, True, False),
        (PictureState.LIVE, 0, LIVE_WITHIN_NS, False, False),
        (PictureState.LIVE, 0, None, True, False),
        (PictureState.KEY, 0, LIVE_WITHIN_NS, True, True),
        (PictureState.LOST, 0, LIVE_WITHIN_NS, True, False),
        (PictureState.REWIND, 10_000, LIVE_WITHIN_NS, True, False),
        (PictureState.WAIT, 10_000, LIVE_WITHIN_NS, True, False),
    ],
)
def test_live_is_a_whole_fresh_picture_of_the_present(
    state: PictureState, behind_ms: int, age_ns: int | None, whole: bool, is_live: bool
) -> None:
    tile = tile_that_says(state, behind_ms)
    assert tile.paint_ended(age_ns, whole=whole, end_ns=END_NS) is is_live
    assert bool(tile.first_live_ns) is is_live
    assert bool(tile.first_rewind_ns) is (state is PictureState.REWIND)


def test_the_first_time_stays() -> None:
    tile = tile_that_says(PictureState.LIVE)
    for end_ns in (END_NS, END_NS + 5):
        tile.paint_ended(0, whole=True, end_ns=end_ns)
    assert tile.first_live_ns == END_NS
    past = tile_that_says(PictureState.REWIND, 10_000)
    for end_ns in (END_NS, END_NS + 5):
        past.paint_ended(0, whole=True, end_ns=end_ns)
    assert (past.first_rewind_ns, past.first_live_ns) == (END_NS, 0)


def test_a_first_look_at_the_ring_is_shown_and_claims_nothing() -> None:
    tile = tile_that_says(PictureState.WAIT)
    tile.paint_ended(LIVE_WITHIN_NS * 4, whole=True, end_ns=END_NS)
    assert (tile.first_shown_ns, tile.first_claimed_ns) == (END_NS, 0)
    tile.shown = tile.shown._replace(state=PictureState.KEY)
    tile.paint_ended(LIVE_WITHIN_NS * 4, whole=True, end_ns=END_NS + 5)
    assert (tile.first_shown_ns, tile.first_claimed_ns, tile.first_live_ns) == (END_NS, END_NS + 5, 0)


# --- what it says

S, MS = 1_000_000_000, 1_000_000
NOW_NS, NOW_MS = 1000 * S, 1_700_000_000_000
FEED = FeedId("cam-001")
KEY = SlotKey(FEED, Profile.SUB, 160, 90)


class Judged:
    """A tile with a slot, judged at times that the test gives, in ms from the first."""

    def __init__(self, folder: Path) -> None:
        self.slots = SlotPainter(folder)
        self.frames = Frames()
        self.frames.apply(EnginePublished("e", 1, 0, SlotsPlaced((self.slots.slot(KEY),))))
        self.cell = CellView(CellIndex(0), 0, 0, 1, 1, True, FEED, Layer.BASE)
        self.tile = Tile(self.cell, Box(0, 0, 160, 90), source=self.frames.source(FEED, 160, 90))

    def at(self, ms: int) -> bool:
        return self.tile.judge(NOW_NS + ms * MS, NOW_MS + ms)

    def picture(self, frame: int, at_ms: int, stale_after_ms: int = 500) -> None:
        self.slots.say(KEY, PictureState.LIVE, stale_after_ms=stale_after_ms)
        self.slots.paint(KEY, frame, NOW_NS + at_ms * MS)

    def painted(self, *, whole: bool = True) -> None:
        reader = self.tile.source.current if self.tile.source is not None else None
        self.tile.painted(reader, reader.picture() if reader is not None else None, whole=whole)

    def settle(self, at_ms: int) -> None:
        """As it is painted now."""
        assert self.at(at_ms)
        self.painted()
        assert not self.at(at_ms)


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[Judged]:
    made = Judged(tmp_path)
    yield made
    made.tile.close()
    made.slots.stop()


def test_it_is_painted_for_each_picture_and_for_new_words_alone(judged: Judged) -> None:
    judged.settle(0)
    assert judged.tile.words == ("CONNECTING",) and judged.tile.shown.state is PictureState.CONNECTING
    judged.picture(1, 0)
    judged.settle(1)
    assert judged.tile.words == () and judged.tile.shown.state is PictureState.LIVE
    judged.picture(2, 30)
    judged.settle(30)
    assert judged.tile.rate.painted == 2
    for at_ms in (60, 300, 520):
        assert not judged.at(at_ms)
    assert judged.at(531), "stale as soon as it is"
    assert judged.tile.words[0] == "STALE 0 s"
    judged.painted()
    assert judged.tile.rate.painted == 2, "the same picture again"
    assert not judged.at(900)
    assert judged.at(1100) and judged.tile.words[0] == "STALE 1 s"


def test_a_torn_picture_is_painted_again(judged: Judged) -> None:
    judged.picture(1, 0)
    assert judged.at(1)
    judged.painted(whole=False)
    assert judged.at(2)
    judged.painted()
    assert not judged.at(3)


def test_a_picture_that_is_gone_is_painted_over(judged: Judged) -> None:
    judged.picture(1, 0)
    judged.settle(1)
    judged.slots.take_away(KEY)
    assert judged.at(2) and judged.tile.source is not None and judged.tile.source.current is None
    judged.painted()
    assert not judged.at(3)


def test_what_the_slot_says_anew_is_seen_at_once_though_no_picture_comes(judged: Judged) -> None:
    judged.picture(1, 0, stale_after_ms=60_000)
    judged.settle(1)
    judged.slots.say(KEY, PictureState.DARK, stale_after_ms=60_000)
    assert judged.at(2) and judged.tile.words == ("DARK",)


def test_what_the_slot_says_while_the_tile_is_judged_is_not_missed_though_the_time_stands(
    judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker publishes a picture, then says LIVE; in a replay that pauses nothing else ever comes."""
    judged.picture(1, 0, stale_after_ms=60_000)
    judged.slots.say(KEY, PictureState.WAIT, stale_after_ms=60_000)
    source = judged.tile.source
    assert source is not None
    judge = source.shown

    def shown_and_then_live(now_ns: int) -> ShownState:
        shown = judge(now_ns)
        judged.slots.say(KEY, PictureState.LIVE, stale_after_ms=60_000)
        return shown

    monkeypatch.setattr(source, "shown", shown_and_then_live)
    assert judged.at(1) and judged.tile.shown.state is PictureState.WAIT
    judged.painted()
    monkeypatch.undo()
    assert judged.at(1) and judged.tile.shown.state is PictureState.LIVE


def test_what_is_awaited_is_looked_for_at_each_tick(judged: Judged) -> None:
    judged.picture(1, 0, stale_after_ms=60_000)
    judged.settle(1)
    main = SlotKey(FEED, Profile.MAIN, 160, 90)
    judged.frames.apply(EnginePublished("e", 2, 0, SlotsPlaced((judged.slots.slot(main),))))
    assert judged.tile.source is not None
    judged.frames.find(judged.tile.source)
    judged.slots.say(main, PictureState.LIVE, stale_after_ms=60_000)
    judged.slots.paint(main, 1, NOW_NS + MS)
    assert judged.at(2)
    assert judged.tile.source.current is not None and judged.tile.source.current.place.key == main


def test_what_waits_says_for_how_long_and_begins_anew(judged: Judged) -> None:
    judged.slots.say(KEY, PictureState.WAIT, LostCause.NO_KEYFRAME)
    for at_ms, seconds in ((0, 0), (999, 0), (1000, 1), (5400, 5)):
        judged.at(at_ms)
        assert judged.tile.words[0] == f"WAIT for a keyframe, {seconds} s so far"
        judged.painted()
    assert not judged.at(5900)
    judged.picture(1, 6000)
    judged.at(6000)
    assert judged.tile.words == ()
    judged.slots.take_away(KEY)
    judged.frames.apply(EnginePublished("e", 3, 0, SlotsPlaced((judged.slots.slot(KEY),))))
    judged.slots.say(KEY, PictureState.WAIT, LostCause.NO_KEYFRAME)
    assert judged.tile.source is not None
    judged.at(7000)
    judged.frames.find(judged.tile.source)
    judged.at(7000)
    assert judged.tile.words[0] == "WAIT for a keyframe, 0 s so far"


def test_a_loss_keeps_its_time_until_there_is_a_picture_again(judged: Judged) -> None:
    lost = (KEY, PictureState.LOST, LostCause.REFUSED)
    judged.slots.say(*lost)
    judged.at(0)
    since = local_time(NOW_MS, NOW_MS)
    assert judged.tile.words[0] == f"LOST refused, {since}"
    judged.painted()
    judged.slots.say(KEY, PictureState.LOST, LostCause.SILENT)
    assert judged.at(90_000) and judged.tile.words[0] == f"LOST silent, {since}"
    judged.picture(1, 95_000)
    judged.at(95_000)
    judged.slots.say(*lost)
    judged.at(99_000)
    assert judged.tile.words[0] == f"LOST refused, {local_time(NOW_MS + 99_000, NOW_MS)}"


def test_a_loss_that_is_older_than_the_tile_has_the_engines_time(judged: Judged) -> None:
    told = FeedHealth(
        FEED, Profile.SUB, "worker-0", PictureState.LOST, LostCause.REFUSED, since_ms=NOW_MS - HOUR_MS
    )
    judged.frames.apply(EnginePublished("e", 2, 0, FeedsChanged((told,))))
    assert judged.tile.source is not None
    judged.frames.find(judged.tile.source)
    judged.slots.say(KEY, PictureState.LOST, LostCause.REFUSED)
    judged.at(0)
    assert judged.tile.words[0] == f"LOST refused, {local_time(NOW_MS - HOUR_MS, NOW_MS)}"


def test_of_a_replay_a_loss_has_no_time_but_its_logs_wherever_it_leaps() -> None:
    frames = Frames()
    source = frames.source(FEED, 160, 90)
    tile = Tile(CellView(CellIndex(0), 0, 0, 1, 1, True, FEED, Layer.BASE), Box(0, 0, 160, 90), None, source)

    def say(epoch: int, since_ms: int) -> str:
        lost = PictureState.LOST, LostCause.REFUSED
        told = FeedHealth(FEED, Profile.SUB, "worker-0", *lost, since_ms=since_ms)
        frames.leap(epoch)
        frames.apply(EnginePublished("e", 2, 0, FeedsChanged((told,))))
        frames.find(source)
        assert tile.judge(NOW_NS, NOW_MS)
        tile.painted(None, None, whole=True)
        return tile.words[0]

    earlier_ms = NOW_MS - HOUR_MS
    assert say(1, 0) == "LOST refused", "that nobody knows"
    assert say(1, earlier_ms) == f"LOST refused, {local_time(earlier_ms, NOW_MS)}"
    assert say(2, NOW_MS) == f"LOST refused, {local_time(NOW_MS, NOW_MS)}", "another loss"
    assert say(3, NOW_MS + 1) == "LOST refused", "the engine has yet to hear of the leap"


def test_words_are_looked_at_again_each_hour(judged: Judged) -> None:
    judged.slots.say(KEY, PictureState.LOST, LostCause.REFUSED)
    judged.settle(0)
    in_this_hour = HOUR_MS - NOW_MS % HOUR_MS
    assert not judged.at(in_this_hour - 1)
    assert judged.at(in_this_hour), "a time of yesterday carries its date"


def test_each_second_it_notices_that_it_gets_less_and_how_far_keyframes_lie_apart(judged: Judged) -> None:
    judged.picture(1, 0, stale_after_ms=60_000)
    judged.settle(1)
    judged.tile.each_second(NOW_NS)
    assert not judged.at(2)
    judged.slots.shed(KEY, Shed.CPU, 2.0)
    judged.tile.each_second(NOW_NS + S)
    assert judged.tile.shed == "2 fps: CPU"
    assert judged.at(3) and judged.tile.words == ("2 fps: CPU",)
    judged.painted()
    judged.slots.say(KEY, PictureState.LIVE, stale_after_ms=60_000, key_interval_ms=4000)
    judged.at(4)
    judged.painted()
    judged.tile.each_second(NOW_NS + 2 * S)
    assert judged.tile.must_paint
    judged.painted()
    judged.tile.each_second(NOW_NS + 3 * S)
    assert not judged.tile.must_paint


def test_a_quiet_slot_is_judged_again_soon(judged: Judged) -> None:
    judged.picture(1, 0, stale_after_ms=60_000)
    judged.settle(1)
    shown = judged.tile.shown
    assert not judged.at(2) and judged.tile.shown is shown, "nothing is new: it is not even judged"
    assert not judged.at(2 + QUIET_NS // MS) and judged.tile.shown is not shown
    assert judged.tile.shown.age_s == pytest.approx(0.252)


def test_core_changes_what_a_tile_is_and_nothing_else_has_it_painted(judged: Judged) -> None:
    judged.picture(1, 0, stale_after_ms=60_000)
    judged.settle(1)
    judged.tile.take(judged.cell, None)
    assert not judged.at(2)
    camera = Camera(FEED, 1, "Corner")
    judged.tile.take(judged.cell, camera)
    assert judged.at(3) and judged.tile.camera is camera
    judged.painted()
    mark = IncidentMark("i-1", AlertKind.GUNSHOT, Severity.MINOR, NOW_MS, Reason(18_000, True, None))
    marked = CellView(CellIndex(0), 0, 0, 1, 1, True, FEED, Layer.BASE, mark=mark)
    judged.tile.take(marked, camera)
    assert judged.at(4) and judged.tile.ribbon[0].startswith("180 m")
    judged.painted()
    judged.tile.take(judged.cell, camera)
    assert judged.at(5) and judged.tile.ribbon == ()


def test_a_cell_without_a_camera_is_painted_when_it_must_and_has_a_name() -> None:
    cell = CellView(CellIndex(3), 0, 0, 1, 1, True, None, Layer.BASE)
    tile = Tile(cell, Box(0, 0, 160, 90))
    assert tile.name == "cell 3" and tile.judge(NOW_NS, NOW_MS)
    tile.painted(None, None, whole=True)
    assert not tile.judge(NOW_NS, NOW_MS) and not tile.rewound
    tile.each_second(NOW_NS)
    tile.close()


def test_the_past_is_told_by_where_the_picture_comes_from(judged: Judged) -> None:
    assert judged.tile.name == "cam-001" and not judged.tile.rewound
    judged.picture(1, 0, stale_after_ms=60_000)
    judged.at(1)
    assert not judged.tile.rewound, "live"
    past = SlotKey(FEED, Profile.SUB, 160, 90, 10_000)
    judged.frames.apply(EnginePublished("e", 2, 0, SlotsPlaced((judged.slots.slot(past),))))
    judged.slots.say(past, PictureState.REWIND, stale_after_ms=60_000, behind_ms=10_000)
    judged.slots.paint(past, 1, NOW_NS)
    assert judged.tile.source is not None
    judged.tile.source.delay_ms = 10_000
    judged.frames.find(judged.tile.source)
    assert judged.tile.rewound
