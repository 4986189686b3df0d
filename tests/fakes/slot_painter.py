"""A worker's hand without a worker: writes pictures into real slots of real frame files."""

import mmap
from pathlib import Path

import numpy as np

from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState
from console.domain.tier import Shed
from console.protocol.engine_messages import SlotPlace
from console.protocol.frame_file import FRAME_FILE_BYTES, create_frame_file
from console.protocol.slots import ALIGNMENT, SlotWriter, slot_bytes

STRIP_BLOCKS = 24


class SlotPainter:
    """Makes slots on demand, and frames of one colour with the frame number in the top-left strip."""

    def __init__(self, frames_dir: Path, worker: str = "worker-0") -> None:
        self._dir = frames_dir
        self._worker = worker
        self._memory: mmap.mmap | None = None
        self._file = ""
        self._files = 0
        self._offset = 0
        self._incarnation = 0
        self.writers: dict[SlotKey, SlotWriter] = {}

    def slot(self, key: SlotKey) -> SlotPlace:
        """The place of a slot, made at the first call."""
        if key not in self.writers:
            size = -(-slot_bytes(key.width, key.height) // ALIGNMENT) * ALIGNMENT
            if self._memory is None or self._offset + size > len(self._memory):
                self._new_file(max(FRAME_FILE_BYTES, size))
            self._incarnation += 1
            writer = SlotWriter(self._memory, self._file, self._offset, key, self._incarnation)
            writer.start()
            self.writers[key] = writer
            self._offset += size
        return self.writers[key].place

    def _new_file(self, size: int) -> None:
        path = self._dir / f"{self._worker}-boot-{self._files}"
        self._memory, self._file = create_frame_file(path, size), str(path)
        self._files += 1
        self._offset = 0

    def paint(
        self,
        key: SlotKey,
        frame: int,
        arrival_ns: int,
        colour: tuple[int, int, int] = (60, 90, 60),
        size: tuple[int, int] | None = None,
    ) -> None:
        """Publish one picture in a blue-green-red colour."""
        width, height = size or (key.width, key.height)
        pixels = self.writers[key].begin(width, height)[:, :width]
        pixels[:] = (*colour, 255)
        self._write_strip(pixels, frame)
        self.writers[key].publish(arrival_ns, frame * 66_667)

    @staticmethod
    def _write_strip(pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]", frame: int) -> None:
        block = max(1, pixels.shape[1] * 8 // 640)
        high = max(1, pixels.shape[0] * 8 // 360)
        for bit in range(STRIP_BLOCKS):
            lit = 255 if frame >> (STRIP_BLOCKS - 1 - bit) & 1 else 0
            pixels[:high, bit * block : (bit + 1) * block, :3] = lit

    def say(
        self,
        key: SlotKey,
        state: PictureState,
        cause: LostCause = LostCause.NONE,
        stale_after_ms: int = 500,
        key_interval_ms: int = 0,
        behind_ms: int = 0,
    ) -> None:
        """Write the state beside the picture."""
        self.writers[key].set_behind(behind_ms)
        self.writers[key].set_state(state, cause, stale_after_ms, key_interval_ms)

    def shed(self, key: SlotKey, why: Shed, drawn_fps: float) -> None:
        """Write why less is drawn than was asked."""
        self.writers[key].set_quality(why, drawn_fps)

    def take_away(self, key: SlotKey) -> None:
        """Free a slot: readers see that it is no longer theirs."""
        self.writers.pop(key).stop()

    def stop(self) -> None:
        """Free everything and remove the files."""
        for key in list(self.writers):
            self.take_away(key)
        for number in range(self._files):
            (self._dir / f"{self._worker}-boot-{number}").unlink(missing_ok=True)
