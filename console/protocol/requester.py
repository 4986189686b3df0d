"""The asking side of a command boundary: DEALER to a ROUTER, JSON, with ids, time-outs and retries."""

import uuid
from typing import Any

import msgspec
import zmq

from console.domain.errors import CommandRefused, NoAnswer
from console.protocol.clock import Clock
from console.protocol.core_messages import Reply, Request
from console.protocol.engine_messages import EngineRequest

RECONNECT_MS = 50
RECONNECT_MAX_MS = 500


def quick_reconnect(socket: zmq.Socket[bytes]) -> None:
    """Set a socket so that it never delays an exit and finds a restarted peer at once."""
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MS)
    socket.setsockopt(zmq.RECONNECT_IVL_MAX, RECONNECT_MAX_MS)


class Requester:
    """Sends commands and collects replies. ``send`` and ``poll`` never wait; ``call`` waits for its answer.

    A socket belongs to one thread: so does this object. ``request`` makes the message from (id, by, command):
    console.protocol.core_messages.Request for core, engine_messages.EngineRequest for the engine.
    """

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        endpoint: str,
        by: str,
        clock: Clock,
        request: type[Request] | type[EngineRequest] | type[msgspec.Struct] = Request,
    ) -> None:
        self._context = context
        self._endpoint = endpoint
        self._by = by
        self._request = request
        self._clock = clock
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(Reply)
        self._socket: zmq.Socket[bytes] | None = None

    @property
    def socket(self) -> zmq.Socket[bytes]:
        """The connected socket, for a poller."""
        if self._socket is None:
            raise RuntimeError("not started")
        return self._socket

    def start(self) -> None:
        """Connect; the peer need not be there yet."""
        socket = self._context.socket(zmq.DEALER)
        quick_reconnect(socket)
        socket.connect(self._endpoint)
        self._socket = socket

    def send(self, command: msgspec.Struct, request_id: str | None = None) -> str:
        """Send a command; its reply comes from ``poll``. Returns the request's id."""
        if self._socket is None:
            raise RuntimeError("send before start")
        request_id = request_id or uuid.uuid4().hex
        message = self._request(id=request_id, by=self._by, command=command)  # type: ignore[arg-type]
        try:
            self._socket.send(self._encoder.encode(message), zmq.DONTWAIT)
        except zmq.Again:
            raise NoAnswer(f"{self._endpoint} takes no more messages; is its process alive?") from None
        return request_id

    def poll(self) -> list[Reply]:
        """All replies that are there now."""
        replies = []
        while self._socket is not None and self._socket.poll(0):
            replies.append(self._decoder.decode(self._socket.recv()))
        return replies

    def call(self, command: msgspec.Struct, timeout_s: float = 5.0, *, tries: int = 2) -> Any:
        """Send and wait for the result; the same id is sent again so that nothing is done twice.

        Raises CommandRefused with the peer's words, NoAnswer after ``timeout_s`` in all.
        """
        request_id = uuid.uuid4().hex
        for _ in range(tries):
            self.send(command, request_id)
            reply = self._wait(request_id, timeout_s / tries)
            if reply is not None:
                if reply.refused is not None:
                    raise CommandRefused(reply.refused.code, reply.refused.text)
                return reply.result
        raise NoAnswer(f"no answer from {self._endpoint} within {timeout_s:g} s; is the site running?")

    def _wait(self, request_id: str, timeout_s: float) -> Reply | None:
        until_ns = self._clock.monotonic_ns() + int(timeout_s * 1e9)
        while (left_ms := (until_ns - self._clock.monotonic_ns()) // 1_000_000) > 0:
            if self._socket is not None and self._socket.poll(left_ms):
                reply = self._decoder.decode(self._socket.recv())
                if reply.id == request_id:
                    return reply
        return None

    def stop(self) -> None:
        """Disconnect."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
