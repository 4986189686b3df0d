"""Where a replay is, kept on disk: a core that was killed is back there, and goes on with its run."""

import logging
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from console.core.replay.transport import Transport
from console.protocol.unreadable import UNREADABLE

log = logging.getLogger("sightline.core")


@dataclass(frozen=True, slots=True)
class KeptRun:
    """What is decided again since ``again_ms`` (log time). ``has_acts``: its log in ``folder`` was begun.

    ``tries``: so many cores have begun to take it up, and none has since gone on with it. ``given_up``: why
    none is to try it again, "" for none of that.
    """

    folder: str
    again_ms: int
    has_acts: bool = False
    tries: int = 0
    given_up: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    transport: Transport
    run: KeptRun | None = None


class KeptTransport:
    """In ``file``, which lasts as long as the replay's site does."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def keep(self, transport: Transport, run: KeptRun | None = None) -> None:
        """It goes on so; None for as it was."""
        part = self._file.with_suffix(".part")
        try:
            part.write_bytes(msgspec.json.encode(_Kept(transport, run)))
            part.replace(self._file)
        except OSError as error:
            log.warning("where the replay is can't be kept (%s): a restart begins at its beginning", error)

    def left(self, first: Transport) -> tuple[Transport, KeptRun | None]:
        """As the core before left it, as a leap, so that everybody goes by it; ``first`` where none did."""
        try:
            left = msgspec.json.decode(self._file.read_bytes(), type=_Kept)
        except OSError:
            return first, None
        except UNREADABLE:
            return first, None
        transport = left.transport
        if (transport.begin_ms, transport.end_ms) != (first.begin_ms, first.end_ms):
            return first, None
        return replace(transport, epoch=transport.epoch + 1), left.run
