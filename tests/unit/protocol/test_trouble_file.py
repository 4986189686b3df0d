"""What the supervisor writes of its children, windows read, whatever lies there."""

from pathlib import Path

import pytest

from console.protocol.trouble_file import TroubleFile

TROUBLES = {"core": "ends again and again: no such folder"}


def test_what_is_written_is_read_until_it_is_removed(tmp_path: Path) -> None:
    written, read = TroubleFile(tmp_path), TroubleFile(tmp_path)
    assert read.read() == {}
    written.write(TROUBLES)
    assert read.read() == TROUBLES
    written.write({})
    assert read.read() == {}
    written.write(TROUBLES)
    written.remove()
    written.remove()
    assert read.read() == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b'{"core": "ends ag', b'{"core": 7}', b'["core"]', b"[" * 100_000]
)
def test_a_file_that_cannot_be_read_tells_nothing(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "troubles.json").write_bytes(body)
    assert TroubleFile(tmp_path).read() == {}


def test_what_could_not_be_written_is_written_at_the_next_try(tmp_path: Path) -> None:
    file = TroubleFile(tmp_path / "run")
    with pytest.raises(OSError, match="run"):
        file.write(TROUBLES)
    (tmp_path / "run").mkdir()
    file.write(TROUBLES)
    assert file.read() == TROUBLES


def test_what_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    file = TroubleFile(tmp_path)
    file.write(TROUBLES)
    before = (tmp_path / "troubles.json").stat()
    file.write(dict(TROUBLES))
    assert (tmp_path / "troubles.json").stat().st_ino == before.st_ino
