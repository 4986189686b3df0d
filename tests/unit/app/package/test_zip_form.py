"""A package's zip has one form, which any unzip reads and in which no byte can be another."""

import io
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.app.package import zip_form
from console.app.package.tree import UNREADABLE_ZIP
from console.app.package.zip_form import Waiting, stored_files, strange_byte, write_zip

NAMES = st.text("abcXYZ012_%-/", min_size=1, max_size=12).filter(lambda name: not name.startswith("/"))
FILES = st.dictionaries(NAMES, st.binary(max_size=300), max_size=6)


def zip_with(files: dict[str, bytes]) -> io.BytesIO:
    made = io.BytesIO()
    told: list[int] = []
    waiting = [Waiting(name, len(body), lambda body=body: [body]) for name, body in files.items()]
    write_zip(made, waiting, told.append)
    assert sum(told) == sum(map(len, files.values()))
    return made


@given(FILES)
def test_a_zip_holds_its_files_for_everybody(files: dict[str, bytes]) -> None:
    made = zip_with(files)
    with zipfile.ZipFile(made) as opened:
        assert opened.testzip() is None
        assert {info.filename: opened.read(info) for info in opened.infolist()} == files
    found = stored_files(made)
    assert [(one.name, one.size, one.crc32) for one in found] == [
        (name, len(body), zlib.crc32(body)) for name, body in files.items()
    ]
    assert all(made.getvalue()[one.start :][: one.size] == files[one.name] for one in found)
    assert strange_byte(made, found) is None


@settings(max_examples=40)
@given(FILES)
def test_large_zips_are_zip64(files: dict[str, bytes]) -> None:
    """With the limit far down: four GiB take their time."""
    before = zip_form.LIMIT, zip_form.MANY
    zip_form.LIMIT, zip_form.MANY = 200, 3
    try:
        made = zip_with(files)
        found = stored_files(made)
        assert strange_byte(made, found) is None
    finally:
        zip_form.LIMIT, zip_form.MANY = before


@pytest.mark.long
def test_four_gib_are_read_by_python_and_by_unzip(tmp_path: Path) -> None:
    piece, pieces = bytes(1 << 20), 4097
    file = tmp_path / "large.zip"
    with file.open("wb") as opened:
        first = Waiting("video/a.mp4", pieces << 20, lambda: (piece for _ in range(pieces)))
        write_zip(opened, [first, Waiting("b", 1, lambda: [b"b"])], lambda _: None)
    with zipfile.ZipFile(file) as found, file.open("rb") as opened:
        assert [(one.filename, one.file_size) for one in found.infolist()] == [
            ("video/a.mp4", pieces << 20),
            ("b", 1),
        ]
        assert found.read("b") == b"b"
        assert strange_byte(opened, stored_files(opened)) is None
    done = subprocess.run(
        ["unzip", "-tq", str(file)], capture_output=True, text=True, check=False, timeout=80
    )
    assert "No errors" in done.stdout


@settings(max_examples=200)
@given(FILES, st.data())
def test_no_byte_can_be_another(files: dict[str, bytes], data: st.DataObject) -> None:
    body = bytearray(zip_with(files).getvalue())
    at = data.draw(st.integers(0, len(body) - 1))
    body[at] ^= data.draw(st.integers(1, 255))
    changed = io.BytesIO(bytes(body))
    try:
        found = stored_files(changed)
        is_strange = strange_byte(changed, found) is not None
    except UNREADABLE_ZIP:
        return
    held = {one.name: bytes(body[one.start :][: one.size]) for one in found}
    assert is_strange or held != files


def test_the_place_of_an_empty_file_can_not_be_another() -> None:
    files = {"a": b"", "b": b"", "c": b"three"}
    whole = zip_with(files).getvalue()
    for at in range(len(whole)):
        changed = io.BytesIO(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            found = stored_files(changed)
            is_strange = strange_byte(changed, found) is not None
        except UNREADABLE_ZIP:
            continue
        held = {one.name: changed.getvalue()[one.start :][: one.size] for one in found}
        assert is_strange or held != files, f"byte {at}"


@pytest.mark.parametrize("more", [b"x", b"\0" * 30])
def test_more_at_the_end_or_the_beginning_is_strange(more: bytes) -> None:
    body = zip_with({"a": b"one"}).getvalue()
    for changed in (io.BytesIO(more + body), io.BytesIO(body + more)):
        try:
            assert strange_byte(changed, stored_files(changed)) is not None
        except zipfile.BadZipFile:
            continue


def test_a_zip_that_was_packed_anew_is_not_read_as_one_of_ours() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("a", "one" * 100)
    with pytest.raises(ValueError, match="unpack it"):
        stored_files(packed)
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as opened:
        opened.writestr("a", "one" * 100)
    assert strange_byte(stored, stored_files(stored)) is not None
