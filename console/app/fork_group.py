"""The fork servers' processes: begun before anything else is known, as they load what every site needs.

Light: what begins them early loads nothing for it.
"""

import contextlib
import os
import socket
import subprocess
import sys
from typing import NamedTuple

from console.app.own_code import OWN_CODE

MALLOC = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "131072"}
"""For glibc (mallopt(3)): few arenas, and whatever is larger than 128 KiB in memory of its own, which goes
back to the system when it is freed. By default that limit grows with the first such piece, and decoders'
pictures leave holes in the heap. Measured, 40 tiles, 1260 cameras cut in 7 minutes: 484 against 516 MB."""


PAINTING = {"QT_NO_GUI_THREADPOOL": "1"}
"""For Qt (QGuiApplicationPrivate::qtGuiThreadPool): a window paints in its own thread. By default each
picture of more than 65,536 pixels is cut up for a pool of threads and waited for, which come last where
decoding fills the machine. Measured, a preset over 4 monitors x 36 tiles on two cores: each monitor's first
paint waited 250 times, now 10; half of all tiles were live after 1.6 and 2.1 s, now 1.3 and 1.5.
"""


class ForkGroup(NamedTuple):
    """Modules of processes that share what is loaded: ``loads`` beforehand, in this order, ``others`` not."""

    loads: tuple[str, ...]
    others: tuple[str, ...] = ()

    def holds(self, module: str) -> bool:
        """Whether this group's server forks it."""
        return module in self.loads or module in self.others


FORK_GROUPS = (
    ForkGroup(
        ("console.media.worker.process", "console.media.engine.process", "console.core.process"),
        ("console.sim.process", "console.sim.sensors"),
    ),
    ForkGroup(("console.ui.wall.process",), ("console.ui.desk.process", "console.ui.map.wall_process")),
)
"""Those with Qt, and all others, in the order in which a wall needs them: cameras take a while to answer."""


class BegunServer(NamedTuple):
    """A server that loads, and the socket to it."""

    group: ForkGroup
    process: "subprocess.Popen[bytes]"
    socket: socket.socket


_begun: list[BegunServer] = []


def begin_first_server() -> None:
    """Begin the one that loads the cameras' processes, alone for a while: two would hold each other up.

    A full wall waits for its cameras' keyframes, so it is there the sooner the sooner they are connected.
    Measured on two busy cores: a full wall 0.5 s sooner with 8 tiles, 0.2 s with 32, than with both at once.
    """
    _begin(FORK_GROUPS[:1])


def begin_servers() -> None:
    """Begin all that are not begun yet. Those that can't be started are done without."""
    _begin(FORK_GROUPS)


def _begin(groups: tuple[ForkGroup, ...]) -> None:
    with contextlib.suppress(OSError):
        for group in groups[len(_begun) :]:
            _begun.append(begin_server(group))


def take_servers() -> tuple[BegunServer, ...]:
    """Those that are begun, for one site alone."""
    taken = tuple(_begun)
    _begun.clear()
    return taken


def child_environment() -> dict[str, str]:
    """The environment of each child, however it is started."""
    return os.environ | MALLOC | PAINTING | {"PYTHONUNBUFFERED": "1"}


def begin_server(group: ForkGroup) -> BegunServer:
    """Begin this one. Raises OSError."""
    own, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with other:
        try:
            process = subprocess.Popen(
                [sys.executable, *OWN_CODE, "console.app.fork_server", *group.loads],
                stdin=other.fileno(),
                process_group=0,
                env=child_environment(),
            )
        except OSError:
            own.close()
            raise
    return BegunServer(group, process, own)
