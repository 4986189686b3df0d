"""Every version of each layout, as far back as they are kept: beside the state, which knows the present ones.

Nothing is decided by it. It follows from the log's decisions and is written down in the same commit; a
version comes back into the state only as a layout that a person stores again.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import msgspec
from msgspec import Struct

from console.core.decisions import AnyDecision, LayoutDropped, LayoutStored
from console.core.log.batch import KEPT_VERSIONS
from console.core.log.input_log import CommandGiven, LogEntry
from console.core.log.rows import LAYOUT_VERSIONS, Row
from console.domain.errors import CommandRefused, SightlineError
from console.domain.layout import Layout, StoredLayout
from console.protocol.layout_messages import ImportLayout, LayoutVersion, RenameLayout, RestoreLayout


class Kept(Struct, frozen=True):
    """A version as it is written down. ``layout`` None: it was deleted, or renamed to ``to``."""

    name: str
    version: int
    by: str
    at_ms: int
    note: str = ""
    was: str = ""
    to: str = ""
    layout: Layout | None = None


log = logging.getLogger("sightline.store")

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Kept)


class LayoutHistory:
    """One thread only: the loop's. ``bodies``: what the disk holds, in any order."""

    def __init__(self, bodies: Iterable[bytes] = ()) -> None:
        self._kept: dict[str, list[Kept]] = {}
        for one in sorted(filter(None, map(_read, bodies)), key=lambda kept: kept.version):
            self._add(one)

    def begin(self, stored: Mapping[str, StoredLayout]) -> tuple[Row, ...]:
        """Rows of those that are stored and were never written down: those of before there was a history."""
        lacking = [
            Kept(name, one.version, one.by, one.at_ms, one.note, layout=one.layout)
            for name, one in sorted(stored.items())
            if all(kept.version != one.version for kept in self._kept.get(name, ()))
        ]
        return tuple(self._add(one) for one in lacking)

    def note(self, entry: LogEntry, decisions: Sequence[AnyDecision]) -> tuple[Row, ...]:
        """What an input came to; the rows to be written with it."""
        by, was, to, note = "", "", "", ""
        if isinstance(entry.input, CommandGiven):
            command = entry.input.command
            by, note = entry.input.by, getattr(command, "note", "")
            if isinstance(command, RenameLayout):
                was, to = command.name, command.to
        rows: list[Row] = []
        for made in decisions:
            if isinstance(made, LayoutStored):
                layout = made.layout
                if not note and self._stands_there(layout):
                    continue
                one = Kept(layout.name, entry.n, by, entry.wall_ms, note, was=was, layout=layout)
                rows.append(self._add(one))
            elif isinstance(made, LayoutDropped):
                rows.append(self._add(Kept(made.name, entry.n, by, entry.wall_ms, to=to)))
        return tuple(rows)

    def _stands_there(self, layout: Layout) -> bool:
        """Whether the newest version is just that."""
        kept = self._kept.get(layout.name, [])
        return bool(kept) and kept[-1].layout == layout

    def rows(self) -> tuple[Row, ...]:
        """All of it, for a database that begins anew."""
        return tuple(_row(one) for kept in self._kept.values() for one in kept)

    def _add(self, one: Kept) -> Row:
        kept = self._kept.setdefault(one.name, [])
        kept.append(one)
        del kept[:-KEPT_VERSIONS]
        return _row(one)

    def versions(self, name: str) -> list[LayoutVersion]:
        """Newest first, also those from before it was renamed. Raises CommandRefused."""
        found: list[Kept] = []
        looked_for, before = name, None
        while looked_for:
            older = [one for one in self._kept.get(looked_for, ()) if before is None or one.version < before]
            looked_for = ""
            for one in reversed(older):
                found.append(one)
                if one.was:
                    looked_for, before = one.was, one.version
                    break
        if not found:
            raise CommandRefused("unknown_layout", f"no layout {name!r} was ever stored here")
        return [_told(one) for one in found]

    def again(self, command: RestoreLayout) -> ImportLayout:
        """What is to be logged where a version is wanted again. Raises CommandRefused."""
        layout = replace(self.layout(command.name, command.version), name=command.name)
        note = f"version {command.version} again"
        return ImportLayout(layout, replace=True, over=command.over, note=note)

    def layout(self, name: str, version: int) -> Layout:
        """One of them as it was. Raises CommandRefused."""
        told = next((one for one in self.versions(name) if one.version == version), None)
        if told is None:
            raise CommandRefused(
                "unknown_version", f"no version {version} of layout {name!r} is kept; list those that are"
            )
        kept = next(one for one in self._kept[told.name] if one.version == version)
        if kept.layout is None:
            raise CommandRefused("unknown_version", f"version {version} of layout {name!r} says that it went")
        return kept.layout


def _read(body: bytes) -> Kept | None:
    try:
        return _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, SightlineError) as error:
        log.error("a version of a layout can't be read and is left out: %s", error)
        return None


def _row(one: Kept) -> Row:
    return LAYOUT_VERSIONS, (one.name, one.version, _encoder.encode(one))


def _told(kept: Kept) -> LayoutVersion:
    layout = kept.layout
    size = (layout.columns, layout.rows, len(layout.cells)) if layout is not None else (0, 0, 0)
    return LayoutVersion(
        kept.name, kept.version, kept.by, kept.at_ms, kept.note, kept.was, kept.to, layout is None, *size
    )
