import contextlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.media.worker.ring import KeptPacket
from console.media.worker.segments.movie import Movie, index_of
from console.media.worker.segments.repair import (
    MovieDamaged,
    MovieInUse,
    Outcome,
    repair,
    repair_left_over,
)
from console.protocol.movie_index import REPAIRED, EndRecord, MovieIndex, parse_index, read_index
from tests.unit.media.worker.segments.filmed import (
    OF,
    complaints,
    encoded,
    film,
    kept,
    probed,
    repeated,
    sample_units,
    samples,
    units,
    write_all,
)
from tests.watch.logs import ExpectedLog

SOURCE = encoded(frames=150, gop=15)
SHORT = kept(repeated(SOURCE[:75], 1))  # 5 s
LONG = kept(repeated(SOURCE, 6))  # 60 s


class Crashed:
    """A movie that a crash left, its bytes, and the index as it was before."""

    def __init__(self, folder: Path, packets: Sequence[KeptPacket] = SHORT) -> None:
        self.path = folder / "sub-1-old-1.mp4"
        movie = Movie.begin(self.path, OF, packets[0])
        write_all(movie, packets)
        movie.look(packets[-1].arrival_ns + 10_000_000_000)
        movie.abandon()
        self.data = self.path.read_bytes()
        self.lines = index_of(self.path).read_bytes()
        self.index = parse_index(self.lines, self.path)

    def becomes(self, data: bytes, lines: bytes | None) -> None:
        """The files as a crash would have left them."""
        for file, body in ((self.path, data), (index_of(self.path), lines)):
            file.unlink(missing_ok=True)
            if body is not None:
                file.write_bytes(body)

    def left(self) -> set[str]:
        return {file.name for file in self.path.parent.iterdir()}


@pytest.fixture
def crashed(tmp_path: Path) -> Crashed:
    return Crashed(tmp_path)


@pytest.fixture(scope="module")
def crashed_long(tmp_path_factory: pytest.TempPathFactory) -> Crashed:
    return Crashed(tmp_path_factory.mktemp("long"), LONG)


def check_whole(path: Path) -> MovieIndex:
    """The movie and its index agree, and both are the beginning of what was written."""
    index = read_index(index_of(path))
    size = path.stat().st_size
    assert index.end == EndRecord(REPAIRED, size)
    assert index.missing == ""
    assert index.fragments[-1].end == size
    found = [sample_units(sample) for sample in samples(path)]
    assert found == [units(bytes(one.packet)) for one in LONG[: len(found)]]
    assert [record.number for record in index.packets] == list(range(1, len(found) + 1))
    return index


def expected_fragments(crashed: Crashed, size: int, lines: int) -> int:
    return sum(one.end <= size and one.index_end <= lines for one in crashed.index.fragments)


def sampled(length: int, borders: list[int], step: int) -> list[int]:
    """Each border with its neighbours, and places between."""
    near = {border + by for border in borders for by in (-9, -1, 0, 1, 7, 8, 9, 16)}
    return sorted(at for at in near | set(range(0, length, step)) if 0 <= at <= length)


