"""Which large tiles get their camera's main stream: within the count, the network and the decode budget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.domain.ids import FeedId
from console.domain.media import Priority
from console.domain.policies.media_plan.shedding import FULL, KEYS, Load
from console.domain.tier import Shed

HEAD_ROOM = 0.9
"""A tile is switched up only below this part of a budget; one that has its main keeps it to the whole."""


@dataclass(frozen=True, slots=True)
class MainWish:
    """A camera whose tile suits the main profile: its work without main, and with it.

    ``has_it``: main was decided on before. ``holds_it``: its picture is main's, so that it needs a while to
    let go of it.
    """

    feed: FeedId
    small: Load
    main: Load
    has_it: bool
    holds_it: bool

    def rank(self) -> tuple[int, int, bool, FeedId]:
        """The most important first, then the largest, then who has it already."""
        return (self.main.priority, -self.main.area, not self.has_it, self.feed)


@dataclass(frozen=True, slots=True)
class MainRoom:
    """What there is for main streams; the network's megabits are what warm and small streams leave over.

    ``others``: loads of cameras that don't wish for main. ``decode_cores`` 0: no limit.
    """

    count: int
    network_mbit_s: float
    decode_cores: float
    others: Sequence[Load]


def grant_mains(wishes: Sequence[MainWish], room: MainRoom) -> Mapping[FeedId, Shed]:
    """For each wish NONE when it is granted, else what there is too little of.

    A tile of the grid gets main only while everybody else keeps all their pictures; for a focused or an
    incident's tile others are drawn less, down to keyframes.
    """
    verdicts: dict[FeedId, Shed] = {}
    ranked = sorted(wishes, key=MainWish.rank)
    ledger = _Ledger(room, wishes)
    for wish in ranked:
        verdicts[wish.feed] = ledger.judge(wish)
        if not verdicts[wish.feed]:
            ledger.book(wish)
    for wish in ranked:
        if verdicts[wish.feed] and wish.holds_it:
            ledger.count, ledger.network_mbit_s = ledger.count - 1, ledger.network_mbit_s - _mbit_s(wish)
    for wish in reversed(ranked):  # the room that is not free yet: newcomers wait for it
        if (ledger.count < 0 or ledger.network_mbit_s < 0) and not (verdicts[wish.feed] or wish.holds_it):
            verdicts[wish.feed] = Shed.MAIN_STREAMS if ledger.count < 0 else Shed.NETWORK
            ledger.count, ledger.network_mbit_s = ledger.count + 1, ledger.network_mbit_s + _mbit_s(wish)
    return verdicts


class _Ledger:
    """What is left while wishes are granted one after the other."""

    def __init__(self, room: MainRoom, wishes: Sequence[MainWish]) -> None:
        small = [*room.others, *(wish.small for wish in wishes)]
        self.count = room.count
        self.network_mbit_s = room.network_mbit_s
        self._decode_cores = room.decode_cores
        self._full = sum(load.cost(FULL) for load in small)
        self._least = sum(load.cost(KEYS) for load in small)

    def judge(self, wish: MainWish) -> Shed:
        """What there is too little of for this wish."""
        part = 1.0 if wish.has_it else HEAD_ROOM
        if self.count < 1:
            return Shed.MAIN_STREAMS
        if _mbit_s(wish) > self.network_mbit_s * part:
            return Shed.NETWORK
        full, least = self._with(wish)
        needed = full if wish.main.priority >= Priority.GRID else least
        return Shed.CPU if self._decode_cores and needed > self._decode_cores * part else Shed.NONE

    def book(self, wish: MainWish) -> None:
        """It is granted."""
        self.count -= 1
        self.network_mbit_s -= _mbit_s(wish)
        self._full, self._least = self._with(wish)

    def _with(self, wish: MainWish) -> tuple[float, float]:
        main = wish.main.cost(FULL)
        return self._full + main - wish.small.cost(FULL), self._least + main - wish.small.cost(KEYS)


def _mbit_s(wish: MainWish) -> float:
    return wish.main.figures.kbps / 1000
