"""Late pictures of a narrow link are told from cameras whose clock is slow, false, still or mad."""

import random
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.media.worker.source_lag import ALLOWED_NS, SourceLag

S = 1_000_000_000
FPS, GOP = 15, 30
KEY, BETWEEN = 40_000, 3_000

Stamp = Callable[[int], int | None]


def true_time(index: int) -> int:
    return index * S // FPS


def sizes(chance: random.Random, gop: int = GOP) -> Iterator[int]:
    index = 0
    while True:
        yield int((BETWEEN if index % gop else KEY) * chance.uniform(0.7, 1.4))
        index += 1


def through(
    link_bytes_s: Callable[[float], float],
    *,
    seconds: int = 60,
    stamp: Stamp = true_time,
    jitter_s: float = 0.005,
    gop: int = GOP,
    read_every_s: float = 0.0,
) -> list[tuple[float, float]]:
    """(truly late, told late) in seconds of each packet that a camera sends through such a link.

    ``read_every_s``: on average a machine has time to read so often, and then reads what has come.
    """
    chance = random.Random(3)
    lag, free_s, found = SourceLag(), 0.0, []
    read_s = 0.0
    for index, size in zip(range(seconds * FPS), sizes(chance, gop), strict=False):
        taken_s = index / FPS
        free_s = max(taken_s, free_s) + size / link_bytes_s(taken_s)
        arrival_s = free_s + chance.uniform(0, jitter_s)
        while read_every_s and read_s < arrival_s:
            read_s += chance.expovariate(1 / read_every_s)
        arrival_s = max(arrival_s, read_s)
        told = lag.late_ns(int((1000 + arrival_s) * S), stamp(index), size)
        found.append((arrival_s - taken_s, told / S))
    return found


def wide(_at_s: float) -> float:
    return 10e6


NEEDED_BYTES_S = (KEY + (GOP - 1) * BETWEEN) / GOP * FPS * 1.05


@pytest.mark.parametrize("share", [0.4, 0.6, 0.8, 0.9])
def test_a_link_narrower_than_the_stream_makes_it_late_as_it_is(share: float) -> None:
    found = through(lambda at_s: NEEDED_BYTES_S * share)
    truly, told = found[-1]
    assert truly > 3, "it falls ever further behind"
    assert abs(told + ALLOWED_NS / S - truly) < 0.3 * truly
    late_from = next(index for index, (truly, _) in enumerate(found) if truly > 4.0)
    assert all(told > 1.0 for _, told in found[late_from:])


@pytest.mark.parametrize("read_every_s", [0.05, 0.1, 0.2])
@pytest.mark.parametrize("share", [0.25, 0.6, 0.9])
def test_a_machine_that_reads_now_and_then_calls_it_late_all_the_same(
    share: float, read_every_s: float
) -> None:
    found = through(lambda at_s: NEEDED_BYTES_S * share, read_every_s=read_every_s, seconds=90)
    late = [told for truly, told in found if truly > 5.0]
    assert late[-1] > 1.5 and sum(told > 1.5 for told in late) > 0.9 * len(late)


@pytest.mark.parametrize("read_every_s", [0.05, 0.1, 0.3])
@pytest.mark.parametrize("rate", [0.5, 0.9, 0.99, 1.0, 1.5])
def test_a_machine_that_reads_now_and_then_takes_no_clock_for_a_delay(
    rate: float, read_every_s: float
) -> None:
    found = through(
        wide, stamp=lambda index: int(true_time(index) * rate), seconds=120, read_every_s=read_every_s
    )
    assert max(told for _, told in found) <= 0.5


def test_what_was_late_is_in_time_again_once_the_link_is_wide() -> None:
    found = through(lambda at_s: NEEDED_BYTES_S * (0.6 if at_s < 25 else 4.0))
    assert max(told for _, told in found) > 5
    assert [told for _, told in found[-50:]] == [0.0] * 50


@pytest.mark.parametrize("rate", [0.5, 0.9, 0.99, 0.999, 1.001, 1.5, 2.0])
def test_a_clock_that_is_slow_fast_or_false_is_no_delay(rate: float) -> None:
    found = through(wide, stamp=lambda index: int(true_time(index) * rate), seconds=120)
    assert {told for _, told in found} == {0.0}


STAMPS: dict[str, Stamp] = {
    "none": lambda index: None,
    "one for all": lambda index: 7 * S,
    "wild": lambda index: random.Random(index).randrange(1000) * S,
    "jumps ahead": lambda index: true_time(index) + (index > 300) * 3600 * S,
    "jumps back": lambda index: true_time(index) - (index > 300) * 15 * S,
    "steps back": lambda index: true_time(index) - (index > 300) * S // 2,
    "reordered": lambda index: true_time(index + (0, 2, -1, -1)[index % 4]),
}


@pytest.mark.parametrize("name", STAMPS)
def test_odd_times_are_no_delay(name: str) -> None:
    assert {told for _, told in through(wide, stamp=STAMPS[name])} == {0.0}


def test_jitter_of_a_radio_link_and_pauses_are_no_lasting_delay() -> None:
    found = through(wide, jitter_s=0.4)
    assert max(told for _, told in found) < 0.5
    stalls = through(lambda at_s: 2e3 if 20 < at_s < 22 else 10e6)
    assert [told for _, told in stalls[-100:]] == [0.0] * 100


@pytest.mark.parametrize("gop", [1, 900])
def test_pictures_of_like_size_can_not_be_told_apart(gop: int) -> None:
    assert {told for _, told in through(wide, stamp=lambda i: true_time(i) // 2, gop=gop)} == {0.0}


@given(
    st.lists(
        st.tuples(st.integers(0, 2 * S), st.integers(-(2**62), 2**62), st.integers(0, 10**6)), max_size=200
    )
)
def test_whatever_comes_it_is_never_negative(packets: list[tuple[int, int, int]]) -> None:
    lag, at_ns = SourceLag(), 0
    for interval_ns, pts_ns, size in packets:
        at_ns += interval_ns
        assert lag.late_ns(at_ns, pts_ns, size) >= 0


def test_packets_without_a_byte_set_no_pace() -> None:
    lag = SourceLag()
    came = [index * S + index % 3 * S // 2 for index in range(200)]
    assert {lag.late_ns(at_ns, at_ns // 2, 0) for at_ns in came} == {0}
