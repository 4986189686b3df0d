"""Says on standard error how far a long work is and how long it will take; ends it cleanly on Ctrl+C."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from console.domain.wording import age_words
from console.protocol.clock import Clock

SAY_AFTER_NS = 2_000_000_000
SAY_EACH_NS = 500_000_000
SAY_EACH_ELSEWHERE_NS = 10_000_000_000
"""Where there is no terminal, each time is a line of its own."""

Say = Callable[[str], None]


class Progress:
    """Of one work after the other; what takes less than two seconds says nothing."""

    def __init__(self, clock: Clock, say: Say | None = None, each_ns: int = SAY_EACH_NS) -> None:
        self._clock = clock
        self._say = say
        self._each_ns = each_ns
        self._what, self._total, self._done = "", 0, 0
        self._begun_ns = self._said_ns = clock.monotonic_ns()

    def begin(self, what: str, total: int) -> None:
        """``what`` comes, ``total`` of it: bytes, or anything that can be counted."""
        self._what, self._total, self._done = what, total, 0
        self._begun_ns = self._said_ns = self._clock.monotonic_ns()

    def did(self, count: int) -> None:
        """So much more of it is done."""
        self.reached(self._done + count)

    def reached(self, done: int) -> None:
        """So much of it is done in all."""
        self._done = done
        now_ns = self._clock.monotonic_ns()
        is_long = now_ns - self._begun_ns >= SAY_AFTER_NS
        if self._say is not None and is_long and now_ns - self._said_ns >= self._each_ns:
            self._said_ns = now_ns
            self._say(self._words(now_ns))

    def _words(self, now_ns: int) -> str:
        share = min(1.0, self._done / max(1, self._total))
        left_ms = int((now_ns - self._begun_ns) / 1e6 * (1 - share) / max(share, 1e-6))
        return f"{self._what}: {share:.0%}, {age_words(left_ms)} left"


def counted_pieces(pieces: Iterator[bytes], progress: Progress) -> Iterator[bytes]:
    """The same, each told of."""
    for piece in pieces:
        yield piece
        progress.did(len(piece))


@contextmanager
def shown_progress(clock: Clock, *, quiet: bool, each_ns: int = SAY_EACH_ELSEWHERE_NS) -> Iterator[Progress]:
    """On a terminal one line that changes, elsewhere a line ``each_ns``.

    SIGTERM and a closed terminal end the work as Ctrl+C does.
    """
    on_terminal = sys.stderr.isatty()
    before = {sign: signal.signal(sign, _interrupt) for sign in (signal.SIGTERM, signal.SIGHUP)}
    if quiet:
        progress = Progress(clock)
    elif on_terminal:
        progress = Progress(clock, _say_over)
    else:
        progress = Progress(clock, _say_line, each_ns)
    try:
        yield progress
    finally:
        if on_terminal and not quiet:
            _say_over("")
        for sign, handler in before.items():
            signal.signal(sign, handler)


def _interrupt(_sign: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say_over(text: str) -> None:
    print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _say_line(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
