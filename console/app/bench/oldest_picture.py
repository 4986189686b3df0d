"""How old the oldest picture on the wall gets: read from the frame slots themselves, a few loads each."""

import mmap
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from console.app.ctl.session import ask
from console.domain.errors import CommandRefused, NoAnswer
from console.domain.ids import FeedId
from console.domain.media import SlotKey
from console.protocol.engine_messages import EngineRequest, EngineSnapshot, GetEngineSnapshot, SlotPlace
from console.protocol.frame_file import map_frame_file
from console.protocol.slots import SlotReader

if TYPE_CHECKING:
    from console.app.bench.product import Product


class OldestPicture:
    """``worst_s`` over all looks at live slots of the shown feeds; a display adds a tick to it."""

    def __init__(self, product: "Product") -> None:
        self._product = product
        self._maps: dict[str, mmap.mmap] = {}
        self._readers: list[SlotReader] = []
        self.worst_s = 0.0

    def __enter__(self) -> "OldestPicture":
        """Look up the slots once: nothing is switched meanwhile."""
        try:
            engine = self._product.endpoints.engine_commands
            told = msgspec.convert(ask(engine, GetEngineSnapshot(), EngineRequest, 2.0), EngineSnapshot)
        except (NoAnswer, CommandRefused):
            return self
        shown = set(self._product.shown)
        self._readers = [self._open(place) for place in told.places if _is_looked_at(place.key, shown)]
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the files."""
        self._readers.clear()
        self._maps.clear()

    def _open(self, place: SlotPlace) -> SlotReader:
        if place.file not in self._maps:
            self._maps[place.file] = map_frame_file(Path(place.file))
        return SlotReader(self._maps[place.file], place)

    def look(self) -> None:
        """Once a second or so."""
        now_ns = time.monotonic_ns()
        for reader in self._readers:
            if reader.is_ours() and reader.seq() and not reader.place.key.delay_ms:
                self.worst_s = max(self.worst_s, (now_ns - reader.written().arrival_ns) / 1e9)


def _is_looked_at(key: SlotKey, shown: set[FeedId]) -> bool:
    return key.feed in shown and not key.poster
