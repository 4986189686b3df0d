"""The sender's side of the acknowledged alert boundary: it keeps every alert until core has it."""

import logging
from collections import OrderedDict
from dataclasses import dataclass
from itertools import islice

import msgspec
import zmq

from console.domain.errors import SightlineError
from console.protocol.alert_messages import AlertAcknowledged, AlertMessage, AlertRejected
from console.protocol.clock import Clock
from console.protocol.requester import quick_reconnect
from console.protocol.unreadable import UNREADABLE

log = logging.getLogger("sightline.outbox")

RESEND_AFTER_NS = 2_000_000_000
MAX_PENDING = 10_000
IN_FLIGHT = 64
"""Alerts under way at once: at core's 50 acknowledgements a second for one source, all come within 1.3 s."""

_Key = tuple[str, str]


class OutboxFull(SightlineError):
    """The outbox holds as many unacknowledged alerts as it may; core was away for long."""


class InvalidAlert(SightlineError):
    """An alert that core would reject; the text names the field."""


@dataclass(slots=True)
class _Kept:
    body: bytes
    sent_ns: int | None = None


class Outbox:
    """Sends alerts, again after 2 s and after each reconnect, until core acknowledged or rejected them.

    Nothing waits: call ``poll`` often (each 50 ms or so). One thread only. At most IN_FLIGHT alerts are
    under way; the others wait here in order.
    """

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], endpoint: str, clock: Clock) -> None:
        self._context = context
        self._endpoint = endpoint
        self._clock = clock
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._encoder = msgspec.json.Encoder()
        self._own = msgspec.json.Decoder(AlertMessage)
        self._answer = msgspec.json.Decoder(dict[str, object])
        self._socket: zmq.Socket[bytes] | None = None
        self._monitor: zmq.Socket[bytes] | None = None

    @property
    def pending(self) -> int:
        """Alerts that core has not answered yet."""
        return len(self._kept)

    def start(self) -> None:
        """Connect; core need not be there yet."""
        socket = self._context.socket(zmq.DEALER)
        quick_reconnect(socket)
        socket.setsockopt(zmq.IMMEDIATE, 1)  # nothing piles up in a connection that isn't there
        self._monitor = socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        socket.connect(self._endpoint)
        self._socket = socket

    def send(self, alert: AlertMessage) -> None:
        """Keep an alert and send it as soon as may be. One that is kept already is not kept twice.

        Raises InvalidAlert for one that core would reject, OutboxFull when MAX_PENDING are kept.
        """
        try:
            body = self._encoder.encode(alert)
            self._own.decode(body)
        except msgspec.MsgspecError as error:
            raise InvalidAlert(f"alert {alert.source}/{alert.id} is not valid: {error}") from error
        key = (alert.source, alert.id)
        if key not in self._kept:
            if len(self._kept) >= MAX_PENDING:
                raise OutboxFull(
                    f"{MAX_PENDING} alerts wait for {self._endpoint}; {alert.source}/{alert.id} was not "
                    "taken: see whether core runs and its data folder can be written"
                )
            self._kept[key] = _Kept(body)
        self._send_due()

    def poll(self) -> list[AlertAcknowledged | AlertRejected]:
        """Answers that came, each once; sends again what is due."""
        answers: list[AlertAcknowledged | AlertRejected] = []
        while self._socket is not None and self._socket.poll(0):
            answer = self._read(self._socket.recv_multipart()[-1])
            if answer is not None and self._settle(answer):
                answers.append(answer)
        self._notice_disconnect()
        self._send_due()
        return answers

    def _read(self, body: bytes) -> AlertAcknowledged | AlertRejected | None:
        try:
            fields = self._answer.decode(body)
            if "ack" in fields:
                return msgspec.convert(fields, AlertAcknowledged)
            return msgspec.convert(fields, AlertRejected)
        except UNREADABLE as error:
            log.warning("%s answered an alert with something unreadable: %s", self._endpoint, error)
            return None

    def _settle(self, answer: AlertAcknowledged | AlertRejected) -> bool:
        if isinstance(answer, AlertAcknowledged):
            return self._drop((answer.source, answer.ack))
        log.warning("%s rejected alert %r: %s", self._endpoint, answer.id, answer.error)
        rejected = next((key for key in self._kept if key[1] == answer.id), None)
        return rejected is not None and self._drop(rejected)

    def _drop(self, key: _Key) -> bool:
        return self._kept.pop(key, None) is not None

    def _notice_disconnect(self) -> None:
        """What was under way when the connection broke is due at once, that is after the reconnect."""
        broken = False
        while self._monitor is not None and self._monitor.poll(0):
            self._monitor.recv_multipart()
            broken = True
        if broken:
            for kept in self._kept.values():
                kept.sent_ns = None

    def _send_due(self) -> None:
        now_ns = self._clock.monotonic_ns()
        for kept in islice(self._kept.values(), IN_FLIGHT):
            due = kept.sent_ns is None or now_ns - kept.sent_ns >= RESEND_AFTER_NS
            if due and not self._send_one(kept, now_ns):
                return

    def _send_one(self, kept: _Kept, now_ns: int) -> bool:
        if self._socket is None:
            return False
        try:
            self._socket.send(kept.body, zmq.DONTWAIT)
        except zmq.Again:
            return False  # not connected; tried again at the next poll
        kept.sent_ns = now_ns
        return True

    def stop(self) -> None:
        """Disconnect. What was not acknowledged is said in the log; it is not kept on disk."""
        if self._socket is None:
            return
        if self._kept:
            log.warning("%d alerts to %s were never acknowledged", len(self._kept), self._endpoint)
        self._socket.disable_monitor()
        if self._monitor is not None:
            self._monitor.close()
        self._socket.close()
        self._socket = self._monitor = None
