"""What is not as it was signed is not played as if it were."""

import json
import re
import shutil
from pathlib import Path

import pytest

from console.app.package.errors import UnreadablePackage
from console.app.package.exporting import ChangedPackage
from console.app.package.playable import check_playable, not_as_signed

PACKAGE = Path(__file__).parent.parent.parent.parent / "data" / "package-v1"


@pytest.fixture
def night(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGE, tmp_path / "night"))


def movie_of(folder: Path) -> Path:
    (found,) = folder.rglob("*.mp4")
    return found


def test_as_it_was_signed_it_is_played(night: Path) -> None:
    check_playable(night, night)


def test_a_missing_and_a_cut_file_are_named(night: Path) -> None:
    movie = movie_of(night)
    size = movie.stat().st_size
    with movie.open("r+b") as file:
        file.truncate(size // 2)
    with pytest.raises(ChangedPackage, match=f"{movie.name} has {size // 2} bytes, not {size}"):
        check_playable(night, Path("called"))
    movie.unlink()
    with pytest.raises(ChangedPackage, match=r"^called is not as it was .* is missing.*--changed-too"):
        check_playable(night, Path("called"))


@pytest.mark.parametrize("body", [b"", b"nothing"])
def test_a_changed_signature_is_said(night: Path, body: bytes) -> None:
    (night / "manifest.sig").write_bytes(body)
    with pytest.raises(ChangedPackage, match=r"manifest\.sig is changed"):
        check_playable(night, night)


def test_a_newer_package_is_refused(night: Path) -> None:
    manifest = night / "manifest.json"
    text = manifest.read_text()
    at = text.index('"package"')
    newer = re.sub(r'"schema": ?1', '"schema":99', text[at:], count=1)
    manifest.write_text(text[:at] + newer)
    assert manifest.read_text() != text
    with pytest.raises(UnreadablePackage, match=r"newer|schema 99"):
        check_playable(night, night)


def test_a_part_of_a_log_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    check_playable(tmp_path, tmp_path)
    check_playable(tmp_path / "nothing", tmp_path)


def test_the_first_few_are_named_and_how_many_more_there_are(night: Path) -> None:
    assert not_as_signed(night) == ""
    files = json.loads((night / "manifest.json").read_text())["package"]["files"]
    for name in files:
        (night / name).unlink()
    words = not_as_signed(night)
    assert words.count(" is missing") == 3 and words.endswith(f" and {len(files) - 3} more")


def test_a_movie_whose_index_tells_of_more_than_there_is_is_changed(night: Path) -> None:
    """Its size is what the manifest says: whoever cut it told that of it, too."""
    movie = movie_of(night)
    whole = movie.stat().st_size
    movie.write_bytes(movie.read_bytes()[:-100])
    manifest = night / "manifest.json"
    name = movie.relative_to(night).as_posix()
    told = json.loads(manifest.read_text())
    told["package"]["files"][name]["size"] = whole - 100
    manifest.write_text(json.dumps(told))
    assert f"{name} lacks 100 bytes that its index tells of" in not_as_signed(night)


def test_a_manifest_that_is_none_of_a_package_beside_a_signature_is_changed(night: Path) -> None:
    manifest = night / "manifest.json"
    told = json.loads(manifest.read_text())
    del told["package"]
    manifest.write_text(json.dumps(told))
    assert not_as_signed(night) == (
        "manifest.json or manifest.sig is changed; manifest.json is none of a package"
    )


LOGS = ("log/checkpoint.json", "log/decisions.jsonl", "log/entries.jsonl", "log/views.jsonl")


@pytest.mark.parametrize("name", LOGS)
def test_another_byte_of_the_log_is_named(night: Path, name: str) -> None:
    body = bytearray((night / name).read_bytes())
    body[len(body) // 2] ^= 1
    (night / name).write_bytes(body)
    assert not_as_signed(night) == f"{name} is changed"
    with pytest.raises(ChangedPackage, match=f"^called is not as it was signed: {name} is changed"):
        check_playable(night, Path("called"))


def test_the_log_is_named_before_the_movies(night: Path) -> None:
    (night / LOGS[1]).unlink()
    (night / LOGS[1]).mkdir()
    (night / LOGS[2]).write_bytes((night / LOGS[2]).read_bytes().swapcase())
    movie = movie_of(night)
    movie.unlink()
    found = not_as_signed(night).split("; ")
    assert [one.split(" ")[0] for one in found] == [*LOGS[1:3], movie.relative_to(night).as_posix()]
