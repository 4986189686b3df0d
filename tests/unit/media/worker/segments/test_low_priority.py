import ctypes
import os
import platform
import threading
from collections.abc import Callable

import pytest

from console.media.worker.segments import low_priority

IOPRIO_GET = 252


def in_a_thread(body: Callable[[], None]) -> None:
    thread = threading.Thread(target=body)
    thread.start()
    thread.join()


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the number of the system call is x86_64's")
def test_the_calling_thread_alone_steps_back() -> None:
    seen: list[tuple[int, int]] = []

    def priority() -> tuple[int, int]:
        return (
            os.getpriority(os.PRIO_PROCESS, threading.get_native_id()),
            ctypes.CDLL(None).syscall(IOPRIO_GET, 1, threading.get_native_id()) >> 13,
        )

    def body() -> None:
        low_priority.step_back()
        seen.append(priority())

    before = priority()
    in_a_thread(body)
    assert seen == [(max(10, before[0]), 3)]
    assert priority() == before


def test_where_the_kernel_knows_no_such_thing_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "other")
    in_a_thread(low_priority.step_back)
