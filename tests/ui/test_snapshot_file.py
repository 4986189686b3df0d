"""A kept picture: its pixels, what it says of itself, its hash."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from console.ui.snapshot_file import SnapshotFacts, snapshot_stem, write_snapshot
from tests.fakes.full_disk import FullDisk

FACTS = SnapshotFacts(
    feed="cam-017",
    number=17,
    name="Mikonkatu / Esplanadi – Süd",
    agency="HPD",
    monitor="wall-1",
    cell=3,
    pictured_at="2026-11-28T14:02:11.250Z",
    state="LIVE",
    behind_s=0.0,
    profile="main",
    width=64,
    height=36,
    shown_part=(250, 250, 500, 500),
    taken_by="operator",
    taken_at="2026-11-28T14:02:11.300Z",
)


def red() -> QImage:
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 20, 10))
    return image


def test_both_files_say_the_same(tmp_path: Path) -> None:
    path = write_snapshot(tmp_path / "new" / "folder", red(), FACTS)
    assert path.name == "20261128T140211.250Z-cam-017-64x36.png"
    kept = QImage(str(path))
    assert (kept.width(), kept.height()) == (64, 36)
    assert kept.pixelColor(30, 20) == QColor(200, 20, 10)
    told = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (told["schema"], told["file"]) == (1, path.name)
    assert told["name"] == FACTS.name and told["shown_part"] == [250, 250, 500, 500]
    assert sorted(one.suffix for one in path.parent.iterdir()) == [".json", ".png"], "nothing unfinished"


def test_none_is_written_over(tmp_path: Path) -> None:
    paths = {write_snapshot(tmp_path, red(), FACTS) for _ in range(3)}
    assert len(paths) == 3
    for path in paths:
        assert json.loads(path.with_suffix(".json").read_text("utf-8"))["file"] == path.name


@pytest.mark.parametrize("written", [0, 1])
def test_a_full_disk_leaves_neither_file_nor_anything_unfinished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    """Also where the words fit and the picture does not."""
    FullDisk(monkeypatch, room_for=written)
    with pytest.raises(OSError, match="No space left"):
        write_snapshot(tmp_path, red(), FACTS)
    assert list(tmp_path.iterdir()) == []


def test_a_feeds_name_never_leaves_the_folder() -> None:
    stem = snapshot_stem(replace(FACTS, feed="../../etc/pass wd"))
    assert "/" not in stem and " " not in stem


def test_a_folder_that_can_not_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        write_snapshot(tmp_path / "file", red(), FACTS)
