"""Reads a slice of a log: all of it, or a named error."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from console.core.decisions import AnyDecision
from console.core.log.input_log import LogEntry
from console.core.log.numbers import first_number
from console.core.log.record import read_change, read_decisions
from console.core.log.versions import Unreadable, read_entry, read_state
from console.core.replay import slice_format as form
from console.core.replay.by_number import ByNumber
from console.core.state import State
from console.core.wall.view_changes import Changes
from console.domain.errors import SightlineError
from console.domain.ids import MonitorId

S = TypeVar("S", bound=Struct)

_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class _Schema(Struct):
    schema: int
    program: str = "?"


@dataclass(frozen=True, slots=True)
class RecordedInput:
    """An entry and what came of it as core wrote it down; None where it did not."""

    entry: LogEntry
    decisions: tuple[AnyDecision, ...] | None
    changes: Changes | None


class RecordedSlice:
    """``state`` is what the slice begins with, ``inputs`` what follows. Both raise SliceError.

    What ``inputs`` gave before it raised is no slice: only one that came to its end is. ``not_as_signed``:
    what of it is not, in words; another version reads no more of that.
    """

    def __init__(self, folder: Path, not_as_signed: str = "") -> None:
        self._folder = folder
        self._not_as_signed = not_as_signed
        self.manifest = self._read_manifest()
        missing = [name for name in self.manifest.files if not (folder / name).is_file()]
        missing += [name for name in form.LOG_FILES if name not in (*self.manifest.files, *missing)]
        if missing:
            raise self._damaged(f"{', '.join(missing)} is missing")

    def _read_manifest(self) -> form.Manifest:
        try:
            body = (self._folder / form.MANIFEST).read_bytes()
        except OSError as error:
            raise self._damaged(f"{form.MANIFEST} can't be read: {error.strerror}") from error
        try:
            of = msgspec.json.decode(body, type=_Schema)
            if of.schema > form.SCHEMA:
                raise form.NewerSlice(
                    f"{self._folder} can't be read: it has schema {of.schema}, of Sightline {of.program}; "
                    f"this one reads up to {form.SCHEMA}: read it with that version or a later one"
                )
            return msgspec.json.decode(body, type=form.Manifest)
        except _UNREADABLE as error:
            raise self._damaged(f"{form.MANIFEST} is no manifest: {error}") from error

    def state(self) -> State:
        """The state that the slice begins with, made anew at each call."""
        (found,) = self._lines(form.CHECKPOINT, form.CheckpointFile)
        if found.n != self.manifest.checkpoint_n:
            raise self._damaged(f"{form.CHECKPOINT} is of input {found.n}, not {self.manifest.checkpoint_n}")
        try:
            return read_state(found.version, bytes(found.body))
        except Unreadable as error:
            raise form.UnknownInput(
                f"{self._folder} can't be read: {form.CHECKPOINT}: {error}; {self._elsewhere}"
            ) from error

    def inputs(self) -> Iterator[RecordedInput]:
        """Each input after the checkpoint, in order."""
        decisions = ByNumber(self._lines(form.DECISIONS, form.DecisionsLine))
        views = ByNumber(self._lines(form.VIEWS, form.ViewLine))
        last_n = self.manifest.checkpoint_n
        for line in self._lines(form.ENTRIES, form.EntryLine):
            entry = self._entry(line)
            if first_number(entry) != last_n + 1:
                raise form.GapInSlice(
                    f"{self._folder} can't be read: input {entry.n} follows input {last_n}; copy it whole, "
                    "or make it again"
                )
            last_n = entry.n
            yield self._recorded(line, entry, decisions.of(last_n), views.of(last_n))
        for rows, name in ((decisions, form.DECISIONS), (views, form.VIEWS)):
            rows.end()
            if rows.left is not None:
                raise self._damaged(f"{name} holds something of input {rows.left.n}, which is not there")
        if last_n != self.manifest.to_n:
            raise self._damaged(f"{form.ENTRIES} ends with input {last_n}, not {self.manifest.to_n}")

    def _entry(self, line: form.EntryLine) -> LogEntry:
        body = bytes(line.body)
        if line.crc is not None and zlib.crc32(body) != line.crc:
            raise self._damaged(f"input {line.n} has another checksum than its text")
        try:
            return read_entry(line.n, body)
        except Unreadable as error:
            raise form.UnknownInput(
                f"{self._folder} can't be read: input {line.n}: {error}; {self._elsewhere}"
            ) from error

    def _recorded(
        self, line: form.EntryLine, entry: LogEntry, made: list[form.DecisionsLine], seen: list[form.ViewLine]
    ) -> RecordedInput:
        if line.records is None and not made and not seen:
            return RecordedInput(entry, None, None)
        if line.records != len(made) + len(seen) or len(made) > 1:
            raise self._damaged(f"what came of input {line.n} is not whole")
        try:
            decisions = read_decisions(bytes(made[0].body)) if made else ()
            changes = [(MonitorId(one.monitor), read_change(bytes(one.body))) for one in seen]
        except (*_UNREADABLE, SightlineError) as error:
            raise form.UnknownInput(
                f"{self._folder} can't be read: what came of input {line.n}: {error}; {self._elsewhere}"
            ) from error
        return RecordedInput(entry, decisions, changes)

    def _lines(self, name: str, kind: type[S]) -> Iterator[S]:
        decoder, count = msgspec.json.Decoder(kind), 0
        try:
            with (self._folder / name).open("rb") as file:
                for line in file:
                    count += 1
                    if not line.endswith(b"\n"):
                        raise self._damaged(f"{name} is cut off in line {count}")
                    yield decoder.decode(line)
        except OSError as error:
            raise self._damaged(f"{name} can't be read: {error.strerror}") from error
        except _UNREADABLE as error:
            raise self._damaged(f"{name}, line {count}: {error}") from error
        wanted = self.manifest.files[name].lines
        if count != wanted:
            raise self._damaged(f"{name} has {count} lines, not {wanted}")

    @property
    def _elsewhere(self) -> str:
        if self._not_as_signed:
            return f"it is NOT AS SIGNED: {self._not_as_signed}"
        return f"Sightline {self.manifest.program} wrote it: read it with that version or a later one"

    def _damaged(self, what: str) -> form.DamagedSlice:
        return form.DamagedSlice(f"{self._folder} can't be read: {what}; copy it whole, or make it again")
