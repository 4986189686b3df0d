import fcntl
import os
from pathlib import Path

import pytest

from console.media.worker.segments.disk import DiskFile, make_folder


def test_a_file_is_new_private_locked_and_knows_its_position(tmp_path: Path) -> None:
    path = tmp_path / "a"
    file = DiskFile.create(path)
    file.write(b"abc")
    file.write(b"de")
    file.sync()
    assert (file.position, path.read_bytes(), path.stat().st_mode & 0o777) == (5, b"abcde", 0o600)
    with pytest.raises(FileExistsError):
        DiskFile.create(path)
    with path.open("rb") as other:
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        file.close()
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    file.close()


def test_a_write_that_takes_a_part_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    file = DiskFile.create(tmp_path / "a")
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:2]))
    file.write(b"abcde")
    monkeypatch.undo()
    file.close()
    assert (file.position, (tmp_path / "a").read_bytes()) == (5, b"abcde")


def test_a_file_that_was_moved_away_is_not_safe(tmp_path: Path) -> None:
    file = DiskFile.create(tmp_path / "a")
    (tmp_path / "a").rename(tmp_path / "b")
    (tmp_path / "a").write_bytes(b"another")
    with pytest.raises(FileNotFoundError):
        file.sync()
    file.close()


def test_folders_are_private(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "a", tmp_path / "a" / "b")] == [0o700, 0o700]
