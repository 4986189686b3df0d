"""Wakes a loop that waits in a ZeroMQ poller, from any thread."""

import os


class Wake:
    """An event counter of the kernel: any number of calls before the loop looks count as one."""

    def __init__(self) -> None:
        self._descriptor = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def fileno(self) -> int:
        """For the poller."""
        return self._descriptor

    def call(self) -> None:
        """Wake the loop."""
        if self._descriptor >= 0:
            os.eventfd_write(self._descriptor, 1)

    def close(self) -> None:
        """Give it up; no thread may call it any more."""
        os.close(self._descriptor)
        self._descriptor = -1

    def clear(self) -> None:
        """The loop has seen it; call when the poller says so."""
        os.eventfd_read(self._descriptor)
