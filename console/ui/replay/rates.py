"""The speeds of a replay that buttons and keys offer. Pure."""

RATES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


def faster(rate: float) -> float:
    """The next one up; the fastest stays."""
    return next((one for one in RATES if one > rate), RATES[-1])


def slower(rate: float) -> float:
    """The next one down; the slowest stays."""
    return next((one for one in reversed(RATES) if one < rate), RATES[0])


def rate_words(rate: float) -> str:
    """As "0.5x"."""
    return f"{rate:g}x"
