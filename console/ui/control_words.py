"""CONTROL LOST in words, the same on the desk and on every monitor of the wall."""


def control_lost_words(since: str, why: str) -> str:
    """``since`` is a time as it is shown, ``why`` core's own words ("" when it is silent)."""
    parts = [f"CONTROL LOST since {since}", "pictures go on"]
    return " · ".join([*parts, " ".join(why.split())] if why else parts)
