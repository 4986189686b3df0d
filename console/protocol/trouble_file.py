"""What the supervisor can't mend, told to the windows: by a file, as it must reach them without core.

One sentence for each process that ends again and again, by the process's name.
"""

from pathlib import Path

import msgspec

from console.protocol.unreadable import UNREADABLE

_decoder = msgspec.json.Decoder(dict[str, str])


class TroubleFile:
    """Written by the supervisor alone."""

    def __init__(self, run_dir: Path) -> None:
        self._file = run_dir / "troubles.json"
        self._written: dict[str, str] = {}

    def write(self, troubles: dict[str, str]) -> None:
        """These are all, now. Raises OSError."""
        if troubles != self._written:
            fresh = self._file.with_suffix(".new")
            fresh.write_bytes(msgspec.json.encode(troubles))
            fresh.replace(self._file)
            self._written = dict(troubles)

    def read(self) -> dict[str, str]:
        """What was written last; nothing where there is no file that can be read."""
        try:
            body = self._file.read_bytes()
        except OSError:
            return {}
        try:
            return _decoder.decode(body)
        except UNREADABLE:
            return {}

    def remove(self) -> None:
        """The site is stopped."""
        self._file.unlink(missing_ok=True)
