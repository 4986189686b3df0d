"""Folders of a killed owner go, those of a living one stay."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.app.runtime_folder import RuntimeFolder, frames_home
from console.app.temporary_home import DEMO, REPLAY, UNPACKED, clear_dead, temporary_home

LIVES = """
import sys
from pathlib import Path
from console.app.runtime_folder import RuntimeFolder
from console.app.temporary_home import REPLAY, temporary_home
with temporary_home(REPLAY) as home:
    site = RuntimeFolder(Path(sys.argv[1]) / "run", "city-replay", home / "data", Path(sys.argv[1]) / "shm")
    site.open()
    (site.frames_dir / "worker-0").write_bytes(b"picture")
    print(home, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def owner(run_dir: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A replay's process with its home and its frames below ``run_dir``."""
    command = [sys.executable, "-c", LIVES, str(run_dir)]
    environment = os.environ | {"TMPDIR": str(run_dir)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as started:
        yield started
        started.kill()


def home_of(owner: "subprocess.Popen[bytes]") -> Path:
    assert owner.stdout is not None
    return Path(owner.stdout.readline().decode().strip())


def test_what_a_killed_replay_left_goes_and_not_before_it_is_dead(
    owner: "subprocess.Popen[bytes]", run_dir: Path
) -> None:
    home, frames = home_of(owner), run_dir / "shm" / frames_home("city-replay").name
    assert home.name.startswith(REPLAY) and home.parent == run_dir
    clear_dead(run_dir, run_dir / "shm")
    assert (frames / "frames" / "worker-0").read_bytes() == b"picture" and (home / "data").is_dir()
    owner.kill()
    owner.wait()
    clear_dead(run_dir, run_dir / "shm")
    assert not home.exists() and list((run_dir / "shm").iterdir()) == []
    assert list(run_dir.glob("*sightline-*")) == []


def test_a_home_goes_at_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with temporary_home(UNPACKED) as home:
        (home / "movie").write_bytes(b"x")
        clear_dead(tmp_path, tmp_path)
        assert [home] == list(tmp_path.iterdir()) and (home / "movie").is_file()
    assert list(tmp_path.iterdir()) == []


def test_what_is_just_being_made_or_is_somebody_elses_is_left(tmp_path: Path) -> None:
    (tmp_path / f"{REPLAY}new" / "data").mkdir(parents=True)
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "lock").touch()
    (tmp_path / f"{DEMO}link").symlink_to(kept)
    clear_dead(tmp_path, tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == {f"{REPLAY}new", f"{DEMO}link", "kept"}
    assert (kept / "lock").is_file()


def test_a_site_that_starts_where_a_dead_one_was_is_never_cleared(run_dir: Path) -> None:
    dead = run_dir / "shm" / frames_home("city").name
    dead.mkdir(parents=True)
    (dead / "lock").touch()
    site = RuntimeFolder(run_dir / "run", "city", run_dir / "data", run_dir / "shm")
    site.open()
    clear_dead(run_dir, run_dir / "shm")
    assert site.frames_dir.is_dir()
    site.close()
