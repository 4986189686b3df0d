from pathlib import Path

import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker.ring import PacketRing
from console.media.worker.segments.crash_gap import LONGEST_NS
from console.media.worker.segments.movie import Movie, MovieOf, index_of
from console.media.worker.segments.repair import repair
from console.media.worker.segments.track import Place, Track
from console.protocol.movie_index import CRASH, GapRecord, MovieIndex, read_index
from console.protocol.movie_names import movie_path
from tests.fakes.held_clock import HeldClock
from tests.unit.media.worker.segments.filmed import (
    FIRST_WALL_MS,
    connection,
    encoded,
    is_key,
    kept,
    packet,
    wall_ms,
)

FEED = FeedId("cam-1")
BEFORE = kept(encoded(frames=90))
LAST_NS = BEFORE[59].arrival_ns
"""Of the last packet of a whole fragment: the third is not written."""


def left_by_a_crash(
    folder: Path, *, boot: str = "a", machine: str = "machine", profile: Profile = Profile.SUB
) -> Path:
    """A movie without an end, two fragments of it on disk."""
    path = movie_path(folder, FEED, profile, FIRST_WALL_MS, boot, 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    movie = Movie.begin(path, MovieOf(FEED, profile, machine), BEFORE[0])
    for one in BEFORE:
        movie.write(one, wall_ms(one))
    movie.abandon()
    assert read_index(index_of(path)).packets[-1].arrival_ns == LAST_NS
    return path


def goes_on(folder: Path, after_ns: int = 3_000_000_000, boot: str = "b") -> MovieIndex:
    """What the next life of the program writes, so long after."""
    clock = HeldClock((LAST_NS + after_ns) / 1e9, wall_ms(BEFORE[59]) + after_ns // 1_000_000)
    ring, of = PacketRing(keep_s=60.0), connection()
    first_ns = LAST_NS + after_ns
    for index, data in enumerate(encoded(frames=60)):
        made = packet(data, key=is_key("h264", data), pts=index * 6000)
        ring.append(of, made, first_ns + index * 66_000_000)
    path = movie_path(folder, FEED, Profile.SUB, FIRST_WALL_MS + 9_000, boot, 1)
    track = Track((FEED, Profile.SUB), ring, Place(folder, "machine", clock, lambda *_: path))
    track.turn()
    track.give_up()
    repair(path)
    return read_index(index_of(path))


def test_what_a_crash_took_is_stated_by_the_movie_that_goes_on(tmp_path: Path) -> None:
    left_by_a_crash(tmp_path)
    index = goes_on(tmp_path)
    first = index.packets[0]
    assert index.gaps == (GapRecord(CRASH, 0, first.number, LAST_NS, first.arrival_ns),)


def test_it_is_the_same_whether_it_is_repaired_before_or_after(tmp_path: Path) -> None:
    path = left_by_a_crash(tmp_path)
    repair(path)
    assert [gap.from_ns for gap in goes_on(tmp_path).gaps] == [LAST_NS]


def test_a_fragment_that_is_named_in_part_is_no_part_of_the_movie(tmp_path: Path) -> None:
    index = index_of(left_by_a_crash(tmp_path))
    lines = index.read_bytes().splitlines(keepends=True)
    index.write_bytes(b"".join(lines[:-3]) + lines[-3][:20])
    whole = read_index(index).packets[-1].arrival_ns
    assert [gap.from_ns for gap in goes_on(tmp_path).gaps] == [whole] != [LAST_NS]


def test_over_a_power_cut_it_is_as_long_as_by_wall_time(tmp_path: Path) -> None:
    left_by_a_crash(tmp_path, machine="before the power cut")
    (gap,) = goes_on(tmp_path, 90_000_000_000).gaps
    assert (gap.reason, gap.to_ns - gap.from_ns) == (CRASH, 90_000_000_000)


@pytest.mark.parametrize("what", ["an end", "this life", "another stream", "long ago"])
def test_what_was_no_crash_of_this_recording_is_none(tmp_path: Path, what: str) -> None:
    path = left_by_a_crash(
        tmp_path,
        boot="b" if what == "this life" else "a",
        profile=Profile.MAIN if what == "another stream" else Profile.SUB,
    )
    if what == "an end":
        index = index_of(path)
        repair(path)
        index.write_bytes(index.read_bytes().replace(b'"repaired"', b'"closed"'))
    assert goes_on(tmp_path, LONGEST_NS + 1 if what == "long ago" else 3_000_000_000).gaps == ()


@pytest.mark.parametrize("body", [b"", b"\0" * 5000, b"{}\n" * 9, b'{"record":"end"}'])
def test_an_index_that_cant_be_read_says_nothing(tmp_path: Path, body: bytes) -> None:
    index_of(left_by_a_crash(tmp_path)).write_bytes(body)
    assert goes_on(tmp_path).gaps == ()
