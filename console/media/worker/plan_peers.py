"""Who sends this worker plans, and so gets its reports."""

import logging

import msgspec
import zmq

from console.protocol.clock import Clock
from console.protocol.engine_messages import WorkerPlan, WorkerReport
from console.protocol.refusal_log import RefusalLog
from console.protocol.unreadable import UNREADABLE

log = logging.getLogger("sightline.media")

TAKEN_AT_ONCE = 200
"""A flood leaves the worker's loop its turn."""

FORGET_NS = 10_000_000_000
"""A peer that sent no plan for so long (they come each second) is gone."""


class PlanPeers:
    """The worker's ROUTER: plans in, reports out to everyone who sent one lately."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], endpoint: str, clock: Clock) -> None:
        self._context = context
        self._endpoint = endpoint
        self._clock = clock
        self._decoder = msgspec.json.Decoder(WorkerPlan)
        self._encoder = msgspec.json.Encoder()
        self._refusals = RefusalLog(log, clock, "a plan could not be read and is ignored: %s")
        self._heard_ns: dict[bytes, int] = {}
        self._socket: zmq.Socket[bytes] | None = None

    @property
    def socket(self) -> zmq.Socket[bytes]:
        """The bound socket, for a poller."""
        if self._socket is None:
            raise RuntimeError("not started")
        return self._socket

    def start(self) -> None:
        """Bind."""
        self._socket = self._context.socket(zmq.ROUTER)
        self._socket.setsockopt(zmq.LINGER, 0)
        self._socket.bind(self._endpoint)

    def receive(self) -> list[WorkerPlan]:
        """The plans that came, oldest first."""
        plans = []
        for _ in range(TAKEN_AT_ONCE):
            if not self.socket.poll(0):
                break
            peer, *frames = self.socket.recv_multipart()
            try:
                plans.append(self._decoder.decode(frames[-1] if frames else b""))
                self._heard_ns[peer] = self._clock.monotonic_ns()
            except UNREADABLE as error:
                self._refusals.note(error)
        return plans

    def report(self, report: WorkerReport) -> None:
        """Send to all peers. Never waits: the next report is a second away at most."""
        now_ns = self._clock.monotonic_ns()
        self._heard_ns = {peer: at for peer, at in self._heard_ns.items() if now_ns - at < FORGET_NS}
        body = self._encoder.encode(report)
        for peer in self._heard_ns:
            try:
                self.socket.send_multipart([peer, body], zmq.DONTWAIT)
            except zmq.ZMQError as error:
                log.info("a report could not be sent (its reader is gone): %s", error)

    def stop(self) -> None:
        """Unbind."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
