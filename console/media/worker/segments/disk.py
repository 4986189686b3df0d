"""Files that grow on a disk which may fail: their own position, their own moment of being safe."""

import errno
import fcntl
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol


class GrowingFile(Protocol):
    """A file that is only appended to. All calls raise OSError, and may block as long as the disk does."""

    @property
    def position(self) -> int:
        """Bytes written."""

    def write(self, data: bytes) -> None:
        """Append all of this."""

    def sync(self) -> None:
        """Return once what was written survives a power cut."""

    def close(self) -> None:
        """Give the file back, safe or not; never raises."""


OpenFile = Callable[[Path], GrowingFile]


class DiskFile:
    """Unbuffered, of this user alone, locked as long as it is open: whoever repairs files leaves it alone."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.position = 0
        self._path = path
        self._descriptor = descriptor
        self._folder_is_safe = False

    @classmethod
    def create(cls, path: Path) -> "DiskFile":
        """Make a file that must not be there yet. Raises OSError."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with suppress(OSError):  # some network file systems know no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return cls(path, descriptor)

    def write(self, data: bytes) -> None:
        """Append all of this; a part of it may be there after an error."""
        rest = memoryview(data)
        while rest:
            written = os.write(self._descriptor, rest)
            self.position += written
            rest = rest[written:]

    def sync(self) -> None:
        """Return once what was written, and the file's name, survive a power cut."""
        os.fdatasync(self._descriptor)
        if not self._folder_is_safe:
            sync_folder(self._path.parent)
            sync_folder(self._path.parent.parent)
            self._folder_is_safe = True
        # A file whose folder was removed takes every write, and nobody finds them:
        if os.stat(self._path).st_ino != os.fstat(self._descriptor).st_ino:
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))

    def close(self) -> None:
        """Give the file back."""
        with suppress(OSError):
            os.close(self._descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """A folder of this user alone, and those above it that are missing. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
