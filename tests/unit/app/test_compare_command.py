"""``sightline replay --compare`` and ``--check`` as people and programs call them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from console.app.package.tree import FolderTree
from console.app.package.zip_form import Waiting, write_zip
from console.core.replay.played import Recording
from console.core.replay.slice_reading import RecordedSlice

PACKAGE = Path(__file__).parent.parent.parent / "data" / "package-v1"


def replay(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "console.app.command_line", "replay", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = FolderTree(PACKAGE)
    file = tmp_path_factory.mktemp("zip") / "night.zip"

    def waiting(name: str) -> Waiting:
        return Waiting(name, tree.size(name), lambda: tree.pieces(name))

    with file.open("wb") as opened:
        write_zip(opened, map(waiting, sorted(tree.names())), lambda _: None)
    return file


def test_a_recording_does_not_part_from_its_run_without_acts(zipped: Path, tmp_path: Path) -> None:
    begin_ms = next(RecordedSlice(PACKAGE).inputs()).entry.at_ms
    run = Recording(PACKAGE, tmp_path, "test").new_run(begin_ms)
    run.start()
    run.came_to(begin_ms + 1_000)
    run.stop()
    done = replay("--compare", zipped, run.folder, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["parted"] == []
    told = replay("--compare", zipped, run.folder)
    assert str(zipped) in told.stdout and "0 not" in told.stdout


def test_a_zip_is_checked_as_its_folder_is(zipped: Path) -> None:
    done = replay(zipped, "--check")
    assert done.returncode == 0 and f"{zipped}: equal" in done.stdout


def test_what_can_t_be_read_has_an_exit_code_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("no zip")
    assert replay(tmp_path / "x.zip", "--check").returncode == 4
    assert replay("--compare", PACKAGE, tmp_path).returncode == 4
    shutil.copytree(PACKAGE, tmp_path / "moved")
    done = replay("--compare", tmp_path / "moved", tmp_path / "nothing")
    assert done.returncode == 4 and "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [(), ("a", "--compare", "a", "b"), ("--compare", "a", "b", "--check")])
def test_one_folder_or_two_to_compare(arguments: tuple[str, ...]) -> None:
    done = replay(*arguments)
    assert done.returncode == 2 and "name one FOLDER, or two after --compare" in done.stderr
