"""A second file that no number which was ever given lies beyond: so none is given twice, whatever is lost.

Numbers are reserved in blocks, long before the first of each is given; the file costs nothing in between. It
is written in place, so that a disk without room takes the mark that numbers were given and not written down.
"""

import contextlib
import os
from pathlib import Path

BLOCK = 100_000
AHEAD = 50_000
"""As many inputs may wait for the disk (store.MAX_WAITING)."""

_SAVED, _UNSAVED = b"s", b"u"
_FORM = b"%020d %s\n"


class ReservedIds:
    """Numbers of inputs; an alert's and an incident's are never greater.

    ``was_unsaved``: the last run ended while it could not write down all that it had given a number.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "core.ids"
        self._upto = 0
        self._mark = _SAVED
        self.was_unsaved = False

    def read(self) -> int:
        """The greatest number that may have been given; 0 where nobody knows."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            number, *mark = self._file.read_bytes().split()
            self._upto = max(self._upto, int(number))
            self.was_unsaved = mark == [_UNSAVED]
            self._mark = _UNSAVED if self.was_unsaved else _SAVED
        return self._upto

    def cover(self, n: int) -> None:
        """Numbers up to this one are about to be given. Raises OSError."""
        if n + AHEAD <= self._upto:
            return
        self._upto = n + BLOCK
        fresh = self._file.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            os.write(descriptor, _FORM % (self._upto, self._mark))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        fresh.replace(self._file)

    def note(self, *, unsaved: bool) -> None:
        """Whether numbers are given that are not on disk; as far as that can be written."""
        mark = _UNSAVED if unsaved else _SAVED
        if mark == self._mark:
            return
        self._mark = mark
        with contextlib.suppress(OSError):
            descriptor = os.open(self._file, os.O_WRONLY | os.O_CLOEXEC)
            try:
                os.pwrite(descriptor, _FORM % (self._upto, mark), 0)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
