"""Which slot a tile's picture comes from, and what may be said of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.camera import Profile
from console.domain.ids import CellIndex, FeedId
from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState
from console.domain.wall import CellView, Layer
from console.domain.wording import local_time
from console.protocol.clock import SystemClock
from console.protocol.engine_messages import (
    EngineChange,
    EngineHeartbeat,
    EnginePublished,
    EngineSnapshot,
    FeedHealth,
    FeedsChanged,
    SlotPlace,
    SlotsGone,
    SlotsPlaced,
    StreamsGone,
)
from console.protocol.frame_file import FRAME_FILE_BYTES
from console.protocol.slots import slot_bytes
from console.ui.frames import Frames, FrameSource, image_over
from console.ui.wall.grid import Box
from console.ui.wall.tile import Tile
from tests.fakes.slot_painter import SlotPainter
from tests.watch.logs import ExpectedLog

A = FeedId("a")
SUB, MAIN = (SlotKey(A, profile, 160, 90) for profile in (Profile.SUB, Profile.MAIN))
CLOCK = SystemClock()


@pytest.fixture
def painter(tmp_path: Path) -> Iterator[SlotPainter]:
    painter = SlotPainter(tmp_path)
    yield painter
    painter.stop()


def say(frames: Frames, change: EngineChange) -> None:
    frames.apply(EnginePublished("b", 1, 0, change))


def live(painter: SlotPainter, key: SlotKey) -> None:
    painter.say(key, PictureState.LIVE, stale_after_ms=60_000)
    painter.paint(key, 1, CLOCK.monotonic_ns())


def test_old_streams_picture_stays_until_the_new_one_has_its_first(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    live(painter, SUB)
    source = frames.source(A, 160, 90)
    say(frames, SlotsPlaced((painter.slot(MAIN),)))
    frames.find(source)
    assert source.current is not None and source.current.place.key == SUB
    live(painter, MAIN)
    source.advance()
    assert source.current.place.key == MAIN
    source.close()


def test_loss_of_a_coming_stream_is_not_the_loss_of_the_picture_there_is(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    live(painter, SUB)
    source = frames.source(A, 160, 90)
    say(frames, SlotsPlaced((painter.slot(MAIN),)))
    painter.say(MAIN, PictureState.LOST, LostCause.REFUSED)
    frames.find(source)
    assert source.shown(CLOCK.monotonic_ns()).state is PictureState.LIVE
    live(painter, MAIN)
    frames.find(source)
    assert source.current is not None and source.current.place.key == MAIN
    source.close()


def test_health_of_a_closed_stream_is_forgotten() -> None:
    frames = Frames()
    say(frames, FeedsChanged((FeedHealth(A, Profile.MAIN, "worker-0", PictureState.LOST),)))
    assert frames.health_of(A) is not None
    before = frames.version
    say(frames, StreamsGone(((A, Profile.MAIN),)))
    assert frames.health_of(A) is None
    assert frames.version > before


def test_a_lost_camera_is_lost_while_another_stream_is_only_being_opened() -> None:
    frames = Frames()
    lost = FeedHealth(A, Profile.SUB, "worker-0", PictureState.LOST, LostCause.SILENT)
    opening = FeedHealth(A, Profile.MAIN, "worker-0", PictureState.CONNECTING)
    say(frames, FeedsChanged((lost, opening)))
    shown = frames.source(A, 160, 90).shown(CLOCK.monotonic_ns())
    assert (shown.state, shown.cause) == (PictureState.LOST, LostCause.SILENT)


def test_a_tile_that_is_opened_later_tells_since_when_its_camera_is_lost() -> None:
    frames = Frames()
    cause, at_ms = LostCause.REFUSED, 1_700_000_000_000
    lost = FeedHealth(A, Profile.SUB, "worker-0", PictureState.LOST, cause, since_ms=at_ms)
    say(frames, FeedsChanged((lost,)))
    cell = CellView(CellIndex(0), 0, 0, 1, 1, auto=False, feed=A, layer=Layer.BASE, pinned=False)
    tile = Tile(cell, Box(0, 0, 160, 90), None, frames.source(A, 160, 90))
    now_ms = 1_700_000_600_000
    tile.judge(CLOCK.monotonic_ns(), now_ms)
    assert tile.words[0] == f"LOST refused, {local_time(lost.since_ms, now_ms)}"
    tile.close()


def test_a_picture_that_is_painted_is_not_due_again_and_the_next_one_is(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    live(painter, SUB)
    cell = CellView(CellIndex(0), 0, 0, 1, 1, True, A, Layer.BASE)
    tile = Tile(cell, Box(0, 0, 160, 90), source=frames.source(A, 160, 90))

    def judged() -> bool:
        return tile.judge(CLOCK.monotonic_ns(), CLOCK.now_ms())

    def painted() -> None:
        reader = tile.source.current if tile.source else None
        assert reader is not None
        tile.painted(reader, reader.picture(), whole=True)

    assert judged()
    painted()
    assert not judged()
    painter.paint(SUB, 2, CLOCK.monotonic_ns())
    assert judged()
    painted()
    assert not judged()
    tile.close()


# --- which slot

S = 1_000_000_000
SMALL, LARGE = SlotKey(A, Profile.SUB, 80, 45), SlotKey(A, Profile.SUB, 320, 180)
PAST = SlotKey(A, Profile.SUB, 160, 90, 10_000)


def at(source: FrameSource) -> SlotKey | None:
    """Where its picture comes from now."""
    return source.current.place.key if source.current is not None else None


def test_a_slot_is_found_as_soon_as_it_is_told_and_left_as_soon_as_it_is_gone(painter: SlotPainter) -> None:
    frames = Frames()
    source = frames.source(A, 160, 90)
    before = frames.version
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    assert frames.version > before
    frames.find(source)
    assert source.awaited is not None and at(source) is None
    live(painter, SUB)
    source.advance()
    assert source.awaited is None and at(source) == SUB
    painter.take_away(SUB)
    before = frames.version
    say(frames, SlotsGone((SUB,)))
    assert frames.version > before
    source.advance()
    assert at(source) is None
    frames.find(source)
    assert at(source) is None and source.awaited is None
    say(frames, SlotsGone((SUB,)))  # told twice


def test_what_changes_no_place_is_looked_up_for_nothing() -> None:
    frames = Frames()
    for said in (EnginePublished("b", 1, 0, EngineHeartbeat()), "something else"):
        frames.apply(said)
    assert frames.version == 0


def test_a_snapshot_forgets_all_that_was_told_before(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    say(frames, FeedsChanged((FeedHealth(A, Profile.SUB, "worker-0", PictureState.LIVE),)))
    live(painter, SUB)
    frames.apply(EngineSnapshot("c", 1, 0, (painter.slot(LARGE),), ()))
    assert frames.health_of(A) is None
    source = frames.source(A, 160, 90)
    assert source.awaited is None and at(source) is None
    assert frames.source(A, 320, 180).awaited is not None


def test_of_two_slots_of_one_size_the_newest_is_taken(painter: SlotPainter) -> None:
    for first, last in ((SUB, MAIN), (MAIN, SUB)):
        frames = Frames()
        say(frames, SlotsPlaced((painter.slot(first), painter.slot(last))))
        source = frames.source(A, 160, 90)
        assert source.awaited is not None and source.awaited.place.key == last
        say(frames, SlotsPlaced((painter.slot(first),)))
        frames.find(source)
        assert source.awaited.place.key == first, "told anew"


@pytest.mark.parametrize(("width", "height", "delay_ms"), [(161, 90, 0), (160, 91, 0), (160, 90, 10_000)])
def test_a_slot_of_another_size_or_time_is_not_waited_for(
    painter: SlotPainter, width: int, height: int, delay_ms: int
) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    source = frames.source(A, width, height, delay_ms=delay_ms)
    assert source.awaited is None


def test_until_its_own_picture_comes_the_freshest_live_one_stands_in(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced(tuple(painter.slot(key) for key in (SMALL, LARGE, PAST))))
    now_ns = CLOCK.monotonic_ns()
    for key, ago_s in ((SMALL, 2), (LARGE, 1), (PAST, 0)):
        painter.say(key, PictureState.LIVE, stale_after_ms=60_000)
        painter.paint(key, 1, now_ns - ago_s * S)
    source = frames.source(A, 160, 90)
    assert at(source) == LARGE
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    frames.find(source)
    assert at(source) == LARGE and source.awaited is not None
    live(painter, SUB)
    source.advance()
    assert at(source) == SUB


def test_only_a_miniature_makes_do_with_a_picture_of_the_past(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(PAST),)))
    live(painter, PAST)
    assert at(frames.source(A, 160, 90)) is None
    assert at(frames.source(A, 0, 0)) == PAST
    assert at(frames.source(A, 160, 90, delay_ms=10_000)) == PAST


def test_another_box_of_the_same_feed_keeps_the_picture_meanwhile_and_of_another_feed_does_not(
    painter: SlotPainter,
) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    live(painter, SUB)
    before = frames.source(A, 160, 90)
    before.advance()
    painter_key = before.current
    again = frames.source(A, 320, 180, before)
    assert again.current is painter_key
    assert frames.source(FeedId("b"), 320, 180, before).current is None
    before.close()
    assert before.current is None and before.awaited is None


def test_the_same_slot_is_not_opened_twice(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    source = frames.source(A, 160, 90)
    awaited = source.awaited
    frames.find(source)
    assert source.awaited is awaited
    live(painter, SUB)
    frames.find(source)
    current = source.current
    frames.find(source)
    assert source.current is current and source.awaited is None


@pytest.mark.parametrize("moved", [-64, FRAME_FILE_BYTES - 64, 1 << 40])
def test_a_slot_that_leaves_its_file_is_said_once_and_waited_for_at_another_place(
    painter: SlotPainter, moved: int, expected_log: ExpectedLog, caplog: pytest.LogCaptureFixture
) -> None:
    expected_log("could not be mapped: a slot at byte .* leaves the file")
    place = painter.slot(SUB)
    wrong = SlotPlace(place.key, place.file, moved, place.incarnation)
    frames = Frames()
    say(frames, SlotsPlaced((wrong,)))
    source = frames.source(A, 160, 90)
    for _ in range(3):
        frames.find(source)
    assert source.awaited is None and caplog.text.count("could not be mapped") == 1
    say(frames, SlotsPlaced((place,)))
    frames.find(source)
    assert source.awaited is not None
    frames.apply(EngineSnapshot("c", 1, 0, (wrong,), ()))
    frames.find(source)
    assert caplog.text.count("could not be mapped") == 2, "another engine may mean another file"


def test_the_last_slot_that_has_room_in_a_file_is_read(painter: SlotPainter, tmp_path: Path) -> None:
    place = painter.slot(SUB)
    end = place.offset + slot_bytes(160, 90)
    short = tmp_path / "short"
    short.write_bytes(Path(place.file).read_bytes()[:end])
    frames = Frames()
    say(frames, SlotsPlaced((SlotPlace(place.key, str(short), place.offset, place.incarnation),)))
    assert frames.source(A, 160, 90).awaited is not None


def test_a_picture_is_read_from_the_mapping_itself(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    painter.paint(SUB, 0, CLOCK.monotonic_ns(), (10, 20, 30))
    source = frames.source(A, 160, 90)
    source.advance()
    picture = source.current.picture() if source.current is not None else None
    assert picture is not None
    image = image_over(picture)
    assert (image.width(), image.height()) == (160, 90)
    assert image.pixelColor(80, 60).getRgb()[:3] == (30, 20, 10)


@pytest.mark.parametrize("heard_first", ["the leap", "its slot's"])
def test_a_picture_of_before_a_leap_is_none(painter: SlotPainter, heard_first: str) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    live(painter, SUB)
    sources = [frames.source(A, 160, 90), frames.source(A, 0, 0)]
    if heard_first == "the leap":
        frames.leap(1)
        for source in sources:
            frames.find(source)
    painter.writers[SUB].leap(1)
    painter.say(SUB, PictureState.LOST, LostCause.NOT_RECORDED)
    frames.leap(1)
    for source in sources:
        frames.find(source)
        assert at(source) is None
    shown = sources[0].shown(CLOCK.monotonic_ns())
    assert (shown.state, shown.cause, shown.age_s) == (PictureState.LOST, LostCause.NOT_RECORDED, None)
    painter.say(SUB, PictureState.WAIT)
    assert sources[0].shown(CLOCK.monotonic_ns()).word == "LOADING", "its packets are decoded"
    live(painter, SUB)
    for source in sources:
        frames.find(source)
        assert at(source) == SUB


def test_after_a_leap_a_miniature_takes_the_slot_that_has_a_picture_again(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SMALL), painter.slot(LARGE))))
    live(painter, SMALL)
    live(painter, LARGE)
    source = frames.source(A, 0, 0)
    assert at(source) == LARGE
    for key in (SMALL, LARGE):
        painter.writers[key].leap(1)
    live(painter, SMALL)
    frames.leap(1)
    frames.find(source)
    assert at(source) == SMALL


# --- what may be said of it


def test_a_live_picture_that_stands_in_for_the_past_waits(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    live(painter, SUB)
    source = frames.source(A, 160, 90, delay_ms=10_000)
    now_ns = CLOCK.monotonic_ns()
    shown = source.shown(now_ns)
    assert (shown.state, shown.behind_ms) == (PictureState.WAIT, 10_000)
    assert source.shown_delay_ms() == 0
    painter.say(SUB, PictureState.LOST, LostCause.REFUSED)
    assert source.shown(now_ns).state is PictureState.LOST, "what is worse is said"


def test_a_rewound_picture_that_stands_in_for_the_present_goes_on_saying_so(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(PAST),)))
    painter.say(PAST, PictureState.REWIND, stale_after_ms=60_000, behind_ms=10_000)
    painter.paint(PAST, 1, CLOCK.monotonic_ns())
    source = frames.source(A, 160, 90, delay_ms=10_000)
    assert source.shown(CLOCK.monotonic_ns()).state is PictureState.REWIND
    source.delay_ms = 0
    frames.find(source)
    assert source.shown(CLOCK.monotonic_ns()).state is PictureState.REWIND
    assert source.shown_delay_ms() == 10_000


def test_a_stream_that_is_lost_before_its_first_picture_is_lost_with_the_age_of_the_one_there_is(
    painter: SlotPainter,
) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(SUB), painter.slot(SMALL))))
    painter.say(SMALL, PictureState.LIVE, stale_after_ms=60_000)
    painter.paint(SMALL, 1, CLOCK.monotonic_ns() - 2 * S)
    painter.say(SUB, PictureState.LOST, LostCause.SILENT)
    source = frames.source(A, 160, 90)
    shown = source.shown(CLOCK.monotonic_ns())
    assert (shown.state, shown.cause) == (PictureState.LOST, LostCause.SILENT)
    assert shown.age_s is not None and shown.age_s >= 2
    painter.take_away(SMALL)
    frames.find(source)
    alone = source.shown(CLOCK.monotonic_ns())
    assert (alone.state, alone.age_s) == (PictureState.LOST, None)


def test_without_any_word_it_is_being_connected() -> None:
    frames = Frames()
    source = frames.source(A, 160, 90)
    assert source.shown(S).state is PictureState.CONNECTING
    assert (source.lost_since_ms(), source.shown_delay_ms()) == (0, None)
    say(frames, FeedsChanged((FeedHealth(A, Profile.SUB, "worker-0", PictureState.LIVE, since_ms=5),)))
    frames.find(source)
    assert source.shown(S).state is PictureState.CONNECTING
    assert source.lost_since_ms() == 0, "it is not lost"
    frames.leap(1)
    frames.find(source)
    assert source.shown(S).word == "LOADING", "in a replay nothing connects"


def test_the_largest_known_stream_counts_by_its_area() -> None:
    frames = Frames()
    assert frames.largest_size(A) == (0, 0)
    for profile, width, height in ((Profile.SUB, 900, 100), (Profile.MAIN, 640, 360)):
        told = FeedHealth(A, profile, "worker-0", PictureState.LIVE, width=width, height=height)
        say(frames, FeedsChanged((told,)))
    assert frames.largest_size(A) == (640, 360)


POSTER = SlotKey(A, Profile.SUB, 160, 90, poster=True)


def test_a_tile_has_the_cameras_small_picture_until_its_own_comes(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(POSTER),)))
    painter.say(POSTER, PictureState.WAIT)
    painter.paint(POSTER, 1, CLOCK.monotonic_ns() - 4_000_000_000)
    source = frames.source(A, 160, 90)
    assert source.current is not None and source.current.place.key == POSTER
    shown = source.shown(CLOCK.monotonic_ns())
    assert shown.state is PictureState.WAIT and shown.age_s is not None and 3.9 < shown.age_s < 5.0
    say(frames, SlotsPlaced((painter.slot(SUB),)))
    frames.find(source)
    assert source.current.place.key == POSTER, "its own has no picture yet"
    live(painter, SUB)
    source.advance()
    assert source.current.place.key == SUB


def test_a_small_picture_is_nobodys_slot_of_that_size_and_no_miniature(painter: SlotPainter) -> None:
    frames = Frames()
    say(frames, SlotsPlaced((painter.slot(POSTER),)))
    painter.say(POSTER, PictureState.WAIT)
    painter.paint(POSTER, 1, CLOCK.monotonic_ns())
    assert frames.source(A, 160, 90).awaited is None
    assert frames.source(A, 0, 0).current is None, "it would stay with it"
    assert not frames.is_placed_beside(A, set())
