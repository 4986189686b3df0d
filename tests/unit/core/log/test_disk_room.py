from pathlib import Path

import pytest

from console.core.log.disk_room import is_full


def test_a_folder_that_is_gone_is_not_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_full(tmp_path) and not is_full(tmp_path / "gone")
    monkeypatch.setattr("console.core.log.disk_room.FULL_BYTES", 1 << 62)
    assert is_full(tmp_path)
