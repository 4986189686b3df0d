"""The two sockets of the alert boundary: ROUTER (acknowledged) and SUB (simple, lossy)."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import zmq

from console.core.boundary.alert_format import id_in
from console.protocol.alert_messages import AlertAcknowledged, AlertRejected

log = logging.getLogger("sightline.alerts")

SOCKET_LIMIT_BYTES = 1024 * 1024
"""libzmq cuts off who sends more. Far above MAX_ALERT_BYTES: what is only too long is counted, answered."""

SIMPLE_HIGH_WATER = 10_000
ANSWERS_HIGH_WATER = 50_000
"""Acknowledgements that may wait for one sender: a commit after a slow disk sends thousands at once, and a
ROUTER drops what is over its limit (1,000 by default), which the sender then waits two seconds for."""

_MORE_FOLLOWS = int(zmq.SNDMORE | zmq.DONTWAIT)
_LAST = int(zmq.DONTWAIT)
"""As numbers: to put flags of this enumeration together takes Python as long as to send a frame."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The way back to a sender; ``delimited``: it sent an empty frame first, as a REQ socket does."""

    peer: bytes
    delimited: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message. ``sender`` is None on the simple boundary.

    ``problem``: its frames are already wrong; ``alert_id`` is what one of them gives as its id.
    """

    body: bytes
    sender: Sender | None
    problem: str = ""
    alert_id: str = ""


class AlertSockets:
    """Binds both; never waits."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], reliable: str, simple: str) -> None:
        self._context = context
        self._reliable_endpoint = reliable
        self._simple_endpoint = simple
        self._sockets: list[zmq.Socket[bytes]] = []
        self._router: zmq.Socket[bytes] | None = None
        self._encoder = msgspec.json.Encoder()

    def start(self) -> None:
        """Bind. Raises zmq.ZMQError that names the address."""
        self._router = self._bound(zmq.ROUTER, self._reliable_endpoint)
        self._sockets = [self._router]
        simple = self._bound(zmq.SUB, self._simple_endpoint)
        simple.setsockopt(zmq.SUBSCRIBE, b"")
        self._sockets.append(simple)

    def _bound(self, kind: int, endpoint: str) -> zmq.Socket[bytes]:
        socket = self._context.socket(kind)
        socket.setsockopt(zmq.LINGER, 0)
        socket.setsockopt(zmq.MAXMSGSIZE, SOCKET_LIMIT_BYTES)
        if kind == zmq.SUB:
            socket.setsockopt(zmq.RCVHWM, SIMPLE_HIGH_WATER)
        else:
            socket.setsockopt(zmq.SNDHWM, ANSWERS_HIGH_WATER)
        try:
            socket.bind(endpoint)
        except zmq.ZMQError:
            log.error("the alert boundary can't listen on %s; is another site using it?", endpoint)
            socket.close()
            raise
        return socket

    @property
    def sockets(self) -> tuple[zmq.Socket[bytes], ...]:
        """For a poller."""
        return tuple(self._sockets)

    def arrivals(self, most: int) -> Iterator[Arrival]:
        """What is there now, up to ``most`` messages of each boundary; another one comes first each time."""
        self._sockets.reverse()
        for socket in tuple(self._sockets):
            read = _routed if socket.type == zmq.ROUTER else _simple
            for _ in range(most):
                try:
                    frames = socket.recv_multipart(zmq.DONTWAIT)
                except zmq.Again:
                    break
                yield read(frames)

    def answer(self, sender: Sender, answer: AlertAcknowledged | AlertRejected) -> None:
        """Send an answer; a sender that is gone is no error."""
        if self._router is None:
            return
        try:
            self._router.send(sender.peer, _MORE_FOLLOWS)
            if sender.delimited:
                self._router.send(b"", _MORE_FOLLOWS)
            self._router.send(self._encoder.encode(answer), _LAST)
        except zmq.ZMQError as error:
            log.info("an answer to a sensor could not be sent (it is gone or reads nothing): %s", error)

    def stop(self) -> None:
        """Unbind."""
        for socket in self._sockets:
            socket.close()
        self._sockets = []
        self._router = None


def _routed(frames: list[bytes]) -> Arrival:
    peer, *rest = frames
    delimited = len(rest) > 1 and rest[0] == b""
    payload = rest[1:] if delimited else rest
    return _one_frame(payload, Sender(peer, delimited))


def _simple(frames: list[bytes]) -> Arrival:
    return _one_frame(frames, None)


def _one_frame(payload: list[bytes], sender: Sender | None) -> Arrival:
    if len(payload) == 1:
        return Arrival(payload[0], sender)
    problem = f"an alert is one frame, this message has {len(payload)}"
    alert_id = next((found for frame in payload if (found := id_in(frame))), "")
    return Arrival(b"\n".join(payload), sender, problem, alert_id)
