"""The simulated sensors' process: sends the scenario's alerts over the acknowledged boundary."""

import logging
import secrets
from collections.abc import Iterator

import zmq

from console.protocol.alert_messages import AlertAcknowledged, AlertRejected
from console.protocol.clock import Clock
from console.protocol.lifeline import BEAT_INTERVAL_S, Lifeline
from console.protocol.outbox import Outbox, OutboxFull
from console.protocol.process_config import SensorsConfig
from console.sim.scenario import Run, TimedAlert, Timing, scenario

log = logging.getLogger("sightline.sim")

POLL_INTERVAL_S = 0.05
BEAT_INTERVAL_NS = int(BEAT_INTERVAL_S * 1e9)


class Sensors:
    """Sends each alert when its time has come, and counts what became of it."""

    def __init__(self, alerts: Iterator[TimedAlert], outbox: Outbox, clock: Clock) -> None:
        self._alerts = alerts
        self._outbox = outbox
        self._clock = clock
        self._started_ns = 0
        self._next: TimedAlert | None = None
        self.sent = 0
        self.acknowledged = 0
        self.rejected = 0
        self.lost = 0

    def start(self) -> None:
        """The scenario's time begins now."""
        self._started_ns = self._clock.monotonic_ns()
        self._next = next(self._alerts, None)

    def turn(self) -> None:
        """Send what is due, take answers."""
        elapsed_s = (self._clock.monotonic_ns() - self._started_ns) / 1e9
        while self._next is not None and self._next.after_s <= elapsed_s:
            self._send(self._next)
            self._next = next(self._alerts, None)
        for answer in self._outbox.poll():
            self._count(answer)

    def stats(self) -> dict[str, float]:
        """Figures for the beat."""
        return {
            "alerts_sent": self.sent,
            "alerts_acknowledged": self.acknowledged,
            "alerts_rejected": self.rejected,
            "alerts_lost": self.lost,
            "pending": self._outbox.pending,
        }

    def _send(self, alert: TimedAlert) -> None:
        try:
            self._outbox.send(alert.message)
            self.sent += 1
        except OutboxFull as error:
            self.lost += 1
            log.error("a simulated alert was lost: %s", error)

    def _count(self, answer: AlertAcknowledged | AlertRejected) -> None:
        if isinstance(answer, AlertAcknowledged):
            self.acknowledged += 1
        else:
            self.rejected += 1


def run(config: SensorsConfig, lifeline: Lifeline, clock: Clock) -> int:
    """Send alerts until the lifeline says stop. An alert's time is the one at which it is due in this run."""
    this_run = Run(id=secrets.token_hex(4), started_at_ms=clock.now_ms())
    timing = Timing(config.first_after_s, config.interval_s)
    alerts = scenario(config.seed, config.cameras, this_run, timing, config.points)
    outbox = Outbox(zmq.Context.instance(), config.alerts_endpoint, clock)
    sensors = Sensors(alerts, outbox, clock)
    outbox.start()
    sensors.start()
    log.info("simulated sensors, run %s, seed %d, to %s", this_run.id, config.seed, config.alerts_endpoint)
    beat_due_ns = 0
    try:
        while not lifeline.stopping.wait(POLL_INTERVAL_S):
            sensors.turn()
            if clock.monotonic_ns() >= beat_due_ns:
                lifeline.beat(sensors.stats())
                beat_due_ns = clock.monotonic_ns() + BEAT_INTERVAL_NS
    finally:
        outbox.stop()
    return 0
