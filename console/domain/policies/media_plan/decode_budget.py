"""How many cores decoding may use: steered by what the machine really has left. Pure.

Looked at once a second. Whatever else the machine does (windows that paint more when more is decoded,
sessions, other programs) shows in the time that its cores are idle: with time left the plan may cost so much
more than it does, with too little so much less. Where packets wait long to be decoded, whether the machine is
full or something else keeps this program's time short, decoding gets a little less than it really got; a full
machine on which none waits is left as it is.
"""

from dataclasses import dataclass, replace

RESERVE = 0.05
"""Share of the machine that stays idle: so that a window that paints is not waited for."""
BUSY = 0.025
"""With less idle the machine is busy: /proc/stat counts in hundredths of a second."""
LATE_LOOKS = 2
"""A moment's work is no reason to show less."""
LESS = 0.93
"""Of what decoding really got, where packets waited."""
LATE_MS = 50.0
"""Packets that wait so long for a decode thread: with less decoding keeps up, however full the machine is."""
VERY_LATE_MS = 200.0
"""Then it is cut again each second; else what was cut shows first, from the next keyframes on. Measured with
320 tiles on two cores: cut each second at 54 to 117 ms, a fourth was taken in three seconds and came back in
thirteen."""
PRICE_MEMORY = 0.2
PRICES = (0.5, 1.5)
"""What decoding takes of what it was planned to cost: a mean that moves by so much a look, within bounds."""
LEAST_SHARE = 0.2
"""Of the machine: so much the scheduler gives to decoding beside whatever others do."""
GAIN = 0.7
"""A picture that is decoded is also scaled, written and painted: that takes a third of what is idle."""
SETTLE_NS = 2_500_000_000
"""What a rise brings shows after the next keyframe, and after a look of one second."""
START_NS = 6_000_000_000
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
    """``cores`` is the budget, 0 while nothing is known; ``late_looks`` in a row packets waited.

    ``price``: what decoding took of what it was planned to cost, while no packet waited.
    """

    cores: float = 0.0
    price: float = 1.0
    late_looks: int = 0
    since_ns: int = 0
    settled_ns: int = 0


def step_budget(before: DecodeBudget, look: Look, now_ns: int) -> DecodeBudget:
    """The budget for the next second; of a start nothing is judged."""
    most = min(look.cores, look.threads * MOST_OF_THREADS)
    if not before.since_ns:
        return DecodeBudget(min(most, look.cores * START_SHARE), since_ns=now_ns)
    if now_ns - before.since_ns < START_NS:
        return before
    if look.wait_ms >= LATE_MS:
        return _late(replace(before, late_looks=before.late_looks + 1), look, now_ns)
    calm = replace(before, late_looks=0, price=_price(before, look, now_ns))
    if look.idle_cores < BUSY * look.cores:
        return calm
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


def _price(before: DecodeBudget, look: Look, now_ns: int) -> float:
    if now_ns < before.settled_ns or look.planned_cores < LEAST_SHARE * look.cores:
        return before.price
    price = before.price + (look.decode_cores / look.planned_cores - before.price) * PRICE_MEMORY
    return min(max(price, PRICES[0]), PRICES[1])


def _late(before: DecodeBudget, look: Look, now_ns: int) -> DecodeBudget:
    if before.late_looks < LATE_LOOKS or (now_ns < before.settled_ns and look.wait_ms < VERY_LATE_MS):
        return before
    cores = min(before.cores, look.decode_cores / before.price, look.planned_cores) * LESS
    cores = max(cores, min(before.cores, LEAST_SHARE * look.cores))
    return replace(before, cores=cores, late_looks=LATE_LOOKS - 1, settled_ns=now_ns + SETTLE_NS)
