"""The alert boundary's counts since core's first start."""

from console.core.log.store import Statement
from console.protocol.core_messages import Counts

RECEIVED, ACKNOWLEDGED, DUPLICATES, MALFORMED, LOSSY_GAPS = (
    "received",
    "acknowledged",
    "duplicates",
    "malformed",
    "lossy_gaps",
)

_ADD = (
    "INSERT INTO counts (name, value) VALUES (?, ?) "
    "ON CONFLICT (name) DO UPDATE SET value = value + excluded.value"
)


def keep_count(name: str, by: int = 1) -> Statement:
    """The statement that counts on disk."""
    return Statement(_ADD, (name, by))


class Tally:
    """Counts in memory; each change comes with the statement that keeps it."""

    def __init__(self, counts: dict[str, int]) -> None:
        self._counts = dict(counts)

    def add(self, name: str, by: int = 1) -> Statement:
        """Count now; the statement is for the store."""
        self.note(name, by)
        return keep_count(name, by)

    def note(self, name: str, by: int) -> None:
        """Count in memory what the store keeps already."""
        self._counts[name] = self._counts.get(name, 0) + by

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
