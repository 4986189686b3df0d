"""How much of this machine's time nobody uses, of the cores that this program may run on."""

import os
from collections import deque
from pathlib import Path

IDLE_FIELDS = (4, 5)
"""Of a core's line of /proc/stat (proc(5)): idle, iowait. What a host took away (steal) is not idle."""
LOOKS = 2
"""Idle time of one second is told in hundredths; the mean of two swings less."""


class MachineLoad:
    """Told once a second how long the cores were idle since their start; times are passed in."""

    def __init__(self) -> None:
        self._before: tuple[int, float] | None = None
        self._idle: deque[float] = deque(maxlen=LOOKS)

    def look(self, idle_s: float, now_ns: int) -> None:
        """``idle_s``: idle seconds of all cores together."""
        if self._before is not None and now_ns > self._before[0]:
            self._idle.append((idle_s - self._before[1]) * 1e9 / (now_ns - self._before[0]))
        self._before = (now_ns, idle_s)

    def idle_cores(self) -> float | None:
        """Cores that were idle in the last seconds; at once 0 where none is. None until there was a look."""
        if not self._idle:
            return None
        return max(0.0, min(self._idle[-1], sum(self._idle) / len(self._idle)))


def own_cores() -> frozenset[int]:
    """The cores that this process may run on, as its starter has left it them."""
    return frozenset(os.sched_getaffinity(0))


def cpu_idle_s(cores: frozenset[int], stat: Path = Path("/proc/stat")) -> float:
    """Idle seconds of these cores since the machine's start; 0 where that can't be read."""
    try:
        lines = stat.read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    idle = 0
    for line in lines:
        name, *_ = fields = line.split()
        if name.startswith("cpu") and name[3:].isdecimal() and int(name[3:]) in cores:
            idle += sum(int(fields[index]) for index in IDLE_FIELDS)
    return idle / os.sysconf("SC_CLK_TCK")
