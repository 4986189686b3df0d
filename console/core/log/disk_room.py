"""Whether the disk has room for the log."""

import shutil
from pathlib import Path

FULL_BYTES = 64 * 1024
"""With less free SQLite can't write a page and its log."""


def is_full(folder: Path) -> bool:
    """Whether there is no room: SQLite calls that an input or output error, too."""
    try:
        return shutil.disk_usage(folder).free < FULL_BYTES
    except OSError:
        return False
