"""Drafts: layouts that were edited and not saved, kept on disk until they are saved or thrown away."""

import logging
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from console.domain.errors import LayoutError
from console.domain.layout import Layout
from console.protocol.layout_file import layout_content, read_layout

log = logging.getLogger("sightline.desk")

SCHEMA_VERSION = 1
MOST_DRAFTS = 20
"""Of one person; the oldest go."""
MOST_BYTES = 1_000_000


class Draft(Struct, frozen=True):
    """A layout, when its editing began and when it was changed last (wall time), and the stored layout that
    it came from: ``name`` "" and ``version`` 0 for none.
    """

    begun_ms: int
    at_ms: int
    name: str
    version: int
    layout: Layout


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    schema_version: int
    begun_ms: int
    at_ms: int
    name: str
    version: int
    layout: dict[str, Any]


def draft_text(draft: Draft) -> bytes:
    """As it stands in its file."""
    file = _File(
        SCHEMA_VERSION, draft.begun_ms, draft.at_ms, draft.name, draft.version, layout_content(draft.layout)
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=1) + b"\n"


def draft_in(text: bytes, origin: str) -> Draft:
    """What a file says. Raises LayoutError with the reason."""
    try:
        file = msgspec.json.decode(text, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise LayoutError(f"{origin}: not a draft: {error}") from error
    if file.schema_version != SCHEMA_VERSION:
        raise LayoutError(f"{origin}: a draft of version {file.schema_version} is not known to this program")
    layout = read_layout(msgspec.json.encode(file.layout), origin)
    return Draft(file.begun_ms, file.at_ms, file.name, file.version, layout)


class DraftFolder:
    """One person's drafts in the desk's own folder; "" keeps nothing. Writing raises OSError."""

    def __init__(self, folder: str, operator: str) -> None:
        self._folder = Path(folder) if folder else None
        self._prefix = f"layout-draft-{quote(operator, safe='')}-"

    def write(self, draft: Draft) -> None:
        """Whole or not at all, readable by its owner alone; on the disk when this returns.

        Nothing unfinished stays on a disk that refuses.
        """
        if self._folder is None:
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(draft.begun_ms)
        beside = path.with_suffix(".new")
        try:
            _write(beside, draft_text(draft))
            os.replace(beside, path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        for old in self._paths()[MOST_DRAFTS:]:
            old.unlink(missing_ok=True)

    def drop(self, begun_ms: int) -> None:
        """It is saved, or nobody wants it."""
        if self._folder is not None:
            self._path(begun_ms).unlink(missing_ok=True)

    def read(self) -> list[Draft]:
        """All that can be read, the one that was changed last first; the log names the others."""
        drafts = []
        for path in self._paths():
            try:
                with path.open("rb") as file:
                    drafts.append(draft_in(file.read(MOST_BYTES), path.name))
            except FileNotFoundError:
                continue  # it was dropped just now
            except (OSError, LayoutError) as error:
                log.warning("the draft of a layout in %s can't be read and is left there: %s", path, error)
        return sorted(drafts, key=lambda draft: draft.at_ms, reverse=True)

    def _paths(self) -> list[Path]:
        """The newest first."""
        if self._folder is None or not self._folder.is_dir():
            return []
        found = self._folder.glob(f"{self._prefix}*.json")
        own = [path for path in found if path.stem.removeprefix(self._prefix).isdecimal()]
        return sorted(own, key=lambda path: int(path.stem.removeprefix(self._prefix)), reverse=True)

    def _path(self, begun_ms: int) -> Path:
        if self._folder is None:
            raise ValueError("no folder keeps drafts here")
        return self._folder / f"{self._prefix}{begun_ms}.json"


def _write(path: Path, text: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
