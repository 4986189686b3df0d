"""Wakes the GUI thread when a ZeroMQ socket has something to read, instead of asking it again and again."""

from collections.abc import Callable, Iterable

import zmq
from PySide6.QtCore import QObject, QSocketNotifier


class SocketBell(QObject):
    """Calls ``answer``, which must read everything there is, whenever one of the sockets may have something.

    A ZeroMQ socket's descriptor tells of changes alone, and sending on the socket may swallow one (ZMQ_FD,
    https://libzmq.readthedocs.io/en/latest/zmq_getsockopt.html): so ``answer`` is to be called by a slow
    timer as well.
    """

    def __init__(self, answer: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answer = answer
        self._notifiers: list[QSocketNotifier] = []

    def start(self, sockets: Iterable[zmq.Socket[bytes]]) -> None:
        """Watch these open sockets."""
        for socket in sockets:
            notifier = QSocketNotifier(socket.getsockopt(zmq.FD), QSocketNotifier.Type.Read)
            notifier.activated.connect(lambda: self._answer())
            self._notifiers.append(notifier)

    def stop(self) -> None:
        """Watch them no more; call it before they are closed."""
        for notifier in self._notifiers:
            notifier.setEnabled(False)
        self._notifiers.clear()
