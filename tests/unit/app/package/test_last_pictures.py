"""What ended just now is waited for, no longer than it takes to come to the disk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from console.app.package.last_pictures import ON_DISK_WITHIN_MS, await_last_pictures
from console.app.package.manifest import Asked
from console.app.package.progress import Progress
from console.domain.ids import FeedId
from console.media.worker.segments.movie import Movie
from tests.fakes.recorded_site import RecordedSite, recorded_site, small_packets
from tests.fakes.set_clock import SetClock

PACKETS = small_packets()
ALREADY = 61
"""Of these packets, in a movie that is being written."""


@pytest.fixture
def site(tmp_path: Path) -> RecordedSite:
    return recorded_site(tmp_path)


class Waiting:
    """``happens`` in place of the wait of each number (1 is the first)."""

    def __init__(self, site: RecordedSite, now_ms: int) -> None:
        self.clock = SetClock(now_ms)
        self.waits = 0
        self._site = site

    def ask(
        self, to_ms: int | None, *cameras: str, happens: dict[int, Callable[[], None]] | None = None
    ) -> int:
        """How often it waited."""
        acts = happens or {}

        def wait(seconds: float) -> None:
            self.waits += 1
            self.clock.pass_ms(round(seconds * 1000))
            acts.get(self.waits, lambda: None)()

        asked = Asked(None, None, 0, to_ms, tuple(FeedId(one) for one in cameras))
        await_last_pictures(self._site.data_dir / "video", asked, self.clock, Progress(self.clock), wait)
        return self.waits


@pytest.fixture
def movie(site: RecordedSite) -> Iterator[Movie]:
    """One that is being written: three seconds of it."""
    growing = site.begin_movie("cam-001", PACKETS[0])
    for one in PACKETS[:ALREADY]:
        growing.write(one, site.wall_ms(one))
    yield growing
    growing.abandon()


def now_of(movie: Movie) -> int:
    return movie.path.stat().st_mtime_ns // 1_000_000 + 100


def test_it_waits_until_the_movie_is_whole(site: RecordedSite, movie: Movie) -> None:
    now_ms = now_of(movie)
    assert Waiting(site, now_ms).ask(now_ms - 50, "cam-001", happens={7: movie.close}) == 7


def test_a_movie_that_goes_on_is_waited_for_until_it_holds_the_end(site: RecordedSite, movie: Movie) -> None:
    now_ms = now_of(movie)
    shift_ms = now_ms - site.wall_ms(PACKETS[ALREADY])  # its packets are of another time than its file

    def goes_on() -> None:
        for one in PACKETS[ALREADY:]:
            movie.write(one, site.wall_ms(one) + shift_ms)
        movie.look(PACKETS[-1].arrival_ns + 2_000_000_000)

    assert Waiting(site, now_ms).ask(now_ms, "cam-001", happens={3: goes_on}) == 3


def test_it_does_not_wait_for_ever(site: RecordedSite, movie: Movie) -> None:
    now_ms = now_of(movie)
    waiting = Waiting(site, now_ms)
    waiting.ask(now_ms - 3_000)
    assert waiting.clock.now_ms() - now_ms == ON_DISK_WITHIN_MS - 3_000


@pytest.mark.parametrize(("ended_ms", "cameras"), [(ON_DISK_WITHIN_MS, ()), (-1, ()), (0, ("cam-002",))])
def test_what_ended_before_or_goes_on_or_is_of_others_is_not_waited_for(
    site: RecordedSite, movie: Movie, ended_ms: int, cameras: tuple[str, ...]
) -> None:
    now_ms = now_of(movie)
    assert Waiting(site, now_ms).ask(now_ms - ended_ms, *cameras) == 0
    assert Waiting(site, now_ms).ask(None) == 0


def test_whose_camera_was_lost_long_before_is_not_waited_for(site: RecordedSite, movie: Movie) -> None:
    now_ms = now_of(movie) + 2 * ON_DISK_WITHIN_MS
    assert Waiting(site, now_ms).ask(now_ms) == 0
