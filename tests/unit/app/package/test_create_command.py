"""``package create`` and ``package key``, of a site that does not run."""

import errno
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.app.command_tree import app
from console.app.package.signing import KEY_FILE
from console.app.package.times import utc_time
from console.app.package.wishes import DATABASE
from console.core.replay.log_slice import reader
from console.domain.wording import zoned_time
from tests.fakes.recorded_site import RecordedSite, recorded_site, small_packets


def run(*line: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["package", *map(str, line)])
    return done.exit_code, done.output


@pytest.fixture
def site(tmp_path: Path) -> RecordedSite:
    made = recorded_site(tmp_path)
    made.film("cam-001", small_packets())
    return made


def times(site: RecordedSite) -> list[str]:
    def iso(after_ms: int) -> str:
        return utc_time(site.begun_wall_ms + after_ms).replace(" UTC", "Z").replace(" ", "T")

    return ["--from", iso(0), "--to", iso(9_000), "--data", str(site.data_dir)]


def test_a_time_is_made_checked_shown_and_exported(site: RecordedSite, tmp_path: Path) -> None:
    night = tmp_path / "night"
    asked = ["--cameras", "cam-001,cam-002", "--reason", "case 26", "--operator", "Ada", "--zip"]
    code, told = run("create", night, *times(site), *asked)
    assert code == 0 and f"{night}: 1 movie, 2 inputs of the log" in told
    assert "not there: cam-002: nothing was recorded of it then" in told and "night.zip: the same" in told
    code, key = run("key", "--data", site.data_dir)
    assert code == 0 and key.startswith("sightline-ed25519 ") and key.splitlines()[0].endswith(" test")
    (tmp_path / "site.pub").write_text(key.splitlines()[0])
    for place in (night, tmp_path / "night.zip"):
        code, told = run("verify", place, "--trusted", tmp_path / "site.pub")
        assert code == 0 and f"{place}: intact, signed by test (key " in told
        code, told = run("show", place)
        assert code == 0 and "case 26" in told and "by Ada" in told and "160x90" in told
        assert f"a time: {zoned_time(site.begun_wall_ms)} to " in told
        assert f"sub     {zoned_time(site.begun_wall_ms)}  " in told and "was not" not in told
    code, told = run("show", night, "--json")
    assert json.loads(told)["package"]["asked"]["cameras"] == ["cam-001", "cam-002"]
    code, told = run("export", night, tmp_path / "out", "--cameras", "cam-001", "--json")
    assert code == 0 and json.loads(told)["packets"] == 120
    (night / "README.txt").unlink()
    code, told = run("export", night, night / "sub" / "copies")
    assert code == 2 and "lies in the package" in told and not (night / "sub" / "copies").exists()
    code, told = run("export", night, tmp_path / "out2")
    assert code == 4 and "README.txt is missing" in told and not (tmp_path / "out2").exists()
    assert run("export", night, tmp_path / "out2", "--changed-too")[0] == 4
    assert "not intact" in (tmp_path / "out2" / "NOT-AS-SIGNED.txt").read_text()
    code, told = run("show", site.data_dir)
    assert code == 4 and "no package" in told


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (["--from", "bogus", "--to", "2026-03-01T12:01Z"], "'bogus' is no time"),
        (["--from", "2026-03-01T12:02Z", "--to", "2026-03-01T12:01Z"], "--from must be before --to"),
    ],
)
def test_a_time_that_means_nothing_is_wrong_use(
    site: RecordedSite, tmp_path: Path, wrong: list[str], words: str
) -> None:
    line = ["create", tmp_path / "night", *wrong, "--data", site.data_dir]
    code, told = run(*line)
    assert code == 2 and words in told
    code, told = run(*line, "--json")
    assert code == 2 and words in json.loads(told)["error"]
    if "bogus" in wrong:
        assert run("export", tmp_path / "nowhere", tmp_path / "out", "--from", "bogus")[0] == 2


