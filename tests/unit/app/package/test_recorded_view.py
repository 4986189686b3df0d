"""At each moment the newest picture that had come."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.app.package.recorded_view import RecordedView
from console.media.worker.replay.recorded_movie import RecordedMovie
from console.media.worker.replay.stream_tape import StreamTape
from console.protocol.time_anchor import LogTimes, TimeAnchor
from tests.unit.media.worker.segments.filmed import FIRST_NS, OF, encoded, film, kept, repeated

CAME = kept(repeated(encoded(frames=60), 2))
LOG_MS = 1_800_000_000_000


def log_ns(at_ns: int) -> int:
    return LOG_MS * 1_000_000 + at_ns - FIRST_NS


@pytest.fixture(scope="module")
def tape(tmp_path_factory: pytest.TempPathFactory) -> StreamTape:
    movie = film(tmp_path_factory.mktemp("movies") / "a.mp4", CAME)
    return StreamTape([RecordedMovie(movie)], LogTimes([TimeAnchor(OF.machine_boot, FIRST_NS, LOG_MS)]))


@settings(max_examples=25)
@given(st.lists(st.integers(-1_000, 12_000), min_size=1, max_size=6).map(sorted))
def test_it_is_the_newest_by_then(tape: StreamTape, moments_ms: list[int]) -> None:
    view = RecordedView(tape, log_ns(FIRST_NS + moments_ms[0] * 1_000_000), 160, 90)
    for moment in moments_ms:
        at_ns = FIRST_NS + moment * 1_000_000
        by_then = [one.arrival_ns for one in CAME if one.arrival_ns <= at_ns]
        picture = view.at(log_ns(at_ns))
        assert (picture is None) == (not by_then)
        if picture is not None:
            assert picture.at_ns == log_ns(by_then[-1]) and picture.pixels.shape == (90, 160, 3)


def test_another_shape_is_fitted_with_black_beside_it(tape: StreamTape) -> None:
    picture = RecordedView(tape, log_ns(FIRST_NS), 100, 200).at(log_ns(FIRST_NS))
    assert picture is not None and picture.pixels.shape == (200, 100, 3)
    assert not picture.pixels[:60].any() and not picture.pixels[-60:].any() and picture.pixels[100].any()
