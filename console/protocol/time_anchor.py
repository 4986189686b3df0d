"""Brings stamps of the machine's monotonic clock into log time, as core's log says how they belong."""

from collections.abc import Iterable, Sequence

from msgspec import Struct


class TimeAnchor(Struct, frozen=True):
    """A start of core: on this boot of the machine it was log time ``log_ms`` when CLOCK_MONOTONIC was
    ``mono_ns``."""

    machine_boot: str
    mono_ns: int
    log_ms: int


class LogTimes:
    """Log time went by the monotonic clock from each anchor on, until the next."""

    def __init__(self, anchors: Iterable[TimeAnchor]) -> None:
        self._of_boot: dict[str, list[TimeAnchor]] = {}
        for anchor in sorted(anchors, key=lambda one: one.mono_ns):
            self._of_boot.setdefault(anchor.machine_boot, []).append(anchor)

    def knows(self, machine_boot: str) -> bool:
        """Whether stamps of that boot have a place in the log."""
        return machine_boot in self._of_boot

    def log_ns(self, machine_boot: str, mono_ns: int) -> int:
        """A stamp's log time in nanoseconds. Raises KeyError for a boot of which the log knows nothing."""
        anchor = _last_before(self._of_boot[machine_boot], mono_ns)
        return anchor.log_ms * 1_000_000 + mono_ns - anchor.mono_ns


def _last_before(anchors: Sequence[TimeAnchor], mono_ns: int) -> TimeAnchor:
    """What was before the first start that is known is counted back from it."""
    found = anchors[0]
    for anchor in anchors:
        if anchor.mono_ns <= mono_ns:
            found = anchor
    return found