def test_programs_are_told_what_was_made(site: RecordedSite, tmp_path: Path) -> None:
    code, told = run("create", tmp_path / "night", *times(site), "--json")
    assert code == 0 and json.loads(told)["movies"][0]["feed"] == "cam-001"


@pytest.mark.parametrize(
    "line",
    [
        [],
        ["night"],
        ["r-000001", "night", "third"],
        ["night", "--from", "2026-03-01T12:00Z"],
        ["r-000001", "night", "--cameras", "cam-001"],
        ["r-000001", "night", "--from", "2026-03-01T12:00Z", "--to", "2026-03-01T12:01Z"],
    ],
)
def test_half_a_wish_is_wrong_usage(line: list[str]) -> None:
    assert run("create", *line)[0] == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            ["--data", "data"],
            "RECORDING (r-000009) and --data don't go together: only the running site knows",
        ),
        (
            ["--cameras", "a"],
            "RECORDING (r-000009) and --cameras don't go together: its time and cameras are",
        ),
        (["--from", "x", "--to", "y"], "RECORDING (r-000009) and --from and --to don't go together"),
    ],
)
def test_what_does_not_go_with_a_recording_is_said(options: list[str], words: str) -> None:
    code, told = run("create", "r-000009", "night", *options)
    assert code == 2 and words in " ".join(told.replace("\u2502", " ").split())


@pytest.mark.parametrize("zipped", [[], ["--zip"]])
def test_a_folder_that_cant_be_made_is_called_as_it_was_named(
    site: RecordedSite, tmp_path: Path, zipped: list[str]
) -> None:
    (tmp_path / "file").touch()
    for folder in ("/proc/zz", str(tmp_path / "file" / "night")):
        code, told = run("create", folder, *times(site), *zipped)
        assert code == 1 and told.startswith(f"{folder} can't be made: N") and ".part" not in told


def test_a_full_data_folder_is_named_where_the_key_cant_be_kept(
    site: RecordedSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_full(*_given: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("console.app.package.signing.os.write", is_full)
    key = site.data_dir / KEY_FILE
    for line in (["create", tmp_path / "night", *times(site)], ["key", "--data", site.data_dir]):
        code, told = run(*line)
        assert code == 1
        assert told.startswith(f"the site's signing key can't be kept in {key}: No space left on device")
        assert f"make room on the disk of the site's data folder ({site.data_dir})" in told
    assert list(key.parent.iterdir()) == [] and not (tmp_path / "night").exists()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of four MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_on_a_full_data_disk_the_data_folder_is_to_blame_and_a_site_with_a_key_makes_packages(
    small: Path, tmp_path: Path
) -> None:
    site = recorded_site(small)
    site.film("cam-001", small_packets())
    create = ["create", tmp_path / "night", *times(site)]
    fill(small)
    code, told = run(*create)
    assert code == 1 and f"the disk of {site.data_dir} is full: make room on it" in told
    (small / "full").unlink()
    with closing(reader(site.data_dir / DATABASE)) as running:  # as a core that runs has it open
        running.execute("SELECT count(*) FROM inputs").fetchone()
        fill(small)
        code, told = run(*create)
        assert code == 1 and told.startswith(f"the site's signing key can't be kept in {site.data_dir}")
        assert "make room on the disk of the site's data folder" in told
        (small / "full").unlink()
        assert run("key", "--data", site.data_dir)[0] == 0
        fill(small)
        assert run(*create)[0] == 0, "it is on another disk, and the key is there"


def fill(disk: Path) -> None:
    with suppress(OSError), (disk / "full").open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)


def test_a_camera_that_nobody_knows_is_wrong_use(site: RecordedSite, tmp_path: Path) -> None:
    code, told = run("create", tmp_path / "night", *times(site), "--cameras", "cam-001,cam-0O2")
    assert code == 2 and told == "the site has no camera cam-0O2: did you mean cam-002, cam-003?\n"
    code, told = run("create", tmp_path / "night", *times(site), "--cameras", ",", "--json")
    assert code == 2 and "names no camera" in json.loads(told)["error"]
    assert run("create", tmp_path / "night", *times(site), "--cameras", "cam-001,cam-001")[0] == 0
    code, told = run("export", tmp_path / "night", tmp_path / "out", "--cameras", "cam-002")
    assert code == 2 and f"the package {tmp_path / 'night'} has no camera cam-002: did you mean" in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "night"]


