"""A recorded log, fed again by the command line and by every Python that there is, comes to the same."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.core.log.input_log import decode_entry
from console.core.replay.log_slice import last_input, read_slice, write_slice
from console.core.replay.slice_format import DECISIONS, ENTRIES, MANIFEST
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.protocol.core_messages import AssignFeed, CloseIncident, GetStatus
from console.protocol.endpoints import Endpoints
from tests.fakes.core_site import core_config, running_core
from tests.fakes.recorded_log import write_log
from tests.fakes.whole_life import lived_through
from tests.integration.test_core_log import SAMPLES, VERSIONS, sample, send_alerts

ROOT = Path(__file__).parents[2]
FOLD = """
import sys
from pathlib import Path
import msgspec
from console.core.replay.check import check_slice
from console.core.replay.log_slice import read_slice
print(msgspec.json.encode(check_slice(read_slice(Path(sys.argv[1])))).decode())
"""
ACTS = 2_500


def pythons() -> Iterator[str]:
    """Every Python of this machine that has what core needs, each once."""
    named = [path for k in range(11, 16) if (path := shutil.which(f"python3.{k}"))]
    beside = [str(path) for path in Path.home().glob(".pyenv/versions/3.1*/bin/python")]
    given = os.environ.get("SIGHTLINE_TEST_PYTHONS", "").split(":")
    for path in dict.fromkeys([sys.executable, *named, *beside, *filter(None, given)]):
        if path == sys.executable or folded(path, None, "0").returncode == 0:
            yield path


def folded(python: str, folder: Path | None, seed: str) -> "subprocess.CompletedProcess[str]":
    code, arguments = (FOLD, [str(folder)]) if folder else ("import console.core.replay.log_slice", [])
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [python, "-c", code, *arguments], env=environment, text=True, capture_output=True, timeout=60
    )


@pytest.fixture(scope="module", params=["recorded", "generated"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A slice of the whole recorded log of tests/data, and one of a long generated one."""
    home = tmp_path_factory.mktemp(request.param)
    if request.param == "recorded":
        entries = [decode_entry(line) for line in (SAMPLES / "core-log.jsonl").read_bytes().splitlines()]
    else:
        entries = lived_through(ACTS).entries
    database = write_log(home / "data", entries, (1_000,))
    write_slice(database, 0, last_input(database), home / "slice")
    return home / "slice"


def test_a_log_comes_to_the_same_bytes_whatever_the_hash_seed_and_the_python(folder: Path) -> None:
    runs = [folded(python, folder, seed) for python in pythons() for seed in ("0", "1", "2")]
    assert all(run.returncode == 0 for run in runs), runs
    assert len({run.stdout for run in runs}) == 1
    found = json.loads(runs[0].stdout)
    assert found["parted"] == 0 and found["inputs"] > 400
    assert found["decisions_sha256"] == found["recorded_decisions_sha256"]
    assert found["views_sha256"] == found["recorded_views_sha256"]
    if found["inputs"] < 1_000:
        digest = json.loads((SAMPLES / "core-log.digest.json").read_text())
        assert found["decisions_sha256"] == digest["decisions_sha256"]


def sightline(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """The command as a person types it."""
    program = Path(sys.executable).with_name("sightline")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [program, *map(str, arguments)], env=environment, text=True, capture_output=True, timeout=60
    )


def test_core_s_own_log_is_sliced_while_it_runs_and_comes_to_the_same(run_dir: Path, tmp_path: Path) -> None:
    config = core_config(run_dir, cameras=24)
    with running_core(config) as core:
        send_alerts(core, range(1, 30))
        core.requester.call(AssignFeed(MonitorId("wall-1"), CellIndex(3), FeedId("cam-011"), pinned=True))
    with running_core(config) as core:
        core.requester.call(CloseIncident(IncidentId("i-000004")))
        send_alerts(core, range(30, 60))
        database = Path(core.requester.call(GetStatus())["data_folder"]["path"]) / "core.sqlite"
        made = write_slice(database, 0, last_input(database), tmp_path / "slice")
    assert made.to_n > 60
    done = sightline("replay", tmp_path / "slice", "--check", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["equal"] and found["inputs"] == made.to_n and not found["unrecorded"]


@pytest.mark.parametrize("version", VERSIONS)
def test_folders_of_each_version_go_on_and_are_compared_from_then_on(
    run_dir: Path, tmp_path: Path, version: int
) -> None:
    config, _ = sample(version, run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1000, 1003))
    database = Path(config.data_dir) / "core.sqlite"
    write_slice(database, 0, last_input(database), tmp_path / "slice")
    done = sightline("replay", tmp_path / "slice", "--check", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["equal"]) == (0, True), found
    assert found["unrecorded"] < found["inputs"] and (found["unrecorded"] > 0) == (version < 4)


