"""``package verify`` says it in words, in JSON, and by its exit code."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.app.command_tree import app
from console.app.package.signing import SiteKey
from console.app.package.trusted_keys import key_line, read_key_line

SAMPLE = Path(__file__).parents[3] / "data" / "package-v1"
KEY = SAMPLE.with_suffix(".pub")


def run(*line: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["package", "verify", *map(str, line)])
    return done.exit_code, done.output


def test_each_verdict_has_words_and_a_code_of_its_own(tmp_path: Path) -> None:
    code, told = run(SAMPLE, "--trusted", KEY)
    assert code == 0 and "intact, signed by the sample site (key " in told and ", of the site test" in told
    (tmp_path / "own.pub").write_text(key_line(read_key_line(KEY.read_text())[0], "test"))
    assert "of the site" not in run(SAMPLE, "--trusted", tmp_path / "own.pub")[1]
    code, told = run(SAMPLE)
    assert code == 5 and "intact, signer unknown: key " in told and "--trusted KEYFILE" in told
    assert "says that it is of the site test" in told
    (tmp_path / "other.pub").write_text(key_line(SiteKey(b"x" * 32).public, "another"))
    code, told = run(SAMPLE, "--trusted", tmp_path / "other.pub")
    assert code == 5 and "signer unknown" in told and "not in the list" in told
    code, told = run(SAMPLE, "--trusted", tmp_path / "other.pub", "--trusted", KEY)
    assert code == 0
    code, told = run(tmp_path)
    assert code == 4 and told == f"{tmp_path} is no package: it has no manifest.json\n"
    code, told = run(tmp_path / "nowhere")
    assert code == 4 and "can't be read" in told
    code, told = run(SAMPLE, "--trusted", tmp_path / "nowhere")
    assert code == 1 and "nowhere: No such file" in told


@pytest.mark.parametrize(
    ("trusted", "code", "name"), [([], 5, None), (["--trusted", KEY], 0, "the sample site")]
)
def test_programs_read_the_same(trusted: list[object], code: int, name: str | None) -> None:
    found, told = run(SAMPLE, "--json", *trusted)
    said = json.loads(told)
    assert (found, said["intact"], said["signed_by"], said["changes"]) == (code, True, name, [])


def test_programs_read_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "manifest.sig").write_text("x")
    code, told = run(tmp_path, "--json")
    said = json.loads(told)
    assert code == 4 and said["intact"] is False
    assert {one["file"]: one["kind"] for one in said["changes"]} == {
        "manifest.json": "missing",
        "manifest.sig": "changed",
        "SHA256SUMS": "missing",
    }
    done = CliRunner().invoke(app, ["package", "verify", str(tmp_path / "nowhere"), "--json"])
    assert done.exit_code == 4 and json.loads(done.stdout)["intact"] is False


def test_the_site_file_lists_trusted_keys(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text(f'cameras = ["rtsp://10.0.0.1/a"]\ntrusted_keys = ["{KEY.read_text().strip()}"]\n')
    code, told = run(SAMPLE, "--site", site)
    assert code == 0 and "signed by the sample site" in told
    site.write_text('cameras = ["rtsp://10.0.0.1/a"]\ntrusted_keys = ["ssh-ed25519 AAAA", 7]\n')
    code, told = run(SAMPLE, "--site", site)
    assert code == 1 and "site.toml:2: trusted_keys: holds 'ssh-ed25519 AAAA', no key" in told
