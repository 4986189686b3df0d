"""Movies of one stream as one tape: where to begin, what follows, where nothing is."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.media.worker.replay.recorded_movie import RecordedMovie
from console.media.worker.replay.stream_tape import Came, StreamTape, movies_below
from console.media.worker.ring import KeptPacket
from console.media.worker.segments.movie import Movie
from console.protocol.movie_index import CONNECTION, GapRecord
from console.protocol.time_anchor import LogTimes, TimeAnchor
from tests.unit.media.worker.segments.filmed import (
    FIRST_NS,
    OF,
    connection,
    encoded,
    film,
    film_back,
    kept,
    repeated,
    write_all,
)
from tests.watch.logs import ExpectedLog

S = 1_000_000_000
LOG_MS = 1_800_000_000_000
TIMES = LogTimes([TimeAnchor(OF.machine_boot, FIRST_NS, LOG_MS)])
CAME = kept(repeated(encoded(frames=60), 5))


def log_ns(one: KeptPacket) -> int:
    return LOG_MS * 1_000_000 + one.arrival_ns - FIRST_NS


def tape(*movies: Path) -> StreamTape:
    return StreamTape([RecordedMovie(path) for path in movies], TIMES)


def played(of: StreamTape, at_ns: int) -> list[Came]:
    place = of.key_before(at_ns)
    assert place is not None
    return list(of.from_place(place))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> StreamTape:
    return tape(film(tmp_path_factory.mktemp("movies") / "a.mp4", CAME))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(CAME) - 1))
def test_a_moment_is_reached_from_the_last_keyframe_before_it(whole: StreamTape, index: int) -> None:
    found = played(whole, log_ns(CAME[index]))
    key = max(at for at in range(index + 1) if CAME[at].is_keyframe)
    assert [one.number for one in found] == [one.number for one in CAME[key:]]
    assert [one.at_ns for one in found] == [log_ns(one) for one in CAME[key:]]


def test_it_knows_its_bounds(whole: StreamTape) -> None:
    assert (whole.begin_ns, whole.end_ns) == (log_ns(CAME[0]), log_ns(CAME[-1]))
    assert whole.key_before(log_ns(CAME[0]) - 1) is None
    first = whole.first_key()
    assert first is not None and first.at_ns == log_ns(CAME[0])


def numbers(found: Sequence[Came]) -> list[int]:
    return [one.number for one in found]


def test_movies_that_follow_each_other_are_one_and_ones_that_overlap_are_not_doubled(tmp_path: Path) -> None:
    """As where the disk was full for a moment, and where a recording began soon after another's end."""
    first, second, third = CAME[:100], CAME[100:], CAME[60:]
    after = film(tmp_path / "b.mp4", [one for one in second if one.number >= 121])
    assert numbers(played(tape(film(tmp_path / "a.mp4", first), after), log_ns(CAME[0]))) == [
        *range(1, 101),
        *range(121, 301),
    ]
    overlapping = film(tmp_path / "c.mp4", third)
    found = played(tape(overlapping, tmp_path / "a.mp4"), log_ns(CAME[0]))
    assert numbers(found) == list(range(1, 301)), "it goes on in the second where the first ends"
    assert all(one.at_ns < other.at_ns for one, other in pairwise(found))


def test_where_the_camera_was_lost_is_known(tmp_path: Path) -> None:
    late = kept(encoded(frames=60), connection(number=2), first=61, first_ns=FIRST_NS + 30 * S)
    path = tmp_path / "a.mp4"
    movie = write_all(Movie.begin(path, OF, CAME[0]), CAME[:60])
    movie.note_gap(GapRecord(CONNECTION, 60, 61, CAME[59].arrival_ns, late[0].arrival_ns))
    write_all(movie, late).close()
    (lost,) = tape(path).bare
    assert (lost.from_ns, lost.to_ns, lost.lost) == (log_ns(CAME[59]), log_ns(late[0]), True)


def test_between_two_recordings_nothing_is_there(tmp_path: Path) -> None:
    late = kept(encoded(frames=30), first=500, first_ns=FIRST_NS + 60 * S)
    both = tape(film(tmp_path / "a.mp4", CAME[:60]), film(tmp_path / "b.mp4", late))
    (hole,) = both.bare
    assert (hole.from_ns, hole.to_ns, hole.lost) == (log_ns(CAME[59]), log_ns(late[0]), False)


def test_a_movie_that_goes_on_in_another_has_no_hole(tmp_path: Path) -> None:
    """As where the parameters of its video change."""
    both = tape(film(tmp_path / "a.mp4", CAME[:60]), film(tmp_path / "b.mp4", CAME[60:]))
    assert both.bare == ()


def test_a_camera_that_came_back_with_other_parameters_was_lost(tmp_path: Path) -> None:
    late = kept(encoded(frames=60), connection(number=2), first=61, first_ns=FIRST_NS + 30 * S)
    first = film(tmp_path / "a.mp4", CAME[:60])
    second = film_back(tmp_path / "b.mp4", CAME[:60], late)
    (lost,) = tape(first, second).bare
    assert (lost.from_ns, lost.to_ns, lost.lost) == (log_ns(CAME[59]), log_ns(late[0]), True)


def test_what_was_recorded_on_another_start_of_the_machine_has_no_place(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("another start of the machine")
    lone = StreamTape(
        [RecordedMovie(film(tmp_path / "a.mp4", CAME[:60]))], LogTimes([TimeAnchor("other", 0, 0)])
    )
    assert (lone.begin_ns, lone.end_ns, lone.first_key()) == (None, None, None)


def test_a_fragment_that_can_not_be_read_is_left_out_and_said(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    path = film(tmp_path / "a.mp4", CAME[:120])
    place = RecordedMovie(path).fragments[1].place
    body = bytearray(path.read_bytes())
    body[place.offset : place.offset + place.length] = bytes(place.length)
    path.write_bytes(body)
    expected_log("fragment 1 can't be read")
    found = numbers(played(tape(path), log_ns(CAME[0])))
    assert found == [*range(1, 31), *range(61, 121)]


def test_a_folder_is_read_by_stream_and_what_is_no_movie_is_said(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    (tmp_path / "cam-1").mkdir()
    film(tmp_path / "cam-1" / "sub-1-x-1.mp4", CAME[:60])
    (tmp_path / "cam-1" / "sub-2-x-2.mp4").write_bytes(b"rubbish")
    (tmp_path / "cam-1" / "sub-2-x-2.jsonl").write_bytes(b"rubbish\n")
    expected_log("a movie is left out")
    found = movies_below(tmp_path)
    assert {key: len(movies) for key, movies in found.items()} == {(OF.feed, OF.profile): 1}
