"""One supervisor a site; what an earlier life left is removed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from console.app.runtime_folder import RuntimeFolder
from console.app.site_runtime import find_run_dir, read_run_file
from console.domain.errors import NoAnswer, SightlineError


@pytest.fixture
def folder(run_dir: Path, tmp_path: Path) -> RuntimeFolder:
    return RuntimeFolder(run_dir / "city", "city", tmp_path / "data", shared_memory=tmp_path)


def test_a_second_supervisor_is_kept_out(folder: RuntimeFolder, tmp_path: Path) -> None:
    folder.open()
    with pytest.raises(SightlineError, match="runs already"):
        RuntimeFolder(folder.path, "city", tmp_path / "data", shared_memory=tmp_path).open()
    folder.close()
    folder.open()
    folder.close()


def test_of_a_site_one_replay_runs_at_a_time_and_that_is_said(run_dir: Path, tmp_path: Path) -> None:
    folders = [
        RuntimeFolder(run_dir / "city-replay", "city-replay", tmp_path / name, shared_memory=tmp_path)
        for name in ("a", "b")
    ]
    folders[0].open()
    with pytest.raises(SightlineError, match="of one site one replay runs at a time; stop it with"):
        folders[1].open()
    folders[0].close()


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
    assert not folder.path.exists(), "nothing is left of a site that ended"
    with pytest.raises(NoAnswer, match="no site runs"):
        find_run_dir(None, folder.path.parent, tmp_path)


def test_a_replay_beside_the_site_is_not_what_a_command_means(
    folder: RuntimeFolder, run_dir: Path, tmp_path: Path
) -> None:
    replay = RuntimeFolder(
        run_dir / "city-replay", "city-replay", tmp_path / "replayed", shared_memory=tmp_path
    )
    opened = (folder, replay)
    for one in opened:
        one.open()
        one.write_run_file("b00t", tmp_path / "logs", "tcp://127.0.0.1:7741")
    assert find_run_dir(None, run_dir) == folder.path
    folder.close()
    assert find_run_dir(None, run_dir) == replay.path
    replay.close()


def test_a_name_that_is_too_long_for_sockets_is_refused(tmp_path: Path) -> None:
    for name in ("x" * 120, "é" * 40):
        folder = RuntimeFolder(Path("/tmp") / name, "city", tmp_path / "data", shared_memory=tmp_path)
        with pytest.raises(SightlineError, match=r"\d+ bytes too long for sockets"):
            folder.open()
        assert not folder.path.exists()


def test_one_data_folder_has_one_owner_whatever_the_runtime_folder(
    folder: RuntimeFolder, run_dir: Path, tmp_path: Path
) -> None:
    folder.open()
    frame = folder.frames_dir / "worker-0-b00t-0"
    frame.write_bytes(b"picture")
    elsewhere = run_dir / "other"
    for path, name, data in ((elsewhere, "town", tmp_path / "data"), (elsewhere, "city", tmp_path / "new")):
        with pytest.raises(SightlineError, match=f"runs already .process {os.getpid()}.*--run {folder.path}"):
            RuntimeFolder(path, name, data, shared_memory=tmp_path).open()
    assert frame.read_bytes() == b"picture"
    folder.close()
    other = RuntimeFolder(elsewhere, "town", tmp_path / "data", shared_memory=tmp_path)
    other.open()
    other.close()


def test_a_site_is_found_from_another_environment(
    folder: RuntimeFolder, run_dir: Path, tmp_path: Path
) -> None:
    folder.open()
    folder.write_run_file("b00t", tmp_path / "logs", "tcp://127.0.0.1:7741")
    assert find_run_dir(None, run_dir / "another", tmp_path) == folder.path
    folder.close()


def test_the_run_file_of_a_supervisor_that_was_killed_is_known_as_dead(
    folder: RuntimeFolder, tmp_path: Path
) -> None:
    code = (
        "import os, sys; from pathlib import Path; from console.app.runtime_folder import RuntimeFolder\n"
        f"folder = RuntimeFolder(Path({str(folder.path)!r}), 'city', Path({str(tmp_path / 'data')!r}),"
        f" shared_memory=Path({str(tmp_path)!r}))\n"
        "folder.open(); folder.write_run_file('b', Path('/l'), 'tcp://127.0.0.1:1'); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert (folder.path / "run.json").is_file()
    for given in (None, folder.path):
        with pytest.raises(NoAnswer, match="no site runs"):
            find_run_dir(given, folder.path.parent, tmp_path)
    folder.open()
    folder.close()
