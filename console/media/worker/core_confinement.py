"""Keeps a worker's threads on cores of their own, as long as those have time for them.

A worker has a thread for each session, and its packets wake a decode thread. Left to itself the kernel wakes
them now here, now there: each move costs an interrupt to another core and its caches. Measured with 100 tiles
on two cores: kept on one core each, the workers need 4 to 6 % less CPU.

A core that somebody else fills would starve the worker, however: then all cores are its own again.
"""

import logging
import os
from collections.abc import Iterable
from pathlib import Path

log = logging.getLogger("sightline.media")

MOST_WAITING = 0.25
"""Share of the time that decode threads, ready to run, wait for their core; beyond, they may go elsewhere.
Measured on an own core with 50 cameras: 0.07."""
CALM_WAITING = 0.12
FIRST_CALM_NS = 4_000_000_000
LONGEST_CALM_NS = 64_000_000_000
"""How long all must be calm before a worker is confined: twice as long after each time it had to leave, but
as at first once it could stay for the longest."""


class Confinement:
    """Whether to be confined, told once a second how long decode threads waited. Pure; times passed in."""

    def __init__(self) -> None:
        self.is_confined = False
        self._before: tuple[int, int] | None = None
        self._since_ns = 0
        self._calm_ns = FIRST_CALM_NS

    def look(self, waited_ns: int, threads: int, now_ns: int) -> bool:
        """``waited_ns``: what all decode threads waited since their start. Returns ``is_confined``."""
        before, self._before = self._before, (waited_ns, now_ns)
        if before is None or now_ns <= before[1]:
            self._since_ns = now_ns
            return self.is_confined
        share = (waited_ns - before[0]) / (now_ns - before[1]) / threads
        if self.is_confined:
            self._stay(share, now_ns)
        elif share > CALM_WAITING:
            self._since_ns = now_ns
        elif now_ns - self._since_ns >= self._calm_ns:
            self.is_confined, self._since_ns = True, now_ns
        return self.is_confined

    def _stay(self, share: float, now_ns: int) -> None:
        if now_ns - self._since_ns >= LONGEST_CALM_NS:
            self._calm_ns = FIRST_CALM_NS
        if share > MOST_WAITING:
            self.is_confined, self._since_ns = False, now_ns
            self._calm_ns = min(2 * self._calm_ns, LONGEST_CALM_NS)


class OwnCores:
    """This process's threads on these cores, or on all that it may use. Does nothing without cores."""

    def __init__(self, cores: Iterable[int]) -> None:
        self._own = frozenset(cores)
        self._all: frozenset[int] = frozenset()
        self._choice = Confinement()

    def start(self) -> None:
        """Remember which cores it may use; without its own among them it is never confined."""
        self._all = frozenset(os.sched_getaffinity(0))
        if not self._own < self._all:
            self._own = frozenset()

    def look(self, decode_threads: Iterable[int], now_ns: int) -> None:
        """Once a second; ``decode_threads`` are the kernel's numbers of them."""
        if not self._own:
            return
        before = self._choice.is_confined
        try:
            waits_ns = [waited_ns(thread) for thread in decode_threads]
            if waits_ns and self._choice.look(sum(waits_ns), len(waits_ns), now_ns) != before:
                self._move(self._all if before else self._own)
        except (OSError, ValueError) as error:
            log.info("threads can't be kept on cores of their own here (%s); the kernel spreads them", error)
            self._own = frozenset()

    def _move(self, cores: frozenset[int]) -> None:
        log.debug("this worker's threads run on cores %s", sorted(cores))
        for thread in os.listdir("/proc/self/task"):  # later ones inherit it from the main thread
            try:
                os.sched_setaffinity(int(thread), cores)
            except ProcessLookupError:
                continue  # it ended meanwhile


def waited_ns(thread: int) -> int:
    """How long a thread of this process was ready but had no core, since its start.

    Second field of schedstat (Linux, Documentation/scheduler/sched-stats.rst). Raises OSError or ValueError
    where the kernel doesn't count it.
    """
    fields = Path(f"/proc/self/task/{thread}/schedstat").read_text("ascii").split()
    if len(fields) < 2:
        raise ValueError("schedstat is empty")
    return int(fields[1])
