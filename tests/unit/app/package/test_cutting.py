"""A movie is cut at its fragments: what is taken is the same bytes, opens anywhere, and its index fits."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.app.package.cutting import Span, cut_movie, fragments_within
from console.app.package.progress import Progress
from console.media.worker.replay.recorded_movie import RecordedMovie
from console.media.worker.segments.movie import Movie, index_of
from console.protocol.movie_index import CONNECTION, DISK, GapRecord, read_index
from tests.fakes.set_clock import SetClock
from tests.unit.media.worker.segments.filmed import (
    FIRST_WALL_MS,
    INTERVAL_NS,
    OF,
    complaints,
    encoded,
    film,
    kept,
    probed,
    repeated,
    wall_ms,
)

PACKETS = kept(repeated(encoded(frames=60), 5))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("movies") / "whole.mp4", PACKETS)


def cut(movie: Path, to: Path, from_ms: int, to_ms: int | None) -> int:
    return cut_movie(movie, to, Span(from_ms, to_ms), Progress(SetClock()))


@settings(max_examples=40)
@given(st.integers(-3_000, 25_000), st.one_of(st.none(), st.integers(-3_000, 25_000)))
def test_what_was_asked_for_is_there_from_the_keyframe_before_it(
    whole: Path, after_ms: int, length: int | None
) -> None:
    from_ms = FIRST_WALL_MS + after_ms
    to_ms = None if length is None else from_ms + length
    with_it = [one for one in PACKETS if wall_ms(one) >= from_ms and (to_ms is None or wall_ms(one) < to_ms)]
    kept_ = fragments_within(read_index(index_of(whole)), Span(from_ms, to_ms))
    numbers = [one.number for fragment in kept_ for one in fragment.packets]
    assert set(numbers) >= {one.number for one in with_it}
    assert numbers == list(range(numbers[0], numbers[-1] + 1)) if numbers else not with_it
    if with_it:
        first = next(one for one in PACKETS if one.number == numbers[0])
        assert first.is_keyframe and (wall_ms(first) > from_ms - 2_100)
        assert len(numbers) <= len(with_it) + 2 * 2_100_000_000 // INTERVAL_NS


def test_a_part_is_the_same_bytes_and_any_program_opens_it(whole: Path, tmp_path: Path) -> None:
    packets = cut(whole, tmp_path / "part.mp4", FIRST_WALL_MS + 7_000, FIRST_WALL_MS + 11_000)
    assert 60 <= packets < 150
    part, before = RecordedMovie(tmp_path / "part.mp4"), RecordedMovie(whole)
    assert complaints(part.path) == "" and probed(part.path) == f"h264,160,90,{packets}"
    assert part.index.missing == "" and part.index.end is not None
    assert part.index.end.size == part.path.stat().st_size
    body, all_of_it = part.path.read_bytes(), whole.read_bytes()
    head = part.index.header.head_bytes
    assert body[:head] == all_of_it[:head] and body[head:] in all_of_it
    first = before.index.packets.index(part.index.packets[0])
    assert part.index.packets == before.index.packets[first : first + packets]
    assert [len(part.packets(at)) for at in range(len(part.fragments))] == [
        len(fragment.packets) for fragment in part.fragments
    ]


def test_gaps_within_it_come_along_and_others_stay(tmp_path: Path) -> None:
    movie = Movie.begin(tmp_path / "a.mp4", OF, PACKETS[0])
    for one in PACKETS:
        if one.number in (40, 160):
            gap = GapRecord(CONNECTION, one.number - 1, one.number, one.arrival_ns - 9, one.arrival_ns)
            movie.note_gap(gap)
        movie.write(one, wall_ms(one))
    movie.close()
    assert len(read_index(tmp_path / "a.jsonl").gaps) == 2
    cut(tmp_path / "a.mp4", tmp_path / "b.mp4", FIRST_WALL_MS + 8_000, FIRST_WALL_MS + 14_000)
    assert [one.to_number for one in read_index(tmp_path / "b.jsonl").gaps] == [160]


@pytest.mark.parametrize("gap_from", [-700, 0])
@pytest.mark.parametrize(("after_ms", "gaps"), [(-1, 1), (1, 0)])
def test_a_gap_that_begins_in_the_movie_before_comes_with_the_time_that_it_is_in(
    tmp_path: Path, gap_from: int, after_ms: int, gaps: int
) -> None:
    first = PACKETS[0]
    movie = Movie.begin(tmp_path / "a.mp4", OF, first)
    movie.note_gap(GapRecord(DISK, gap_from, first.number, first.arrival_ns - 50 * 10**9, first.arrival_ns))
    for one in PACKETS:
        movie.write(one, wall_ms(one))
    movie.close()
    cut(tmp_path / "a.mp4", tmp_path / "b.mp4", FIRST_WALL_MS + after_ms, FIRST_WALL_MS + 6_000)
    part = read_index(tmp_path / "b.jsonl")
    assert part.missing == "" and part.packets[0].number == first.number
    assert [one.reason for one in part.gaps] == [DISK] * gaps


@pytest.mark.parametrize(("from_ms", "to_ms"), [(30_000, None), (-9_000, -1), (21_000, 22_000)])
def test_of_a_time_with_no_picture_there_is_no_file(
    whole: Path, tmp_path: Path, from_ms: int, to_ms: int | None
) -> None:
    until = None if to_ms is None else FIRST_WALL_MS + to_ms
    assert cut(whole, tmp_path / "part.mp4", FIRST_WALL_MS + from_ms, until) == 0
    assert list(tmp_path.iterdir()) == []
