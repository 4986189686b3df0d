"""``package show`` says what is seen to be other than it was signed, without reading every byte."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.app.command_tree import app
from console.app.package.tree import FolderTree
from console.app.package.zip_form import Waiting, write_zip

SAMPLE = Path(__file__).parents[3] / "data" / "package-v1"


def run(*line: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["package", "show", *map(str, line)])
    return done.exit_code, done.stdout, done.stderr


def zipped(folder: Path) -> Path:
    tree, file = FolderTree(folder), folder.with_suffix(".zip")

    def waiting(name: str) -> Waiting:
        return Waiting(name, tree.size(name), lambda: tree.pieces(name))

    with file.open("wb") as opened:
        write_zip(opened, map(waiting, sorted(tree.names())), lambda _: None)
    return file


@pytest.fixture
def night(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "a night"))


def test_of_one_that_is_whole_nothing_is_said(night: Path) -> None:
    for place in (night, zipped(night)):
        code, told, errors = run(place)
        assert (code, errors) == (0, "") and "files     " in told and "missing" not in told
        code, told, _ = run(place, "--json")
        assert code == 0 and json.loads(told)["other_files"] == {}


def test_what_is_missing_or_cut_is_named_with_verify(night: Path) -> None:
    (movie,) = night.rglob("*.mp4")
    name, size = movie.relative_to(night).as_posix(), movie.stat().st_size
    movie.unlink()
    (night / "README.txt").write_text("Read")
    for place in (night, zipped(night)):
        code, told, errors = run(place)
        assert code == 4
        assert ", of which 2 missing or of another size\n" in told
        (row,) = (line for line in told.splitlines() if line.startswith("cam-001 "))
        assert row.rstrip().endswith("is missing"), "in place of what the manifest tells of it"
        assert errors.startswith("README.txt has 4 bytes, not ") and f"\n{name} is missing\n" in errors
        assert errors.endswith(f"sightline package verify '{place}'\n")
    code, told, errors = run(night, "--json")
    found = json.loads(told)["other_files"]
    assert (code, errors, list(found)) == (4, "", ["README.txt", name])
    movie.write_bytes(b"cut")
    assert f"{name} has 3 bytes, not {size}\n" in run(night)[2]


def test_a_manifest_that_was_not_signed_so_is_said(night: Path) -> None:
    manifest = night / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"gaps": 0', b'"gaps": 7'))
    code, told, errors = run(night)
    assert code == 4 and "of another size" not in told
    assert errors.startswith("manifest.sig is no signature of this manifest.json: one of them is changed\n")
    (night / "manifest.sig").unlink()
    code, told, errors = run(zipped(night))
    assert code == 4 and errors.startswith("manifest.sig is missing\n")
