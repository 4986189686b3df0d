"""What a folder of movies holds: a tape of each camera, and what is missing in it."""

from pathlib import Path

import msgspec
import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.picture import LostCause, PictureState
from console.media.worker.replay.looked_into import look_into
from console.media.worker.segments.movie import Movie, MovieOf
from console.protocol.glimpse_messages import NOT_IN_PACKAGE, NOT_RECORDED, RecordedGap
from console.protocol.movie_index import CONNECTION, CRASH, DISK, RING, GapRecord
from console.protocol.process_config import RecordedFeed, RecordedState, ReplaySource
from console.protocol.time_anchor import TimeAnchor
from tests.unit.media.worker.segments.filmed import FIRST_NS, connection, encoded, kept, write_all
from tests.watch.logs import ExpectedLog

S = 1_000_000_000
LOG_MS = 1_800_000_000_000
BOOT = "boot"
EARLY = kept(encoded(frames=60))
LATE = kept(encoded(frames=60), connection(number=2), first=61, first_ns=FIRST_NS + 30 * S)


def put(folder: Path, feed: str, reason: str, profile: Profile = Profile.SUB, boot: str = BOOT) -> None:
    """A movie with a gap of half a minute, less the four seconds before it."""
    path = folder / feed / f"{profile}-1-x-1.mp4"
    path.parent.mkdir(exist_ok=True)
    movie = write_all(Movie.begin(path, MovieOf(FeedId(feed), profile, boot), EARLY[0]), EARLY)
    movie.note_gap(GapRecord(reason, 60, 61, EARLY[-1].arrival_ns, LATE[0].arrival_ns))
    write_all(movie, LATE).close()


def source(folder: Path) -> ReplaySource:
    return ReplaySource(str(folder), (TimeAnchor(BOOT, FIRST_NS, LOG_MS),))


def gap(feed: str, reason: str) -> RecordedGap:
    from_ms = LOG_MS + (EARLY[-1].arrival_ns - FIRST_NS) // 1_000_000
    return RecordedGap(FeedId(feed), from_ms, LOG_MS + 30_000, reason)


def test_of_each_camera_the_small_stream_or_the_large_one_alone(tmp_path: Path) -> None:
    put(tmp_path, "cam-1", DISK, Profile.MAIN)
    put(tmp_path, "cam-1", RING)
    put(tmp_path, "cam-2", CONNECTION, Profile.MAIN)
    looked = look_into(source(tmp_path))
    assert set(looked.tapes) == {"cam-1", "cam-2"}
    assert looked.gaps == (gap("cam-1", RING), gap("cam-2", CONNECTION))


