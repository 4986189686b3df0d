"""Stands between a camera and who opens it, and makes the camera's answers those of an odder one."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable


class RtspProxy:
    """A loopback camera whose description (SDP) is rewritten; all else goes through as it is."""

    def __init__(self, camera_port: int, rewrite: Callable[[bytes], bytes]) -> None:
        self._camera_port = camera_port
        self._rewrite = rewrite
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        self.port: int = self._listener.getsockname()[1]

    def start(self) -> None:
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        for one in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                camera = socket.create_connection(("127.0.0.1", self._camera_port))
                self._sockets += [client, camera]
                threading.Thread(target=self._pass, args=(client, camera), daemon=True).start()
                threading.Thread(target=self._answer, args=(camera, client), daemon=True).start()

    def _pass(self, source: socket.socket, to: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(65536):
                to.sendall(chunk)
            to.shutdown(socket.SHUT_WR)

    def _answer(self, camera: socket.socket, client: socket.socket) -> None:
        """Answers until the description is through; then whatever comes."""
        received = b""
        with contextlib.suppress(OSError):
            while b"application/sdp" not in received or not _is_whole(received):
                chunk = camera.recv(65536)
                if not chunk:
                    client.shutdown(socket.SHUT_WR)
                    return
                received += chunk
                if b"application/sdp" not in received and received.endswith(b"\r\n\r\n"):
                    client.sendall(received)
                    received = b""
            head, body = received.split(b"\r\n\r\n", 1)
            body = self._rewrite(body)
            head = re.sub(rb"(?i)content-length: *\d+", b"Content-Length: %d" % len(body), head)
            client.sendall(head + b"\r\n\r\n" + body)
            self._pass(camera, client)


def _is_whole(received: bytes) -> bool:
    head, split, body = received.partition(b"\r\n\r\n")
    found = re.search(rb"(?i)content-length: *(\d+)", head)
    return bool(split) and found is not None and len(body) >= int(found.group(1))
