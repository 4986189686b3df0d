from pathlib import Path

import av
import pytest

from console.domain.picture import LostCause, PictureState, shown_state
from console.media.worker.rtsp_source import LostReason, StreamFormat
from console.protocol.slots import SlotReader
from tests.fakes.rtsp_clips import moving_bar, write_clip
from tests.unit.media.worker.stream_bench import INTERVAL_NS, Bench

GOP = 30
SECOND_NS = 1_000_000_000
H264 = StreamFormat("h264", None, 320, 180)
GONE = LostReason(LostCause.ENDED, "the camera closed the connection")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "bar.h264"
    write_clip(path, moving_bar(8 * GOP, 320, 180), 320, 180, gop=GOP)
    return path


@pytest.fixture
def bench(clip: Path) -> Bench:
    with av.open(clip) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    for index, packet in enumerate(packets):
        packet.pts = packet.dts = index
        packet.time_base = 1
    bench = Bench(packets)
    bench.stream.ring.keep(30.0, 12 * 2**20)
    bench.stream.connected(H264)
    return bench


def frame(reader: SlotReader) -> int:
    """Which packet of the clip is shown."""
    picture = reader.picture()
    assert picture is not None
    return picture.pts_us // 1_000_000


def test_plays_so_far_behind_the_head_in_real_time_and_is_not_stale(bench: Bench) -> None:
    bench.receive(4 * GOP)
    shown, reader = bench.slot(delay_ms=4000)
    bench.stream.show([shown])
    assert reader.written().state is PictureState.WAIT
    bench.step_others()
    assert frame(reader) == 4 * GOP - 1 - 60
    for played in range(1, 40):
        bench.receive(1)
        bench.step_others()
        assert frame(reader) == 4 * GOP - 61 + played
        state = shown_state(reader.written(), bench.clock.at_ns)
        assert state.state is PictureState.REWIND
        assert state.age_s == 0.0
    assert bench.stream.counts.broken_packets == 0


def test_begins_at_the_oldest_keyframe_where_the_ring_reaches_no_further(bench: Bench) -> None:
    bench.receive(45)
    shown, reader = bench.slot(delay_ms=20_000)
    bench.stream.show([shown])
    bench.step_others()
    assert frame(reader) == 0
    bench.receive(60)
    bench.step_others()
    assert frame(reader) == 60
    state = shown_state(reader.written(), bench.clock.at_ns, 20_000)
    assert state.behind_ms == 44 * INTERVAL_NS // 1_000_000, "no further than it truly plays"


def test_plays_on_after_the_camera_was_lost_and_is_lost_once_dry(bench: Bench) -> None:
    bench.receive(3 * GOP)
    shown, reader = bench.slot(delay_ms=2000)
    bench.stream.show([shown])
    bench.step_others()
    bench.stream.lost(GONE)
    for _ in range(30):
        assert shown_state(reader.written(), bench.clock.at_ns).state is PictureState.REWIND
        bench.clock.at_ns += INTERVAL_NS
        bench.step_others()
    assert frame(reader) == 3 * GOP - 1
    told = shown_state(reader.written(), bench.clock.at_ns)
    assert (told.state, told.cause) == (PictureState.LOST, LostCause.ENDED), "nothing follows"
    assert not bench.alarms
    bench.clock.at_ns += 3 * SECOND_NS
    assert shown_state(reader.written(), bench.clock.at_ns).state is PictureState.LOST
    bench.stream.connected(H264)
    bench.receive(GOP)
    bench.step_others()
    assert bench.alarms  # it goes on, 2 s behind
    bench.receive(GOP)
    bench.step_others()
    assert shown_state(reader.written(), bench.clock.at_ns).state is PictureState.REWIND


def test_without_a_picture_it_says_what_the_stream_is(bench: Bench) -> None:
    shown, reader = bench.slot(delay_ms=2000)
    bench.stream.show([shown])
    bench.step_others()
    assert reader.written().state is PictureState.CONNECTING
    bench.stream.lost(GONE)
    assert (reader.written().state, reader.written().cause) == (PictureState.LOST, LostCause.ENDED)
    bench.receive(2)
    bench.step_others()
    assert reader.written().state is PictureState.REWIND


def test_live_and_rewound_slots_do_not_disturb_each_other_and_the_decoder_goes(bench: Bench) -> None:
    bench.receive(3 * GOP)
    live, live_reader = bench.slot()
    rewound, reader = bench.slot(delay_ms=3000)
    second, second_reader = bench.slot(320, 180, delay_ms=3000)
    bench.stream.show([live, rewound])
    bench.step_to_head()
    bench.step_others()
    bench.stream.show([live, rewound, second])
    bench.step_others()
    assert frame(second_reader) == frame(reader) == 3 * GOP - 46
    assert (frame(live_reader), live_reader.written().state) == (3 * GOP - 1, PictureState.LIVE)
    rewind = bench.stream._rewinds[3000]
    bench.stream.show([live])
    bench.step_others()
    assert not rewind._decoding.is_open
    bench.receive(1)
    bench.step_others()
    assert frame(reader) == 3 * GOP - 46


