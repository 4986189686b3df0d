"""When a process that ended is started again: at once, but not for ever. Pure, time passed in."""

from dataclasses import dataclass, field

MAX_RESTARTS = 5
WINDOW_S = 60.0
QUICK_DELAY_S = 0.1
SLOW_DELAY_S = 15.0


@dataclass(slots=True)
class RestartWindow:
    """Restart times of one process. At most 5 in 60 s at once; then one each 15 s, and said so."""

    times_s: list[float] = field(default_factory=list)
    total: int = 0

    def next_delay_s(self, now_s: float) -> float:
        """How long to wait before the next start, and note it."""
        self.times_s = [at for at in self.times_s if now_s - at < WINDOW_S]
        slow = len(self.times_s) >= MAX_RESTARTS
        self.times_s.append(now_s)
        self.total += 1
        return SLOW_DELAY_S if slow else QUICK_DELAY_S
