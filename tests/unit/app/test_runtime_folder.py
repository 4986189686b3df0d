"""One supervisor a site; what an earlier life left is removed."""

import os
from pathlib import Path

import pytest

from console.app.runtime_folder import RuntimeFolder
from console.app.site_runtime import find_run_dir, read_run_file
from console.domain.errors import NoAnswer, SightlineError


@pytest.fixture
def folder(run_dir: Path, tmp_path: Path) -> RuntimeFolder:
    return RuntimeFolder(run_dir / "city", "city", shared_memory=tmp_path)


def test_a_second_supervisor_is_kept_out(folder: RuntimeFolder, tmp_path: Path) -> None:
    folder.open()
    with pytest.raises(SightlineError, match="runs already"):
        RuntimeFolder(folder.path, "city", shared_memory=tmp_path).open()
    folder.close()
    folder.open()
    folder.close()


def test_frame_files_of_an_earlier_life_are_removed(folder: RuntimeFolder) -> None:
    folder.frames_dir.mkdir(parents=True)
    (folder.frames_dir / "worker-0-dead-0").write_bytes(b"x")
    folder.open()
    assert list(folder.frames_dir.iterdir()) == []
    assert folder.frames_dir.stat().st_mode & 0o777 == 0o700
    folder.close()
    assert not folder.frames_dir.exists()


def test_the_run_file_leads_to_the_site(folder: RuntimeFolder, tmp_path: Path) -> None:
    folder.open()
    folder.write_run_file("b00t", tmp_path / "logs", "tcp://127.0.0.1:7741")
    assert find_run_dir(None, folder.path.parent) == folder.path
    assert read_run_file(folder.path).pid == os.getpid()
    folder.close()
    with pytest.raises(NoAnswer, match="no site runs"):
        find_run_dir(None, folder.path.parent)


def test_a_name_that_is_too_long_for_sockets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SightlineError, match="too long"):
        RuntimeFolder(tmp_path / ("x" * 120), "city", shared_memory=tmp_path).open()
