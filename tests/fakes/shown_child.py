"""A window's process beside a site that is spoken by hand, and what it tells its supervisor."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import zmq

from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.reply import Reply
from console.protocol.requester import Requester
from console.protocol.supervisor_messages import Beat, SupervisorRequest
from console.protocol.window_messages import TakeShot, WindowRequest
from tests.fakes.spoken_site import SpokenSite
from tests.watch.waiting import wait_until

START_WITHIN_S = 30.0


class ShownChild:
    """``beats`` are those that have come; ``inhibited`` is what a systemd-inhibit of its own was asked."""

    def __init__(
        self, run_dir: Path, kind: str, site: SpokenSite, context: "zmq.Context[zmq.Socket[bytes]]"
    ) -> None:
        endpoints = Endpoints(run_dir)
        self.site, self.name = site, "desk" if kind == "desk" else "display-wall-1"
        self.beats: list[Beat] = []
        self._supervisor = context.socket(zmq.ROUTER)
        self._supervisor.bind(endpoints.supervisor)
        self._asker = Requester(context, endpoints.window(self.name), "test", SystemClock(), WindowRequest)
        self._asker.start()
        self._told = run_dir / "inhibited"
        fake = run_dir / "bin" / "systemd-inhibit"
        fake.parent.mkdir()
        fake.write_text(f'#!/bin/sh\necho "$@" >> {self._told}\ncat\necho ended >> {self._told}\n')
        fake.chmod(0o755)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.window_child", kind, str(run_dir)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ
            | {
                "QT_QPA_PLATFORM": "offscreen",
                "INHIBITED": str(run_dir),
                "PATH": f"{fake.parent}:{os.environ['PATH']}",
            },
        )

    def until(self, condition: Callable[[], object], what: str) -> None:
        def pumped() -> bool:
            self.site.pump()
            while self._supervisor.poll(0):
                said = msgspec.json.decode(self._supervisor.recv_multipart()[-1], type=SupervisorRequest)
                assert isinstance(said.command, Beat) and said.by == self.name
                self.beats.append(said.command)
            return bool(condition())

        wait_until(pumped, START_WITHIN_S, what)

    def inhibited(self) -> list[str]:
        """What was asked, and that it ended."""
        return self._told.read_text().splitlines() if self._told.exists() else []

    def shot(self, path: Path) -> Reply:
        """A picture of its window."""
        replies: list[Reply] = []
        self._asker.send(TakeShot(str(path)))
        self.until(lambda: replies.extend(self._asker.poll()) or replies, "it answers for a picture")
        return replies[0]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stderr):
            if pipe is not None:
                pipe.close()
        self._asker.stop()
        self._supervisor.close(0)


@contextmanager
def shown_child(run_dir: Path, kind: str) -> Iterator[ShownChild]:
    """It, started."""
    with zmq.Context() as context:
        site = SpokenSite(context, run_dir, SystemClock())
        site.start()
        child = ShownChild(run_dir, kind, site, context)
        try:
            yield child
        finally:
            child.stop()
            site.stop()
