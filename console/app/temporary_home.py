"""Folders that a command needs for as long as it runs. What a killed one left goes at the next start.

Each is locked from the moment it has its name, so a dead owner is told from a living one (flock(2)).
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from console.app.runtime_folder import SHARED_MEMORY, frames_home
from console.app.site_lock import Holder, SiteLock

REPLAY, DEMO, UNPACKED = "sightline-replay-", "sightline-demo-", "sightline-unpacked-"
UNBORN = ".sightline-unborn-"
LOCKED = ("", "data")
"""Whose lock says that somebody lives there: the folder's own, or that of the site in it."""


@contextmanager
def temporary_home(prefix: str) -> Iterator[Path]:
    """A new folder of that name among the temporary ones, removed at the end. Raises OSError."""
    unborn = Path(tempfile.mkdtemp(prefix=UNBORN))
    lock = SiteLock(unborn)
    lock.take(Holder(os.getpid()))
    home = unborn.rename(unborn.with_name(prefix + unborn.name.removeprefix(UNBORN)))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)
        lock.release()


def clear_dead(temporary: Path | None = None, shared_memory: Path = SHARED_MEMORY) -> None:
    """Remove this user's folders whose owner is dead: homes, and places of frames."""
    below = temporary or Path(tempfile.gettempdir())
    found = [folder for prefix in (REPLAY, DEMO, UNPACKED) for folder in below.glob(f"{prefix}*")]
    for folder in (*found, *shared_memory.glob(frames_home("*").name)):
        with contextlib.suppress(OSError):  # gone already, or another's: left alone
            if not folder.is_symlink() and folder.stat().st_uid == os.getuid():
                _clear_if_dead(folder)


def _clear_if_dead(folder: Path) -> None:
    locks = [SiteLock(folder / name) for name in LOCKED if (folder / name / "lock").is_file()]
    with ExitStack() as taken:
        for lock in locks:
            if lock.take(Holder(os.getpid())) is not None:
                return
            taken.callback(lock.release)
        if locks:  # a folder without is just being made
            gone = folder.rename(folder.with_name(f"{folder.name}.gone-{os.getpid()}"))
            shutil.rmtree(gone, ignore_errors=True)
