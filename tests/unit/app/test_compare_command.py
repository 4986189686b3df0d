"""``sightline replay --compare`` and ``--check`` as people and programs call them."""

import json
import shutil
from pathlib import Path

import pytest

from console.app.package.tree import FolderTree
from console.app.package.zip_form import Waiting, write_zip
from console.core.replay.played import Recording
from console.core.replay.slice_reading import RecordedSlice
from tests.fakes.command_line import Answered, answered

PACKAGE = Path(__file__).parent.parent.parent / "data" / "package-v1"


def replay(*arguments: object) -> Answered:
    return answered("replay", *arguments)


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


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """Its log has another byte, of which no size tells."""
    folder = Path(shutil.copytree(PACKAGE, tmp_path / "changed"))
    decisions = folder / "log" / "decisions.jsonl"
    decisions.write_bytes(decisions.read_bytes().replace(b"cam-001", b"cam-009"))
    return folder


def without_movie(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(PACKAGE, tmp_path / "without"))
    next(folder.rglob("*.mp4")).unlink()
    return folder


def test_what_is_not_as_it_was_signed_is_not_compared(changed: Path, tmp_path: Path) -> None:
    words = f"{changed} is not as it was signed: log/decisions.jsonl is changed. "
    for both in ((PACKAGE, changed), (changed, PACKAGE)):
        done = replay("--compare", *both)
        assert done.returncode == 4 and words in done.stderr and done.stdout == ""
    done = replay("--compare", PACKAGE, changed, "--json")
    assert done.returncode == 4 and words in json.loads(done.stdout)["error"]
    done = replay("--compare", without_movie(tmp_path), PACKAGE)
    assert done.returncode == 4 and "is missing" in done.stderr


def test_with_changed_too_it_is_compared_and_said(changed: Path) -> None:
    done = replay("--compare", PACKAGE, changed, "--changed-too")
    assert done.returncode == 4
    assert done.stdout.splitlines()[:2] == [f"A  {PACKAGE}", f"B  {changed}  NOT AS SIGNED"]
    assert done.stderr == f"{changed} is not as it was signed: log/decisions.jsonl is changed\n"
    done = replay("--compare", PACKAGE, changed, "--changed-too", "--json")
    assert done.returncode == 4 and done.stderr == ""
    assert "log/decisions.jsonl is changed" in json.loads(done.stdout)["not_as_signed"]
    done = replay("--compare", PACKAGE, PACKAGE, "--changed-too", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["not_as_signed"] == ""


def test_a_run_of_what_is_not_as_it_was_signed_is_none_of_what_was(changed: Path, tmp_path: Path) -> None:
    run = Recording(changed, tmp_path / "runs", "test").new_run(
        next(RecordedSlice(PACKAGE).inputs()).entry.at_ms
    )
    run.start()
    run.stop()
    done = replay("--compare", PACKAGE, run.folder)
    assert done.returncode == 4 and f"{changed} is not as it was signed" in done.stderr
    done = replay("--compare", run.folder, run.folder, "--changed-too")
    assert done.returncode == 4 and done.stderr.count(" is not as it was signed") == 1
    assert done.stdout.count("NOT AS SIGNED") == 2
