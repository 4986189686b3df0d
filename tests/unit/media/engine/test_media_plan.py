import os

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.picture import PictureState
from console.domain.tier import Shed, Tier
from console.media.engine.machine_load import LEAST_SHARE, LOOKS
from console.media.engine.media_plan import ASSUMED_MP_S, DRAWING_TOO, USABLE, MediaPlan
from console.protocol.engine_messages import (
    Demand,
    FeedHealth,
    Priority,
    SlotKey,
    SlotPlace,
    WorkerReport,
)
from console.protocol.process_config import EngineConfig, MediaBudgets

FEEDS = {FeedId(f"cam-{number:02}"): (Profile.SUB,) for number in range(40)}
DEMANDS = [Demand(feed, 240, 135) for feed in FEEDS]
T0 = 10**11


def media(**budgets: float) -> MediaPlan:
    return MediaPlan(
        EngineConfig(
            name="engine",
            site="t",
            run_dir="/r",
            workers=("worker-0", "worker-1"),
            feeds=FEEDS,
            budgets=MediaBudgets(**budgets),  # type: ignore[arg-type]
        )
    )


def report(worker: str, capacity_mp_s: float, *feeds: FeedHealth) -> WorkerReport:
    return WorkerReport(worker, "b", 1, (), feeds, capacity_mp_s)


def test_a_budget_is_assumed_until_every_worker_has_measured_itself() -> None:
    plan = media()
    plan.take(report("worker-0", 30.0))
    plan.make(DEMANDS, T0)
    assert (plan.status().decode_budget_mp_s, plan.status().shed) == (0.0, {}), (
        "who was not heard has no plan"
    )
    plan.take(report("worker-1", 0.0))
    plan.make(DEMANDS, T0)
    assert plan.status().decode_budget_mp_s == round((30.0 + ASSUMED_MP_S) * USABLE * DRAWING_TOO, 1)
    plan.take(report("worker-1", 30.0))
    plan.make(DEMANDS, T0)
    status = plan.status()
    assert status.decode_budget_mp_s == round(60.0 * USABLE * DRAWING_TOO, 1)
    assert status.decode_used_mp_s <= status.decode_budget_mp_s
    assert status.shed[Shed.CPU.name] > 0


def test_a_worker_that_starts_again_keeps_its_capacity_until_it_has_measured_anew() -> None:
    plan = media()
    plan.take(report("worker-0", 50.0))
    plan.take(report("worker-1", 50.0))
    plan.take(WorkerReport("worker-0", "another life", 1, (), (), 0.0))
    plan.make(DEMANDS, T0)
    assert plan.status().decode_budget_mp_s == round(100.0 * USABLE * DRAWING_TOO, 1)
    plan.take(WorkerReport("worker-0", "another life", 1, (), (), 20.0))
    plan.make(DEMANDS, T0)
    assert plan.status().decode_budget_mp_s == round(70.0 * USABLE * DRAWING_TOO, 1)


def test_what_else_the_machine_does_lowers_the_budget() -> None:
    plan = media()
    for worker in ("worker-0", "worker-1"):
        plan.take(report(worker, 1000.0))
    cores = os.cpu_count() or 1
    for second in range(LOOKS + 1):  # all cores are busy with something else
        plan.look(second * cores, T0 + second * 10**9)
    plan.make(DEMANDS, T0)
    assert plan.status().decode_budget_mp_s == round(
        2000.0 * min(1.0, cores * LEAST_SHARE / 2) * DRAWING_TOO, 1
    )


def test_configured_budget_goes_before_the_measured_one() -> None:
    plan = media(decode_mp_s=500.0)
    plan.take(report("worker-0", 30.0))
    plan.take(report("worker-1", 30.0))
    plan.make(DEMANDS, T0)
    assert plan.status().decode_budget_mp_s == 500.0


def test_status_sums_what_the_workers_measure() -> None:
    plan = media(ring_mb=10)
    health = FeedHealth(
        FeedId("cam-00"), Profile.SUB, "worker-0", PictureState.LIVE, bitrate_kbps=700.0, ring_bytes=5000
    )
    plan.take(report("worker-0", 0.0, health))
    plan.make(DEMANDS[:3], T0)
    status = plan.status()
    assert (status.network_used_mb_s, status.ring_used_bytes) == (0.7, 5000)
    assert status.ring_budget_bytes == 10 * 1024 * 1024
    assert status.tiers == {Tier.HIDDEN.name: 37, Tier.GRID.name: 3}


def test_found_main_slots_go_on_in_a_new_engine() -> None:
    feed = FeedId("a")
    config = EngineConfig(
        name="engine",
        site="t",
        run_dir="/r",
        workers=("worker-0",),
        feeds={feed: (Profile.SUB, Profile.MAIN)},
    )
    plan = MediaPlan(config)
    key = SlotKey(feed, Profile.MAIN, 960, 540)
    health = FeedHealth(feed, Profile.MAIN, "worker-0", PictureState.LIVE)
    plan.take(WorkerReport("worker-0", "b", 1, (SlotPlace(key, "f", 0, 1),), (health,)))
    plan.adopt([key])
    task = plan.make([Demand(feed, 960, 540, priority=Priority.GRID)], T0)["worker-0"]
    assert [slot.box.profile for slot in task.slots] == [Profile.MAIN]
