"""Files for movies on a disk whose last bytes belong to others: core's log must still be written."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from console.domain.wording import size_words
from console.media.worker.segments.disk import DiskFile, GrowingFile


class ReserveReached(OSError):
    """The disk has no more left than what is kept free."""

    def __init__(self, least_free: int) -> None:
        super().__init__(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.least_free = least_free

    def __str__(self) -> str:
        return f"the disk has less than {size_words(self.least_free)} left: make room"


def free_bytes(folder: Path) -> int:
    """What this user may still write there. Raises OSError."""
    return shutil.disk_usage(folder).free


class ReservedDisk:
    """Makes files that take nothing while no more than ``least_free`` bytes are left."""

    def __init__(self, least_free: int, free: Callable[[Path], int] = free_bytes) -> None:
        self._least_free = least_free
        self._free = free

    def create(self, path: Path) -> GrowingFile:
        """Make a file that must not be there yet. Raises OSError, ReserveReached among them."""
        self.look(path.parent)
        return _ReservedFile(DiskFile.create(path), self, path.parent)

    def look(self, folder: Path) -> None:
        """Raises ReserveReached, or another OSError where the disk does not say."""
        if self._least_free and self._free(folder) < self._least_free:
            raise ReserveReached(self._least_free)


class _ReservedFile:
    def __init__(self, file: DiskFile, disk: ReservedDisk, folder: Path) -> None:
        self._file = file
        self._disk = disk
        self._folder = folder

    @property
    def position(self) -> int:
        """Bytes written."""
        return self._file.position

    def write(self, data: bytes) -> None:
        """Append all of this, or nothing where the reserve is reached."""
        self._disk.look(self._folder)
        self._file.write(data)

    def sync(self) -> None:
        """Return once what was written survives a power cut."""
        self._file.sync()

    def close(self) -> None:
        """Give the file back."""
        self._file.close()
