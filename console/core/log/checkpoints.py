"""Checkpoints: the state written down now and then, and which of them are kept."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

NEWEST_KEPT = 3
SLOT_MS = 600_000
"""Of each ten minutes one is kept, so that any moment within the retention is soon reached."""

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state after input ``n``, at ``at_ms`` (log time), as it is written by its ``version``.

    ``pins``: inputs from which the log is still wanted; see console.core.log.pins.
    """

    n: int
    at_ms: int
    version: int
    body: bytes
    pins: tuple[int, ...] = ()


Place = tuple[int, int]
"""Where a checkpoint stands in the log: its n, and its at_ms."""


def kept(places: Sequence[Place], pins: Collection[int], now_ms: int, days: int) -> set[int]:
    """The n of those to keep: the newest, the last of each slot within ``days``, and the one for each pin.

    ``places`` are in the order of their n.
    """
    numbers = [n for n, _ in places]
    slots = {at_ms // SLOT_MS: n for n, at_ms in places if at_ms >= now_ms - days * DAY_MS}
    return {*numbers[-NEWEST_KEPT:], *slots.values(), *pinned(numbers, pins)}


def pinned(numbers: Sequence[int], pins: Collection[int]) -> set[int]:
    """The newest at or before each pin."""
    before = {bisect_right(numbers, pin) - 1 for pin in pins}
    return {numbers[index] for index in before if index >= 0}


def given_up(numbers: Sequence[int], pins: Collection[int]) -> int | None:
    """The one that goes for the log's size: the oldest, unless it is pinned or one of the newest.

    No other: the log is kept from the oldest on, so that no entry could go for a later one.
    """
    oldest = next(iter(numbers[:-NEWEST_KEPT]), None)
    return None if oldest in pinned(numbers, pins) else oldest
