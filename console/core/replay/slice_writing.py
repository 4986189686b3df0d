"""Writes a part of a log, of a core that runs or not, as files: whole, or nothing at all."""

import errno
import fcntl
import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Raw

from console.core.log.input_log import LogEntry, SiteLoaded
from console.core.log.numbers import first_number
from console.core.log.saved_state import STATE_VERSION, encode_state
from console.core.log.versions import Unreadable, read_entry, read_state
from console.core.replay import slice_format as form
from console.core.replay.by_number import ByNumber
from console.core.state import State

PARTIAL = ".part"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)

_CHECKPOINTS = "SELECT n, version, packed, body FROM checkpoints WHERE n <= ? ORDER BY n DESC"
_ENTRIES = "SELECT n, body, crc, records FROM inputs WHERE n > ? AND n <= ? ORDER BY n"
_DECISIONS = "SELECT n, body FROM decisions WHERE n > ? AND n <= ? ORDER BY n"
_VIEWS = "SELECT n, monitor, body FROM views WHERE n > ? AND n <= ? ORDER BY n, monitor"


Did = Callable[[int], None]


class SliceWriter:
    """``write`` once, within a transaction of ``log``. ``did`` is told of each input that is written."""

    def __init__(self, log: sqlite3.Connection, from_n: int, to_n: int, did: Did | None = None) -> None:
        self._log = log
        self._did = did
        self._from_n = from_n
        self._to_n = to_n
        self._site = ""
        self._ends: list[LogEntry] = []

    def write(self, folder: Path) -> form.Manifest:
        """Into a folder that is there. Raises SliceError, sqlite3.Error, OSError."""
        self._check_range()
        state, checkpoint = begun_before(self._log, self._from_n)
        self._site = state.site.loaded.site
        (folder / "log").mkdir()
        (folder / form.CHECKPOINT).write_bytes(msgspec.json.encode(checkpoint) + b"\n")
        files = {form.CHECKPOINT: form.FileFacts(1)} | self._write_entries(folder, checkpoint.n)
        times = [(one.at_ms, one.wall_ms) for one in self._ends] or [(state.at_ms, state.wall_ms)]
        manifest = form.Manifest(
            schema=form.SCHEMA,
            program=version("sightline-console"),
            site=self._site,
            from_n=self._from_n,
            to_n=self._to_n,
            checkpoint_n=checkpoint.n,
            at_ms=(times[0][0], times[-1][0]),
            wall_ms=(times[0][1], times[-1][1]),
            files=files,
        )
        (folder / form.MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
        return manifest

    def _check_range(self) -> None:
        (last_n,) = self._log.execute("SELECT coalesce(max(n), 0) FROM inputs").fetchone()
        if not 0 <= self._from_n <= self._to_n:
            raise form.SliceError(f"inputs {self._from_n} to {self._to_n} are none; give --from before --to")
        if self._to_n > last_n:
            raise form.SliceError(f"there is no input {self._to_n} in the log; its last is {last_n}")

    def _write_entries(self, folder: Path, after_n: int) -> dict[str, form.FileFacts]:
        out = {name: _Lines(folder / name) for name in (form.ENTRIES, form.DECISIONS, form.VIEWS)}
        try:
            last_n = self._put_entries(out, after_n)
        finally:
            for lines in out.values():
                lines.close()
        if last_n != self._to_n:
            raise form.GapInSlice(
                f"inputs {last_n + 1} to {self._to_n} are missing in the log; end before them"
            )
        return {name: form.FileFacts(lines.count) for name, lines in out.items()}

    def _put_entries(self, out: dict[str, "_Lines"], last_n: int) -> int:
        """Each entry, and what came of it; the number of the last."""
        span, execute = (last_n, self._to_n), self._log.execute
        decisions = ByNumber(form.DecisionsLine(n, Raw(body)) for n, body in execute(_DECISIONS, span))
        views = ByNumber(form.ViewLine(n, name, Raw(body)) for n, name, body in execute(_VIEWS, span))
        for n, body, crc, records in execute(_ENTRIES, span):
            self._note(last_n, n, body, crc)
            last_n = n
            made, seen = decisions.of(n), views.of(n)
            if records != len(made) + len(seen):  # a damaged database lost some of it: better none
                records, made, seen = None, [], []
            out[form.ENTRIES].put([form.EntryLine(n, crc, records, Raw(body))])
            out[form.DECISIONS].put(made)
            out[form.VIEWS].put(seen)
            if self._did is not None:
                self._did(1)
        return last_n

    def _note(self, last_n: int, n: int, body: object, crc: int | None) -> None:
        """Raise for an entry that can't be read or does not follow the one before it."""
        try:
            if not isinstance(body, bytes) or (crc is not None and zlib.crc32(body) != crc):
                raise Unreadable("its checksum is not that of its text")
            entry = read_entry(n, body)
        except Unreadable as error:
            raise form.UnknownInput(
                f"input {n} of the log can't be read ({error}); take a slice that ends before it, or one "
                "whose checkpoint lies after it"
            ) from error
        if first_number(entry) > last_n + 1:
            raise form.GapInSlice(
                f"inputs {last_n + 1} to {n - 1} are missing in the log; take a slice that ends before them"
            )
        if isinstance(entry.input, SiteLoaded):
            self._site = self._site or entry.input.site
        self._ends[1:] = [entry]


def begun_before(log: sqlite3.Connection, from_n: int) -> tuple[State, form.CheckpointFile]:
    """From the newest checkpoint that can be read, at or before this input.

    Raises SliceError, sqlite3.Error.
    """
    for n, version_, packed, body in log.execute(_CHECKPOINTS, (from_n,)):
        try:
            text = zlib.decompress(body) if packed else bytes(body)
            return read_state(version_, text), form.CheckpointFile(version_, n, Raw(text))
        except (Unreadable, zlib.error):
            continue  # as at a start: an older one
    (first_n,) = log.execute("SELECT coalesce(min(n), 0) FROM inputs").fetchone()
    if first_n != 1:
        raise form.SliceError(
            f"the state at input {from_n} is not known any more: the log begins with {first_n} and "
            "has no checkpoint before that; take a later beginning"
        )
    return State(), form.CheckpointFile(STATE_VERSION, 0, Raw(encode_state(State())))


class _Lines:
    """A file of JSON documents, one a line."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("wb")
        self.count = 0

    def put(self, lines: Iterable[msgspec.Struct]) -> None:
        for line in lines:
            self._file.write(msgspec.json.encode(line) + b"\n")
            self.count += 1

    def close(self) -> None:
        self._file.close()


@contextmanager
def made_whole(folder: Path) -> Iterator[Path]:
    """A folder that gets this name, on disk for good, when the block has ended well; else it is gone, and so
    are the folders above it that were made for it.

    Raises SliceError where there is something of that name already, or nothing can be made there; OSError.
    """
    if not folder.name or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise form.SliceError(f"{folder} can't be written: it is there already; name a new folder")
    partial = folder.with_name(folder.name + PARTIAL)
    with _gone_after_error([path for path in folder.parents if not path.exists()]):
        try:
            partial.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise
            words = f"{folder} can't be made: {error.strerror}; name a folder elsewhere"
            raise form.SliceError(words) from error
        with _alone_in(partial):
            try:
                yield partial
                for path in (*partial.rglob("*"), partial):
                    _to_disk(path)
                partial.rename(folder)
                _to_disk(folder.parent)
            except BaseException:  # Ctrl+C too: half a slice must not stay beside the folder
                shutil.rmtree(partial, ignore_errors=True)
                raise


@contextmanager
def _gone_after_error(folders: list[Path]) -> Iterator[None]:
    """These, the innermost first, as far as nothing is in them."""
    try:
        yield
    except BaseException:  # Ctrl+C too: no folders stay that were made for nothing
        for path in folders:
            with suppress(OSError):
                path.rmdir()
        raise


@contextmanager
def _alone_in(partial: Path) -> Iterator[None]:
    """What a crash left in it is gone. Raises SliceError where another program is writing there now."""
    descriptor = os.open(partial, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not partial.exists() or os.fstat(descriptor).st_ino != partial.stat().st_ino:
            raise BlockingIOError  # it was finished between the two looks
        for left in partial.iterdir():
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
        yield
    except BlockingIOError as error:
        raise form.SliceError(
            f"{partial} is being written by another program: wait for it, or name another folder"
        ) from error
    finally:
        os.close(descriptor)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
