"""Starts processes of a site quickly: ``python -m console.app.fork_server MODULE...``.

It loads the modules that several processes need and forks these, which then share what is loaded: on two busy
cores a wall's eight processes are there a second sooner than if each loads its own. It has one thread, opens
nothing and is told no configuration: a child reads it from the standard input that comes with the request.

Standard input is the socket to the supervisor; its end means: leave.
"""

import gc
import logging
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import msgspec
from setproctitle import getproctitle, setproctitle

from console.app import child
from console.app.own_code import OWN_CODE
from console.protocol.unreadable import UNREADABLE

LONGEST_REQUEST = 1 << 20
"""With an environment: more than a socket takes at once (socket(7), wmem_default)."""
LONGEST_ANSWER = 4_096
TURN_S = 0.0005
STATUS_NOT_ADOPTED = 71
"""EX_OSERR of sysexits.h: the supervisor was gone before its child was its own."""


class ForkRequest(msgspec.Struct, frozen=True):
    """What to start, once ``module`` is loaded; its standard input and standard error come along.

    ``environment`` and ``limits`` (see ``limits_now``) are the supervisor's, of this moment.
    """

    name: str
    module: str
    nice: int
    environment: dict[str, str]
    limits: dict[int, tuple[int, int]]


class Forked(msgspec.Struct, frozen=True):
    """The process of this name is there, a child of the supervisor; 0: it could not be forked, and why."""

    name: str
    pid: int
    why: str = ""


class ForkServer:
    """``modules`` are loaded in this order; what needs none of them is forked at once."""

    def __init__(self, supervisor: socket.socket, supervisor_pid: int, modules: list[str]) -> None:
        self._supervisor = supervisor
        self._supervisor_pid = supervisor_pid
        self._modules = modules
        self._waiting: list[tuple[ForkRequest, list[int]]] = []

    def run(self) -> None:
        """Load and fork until the supervisor is gone."""
        while self._take(None if not self._modules else 0.0):
            self._fork_loaded()
            if self._modules:
                with suppress(ImportError):  # the child that needs it says so in its own log
                    import_module(self._modules[0])
                del self._modules[0]
                self._fork_loaded()

    def _take(self, wait_s: float | None) -> bool:
        """Read all requests that are there. False when nobody is left to ask."""
        while select.select([self._supervisor], [], [], wait_s)[0]:
            wait_s = 0.0
            body, descriptors, _, _ = socket.recv_fds(self._supervisor, LONGEST_REQUEST, 2)
            if not body:
                return False
            with suppress(*UNREADABLE):
                self._waiting.append((msgspec.json.decode(body, type=ForkRequest), descriptors))
        return True

    def _fork_loaded(self) -> None:
        for one in [one for one in self._waiting if one[0].module not in self._modules]:
            self._waiting.remove(one)
            request, descriptors = one
            told = self._forked(request, descriptors)
            _close(descriptors)
            self._supervisor.send(msgspec.json.encode(told))

    def _forked(self, request: ForkRequest, descriptors: list[int]) -> Forked:
        """Fork twice: the one between ends at once, and the kernel gives its child to the supervisor."""
        gc.freeze()  # what is loaded stays, and stays shared
        reading, writing = os.pipe()
        try:
            between = os.fork()
        except OSError as error:
            _close((reading, writing))
            return Forked(request.name, 0, error.strerror or str(error))
        if not between:
            os.close(reading)
            self._fork_again(request, descriptors, writing)
        os.close(writing)
        told = os.read(reading, 32)
        os.close(reading)
        os.waitpid(between, 0)
        return Forked(request.name, int(told or b"0"), "" if told else "no process could be made")

    def _fork_again(self, request: ForkRequest, descriptors: list[int], writing: int) -> NoReturn:
        with suppress(OSError):
            between = os.getpid()
            if not os.fork():
                os.write(writing, b"%d" % os.getpid())
                os.close(writing)
                self._become(request, descriptors, between)
        os._exit(0)

    def _become(self, request: ForkRequest, descriptors: list[int], between: int) -> NoReturn:
        """Live the life of ``console.app.child``, and end without a word to what was before the fork."""
        status = STATUS_NOT_ADOPTED
        try:
            os.environ.clear()
            os.environ.update(request.environment)
            for one, limit in request.limits.items():
                resource.setrlimit(one, limit)
            os.setpgid(0, 0)  # as a child that the supervisor starts itself
            os.setpriority(os.PRIO_PROCESS, 0, request.nice)
            given, errors = descriptors
            for one, to in ((given, 0), (errors, 1), (errors, 2)):
                os.dup2(one, to)
            _close((given, errors, self._supervisor.fileno()))
            for _, waiting in self._waiting:
                _close(waiting)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            setproctitle(" ".join((sys.executable, *OWN_CODE, "console.app.child", request.name)))
            while os.getppid() == between:
                time.sleep(TURN_S)
            if os.getppid() == self._supervisor_pid:
                status = child.main()
                logging.shutdown()
        finally:
            os._exit(status)


def limits_now() -> dict[int, tuple[int, int]]:
    """All of this process's limits (getrlimit(2)), by the system's numbers."""
    numbers = {getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_")}
    return {one: resource.getrlimit(one) for one in sorted(numbers)}


def _close(descriptors: Iterable[int]) -> None:
    for one in descriptors:
        os.close(one)


def main() -> None:
    """Serve the supervisor at the other end of standard input; leave with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    getproctitle()  # it finds where a process list looks, as long as the environment is as it began
    supervisor_pid = os.getppid()
    child.die_with_parent()
    with socket.socket(fileno=os.dup(0)) as supervisor:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        ForkServer(supervisor, supervisor_pid, sys.argv[1:]).run()


if __name__ == "__main__":
    main()
