"""One numbered sequence of changes to any number of subscribers."""

from typing import Generic, Protocol, TypeVar

import msgspec
import zmq

PublishedT = TypeVar("PublishedT", contravariant=True)
ChangeT = TypeVar("ChangeT", contravariant=True)

PUBLISH_HIGH_WATER = 10_000


class Envelope(Protocol[ChangeT]):
    """Makes the published message of one change: (boot, seq, at_ms, change)."""

    def __call__(self, boot: str, seq: int, at_ms: int, change: ChangeT) -> msgspec.Struct: ...


class Publisher(Generic[ChangeT]):
    """XPUB that greets each subscriber, so that it asks for its snapshot only once it hears everything."""

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        endpoints: tuple[str, ...],
        boot: str,
        envelope: Envelope[ChangeT],
        welcome: ChangeT,
    ) -> None:
        self._context = context
        self._endpoints = endpoints
        self._envelope = envelope
        self._welcome = welcome
        self._encoder = msgspec.json.Encoder()
        self._socket: zmq.Socket[bytes] | None = None
        self.boot = boot
        self.seq = 0

    @property
    def socket(self) -> zmq.Socket[bytes]:
        """For a poller: there is something to read when somebody has subscribed; then ``greet``."""
        if self._socket is None:
            raise RuntimeError("not started")
        return self._socket

    def start(self) -> None:
        """Bind."""
        socket = self._context.socket(zmq.XPUB)
        socket.setsockopt(zmq.LINGER, 0)
        socket.setsockopt(zmq.SNDHWM, PUBLISH_HIGH_WATER)
        self._set_welcome(socket)
        for endpoint in self._endpoints:
            socket.bind(endpoint)
        self._socket = socket

    def begin_anew(self, boot: str) -> None:
        """As another life: everybody asks for a snapshot again."""
        if self._socket is None:
            raise RuntimeError("begun anew before start")
        self.boot, self.seq = boot, 0
        self._set_welcome(self._socket)

    def _set_welcome(self, socket: zmq.Socket[bytes]) -> None:
        welcome = self._envelope(self.boot, 0, 0, self._welcome)
        socket.setsockopt(zmq.XPUB_WELCOME_MSG, self._encoder.encode(welcome))

    def publish(self, change: ChangeT, at_ms: int, *, numbered: bool = True) -> None:
        """Send one change. A heartbeat is not numbered: it carries the last change's number again."""
        if self._socket is None:
            raise RuntimeError("publish before start")
        if numbered:
            self.seq += 1
        self._socket.send(self._encoder.encode(self._envelope(self.boot, self.seq, at_ms, change)))
        if not numbered:
            self.greet()

    def greet(self) -> None:
        """Greet who subscribed meanwhile: call it when ``socket`` has something to read, or now and then.

        ``publish`` does so with each heartbeat only: looking costs as much as sending.
        """
        while self._socket is not None and self._socket.poll(0):
            self._socket.recv()  # subscriptions; of no interest, but the socket greets only when it is used

    def stop(self) -> None:
        """Unbind."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
