"""A disk without room: what is written may be there in part, and is refused once it is to stay."""

import errno
import os

import pytest


class FullDisk:
    """Full once ``room_for`` files are on it; ``free`` makes room."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, room_for: int = 0) -> None:
        self._sync = os.fsync
        self._room_for = room_for
        self.is_full = True
        monkeypatch.setattr(os, "fsync", self._fsync)

    def _fsync(self, descriptor: int) -> None:
        self._room_for -= 1
        if self.is_full and self._room_for < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._sync(descriptor)

    def free(self) -> None:
        """From now on it takes everything."""
        self.is_full = False
