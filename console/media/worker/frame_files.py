"""A worker's frame files and the slots in them: given out, kept for a while after their use, used again."""

import itertools
import logging
import mmap
import re
from dataclasses import dataclass
from pathlib import Path

from console.domain.media import SlotKey
from console.media.worker.free_space import FreeSpace
from console.protocol.frame_file import FRAME_FILE_BYTES, create_frame_file
from console.protocol.slots import SlotWriter, slot_bytes

log = logging.getLogger("sightline.media")

GRACE_NS = 3_000_000_000
"""A slot that nobody wants stays as it is for so long: readers let go, and it may be wanted again."""


@dataclass(frozen=True, slots=True)
class FrameFile:
    """One mapped file."""

    path: Path
    memory: mmap.mmap
    free: FreeSpace


@dataclass(frozen=True, slots=True)
class Retired:
    """A slot in its grace."""

    writer: SlotWriter
    until_ns: int


def remove_left_over(folder: Path, worker: str, boot: str) -> int:
    """Remove the frame files of this worker's earlier lives; returns how many there were.

    Readers that still have one mapped keep their memory until they let go.
    """
    earlier = re.compile(re.escape(worker) + r"-(?!" + re.escape(boot) + r"-)[0-9a-f]+-\d+")
    found = [path for path in folder.iterdir() if earlier.fullmatch(path.name)]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


class FrameFiles:
    """Owned by the worker's main thread. Files of ``file_bytes`` are made when needed and never resized."""

    def __init__(self, folder: Path, worker: str, boot: str, file_bytes: int = FRAME_FILE_BYTES) -> None:
        self._folder = folder
        self._file_bytes = file_bytes
        self._numbers = itertools.count()
        self._prefix = f"{worker}-{boot}"
        self._files: list[FrameFile] = []
        self._retired: dict[SlotKey, Retired] = {}
        self._incarnations = itertools.count(1)

    def allocate(self, key: SlotKey) -> SlotWriter:
        """A slot for this key: the one in its grace if there is one, else a new incarnation, started.

        Raises OSError when a new file is needed and there is no room for it.
        """
        retired = self._retired.pop(key, None)
        if retired is not None:
            return retired.writer
        length = slot_bytes(key.width, key.height)
        for file in self._files:
            offset = file.free.take(length)
            if offset is not None:
                return self._new_slot(file, offset, key)
        file = self._new_file(max(self._file_bytes, length))
        offset = file.free.take(length)
        if offset is None:
            raise AssertionError("a new frame file holds its first slot")
        return self._new_slot(file, offset, key)

    def retire(self, writer: SlotWriter, now_ns: int) -> None:
        """Nobody wants this slot any more: its memory is used again after the grace."""
        self._retired[writer.place.key] = Retired(writer, now_ns + GRACE_NS)

    def reclaim(self, now_ns: int) -> None:
        """Take back the slots whose grace is over; from now on readers see that they are gone."""
        for key, retired in list(self._retired.items()):
            if now_ns >= retired.until_ns:
                del self._retired[key]
                self._free(retired.writer)

    def remove_unused(self) -> None:
        """Give back the files in which no slot is left. Readers let go of their mapping by themselves."""
        for file in [file for file in self._files if file.free.is_whole]:
            file.path.unlink(missing_ok=True)
            self._files.remove(file)

    def file_count(self) -> int:
        """Frame files of this worker."""
        return len(self._files)

    def stop(self) -> None:
        """Remove the files. Readers keep what they mapped, the memory is freed when they let go."""
        for file in self._files:
            file.path.unlink(missing_ok=True)
        self._files.clear()
        self._retired.clear()

    def _new_file(self, size: int) -> FrameFile:
        path = self._folder / f"{self._prefix}-{next(self._numbers)}"
        file = FrameFile(path, create_frame_file(path, size), FreeSpace(size))
        self._files.append(file)
        log.info("frame file %s of %d MiB made", path, size // 2**20)
        return file

    def _new_slot(self, file: FrameFile, offset: int, key: SlotKey) -> SlotWriter:
        writer = SlotWriter(file.memory, str(file.path), offset, key, next(self._incarnations))
        writer.start()
        return writer

    def _free(self, writer: SlotWriter) -> None:
        place = writer.place
        writer.stop()
        for file in self._files:
            if str(file.path) == place.file:
                file.free.give(place.offset, slot_bytes(place.key.width, place.key.height))
