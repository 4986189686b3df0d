"""The engine's way to the plan: protocol messages in, tasks and a status out. Times are passed in."""

import os
from collections.abc import Iterable, Mapping

from console.domain.media import Demand, Priority, SlotKey
from console.domain.picture import PictureState
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

USABLE = 0.5
"""Of what the workers can do, until it was measured what the machine leaves them beside all else."""
DRAWING_TOO = 1.2
"""Workers measure what they decode and draw by the pixels that they decode; the plan counts drawing apart.
Measured: a 360p picture takes 0.67 ms to decode and 0.12 ms to scale."""
ASSUMED_MP_S = 300.0
"""What a decode thread can do until it was measured, some seconds after the start. Measured: 340 on an old
server's core, 550 on a new one's."""
WITHOUT_PICTURES = frozenset({PictureState.LOST, PictureState.STALE, PictureState.CONNECTING})
MIB = 1024 * 1024


class MediaPlan:
    """Holds the plan's state and what the workers told last."""

    def __init__(self, config: EngineConfig) -> None:
        self._config = config
        self._state = PlanState()
        self._figures = PlanFigures()
        self._reports: dict[str, WorkerReport] = {}
        self._capacities: dict[str, float] = {}
        self._machine = MachineLoad(os.cpu_count() or 1)

    def take(self, report: WorkerReport) -> None:
        """A worker has said what it has.

        Its capacity is kept when it falls silent or is started again, until it has measured itself anew.
        """
        assumed_mp_s = self._capacities.get(report.worker) or ASSUMED_MP_S * report.decode_threads
        self._capacities[report.worker] = report.capacity_mp_s or assumed_mp_s
        self._reports[report.worker] = report

    def look(self, busy_s: float, now_ns: int) -> None:
        """Once a second: ``busy_s`` are the machine's CPU seconds since its start."""
        decode_cores = sum(report.decode_cores for report in self._reports.values())
        self._machine.look(busy_s, decode_cores, now_ns)

    def forget(self, worker: str) -> None:
        """A worker is not heard any more: what it said of its streams and slots holds no longer."""
        self._reports.pop(worker, None)

    def adopt(self, keys: Iterable[SlotKey]) -> None:
        """Go on with slots that an engine before this one made."""
        self._state = adopted(keys, self._config.feeds)

    def make(self, demands: Iterable[Demand], now_ns: int) -> Mapping[str, WorkerTask]:
        """What each worker shall do now."""
        inputs = Inputs(
            wants=list(demands),
            feeds=self._config.feeds,
            workers=self._config.workers,
            budgets=self._budgets(),
            warm=self._config.warm,
            reports={(health.feed, health.profile): _report(health) for health in self._healths()},
            placed=frozenset(place.key for report in self._reports.values() for place in report.places),
        )
        self._state, made = plan(self._state, inputs, now_ns)
        self._figures = made.figures
        return made.tasks

    def status(self) -> MediaStatus:
        """Budgets and what the last plan uses of them."""
        budgets, figures = self._config.budgets, self._figures
        return MediaStatus(
            decode_budget_mp_s=round(figures.decode_budget_mp_s, 1),
            decode_used_mp_s=round(figures.decode_used_mp_s, 1),
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
            decode_mp_s=told.decode_mp_s or self._measured_mp_s(),
            network_mbit_s=told.network_mbit_s,
            main_streams=told.main_streams,
            ring_s=told.ring_s,
            ring_bytes=told.ring_mib * MIB,
        )

    def _measured_mp_s(self) -> float:
        """What the workers can decode; 0 (no limit) until each of them was heard."""
        if len(self._capacities) < len(self._config.workers):
            return 0.0
        return self._usable() * DRAWING_TOO * sum(self._capacities.values())

    def _usable(self) -> float:
        """Which part of all decode threads' time the machine really has for them."""
        free_cores = self._machine.free_cores()
        threads = sum(report.decode_threads for report in self._reports.values())
        return USABLE if free_cores is None or not threads else min(1.0, free_cores / threads)


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
    )
