"""Which start of this machine it is: stamps of CLOCK_MONOTONIC of another one mean nothing here."""

from functools import cache
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@cache
def machine_boot() -> str:
    """The kernel's id of it (random(4)); "" where there is none."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""
