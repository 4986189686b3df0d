import dataclasses
from fractions import Fraction
from pathlib import Path

import av
import pytest

from console.domain.media import Priority, SlotPlan
from console.domain.picture import JUDGED_STATES, LostCause, PictureState, ShownState, shown_state
from console.domain.tier import Shed, Tier
from console.media.worker.drawing import COMES_SOON_NS, PACKETS_A_STEP
from console.media.worker.first_look import STANDS_NS
from console.media.worker.rtsp_source import LostReason, StreamFormat
from console.media.worker.shown_slot import ShownSlot
from console.media.worker.stream import Stream
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import RecordedState
from console.protocol.slots import SlotReader
from tests.fakes.rtsp_clips import footage, write_clip
from tests.unit.media.worker.stream_bench import INTERVAL_NS, Bench
from tests.watch.logs import ExpectedLog

GOP = 30
SCENE = Path(__file__).resolve().parents[4] / "resources" / "scenes" / "scene-03.sub.mp4"
H264 = StreamFormat("h264", None, 320, 180)
GONE = LostReason(LostCause.ENDED, "the camera closed the connection")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "bar.h264"
    write_clip(path, footage(SCENE, 4 * GOP), 320, 180, gop=GOP)
    return path


@pytest.fixture
def bench(clip: Path) -> Bench:
    with av.open(clip) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    for index, packet in enumerate(packets):
        packet.pts = packet.dts = index
        packet.time_base = Fraction(1, 15)
    bench = Bench(packets)
    bench.stream.connected(H264)
    return bench


def test_hidden_stream_is_not_decoded(bench: Bench) -> None:
    bench.receive(GOP)
    assert bench.offered == 0
    assert bench.stream.counts.decoded == 0


