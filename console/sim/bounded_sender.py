"""Sending to a client that may read slowly: what it has not taken yet is kept, up to a bound."""

import socket

BACKLOG_BYTES = 512 * 1024
"""Some seconds of a main stream; a client further behind is cut."""


class ClientTooSlow(ConnectionError):
    """The client left more unread than is kept for it."""


class BoundedSender:
    """Sends on a non-blocking socket. Memory for one client never exceeds ``limit_bytes``."""

    def __init__(self, connection: socket.socket, limit_bytes: int = BACKLOG_BYTES) -> None:
        self._connection = connection
        self._limit_bytes = limit_bytes
        self._backlog = bytearray()

    @property
    def is_behind(self) -> bool:
        """Whether something waits until the socket takes more."""
        return bool(self._backlog)

    def send(self, data: bytes | bytearray) -> None:
        """Send now or, in order, later. Raises ClientTooSlow or another OSError when the client is gone."""
        if self._backlog:
            self._keep(data)
            return
        sent = self._try(data)
        if sent < len(data):
            self._keep(memoryview(data)[sent:])

    def flush(self) -> None:
        """Send what waits, as far as the socket takes it. Raises OSError when the client is gone."""
        if self._backlog:
            del self._backlog[: self._try(self._backlog)]

    def _keep(self, data: bytes | bytearray | memoryview) -> None:
        if len(self._backlog) + len(data) > self._limit_bytes:
            raise ClientTooSlow(f"a client left {len(self._backlog)} bytes unread")
        self._backlog += data

    def _try(self, data: bytes | bytearray) -> int:
        try:
            return self._connection.send(data)
        except BlockingIOError:
            return 0
