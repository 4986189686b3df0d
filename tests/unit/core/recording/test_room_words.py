"""What operators are told of the room for recordings, and when."""

import pytest
from msgspec.structs import replace

from console.core.recording.movie_holders import Wanted, holders_of
from console.core.recording.recordings import ALWAYS
from console.core.recording.room_plan import plan_room
from console.core.recording.room_words import WritingRate, room_problems, room_report
from console.domain.recording import RecordingState
from console.protocol.recording_messages import RecordingRoom
from tests.unit.core.recording.test_room_plan import HOUR_MS, KEEP_MS, NOW_MS, movie, recording

GB = 1_000_000_000
CALM = RecordingRoom(
    movies=9,
    used_bytes=40 * GB,
    limit_bytes=50 * GB,
    free_bytes=100 * GB,
    protected_bytes=30 * GB,
    bytes_per_s=1e6,
    always_since_ms=0,
    full_in_s=1e4,
    ends_in_s=5.2 * 3600,
)


def test_a_rate_is_known_after_a_minute_and_is_that_of_ten() -> None:
    rate = WritingRate()
    assert rate.bytes_per_s is None
    for second in range(0, 3_600, 30):
        rate.note(float(second), 3_000 if second < 1_800 else 600)
        if second < 60:
            assert rate.bytes_per_s is None
    assert rate.bytes_per_s == pytest.approx(20)


def test_the_end_of_the_room_is_said_a_day_ahead_with_who_takes_it() -> None:
    (words,) = room_problems(CALM)
    assert words.startswith("Recording room ends in about 5 h: protected recordings take 30.0 GB of 50.0 GB")
    assert "ctl record protect --off" in words
    assert room_problems(replace(CALM, ends_in_s=25 * 3600.0)) == ()
    assert "about 20 min" in room_problems(replace(CALM, ends_in_s=1_000.0))[0]


def test_what_goes_by_itself_to_make_room_is_no_problem() -> None:
    """A continuous recording that fills its budget each two hours has a short reach, and goes on."""
    assert room_problems(replace(CALM, protected_bytes=GB, ends_in_s=7_000.0)) == ()


def test_too_much_that_is_protected_is_said_though_nothing_is_written() -> None:
    (words,) = room_problems(replace(CALM, protected_bytes=40 * GB, bytes_per_s=None, ends_in_s=None))
    assert words.startswith("Little room is left for recordings: protected recordings take 40.0 GB")


def test_a_room_that_is_used_up_says_by_what() -> None:
    (protected,) = room_problems(replace(CALM, ends_in_s=0.0))
    assert protected.startswith("The room for recordings is used up: protected recordings take")
    (running,) = room_problems(replace(CALM, protected_bytes=0, ends_in_s=0.0))
    assert "what runs now takes 40.0 GB of 50.0 GB" in running and "100.0 GB are free" in running


def test_the_figures_are_of_what_is_on_the_disk() -> None:
    movies = [movie("p"), movie("u"), movie("w", hours_ago=3), movie("w", hours_ago=2), movie("x")]
    wanted = Wanted(
        (
            recording("r-1", "p", protected=True),
            recording("r-2", "u"),
            recording("r-3", "x", state=RecordingState.RUNNING),
            recording(ALWAYS, "w", state=RecordingState.RUNNING),
        ),
        NOW_MS,
        NOW_MS,
        KEEP_MS,
    )
    holders = holders_of(movies, wanted)
    room = room_report(holders, wanted, plan_room(holders, wanted, 60), (60, 1_000), 0.5)
    assert (room.movies, room.used_bytes, room.protected_bytes) == (5, 50, 10)
    assert room.always_since_ms == NOW_MS - 3 * HOUR_MS
    assert (room.full_in_s, room.ends_in_s) == (20.0, 80.0)
    lacking = room_report(holders, wanted, plan_room(holders, wanted, 15), (15, 1_000), None)
    assert (lacking.full_in_s, lacking.ends_in_s) == (None, 0.0)


def test_what_core_knows_nothing_of_is_named_where_it_is_in_the_way() -> None:
    known = replace(CALM, protected_bytes=10 * GB, unknown_bytes=20 * GB, ends_in_s=0.0)
    assert "movies from before core's log 20.0 GB (remove them by hand)" in room_problems(known)[0]
    movies = [movie("a", hours_ago=40), movie("b", hours_ago=2), movie("p", hours_ago=41)]
    recordings = (recording("r-1", "p", hours_ago=41, protected=True),)
    wanted = Wanted(recordings, NOW_MS, NOW_MS, KEEP_MS, since_ms=NOW_MS - 24 * HOUR_MS)
    holders = holders_of(movies, wanted)
    room = room_report(holders, wanted, plan_room(holders, wanted, 60), (60, 1_000), 1.0)
    assert (room.unknown_bytes, room.protected_bytes, room.ends_in_s) == (10, 10, 40.0)
