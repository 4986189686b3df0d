"""A map's picture as displays read it: a slot in a frame file of its own."""

from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from console.domain.camera import Profile
from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState
from console.protocol.engine_messages import SlotPlace
from console.protocol.frame_file import create_frame_file
from console.protocol.map_messages import MAP_FEED
from console.protocol.slots import ALIGNMENT, SlotWriter, slot_bytes

STALE_AFTER_MS = 3000
"""A page that is not drawn for so long may show what is over."""


class MapSlot:
    """Raises OSError where the file can't be made."""

    def __init__(self, folder: Path, number: int, width: int, height: int) -> None:
        key = SlotKey(MAP_FEED, Profile.SUB, width, height)
        self._path = folder / f"map-{number}"
        self._path.unlink(missing_ok=True)  # of another life: its readers see that it is not theirs any more
        size = -(-slot_bytes(width, height) // ALIGNMENT) * ALIGNMENT
        self._writer = SlotWriter(create_frame_file(self._path, size), str(self._path), 0, key, number)
        self._writer.start()
        self._has_picture = False

    @property
    def place(self) -> SlotPlace | None:
        """Where it is; None before its first picture."""
        return self._writer.place if self._has_picture else None

    def show(self, image: QImage, now_ns: int) -> None:
        """The map as it is now."""
        plain = image.convertToFormat(QImage.Format.Format_RGB32)
        key = self._writer.place.key
        width, height = min(plain.width(), key.width), min(plain.height(), key.height)
        rows = np.frombuffer(plain.constBits(), np.uint8)
        pixels = rows.reshape(plain.height(), plain.bytesPerLine() // 4, 4)
        self._writer.begin(width, height)[:, :width] = pixels[:height, :width]
        self._writer.publish(now_ns, now_ns // 1000)
        self._writer.set_state(PictureState.LIVE, LostCause.NONE, STALE_AFTER_MS)
        self._has_picture = True

    def stop(self) -> None:
        """Readers see that it is theirs no longer."""
        self._writer.stop()
        self._path.unlink(missing_ok=True)
