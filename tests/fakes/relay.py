"""Stands between a camera and who opens it, on loopback."""

import contextlib
import socket
import threading


class Relay:
    """A thread for each way: ``_pass`` from the client, ``_answer`` from the camera. Override these."""

    def __init__(self, camera_port: int) -> None:
        self._camera_port = camera_port
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
        self._pass(camera, client)
