"""Stands between a camera and who opens it, and makes the camera's answers those of an odder one."""

import contextlib
import re
import socket
from collections.abc import Callable

from tests.fakes.relay import Relay


class RtspProxy(Relay):
    """A loopback camera whose description (SDP) is rewritten; all else goes through as it is."""

    def __init__(self, camera_port: int, rewrite: Callable[[bytes], bytes]) -> None:
        super().__init__(camera_port)
        self._rewrite = rewrite

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
