"""Moments, marks and the scale of a timeline, at every width and density."""

import random
from itertools import pairwise

import pytest

from console.ui.replay.timeline_geometry import (
    CLUMP_PX,
    LABEL_PX,
    MARK_PX,
    Track,
    clump_at,
    clumps,
    count_words,
)

CHANCE = random.Random(4711)
TRACKS = [
    Track(
        begin, begin + CHANCE.choice([1, 999, 55_000, 3_600_000, 9 * 86_400_000]), CHANCE.randrange(1, 3000)
    )
    for begin in (CHANCE.randrange(10**12) for _ in range(60))
]
PLACES = [
    sorted(
        CHANCE.randrange(CHANCE.choice([20, 300, 2000])) for _ in range(CHANCE.choice([0, 1, 5, 80, 3000]))
    )
    for _ in range(80)
]


@pytest.mark.parametrize("track", TRACKS)
def test_a_place_and_its_moment_belong_together(track: Track) -> None:
    for _ in range(20):
        x = CHANCE.randrange(track.width + 1)
        if track.end_ms - track.begin_ms >= track.width:
            assert track.x_of(track.at_ms(x)) == x
        assert track.begin_ms <= track.at_ms(x) <= track.end_ms
    assert (track.x_of(track.begin_ms), track.x_of(track.end_ms)) == (0, track.width)
    assert (track.at_ms(-9), track.at_ms(track.width + 9)) == (track.begin_ms, track.end_ms)
    assert (track.x_of(track.begin_ms - 9), track.x_of(track.end_ms + 9)) == (0, track.width)


@pytest.mark.parametrize("track", TRACKS)
def test_the_scale_has_room_for_its_words(track: Track) -> None:
    places = [track.x_of(at_ms) for at_ms in track.scale_ms()]
    assert places[0] == 0
    assert all(right - left >= LABEL_PX - 1 for left, right in pairwise(places))


def test_a_replay_without_length_has_a_timeline() -> None:
    track = Track(5, 5, 100)
    assert (track.x_of(5), track.at_ms(50), track.scale_ms()) == (0, 5, [5])


@pytest.mark.parametrize("places", PLACES)
def test_no_mark_covers_another_and_none_is_left_out(places: list[int]) -> None:
    made = clumps(places)
    assert all(left.right <= right.left for left, right in pairwise(made))
    numbers = [number for one in made for number in range(one.first, one.first + one.count)]
    assert numbers == list(range(len(places)))
    for one in made:
        assert one.right - one.left == (MARK_PX if one.count == 1 else CLUMP_PX)
        assert one.left == places[one.first] - MARK_PX // 2
        for x in places[one.first : one.first + one.count]:
            assert one.left <= x < one.right + MARK_PX // 2, "no further from its place than half a mark"


def test_the_mark_under_the_pointer() -> None:
    made = clumps([10, 50, 55])
    assert [clump_at(made, x) for x in (3, 4, 15, 16, 44, 71, 72)] == [
        None,
        made[0],
        made[0],
        None,
        made[1],
        made[1],
        None,
    ]


@pytest.mark.parametrize(("count", "words"), [(2, "2"), (999, "999"), (1000, "1k"), (123_456, "99k")])
def test_a_number_is_never_too_long(count: int, words: str) -> None:
    assert count_words(count) == words
