"""Where two courses of events part: what was done in one alone, or at another time. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from console.core.replay.course import Course, Deed
from console.domain.errors import SightlineError

SAME_WITHIN_MS = 2_000
"""A person's hand is not the same twice: what was done within so long was done at the same time."""


class Parted(Struct, frozen=True):
    """Something that is not the same: when it was done in A and in B (log time), None where it was not.

    ``wall_ms`` is the first of both, as people are shown it.
    """

    wall_ms: int
    a_ms: int | None
    b_ms: int | None
    words: str


class Comparison(Struct, frozen=True):
    """What was compared from ``begin_ms`` to ``end_ms``: so many deeds are the same, the others parted."""

    begin_ms: int
    end_ms: int
    same: int
    parted: tuple[Parted, ...]


def compare(a: Course, b: Course) -> Comparison:
    """Over the time that both have. Raises SightlineError where there is none."""
    begin_ms, end_ms = max(a.begin_ms, b.begin_ms), min(a.end_ms, b.end_ms)
    if begin_ms > end_ms:
        raise SightlineError("they have no moment in common: compare recordings or runs of the same time")
    same, parted = 0, []
    mine, theirs = _by_key(a.deeds, begin_ms, end_ms), _by_key(b.deeds, begin_ms, end_ms)
    for key in sorted({*mine, *theirs}):
        pairs = _paired(mine.get(key, []), theirs.get(key, []))
        for one, other in pairs:
            if one is not None and other is not None and abs(one.at_ms - other.at_ms) <= SAME_WITHIN_MS:
                same += 1
            else:
                parted.append(_parted(one, other))
    return Comparison(begin_ms, end_ms, same, tuple(sorted(parted, key=_order)))


def _by_key(deeds: Iterable[Deed], begin_ms: int, end_ms: int) -> dict[tuple[str, ...], list[Deed]]:
    found: defaultdict[tuple[str, ...], list[Deed]] = defaultdict(list)
    for deed in deeds:
        if begin_ms <= deed.at_ms <= end_ms:
            found[deed.key].append(deed)
    return found


def _paired(mine: list[Deed], theirs: list[Deed]) -> list[tuple[Deed | None, Deed | None]]:
    """Those at the same time first, so that one more of them parts alone; the rest in their order."""
    pairs: list[tuple[Deed | None, Deed | None]] = []
    left, right = [], list(theirs)
    for one in mine:
        other = min(right, key=lambda two: abs(two.at_ms - one.at_ms), default=None)
        if other is not None and abs(other.at_ms - one.at_ms) <= SAME_WITHIN_MS:
            right.remove(other)
            pairs.append((one, other))
        else:
            left.append(one)
    pairs += [
        (left[index] if index < len(left) else None, right[index] if index < len(right) else None)
        for index in range(max(len(left), len(right)))
    ]
    return pairs


def _parted(one: Deed | None, other: Deed | None) -> Parted:
    first = min((deed for deed in (one, other) if deed is not None), key=lambda deed: deed.at_ms)
    return Parted(first.wall_ms, one.at_ms if one else None, other.at_ms if other else None, first.words)


def _order(parted: Parted) -> tuple[int, str]:
    return min(at for at in (parted.a_ms, parted.b_ms) if at is not None), parted.words
