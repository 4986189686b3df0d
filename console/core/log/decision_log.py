"""Core's decisions in its process log: each one in normal life, a count of them in a flood."""

import logging

from console.core.decisions import AnyDecision, Undecided
from console.core.log.input_log import LogEntry

log = logging.getLogger("sightline.core")

LINES_A_SECOND = 50
"""A line costs core as much as a small alert; the log on disk holds all of them anyway."""
LONGEST = 400
"""Signs of a decision that are told: a whole layout has 5,000, and writing them took longer than deciding."""


class DecisionLog:
    """Times are log time in milliseconds, passed in."""

    def __init__(self) -> None:
        self._second = 0
        self._told = 0
        self._untold = 0

    def tell(self, entry: LogEntry, decisions: tuple[AnyDecision, ...]) -> None:
        """Write down what was decided on an input."""
        for made in decisions:
            if isinstance(made, Undecided):
                log.error("input %d could not be decided on: %s; %s", entry.n, made.error, entry.input)
        if entry.at_ms // 1000 != self._second:
            self._next_second(entry.at_ms // 1000)
        if self._told >= LINES_A_SECOND:
            self._untold += len(decisions)
            return
        self._told += len(decisions)
        for made in decisions:
            log.info("input %d: %s", entry.n, _shortened(str(made)))

    def _next_second(self, second: int) -> None:
        if self._untold:
            log.info("%d more decisions within a second; see the input log", self._untold)
        self._second, self._told, self._untold = second, 0, 0


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… (all of it is in the input log)"
