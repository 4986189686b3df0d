from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand, Priority, SlotKey
from console.domain.picture import PictureState
from console.domain.policies.media_plan.decode_budget import LATE_MS, START_SHARE
from console.domain.tier import Shed, Tier
from console.media.engine.media_plan import MediaPlan
from console.protocol.engine_messages import FeedHealth, SlotPlace, WorkerReport
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
        ),
        cores=2,
    )


def report(worker: str, *feeds: FeedHealth, **facts: float) -> WorkerReport:
    return WorkerReport(worker, "b", 1, (), feeds, **{"decode_cores": 0.5, **facts})  # type: ignore[arg-type]


def looked(plan: MediaPlan, idle_cores: float, seconds: int, start_s: int = 0) -> None:
    for second in range(start_s, start_s + seconds):
        plan.look(second * idle_cores, T0 + second * 10**9)
        plan.make(DEMANDS, {}, T0 + second * 10**9)


def test_there_is_no_limit_until_every_worker_was_heard() -> None:
    plan = media()
    plan.take(report("worker-0"))
    looked(plan, 0.5, 3)
    assert (plan.status().decode_budget_cores, plan.status().shed) == (0.0, {})
    plan.take(report("worker-1"))
    looked(plan, 0.5, 3, 3)
    assert plan.status().decode_budget_cores == round(2 * START_SHARE, 2)


def test_what_else_the_machine_does_lowers_the_budget() -> None:
    plan = media()
    for worker in ("worker-0", "worker-1"):
        plan.take(report(worker, decode_cores=0.15, wait_ms=2 * LATE_MS))
    looked(plan, 0.0, 30)
    status = plan.status()
    assert status.decode_used_cores <= status.decode_budget_cores < 0.5
    assert status.shed[Shed.CPU.name] > 0


def test_configured_budget_goes_before_the_measured_one() -> None:
    plan = media(decode_cores=0.25)
    for worker in ("worker-0", "worker-1"):
        plan.take(report(worker))
    looked(plan, 0.5, 3)
    status = plan.status()
    assert status.decode_budget_cores == 0.25 >= status.decode_used_cores
    assert status.shed[Shed.CPU.name] > 0


def test_status_sums_what_the_workers_measure() -> None:
    plan = media(ring_mib=10)
    health = FeedHealth(
        FeedId("cam-00"), Profile.SUB, "worker-0", PictureState.LIVE, bitrate_kbps=700.0, ring_bytes=5000
    )
    plan.take(report("worker-0", health))
    plan.make(DEMANDS[:3], {}, T0)
    status = plan.status()
    assert (status.network_used_mbit_s, status.ring_used_bytes) == (0.7, 5000)
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
    plan = MediaPlan(config, cores=2)
    key = SlotKey(feed, Profile.MAIN, 960, 540)
    health = FeedHealth(feed, Profile.MAIN, "worker-0", PictureState.LIVE)
    plan.take(WorkerReport("worker-0", "b", 1, (SlotPlace(key, "f", 0, 1),), (health,)))
    plan.adopt([key])
    task = plan.make([Demand(feed, 960, 540, priority=Priority.GRID)], {}, T0)["worker-0"]
    assert [slot.key.profile for slot in task.slots] == [Profile.MAIN]
