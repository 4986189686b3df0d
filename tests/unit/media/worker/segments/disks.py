"""Disks that fail, as far as a recorder sees them: at the opener of its files."""

import errno
import os
import threading
from pathlib import Path

from console.media.worker.segments.disk import DiskFile


class FailingDisk:
    """Takes everything until ``error`` is set, ``full_at`` bytes are written, or it is told to hang."""

    def __init__(self) -> None:
        self.error = 0
        self.full_at: int | None = None
        self.written = 0
        self.tries = 0
        self.answers = threading.Event()
        self.answers.set()
        self.hangs = threading.Event()

    def __call__(self, path: Path) -> DiskFile:
        self.tries += 1
        self.ask(0)
        file = _FailingFile.create(path)
        assert isinstance(file, _FailingFile)
        file.disk = self
        return file

    def hang(self) -> None:
        self.answers.clear()

    def ask(self, size: int) -> None:
        """Raises what the disk fails with."""
        if not self.answers.is_set():
            self.hangs.set()
            self.answers.wait()
            self.hangs.clear()
        if self.error:
            raise OSError(self.error, os.strerror(self.error))
        if self.full_at is not None and self.written + size > self.full_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.written += size


class _FailingFile(DiskFile):
    disk: FailingDisk

    def write(self, data: bytes) -> None:
        half = len(data) // 2
        self.disk.ask(half)
        super().write(data[:half])  # an error may leave a part
        self.disk.ask(len(data) - half)
        super().write(data[half:])

    def sync(self) -> None:
        self.disk.ask(0)
        super().sync()
