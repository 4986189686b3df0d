"""Timers as data: when something ends by itself, in log time. Each family puts and drops its own."""

from collections.abc import Iterator
from typing import assert_never

from console.core.log.input_log import (
    AnyTimer,
    FrameEnds,
    HoldEnds,
    RecordingEnds,
    RecordingExpires,
    RewindEnds,
    TourSteps,
    TourWarms,
)
from console.core.tables import Ledger, SortedKeys, Table

TimerKey = tuple[str, ...] | tuple[str, str, int]
"""What a timer is about; there is one for each at most."""

_Due = tuple[int, TimerKey]


class TimerTable(Table[TimerKey, AnyTimer]):
    """The timers that are set, by what they are about."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self._order: SortedKeys[_Due] = SortedKeys()

    @property
    def first(self) -> AnyTimer | None:
        """The one that is due first; equal ones in the order of their keys."""
        first = self._order.first
        return self[first[1]] if first is not None else None

    def in_order(self) -> Iterator[AnyTimer]:
        """All of them, the first one due first."""
        return (self[key] for _, key in self._order)

    def set(self, timer: AnyTimer) -> None:
        """Set a timer, in place of another one about the same."""
        key = timer_key(timer)
        if self.get(key) != timer:
            self.put(key, timer)

    def end(self, key: TimerKey) -> None:
        """Take a timer off, if it is set."""
        if key in self:
            self.drop(key)

    def _moved(self, key: TimerKey, before: AnyTimer | None, now: AnyTimer | None) -> None:
        self._order.move((before.due_ms, key) if before else None, (now.due_ms, key) if now else None)


def timer_key(timer: AnyTimer) -> TimerKey:
    """What a timer is about."""
    match timer:
        case HoldEnds():
            return ("hold", timer.incident)
        case RewindEnds():
            return ("rewind", timer.monitor, timer.cell)
        case RecordingEnds():
            return ("recording", timer.recording)
        case RecordingExpires():
            return ("expiry", timer.recording)
        case FrameEnds():
            return ("frame", timer.rule)
        case TourWarms():
            return ("tour warms", timer.monitor, timer.cell)
        case TourSteps():
            return ("tour", timer.monitor, timer.cell)
    assert_never(timer)
