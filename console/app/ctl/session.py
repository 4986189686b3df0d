"""One ``ctl`` call's connections to the running site."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import zmq

from console.app.process_clock import PROCESS_CLOCK
from console.app.site_runtime import find_run_dir
from console.domain.errors import CommandRefused, NoAnswer, SightlineError
from console.protocol.core_messages import Request
from console.protocol.endpoints import Endpoints
from console.protocol.requester import Requester

TIMEOUT_S = 5.0
LOOK_S = 0.02


@dataclass(slots=True)
class Session:
    """Asks core, the supervisor or a window. ``core`` overrides core's address (``tcp://...``)."""

    run: Path | None
    core: str | None
    as_json: bool

    def ask_core(self, command: msgspec.Struct, timeout_s: float = TIMEOUT_S) -> Any:
        """Core's result. Raises CommandRefused, NoAnswer."""
        endpoint = self.endpoints().core_commands if self.core is None else self.core
        return ask(endpoint, command, Request, timeout_s)

    def ask(
        self,
        endpoint: str,
        command: msgspec.Struct,
        request: type[msgspec.Struct],
        timeout_s: float = TIMEOUT_S,
    ) -> Any:
        """Another process's result."""
        return ask(endpoint, command, request, timeout_s)

    def endpoints(self) -> Endpoints:
        """The running site's addresses. Raises SightlineError when there is none."""
        if self.core is not None and self.run is None:
            raise SightlineError(
                "this needs the site's runtime folder: run it on that machine, with --run DIR"
            )
        return Endpoints(find_run_dir(self.run))


@contextmanager
def bus() -> Iterator[zmq.Context[zmq.Socket[bytes]]]:
    """A ZeroMQ context for the length of one command."""
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    try:
        yield context
    finally:
        context.destroy(linger=0)


def ask(
    endpoint: str, command: msgspec.Struct, request: type[msgspec.Struct], timeout_s: float = TIMEOUT_S
) -> Any:
    """Send one command and wait for its result. Raises CommandRefused, NoAnswer."""
    with bus() as context:
        requester = Requester(context, endpoint, "ctl", PROCESS_CLOCK, request, only_connected=True)
        requester.start()
        try:
            return requester.call(command, timeout_s)
        finally:
            requester.stop()


def ask_unless(
    stopping: threading.Event,
    endpoint: str,
    command: msgspec.Struct,
    request: type[msgspec.Struct],
    timeout_s: float = TIMEOUT_S,
) -> Any:
    """As ``ask``, and once ``stopping`` is set nobody is waited for: who would answer is leaving.

    Raises CommandRefused, NoAnswer.
    """
    with bus() as context:
        requester = Requester(context, endpoint, "ctl", PROCESS_CLOCK, request, only_connected=True)
        requester.start()
        try:
            until_ns = PROCESS_CLOCK.monotonic_ns() + int(timeout_s * 1e9)
            return _answer(requester, command, until_ns, stopping)
        finally:
            requester.stop()


def _answer(requester: Requester, command: msgspec.Struct, until_ns: int, stopping: threading.Event) -> Any:
    asked = ""
    while not stopping.is_set() and PROCESS_CLOCK.monotonic_ns() < until_ns:
        if not asked and requester.is_connected:
            asked = requester.send(command)
        for reply in requester.poll():
            if reply.id == asked and reply.refused is not None:
                raise CommandRefused(reply.refused.code, reply.refused.text)
            if reply.id == asked:
                return reply.result
        stopping.wait(LOOK_S)
    raise NoAnswer(f"no answer to {type(command).__name__}: {'it stops' if stopping.is_set() else 'silent'}")
