"""By how much the machine's clock is ahead of true time, as far as the kernel knows (adjtimex, Linux)."""

import ctypes

STA_UNSYNC, STA_NANO = 0x0040, 0x2000
TIME_ERROR = 5
MOST_MS = 60_000
"""More is no offset that a clock that is kept in step can have."""


class Timex(ctypes.Structure):
    """``struct timex`` of adjtimex(2), up to what is read here; the rest is room."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("room", ctypes.c_byte * 256),
    )


def clock_offset_ms() -> int | None:
    """None where nothing keeps the clock in step, or nobody can say."""
    try:
        adjtimex = ctypes.CDLL(None, use_errno=True).adjtimex
    except AttributeError:
        return None
    found = Timex()
    state = adjtimex(ctypes.byref(found))
    if state < 0 or state == TIME_ERROR:
        return None
    return offset_ms(found.offset, found.status)


def offset_ms(offset: int, status: int) -> int | None:
    """From the kernel's figures: what is still to be added to the clock, in its unit, and its flags."""
    if status & STA_UNSYNC:
        return None
    ahead_ms = round(-offset / (1_000_000 if status & STA_NANO else 1_000))
    return ahead_ms if abs(ahead_ms) <= MOST_MS else None
