"""How often the engine plans anew, and for what it does not wait: a worker carries out what it plans."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand, Priority
from console.media.engine.engine import PLAN_SPACING_NS, REPLAN_NS
from console.media.worker.worker import Worker
from console.protocol.engine_messages import WorkerPlan
from console.protocol.process_config import StreamSource
from tests.fakes.media_site import MediaSite
from tests.watch.figures import Figure

CAM = FeedId("cam-1")
NOBODYS = StreamSource(CAM, Profile.SUB, "rtsp://127.0.0.1:1/none")
CHANGES = 60


class Planned:
    """A site without any camera, and the plan that its worker carries out."""

    def __init__(self, run_dir: Path) -> None:
        self.site = MediaSite(run_dir, (NOBODYS,))
        self.site.start()
        worker = self.site.workers["worker-0"].turned
        assert isinstance(worker, Worker)
        self._worker = worker

    @property
    def plan(self) -> WorkerPlan:
        assert self._worker._plan is not None
        return self._worker._plan

    def ranks(self) -> list[Priority]:
        return [Priority(slot.priority) for slot in self.plan.slots]


@pytest.fixture
def planned(run_dir: Path) -> Iterator[Planned]:
    made = Planned(run_dir)
    yield made
    made.site.stop()


def test_other_ranks_alone_wait_for_the_next_plan_and_the_last_of_them_holds(planned: Planned) -> None:
    look, a_while = planned.site.look, threading.Event()
    warmed, seen = (Demand(CAM, 160, 90, priority=one) for one in (Priority.WARMED, Priority.GRID))
    look.declare(warmed)
    look.until(lambda: bool(look.places), "it has its slot")
    before, began_ns = planned.plan.seq, planned.site.clock.monotonic_ns()
    for change in range(CHANGES):
        look.declare(warmed if change % 2 else seen)
        look.poll()
        a_while.wait(0.005)
    look.declare(seen)
    look.until(lambda: planned.ranks() == [Priority.GRID], "the last rank is the plan's")
    took_ns = planned.site.clock.monotonic_ns() - began_ns
    assert planned.plan.seq - before <= took_ns / PLAN_SPACING_NS + took_ns / REPLAN_NS + 3


def test_another_picture_is_planned_at_once(planned: Planned, figure: Figure) -> None:
    look = planned.site.look
    look.declare(Demand(CAM, 160, 90))
    look.until(lambda: bool(look.places), "it has its slot")
    before, began_ns = planned.plan.seq, planned.site.clock.monotonic_ns()
    for width in range(161, 171):
        look.declare(Demand(CAM, width, 90))
        look.until(
            lambda width=width: [slot.key.width for slot in planned.plan.slots] == [width],  # type: ignore[misc]
            "the plan has it",
        )
    took_ns = planned.site.clock.monotonic_ns() - began_ns
    assert planned.plan.seq - before >= 10
    figure("another picture planned and carried out", took_ns / 10e6, "ms")