def test_new_slot_waits_through_the_catch_up_and_is_live_at_the_head(bench: Bench) -> None:
    key_ns = bench.receive(GOP + 1)
    arrival_ns = bench.receive(24)
    shown, reader = bench.slot()
    bench.stream.show([shown])
    assert (reader.written().state, reader.seq()) == (PictureState.WAIT, 0)
    assert bench.stream.drawing.urgency() == Priority.FIRST_LOOK
    assert bench.stream.drawing.step(bench.tools)
    written = reader.written()
    assert (written.state, written.arrival_ns) == (PictureState.WAIT, key_ns), "the ring's, with its age"
    assert shown_state(written, bench.clock.at_ns).age_s == pytest.approx(24 * INTERVAL_NS / 1e9)
    assert bench.stream.drawing.urgency() == Priority.CATCH_UP
    assert bench.step_to_head() == -(-25 // PACKETS_A_STEP)
    assert bench.stream.counts.decoded == 25  # from the newest keyframe, not from the start
    assert (reader.seq(), bench.stream.counts.drawn) == (2, 1)  # and drawn once at the head
    written = reader.written()
    assert (written.state, written.arrival_ns) == (PictureState.LIVE, arrival_ns)
    assert bench.stream.drawing.urgency() == Priority.GRID


def look_in_a_crowd(bench: Bench) -> tuple[ShownSlot, SlotReader]:
    """Of a camera whose keyframes come each two seconds; the newest is five pictures old."""
    bench.receive(2 * GOP + 5)
    shown, reader = bench.slot()
    bench.crowded = True
    bench.stream.show([shown])
    bench.step_to_head()
    return shown, reader


def test_in_a_crowd_the_keyframe_stands_until_the_next_one(bench: Bench) -> None:
    _, reader = look_in_a_crowd(bench)
    written = reader.written()
    assert (written.state, bench.stream.counts.decoded) == (PictureState.KEY, 0)
    assert reader.key_interval_ms() == pytest.approx(GOP * INTERVAL_NS / 1e6, abs=1)
    assert bench.stream.condition(bench.clock.at_ns)[0] == (PictureState.KEY, LostCause.NONE)
    offered = bench.offered
    bench.receive(GOP - 6)
    bench.step_to_head()
    assert (bench.offered, bench.stream.counts.decoded, reader.seq()) == (offered, 0, 1)
    arrival_ns = bench.receive(3)
    bench.step_to_head()
    written = reader.written()
    assert (written.state, written.arrival_ns) == (PictureState.LIVE, arrival_ns)
    assert (bench.stream.counts.decoded, reader.key_interval_ms()) == (2, 0)


def test_a_keyframe_that_stands_long_is_left_once_there_is_time(bench: Bench) -> None:
    _, reader = look_in_a_crowd(bench)
    (due_ns,) = bench.alarms.values()
    assert due_ns == bench.clock.at_ns + STANDS_NS
    bench.clock.at_ns = due_ns
    bench.step_to_head()
    assert reader.written().state is PictureState.KEY, "there is none yet"
    bench.clock.at_ns += STANDS_NS
    bench.crowded = False
    bench.step_to_head()
    assert (reader.written().state, bench.stream.counts.decoded) == (PictureState.LIVE, 5)


def test_another_slot_shows_the_keyframe_that_stands(bench: Bench) -> None:
    shown, _ = look_in_a_crowd(bench)
    other, reader = bench.slot(320, 180)
    bench.stream.show([shown, other])
    bench.step_to_head()
    assert (reader.written().state, reader.seq(), bench.stream.counts.decoded) == (PictureState.KEY, 1, 0)


@pytest.mark.parametrize("priority", [Priority.FOCUS, Priority.INCIDENT])
def test_what_is_looked_at_catches_up_in_any_crowd(bench: Bench, priority: Priority) -> None:
    bench.receive(2 * GOP + 5)
    shown, reader = bench.slot()
    bench.crowded = True
    bench.stream.show([ShownSlot(shown.writer, dataclasses.replace(shown.plan, priority=priority))])
    bench.step_to_head()
    assert reader.written().state is PictureState.LIVE


def warmed(shown: ShownSlot, **plan: float) -> ShownSlot:
    """As a tour's next camera has it."""
    return ShownSlot(shown.writer, dataclasses.replace(shown.plan, priority=Priority.WARMED, **plan))


def test_what_nobody_sees_yet_holds_nobody_up(bench: Bench) -> None:
    bench.receive(2 * GOP + 5)
    shown, reader = bench.slot()
    bench.stream.show([warmed(shown)])
    assert bench.stream.drawing.urgency() == Priority.GRID
    bench.step_to_head()
    assert (reader.written().state, reader.seq()) == (PictureState.LIVE, 1), "without a first look"
    bench.stream.show([])
    bench.step_to_head()
    other, reader = bench.slot(320, 180)
    bench.stream.show([warmed(other)])
    bench.stream.show([other])
    assert bench.stream.drawing.urgency() == Priority.FIRST_LOOK, "it is seen before it was ready"
    assert bench.stream.drawing.step(bench.tools)
    assert reader.written().state is PictureState.WAIT


def test_what_comes_into_view_goes_to_the_head_at_once_whatever_its_share_of_a_gop(bench: Bench) -> None:
    bench.receive(GOP)
    shown, reader = bench.slot()
    bench.stream.show([warmed(shown, gop_share=0.5)])
    for _ in range(25):
        bench.receive(1)
        bench.step_to_head()
    assert bench.clock.at_ns - reader.written().arrival_ns == 10 * INTERVAL_NS, "its picture stands"
    offered = bench.offered
    seen = ShownSlot(shown.writer, dataclasses.replace(shown.plan, gop_share=0.5))
    bench.stream.show([seen])
    assert bench.offered == offered + 1
    assert bench.stream.drawing.urgency() == Priority.CATCH_UP
    bench.step_to_head()
    assert reader.written().arrival_ns == bench.clock.at_ns
    assert bench.stream.drawing.urgency() == Priority.GRID
    last_ns = bench.receive(5)
    bench.step_to_head()
    assert reader.written().arrival_ns == last_ns, "and on, until the next keyframe"
    for _ in range(25):
        bench.receive(1)
        bench.step_to_head()
    assert bench.clock.at_ns - reader.written().arrival_ns == 10 * INTERVAL_NS


def test_what_may_come_into_view_at_any_moment_leaves_nothing_out(bench: Bench) -> None:
    bench.receive(GOP)
    shown, reader = bench.slot()
    bench.stream.show([warmed(shown, gop_share=0.5)])
    begun_ns = bench.clock.at_ns
    for _ in range(GOP + 25):
        before = bench.offered
        bench.receive(1)
        is_asked, is_soon = bench.offered > before, bench.clock.at_ns - begun_ns >= COMES_SOON_NS
        bench.step_to_head()
        assert not is_soon or (is_asked and reader.written().arrival_ns == bench.clock.at_ns)
    bench.stream.show([ShownSlot(shown.writer, dataclasses.replace(shown.plan, gop_share=0.5))])
    for _ in range(GOP):
        bench.receive(1)
        bench.step_to_head()
    assert bench.clock.at_ns - reader.written().arrival_ns == 10 * INTERVAL_NS, "once seen it has its share"


def test_where_the_machine_is_full_the_keyframe_stands_in_no_crowd_either(bench: Bench) -> None:
    bench.receive(2 * GOP + 5)
    shown, reader = bench.slot(gop_share=0.5)
    bench.stream.show([shown])
    bench.step_to_head()
    assert (reader.written().state, bench.stream.counts.decoded) == (PictureState.KEY, 0)


def test_a_first_look_at_a_lost_camera_is_lost(bench: Bench) -> None:
    key_ns = bench.receive(1)
    bench.receive(9)
    bench.stream.lost(GONE)
    shown, reader = bench.slot()
    bench.stream.show([shown])
    assert bench.stream.drawing.step(bench.tools)
    written = reader.written()
    assert (written.state, written.arrival_ns) == (PictureState.LOST, key_ns)


def test_second_slot_is_filled_from_the_last_picture_without_decoding(bench: Bench) -> None:
    arrival_ns = bench.receive(5)
    first, _ = bench.slot()
    bench.stream.show([first])
    bench.step_to_head()
    decoded = bench.stream.counts.decoded
    second, reader = bench.slot(320, 180)
    bench.stream.show([first, second])
    bench.step_to_head()
    assert bench.stream.counts.decoded == decoded
    written = reader.written()
    assert (written.state, written.arrival_ns) == (PictureState.LIVE, arrival_ns)


def test_slot_before_the_first_packet_is_connecting_with_a_bound(bench: Bench) -> None:
    shown, reader = bench.slot()
    bench.stream.show([shown])
    bench.step_to_head()
    written = reader.written()
    assert (written.state, written.arrival_ns) == (PictureState.CONNECTING, 0)
    assert written.stale_after_ms >= 2000
    bench.receive(1)
    bench.step_to_head()
    assert reader.written().state is PictureState.LIVE


def test_loss_is_in_every_slot_at_once_and_only_a_new_connections_picture_ends_it(bench: Bench) -> None:
    bench.receive(GOP - 2)
    small, small_reader = bench.slot()
    large, large_reader = bench.slot(320, 180)
    bench.stream.show([small, large])
    bench.step_to_head()
    bench.receive(2)  # not decoded yet when the connection ends
    bench.stream.lost(GONE)
    for reader in (small_reader, large_reader):
        assert (reader.written().state, reader.written().cause) == (PictureState.LOST, LostCause.ENDED)
    bench.step_to_head()
    assert small_reader.seq() == 3
    assert small_reader.written().state is PictureState.LOST  # a picture from before the loss mends nothing
    bench.stream.connected(H264)
    bench.step_to_head()
    assert small_reader.written().state is PictureState.LOST
    bench.receive(1)  # a keyframe
    bench.step_to_head()
    assert small_reader.written().state is PictureState.LIVE
    assert large_reader.written().state is PictureState.LIVE


def test_lost_streams_last_picture_is_shown_to_a_new_slot_as_lost(bench: Bench) -> None:
    arrival_ns = bench.receive(10)
    bench.stream.lost(GONE)
    shown, reader = bench.slot()
    bench.stream.show([shown])
    bench.step_to_head()
    written = reader.written()
    assert (written.state, written.arrival_ns) == (PictureState.LOST, arrival_ns)


def test_decoder_that_is_hopelessly_behind_jumps_to_the_newest_keyframe(bench: Bench) -> None:
    shown, reader = bench.slot()
    bench.stream.show([shown])
    bench.receive(1)
    bench.step_to_head()
    arrival_ns = bench.receive(3 * GOP)
    bench.step_to_head()
    assert bench.stream.counts.skipped_packets == 3 * GOP - 1
    assert reader.written().arrival_ns == arrival_ns
    assert bench.stream.counts.broken_packets == 0


def test_decoder_that_is_a_little_behind_decodes_all_and_draws_less(bench: Bench) -> None:
    shown, _ = bench.slot()
    bench.stream.show([shown])
    bench.receive(1)
    bench.step_to_head()
    bench.receive(20)
    bench.step_to_head()
    counts = bench.stream.counts
    assert (counts.decoded, counts.skipped_packets) == (21, 0)
    assert counts.drawn < 6


def test_health_tells_the_truth_of_the_packets(bench: Bench) -> None:
    stream, clock = bench.stream, bench.clock
    assert stream.health(clock.at_ns, 5).state is PictureState.CONNECTING
    bench.receive(2 * GOP)
    health = stream.health(clock.at_ns, 6)
    assert (health.state, health.width, health.height, health.codec) == (PictureState.LIVE, 320, 180, "h264")
    assert health.fps == pytest.approx(15, abs=0.5)
    assert health.gop_s == pytest.approx(2.0, abs=0.1)
    assert stream.health(clock.at_ns + 3_000_000_000, 7).state is PictureState.STALE
    stream.lost(GONE)
    lost = stream.health(clock.at_ns, 8)
    assert (lost.state, lost.cause, lost.since_ms) == (PictureState.LOST, LostCause.ENDED, 8)
    assert bench.woken == 2  # first packet, loss


def test_a_replay_knows_no_since_but_its_logs(bench: Bench) -> None:
    stream, clock = replayed_beside(bench), bench.clock
    assert stream.health(clock.at_ns, 5).since_ms == 0
    stream.told(RecordedState(0, 9, PictureState.LOST, LostCause.REFUSED, since_ms=3))
    assert stream.health(clock.at_ns, 6).since_ms == 3
    assert stream.condition(clock.at_ns) == ((PictureState.LOST, LostCause.REFUSED), 3)
    stream.leapt(2)
    assert stream.health(clock.at_ns, 7).since_ms == 0


THEN = RecordedState(0, 90, PictureState.FROZEN, since_ms=4)


@pytest.mark.parametrize("state", JUDGED_STATES)
def test_a_replays_tile_says_of_its_pictures_what_the_log_says(bench: Bench, state: PictureState) -> None:
    """Not what is found in them now: that takes some seconds of each, anew after each leap."""
    stream = bench.stream = replayed_beside(bench)
    shown, reader = bench.slot()
    stream.show([shown])
    stream.leapt(1)
    stream.told(THEN._replace(state=state))
    stream.connected(H264)
    bench.receive(1)
    bench.step_to_head()
    assert told(bench, reader).state is state
    health = stream.health(bench.clock.at_ns, 6)
    assert (health.state, health.since_ms) == (state, 4)
    stream.told(THEN._replace(state=PictureState.LIVE, since_ms=7))
    assert told(bench, reader).state is PictureState.LIVE, "by its word alone: a picture may stand for long"
    assert stream.health(bench.clock.at_ns, 6).since_ms == 7
    stream.told(THEN._replace(state=state))
    assert told(bench, reader).state is state
    bench.clock.at_ns += 3_000_000_000
    assert told(bench, reader).state is PictureState.STALE, "its age is its own"


def test_a_replay_finds_nothing_in_pictures_that_the_log_calls_live(bench: Bench) -> None:
    stream = bench.stream = replayed_beside(bench)
    shown, reader = bench.slot()
    stream.show([shown])
    stream.told(THEN._replace(state=PictureState.LIVE))
    stream.connected(H264)
    for _ in range(12):
        bench.clock.at_ns += 1_000_000_000
        bench.receive_again()
        bench.step_to_head()
    assert told(bench, reader).state is PictureState.LIVE
    stream.told(None)
    assert told(bench, reader).state is PictureState.FROZEN, "where the log says nothing, they are looked at"


def test_lost_then_it_is_lost_whatever_comes(bench: Bench) -> None:
    stream = bench.stream = replayed_beside(bench)
    shown, reader = bench.slot()
    stream.show([shown])
    stream.connected(H264)
    stream.told(RecordedState(0, 9, PictureState.LOST, LostCause.FAULT))
    assert told(bench, reader)[:3:2] == (PictureState.LOST, LostCause.FAULT)
    bench.receive(GOP)
    bench.step_to_head()
    assert told(bench, reader)[:3:2] == (PictureState.LOST, LostCause.FAULT)
    second, second_reader = bench.slot(320, 180)
    stream.show([shown, second])
    bench.step_to_head()
    assert told(bench, second_reader).state is PictureState.LOST
    stream.told(THEN)
    assert told(bench, reader).state is told(bench, second_reader).state is PictureState.FROZEN
    stream.lost(GONE)
    stream.told(THEN._replace(state=PictureState.LIVE))
    assert told(bench, reader).state is PictureState.LOST, "there is nothing of it"


def test_until_its_first_picture_after_a_leap_a_replays_stream_is_loaded(bench: Bench) -> None:
    stream = bench.stream = replayed_beside(bench)
    loading = ((PictureState.CONNECTING, LostCause.LOADING), 0)
    assert stream.condition(bench.clock.at_ns) == loading
    shown, _ = bench.slot()
    stream.show([shown])
    stream.connected(H264)
    bench.receive(1)
    assert stream.condition(bench.clock.at_ns) == loading, "as its tile says"
    bench.step_to_head()
    assert stream.condition(bench.clock.at_ns)[0][0] is PictureState.LIVE
    stream.leapt(2)
    assert stream.condition(bench.clock.at_ns) == loading
    stream.told(RecordedState(0, 9, PictureState.LOST, LostCause.SILENT, since_ms=3))
    assert stream.condition(bench.clock.at_ns) == ((PictureState.LOST, LostCause.SILENT), 3)


def test_a_replays_keyframes_alone_say_key_or_what_the_log_says(bench: Bench) -> None:
    stream = bench.stream = replayed_beside(bench)
    shown, reader = bench.slot(tier=Tier.KEYFRAMES)
    stream.show([shown])
    stream.connected(H264)
    stream.told(THEN)
    bench.receive(1)
    bench.step_to_head()
    assert told(bench, reader).state is PictureState.FROZEN
    stream.told(THEN._replace(state=PictureState.LIVE))
    assert told(bench, reader).state is PictureState.KEY
    stream.leapt(2)
    assert told(bench, reader).state is PictureState.CONNECTING


def replayed_beside(bench: Bench) -> Stream:
    """The same stream, of a replay."""
    replay_clock = PictureClock(bench.clock, replays=True)
    return Stream(bench.stream.source, "worker-0", bench.clock, replay_clock, bench, lambda: None)


def test_keyframe_that_comes_again_and_again_is_frozen_until_another_comes(bench: Bench) -> None:
    shown, reader = bench.slot()
    bench.stream.show([shown])
    for _ in range(12):
        bench.clock.at_ns += 1_000_000_000
        bench.receive_again()
        bench.step_to_head()
    assert reader.written().state is PictureState.FROZEN
    assert bench.stream.health(bench.clock.at_ns, 6).state is PictureState.FROZEN
    bench.receive(GOP + 1)
    bench.step_to_head()
    assert reader.written().state is PictureState.LIVE
    bench.stream.show([])
    bench.step_to_head()
    assert bench.stream.health(bench.clock.at_ns, 7).state is PictureState.LIVE


def test_broken_packet_is_counted_and_the_next_keyframe_mends_it(bench: Bench) -> None:
    shown, reader = bench.slot()
    bench.stream.show([shown])
    bench.receive(3)
    bench.step_to_head()
    rubbish = av.Packet(b"\0\0\0\1\x67\xff\xff\xff")
    bench.stream.arrived(rubbish, bench.clock.at_ns)
    bench.step_to_head()
    bench.receive(GOP)
    bench.step_to_head()
    assert bench.stream.counts.broken_packets >= 1
    assert reader.written().state is PictureState.LIVE


def replan(shown: ShownSlot, **plan: object) -> ShownSlot:
    return ShownSlot(shown.writer, dataclasses.replace(shown.plan, **plan))  # type: ignore[arg-type]


def written(reader: SlotReader) -> tuple[PictureState, int, int]:
    found = reader.written()
    return found.state, found.arrival_ns, found.stale_after_ms


def test_keyframes_only_draws_each_keyframe_and_says_key_with_its_interval(bench: Bench) -> None:
    bench.receive(GOP + 20)
    shown, reader = bench.slot(tier=Tier.KEYFRAMES)
    bench.stream.show([shown])
    bench.step_to_head()
    key_ns = bench.clock.at_ns - 19 * INTERVAL_NS
    assert written(reader) == (PictureState.KEY, key_ns, 3000)
    assert reader.key_interval_ms() == pytest.approx(2000, abs=1)
    before = bench.offered
    bench.receive(10)
    assert bench.offered == before  # nothing to do for packets between keyframes
    arrival_ns = bench.receive(2) - INTERVAL_NS
    assert bench.offered == before + 1
    bench.step_to_head()
    assert written(reader) == (PictureState.KEY, arrival_ns, 3000)
    counts = bench.stream.counts
    assert (counts.key_pictures, counts.decoded, counts.skipped_packets) == (2, 0, 0)
    health = bench.stream.health(bench.clock.at_ns, 1)
    assert health.tier is Tier.KEYFRAMES
    assert health.state is PictureState.KEY, "counted as its tile says"
    bench.stream.show([replan(shown, tier=Tier.GRID)])
    assert bench.stream.health(bench.clock.at_ns, 1).state is PictureState.LIVE


def test_from_every_frame_to_keyframes_and_back_no_picture_is_older_than_the_one_before(bench: Bench) -> None:
    bench.receive(GOP + 10)
    shown, reader = bench.slot()
    bench.stream.show([shown])
    bench.step_to_head()
    arrival_ns = reader.written().arrival_ns
    bench.stream.show([replan(shown, tier=Tier.KEYFRAMES)])
    bench.step_to_head()
    assert written(reader) == (PictureState.KEY, arrival_ns, 3000)
    key_ns = bench.receive(21)
    bench.step_to_head()
    assert written(reader)[:2] == (PictureState.KEY, key_ns)
    bench.receive(5)
    decoded = bench.stream.counts.decoded
    bench.stream.show([shown])
    assert bench.stream.drawing.urgency() == Priority.GRID
    bench.step_to_head()
    assert written(reader)[:2] == (PictureState.KEY, key_ns), "nobody waits: from the next keyframe on"
    bench.receive(GOP - 5)
    bench.step_to_head()
    assert written(reader) == (PictureState.LIVE, bench.clock.at_ns, 2000)
    assert bench.stream.counts.decoded == decoded + 1
    assert bench.stream.counts.broken_packets == 0


def test_a_tile_that_is_looked_at_is_whole_again_at_once(bench: Bench) -> None:
    bench.receive(GOP + 10)
    shown, reader = bench.slot(tier=Tier.KEYFRAMES)
    bench.stream.show([shown])
    bench.step_to_head()
    bench.stream.show([ShownSlot(shown.writer, SlotPlan(shown.plan.key, Priority.FOCUS))])
    bench.step_to_head()
    assert written(reader) == (PictureState.LIVE, bench.clock.at_ns, 2000)


def receive_each(bench: Bench, count: int) -> None:
    for _ in range(count):
        offered = bench.offered
        bench.receive(1)
        if bench.offered > offered:
            bench.step_to_head()


def test_of_a_part_of_each_gop_every_picture_is_drawn_and_the_rest_is_not_decoded(bench: Bench) -> None:
    shown, reader = bench.slot(gop_share=0.5, shed=Shed.CPU)
    bench.stream.show([shown])
    receive_each(bench, GOP + 1)  # the first GOP is of unknown length
    assert bench.stream.counts.decoded == GOP + 1
    receive_each(bench, 3 * GOP - 1)
    assert bench.stream.counts.decoded == GOP + 3 * GOP // 2 == reader.seq()
    assert (bench.stream.counts.skipped_packets, bench.stream.counts.broken_packets) == (0, 0)
    said = reader.written()
    assert said.state is PictureState.LIVE and said.stale_after_ms == 2000
    bench.stream.show([replan(shown, gop_share=0.2)])
    receive_each(bench, GOP)
    assert reader.written().stale_after_ms == pytest.approx(0.8 * 2000 + 500, abs=10)
    assert not bench.stream.drawing.is_damaged


def test_a_part_grows_at_the_next_keyframe(bench: Bench) -> None:
    shown, _ = bench.slot(gop_share=0.5)
    bench.stream.show([shown])
    receive_each(bench, 2 * GOP)
    decoded = bench.stream.counts.decoded
    bench.stream.show([replan(shown, gop_share=1.0)])
    bench.step_to_head()
    assert bench.stream.counts.decoded == decoded
    receive_each(bench, GOP)
    assert bench.stream.counts.decoded == decoded + GOP
    bench.stream.show([replan(shown, gop_share=0.25)])
    receive_each(bench, GOP)
    assert bench.stream.counts.decoded == decoded + GOP + 8


def test_what_decoding_and_drawing_take_is_told(bench: Bench) -> None:
    shown, _ = bench.slot()
    bench.stream.show([shown])
    receive_each(bench, 2 * GOP)
    health = bench.stream.health(bench.clock.at_ns, 1)
    assert health.key_us > health.other_us > 0
    assert health.draw_us_mp > 0


def test_long_gop_tier_decodes_all_and_draws_few(bench: Bench) -> None:
    shown, reader = bench.slot(tier=Tier.KEYFRAMES, max_fps=5.0, shed=Shed.CPU)
    bench.stream.show([shown])
    bench.stream.look(bench.clock.at_ns)
    for _ in range(3 * GOP):
        bench.receive(1)
        bench.step_to_head()
    bench.stream.look(bench.clock.at_ns)
    assert bench.stream.counts.decoded == 3 * GOP
    assert reader.seq() == GOP
    assert reader.written().state is PictureState.LIVE
    shed, drawn_fps = reader.quality()
    assert (shed, drawn_fps) == (Shed.CPU, pytest.approx(5.0, abs=0.1))
    health = bench.stream.health(bench.clock.at_ns, 1)
    assert (health.shed, health.drawn_fps) == (Shed.CPU, pytest.approx(5.0, abs=0.1))


@pytest.mark.parametrize(("max_fps", "drawn"), [(0.0, 120), (15.0, 120), (10.0, 80), (7.5, 60), (2.0, 16)])
def test_rate_of_drawing(bench: Bench, max_fps: float, drawn: int) -> None:
    shown, reader = bench.slot(max_fps=max_fps)
    bench.stream.show([shown])
    for _ in range(4 * GOP):
        bench.receive(1)
        bench.step_to_head()
    assert reader.seq() == pytest.approx(drawn, abs=2)
    assert reader.written().stale_after_ms == 2000


def test_hidden_streams_decoder_goes(bench: Bench) -> None:
    bench.receive(5)
    shown, _ = bench.slot()
    bench.stream.show([shown])
    bench.step_to_head()
    assert bench.stream.drawing._decoding.is_open
    bench.stream.show([])
    bench.step_to_head()
    assert not bench.stream.drawing._decoding.is_open
    assert bench.stream.drawing.picture is None


def test_a_fault_while_decoding_is_said_and_tried_again(bench: Bench, expected_log: ExpectedLog) -> None:
    expected_log("cam-1/sub: ValueError at test_stream.py")
    bench.receive(5)
    shown, reader = bench.slot()
    bench.stream.show([shown])
    bench.step_to_head()
    assert reader.written().state is PictureState.LIVE
    bench.stream.drawing.failed(raised())
    written = reader.written()
    assert (written.state, written.cause) == (PictureState.LOST, LostCause.FAULT)
    health = bench.stream.health(bench.clock.monotonic_ns(), 0)
    assert (health.state, health.cause) == (PictureState.LOST, LostCause.FAULT)
    assert health.detail.startswith("ValueError at test_stream.py:")
    bench.receive(2)
    bench.step_to_head()
    assert reader.written().state is PictureState.LOST, "it is left in peace for a moment"
    bench.clock.at_ns = bench.alarms[bench.stream.drawing]
    bench.receive(1)
    bench.step_to_head()
    assert reader.written().state is PictureState.LIVE
    assert bench.stream.health(bench.clock.monotonic_ns(), 0).state is PictureState.LIVE


def test_a_stream_whose_decoding_fails_three_times_is_left_out_for_minutes(
    bench: Bench, expected_log: ExpectedLog
) -> None:
    expected_log("cam-1/sub: ")
    shown, _ = bench.slot()
    bench.stream.show([shown])
    for _ in range(3):
        bench.stream.drawing.failed(raised())
        bench.clock.at_ns = max(bench.alarms.values())
    assert "left out for 10 minutes after 3 faults" in bench.stream.health(bench.clock.at_ns, 0).detail


def raised() -> ValueError:
    try:
        raise ValueError("rtsp://ann:hunter2@camera/1")
    except ValueError as error:
        return error


def test_before_the_first_keyframe_it_waits_and_says_for_what(clip: Path) -> None:
    with av.open(clip) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    for index, packet in enumerate(packets):
        packet.pts = packet.dts = index
    bench = Bench(packets[5:])  # a camera of long GOPs, joined in the middle of one
    bench.stream.connected(H264)
    shown, reader = bench.slot()
    bench.stream.show([shown])
    bench.receive(3)
    bench.step_to_head()
    now_ns = bench.clock.monotonic_ns()
    told = shown_state(reader.written(), now_ns)
    assert (told.state, told.cause) == (PictureState.WAIT, LostCause.NO_KEYFRAME)
    health = bench.stream.health(now_ns, 0)
    assert (health.state, health.cause) == (PictureState.WAIT, LostCause.NO_KEYFRAME)
    bench.receive(GOP)
    bench.step_to_head()
    assert shown_state(reader.written(), bench.clock.monotonic_ns()).state is PictureState.LIVE
    assert bench.stream.health(bench.clock.monotonic_ns(), 0).state is PictureState.LIVE


def test_after_a_loss_it_waits_for_a_keyframe_over_its_old_picture(bench: Bench) -> None:
    """Whatever the plan makes of it meanwhile, tile and list say the same."""
    shown, reader = bench.slot()
    bench.stream.show([shown])
    bench.receive(5)
    bench.step_to_head()
    bench.stream.lost(GONE)
    bench.stream.connected(H264)
    bench.receive(3)  # from the middle of a GOP
    bench.stream.show([ShownSlot(shown.writer, dataclasses.replace(shown.plan, tier=Tier.KEYFRAMES))])
    bench.step_to_head()
    bench.clock.at_ns += 1_000_000_000
    waiting = told(bench, reader)
    assert (waiting.state, waiting.cause) == (PictureState.WAIT, LostCause.NO_KEYFRAME)
    assert waiting.age_s is not None and waiting.age_s >= 1.0
    health = bench.stream.health(bench.clock.at_ns, 0)
    assert (health.state, health.cause) == (PictureState.WAIT, LostCause.NO_KEYFRAME)
    bench.receive(GOP)
    bench.step_to_head()
    assert told(bench, reader).state is PictureState.KEY


def test_of_a_replay_that_leaves_pictures_out_a_keyframe_holds_until_the_next_may_be_there(
    bench: Bench,
) -> None:
    shown, reader = bench.slot()
    bench.stream.show([shown])
    bench.receive(2 * GOP)
    bench.step_to_head()
    assert reader.written().stale_after_ms == 2_000
    bench.stream.thinned(2_000)
    bench.receive(GOP)
    bench.step_to_head()
    assert reader.written().stale_after_ms == 1.5 * GOP * INTERVAL_NS // 1_000_000 + 2_000
    bench.stream.thinned(0)
    bench.receive(1)
    bench.step_to_head()
    assert reader.written().stale_after_ms == 2_000


# --- packets that are missed ----------------------------------------------------------------------------


def told(bench: Bench, reader: SlotReader) -> ShownState:
    return shown_state(reader.written(), bench.clock.at_ns)


def test_pictures_that_miss_packets_are_held_back_until_a_whole_keyframe(bench: Bench) -> None:
    shown, reader = bench.slot()
    bench.stream.show([shown])
    last_ns = bench.receive(5)
    bench.step_to_head()
    bench.receive(1, after_loss=True)
    bench.receive(4)
    bench.step_to_head()
    assert (told(bench, reader).word, reader.written().arrival_ns) == ("DAMAGED", last_ns)
    health = bench.stream.health(bench.clock.at_ns, 0)
    assert (health.damaged, health.is_damaged, health.state) == (5, True, PictureState.LIVE)
    bench.receive(GOP - 10)  # one second and more after the last whole one
    bench.clock.at_ns = last_ns + 2_100_000_000
    bench.step_to_head()
    assert told(bench, reader).state is PictureState.STALE and told(bench, reader).damaged
    assert bench.stream.health(bench.clock.at_ns, 0).state is PictureState.STALE
    bench.receive(1)
    bench.step_to_head()
    assert told(bench, reader) == ShownState(PictureState.LIVE, 0.0)
    assert not bench.stream.health(bench.clock.at_ns, 0).is_damaged


def test_a_packet_after_the_one_at_which_a_loss_was_heard_may_miss_its_beginning(bench: Bench) -> None:
    shown, reader = bench.slot()
    bench.stream.show([shown])
    bench.receive(GOP - 1)
    bench.step_to_head()
    bench.receive(1, after_loss=True)
    bench.receive(1)  # the keyframe
    bench.step_to_head()
    assert told(bench, reader).word == "DAMAGED"


def test_a_new_tile_of_a_damaged_stream_waits_for_a_whole_picture(bench: Bench) -> None:
    bench.receive(1, after_loss=True)
    bench.receive(3)
    shown, reader = bench.slot()
    bench.stream.show([shown])
    bench.step_to_head()
    waiting = told(bench, reader)
    assert (waiting.state, waiting.cause) == (PictureState.WAIT, LostCause.NO_WHOLE_PICTURE)
    later, later_reader = bench.slot(320, 180)
    bench.stream.show([shown, later])
    bench.step_to_head()
    assert told(bench, later_reader) == waiting
    bench.receive(GOP)
    bench.step_to_head()
    assert told(bench, reader).word == told(bench, later_reader).word == "LIVE"


@pytest.mark.parametrize("tier", [Tier.GRID, Tier.KEYFRAMES])
def test_where_no_whole_picture_comes_at_all_the_damaged_ones_are_shown_and_marked(
    bench: Bench, tier: Tier
) -> None:
    shown, reader = bench.slot(tier=tier)
    bench.stream.show([shown])
    for _ in range(2 * GOP):
        bench.receive(1, after_loss=True)
        bench.step_to_head()
    assert reader.seq() == 0 and told(bench, reader).cause is LostCause.NO_WHOLE_PICTURE
    for _ in range(2 * GOP):
        bench.receive(1, after_loss=True)
        bench.step_to_head()
    assert reader.seq() > 0 and told(bench, reader).word == "DAMAGED"
    bench.receive(GOP + 1)
    bench.step_to_head()
    assert told(bench, reader).word == ("LIVE" if tier is Tier.GRID else "KEY")
    before = reader.seq()
    bench.receive(1, after_loss=True)
    bench.clock.at_ns += 6_000_000_000
    bench.receive(3, after_loss=True)
    bench.step_to_head()
    assert reader.seq() == before, "the last whole one stays"


def test_keyframes_alone_are_held_back_as_well(bench: Bench) -> None:
    shown, reader = bench.slot(tier=Tier.KEYFRAMES)
    bench.stream.show([shown])
    first_ns = bench.receive(1)
    bench.step_to_head()
    bench.receive(GOP - 1)
    bench.receive(1, after_loss=True)
    bench.step_to_head()
    assert (told(bench, reader).damaged, reader.written().arrival_ns) == (True, first_ns)
    bench.receive(GOP)
    bench.step_to_head()
    assert told(bench, reader).word == "KEY"
