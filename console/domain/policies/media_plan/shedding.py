"""What showing costs, and who gets less when it is too much: pure arithmetic over one moment's loads.

Cost is counted in cores: seconds of CPU time a second, by what each stream was measured to take.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from console.domain.media import Priority, SlotKey, SlotPlan
from console.domain.policies.media_plan.plan_inputs import StreamFigures
from console.domain.tier import Shed, Tier

LONGEST_KEY_GOP_S = 2.5
"""Beyond, a keyframe is too long ago to be looked at until the next; all is decoded and less is drawn."""
NO_MOTION_PX = 60
"""Nobody sees motion in a lower tile: it gets keyframes though there is room for more."""
FEWER_FPS = 10.0
FEW_FPS = 5.0
TURN_NS = 2_000_000_000
"""Tiles of equal rank take turns: each time, one gets less and another one more."""

SPREAD = 0.618_033_988_75
"""Golden ratio: so that neighbours on the wall don't all get less at the same time."""

FULL, FEWER, FEW = range(3)
NINE_TENTHS, THREE_QUARTERS, SIX_TENTHS, HALF, FOUR_TENTHS, THREE_TENTHS, FIFTH, KEYS = range(3, 11)
"""Steps of getting less. FEWER and FEW are for long GOPs; short ones go through parts of each GOP."""

GOP_SHARES = {
    NINE_TENTHS: 0.9,
    THREE_QUARTERS: 0.75,
    SIX_TENTHS: 0.6,
    HALF: 0.5,
    FOUR_TENTHS: 0.4,
    THREE_TENTHS: 0.3,
    FIFTH: 0.2,
}
"""The part of each GOP that is decoded and drawn. Measured: a picture that is drawn less is still decoded,
two thirds of its cost; of one that is left out at the end of a GOP everything is saved."""


@dataclass(frozen=True, slots=True)
class Load:
    """One decoder's work: a stream (or its ring, so far back) and all boxes that it fills.

    ``reduced``: why it is this profile and not a larger one.
    """

    boxes: tuple[SlotKey, ...]
    priority: Priority
    figures: StreamFigures
    large: bool = False
    reduced: Shed = Shed.NONE

    @property
    def area(self) -> int:
        """Device pixels of the largest box."""
        return max(box.width * box.height for box in self.boxes)

    @property
    def rank(self) -> Priority:
        """Who gives first where it is too much. What is made ready counts as seen, or it would not be live
        when it comes.
        """
        return Priority.GRID if self.priority is Priority.WARMED else self.priority

    @property
    def is_still(self) -> bool:
        """Whether it is too low for motion, and nobody looks at it in particular."""
        return self.priority >= Priority.GRID and max(box.height for box in self.boxes) < NO_MOTION_PX

    @property
    def has_short_gop(self) -> bool:
        """Whether what a keyframe shows is young enough until the next."""
        return 0 < self.figures.gop_s <= LONGEST_KEY_GOP_S

    def begins_at(self) -> int:
        """The step that it is on without any overload."""
        if not self.is_still:
            return FULL
        return KEYS if self.has_short_gop else FEW

    def decoded_fps(self, step: int) -> float:
        """Pictures a second that are decoded on this step, keyframes among them."""
        if step == KEYS:
            return self._keys_s()
        if step in GOP_SHARES and self.has_short_gop:
            return self._keys_s() * math.ceil(GOP_SHARES[step] * self.figures.fps * self.figures.gop_s)
        return self.figures.fps

    def drawn_fps(self, step: int) -> float:
        """Pictures a second on this step."""
        return min(self.decoded_fps(step), limit_fps(step) or math.inf)

    def cost(self, step: int) -> float:
        """Cores on this step, drawing included."""
        figures = self.figures
        decoded = self.decoded_fps(step)
        keys = min(decoded, self._keys_s())
        drawn_mp = sum(box.width * box.height for box in self.boxes) / 1e6
        decoding_us = keys * figures.key_us + (decoded - keys) * figures.other_us
        return (decoding_us + self.drawn_fps(step) * drawn_mp * figures.draw_us_mp) / 1e6

    def slots(self, step: int) -> list[SlotPlan]:
        """Its slots on this step."""
        shed = Shed.CPU if step > self.begins_at() else self.reduced
        tier, share = self._tier(step), GOP_SHARES.get(step, 1.0)
        # A keyframe is decoded in its turn: behind all others it would never be on a machine that is late.
        return [SlotPlan(box, self.priority, tier, limit_fps(step), shed, share) for box in self.boxes]

    def _keys_s(self) -> float:
        return 1.0 / (self.figures.gop_s or LONGEST_KEY_GOP_S)

    def _tier(self, step: int) -> Tier:
        if step == KEYS:
            return Tier.KEYFRAMES
        if self.priority == Priority.FOCUS:
            return Tier.FOCUS
        return Tier.LARGE if self.large else Tier.GRID


def limit_fps(step: int) -> float:
    """The most pictures a second that are drawn on this step; 0 for all there are."""
    return {FEWER: FEWER_FPS, FEW: FEW_FPS}.get(step, 0.0)


def shed(loads: Sequence[Load], budget_cores: float, now_ns: int) -> list[int]:
    """The step of each load, so that all together fit the budget (0: no limit).

    The least important give first, and the smallest among them, all of them one step before any goes down
    another. Equals take turns. Keyframes are left to everyone, even where that alone exceeds the budget: a
    tile without a picture would be worse than a late one.
    """
    steps = [load.begins_at() for load in loads]
    costs = [load.cost(step) for load, step in zip(loads, steps, strict=True)]
    used = sum(costs)
    if not budget_cores or used <= budget_cores:
        return steps
    for group in _groups(loads, now_ns):
        for step in range(FEWER, KEYS + 1):
            for index in group:
                if used <= budget_cores:
                    return steps
                if not _is_step_of(loads[index], steps[index], step):
                    continue
                cost = loads[index].cost(step)
                if cost < costs[index]:
                    used += cost - costs[index]
                    steps[index], costs[index] = step, cost
    return steps


def _is_step_of(load: Load, now: int, step: int) -> bool:
    """Whether this is one of its kind's steps, and further down than ``now``."""
    return step > now and (step == KEYS or (step in GOP_SHARES) is load.has_short_gop)


def _groups(loads: Sequence[Load], now_ns: int) -> list[list[int]]:
    """Indices by importance, the least first; in each the smallest first, equals rotated by time."""
    order: list[list[int]] = []
    for rank in sorted({load.rank for load in loads}, reverse=True):
        group: list[int] = []
        mine = [index for index, load in enumerate(loads) if load.rank == rank]
        for area in sorted({loads[index].area for index in mine}):
            equals = _spread(sorted((i for i in mine if loads[i].area == area), key=lambda i: loads[i].boxes))
            turn = now_ns // TURN_NS % len(equals)
            group += equals[turn:] + equals[:turn]
        order.append(group)
    return order


def _spread(equals: list[int]) -> list[int]:
    """In an order of which any stretch is spread evenly over the whole."""
    places = sorted(range(len(equals)), key=lambda place: place * SPREAD % 1.0)
    return [equals[place] for place in places]
