"""A picture of a camera as a file, and beside it what it shows: whose it is, when it came, its hash."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from console.ui.png import encode_png

SCHEMA = 1
MOST_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class SnapshotFacts:
    """What is written beside it. Times are UTC, as "2026-11-28T14:02:11.250Z".

    ``pictured_at``: when the picture came from its camera; of a rewound tile ``behind_s`` before it was
    taken. ``state`` is what its tile said then, ``shown_part`` which part of it the tile showed (left, top,
    width, height in permille), None for all: the file holds all.
    """

    feed: str
    number: int | None
    name: str
    agency: str
    monitor: str
    cell: int
    pictured_at: str
    state: str
    behind_s: float
    profile: str
    width: int
    height: int
    shown_part: tuple[int, int, int, int] | None
    taken_by: str
    taken_at: str


def snapshot_stem(facts: SnapshotFacts) -> str:
    """Its name without its ending: when, which camera, how large. Sorted by name it is sorted by time."""
    time = facts.pictured_at.replace(":", "").replace("-", "")
    camera = "".join(one if one.isalnum() or one in "-_." else "-" for one in facts.feed)[:MOST_NAME_LENGTH]
    return f"{time}-{camera}-{facts.width}x{facts.height}"


def write_snapshot(folder: Path, image: QImage, facts: SnapshotFacts) -> Path:
    """Write both files, whole, or neither; the picture's path. Raises OSError."""
    body = encode_png(image)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stem = _free_stem(folder, snapshot_stem(facts))
    told = {"schema": SCHEMA, "file": f"{stem}.png", "sha256": hashlib.sha256(body).hexdigest()}
    described = json.dumps(told | asdict(facts), indent=2, ensure_ascii=False) + "\n"
    words = folder / f"{stem}.json"
    _write_whole(words, described.encode())
    try:
        return _write_whole(folder / f"{stem}.png", body)
    except OSError:
        words.unlink(missing_ok=True)  # of a picture that is not there
        raise


def _free_stem(folder: Path, stem: str) -> str:
    """Another name where somebody took the same picture already: none is written over."""
    names = [stem, *(f"{stem}-{again}" for again in range(2, 1000))]
    return next((name for name in names if not (folder / f"{name}.json").exists()), names[-1])


def _write_whole(path: Path, body: bytes) -> Path:
    unfinished = path.with_name(f".{path.name}.part")
    try:
        _write(unfinished, body)
        return unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _write(path: Path, body: bytes) -> None:
    with path.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
