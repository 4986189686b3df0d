"""Which sessions are open, shown or warm, and how the rings share their bytes."""

import math
from collections.abc import Collection, Iterable, Mapping

from console.domain.camera import Profile
from console.domain.media import StreamKey, StreamPlan
from console.domain.policies.media_plan.plan_inputs import Inputs, StreamFigures, learnt, small_profile
from console.domain.tier import Warm

LINGER_NS = 10_000_000_000
"""A stream that nobody wants any more stays open for so long, as people go back and forth."""
RING_SLACK = 1.25
"""Bit rates vary; a ring holds more than its seconds at the usual rate."""
RATE_STEPS = 2
"""Ring sizes go in steps of the square root of two, so that they do not follow a camera's noise."""


def open_streams(
    inputs: Inputs,
    shown: set[StreamKey],
    linger: Mapping[StreamKey, int],
    known: Mapping[StreamKey, StreamFigures],
    now_ns: int,
) -> tuple[set[StreamKey], dict[StreamKey, int]]:
    """The sessions to keep, and until when each of the passing ones stays when nobody wants it."""
    near = {want.feed for want in inputs.wants}
    wanted = shown | recorded_streams(inputs, shown, known)
    hidden: list[StreamKey] = []
    for feed, offered in inputs.feeds.items():
        key = (feed, small_profile(offered))
        warm = inputs.warm.get(feed, Warm.ALWAYS)
        if warm is Warm.NEAR and feed in near:
            wanted.add(key)
        elif warm is Warm.ALWAYS and key not in wanted:
            hidden.append(key)
    until = _lingering(inputs, wanted, linger, now_ns)
    return wanted | _within_network(
        wanted, [*sorted(until.keys() - wanted), *sorted(hidden)], inputs, known
    ), until


def recorded_streams(
    inputs: Inputs, shown: Collection[StreamKey], known: Mapping[StreamKey, StreamFigures]
) -> set[StreamKey]:
    """What is recorded: each camera's small stream, and main streams as far as the budgets let them.

    Those of the cameras that come first; a main that is shown anyway costs nothing more.
    """
    offered = {feed: inputs.feeds[feed] for feed in sorted(inputs.recorded) if feed in inputs.feeds}
    found = {(feed, small_profile(profiles)) for feed, profiles in offered.items()}
    left = inputs.budgets.main_streams - sum(1 for key in shown if is_extra_main(key, inputs))
    left_mbit_s = inputs.budgets.network_mbit_s - network_mbit_s({*found, *shown}, known)
    for feed, profiles in offered.items():
        key = (feed, Profile.MAIN)
        if not inputs.recorded[feed] or Profile.MAIN not in profiles or key in found:
            continue
        mbit_s = 0.0 if key in shown else network_mbit_s((key,), known)
        if key in shown or (left > 0 and mbit_s <= left_mbit_s):
            found.add(key)
            left -= key not in shown
            left_mbit_s -= mbit_s
    return found


def _lingering(
    inputs: Inputs, wanted: set[StreamKey], linger: Mapping[StreamKey, int], now_ns: int
) -> dict[StreamKey, int]:
    until: dict[StreamKey, int] = {}
    for key in wanted:
        if inputs.warm.get(key[0], Warm.ALWAYS) is not Warm.NEVER:
            until[key] = now_ns + LINGER_NS
    mains = sum(1 for key in wanted if is_extra_main(key, inputs))
    for key, end_ns in sorted(linger.items(), key=lambda item: (-item[1], item[0])):
        if key in until or end_ns <= now_ns or key[0] not in inputs.feeds:
            continue
        if is_extra_main(key, inputs):
            if mains >= inputs.budgets.main_streams:
                continue
            mains += 1
        until[key] = end_ns
    return until


def _within_network(
    wanted: set[StreamKey],
    unshown: Iterable[StreamKey],
    inputs: Inputs,
    known: Mapping[StreamKey, StreamFigures],
) -> set[StreamKey]:
    """The unshown streams that the network has room for; a shown one is never closed for them."""
    left_mbit_s = inputs.budgets.network_mbit_s - network_mbit_s(wanted, known)
    kept: set[StreamKey] = set()
    for key in unshown:
        mbit_s = network_mbit_s((key,), known)
        if key not in kept and mbit_s <= left_mbit_s:
            kept.add(key)
            left_mbit_s -= mbit_s
    return kept


def network_mbit_s(keys: Iterable[StreamKey], known: Mapping[StreamKey, StreamFigures]) -> float:
    """Megabits a second that these streams take."""
    return sum(learnt(known, key).kbps for key in keys) / 1000


def is_extra_main(key: StreamKey, inputs: Inputs) -> bool:
    """Whether it is a main stream beside a small one, as counted by the budget."""
    return key[1] is Profile.MAIN and small_profile(inputs.feeds[key[0]]) is Profile.SUB


def ring_tasks(
    keys: Iterable[StreamKey],
    inputs: Inputs,
    known: Mapping[StreamKey, StreamFigures],
    recorded: Collection[StreamKey] = (),
) -> list[StreamPlan]:
    """Each session with its ring: all reach equally far back, ``ring_s`` if the bytes suffice."""
    needs = {key: _ring_need(learnt(known, key).kbps, inputs.budgets.ring_s) for key in keys}
    whole = sum(needs.values())
    share = min(1.0, inputs.budgets.ring_bytes / whole) if whole else 1.0
    return [
        StreamPlan(*key, inputs.budgets.ring_s, math.floor(need * share), key in recorded)
        for key, need in sorted(needs.items())
    ]


def _ring_need(kbps: float, ring_s: float) -> float:
    step = math.ceil(math.log2(max(kbps, 1.0)) * RATE_STEPS)
    return 2 ** (step / RATE_STEPS) * 1000 / 8 * ring_s * RING_SLACK
