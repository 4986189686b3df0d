"""The asking side of a command boundary: DEALER to a ROUTER, JSON, with ids, time-outs and retries."""

import contextlib
import logging
import uuid
from typing import Any

import msgspec
import zmq

from console.domain.errors import CommandRefused, NoAnswer
from console.protocol.clock import Clock
from console.protocol.core_messages import Request
from console.protocol.engine_messages import EngineRequest
from console.protocol.question import Question
from console.protocol.refusal_log import RefusalLog
from console.protocol.reply import Reply
from console.protocol.unreadable import UNREADABLE

log = logging.getLogger("sightline.bus")

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
    ``only_connected``: nothing is taken while the peer isn't there, and what it has not taken when it goes is
    dropped; otherwise the socket keeps it until the peer is back.
    """

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        endpoint: str,
        by: str,
        clock: Clock,
        request: type[Request] | type[EngineRequest] | type[msgspec.Struct] = Request,
        *,
        only_connected: bool = False,
    ) -> None:
        self._context = context
        self._endpoint = endpoint
        self._by = by
        self._request = request
        self._clock = clock
        self._only_connected = only_connected
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(Reply)
        self._refusals = RefusalLog(log, clock, "an answer could not be read: %s")
        self._socket: zmq.Socket[bytes] | None = None

    @property
    def socket(self) -> zmq.Socket[bytes]:
        """The connected socket, for a poller."""
        if self._socket is None:
            raise RuntimeError("not started")
        return self._socket

    @property
    def is_connected(self) -> bool:
        """Whether the peer is known to be there; never known unless ``only_connected``."""
        return self._only_connected and bool(self.socket.poll(0, zmq.POLLOUT))

    def start(self) -> None:
        """Connect; the peer need not be there yet."""
        socket = self._context.socket(zmq.DEALER)
        quick_reconnect(socket)
        socket.setsockopt(zmq.IMMEDIATE, int(self._only_connected))
        socket.connect(self._endpoint)
        self._socket = socket

    def send(self, command: msgspec.Struct, request_id: str | None = None, until_mono_ns: int = 0) -> str:
        """Send a command; its reply comes from ``poll``. Returns the request's id.

        ``until_mono_ns``: see Request; other kinds of requests have no such end. Raises NoAnswer when the
        socket does not take it: it was not sent then.
        """
        request_id = request_id or uuid.uuid4().hex
        end = {"until_mono_ns": until_mono_ns} if until_mono_ns else {}
        message = self._request(id=request_id, by=self._by, command=command, **end)  # type: ignore[arg-type]
        try:
            self.socket.send(self._encoder.encode(message), zmq.DONTWAIT)
        except zmq.Again:
            raise NoAnswer(f"{self._endpoint} takes no messages; is its process alive?") from None
        return request_id

    def poll(self) -> list[Reply]:
        """All replies that are there now."""
        replies = []
        while self._socket is not None and self._socket.poll(0):
            reply = self._read(self._socket.recv())
            if reply is not None:
                replies.append(reply)
        return replies

    def _read(self, body: bytes) -> Reply | None:
        try:
            return self._decoder.decode(body)
        except UNREADABLE as error:
            self._refusals.note(error)
            return None

    def call(self, command: msgspec.Struct, timeout_s: float = 5.0, *, tries: int = 2) -> Any:
        """Send and wait for the result; the same id is sent again so that nothing is done twice.

        Core on this host does not do it any more after ``timeout_s``. Raises CommandRefused with the peer's
        words, NoAnswer after ``timeout_s`` in all, which says whether it may have been done.
        """
        request_id, is_sent = uuid.uuid4().hex, False
        began_ns, timeout_ns = self._clock.monotonic_ns(), int(timeout_s * 1e9)
        end_ns = began_ns + timeout_ns if self._shares_clock() else 0
        for number in range(1, tries + 1):
            until_ns = began_ns + timeout_ns * number // tries
            with contextlib.suppress(NoAnswer):  # gone between the look and the sending: the next try
                if self._wait_for(zmq.POLLOUT, until_ns):
                    self.send(command, request_id, end_ns)
                    is_sent = True
            reply = self._wait(request_id, until_ns)
            if reply is not None:
                if reply.refused is not None:
                    raise CommandRefused(reply.refused.code, reply.refused.text)
                return reply.result
        raise NoAnswer(self._silence(command, timeout_s, is_sent=is_sent))

    def _shares_clock(self) -> bool:
        """Whether an end on this host's monotonic clock says something to the peer."""
        return self._request is Request and self._endpoint.startswith("ipc://")

    def _silence(self, command: msgspec.Struct, timeout_s: float, *, is_sent: bool) -> str:
        text = f"no answer from {self._endpoint} within {timeout_s:g} s"
        if isinstance(command, Question):
            return f"{text}; is the site running?"
        if self._only_connected and not is_sent:
            return f"{text}: nothing was done; is the site running?"
        return f"{text}: it is not known whether this was done; look before you do it again"

    def _wait(self, request_id: str, until_ns: int) -> Reply | None:
        while self._wait_for(zmq.POLLIN, until_ns):
            reply = self._read(self.socket.recv())
            if reply is not None and reply.id == request_id:
                return reply
        return None

    def _wait_for(self, event: int, until_ns: int) -> bool:
        left_ms = max(0, until_ns - self._clock.monotonic_ns()) // 1_000_000
        return bool(left_ms and self.socket.poll(left_ms, event))

    def stop(self) -> None:
        """Disconnect."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
