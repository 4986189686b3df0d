"""The small pictures of all cameras: made when they are due, and not all at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import StreamKey
from console.media.worker.decode_pool import Work
from console.media.worker.posters import EVERY_NS, TURNS, Posters
from console.media.worker.stream import Stream
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import StreamSource
from tests.unit.media.worker.stream_bench import HeldClock

CAMERAS = 30
SECOND_NS = 1_000_000_000


class Offers:
    """A queue that counts what it is offered."""

    def __init__(self) -> None:
        self.works: list[Work] = []

    def offer(self, work: Work) -> None:
        self.works.append(work)

    def offer_at(self, work: Work, due_ns: int) -> None:
        raise AssertionError("none is for later")

    def is_crowded(self) -> bool:
        return False


class Pictured(Stream):
    """A stream that has pictures."""

    has_pictures = True


@pytest.fixture
def offers() -> Offers:
    return Offers()


@pytest.fixture
def posters(tmp_path: Path, offers: Offers) -> Iterator[Posters]:
    made = Posters(tmp_path, "worker-0", "boot", offers)
    yield made
    made.stop()


def streams(offers: Offers) -> dict[StreamKey, Stream]:
    clock = HeldClock()
    keys = [(FeedId(f"cam-{number:03}"), Profile.SUB) for number in range(CAMERAS)]
    sources = {key: StreamSource(*key, "rtsp://camera/1") for key in keys}
    return {
        key: Pictured(source, "worker-0", clock, PictureClock(clock), offers, lambda: None)
        for key, source in sources.items()
    }


def test_the_first_ones_come_at_once_and_later_ones_a_tenth_each_second(
    posters: Posters, offers: Offers
) -> None:
    shown = streams(offers)
    offered = []
    for second in range(31):
        before = len(offers.works)
        posters.look(shown, 10**15 + second * SECOND_NS)
        offered.append(len(offers.works) - before)
    assert offered[0] == CAMERAS
    assert offered[1:] == [CAMERAS // TURNS] * 30
    assert EVERY_NS // SECOND_NS == TURNS
