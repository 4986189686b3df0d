"""Which recordings need a movie: by camera and by wall time, however the clock was set."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from console.core.recording.movie_holders import (
    AFTER_MS,
    BEFORE_MS,
    StoredMovie,
    Wanted,
    holders_of,
    sizes_of,
    span_ms,
)
from console.domain.recording import RecordingState
from tests.unit.core.recording.test_room_plan import HOUR_MS, KEEP_MS, NOW_MS, lives, movie, movies, recording


def wanted(*recordings: object, now_ms: int = NOW_MS, log_ms: int = NOW_MS) -> Wanted:
    return Wanted(tuple(recordings), now_ms, log_ms, KEEP_MS)  # type: ignore[arg-type]


def test_a_recording_needs_what_reaches_into_it_and_into_the_rings_before_it() -> None:
    one = recording("r-1", "a", hours_ago=5, hours=1)
    begun_ms, ended_ms = one.begun_at_ms - BEFORE_MS, (one.ended_at_ms or 0) + AFTER_MS
    for first_ms, last_ms, is_needed in (
        (begun_ms - HOUR_MS, begun_ms - 1, False),
        (begun_ms - HOUR_MS, begun_ms, True),
        (begun_ms - HOUR_MS, ended_ms + HOUR_MS, True),
        (ended_ms, ended_ms + HOUR_MS, True),
        (ended_ms + 1, ended_ms + HOUR_MS, False),
    ):
        found = StoredMovie("a", "m", 1, first_ms, last_ms)
        assert bool(holders_of([found], wanted(one))[found]) is is_needed, (first_ms, last_ms)


def test_what_comes_after_a_recording_is_not_its_own_though_something_before_was() -> None:
    one = recording("r-1", "a", hours_ago=5, hours=1)
    inside, later = movie("a", hours_ago=5), movie("a", hours_ago=2)
    assert holders_of([later, inside], wanted(one)) == {inside: (one,), later: ()}


def test_another_cameras_movies_are_not_its_own() -> None:
    other = movie("b")
    assert holders_of([other], wanted(recording("r-1", "a")))[other] == ()


def test_a_running_one_needs_all_that_comes() -> None:
    running = recording("r-1", "a", hours_ago=1, state=RecordingState.RUNNING)
    later = StoredMovie("a", "m", 1, NOW_MS + HOUR_MS, NOW_MS + 2 * HOUR_MS)
    assert holders_of([later], wanted(running))[later] == (running,)


@given(st.integers(-48, 48), st.floats(0, 1))
def test_a_clock_that_was_set_in_the_middle_loses_nothing(hours: int, when: float) -> None:
    """The movies before it have the times of the old clock, those after it the new one's."""
    one = recording("r-1", "a", hours_ago=5, hours=2)
    step_ms, set_ms = hours * HOUR_MS, one.begun_at_ms + round(when * 2 * HOUR_MS)
    one = replace(one, ended_at_ms=one.begun_at_ms + 2 * HOUR_MS + step_ms)
    begun_ms, ended_ms = span_ms(one, wanted(one))
    assert begun_ms <= one.begun_at_ms and ended_ms >= set_ms
    assert begun_ms <= set_ms + step_ms and ended_ms >= (one.ended_at_ms or 0)


def test_an_older_programs_recording_ends_by_log_time() -> None:
    one = replace(recording("r-1", "a", hours_ago=5, hours=2), ended_at_ms=None)
    assert span_ms(one, wanted(one))[1] == one.begun_at_ms + 2 * HOUR_MS + AFTER_MS


@given(st.lists(movies, max_size=15), st.lists(lives, max_size=8))
def test_the_sweep_finds_what_looking_at_each_pair_finds(
    all_movies: list[StoredMovie], all_lives: list[tuple[list[str], int, int, RecordingState, bool]]
) -> None:
    recordings = [
        recording(f"r-{n}", *feeds, hours_ago=ago, hours=hours, state=state)
        for n, (feeds, ago, hours, state, _) in enumerate(all_lives)
    ]
    told = wanted(*recordings)
    holders = holders_of(all_movies, told)
    for one in all_movies:
        needing = {
            each.recording
            for each in recordings
            if one.folder in {feed.feed for feed in each.feeds}
            and span_ms(each, told)[0] <= one.last_ms
            and span_ms(each, told)[1] >= one.first_ms
        }
        assert {each.recording for each in holders[one]} == needing
    assert sum(sizes_of(holders).values()) == sum(one.size * len(needing) for one, needing in holders.items())
