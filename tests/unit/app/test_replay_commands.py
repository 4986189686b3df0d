"""``sightline replay``: options that don't go together, and the site that lends."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.app.command_tree import app
from console.app.runtime_folder import RuntimeFolder
from console.core.replay.run_log import RunHead, RunLog
from tests.fakes.command_line import answered

PACKAGE = Path(__file__).parent.parent.parent / "data" / "package-v1"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--no-desk", "--check"), "--check and --compare have no windows"),
        (("--on", "wall-1", "--check"), "--check and --compare have no windows"),
        (("--headless", "--check"), "--check and --compare have no windows"),
        (("--live", "/run"), "say --on MONITOR, too"),
        (("--on", "wall-1", "--headless"), "is no virtual one"),
    ],
)
def test_options_that_do_not_go_together(options: tuple[str, ...], words: str) -> None:
    result = CliRunner().invoke(app, ["replay", str(PACKAGE), *options])
    assert result.exit_code == 2 and words in result.output


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ((), 2, "name one FOLDER"),
        (("nowhere", "--seconds", "x"), 2, "--seconds"),
        (("nowhere",), 4, "nowhere"),
        (("nowhere", "--check"), 4, "nowhere"),
    ],
)
def test_its_errors_are_json_for_programs(line: tuple[str, ...], code: int, words: str) -> None:
    done = answered("replay", *line, "--json")
    assert done.returncode == code, done.stderr
    assert words in json.loads(done.stdout)["error"] and done.stderr == ""


def test_of_several_sites_the_one_that_lends_is_named_by_its_own_option(
    run_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(run_dir))
    root = run_dir / "sightline"
    sites = [RuntimeFolder(root / name, name, run_dir / name, run_dir / "shm") for name in ("a", "b")]
    for site in sites:
        site.open()
        site.write_run_file("b00t", run_dir, "")
    result = CliRunner().invoke(app, ["replay", str(PACKAGE), "--on", "wall-1"])
    for site in sites:
        site.close()
    assert result.exit_code == 1 and f"name one with --live: {root}/a, {root}/b" in result.output


def test_where_no_site_runs_nothing_parted() -> None:
    result = CliRunner().invoke(app, ["replay", str(PACKAGE), "--on", "wall-1", "--live", "/nowhere"])
    assert result.exit_code == 1 and "no site runs in /nowhere" in result.output


@pytest.mark.parametrize("options", [(), ("--check",), ("--changed-too",), ("--on", "wall-1")])
def test_a_run_is_no_recording(tmp_path: Path, options: tuple[str, ...]) -> None:
    run = RunLog(tmp_path / "a run", RunHead(1, "1.0", "/kept/night", "5a", 1_000))
    run.start()
    run.stop()
    result = CliRunner().invoke(app, ["replay", str(tmp_path / "a run"), *options])
    assert result.exit_code == 2
    said = " ".join(result.output.split())
    assert f"sightline replay --compare /kept/night '{tmp_path}/a run'" in said


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    """A package of which a movie is cut, in all else as it was signed."""
    folder = Path(shutil.copytree(PACKAGE, tmp_path / "night"))
    (movie,) = folder.rglob("*.mp4")
    movie.write_bytes(movie.read_bytes()[:-100])
    return folder


def test_of_a_changed_package_equal_decisions_are_not_all(cut: Path) -> None:
    result = CliRunner().invoke(app, ["replay", str(cut), "--check", "--changed-too"])
    assert result.exit_code == 4 and f"{cut}: equal. " in result.stdout
    assert "decisions equal; the package is not as signed: video/" in result.stderr
    assert result.stderr.count(".mp4 has ") == 1, "said once"
    result = CliRunner().invoke(app, ["replay", str(cut), "--check", "--changed-too", "--json"])
    told = json.loads(result.stdout)
    assert result.exit_code == 4 and result.stderr == ""
    assert told["equal"] and ".mp4 has " in told["not_as_signed"]


@pytest.fixture
def forged(tmp_path: Path) -> Path:
    """A package whose log says that another camera was seen; no size is another."""
    folder = Path(shutil.copytree(PACKAGE, tmp_path / "forged"))
    entries = folder / "log" / "entries.jsonl"
    entries.write_bytes(entries.read_bytes().replace(b"cam-001", b"cam-009"))
    return folder


@pytest.mark.parametrize("options", [("--check",), ("--headless",), ("--on", "wall-1")])
def test_a_changed_log_is_refused_by_name(forged: Path, options: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, ["replay", str(forged), *options])
    assert result.exit_code == 4 and result.stdout == ""
    assert f"{forged} is not as it was signed: log/entries.jsonl is changed. " in result.stderr


@pytest.fixture
def illegible(tmp_path: Path) -> Path:
    """A package of which one byte of the log is another, so that it can't be read."""
    folder = Path(shutil.copytree(PACKAGE, tmp_path / "illegible"))
    checkpoint = folder / "log" / "checkpoint.json"
    checkpoint.write_bytes(checkpoint.read_bytes().replace(b'"site"', b'"sits"', 1))
    return folder


@pytest.mark.parametrize(
    "options", [("--check",), ("--check", "--json"), ("--headless",), ("--compare", str(PACKAGE))]
)
def test_what_cannot_be_read_of_a_changed_log_is_laid_to_no_other_version(
    illegible: Path, options: tuple[str, ...]
) -> None:
    result = CliRunner().invoke(app, ["replay", *options, str(illegible), "--changed-too"])
    said = json.loads(result.stdout)["error"] if "--json" in options else result.stderr
    assert result.exit_code == 4
    assert "can't be read: log/checkpoint.json: " in said
    assert "it is NOT AS SIGNED: log/checkpoint.json is changed" in said and "version" not in said


def test_of_a_package_as_it_was_signed_nothing_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["replay", str(PACKAGE), "--check", "--changed-too"])
    assert result.exit_code == 0 and result.stderr == ""
    result = CliRunner().invoke(app, ["replay", str(PACKAGE), "--check", "--json"])
    assert json.loads(result.stdout)["not_as_signed"] == ""


def test_what_is_changed_is_said_before_it_is_played(cut: Path) -> None:
    (cut / "log" / "entries.jsonl").unlink()  # so that it is not
    result = CliRunner().invoke(app, ["replay", str(cut), "--changed-too", "--headless"])
    assert result.exit_code == 4
    assert f"{cut} is not as it was signed: log/entries.jsonl is missing; video/" in result.stderr


def test_what_cant_be_read_is_not_said_to_play(tmp_path: Path) -> None:
    output = tmp_path / "out"
    result = CliRunner().invoke(app, ["replay", "nowhere", "--headless", "--output", str(output)])
    assert result.exit_code == 4 and "nowhere" in result.stderr
    assert "plays" not in result.output and not output.exists()
