import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.media.worker.stream_meter import SHORTEST_STALE_MS, StreamMeter

SECOND_NS = 1_000_000_000


def fed(fps: float, seconds: float, *, gop: int = 30, size: int = 4000) -> tuple[StreamMeter, int]:
    meter = StreamMeter()
    now_ns = SECOND_NS
    for index in range(int(fps * seconds)):
        now_ns = SECOND_NS + int(index * SECOND_NS / fps)
        meter.packet(now_ns, size, index % gop == 0)
    return meter, now_ns


def test_rates_are_over_the_last_five_seconds() -> None:
    meter, now_ns = fed(15, 20)
    figures = meter.figures(now_ns)
    assert figures.fps == pytest.approx(15, abs=0.5)
    assert figures.bitrate_kbps == pytest.approx(15 * 4000 * 8 / 1000, rel=0.05)
    assert figures.gop_s == pytest.approx(2.0)
    assert meter.figures(now_ns + 6 * SECOND_NS).fps == 0.0


@pytest.mark.parametrize("fps", [25, 15, 1])
def test_the_bit_rate_does_not_fall_while_a_camera_falls_silent(fps: float) -> None:
    meter, now_ns = fed(fps, 20)
    usual = meter.figures(now_ns).bitrate_kbps
    for silent_ms in range(0, meter.stale_after_ms, 100):
        assert meter.figures(now_ns + silent_ms * 1_000_000).bitrate_kbps >= 0.8 * usual
    assert meter.figures(now_ns + 6 * SECOND_NS).bitrate_kbps == 0.0


@pytest.mark.parametrize(("fps", "stale_ms"), [(25, 2000), (15, 2000), (1, 5000), (0.2, 25_000)])
def test_stale_after_two_seconds_or_five_intervals(fps: float, stale_ms: int) -> None:
    meter, _ = fed(fps, 60 / fps)
    assert meter.stale_after_ms == pytest.approx(stale_ms, rel=0.01)


def test_an_interruption_is_no_interval() -> None:
    meter, now_ns = fed(15, 2)
    meter.interrupted()
    for later in range(60):
        meter.packet(now_ns + 3600 * SECOND_NS + later * SECOND_NS // 15, 100, False)
    assert meter.stale_after_ms == SHORTEST_STALE_MS


def test_a_stream_that_begins_haltingly_has_no_longer_bound() -> None:
    """Else a tile says LIVE for seconds over the picture of a worker that hangs right after its start."""
    meter, now_ns = StreamMeter(), SECOND_NS
    for interval_ns in (0, 800_000_000, 66_000_000, 900_000_000, 66_000_000, 700_000_000):
        now_ns += interval_ns
        meter.packet(now_ns, 10, False)
        assert meter.stale_after_ms == SHORTEST_STALE_MS


def test_what_comes_in_a_burst_at_first_is_as_far_apart_as_the_camera_says() -> None:
    meter = StreamMeter()
    for index in range(61):  # all of the first 31 at once, then in time
        meter.packet(
            SECOND_NS + max(0, index - 30) * SECOND_NS // 15, 10, index % 30 == 0, index * SECOND_NS // 15
        )
        if index == 30:
            assert (meter.key_interval_ms(), meter.key_stale_after_ms()) == (2000, 3000)
    assert (meter.key_interval_ms(), meter.figures(SECOND_NS).gop_s) == (2000, 2.0)


def test_a_keyframe_is_stale_no_sooner_than_any_other_picture() -> None:
    """Also where the first two came at once and the camera does not say when they were."""
    meter = StreamMeter()
    meter.packet(SECOND_NS, 10, True, None)
    meter.packet(SECOND_NS + 1_000_000, 10, True, 2 * SECOND_NS)
    assert meter.key_stale_after_ms() == SHORTEST_STALE_MS


@pytest.mark.parametrize(
    ("own_ns", "interval_ms"), [(None, 100), (0, 100), (-5 * SECOND_NS, 100), (3600 * SECOND_NS, 10_000)]
)
def test_a_camera_whose_clock_leaps_has_no_interval_of_hours(own_ns: int | None, interval_ms: int) -> None:
    meter = StreamMeter()
    meter.packet(SECOND_NS, 10, True, 7 * SECOND_NS)
    meter.packet(SECOND_NS + SECOND_NS // 10, 10, True, None if own_ns is None else 7 * SECOND_NS + own_ns)
    assert meter.key_interval_ms() == interval_ms


def test_of_later_keyframes_it_counts_when_they_came_and_of_each_connection_the_first_two_again() -> None:
    meter, now_ns = fed(15, 6)
    meter.packet(now_ns + SECOND_NS, 10, True, 3600 * SECOND_NS)
    meter.packet(now_ns + 2 * SECOND_NS, 10, True, 7200 * SECOND_NS)
    assert meter.key_interval_ms() < 3000
    meter.interrupted()
    meter.packet(now_ns + 9 * SECOND_NS, 10, True, 5 * SECOND_NS)
    meter.packet(now_ns + 9 * SECOND_NS + 1, 10, True, 9 * SECOND_NS)
    assert meter.key_interval_ms() == 4000


def test_a_slow_camera_has_its_bound_after_three_intervals() -> None:
    meter, _ = fed(0.5, 8)
    assert meter.stale_after_ms == 10_000


@given(st.lists(st.integers(0, 10 * SECOND_NS), max_size=200))
def test_bound_is_never_shorter_than_two_seconds(intervals_ns: list[int]) -> None:
    meter, now_ns = StreamMeter(), SECOND_NS
    for interval_ns in intervals_ns:
        now_ns += interval_ns
        meter.packet(now_ns, 10, False)
        assert meter.stale_after_ms >= SHORTEST_STALE_MS
