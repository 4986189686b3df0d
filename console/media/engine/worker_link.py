"""The engine's line to one worker: plans out, reports in."""

import logging

import msgspec
import zmq

from console.domain.policies.media_plan.plan_inputs import WorkerTask
from console.protocol.engine_messages import WorkerPlan, WorkerReport
from console.protocol.picture_clock import ClockReading
from console.protocol.requester import quick_reconnect
from console.protocol.unreadable import UNREADABLE

log = logging.getLogger("sightline.media")

SILENT_NS = 3_000_000_000


class WorkerLink:
    """Sends a worker its task; until the worker was heard once, it only asks what there is.

    Both directions carry whole states, so each keeps the newest message alone (CONFLATE): a worker that
    comes back finds the newest plan at once, and never a queue of old ones.
    """

    def __init__(
        self, context: zmq.Context[zmq.Socket[bytes]], endpoint: str, name: str, engine_boot: str
    ) -> None:
        self.name = name
        self.heard_ns = 0
        self.worker_boot = ""
        self._context = context
        self._endpoint = endpoint
        self._engine_boot = engine_boot
        self._seq = 0
        self._task = WorkerTask()
        self._clock: ClockReading | None = None
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(WorkerReport)
        self._socket: zmq.Socket[bytes] | None = None

    @property
    def socket(self) -> zmq.Socket[bytes]:
        """The connected socket, for a poller."""
        if self._socket is None:
            raise RuntimeError("not started")
        return self._socket

    def start(self) -> None:
        """Connect; the worker need not be there yet."""
        socket = self._context.socket(zmq.DEALER)
        quick_reconnect(socket)
        socket.setsockopt(zmq.CONFLATE, 1)
        socket.connect(self._endpoint)
        self._socket = socket
        self.send()

    def assign(self, task: WorkerTask, clock: ClockReading | None = None) -> bool:
        """Send the task if it, or a replay's clock, is another one; True when it is."""
        if self._seq and (task, clock) == (self._task, self._clock):
            return False
        self._task, self._clock = task, clock
        self._seq += 1
        self.send()
        return True

    def is_assigned(self) -> bool:
        """Whether this engine gave the worker a task already."""
        return self._seq > 0

    def send(self) -> None:
        """Send the task (again). Never waits: the next is a second away at most."""
        known = self.heard_ns > 0
        plan = WorkerPlan(
            boot=self._engine_boot,
            seq=self._seq if known else 0,
            streams=self._task.streams,
            slots=self._task.slots,
            clock=self._clock,
        )
        try:
            self.socket.send(self._encoder.encode(plan), zmq.DONTWAIT)
        except zmq.Again:
            log.debug("%s takes no plan now", self.name)

    def receive(self, now_ns: int) -> WorkerReport | None:
        """The newest report, if one came. A worker in a new life gets its task at once."""
        report = None
        while self.socket.poll(0):
            try:
                report = self._decoder.decode(self.socket.recv())
            except UNREADABLE as error:
                log.warning("a report of %s could not be read and is ignored: %s", self.name, error)
        if report is not None:
            another_life = report.boot != self.worker_boot
            if another_life and self.worker_boot:
                log.info("%s was restarted; it gets its plan again", self.name)
            self.heard_ns, self.worker_boot = now_ns, report.boot
            if another_life and self._seq:
                self.send()
        return report

    def is_silent(self, now_ns: int) -> bool:
        """Whether a worker that was heard once is not heard any more."""
        return self.heard_ns > 0 and now_ns - self.heard_ns > SILENT_NS

    def stop(self) -> None:
        """Disconnect."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
