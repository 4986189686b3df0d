"""The two sockets of the alert boundary: ROUTER (acknowledged) and SUB (simple, lossy)."""

import logging
from dataclasses import dataclass

import msgspec
import zmq

from console.protocol.alert_messages import AlertAcknowledged, AlertRejected

log = logging.getLogger("sightline.alerts")

SOCKET_LIMIT_BYTES = 1024 * 1024
"""libzmq cuts off who sends more. Far above MAX_ALERT_BYTES: what is only too long is counted, answered."""

SIMPLE_HIGH_WATER = 10_000


@dataclass(frozen=True, slots=True)
class Sender:
    """The way back to a sender; ``delimited``: it sent an empty frame first, as a REQ socket does."""

    peer: bytes
    delimited: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message. ``sender`` is None on the simple boundary. ``problem``: its frames are already wrong."""

    body: bytes
    sender: Sender | None
    problem: str = ""


class AlertSockets:
    """Binds both; never waits."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], reliable: str, simple: str) -> None:
        self._context = context
        self._reliable_endpoint = reliable
        self._simple_endpoint = simple
        self._sockets: list[zmq.Socket[bytes]] = []
        self._encoder = msgspec.json.Encoder()

    def start(self) -> None:
        """Bind. Raises zmq.ZMQError that names the address."""
        self._sockets = [
            self._bound(zmq.ROUTER, self._reliable_endpoint),
            self._bound(zmq.SUB, self._simple_endpoint),
        ]
        self._sockets[1].setsockopt(zmq.SUBSCRIBE, b"")

    def _bound(self, kind: int, endpoint: str) -> zmq.Socket[bytes]:
        socket = self._context.socket(kind)
        socket.setsockopt(zmq.LINGER, 0)
        socket.setsockopt(zmq.MAXMSGSIZE, SOCKET_LIMIT_BYTES)
        if kind == zmq.SUB:
            socket.setsockopt(zmq.RCVHWM, SIMPLE_HIGH_WATER)
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

    def receive(self) -> Arrival | None:
        """One message that is there now; both boundaries take turns."""
        for socket in self._sockets[::-1]:
            if socket.poll(0):
                self._sockets.reverse()
                frames = socket.recv_multipart()
                return _routed(frames) if socket.type == zmq.ROUTER else _simple(frames)
        return None

    def answer(self, sender: Sender, answer: AlertAcknowledged | AlertRejected) -> None:
        """Send an answer; a sender that is gone is no error."""
        frames = [sender.peer, b""] if sender.delimited else [sender.peer]
        router = next(socket for socket in self._sockets if socket.type == zmq.ROUTER)
        try:
            router.send_multipart([*frames, self._encoder.encode(answer)], zmq.DONTWAIT)
        except zmq.ZMQError as error:
            log.info("an answer to a sensor could not be sent (it is gone or reads nothing): %s", error)

    def stop(self) -> None:
        """Unbind."""
        for socket in self._sockets:
            socket.close()
        self._sockets = []


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
    return Arrival(b"\n".join(payload), sender, problem)
