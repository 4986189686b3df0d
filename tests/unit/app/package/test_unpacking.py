"""A zip is unpacked for as long as it is needed, and never beside itself."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from console.app.package.errors import UnreadablePackage
from console.app.package.progress import Progress
from console.app.package.unpacking import unpacked
from console.app.package.zip_form import Waiting, write_zip
from console.protocol.clock import SystemClock

FILES = {"manifest.json": b"{}", "log/entries.jsonl": b"1\n" * 5_000, "video/cam-1/a.mp4": b"x" * 2_000_000}


def progress(say: Callable[[str], None] | None = None) -> Progress:
    return Progress(SystemClock(), say)


def waiting(name: str, body: bytes) -> Waiting:
    return Waiting(name, len(body), lambda: [body])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "night"
    for name, body in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return folder


def test_a_folder_is_itself(folder: Path) -> None:
    with unpacked(folder, None, progress()) as found:
        assert found == folder


def test_a_zip_is_there_whole_and_gone_afterwards(folder: Path, tmp_path: Path) -> None:
    zipped = tmp_path / "night.zip"
    with zipped.open("wb") as file:
        write_zip(file, [waiting(name, body) for name, body in FILES.items()], lambda _: None)
    with unpacked(zipped, tmp_path, progress()) as found:
        assert found.name == "night" and found.parent.parent == tmp_path
        assert {name: (found / name).read_bytes() for name in FILES} == FILES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["night", "night.zip"]


@pytest.mark.parametrize("name", ["../beside", "/etc/x", "video/../../x", "a\\b"])
def test_a_file_outside_of_it_is_not_written(tmp_path: Path, name: str) -> None:
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(evil, "w") as made:
        made.writestr(name, b"x")
    with pytest.raises(UnreadablePackage, match="outside of itself"), unpacked(evil, tmp_path, progress()):
        raise AssertionError
    assert [path.name for path in tmp_path.iterdir()] == ["evil.zip"]


def test_what_is_no_zip_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"nothing")
    with pytest.raises(UnreadablePackage, match="neither"), unpacked(tmp_path / "x.zip", None, progress()):
        raise AssertionError
