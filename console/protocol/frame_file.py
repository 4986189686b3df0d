"""The files that hold frame slots: made by whoever writes pictures, mapped by whoever shows them."""

import mmap
import os
from pathlib import Path

FRAME_FILE_BYTES = 64 * 1024 * 1024
"""The usual size of a frame file; a slot that is larger (a whole 4K monitor: 95 MiB) has one to itself."""


def create_frame_file(path: Path, size: int = FRAME_FILE_BYTES) -> mmap.mmap:
    """Make a frame file of its full and final size, readable by its owner only, and map it for writing.

    The space is allocated at once, so that a full /dev/shm is an OSError here and never a SIGBUS later.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.posix_fallocate(descriptor, 0, size)
        return mmap.mmap(descriptor, size)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)


def map_frame_file(path: Path) -> mmap.mmap:
    """Map a whole frame file for reading. Raises FileNotFoundError once its worker and the file are gone."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return mmap.mmap(descriptor, 0, prot=mmap.PROT_READ)
    finally:
        os.close(descriptor)
