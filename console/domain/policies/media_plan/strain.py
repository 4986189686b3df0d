"""Whether the machine keeps up with the plan: it is judged by the pictures that were really drawn."""

from collections.abc import Mapping
from dataclasses import replace

from console.domain.media import StreamKey
from console.domain.policies.media_plan.plan_inputs import Strain, StreamReport

LATE = 0.8
"""A stream is late when it draws less than this part of what was planned."""
LATE_SHARE = 0.1
FEWEST_LATE = 2
"""One late stream has a camera of its own to blame; a tenth of all, and two at least, a busy machine."""
SETTLED_NS = 6_000_000_000
"""Drawn rates are over the last 5 s: before, they tell of an earlier plan."""
LATE_NS = 2_000_000_000
CALM_NS = 8_000_000_000
"""As long as it takes to see that a rise was too much."""
MOST_PATIENCE = 16
LESS, MUCH_LESS = 0.9, 0.75
"""Much less where half of all streams are late."""
MORE, MUCH_MORE = 1.1, 1.35
"""Much more as long as no rise was too much: half a minute after a busy moment the wall is whole again."""
SMALLEST_FACTOR = 0.3


def step_strain(
    strain: Strain,
    rates: Mapping[StreamKey, tuple[float, int]],
    reports: Mapping[StreamKey, StreamReport],
    now_ns: int,
    *,
    is_busy: bool = False,
) -> Strain:
    """A tenth or a quarter less after 2 s of lateness, a third more after 8 s without.

    Lateness on a machine that is plainly busy (``is_busy``) says nothing more: the budget follows that. What
    is judged here is a lateness that idle time does not explain, such as a limit on this program's time.
    Where a rise turned out too much, the next ones are by a tenth, and wait twice as long.
    """
    if is_busy:
        return replace(strain, late_ns=0, calm_ns=0)
    judged, late = _late(rates, reports, now_ns)
    if late >= max(FEWEST_LATE, judged * LATE_SHARE):
        late_ns = strain.late_ns or now_ns
        if now_ns - late_ns < LATE_NS:
            return replace(strain, late_ns=late_ns, calm_ns=0)
        return _less(strain, MUCH_LESS if late * 2 >= judged else LESS, now_ns)
    if strain.factor == 1.0:
        return Strain()
    calm_ns = strain.calm_ns or now_ns
    if now_ns - calm_ns < CALM_NS * strain.patience:
        return replace(strain, late_ns=0, calm_ns=calm_ns)
    patience = max(1, strain.patience // 2) if strain.rose else strain.patience
    more = MUCH_MORE if strain.patience == 1 else MORE
    return Strain(min(1.0, strain.factor * more), 0, now_ns, rose=True, patience=patience)


def _less(strain: Strain, less: float, now_ns: int) -> Strain:
    factor = max(SMALLEST_FACTOR, strain.factor * less)
    patience = min(MOST_PATIENCE, strain.patience * 2) if strain.rose else strain.patience
    # What is measured next tells of the lesser plan only after it settled; so the time starts again.
    return Strain(factor, now_ns + SETTLED_NS, 0, rose=False, patience=patience)


def step_rates(
    rates: Mapping[StreamKey, tuple[float, int]], planned: Mapping[StreamKey, float], now_ns: int
) -> dict[StreamKey, tuple[float, int]]:
    """Since when each stream was to draw at its rate."""
    return {
        key: rates[key] if key in rates and rates[key][0] == fps else (fps, now_ns)
        for key, fps in planned.items()
    }


def _late(
    rates: Mapping[StreamKey, tuple[float, int]], reports: Mapping[StreamKey, StreamReport], now_ns: int
) -> tuple[int, int]:
    """How many streams could be judged, and how many of them are late."""
    judged = late = 0
    for key, (fps, since_ns) in rates.items():
        report = reports.get(key)
        if report is None or not report.live or not report.drawn_fps or now_ns - since_ns < SETTLED_NS:
            continue
        judged += 1
        late += report.drawn_fps < LATE * fps
    return judged, late
