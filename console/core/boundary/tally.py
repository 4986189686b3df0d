"""The alert boundary's counts since core's first start."""

from console.core.log.rows import ACKNOWLEDGED, Counted
from console.protocol.core_changes import Counts

RECEIVED, DUPLICATES, MALFORMED, LOSSY_GAPS = (
    "received",
    "duplicates",
    "malformed",
    "lossy_gaps",
)


class Tally:
    """Counts in memory; whoever notes one also has the store keep it."""

    def __init__(self, counts: dict[str, int]) -> None:
        self._counts = dict(counts)

    def note(self, name: str, by: int = 1) -> None:
        """Count."""
        self._counts[name] = self._counts.get(name, 0) + by

    def all_counts(self) -> tuple[Counted, ...]:
        """As they are written down."""
        return tuple(self._counts.items())

    def counts(self, feeds: dict[str, int]) -> Counts:
        """All counts, with the feeds by picture state."""
        return Counts(
            received=self._counts.get(RECEIVED, 0),
            acknowledged=self._counts.get(ACKNOWLEDGED, 0),
            duplicates=self._counts.get(DUPLICATES, 0),
            malformed=self._counts.get(MALFORMED, 0),
            lossy_gaps=self._counts.get(LOSSY_GAPS, 0),
            feeds=feeds,
        )
