"""A second file that no number which was ever given lies beyond: so none is given twice, whatever is lost.

Numbers are reserved in blocks, before the first of each is written; the file costs nothing in between.
"""

import contextlib
import os
from pathlib import Path

BLOCK = 10_000


class ReservedIds:
    """Numbers of inputs; an alert's and an incident's are never greater."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "core.ids"
        self._upto = 0

    def read(self) -> int:
        """The greatest number that may have been given; 0 where nobody knows."""
        with contextlib.suppress(OSError, ValueError):
            self._upto = max(self._upto, int(self._file.read_bytes()))
        return self._upto

    def cover(self, n: int) -> None:
        """This number is about to be written. Raises OSError."""
        if n <= self._upto:
            return
        upto = n + BLOCK
        fresh = self._file.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            os.write(descriptor, b"%d\n" % upto)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        fresh.replace(self._file)
        self._upto = upto
