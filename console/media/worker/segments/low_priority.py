"""The calling thread alone steps behind everything else: at the processor and, where the kernel knows it, the
disk.
"""

import ctypes
import os
import platform
import threading
from contextlib import suppress

NICE = 10

_IOPRIO_SET = {"x86_64": 251, "aarch64": 30}
_OF_A_THREAD = 1
_IDLE = 3 << 13
"""ioprio_set(2): class idle, for what is left of the disk."""


def step_back() -> None:
    """Nice 10 at least, and the disk's idle class; harmless where the kernel has no such thing."""
    thread = threading.get_native_id()
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, max(NICE, os.getpriority(os.PRIO_PROCESS, thread)))
    call = _IOPRIO_SET.get(platform.machine())
    if call is not None:
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).syscall(call, _OF_A_THREAD, thread, _IDLE)