def test_nothing_is_said_of_what_has_no_place_or_can_not_be_read(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("another start of the machine")
    expected_log("a movie is left out")
    put(tmp_path, "cam-1", RING, boot="other")
    (tmp_path / "cam-2").mkdir()
    (tmp_path / "cam-2" / "sub-2-x-2.mp4").write_bytes(b"rubbish")
    (tmp_path / "cam-2" / "sub-2-x-2.jsonl").write_bytes(b"rubbish\n")
    assert look_into(source(tmp_path)).gaps == ()


def put_two(folder: Path, after_s: int, reason: str = "") -> int:
    """Two movies of one camera, the second so many seconds after the first; its begin in log time."""
    begin_ns = EARLY[-1].arrival_ns + after_s * S
    late = kept(encoded(frames=60), connection(number=2), first=500, first_ns=begin_ns)
    (folder / "cam-1").mkdir()
    of = MovieOf(FeedId("cam-1"), Profile.SUB, BOOT)
    for number, packets in enumerate((EARLY, late), 1):
        movie = Movie.begin(folder / "cam-1" / f"sub-{number}-x-{number}.mp4", of, packets[0])
        if reason and packets is late:
            movie.note_gap(GapRecord(reason, 0, 500, EARLY[-1].arrival_ns, begin_ns))
        write_all(movie, packets).close()
    return LOG_MS + (begin_ns - FIRST_NS) // 1_000_000


def test_a_hole_between_two_recordings_is_a_gap(tmp_path: Path) -> None:
    to_ms = put_two(tmp_path, 41)
    found = gap("cam-1", NOT_RECORDED)
    assert look_into(source(tmp_path)).gaps == (msgspec.structs.replace(found, to_ms=to_ms),)
    whole = RecordedFeed(FeedId("cam-1"), {Profile.SUB: ((0, 2 * to_ms),)})
    around = ((0, found.from_ms), (to_ms, 2 * to_ms))
    for recorded, reason in (
        ((whole,), NOT_IN_PACKAGE),
        ((RecordedFeed(FeedId("cam-1"), {Profile.SUB: around}),), NOT_RECORDED),
        ((RecordedFeed(FeedId("cam-1"), {Profile.MAIN: ((0, 2 * to_ms),)}),), NOT_RECORDED),
        ((RecordedFeed(FeedId("cam-2"), whole.times_ms),), NOT_RECORDED),
    ):
        (told,) = look_into(msgspec.structs.replace(source(tmp_path), recorded=recorded)).gaps
        assert told.reason == reason


@pytest.mark.parametrize(("after_s", "count"), [(4, 0), (5, 1)])
def test_what_is_shorter_than_a_packages_hole_is_none(tmp_path: Path, after_s: int, count: int) -> None:
    put_two(tmp_path, after_s)
    assert len(look_into(source(tmp_path)).gaps) == count


@pytest.mark.parametrize("reason", [CRASH, CONNECTION, DISK])
def test_what_a_movie_tells_of_the_time_before_it_is_told_once(tmp_path: Path, reason: str) -> None:
    put_two(tmp_path, 41, reason)
    assert [one.reason for one in look_into(source(tmp_path)).gaps] == [reason]


@pytest.mark.parametrize(("short_ms", "count"), [(4_900, 0), (5_100, 2)])
def test_before_the_first_and_behind_the_last_picture_of_what_was_asked_for_is_a_gap_too(
    tmp_path: Path, short_ms: int, count: int
) -> None:
    """As a package says it; of a camera's streams that count together."""
    put(tmp_path, "cam-1", RING)
    put(tmp_path, "cam-2", RING, Profile.MAIN)
    end_ms = LOG_MS + (LATE[-1].arrival_ns - FIRST_NS) // 1_000_000
    asked = msgspec.structs.replace(source(tmp_path), asked_ms=(LOG_MS - short_ms, end_ms + short_ms))
    edges = [one for one in look_into(asked).gaps if one.reason != RING and one.feed == "cam-1"]
    assert [(one.from_ms, one.to_ms) for one in edges] == [
        (LOG_MS - short_ms, LOG_MS),
        (end_ms, end_ms + short_ms),
    ][:count]
    assert {one.reason for one in edges} <= {NOT_RECORDED}
    live = RecordedState(0, end_ms, PictureState.LIVE)
    gone = RecordedState(end_ms, end_ms + short_ms, PictureState.LOST, LostCause.REFUSED)
    lost = RecordedFeed(FeedId("cam-1"), states=(live, gone))
    told = look_into(msgspec.structs.replace(asked, recorded=(lost,))).gaps
    reasons = [one.reason for one in told if one.feed == "cam-1"]
    assert reasons == ([NOT_RECORDED, RING, CONNECTION] if count else [RING])


def test_a_camera_whose_other_stream_goes_on_has_no_gap_at_its_end(tmp_path: Path) -> None:
    put(tmp_path, "cam-1", RING, Profile.MAIN)
    write_all(
        Movie.begin(
            tmp_path / "cam-1" / "sub-1-x-1.mp4", MovieOf(FeedId("cam-1"), Profile.SUB, BOOT), EARLY[0]
        ),
        EARLY,
    ).close()
    end_ms = LOG_MS + (LATE[-1].arrival_ns - FIRST_NS) // 1_000_000
    asked = msgspec.structs.replace(source(tmp_path), asked_ms=(LOG_MS, end_ms))
    assert look_into(asked).gaps == ()


@pytest.mark.parametrize("folder", ["none", "."])
def test_without_movies_nothing_is_missing(tmp_path: Path, folder: str) -> None:
    assert look_into(source(tmp_path / folder)) == ({}, ())
