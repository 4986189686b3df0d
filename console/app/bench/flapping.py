"""Cameras that go wrong and come back again and again, each by a schedule of its own. Pure."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from console.domain.ids import FeedId
from console.protocol.simulator_messages import Fault

SHORTEST_S, LONGEST_S = 2.0, 8.0
"""How long a fault, and how long the time between two, lasts."""
AGE_TELLS_NOTHING = (Fault.FREEZE, Fault.SLOW)
"""Under these the frame number lags though pictures arrive: the number can't prove a lie."""
LOCKED_OUT_EVERY = 10
"""Only one camera in so many gets UNAUTHORISED: refused twice, it is rightly not tried again for long."""
FADES_S = 4.0
"""So long after such a fault its last picture may still be shown."""


@dataclass(slots=True)
class _Camera:
    faults: Iterator[Fault]
    due_s: float
    fault: Fault = Fault.NONE
    untellable_until_s: float = 0.0


@dataclass
class Flapping:
    """Call ``due`` often; times in seconds are passed in. Every camera goes through its faults in turn.

    ``locked_out``: cameras that refused the user, and so may stay LOST after they healed.
    """

    feeds: Sequence[FeedId]
    start_s: float
    seed: int = 1
    given: dict[Fault, int] = field(default_factory=dict)
    locked_out: set[FeedId] = field(default_factory=set)
    _cameras: dict[FeedId, _Camera] = field(init=False)
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Every camera begins at a time and with a fault of its own."""
        self._chance = random.Random(self.seed)
        self._cameras = {
            feed: _Camera(_turns(index), self.start_s + self._chance.uniform(0, LONGEST_S))
            for index, feed in enumerate(self.feeds)
        }

    def due(self, now_s: float) -> dict[Fault, tuple[FeedId, ...]]:
        """Which cameras get which fault now (NONE heals); nothing when none is due."""
        changes: dict[Fault, list[FeedId]] = {}
        for feed, camera in self._cameras.items():
            if now_s < camera.due_s:
                continue
            if camera.fault in AGE_TELLS_NOTHING:
                camera.untellable_until_s = now_s + FADES_S
            camera.fault = next(camera.faults) if camera.fault is Fault.NONE else Fault.NONE
            camera.due_s = now_s + self._chance.uniform(SHORTEST_S, LONGEST_S)
            changes.setdefault(camera.fault, []).append(feed)
            if camera.fault is Fault.UNAUTHORISED:
                self.locked_out.add(feed)
            self.given[camera.fault] = self.given.get(camera.fault, 0) + 1
        return {fault: tuple(feeds) for fault, feeds in changes.items()}

    def untellable(self, now_s: float) -> frozenset[str]:
        """Cameras whose frame number does not tell their picture's age now."""
        return frozenset(
            feed
            for feed, camera in self._cameras.items()
            if camera.fault in AGE_TELLS_NOTHING or now_s < camera.untellable_until_s
        )


def _turns(start: int) -> Iterator[Fault]:
    left_out = (Fault.NONE,) if start % LOCKED_OUT_EVERY == 0 else (Fault.NONE, Fault.UNAUTHORISED)
    faults = [fault for fault in Fault if fault not in left_out]
    index = start
    while True:
        yield faults[index % len(faults)]
        index += 1
