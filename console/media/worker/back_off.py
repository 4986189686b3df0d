"""How long a session waits before it tries its camera again."""

from console.domain.picture import LostCause
from console.media.worker import lock_out

FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 30.0


def reconnect_delay_s(failures: int, cause: LostCause, jitter: float) -> float:
    """Seconds to wait after ``failures`` in a row (1 for the first); ``jitter`` is a random 0 to 1.

    Doubles from 0.5 s to 30 s; the jitter takes off up to half, so that the cameras of a switch that was
    restarted don't all come at once. After a lock-out it adds a tenth instead: never earlier.
    """
    if cause in lock_out.CAUSES and failures >= lock_out.MOST_REFUSALS:
        return lock_out.LOCK_OUT_S * (1.0 + jitter / 10.0)
    whole_s = min(LONGEST_DELAY_S, FIRST_DELAY_S * 2.0 ** min(failures - 1, 10))
    return whole_s * (1.0 - jitter / 2.0)
