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