def test_what_the_command_says(folder: Path, tmp_path: Path) -> None:
    done = sightline("replay", folder, "--check")
    assert done.returncode == 0 and done.stderr == ""
    digest, same, equal = done.stdout.splitlines()
    assert re.fullmatch("decisions, SHA-256 [0-9a-f]{64}", digest) and same == "the same as recorded"
    assert equal.startswith(f"{folder}: equal. ")

    shutil.copytree(folder, tmp_path / "other")
    decisions = (tmp_path / "other" / DECISIONS).read_text()
    changed = decisions.replace('"unplaced":0', '"unplaced":7', 1)
    assert changed != decisions
    (tmp_path / "other" / DECISIONS).write_text(changed)
    parted = sightline("replay", tmp_path / "other", "--check")
    assert parted.returncode == 3 and parted.stderr == ""
    n = next(json.loads(line)["n"] for line in changed.splitlines() if '"unplaced":7' in line)
    assert (
        f"parted at 1 of {json.loads((folder / MANIFEST).read_text())['files'][ENTRIES]['lines']} inputs"
        in parted.stdout
    )
    assert re.search(rf"first at input {n}, .*: other decisions", parted.stdout)
    assert '"unplaced":7' in parted.stdout.split("recorded: ")[1].splitlines()[0]
    assert '"unplaced":0' in parted.stdout.split("came out: ")[1].splitlines()[0]
    as_json = json.loads(sightline("replay", tmp_path / "other", "--check", "--json").stdout)
    assert (as_json["equal"], as_json["first"]["n"], as_json["first"]["what"]) == (False, n, "decisions")

    (tmp_path / "other" / ENTRIES).unlink()
    unreadable = sightline("replay", tmp_path / "other", "--check")
    assert (unreadable.returncode, unreadable.stdout) == (4, "")
    assert "log/entries.jsonl is missing; copy it whole, or make it again" in unreadable.stderr
    assert sightline("replay", tmp_path / "other").returncode == 4


def test_a_slice_is_made_by_the_command(run_dir: Path, tmp_path: Path) -> None:
    config = core_config(run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1, 9))
    data = ("ctl", "log", "slice", "--data", config.data_dir)
    done = sightline(*data, "--from", 3, tmp_path / "night")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip().endswith(f"sightline replay {tmp_path / 'night'} --check")
    again = sightline(*data, "--from", 3, "--to", 5, tmp_path / "night")
    assert again.returncode == 1 and "name a new folder" in again.stderr
    short = sightline(*data, "--from", 3, "--to", 5, "--json", tmp_path / "short")
    assert json.loads(short.stdout)["to_n"] == 5
    assert sightline("replay", tmp_path / "short", "--check").returncode == 0
    assert sightline(*data, tmp_path / "third").returncode == 2
    nowhere = ("ctl", "--run", tmp_path / "no-site")
    assert sightline(*nowhere, "log", "slice", "--from", 1, tmp_path / "third").returncode == 3, (
        "no site runs"
    )


def test_a_slice_of_an_incident_begins_before_it_was_opened(run_dir: Path, tmp_path: Path) -> None:
    config = core_config(run_dir)
    with running_core(config) as core:
        send_alerts(core, range(1, 9))
        ctl = ("ctl", "--core", Endpoints(run_dir).core_commands, "log", "slice", "--from-incident")
        assert sightline(*ctl, "i-000005", tmp_path / "fifth").returncode == 0
        unknown = sightline(*ctl, "i-000099", tmp_path / "none")
    assert unknown.returncode == 4 and "there is no such incident" in unknown.stderr
    recorded = read_slice(tmp_path / "fifth")
    opened = [one.entry.n for one in recorded.inputs() if "i-000005" in str(one.decisions)]
    assert recorded.manifest.from_n == opened[0] - 1 and recorded.manifest.checkpoint_n < opened[0]
