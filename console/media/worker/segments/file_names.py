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

_NAME = re.compile(r"[a-z]+--?\d+-(?P<boot>.+)-\d+\.mp4")


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
