"""CPU time and memory of a tree of processes over some time, from /proc."""

import time
from dataclasses import dataclass, field

from console.app.process_usage import children_by_parent, cpu_s, family, pss_mb


@dataclass(slots=True)
class CpuWindow:
    """Between ``open`` and ``close``: what processes ``heads`` and all their descendants used.

    A process that ends in between takes its CPU time with it; one that begins counts from its start.
    """

    heads: list[int]
    seconds: float = 0.0
    cpu_s: float = 0.0
    _before: dict[int, float] = field(default_factory=dict)
    _opened_s: float = 0.0

    def open(self) -> None:
        """Begin."""
        self._before = self._now()
        self._opened_s = time.monotonic()

    def close(self) -> None:
        """End; the figures are there."""
        after = self._now()
        self.seconds = time.monotonic() - self._opened_s
        self.cpu_s = sum(max(0.0, used - self._before.get(pid, 0.0)) for pid, used in after.items())

    @property
    def cores(self) -> float:
        """CPU seconds a second."""
        return self.cpu_s / self.seconds if self.seconds else 0.0

    def pss_mb(self) -> float:
        """Memory of all of them now, shared pages split among those that share them."""
        return sum(pss_mb(pid) for pid in self._pids())

    def _now(self) -> dict[int, float]:
        return {pid: cpu_s(pid) for pid in self._pids()}

    def _pids(self) -> list[int]:
        children = children_by_parent()
        return [pid for head in self.heads for pid in family(head, children)]