@pytest.mark.parametrize("tail", [b"", b"\0" * 5000], ids=["cut", "zeros"])
def test_a_movie_cut_anywhere_is_repaired_to_its_last_whole_fragment_or_removed(
    crashed: Crashed, tail: bytes
) -> None:
    borders = [one.place.offset for one in crashed.index.fragments] + [len(crashed.data)]
    for length in sampled(len(crashed.data), borders, len(crashed.data) // 60):
        crashed.becomes(crashed.data[:length] + tail, crashed.lines)
        left = expected_fragments(crashed, length, len(crashed.lines))
        done = repair(crashed.path)
        if left == 0 and done.outcome is Outcome.REMOVED:
            assert crashed.left() == set()
            continue
        assert len(check_whole(crashed.path).fragments) == left
        assert repair(crashed.path)[:3] == (crashed.path, Outcome.WHOLE, 0)


def test_an_index_cut_anywhere_takes_its_movie_with_it(crashed: Crashed) -> None:
    ends = [one.index_end for one in crashed.index.fragments]
    header = crashed.lines.index(b"\n") + 1
    for length in sampled(len(crashed.lines), [header, *ends], len(crashed.lines) // 60):
        crashed.becomes(crashed.data, crashed.lines[:length])
        left = expected_fragments(crashed, len(crashed.data), length)
        if length < header:  # it was made safe when the movie began
            with pytest.raises(MovieDamaged):
                repair(crashed.path)
            for file in crashed.path.parent.iterdir():
                file.unlink()
            continue
        done = repair(crashed.path)
        if left == 0:
            assert done.outcome is Outcome.REMOVED
            assert crashed.left() == set()
        else:
            assert done.outcome is Outcome.REPAIRED
            assert len(check_whole(crashed.path).fragments) == left


def test_a_long_movie_that_is_cut_keeps_all_that_is_whole(crashed_long: Crashed) -> None:
    size = len(crashed_long.data)
    for length in (size // 7, size // 2, size - 5):
        crashed_long.becomes(crashed_long.data[:length], crashed_long.lines)
        assert repair(crashed_long.path).cut_bytes == length - crashed_long.path.stat().st_size
        left = expected_fragments(crashed_long, length, len(crashed_long.lines))
        assert len(check_whole(crashed_long.path).fragments) == left


def test_a_repaired_movie_plays_without_a_complaint(crashed: Crashed) -> None:
    crashed.becomes(crashed.data[:-100], crashed.lines)
    repair(crashed.path)
    assert probed(crashed.path) == "h264,160,90,60"
    assert complaints(crashed.path) == ""


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x40]) + data[at + 1 :]


def test_a_block_that_never_reached_the_disk_before_a_power_cut_is_no_picture(crashed: Crashed) -> None:
    last = crashed.index.fragments[-1].place
    middle = last.offset + last.length // 2
    crashed.becomes(crashed.data[:middle] + b"\0" * 64 + crashed.data[middle + 64 :], crashed.lines)
    assert repair(crashed.path).cut_bytes == last.length
    assert len(check_whole(crashed.path).fragments) == len(crashed.index.fragments) - 1


@given(st.floats(0, 1), st.binary(min_size=1, max_size=3000), st.booleans(), st.floats(0, 1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_lies_where_a_crash_left_it_no_movie_says_what_was_not_sent(
    crashed: Crashed, at: float, rubbish: bytes, is_kept: bool, index_cut: float
) -> None:
    start = int(at * len(crashed.data))
    rest = crashed.data[start + len(rubbish) :] if is_kept else b""
    crashed.becomes(
        crashed.data[:start] + rubbish + rest, crashed.lines[: int(index_cut * len(crashed.lines))]
    )
    with contextlib.suppress(MovieDamaged):
        repair(crashed.path)
    if crashed.path.exists():
        check_whole(crashed.path)
        assert repair(crashed.path).outcome is Outcome.WHOLE
    for file in crashed.path.parent.iterdir():
        file.unlink()


Damage = Callable[[Crashed], tuple[bytes, bytes | None]]
DAMAGES: dict[str, Damage] = {
    "no index": lambda one: (one.data, None),
    "an index of zeros": lambda one: (one.data, bytes(1000) + b"\n"),
    "an index without its header": lambda one: (one.data, one.lines[one.lines.index(b"\n") + 1 :]),
    "an index that ends long before": lambda one: (one.data, one.lines[: one.index.fragments[5].index_end]),
    "a head that is none": lambda one: (flipped(one.data, 400), one.lines),
    "a bad box long before the end": lambda one: (
        flipped(one.data, one.index.fragments[5].place.offset + 1),
        one.lines,
    ),
    "a bad line long before the end": lambda one: (
        one.data,
        one.lines[: one.index.fragments[5].index_end] + b"{}\n" + one.lines * 20,
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_more_damage_than_a_crash_does_is_named_and_left_alone(crashed_long: Crashed, damage: Damage) -> None:
    data, lines = damage(crashed_long)
    crashed_long.becomes(data, lines)
    with pytest.raises(MovieDamaged, match=r"sub-1-old-1\.mp4: can't be repaired: .*renamed"):
        repair(crashed_long.path)
    aside = crashed_long.path.with_name("sub-1-old-1.mp4.damaged")
    assert aside.read_bytes() == data
    expected = {aside.name} if lines is None else {aside.name, "sub-1-old-1.jsonl.damaged"}
    assert crashed_long.left() == expected
    for name in expected:
        (aside.parent / name).unlink()


def test_a_bad_line_near_the_end_is_a_crash(crashed: Crashed) -> None:
    ends = [one.index_end for one in crashed.index.fragments]
    crashed.becomes(crashed.data, crashed.lines[: ends[0]] + b"\0" * 300 + crashed.lines[ends[0] + 300 :])
    repair(crashed.path)
    assert len(check_whole(crashed.path).fragments) == 1


def test_a_finished_movie_is_left_as_it_is(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", SHORT)
    before = path.read_bytes(), index_of(path).read_bytes()
    assert repair(path)[:3] == (path, Outcome.WHOLE, 0)
    assert (path.read_bytes(), index_of(path).read_bytes()) == before


def test_a_finished_movie_that_lost_its_end_is_repaired(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", SHORT)
    path.write_bytes(path.read_bytes()[:-10])
    assert repair(path).outcome is Outcome.REPAIRED
    check_whole(path)


def test_a_movie_that_is_written_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "cam").mkdir()
    path = tmp_path / "cam" / "sub-1-other-1.mp4"
    movie = write_all(Movie.begin(path, OF, SHORT[0]), SHORT)
    with pytest.raises(MovieInUse):
        repair(path)
    assert repair_left_over(tmp_path, "this") == ()
    movie.close()


def test_a_start_repairs_what_earlier_lives_left(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, expected_log: ExpectedLog
) -> None:
    expected_log("stays as a crash left it: .*its index is gone")
    for feed in ("a", "b", "c"):
        (tmp_path / feed).mkdir()
    left = Crashed(tmp_path / "a")
    film(tmp_path / "a" / "sub-2-old-2.mp4", SHORT)
    own = Crashed(tmp_path / "b")
    own.path.rename(own.path.with_name("sub-1-this-1.mp4"))
    index_of(own.path).rename(own.path.with_name("sub-1-this-1.jsonl"))
    damaged = Crashed(tmp_path / "c")
    index_of(damaged.path).unlink()
    (tmp_path / "c" / "holiday.mp4").write_bytes(b"not ours")
    with caplog.at_level(logging.INFO):
        done = repair_left_over(tmp_path, "this")
    assert [(one.path, one.outcome) for one in done] == [(left.path, Outcome.REPAIRED)]
    assert (tmp_path / "b" / "sub-1-this-1.jsonl").read_bytes() == own.lines
    assert damaged.left() == {"sub-1-old-1.mp4.damaged", "holiday.mp4"}
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(said) == 1
    assert "its index is gone" in said[0]
    caplog.clear()
    assert repair_left_over(tmp_path, "this") == ()
