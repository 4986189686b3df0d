"""How long a session waits before it tries its camera again."""

from console.domain.picture import LostCause

FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 30.0
LOCK_OUT_CAUSES = (LostCause.UNAUTHORISED, LostCause.UNSUPPORTED_AUTHENTICATION)
LOCK_OUT_DELAY_S = 600.0
"""Cameras lock an account after a few wrong passwords: from the second refusal on, wait this long."""


def reconnect_delay_s(failures: int, cause: LostCause, jitter: float) -> float:
    """Seconds to wait after ``failures`` in a row (1 for the first); ``jitter`` is a random 0 to 1.

    Doubles from 0.5 s to 30 s; the jitter takes off up to half, so that the cameras of a switch that was
    restarted don't all come at once. After a lock-out it adds a tenth instead: never earlier.
    """
    if cause in LOCK_OUT_CAUSES and failures >= 2:
        return LOCK_OUT_DELAY_S * (1.0 + jitter / 10.0)
    whole_s = min(LONGEST_DELAY_S, FIRST_DELAY_S * 2.0 ** min(failures - 1, 10))
    return whole_s * (1.0 - jitter / 2.0)
