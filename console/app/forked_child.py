"""A site's processes as children that a fork server makes, for the supervisor."""

import contextlib
import ctypes
import fcntl
import logging
import os
import select
import signal
import socket
import subprocess
from collections.abc import Callable, Iterable
from typing import BinaryIO

import msgspec

from console.app.fork_group import BegunServer, child_environment
from console.app.fork_server import LONGEST_ANSWER, Forked, ForkRequest, limits_now

log = logging.getLogger("sightline.supervisor")

PR_SET_CHILD_SUBREAPER = 36
"""prctl(2): whose parent ended becomes a child of this process."""

LEAVES_WITHIN_S = 1.0
PIPE_BYTES = 1 << 20
"""A configuration names each camera: it is to fit into the pipe before anybody reads it (pipe(7))."""


class ForkServers:
    """What the supervisor asks for children; ``begun`` are the servers' processes."""

    def __init__(self, begun: Iterable[BegunServer]) -> None:
        self._servers = [_Server(one, self._adopt) for one in begun]

    def fork(self, name: str, module: str, nice: int, errors: int) -> "ForkedChild | None":
        """A process that runs ``module``; None where it has to be started without a server."""
        request = ForkRequest(name, module, nice, child_environment(), limits_now())
        return next((one.fork(request, errors) for one in self._servers if one.holds(module)), None)

    def stop(self) -> None:
        """Have them leave."""
        for server in self._servers:
            server.stop()

    def _adopt(self) -> None:
        """Whether orphans among this process's descendants become its own children (prctl(2)).

        Only while one is awaited: what is left of a browser that was killed is the system's to bury.
        """
        awaits = any(server.awaited for server in self._servers)
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, int(awaits))


class _Server:
    """The supervisor's end of one fork server; ``awaited`` are those of whom it has not told yet, by name."""

    def __init__(self, begun: BegunServer, adopt: Callable[[], None]) -> None:
        self.awaited: dict[str, ForkedChild] = {}
        self._begun: BegunServer | None = begun
        self._adopt = adopt

    def holds(self, module: str) -> bool:
        return self._begun is not None and self._begun.group.holds(module)

    def fork(self, request: ForkRequest, errors: int) -> "ForkedChild | None":
        assert self._begun is not None
        given, kept = os.pipe()
        with contextlib.suppress(OSError):  # an administrator's limit: then it is written piece by piece
            fcntl.fcntl(kept, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        child = ForkedChild(self, os.fdopen(kept, "wb"))
        self.awaited[request.name] = child
        self._adopt()  # before the one between them can end
        try:
            socket.send_fds(self._begun.socket, [msgspec.json.encode(request)], [given, errors])
        except OSError as error:
            self.give_up(f"takes no request: {error}")
            child.stdin.close()
            return None
        finally:
            os.close(given)
        return child

    def look(self) -> None:
        """Take what it has told."""
        while self._begun is not None and select.select([self._begun.socket], [], [], 0)[0]:
            body = self._begun.socket.recv(LONGEST_ANSWER)
            if not body:
                self.give_up("ended")
                return
            told = msgspec.json.decode(body, type=Forked)
            if not told.pid:
                log.error("%s can't be started: %s", told.name, told.why)
            if (child := self.awaited.pop(told.name, None)) is not None:
                child.is_told(told.pid)
            self._adopt()

    def give_up(self, why: str) -> None:
        """From now on processes are started without it."""
        log.warning("a fork server %s: processes load their own modules from now on", why)
        for child in self.awaited.values():
            child.is_told(0)
        self.stop()

    def stop(self) -> None:
        self.awaited.clear()
        self._adopt()
        begun, self._begun = self._begun, None
        if begun is None:
            return
        begun.socket.close()
        try:
            begun.process.wait(LEAVES_WITHIN_S)
        except subprocess.TimeoutExpired:
            begun.process.kill()
            begun.process.wait()


class ForkedChild:
    """As much of ``subprocess.Popen`` as the supervisor needs. ``pid`` is 0 until the server has told it."""

    def __init__(self, server: _Server, stdin: BinaryIO) -> None:
        self._server = server
        self._pid = 0
        self._status: int | None = None
        self.stdin = stdin

    @property
    def pid(self) -> int:
        """Its process number."""
        if not self._pid and self._status is None:
            self._server.look()
        return self._pid

    def is_told(self, pid: int) -> None:
        """It is there; 0: it never will be."""
        self._pid = pid
        if not pid:
            self._status = os.EX_OSERR

    def poll(self) -> int | None:
        """How it ended, as Popen tells it; None while it lives."""
        if self._status is None and self.pid:
            ended, status = os.waitpid(self._pid, os.WNOHANG)
            if ended:
                self._status = os.waitstatus_to_exitcode(status)
        return self._status

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises subprocess.TimeoutExpired."""
        if self.poll() is None and self._pid:
            process = os.pidfd_open(self._pid)
            try:
                select.select([process], [], [], timeout)
            finally:
                os.close(process)
        if (status := self.poll()) is None:
            raise subprocess.TimeoutExpired("a forked process", timeout or 0.0)
        return status

    def kill(self) -> None:
        """End it; who is not forked yet never will be: its server does not answer."""
        if self.poll() is not None:
            return
        if self._pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        else:
            self._server.give_up("does not answer")
