"""A TCP link between a camera and who opens it that carries so many bytes a second and no more."""

import contextlib
import socket
import threading
import time

PIECES_A_SECOND = 50


class NarrowLink:
    """``bytes_s`` may be changed while it runs; what the camera sends beyond it waits."""

    def __init__(self, camera_port: int, bytes_s: int) -> None:
        self._camera_port = camera_port
        self.bytes_s = bytes_s
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
                threading.Thread(target=self._pass, args=(client, camera, 0.0), daemon=True).start()
                threading.Thread(target=self._pass, args=(camera, client, 1.0), daemon=True).start()

    def _pass(self, source: socket.socket, to: socket.socket, narrowness: float) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(max(1, self.bytes_s // PIECES_A_SECOND)):
                begun_s = time.monotonic()
                to.sendall(chunk)
                left_s = narrowness * len(chunk) / self.bytes_s - (time.monotonic() - begun_s)
                if left_s > 0:
                    time.sleep(left_s)
            to.shutdown(socket.SHUT_RDWR)
