import pytest

from console.media.worker.capacity import Capacity

FRAME_PX = 640 * 360
FRAME_NS = 720_000


def work(capacity: Capacity, frames: int, cost: float = 1.0) -> None:
    for _ in range(frames):
        capacity.worked(FRAME_PX, int(FRAME_NS * cost))


def test_unknown_until_enough_was_decoded_then_pixels_by_cpu_time_of_all_threads() -> None:
    capacity = Capacity(threads=2)
    work(capacity, 400)
    assert capacity.mp_s == 0.0
    work(capacity, 100)
    assert capacity.mp_s == pytest.approx(2 * 320.0, rel=0.01)


def test_small_changes_are_not_said_and_large_ones_within_some_seconds_of_work() -> None:
    capacity = Capacity(threads=1)
    work(capacity, 2000)
    said = capacity.mp_s
    work(capacity, 20_000, cost=1.05)
    assert capacity.mp_s == said
    work(capacity, 40_000, cost=2.0)
    assert capacity.mp_s == pytest.approx(160.0, rel=0.12)
