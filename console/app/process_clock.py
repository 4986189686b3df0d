"""The one clock of this process. The modules that put a process together hand it in; nobody makes another."""

from typing import Final

from console.protocol.clock import Clock, SystemClock

PROCESS_CLOCK: Final[Clock] = SystemClock()
"""For assemblies alone (tests/unit/app/test_process_clock.py lists them); all else gets a clock passed in."""
