"""A lock that is cleared with its folder is nobody's."""

import fcntl
import os
import threading
from pathlib import Path

import pytest

from console.app.runtime_folder import RuntimeFolder
from console.app.site_lock import Holder, SiteLock

flock = fcntl.flock


def test_a_folder_that_goes_while_it_is_locked_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()

    def cleared_first(descriptor: int, how: int) -> None:
        folder.rename(tmp_path / "gone")
        flock(descriptor, how)

    monkeypatch.setattr("console.app.site_lock.fcntl.flock", cleared_first)
    with pytest.raises(FileNotFoundError, match="site/lock"):
        SiteLock(folder).take(Holder(1, "/run"))
    monkeypatch.undo()
    folder.mkdir()
    assert SiteLock(folder).holder() is None


def test_a_site_waits_for_whoever_clears_what_a_dead_one_left(run_dir: Path) -> None:
    (run_dir / "data").mkdir()
    clearing = SiteLock(run_dir / "data")
    assert clearing.take(Holder(os.getpid())) is None
    ends = threading.Timer(0.2, clearing.release)
    ends.start()
    site = RuntimeFolder(run_dir / "run", "city", run_dir / "data", run_dir / "shm")
    site.open()
    ends.join()
    assert SiteLock(run_dir / "data").holder() == Holder(os.getpid(), str(run_dir / "run"))
    site.close()