def test_goes_on_where_the_ring_begins_when_it_got_shorter(bench: Bench) -> None:
    bench.receive(6 * GOP)
    shown, reader = bench.slot(delay_ms=10_000)
    bench.stream.show([shown])
    bench.step_others()
    assert frame(reader) == 6 * GOP - 151
    bench.stream.ring.keep(0.0, 0)
    bench.receive(1)
    bench.step_others()
    assert frame(reader) == 6 * GOP  # a keyframe came, and only it and the GOP before are there


def test_what_missed_packets_is_held_back_when_it_is_played_again(bench: Bench) -> None:
    bench.receive(65)
    bench.receive(1, after_loss=True)
    bench.receive(4 * GOP - 66)
    shown, reader = bench.slot(delay_ms=4000)
    bench.stream.show([shown])
    words = []
    for _ in range(40):
        bench.step_others()
        words.append((frame(reader), shown_state(reader.written(), bench.clock.at_ns).word))
        bench.receive(1)
    whole = [(at, "REWIND") for at in range(59, 65)]
    assert words == whole + [(64, "DAMAGED")] * 25 + [(at, "REWIND") for at in range(90, 99)]


def test_of_a_camera_lost_long_before_what_it_sent_last_is_played(bench: Bench) -> None:
    """That is what it was rewound for: who broke it, say."""
    bench.receive(3 * GOP)
    bench.stream.lost(GONE)
    bench.clock.at_ns += 80 * SECOND_NS
    shown, reader = bench.slot(delay_ms=2000)
    bench.stream.show([shown])
    bench.step_others()
    for played in range(30):
        assert frame(reader) == 3 * GOP - 31 + played
        told = shown_state(reader.written(), bench.clock.at_ns, 2000)
        assert told.state is PictureState.REWIND and told.behind_ms == pytest.approx(82_000, abs=100)
        bench.clock.at_ns += INTERVAL_NS
        bench.step_others()
    told = shown_state(reader.written(), bench.clock.at_ns, 2000)
    assert (told.state, told.cause) == (PictureState.LOST, LostCause.ENDED)
    assert told.age_s == pytest.approx(82, abs=0.2)
    bench.stream.connected(H264)
    bench.receive(3 * GOP)
    bench.step_others()
    told = shown_state(reader.written(), bench.clock.at_ns, 2000)
    assert (told.state, told.behind_ms) == (PictureState.REWIND, 2000), "it is back, and so is its rewind"


def test_once_a_lost_camera_is_played_to_its_end_it_is_lost_until_it_is_back(bench: Bench) -> None:
    bench.receive(3 * GOP)
    shown, reader = bench.slot(delay_ms=2000)
    bench.stream.show([shown])
    bench.step_others()
    for _ in range(40):
        bench.clock.at_ns += INTERVAL_NS
        bench.step_others()
    assert frame(reader) == 3 * GOP - 1
    assert reader.written().state is PictureState.REWIND
    bench.stream.lost(GONE)  # only then it is known
    assert reader.written().state is PictureState.LOST
    bench.stream.connected(H264)
    bench.receive(1)
    bench.step_others()
    bench.clock.at_ns += 2 * SECOND_NS
    assert shown_state(reader.written(), bench.clock.at_ns).state is PictureState.STALE, (
        "2 s behind, not yet there"
    )
    bench.receive(2 * GOP)
    bench.step_others()
    assert shown_state(reader.written(), bench.clock.at_ns).state is PictureState.REWIND


def test_how_old_a_picture_is_counts_from_when_it_was_taken(bench: Bench) -> None:
    bench.receive(3 * GOP)
    shown, reader = bench.slot(delay_ms=2000)
    bench.stream.show([shown])
    bench.step_others()
    bench.clock.at_ns += 7 * SECOND_NS  # whoever fills the slot hangs
    told = shown_state(reader.written(), bench.clock.at_ns, 2000)
    assert told.state is PictureState.STALE and told.age_s == pytest.approx(9, abs=0.2)


def test_where_nothing_came_until_its_moment_it_says_how_far_behind_it_truly_is(bench: Bench) -> None:
    bench.receive(3 * GOP)
    bench.clock.at_ns += 6 * SECOND_NS  # silent, and not known to be lost yet
    shown, reader = bench.slot(delay_ms=2000)
    bench.stream.show([shown])
    bench.step_others()
    told = shown_state(reader.written(), bench.clock.at_ns, 2000)
    assert told.behind_ms == pytest.approx(6000, abs=100)
