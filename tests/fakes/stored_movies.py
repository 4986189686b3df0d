"""Movies on a disk as workers leave them, as far as names, sizes and times go."""

import os
from pathlib import Path

import msgspec

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.movie_index import PacketRecord
from console.protocol.movie_names import movie_path


def put_movie(
    video: Path, feed: str, first_ms: int, last_ms: int, *, size: int = 1000, count: int = 1
) -> Path:
    """A sub movie with its index; both were written to at ``last_ms`` for the last time."""
    path = movie_path(video, FeedId(feed), Profile.SUB, first_ms, "ab12", count)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    packet = PacketRecord(1, None, 0, 0, last_ms, keyframe=True, after_loss=False, size=size)
    path.with_suffix(".jsonl").write_bytes(msgspec.json.encode(packet) + b"\n")
    for file in (path, path.with_suffix(".jsonl")):
        os.utime(file, ns=(last_ms * 1_000_000, last_ms * 1_000_000))
    return path
