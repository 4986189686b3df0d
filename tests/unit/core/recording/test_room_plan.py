"""What goes to make room: never what is protected or runs, the oldest first, and no more than is needed."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from console.core.recording.movie_holders import StoredMovie, Wanted, holders_of, is_kept
from console.core.recording.recordings import ALWAYS
from console.core.recording.room_plan import SAFE_MS, RoomPlan, plan_room, room_limit
from console.domain.ids import FeedId, RecordingId
from console.domain.recording import RecordedFeed, Recording, RecordingState

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
NOW_MS = 1_772_366_400_000
KEEP_MS = 30 * DAY_MS


def recording(
    name: str,
    *feeds: str,
    hours_ago: float = 10.0,
    hours: float = 1.0,
    state: RecordingState = RecordingState.ENDED,
    protected: bool = False,
) -> Recording:
    begun_ms = NOW_MS - round(hours_ago * HOUR_MS)
    ended_ms = begun_ms + round(hours * HOUR_MS) if state is RecordingState.ENDED else None
    return Recording(
        RecordingId(name),
        state,
        tuple(RecordedFeed(FeedId(feed), begun_ms) for feed in feeds),
        begun_at_ms=begun_ms,
        begun_log_ms=begun_ms,
        opened_n=1,
        until_log_ms=None,
        ended_log_ms=ended_ms,
        ended_at_ms=ended_ms,
        protected=protected,
    )


def movie(
    feed: str, *, hours_ago: float = 10.0, hours: float = 1.0, size: int = 10, young: bool = False
) -> StoredMovie:
    first_ms = NOW_MS - round(hours_ago * HOUR_MS)
    return StoredMovie(
        feed, f"{feed}-{hours_ago:g}", size, first_ms, first_ms + round(hours * HOUR_MS), is_young=young
    )


def planned(
    movies: list[StoredMovie], recordings: list[Recording], limit: int, now_ms: int = NOW_MS
) -> RoomPlan:
    wanted = Wanted(tuple(recordings), now_ms, now_ms, KEEP_MS)
    return plan_room(holders_of(movies, wanted), wanted, limit)


def test_nothing_goes_while_there_is_room() -> None:
    movies = [movie("a"), movie("b", hours_ago=20)]
    plan = planned(movies, [recording("r-1", "a")], 20)
    assert (plan.go, plan.give_up, plan.lacking) == ([], [], 0)


def test_an_ended_recording_is_given_up_first_and_its_movies_go_after_it() -> None:
    movies = [movie("a"), movie("b")]
    recordings = [recording("r-1", "a", "b")]
    plan = planned(movies, recordings, 15)
    assert (plan.go, plan.give_up) == ([], ["r-1"])
    assert planned(movies, [], 15).go == movies[:1], "as many as are needed"


def test_what_belongs_to_nothing_goes_before_any_recording() -> None:
    orphan = movie("b", hours_ago=2)
    plan = planned([movie("a"), orphan], [recording("r-1", "a")], 10)
    assert (plan.go, plan.give_up) == ([orphan], [])


def test_the_continuous_recording_and_ended_ones_go_by_their_age() -> None:
    always = recording(ALWAYS, "w", state=RecordingState.RUNNING)
    kept = [movie("w", hours_ago=hours) for hours in (30, 20, 5)]
    held = movie("a", hours_ago=25)
    ended = recording("r-1", "a", hours_ago=25)
    assert planned([*kept, held], [always, ended], 30).go == kept[:1]
    plan = planned([*kept, held], [always, ended], 20)
    assert (plan.go, plan.give_up) == (kept[:1], ["r-1"])
    plan = planned([*kept, held], [always, ended], 10)
    assert (plan.go, plan.give_up) == (kept[:2], ["r-1"])


def test_a_movie_of_two_recordings_frees_room_once_both_are_given_up() -> None:
    shared = movie("a", hours_ago=10)
    recordings = [recording("r-1", "a"), recording("r-2", "a", hours_ago=9.5)]
    assert planned([shared], recordings, 0).give_up == ["r-1", "r-2"]
    recordings[1] = recording("r-2", "a", hours_ago=9.5, protected=True)
    plan = planned([shared], recordings, 0)
    assert (plan.give_up, plan.lacking) == ([], 10), "to give the other one up would free nothing"


def test_no_recording_is_given_up_twice() -> None:
    movies = [movie("a", hours_ago=10), movie("a", hours_ago=8)]
    recordings = [recording("r-1", "a", hours=5), recording("r-2", "a", hours_ago=7.5)]
    assert planned(movies, recordings, 0).give_up == ["r-1", "r-2"]
    assert planned(movies, recordings, 10).give_up == ["r-1"], "the later movie has another holder yet"


def test_all_of_a_recording_that_is_given_up_is_used_before_another_one_is() -> None:
    first = [movie("a", hours_ago=10), movie("b", hours_ago=8)]
    second = movie("c", hours_ago=9)
    recordings = [recording("r-1", "a", "b", hours=3), recording("r-2", "c", hours_ago=9)]
    assert planned([*first, second], recordings, 10).give_up == ["r-1"]


def test_old_movies_go_by_themselves_and_those_of_a_recording_when_it_is_forgotten() -> None:
    old, newer = movie("a", hours_ago=31 * 24), movie("a", hours_ago=29 * 24)
    assert planned([old, newer], [], 1000).go == [old]
    always = recording(ALWAYS, "a", state=RecordingState.RUNNING)
    assert planned([old, newer], [always], 1000).go == [old]
    held = recording("r-1", "a", hours_ago=31 * 24)
    assert planned([old, newer], [held], 1000).go == []


def test_a_clock_that_is_set_a_year_ahead_makes_nothing_old() -> None:
    one = movie("a")
    wanted = Wanted((), NOW_MS + 365 * DAY_MS, NOW_MS, KEEP_MS)
    assert plan_room(holders_of([one], wanted), wanted, 1000).go == []


def test_what_is_written_stays_whatever_is_lacking() -> None:
    movies = [movie("a", young=True), movie("b", hours_ago=SAFE_MS / HOUR_MS - 0.01, hours=0)]
    plan = planned(movies, [], 0)
    assert (plan.go, plan.lacking) == ([], 20)


def test_the_disk_has_its_last_bytes() -> None:
    assert room_limit(50, used_bytes=10, free_bytes=100, least_free_bytes=2) == 50
    assert room_limit(50, used_bytes=10, free_bytes=20, least_free_bytes=2) == 28
    assert room_limit(50, used_bytes=10, free_bytes=1, least_free_bytes=2) == 9
    assert room_limit(50, used_bytes=1, free_bytes=0, least_free_bytes=20) == 0


@dataclass
class Disk:
    movies: list[StoredMovie]
    recordings: list[Recording]
    limit: int


feeds = st.sampled_from(["a", "b", "c"])
ages_h = st.integers(1, 40) | st.integers(1, 40) | st.integers(700, 760)
"""Close together, so that movies and recordings meet; some as old as things may become."""

movies = st.builds(
    lambda feed, ago, hours, size, young: movie(
        feed, hours_ago=ago, hours=min(hours, ago), size=size, young=young
    ),
    feeds,
    st.just(0) | ages_h,
    st.integers(0, 3),
    st.integers(0, 20),
    st.booleans(),
)
lives = st.builds(
    lambda feeds, ago, hours, state, protected: (feeds, ago, hours, state, protected),
    st.lists(feeds, min_size=1, max_size=3, unique=True),
    ages_h,
    st.integers(0, 6),
    st.sampled_from([RecordingState.ENDED, *RecordingState]),
    st.booleans(),
)


def _disk(movies: list[StoredMovie], all_lives: list[object], always: bool, limit: int) -> Disk:
    recordings = [
        recording(f"r-{n}", *feeds, hours_ago=ago, hours=hours, state=state, protected=protected)
        for n, (feeds, ago, hours, state, protected) in enumerate(all_lives)  # type: ignore[misc]
    ]
    if always:
        recordings.append(recording(ALWAYS, "a", state=RecordingState.RUNNING))
    return Disk(movies, recordings, limit)


disks = st.builds(
    _disk,
    st.lists(movies, max_size=12),
    st.lists(lives, max_size=5),
    st.booleans(),
    st.integers(0, 100),
)


@given(disks)
def test_any_disk_gets_its_room_by_what_may_go_and_by_no_more(disk: Disk) -> None:
    wanted = Wanted(tuple(disk.recordings), NOW_MS, NOW_MS, KEEP_MS)
    holders = holders_of(disk.movies, wanted)
    plan = plan_room(holders, wanted, disk.limit)
    kept = {one.recording for one in disk.recordings if is_kept(one)}
    given_up = set(plan.give_up)
    assert not given_up & kept
    assert len(given_up) == len(plan.give_up) and len(set(plan.go)) == len(plan.go)
    for gone in plan.go:
        assert not holders[gone] and not gone.is_young and NOW_MS - gone.last_ms >= SAFE_MS
    over = {one for one in plan.go if one.last_ms < NOW_MS - KEEP_MS}
    used = sum(one.size for one in disk.movies)
    before_last = used - sum(one.size for one in plan.go[:-1])
    if plan.go and plan.go[-1] not in over:
        assert before_last > disk.limit, "one fewer would have done"
    if given_up:
        assert used - sum(one.size for one in plan.go) > disk.limit
    may_go = [
        one
        for one in disk.movies
        if not one.is_young
        and NOW_MS - one.last_ms >= SAFE_MS
        and not any(is_kept(held) for held in holders[one])
    ]
    left = used - sum(one.size for one in may_go)
    assert plan.lacking == max(0, left - disk.limit), "the budget is reached if it can be"


@given(disks)
def test_any_disk_is_in_order_after_a_few_rounds(disk: Disk) -> None:
    for _ in range(20):
        plan = planned(disk.movies, disk.recordings, disk.limit)
        if not plan.go and not plan.give_up:
            break
        disk.movies = [one for one in disk.movies if one not in plan.go]
        disk.recordings = [one for one in disk.recordings if one.recording not in plan.give_up]
    assert not plan.go and not plan.give_up
    assert sum(one.size for one in disk.movies) <= disk.limit + plan.lacking


@given(disks)
def test_nothing_that_goes_for_room_is_newer_than_something_like_it_that_stays(disk: Disk) -> None:
    """Of movies of the continuous recording, and of what belongs to nothing."""
    wanted = Wanted(tuple(disk.recordings), NOW_MS, NOW_MS, KEEP_MS)
    holders = holders_of(disk.movies, wanted)
    plan = plan_room(holders, wanted, disk.limit)
    for like in (True, False):
        free = [
            one
            for one in disk.movies
            if not holders[one]
            and not one.is_young
            and NOW_MS - one.last_ms >= SAFE_MS
            and (one.folder in wanted.always_folders) is like
        ]
        gone = [one.first_ms for one in plan.go if one in free and one.last_ms >= NOW_MS - KEEP_MS]
        stays = [one.first_ms for one in free if one not in plan.go]
        assert max(gone, default=0) <= min(stays, default=NOW_MS)


def test_what_lies_there_from_before_a_lost_log_stays() -> None:
    """Core can't say any more whether it was protected."""
    old, newer = movie("a", hours_ago=40 * 24), movie("b", hours_ago=35 * 24)
    wanted = Wanted((), NOW_MS, NOW_MS, KEEP_MS, since_ms=newer.last_ms)
    plan = plan_room(holders_of([old, newer], wanted), wanted, 0)
    assert (plan.go, plan.lacking) == ([newer], 10)
