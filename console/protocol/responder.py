"""The answering side of a command boundary: a ROUTER that answers a retry and does nothing twice."""

import logging
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import msgspec
import zmq

from console.protocol.answer_memory import AnswerMemory, digest
from console.protocol.clock import Clock
from console.protocol.refusal_log import RefusalLog
from console.protocol.reply import Refusal, Reply
from console.protocol.unreadable import UNREADABLE

log = logging.getLogger("sightline.bus")

MAX_COMMAND_BYTES = 1024 * 1024


class AnyRequest(Protocol):
    """What a request has at least."""

    @property
    def id(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def command(self) -> msgspec.Struct: ...


RequestT = TypeVar("RequestT", bound=AnyRequest)


@dataclass(frozen=True, slots=True)
class Asked(Generic[RequestT]):
    """A request and the way back to who asked."""

    peer: bytes
    request: RequestT


class Responder(Generic[RequestT]):
    """Receives requests, sends replies.

    A command is known by who asks and the request's id. Within 60 s a retry, over whatever connection, gets
    the first answer and is not seen twice; one that comes while the first is worked on gets that answer in
    its stead. Another command under the same key is refused ("id_used"). With ``remember`` false everything
    is handed over, retries too: for who remembers answers by themselves. ``malformed`` counts what could not
    be read.
    """

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        endpoints: tuple[str, ...],
        request_type: type[RequestT],
        clock: Clock,
        *,
        remember: bool = True,
    ) -> None:
        self._context = context
        self._endpoints = endpoints
        self._decoder: msgspec.json.Decoder[RequestT] = msgspec.json.Decoder(request_type)
        self._encoder = msgspec.json.Encoder()
        self._clock = clock
        self._memory = AnswerMemory() if remember else None
        self._socket: zmq.Socket[bytes] | None = None
        self._refusals = RefusalLog(log, clock, "malformed command refused: %s")
        self.malformed = 0

    @property
    def socket(self) -> zmq.Socket[bytes]:
        """The bound socket, for a poller."""
        if self._socket is None:
            raise RuntimeError("not started")
        return self._socket

    def start(self) -> None:
        """Bind."""
        socket = self._context.socket(zmq.ROUTER)
        socket.setsockopt(zmq.LINGER, 0)
        socket.setsockopt(zmq.MAXMSGSIZE, MAX_COMMAND_BYTES)
        for endpoint in self._endpoints:
            socket.bind(endpoint)
        self._socket = socket

    def receive(self, limit: int = 200) -> list[Asked[RequestT]]:
        """Requests that are there now, retries answered and malformed ones refused already."""
        asked: list[Asked[RequestT]] = []
        for _ in range(limit):
            if not self.socket.poll(0):
                break
            peer, *frames = self.socket.recv_multipart()
            request = self._decode(peer, frames[-1] if frames else b"")
            if request is not None and self._is_first(peer, request):
                asked.append(Asked(peer, request))
        return asked

    def reply(self, asked: Asked[RequestT], result: Any = None, refused: Refusal | None = None) -> None:
        """Answer, over the newest connection on which it was asked."""
        request = asked.request
        body = self._encoder.encode(Reply(id=request.id, result=result, refused=refused))
        way = None
        if self._memory is not None:
            way = self._memory.answer((request.by, request.id), body, self._clock.monotonic_ns())
        self._send(way or asked.peer, body)

    def _decode(self, peer: bytes, body: bytes) -> RequestT | None:
        try:
            return self._decoder.decode(body)
        except UNREADABLE as error:
            self.malformed += 1
            self._refusals.note(error)
            self._refuse(peer, _id_in(body), "malformed", f"the request could not be read: {error}")
            return None

    def _is_first(self, peer: bytes, request: RequestT) -> bool:
        """Whether the request is to be handed over; if not, it is seen to."""
        if self._memory is None:
            return True
        key, command = (request.by, request.id), self._encoder.encode(request.command)
        now_ns = self._clock.monotonic_ns()
        before = self._memory.recall(key, now_ns)
        if before is None:
            self._memory.note(key, command, peer, now_ns)
            return True
        if before.digest != digest(command):
            text = f"{request.by} used the id {request.id!r} for another command; take a new id for each"
            self._refuse(peer, request.id, "id_used", text)
        elif before.reply is not None:
            self._send(peer, before.reply)
        else:
            before.way = peer
        return False

    def _refuse(self, peer: bytes, request_id: str, code: str, text: str) -> None:
        self._send(peer, self._encoder.encode(Reply(id=request_id, refused=Refusal(code, text))))

    def _send(self, peer: bytes, body: bytes) -> None:
        try:
            self.socket.send_multipart([peer, body], zmq.DONTWAIT)
        except zmq.ZMQError as error:
            log.info("a reply could not be sent (the asker is gone): %s", error)

    def stop(self) -> None:
        """Unbind."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class _OnlyId(msgspec.Struct):
    id: str = ""


def _id_in(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=_OnlyId).id
    except UNREADABLE:
        return ""
