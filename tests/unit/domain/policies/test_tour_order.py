"""The order of a tour's rounds."""

from itertools import islice, pairwise

from hypothesis import given
from hypothesis import strategies as st

from console.domain.ids import FeedId
from console.domain.policies.tour_order import dwell_at, feed_at, place_of, places_from, round_order
from console.domain.tour import Tour, TourStep

turns = st.integers(-3, 40)
counts = st.integers(1, 12)
names = st.text(min_size=1, max_size=8)


def tour(count: int, *, shuffled: bool = False, name: str = "night") -> Tour:
    """Cameras 0, 1, 2..., of which number k dwells 10 + k seconds."""
    return Tour(name, tuple(TourStep(FeedId(str(k)), 10 + k) for k in range(count)), shuffled)


def test_unshuffled_each_round_is_as_it_was_written() -> None:
    assert [round_order(tour(4), turn) for turn in (-1, 0, 7)] == [(0, 1, 2, 3)] * 3


@given(names, counts, turns)
def test_a_shuffled_round_has_each_step_once_and_is_the_same_each_time(
    name: str, count: int, turn: int
) -> None:
    order = round_order(tour(count, shuffled=True, name=name), turn)
    assert sorted(order) == list(range(count))
    assert round_order(tour(count, shuffled=True, name=name), turn) == order


@given(names, st.integers(2, 12), turns)
def test_no_camera_comes_twice_in_a_row_where_a_round_ends(name: str, count: int, turn: int) -> None:
    shuffled = tour(count, shuffled=True, name=name)
    assert round_order(shuffled, turn)[-1] != round_order(shuffled, turn + 1)[0]


def test_rounds_differ_and_so_do_tours() -> None:
    shuffled = tour(8, shuffled=True)
    assert len({round_order(shuffled, turn) for turn in range(20)}) > 15
    assert round_order(shuffled, 0) != round_order(tour(8, shuffled=True, name="day"), 0)


def test_the_order_is_what_it_was_when_it_was_logged() -> None:
    shuffled = tour(6, shuffled=True)
    assert [round_order(shuffled, turn) for turn in range(3)] == [
        (0, 1, 5, 4, 3, 2),
        (1, 5, 3, 0, 4, 2),
        (4, 5, 0, 1, 3, 2),
    ]


@given(counts, st.booleans(), turns, st.data())
def test_on_and_back_lead_through_every_camera_and_to_where_one_was(
    count: int, shuffled: bool, turn: int, data: st.DataObject
) -> None:
    one = tour(count, shuffled=shuffled)
    begin = (turn, data.draw(st.integers(0, count - 1)))
    on = list(places_from(one, begin))
    assert {feed for _, feed in on} == {step.feed for step in one.steps}
    assert [feed_at(one, place) for place, _ in on] == [feed for _, feed in on]
    assert all(later > earlier for (earlier, _), (later, _) in pairwise(on))
    first = on[0][0]
    assert next(iter(places_from(one, first, back=True)))[0] == begin


def test_where_a_camera_stands_and_how_long() -> None:
    shuffled = tour(5, shuffled=True)
    for k in range(5):
        place = place_of(shuffled, 2, FeedId(str(k)))
        assert place is not None
        assert (feed_at(shuffled, place), dwell_at(shuffled, place)) == (FeedId(str(k)), 10 + k)
    assert place_of(shuffled, 2, FeedId("other")) is None
    assert feed_at(tour(3), (0, 9)) == FeedId("2"), "a place beyond the end is the last"
    assert [feed for _, feed in islice(places_from(tour(3), (0, 1), back=True), 3)] == ["0", "2", "1"]
