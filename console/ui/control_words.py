"""CONTROL LOST in words, the same on the desk and on every monitor of the wall."""

from console.domain.wording import age_words, local_time


def control_lost_words(lost_ms: int, now_ms: int, why: str, *, replays: bool = False) -> str:
    """``why`` is core's own words ("" when it is silent). Times are this machine's, epoch milliseconds.

    In a replay it is said for how long: a time of today beside the recorded clock would be taken for its own.
    """
    how_long = f"for {age_words(now_ms - lost_ms)}" if replays else f"since {local_time(lost_ms, now_ms)}"
    parts = [f"CONTROL LOST {how_long}", "pictures go on"]
    return " · ".join([*parts, " ".join(why.split())] if why else parts)
