"""The engine's way to the plan: protocol messages in, tasks and a status out. Times are passed in."""

from collections.abc import Iterable, Mapping

from console.domain.ids import FeedId
from console.domain.media import Demand, Priority, SlotKey
from console.domain.picture import PictureState
from console.domain.policies.media_plan.decode_budget import DecodeBudget, Look, step_budget
from console.domain.policies.media_plan.plan_inputs import (
    Budgets,
    Inputs,
    PlanFigures,
    PlanState,
    StreamReport,
    WorkerTask,
)
from console.domain.policies.media_plan.planner import adopted, plan
from console.media.engine.machine_load import MachineLoad
from console.protocol.engine_messages import FeedHealth, MediaStatus, WorkerReport
from console.protocol.process_config import EngineConfig

WITHOUT_PICTURES = frozenset({PictureState.LOST, PictureState.STALE, PictureState.CONNECTING})
MIB = 1024 * 1024


class MediaPlan:
    """Holds the plan's state and what the workers told last."""

    def __init__(self, config: EngineConfig, cores: int) -> None:
        self._config = config
        self._cores = cores
        self._state = PlanState()
        self._figures = PlanFigures()
        self._reports: dict[str, WorkerReport] = {}
        self._machine = MachineLoad()
        self._budget = DecodeBudget()

    def take(self, report: WorkerReport) -> None:
        """A worker has said what it has."""
        self._reports[report.worker] = report

    def look(self, idle_s: float, now_ns: int) -> None:
        """Once a second: ``idle_s`` are the idle seconds of this program's cores since their start."""
        self._machine.look(idle_s, now_ns)
        idle_cores = self._machine.idle_cores()
        if idle_cores is None or len(self._reports) < len(self._config.workers):
            return
        reports = self._reports.values()
        look = Look(
            cores=self._cores,
            idle_cores=idle_cores,
            decode_cores=sum(report.decode_cores for report in reports),
            planned_cores=self._figures.decode_used_cores,
            threads=sum(report.decode_threads for report in reports),
            wait_ms=max((report.wait_ms for report in reports), default=0.0),
        )
        self._budget = step_budget(self._budget, look, now_ns)

    def forget(self, worker: str) -> None:
        """A worker is not heard any more: what it said of its streams and slots holds no longer."""
        self._reports.pop(worker, None)

    def adopt(self, keys: Iterable[SlotKey]) -> None:
        """Go on with slots that an engine before this one made."""
        self._state = adopted(keys, self._config.feeds)

    def make(
        self, demands: Iterable[Demand], recorded: Mapping[FeedId, bool], now_ns: int
    ) -> Mapping[str, WorkerTask]:
        """What each worker shall do now; ``recorded`` as in Inputs."""
        inputs = Inputs(
            wants=list(demands),
            feeds=self._config.feeds,
            workers=self._config.workers,
            budgets=self._budgets(),
            warm=self._config.warm,
            reports={(health.feed, health.profile): _report(health) for health in self._healths()},
            placed=frozenset(place.key for report in self._reports.values() for place in report.places),
            recorded=recorded,
        )
        self._state, made = plan(self._state, inputs, now_ns)
        self._figures = made.figures
        return made.tasks

    def status(self) -> MediaStatus:
        """Budgets and what the last plan uses of them."""
        budgets, figures = self._config.budgets, self._figures
        return MediaStatus(
            decode_budget_cores=round(figures.decode_budget_cores, 2),
            decode_used_cores=round(figures.decode_used_cores, 2),
            network_budget_mbit_s=budgets.network_mbit_s,
            network_used_mbit_s=round(sum(health.bitrate_kbps for health in self._healths()) / 1000, 1),
            main_budget=budgets.main_streams,
            main_used=figures.main_used,
            ring_budget_bytes=budgets.ring_mib * MIB,
            ring_used_bytes=sum(health.ring_bytes for health in self._healths()),
            tiers={tier.name: count for tier, count in sorted(figures.tiers.items())},
            shed={shed.name: count for shed, count in sorted(figures.shed.items())},
        )

    def _healths(self) -> Iterable[FeedHealth]:
        return (health for report in self._reports.values() for health in report.feeds)

    def _budgets(self) -> Budgets:
        told = self._config.budgets
        return Budgets(
            decode_cores=told.decode_cores or self._budget.cores,
            network_mbit_s=told.network_mbit_s,
            main_streams=told.main_streams,
            ring_s=told.ring_s,
            ring_bytes=told.ring_mib * MIB,
        )


def demand_for(key: SlotKey) -> Demand:
    """What somebody must have asked for where there is such a slot."""
    return Demand(key.feed, key.width, key.height, priority=Priority.GRID, delay_ms=key.delay_ms)


def _report(health: FeedHealth) -> StreamReport:
    return StreamReport(
        live=health.state not in WITHOUT_PICTURES,
        lost=health.state is PictureState.LOST,
        width=health.width,
        height=health.height,
        fps=health.fps,
        gop_s=health.gop_s,
        kbps=health.bitrate_kbps,
        drawn_fps=health.drawn_fps,
        key_us=health.key_us,
        other_us=health.other_us,
        draw_us_mp=health.draw_us_mp,
    )
