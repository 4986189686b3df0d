"""How an operator arranged the desk's panels: which are hidden, which have a window of their own, how large
each is. A value, and the file that keeps it.
"""

import logging
import os
from pathlib import Path
from urllib.parse import quote

import msgspec
from msgspec import Struct

from console.domain.errors import SightlineError
from console.domain.monitor import Geometry

log = logging.getLogger("sightline.desk")

VERSION = 1
MOST_BYTES = 100_000


class UnreadableArrangement(SightlineError):
    """What stands in the file is none that this program knows."""


class Arrangement(Struct, frozen=True, kw_only=True):
    """Panels by their names. ``windows``: in device pixels of the desktop, also of a screen that is away now.

    ``sizes``: by splitter and what is in it, in pixels along it; only of those that a person moved.
    """

    version: int = VERSION
    hidden: tuple[str, ...] = ()
    windows: dict[str, Geometry] = {}
    sizes: dict[str, dict[str, int]] = {}


class _Version(Struct):
    version: int = 0


USUAL = Arrangement()


def written(arrangement: Arrangement) -> bytes:
    """As it stands in its file."""
    return msgspec.json.format(msgspec.json.encode(arrangement), indent=2) + b"\n"


def arrangement_in(text: bytes) -> Arrangement:
    """What a file says. Raises UnreadableArrangement with the reason."""
    try:
        version = msgspec.json.decode(text, type=_Version).version
        if version != VERSION:
            raise UnreadableArrangement(f"it is of version {version}, this program reads version {VERSION}")
        return msgspec.json.decode(text, type=Arrangement)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableArrangement(str(error)) from error


def arrangement_path(folder: str, operator: str) -> Path | None:
    """Where an operator's is, whatever letters the name has; None where none is kept."""
    return Path(folder) / f"panels-{quote(operator, safe='')}.json" if folder else None


class ArrangementFile:
    """One operator's, at ``path``; None keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def read(self) -> Arrangement:
        """What was kept last; the usual one, with a word in the log, where that can't be read."""
        if self._path is None:
            return USUAL
        try:
            with self._path.open("rb") as file:
                return arrangement_in(file.read(MOST_BYTES))
        except FileNotFoundError:
            return USUAL
        except (OSError, UnreadableArrangement) as error:
            log.warning(
                "the arrangement of the panels in %s can't be read, the usual one is shown: %s",
                self._path,
                error,
            )
            return USUAL

    def write(self, arrangement: Arrangement) -> None:
        """Keep it, whole or not at all; where the disk refuses, the log says so and the desk goes on."""
        if self._path is None:
            return
        beside = self._path.with_name(self._path.name + ".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(written(arrangement))
            os.replace(beside, self._path)
        except OSError as error:
            log.warning("the arrangement of the panels could not be kept in %s: %s", self._path, error)
