"""A TCP link between a camera and who opens it that carries so many bytes a second and no more."""

import contextlib
import socket
import threading
import time

from tests.fakes.relay import Relay

PIECES_A_SECOND = 50


class NarrowLink(Relay):
    """``bytes_s`` may be changed while it runs; what the camera sends beyond it waits."""

    def __init__(self, camera_port: int, bytes_s: int) -> None:
        super().__init__(camera_port)
        self.bytes_s = bytes_s

    def _answer(self, camera: socket.socket, client: socket.socket) -> None:
        pace = threading.Event()
        with contextlib.suppress(OSError):
            while chunk := camera.recv(max(1, self.bytes_s // PIECES_A_SECOND)):
                begun_s = time.monotonic()
                client.sendall(chunk)
                left_s = len(chunk) / self.bytes_s - (time.monotonic() - begun_s)
                if left_s > 0:  # the link's own pace, not a wait for something
                    pace.wait(left_s)
            client.shutdown(socket.SHUT_RDWR)
