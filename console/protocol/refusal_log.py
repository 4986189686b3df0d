"""Says what was refused without filling the log: a stranger's flood must not push out what matters."""

import logging

from console.protocol.clock import Clock

NAMED = 10
EACH_NS = 60_000_000_000


class RefusalLog:
    """The first refusals of each minute one by one, of the others how many they were. One thread only."""

    def __init__(self, log: logging.Logger, clock: Clock, text: str) -> None:
        self._log = log
        self._clock = clock
        self._text = text
        self._since_ns = 0
        self._noted = 0
        self.total = 0

    def note(self, why: object) -> None:
        """One more; ``text`` has one %s for it."""
        self.total += 1
        now_ns = self._clock.monotonic_ns()
        if not self._noted or now_ns - self._since_ns >= EACH_NS:
            if self._noted > NAMED:
                self._log.info("%d more of these within a minute", self._noted - NAMED)
            self._since_ns, self._noted = now_ns, 0
        self._noted += 1
        if self._noted <= NAMED:
            self._log.info(self._text, str(why)[:300])
