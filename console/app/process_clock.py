"""The one clock of this process. The modules that put a process together hand it in; nobody makes another."""

import os
from pathlib import Path
from typing import Final

from console.protocol.clock import Clock, SteppedClock, SystemClock

STEP_FILE = "SIGHTLINE_TRIAL_CLOCK_STEP"
"""Names a file with the milliseconds by which the wall clock is set: for ``bench chaos`` alone."""


def _made() -> Clock:
    file = os.environ.get(STEP_FILE)
    return SteppedClock(Path(file)) if file else SystemClock()


PROCESS_CLOCK: Final[Clock] = _made()
"""For assemblies alone (tests/unit/app/test_process_clock.py lists them); all else gets a clock passed in."""
