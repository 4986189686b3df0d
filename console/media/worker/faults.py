"""What one stream's own code raised: said as its loss, and how long the stream is left in peace.

Whatever is raised while one stream is opened, read, decoded or drawn is that stream's fault and nobody
else's: its worker goes on. Pure, times passed in.
"""

import traceback

from console.domain.picture import LostCause
from console.media.worker.rtsp_source import LostReason

FAULTS = 3
WITHIN_NS = 60_000_000_000
"""So many faults within a minute are no accident."""

FIRST_PAUSE_NS = 1_000_000_000
LEFT_OUT_NS = 600_000_000_000


class Faults:
    """Of one stream. Until ``until_ns`` (CLOCK_MONOTONIC) it is not tried."""

    def __init__(self) -> None:
        self._at_ns: list[int] = []
        self.until_ns = 0

    def note(self, error: Exception, now_ns: int) -> LostReason:
        """One more; why the stream is lost."""
        self._at_ns = [at_ns for at_ns in self._at_ns if now_ns - at_ns < WITHIN_NS] + [now_ns]
        count = len(self._at_ns)
        if count >= FAULTS:
            self._at_ns.clear()
            self.until_ns = now_ns + LEFT_OUT_NS
            minutes = LEFT_OUT_NS // 60_000_000_000
            return LostReason(
                LostCause.FAULT, f"left out for {minutes} minutes after {count} faults: {told(error)}"
            )
        self.until_ns = now_ns + (FIRST_PAUSE_NS << (count - 1))
        return LostReason(LostCause.FAULT, told(error))

    def holds(self, now_ns: int) -> bool:
        """Whether the stream is to be left in peace now."""
        return now_ns < self.until_ns


def told(error: Exception) -> str:
    """What was raised and where. Without its text, which may hold the address with its password."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
