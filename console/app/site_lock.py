"""A lock on a folder that says who holds it. It goes with its holder, however that ends (flock(2))."""

import contextlib
import errno
import fcntl
import os
from pathlib import Path

import msgspec

from console.protocol.unreadable import UNREADABLE


class Holder(msgspec.Struct, frozen=True):
    """Who holds it: the supervisor's process, and the runtime folder by which it is asked.

    Without a folder it is somebody who clears what a dead one left.
    """

    pid: int = 0
    run_dir: str = ""

    @property
    def is_passing(self) -> bool:
        """Whether it will let go at once: it clears, or has not yet said so in place of the dead one."""
        return not self.run_dir or not Path(f"/proc/{self.pid}").exists()


class SiteLock:
    """``take`` to ``release``. The file goes with its folder alone."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "lock"
        self._descriptor: int | None = None

    def take(self, holder: Holder) -> Holder | None:
        """None when it is ours now, else who has it.

        Raises OSError: FileNotFoundError where the folder was cleared in this moment.
        """
        descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_there = os.stat(self.file).st_ino == os.fstat(descriptor).st_ino
        except BlockingIOError:
            os.close(descriptor)
            return self._said()
        except FileNotFoundError:
            is_there = False
        if not is_there:
            os.close(descriptor)
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.file))
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, msgspec.json.encode(holder), 0)
        self._descriptor = descriptor
        return None

    def holder(self) -> Holder | None:
        """Who holds it now, if anybody does."""
        try:
            descriptor = os.open(self.file, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return self._said()
        finally:
            os.close(descriptor)
        return None

    def _said(self) -> Holder:
        with contextlib.suppress(OSError, *UNREADABLE):
            return msgspec.json.decode(self.file.read_bytes(), type=Holder)
        return Holder()

    def release(self) -> None:
        """Let go of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
