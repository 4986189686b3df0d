"""How much of this machine is left for decoding, beside sessions, windows and other programs."""

import os
from collections import deque
from pathlib import Path

KEPT_FREE = 0.2
"""Share of the machine that no plan counts on: beyond, pictures queue and come late. Measured with 300 tiles
on two cores: they did with a tenth kept free.
"""
LEAST_SHARE = 0.25
"""Share of the machine that is counted on whatever others do: the scheduler gives so much beside them."""
LOOKS = 10
"""Looks, one a second, of which the calmest counts: a start or a loaded layout is no reason to show less."""
CHANGE_CORES = 0.1
"""A figure that moved by less is not said anew, or plans would swing."""
WORK_FIELDS = (1, 2, 3, 6, 7)
"""Of the first line of /proc/stat (proc(5)): user, nice, system, irq, softirq."""


class MachineLoad:
    """Told once a second what was used; times are passed in."""

    def __init__(self, cores: int) -> None:
        self._cores = cores
        self._others: deque[float] = deque(maxlen=LOOKS)
        self._before: tuple[int, float] | None = None
        self._told: float | None = None

    def look(self, busy_s: float, decode_cores: float, now_ns: int) -> None:
        """``busy_s``: the machine's CPU seconds since its start; ``decode_cores``: decode threads' use."""
        if self._before is not None and now_ns > self._before[0]:
            busy_cores = (busy_s - self._before[1]) * 1e9 / (now_ns - self._before[0])
            self._others.append(max(0.0, busy_cores - decode_cores))
        self._before = (now_ns, busy_s)

    def free_cores(self) -> float | None:
        """Cores that decode threads can have; None until there were enough looks."""
        if len(self._others) < LOOKS:
            return None
        left = self._cores * (1.0 - KEPT_FREE) - min(self._others)
        free = max(self._cores * LEAST_SHARE, left)
        if self._told is None or abs(free - self._told) > CHANGE_CORES:
            self._told = free
        return self._told


def cpu_busy_s() -> float:
    """CPU seconds that this machine's cores worked since its start; 0 where that can't be read."""
    try:
        with Path("/proc/stat").open(encoding="ascii") as file:
            fields = file.readline().split()
    except OSError:
        return 0.0
    worked = [int(fields[index]) for index in WORK_FIELDS]
    return sum(worked) / os.sysconf("SC_CLK_TCK")
