"""How many cores decoding may use: steered by what the machine really has left. Pure.

Looked at once a second. Whatever else the machine does (windows that paint more when more is decoded,
sessions, other programs) shows in the time that its cores are idle: with time left the plan may cost so much
more than it does, with too little so much less. A machine without idle time tells only that it is full: where
packets then wait to be decoded, decoding gets a little less than it really got.
"""

from dataclasses import dataclass, replace

RESERVE = 0.05
"""Share of the machine that stays idle: so that a window that paints is not waited for."""
BUSY = 0.025
"""With less idle the machine is busy: /proc/stat counts in hundredths of a second."""
BUSY_LOOKS = 2
"""A moment's work is no reason to show less."""
LESS = 0.93
"""Of what decoding really got, where nothing was idle."""
LATE_MS = 50.0
"""Packets that wait so long for a decode thread: with less decoding keeps up, however full the machine is."""
LEAST_SHARE = 0.2
"""Of the machine: so much the scheduler gives to decoding beside whatever others do."""
GAIN = 0.7
"""A picture that is decoded is also scaled, written and painted: that takes a third of what is idle."""
SETTLE_NS = 2_500_000_000
"""What a rise brings shows after the next keyframe, and after a look of one second."""
START_NS = 10_000_000_000
"""Sessions that open and tiles that catch up make any machine busy."""
START_SHARE = 0.75
"""Of the machine, until something is known."""
MOST_OF_THREADS = 0.95
"""Decode threads that are never idle let their queue grow."""
CHANGE = 0.02
"""Share of the machine; what would change by less stays, or plans would swing."""


@dataclass(frozen=True, slots=True)
class Look:
    """One second of the machine: its cores, those idle on average, those that decode threads used.

    ``planned_cores``: what the plan of that second was to cost; ``threads``: decode threads;
    ``wait_ms``: how long packets waited for one, on average.
    """

    cores: float
    idle_cores: float
    decode_cores: float
    planned_cores: float
    threads: int
    wait_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class DecodeBudget:
    """``cores`` is the budget, 0 while nothing is known; ``busy_looks`` without idle time in a row."""

    cores: float = 0.0
    busy_looks: int = 0
    since_ns: int = 0
    settled_ns: int = 0

    @property
    def is_busy(self) -> bool:
        """Whether the machine has nothing left, which explains every lateness."""
        return self.busy_looks > 0


def step_budget(before: DecodeBudget, look: Look, now_ns: int) -> DecodeBudget:
    """The budget for the next second; of a start nothing is judged."""
    most = min(look.cores, look.threads * MOST_OF_THREADS)
    if not before.since_ns:
        return DecodeBudget(min(most, look.cores * START_SHARE), since_ns=now_ns)
    if now_ns - before.since_ns < START_NS:
        return before
    if look.idle_cores < BUSY * look.cores:
        return _busy(replace(before, busy_looks=before.busy_looks + 1), look, now_ns)
    calm = replace(before, busy_looks=0)
    spare = look.idle_cores - RESERVE * look.cores
    cores = look.planned_cores + spare * (GAIN if spare > 0 else 1.0)
    cores = min(most, max(cores, LEAST_SHARE * look.cores))
    if abs(cores - before.cores) < CHANGE * look.cores:
        return calm
    if cores > before.cores:
        if now_ns < before.settled_ns:
            return calm
        return replace(calm, cores=cores, settled_ns=now_ns + SETTLE_NS)
    if before.cores > look.planned_cores:  # nobody is kept from anything: what is left is what is left
        return replace(calm, cores=cores)
    return replace(calm, cores=cores, settled_ns=now_ns + SETTLE_NS)


def _busy(before: DecodeBudget, look: Look, now_ns: int) -> DecodeBudget:
    if before.busy_looks < BUSY_LOOKS or look.wait_ms < LATE_MS:
        return before
    cores = min(before.cores, look.decode_cores, look.planned_cores) * LESS
    cores = max(cores, min(before.cores, LEAST_SHARE * look.cores))
    return replace(before, cores=cores, settled_ns=now_ns + SETTLE_NS)
