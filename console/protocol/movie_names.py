"""Where a stream's movies lie: ``<feed>/<profile>-<wall ms of the first packet>-<boot>-<k>.mp4``."""

import hashlib
import re
from pathlib import Path
from urllib.parse import quote

from console.domain.camera import Profile
from console.domain.ids import FeedId

MOVIE_SUFFIX = ".mp4"
LONGEST = 120
"""Bytes of a folder's name; file systems take 255, encrypting ones 143."""

INDEX_SUFFIX = ".jsonl"
DAMAGED_SUFFIX = ".damaged"
"""Behind the whole name of a movie that can't be repaired, and of its index."""

_NAME = re.compile(r"[a-z]+-(?P<wall_ms>-?[0-9]{1,15})-(?P<boot>.+)-[0-9]+\.mp4")


def feed_folder(feed: FeedId) -> str:
    """A name that any file system takes, another one for each feed."""
    name = quote(feed, safe="-_").replace(".", "%2E")
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 17]}-{hashlib.sha256(feed.encode()).hexdigest()[:16]}"


def movie_path(folder: Path, feed: FeedId, profile: Profile, wall_ms: int, boot: str, count: int) -> Path:
    """The movie that begins at ``wall_ms``, the ``count``-th of this program's life ``boot``."""
    return folder / feed_folder(feed) / f"{profile}-{wall_ms}-{boot}-{count}{MOVIE_SUFFIX}"


def boot_of(movie: Path) -> str | None:
    """The program's life that wrote this file; None where the name is none of ours."""
    match = _NAME.fullmatch(movie.name)
    return match["boot"] if match else None


def begun_ms(name: str) -> int | None:
    """The wall time that a movie's name says, a damaged one's too; None where the name is none of ours."""
    match = _NAME.fullmatch(name.removesuffix(DAMAGED_SUFFIX))
    return int(match["wall_ms"]) if match else None


def profile_of(name: str) -> Profile | None:
    """Of which stream the movie of this name is; None where the name is none of ours."""
    stream = name.partition("-")[0]
    return Profile(stream) if begun_ms(name) is not None and stream in tuple(Profile) else None


def index_name(name: str) -> str:
    """What the index beside this movie is called."""
    stem = name.removesuffix(DAMAGED_SUFFIX)
    return stem.removesuffix(MOVIE_SUFFIX) + INDEX_SUFFIX + name[len(stem) :]


def movie_name(index: str) -> str:
    """What the movie is called that this index would belong to."""
    stem = index.removesuffix(DAMAGED_SUFFIX)
    return stem.removesuffix(INDEX_SUFFIX) + MOVIE_SUFFIX + index[len(stem) :]
