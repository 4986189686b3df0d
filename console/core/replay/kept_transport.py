"""Where a replay is, kept on disk: a core that was killed is back there."""

import logging
from dataclasses import replace
from pathlib import Path

import msgspec

from console.core.replay.transport import Transport
from console.protocol.unreadable import UNREADABLE

log = logging.getLogger("sightline.core")


class KeptTransport:
    """In ``file``, which lasts as long as the replay's site does."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def keep(self, transport: Transport) -> None:
        """It goes on so."""
        part = self._file.with_suffix(".part")
        try:
            part.write_bytes(msgspec.json.encode(transport))
            part.replace(self._file)
        except OSError as error:
            log.warning("where the replay is can't be kept (%s): a restart begins at its beginning", error)

    def left(self, first: Transport) -> Transport:
        """As the core before left it, as a leap, so that everybody goes by it; ``first`` where none did."""
        try:
            left = msgspec.json.decode(self._file.read_bytes(), type=Transport)
        except OSError:
            return first
        except UNREADABLE:
            return first
        if (left.begin_ms, left.end_ms) != (first.begin_ms, first.end_ms):
            return first
        return replace(left, epoch=left.epoch + 1)
