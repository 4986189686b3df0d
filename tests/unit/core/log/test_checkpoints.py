"""Which checkpoints are kept: the newest, one of each ten minutes, the one for each pin."""

from hypothesis import given
from hypothesis import strategies as st

from console.core.log.checkpoints import DAY_MS, NEWEST_KEPT, SLOT_MS, given_up, kept, pinned

DAYS = 2


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[tuple[int, int]], list[int], int]:
    """Checkpoints in order, pins, and now."""
    n, at_ms, places = 0, 0, []
    for _ in range(draw(st.integers(0, 30))):
        n += draw(st.integers(1, 50_000))
        at_ms += draw(st.sampled_from([0, 1_000, 61_000, SLOT_MS, 5 * SLOT_MS, DAY_MS]))
        places.append((n, at_ms))
    pins = draw(st.lists(st.integers(1, n + 10), max_size=6))
    return places, pins, at_ms + draw(st.sampled_from([0, SLOT_MS]))


@given(logs())
def test_what_is_kept(log: tuple[list[tuple[int, int]], list[int], int]) -> None:
    places, pins, now_ms = log
    numbers = [n for n, _ in places]
    left = kept(places, pins, now_ms, DAYS)
    assert set(numbers[-NEWEST_KEPT:]) <= left <= set(numbers)
    for pin in pins:
        before = [n for n in numbers if n <= pin]
        assert not before or before[-1] in left, "the state after any pinned input can be reached"
    for n, at_ms in places:
        if at_ms >= now_ms - DAYS * DAY_MS:
            slot = [other for other, time_ms in places if time_ms // SLOT_MS == at_ms // SLOT_MS]
            assert slot[-1] in left, "any moment within the retention is ten minutes from one"
            if n != slot[-1]:
                assert n not in left or n in numbers[-NEWEST_KEPT:] or n in pinned(numbers, pins)
        else:
            assert n not in left or n in numbers[-NEWEST_KEPT:] or n in pinned(numbers, pins)


@given(logs())
def test_for_the_sake_of_size_the_oldest_goes_unless_it_is_needed(
    log: tuple[list[tuple[int, int]], list[int], int],
) -> None:
    places, pins, _ = log
    numbers = [n for n, _ in places]
    needed = {*numbers[-NEWEST_KEPT:], *pinned(numbers, pins)}
    assert given_up(numbers, pins) == (numbers[0] if numbers and numbers[0] not in needed else None)


def test_a_checkpoint_at_the_pinned_input_itself_is_the_one_that_stays() -> None:
    assert pinned([10, 20, 30], [20]) == {20}
    assert pinned([10, 20, 30], [29]) == {20}
    assert pinned([10, 20, 30], [9]) == set()
