"""A camera that answers every RTSP request in the same way and counts the tries with a password."""

import contextlib
import re
import socket
import threading
from collections.abc import Iterator


class RefusingCamera:
    """``status`` such as ``401 Unauthorized``; ``headers`` are added to each answer."""

    def __init__(self, status: str, headers: tuple[str, ...] = ()) -> None:
        self._status = status
        self._headers = headers
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera")
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self.logins = 0

    @property
    def url(self) -> str:
        return f"rtsp://127.0.0.1:{self.port}/a"

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = self._listener.accept()
                self.connections += 1
                connection.settimeout(1.0)
                with contextlib.suppress(OSError), connection:
                    for request in _requests(connection):
                        self._answer(connection, request)

    def _answer(self, connection: socket.socket, request: bytes) -> None:
        self.logins += b"\nAuthorization:" in request
        found = re.search(rb"CSeq: *(\d+)", request)
        lines = (f"RTSP/1.0 {self._status}", f"CSeq: {found.group(1).decode() if found else 0}")
        connection.sendall("\r\n".join((*lines, *self._headers, "", "")).encode())

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()
        self._listener.close()


def _requests(connection: socket.socket) -> Iterator[bytes]:
    received = b""
    while chunk := connection.recv(4096):
        received += chunk
        *whole, received = received.split(b"\r\n\r\n")
        yield from whole
