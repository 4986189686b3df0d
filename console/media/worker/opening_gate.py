"""Where the sessions of a worker wait for their turn to open a camera."""

import threading

from console.domain.picture import LostCause
from console.media.worker.openings import Denials, Opening, OpeningQueue, opening_of
from console.protocol.clock import Clock
from console.protocol.process_config import StreamSource

TURN_S = 0.2
"""How often a waiting session looks whether it shall stop."""


class OpeningGate:
    """Openings and refused passwords of all sessions; called by their threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._queue = OpeningQueue()
        self._denials = Denials()

    def enter(self, source: StreamSource, before: LostCause, stopping: threading.Event) -> Opening | None:
        """Wait for a turn; None when ``stopping`` was set before it came. ``before``: see ``opening_of``."""
        opening = opening_of(source, before)
        with self._lock:
            self._queue.ask(opening)
            self._grant()
        while not opening.granted.wait(TURN_S):
            if stopping.is_set():
                break
        else:
            return opening
        with self._lock:
            self._queue.withdraw(opening)
            self._queue.ended(opening, LostCause.OTHER, self._clock.monotonic_ns())  # granted just now
            self._grant()
        return None

    def leave(self, source: StreamSource, opening: Opening, cause: LostCause) -> None:
        """The opening is over; ``cause`` is NONE when it succeeded. A second call for it does nothing."""
        now_ns = self._clock.monotonic_ns()
        with self._lock:
            self._queue.ended(opening, cause, now_ns)
            self._denials.note(account_of(source), cause, now_ns)
            self._grant()

    def held(self, source: StreamSource) -> LostCause:
        """Why this stream's account is not tried now; NONE when it may be."""
        with self._lock:
            return self._denials.held(account_of(source), self._clock.monotonic_ns())

    def _grant(self) -> None:
        for opening in self._queue.grant(self._clock.monotonic_ns()):
            opening.granted.set()


def account_of(source: StreamSource) -> tuple[str, str]:
    """Whose lock-out a wrong password brings about."""
    return (source.device or source.feed, source.username)
