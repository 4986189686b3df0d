"""The movies that workers wrote below the site's video folder: found cheaply, again and again, and deleted.

Whatever is not named as ours, is no plain file, or lies deeper is never touched; no link is followed.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from console.core.recording.movie_file import (
    READ,
    is_at_rest,
    is_index,
    is_near,
    last_packet_ms,
    opened_folder,
)
from console.core.recording.movie_holders import StoredMovie
from console.protocol.movie_names import begun_ms, index_name, movie_name

WHOLE_EVERY = 20
"""Each so many looks movies are looked at again that were finished at the one before: repair may cut some."""

_Key = tuple[str, str]
_Stamp = tuple[int, int, int]
"""Size and time of writing in ns of a movie, and the size of its index."""


class MovieFiles:
    """One thread only. ``trouble`` names what the last look could not read, "" for all well; ``grown_bytes``
    is what came since the look before. ``pause`` is called between folders, for the sake of others.
    """

    def __init__(self, folder: Path, pause: Callable[[], object] = lambda: None) -> None:
        self._folder = folder
        self._pause = pause
        self._known: dict[_Key, tuple[_Stamp, StoredMovie]] = {}
        self._looks = 0
        self._strays: set[_Key] = set()
        self._emptied: set[str] = set()
        self.trouble: OSError | None = None
        self.grown_bytes = 0

    def look(self, now_ms: int) -> list[StoredMovie]:
        """All movies, at this wall time. Raises OSError where the folder itself can't be read."""
        self.trouble, self.grown_bytes = None, 0
        found: dict[_Key, tuple[_Stamp, StoredMovie]] = {}
        strays: set[_Key] = set()
        for camera in self._subfolders():
            try:
                self._look_into(camera, now_ms, found, strays)
            except FileNotFoundError:
                continue  # it went meanwhile
            except OSError as error:
                self.trouble = error
            self._pause()
        self._clear(strays & self._strays)
        self._known, self._strays = found, strays
        self._looks += 1
        return [movie for _, movie in found.values()]

    def delete(self, movie: StoredMovie, now_ms: int) -> bool:
        """Whether it is gone: one that somebody writes, or has written since it was looked at, stays.

        Raises OSError.

        The movie goes first: an index alone confuses nobody, and goes at a later look; a movie alone would
        be taken for a damaged one.
        """
        with opened_folder(self._folder / movie.folder) as folder:
            try:
                file = os.open(movie.name, READ, dir_fd=folder)
            except FileNotFoundError:
                return True
            try:
                if not is_at_rest(file, now_ms) or not self._is_as_seen(movie, file):
                    return False
                os.unlink(movie.name, dir_fd=folder)
                os.fsync(folder)
            finally:
                os.close(file)
            with suppress(FileNotFoundError):
                os.unlink(index_name(movie.name), dir_fd=folder)
        self._known.pop((movie.folder, movie.name), None)
        self._emptied.add(movie.folder)
        return True

    def _is_as_seen(self, movie: StoredMovie, file: int) -> bool:
        """A camera that was away for long may come back into its movie; the next look shows all of it."""
        about, key = os.fstat(file), (movie.folder, movie.name)
        seen = self._known.get(key)
        if seen is not None and seen[0][:2] != (about.st_size, about.st_mtime_ns):
            del self._known[key]
            return False
        return True

    def _subfolders(self) -> list[str]:
        with os.scandir(self._folder) as entries:
            return sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))

    def _look_into(
        self, camera: str, now_ms: int, found: dict[_Key, tuple[_Stamp, StoredMovie]], strays: set[_Key]
    ) -> None:
        with os.scandir(self._folder / camera) as entries:
            files = {entry.name: entry for entry in entries}
        if not files and camera in self._emptied:
            self._emptied.discard(camera)
            with suppress(OSError):  # somebody put something there, and it stays
                (self._folder / camera).rmdir()
        is_whole = self._looks % WHOLE_EVERY == 0
        for name, entry in files.items():
            known = self._known.get((camera, name))
            if known is not None and not known[1].is_young and not is_whole:
                found[camera, name] = known
                continue
            with suppress(FileNotFoundError):
                if not entry.is_file(follow_symlinks=False):
                    continue
                if begun_ms(name) is not None:
                    index = files.get(index_name(name))
                    index_size = index.stat(follow_symlinks=False).st_size if index is not None else 0
                    found[camera, name] = self._seen(camera, entry, index_size, now_ms)
                elif is_index(name) and movie_name(name) not in files:
                    strays.add((camera, name))

    def _seen(
        self, camera: str, entry: os.DirEntry[str], index_size: int, now_ms: int
    ) -> tuple[_Stamp, StoredMovie]:
        about = entry.stat(follow_symlinks=False)
        stamp = (about.st_size, about.st_mtime_ns, index_size)
        is_young = is_near(now_ms, about.st_mtime_ns)
        before, movie = self._known.get((camera, entry.name), (None, None))
        if movie is None or before != stamp:
            size = about.st_size + index_size
            if self._looks:
                self.grown_bytes += max(0, size - (movie.size if movie is not None else 0))
            begun = begun_ms(entry.name) or 0
            written_ms = last_packet_ms(self._folder / camera, entry.name)
            last_ms = about.st_mtime_ns // 1_000_000 if written_ms is None else written_ms
            movie = StoredMovie(camera, entry.name, size, begun, max(begun, last_ms), is_young)
        elif movie.is_young != is_young:
            movie = replace(movie, is_young=is_young)
        return stamp, movie

    def _clear(self, strays: set[_Key]) -> None:
        """Indexes that had no movie at two looks: somebody died between deleting the two."""
        for camera, name in strays:
            with suppress(OSError), opened_folder(self._folder / camera) as folder:
                os.unlink(name, dir_fd=folder)
                self._emptied.add(camera)
