"""The answering side of a command boundary: a ROUTER that remembers results for retries."""

import logging
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import msgspec
import zmq

from console.protocol.clock import Clock
from console.protocol.core_messages import Refusal, Reply

log = logging.getLogger("sightline.bus")

REMEMBER_S = 60
MAX_COMMAND_BYTES = 1024 * 1024


class AnyRequest(Protocol):
    """What a request has at least."""

    @property
    def id(self) -> str: ...


RequestT = TypeVar("RequestT", bound=AnyRequest)


@dataclass(frozen=True, slots=True)
class Asked(Generic[RequestT]):
    """A request and the way back to who asked."""

    peer: bytes
    request: RequestT


class Responder(Generic[RequestT]):
    """Receives requests, sends replies; a retry within 60 s gets its first reply and is not seen twice."""

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        endpoints: tuple[str, ...],
        request_type: type[RequestT],
        clock: Clock,
        memory: object = True,
    ) -> None:
        self._memory = memory
        self._context = context
        self._endpoints = endpoints
        self._decoder: msgspec.json.Decoder[RequestT] = msgspec.json.Decoder(request_type)
        self._encoder = msgspec.json.Encoder()
        self._clock = clock
        self._answered: OrderedDict[tuple[bytes, str], tuple[int, bytes]] = OrderedDict()
        self._socket: zmq.Socket[bytes] | None = None

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
        taken: set[tuple[bytes, str]] = set()
        while len(asked) < limit and self.socket.poll(0):
            peer, *frames = self.socket.recv_multipart()
            request = self._decode(peer, frames)
            if request is None:
                continue
            remembered = self._answered.get((peer, request.id)) if self._memory else None
            if remembered is not None:
                self._send(peer, remembered[1])
            elif (
                not self._memory or (peer, request.id) not in taken
            ):  # retries that queued up behind it are answered with it
                taken.add((peer, request.id))
                asked.append(Asked(peer, request))
        return asked

    def reply(self, asked: Asked[RequestT], result: Any = None, refused: Refusal | None = None) -> None:
        """Answer; remembered for retries."""
        body = self._encoder.encode(Reply(id=asked.request.id, result=result, refused=refused))
        now_ns = self._clock.monotonic_ns()
        self._answered[(asked.peer, asked.request.id)] = (now_ns, body)
        self._forget(now_ns)
        self._send(asked.peer, body)

    def _decode(self, peer: bytes, frames: list[bytes]) -> RequestT | None:
        try:
            return self._decoder.decode(frames[-1] if frames else b"")
        except msgspec.MsgspecError as error:
            log.info("malformed command refused: %s", error)
            refusal = Refusal("malformed", f"the request could not be read: {error}")
            self._send(peer, self._encoder.encode(Reply(id=_id_in(frames), refused=refusal)))
            return None

    def _forget(self, now_ns: int) -> None:
        while self._answered:
            key, (at_ns, _) = next(iter(self._answered.items()))
            if now_ns - at_ns < REMEMBER_S * 1_000_000_000 and len(self._answered) < 20_000:
                break
            del self._answered[key]

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


def _id_in(frames: list[bytes]) -> str:
    try:
        return msgspec.json.decode(frames[-1] if frames else b"", type=_OnlyId).id
    except msgspec.MsgspecError:
        return ""
