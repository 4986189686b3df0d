"""A child's tie to its supervisor: it beats once a second, and leaves when the supervisor is gone.

The supervisor keeps the write end of each child's standard input. Its end means: stop. That reaches a child
also when the supervisor was killed, because the kernel closes the pipe.
"""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import zmq

from console.protocol.clock import Clock
from console.protocol.requester import quick_reconnect
from console.protocol.supervisor_messages import Beat, SupervisorRequest

BEAT_INTERVAL_S = 1.0
HUNG_AFTER_S = 5.0
EXIT_CLOSED = 10
"""A person closed the window by its own button: it is not started again. Any other end is."""


class Lifeline:
    """Call ``beat`` from the main loop each second; leave the loop when ``stopping`` is set."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], endpoint: str, name: str) -> None:
        self._context = context
        self._endpoint = endpoint
        self._name = name
        self._encoder = msgspec.json.Encoder()
        self._socket: zmq.Socket[bytes] | None = None
        self.stopping = threading.Event()

    def start(self, *, watch_stdin: bool = True) -> None:
        """Connect, and stop on SIGTERM, SIGINT or the end of standard input. Call in the main thread."""
        socket = self._context.socket(zmq.DEALER)
        quick_reconnect(socket)
        socket.setsockopt(zmq.SNDHWM, 10)
        socket.connect(self._endpoint)
        self._socket = socket
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        if watch_stdin:
            threading.Thread(target=self._watch_stdin, name="lifeline", daemon=True).start()

    def beat(
        self, stats: Mapping[str, float] | None = None, notice: str = "", *, on_screen: bool = True
    ) -> None:
        """Tell the supervisor that this loop runs. Never waits."""
        if self._socket is None:
            return
        beat = Beat(pid=os.getpid(), stats=dict(stats or {}), notice=notice, on_screen=on_screen)
        body = self._encoder.encode(SupervisorRequest(id="", by=self._name, command=beat))
        with contextlib.suppress(zmq.Again):  # busy or gone; the end of stdin tells which
            self._socket.send(body, zmq.DONTWAIT)

    def _watch_stdin(self) -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        self.stopping.set()

    def stop(self) -> None:
        """Disconnect."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


Run = Callable[[Any, Lifeline, Clock], int]
"""The form of each process's ``run(config, lifeline, clock) -> exit status``; the clock is its only one."""