def test_where_nothing_is_it_is_said_and_nothing_made(site: RecordedSite, tmp_path: Path) -> None:
    code, told = run("create", tmp_path / "night", *times(site), "--cameras", "cam-002", "--json")
    said = json.loads(told)
    assert code == 4 and said["code"] == "nothing_recorded" and "of cam-002" in said["error"]
    night, late = tmp_path / "night", ["--from", utc_time(site.begun_wall_ms + 90_000)[:19] + "Z"]
    assert run("create", night, *times(site), "--cameras", "cam-001,cam-002")[0] == 0
    code, told = run("export", night, tmp_path / "out", *late)
    assert code == 4 and "holds no picture of that time" in told
    code, told = run("export", night, tmp_path / "out", "--to", late[1], "--from", late[1])
    assert code == 2 and "--from must be before --to" in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "night"]
    code, told = run("export", night, tmp_path / "out", "--cameras", "cam-001,cam-002")
    assert code == 0 and "not there: cam-002: the package has nothing of that time" in told
    code, told = run("export", night, tmp_path / "out2", "--cameras", "cam-001,cam-002", "--json")
    assert json.loads(told)["without"] == ["cam-002"]


def test_a_time_that_is_not_over_says_how_far_it_reaches(site: RecordedSite, tmp_path: Path) -> None:
    line = ["--from", times(site)[1], "--to", "2099-01-01T00:00Z", "--data", site.data_dir]
    code, told = run("create", tmp_path / "night", *line)
    reaches = zoned_time(site.begun_wall_ms + 7_933)
    assert code == 0 and f"the time was not over when this was made: it reaches to {reaches}" in told
    code, told = run("show", tmp_path / "night")
    assert f"to {reaches}" in told and "the time was not over when this was made" in told
    assert "the time was not over" in (tmp_path / "night" / "README.txt").read_text()


def test_what_is_missing_at_both_ends_is_said_by_every_command(site: RecordedSite, tmp_path: Path) -> None:
    begun, night = utc_time(site.begun_wall_ms - 60_000), tmp_path / "night"
    line = ["--from", begun[:19] + "Z", "--to", utc_time(site.begun_wall_ms + 50_000)[:19] + "Z"]
    code, told = run("create", night, *line, "--data", site.data_dir)
    before = f"cam-001: nothing from {begun} to {utc_time(site.begun_wall_ms)}"
    end, asked_end = utc_time(site.begun_wall_ms + 7_933), utc_time(site.begun_wall_ms + 50_000)
    after = f"cam-001: nothing from {end} to {asked_end}"
    assert code == 0 and f"not there: {before}\nnot there: {after}\n" in told
    code, told = run("show", night)
    assert code == 0 and f"not there: {before}\nnot there: {after}\n" in told
    assert f"    {before}\n    {after}\n" in (night / "README.txt").read_text()


def test_a_full_disk_is_said_with_what_was_to_be_written(
    site: RecordedSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_full(_file: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("console.core.replay.slice_writing._to_disk", is_full)
    code, told = run("create", tmp_path / "night", *times(site))
    assert code == 1 and told.startswith(f"{tmp_path / 'night'} can't be written: No space left on device")
    assert "nothing was left behind" in told and [one.name for one in tmp_path.iterdir()] == ["data"]


def test_a_key_is_made_for_a_site_alone(tmp_path: Path) -> None:
    code, told = run("key", "--data", tmp_path)
    assert code == 4 and "is no site's data folder" in told and not (tmp_path / KEY_FILE).exists()
