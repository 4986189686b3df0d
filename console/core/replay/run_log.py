"""The log of a run: from which moment of which recording core decided anew, and what people did in it.

Core's decisions follow from these, so nothing else is kept: ``run.json`` and a line of ``acts.jsonl`` for
each act, safe on disk before it is answered. A line that a crash cut off was never answered. Lines are
numbered from 1, so that one that is missing before another shows; an older program did not number them.
"""

import errno
import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import UNSET, Struct, UnsetType

from console.core.log.input_log import CommandGiven
from console.core.replay.slice_format import MANIFEST
from console.domain.errors import SightlineError

SCHEMA = 1
HEAD = "run.json"
ACTS = "acts.jsonl"

_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class RunError(SightlineError):
    """A run can't be kept or read; the text says which, why, and what to do."""


class RunHead(Struct, frozen=True):
    """``recording`` is the folder that was replayed, ``sha256`` of its manifest; ``again_ms`` is log time."""

    schema: int
    program: str
    recording: str
    sha256: str
    again_ms: int


class Act(Struct, frozen=True, tag_field="line", tag="act"):
    """What a person asked for at a moment (log time). ``n`` is the line's number."""

    at_ms: int
    given: CommandGiven
    n: int | UnsetType = UNSET


class CameTo(Struct, frozen=True, tag_field="line", tag="came_to"):
    """The run had come so far (log time) without another act. ``n`` as in Act."""

    at_ms: int
    n: int | UnsetType = UNSET


class Run(Struct, frozen=True):
    """A run that was read; ``end_ms`` is the last moment known of it, ``lines`` how many tell of it."""

    head: RunHead
    acts: tuple[Act, ...]
    end_ms: int
    lines: int


class RunLog:
    """Writes one run into a folder of its own, which its first act makes: of none there is nothing to keep.

    ``try_place``, ``start``, ``take_up`` and ``act`` raise RunError.
    """

    def __init__(self, folder: Path, head: RunHead) -> None:
        self.folder = folder
        self._head = head
        self._file: BinaryIO | None = None
        self._is_begun = False
        self._lines = 0

    def try_place(self) -> None:
        """Whether it could be written there now; nothing is left of the try."""
        self.start()
        self.stop()
        self._is_begun = False
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Make the folder; it is new, and on disk when this returns."""
        try:
            self.folder.mkdir(parents=True)
        except OSError as error:
            raise self._failed(error) from error
        try:
            self._begin()
        except OSError as error:
            self.stop()
            shutil.rmtree(self.folder, ignore_errors=True)  # else the next act could not begin it
            raise self._failed(error) from error
        self._is_begun = True

    def _begin(self) -> None:
        (self.folder / HEAD).write_bytes(msgspec.json.encode(self._head) + b"\n")
        self._file = (self.folder / ACTS).open("ab")
        for place in (self.folder / HEAD, self.folder / ACTS, self.folder, self.folder.parent):
            _sync(place)

    @property
    def has_acts(self) -> bool:
        """Whether its folder is there."""
        return self._is_begun

    def take_up(self, *, has_acts: bool) -> tuple[Act, ...]:
        """Go on with what another wrote there, and what that is. A line that was cut off goes.

        ``has_acts``: it is known that there is something.
        """
        if not has_acts and not (self.folder / ACTS).is_file():
            shutil.rmtree(self.folder, ignore_errors=True)  # its first act was never answered
            return ()
        run = read_run(self.folder)
        if run.head != self._head:
            raise RunError(f"{self.folder} is another run")
        try:
            body = (self.folder / ACTS).read_bytes()
            os.truncate(self.folder / ACTS, body.rfind(b"\n") + 1)
            self._file = (self.folder / ACTS).open("ab")
        except OSError as error:
            raise self._failed(error) from error
        self._is_begun = True
        self._lines = run.lines
        return run.acts

    def act(self, at_ms: int, given: CommandGiven) -> None:
        """Write an act down; it is on disk when this returns."""
        if not self._is_begun:
            self.start()
        self._write(Act(at_ms, given, self._lines + 1))

    def came_to(self, at_ms: int) -> None:
        """Note how far the run has come, if there is anything of it."""
        if self._is_begun:
            self._write(CameTo(at_ms, self._lines + 1))

    def _write(self, line: Act | CameTo) -> None:
        if self._file is None:
            raise self._failed(OSError(errno.EBADF, os.strerror(errno.EBADF)))
        whole = self._file.tell()
        try:
            self._file.write(msgspec.json.encode(line) + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            self._take_back(whole)
            raise self._failed(error) from error
        self._lines += 1

    def _take_back(self, size: int) -> None:
        """Half a line would spoil the next one."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()  # what its buffer still holds goes to the disk, or not
            with suppress(OSError):
                os.truncate(self.folder / ACTS, size)
            self._file = None
            with suppress(OSError):
                self._file = (self.folder / ACTS).open("ab")

    def stop(self) -> None:
        """Close it."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _failed(self, error: OSError) -> RunError:
        what = f"the run's log {self.folder} can't be written ({error.strerror})"
        return RunError(f"{what}; free space there, or start the replay with --runs FOLDER")


def _sync(place: Path) -> None:
    """A file, or what is in a folder, is on disk when this returns. Raises OSError."""
    descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def manifest_digest(recording: Path) -> str:
    """By which a recording is known again, wherever it lies. Raises RunError."""
    try:
        return hashlib.sha256((recording / MANIFEST).read_bytes()).hexdigest()
    except OSError as error:
        raise RunError(f"{recording / MANIFEST} can't be read ({error.strerror})") from error


def is_run(folder: Path) -> bool:
    """Whether a folder holds a run, and not a recording."""
    return (folder / HEAD).is_file()


def read_run(folder: Path) -> Run:
    """A run that was written before. Raises RunError."""
    head = _read_head(folder)
    acts: list[Act] = []
    end_ms = head.again_ms
    lines = _whole_lines(folder / ACTS)
    for line in lines:
        end_ms = max(end_ms, line.at_ms)
        if isinstance(line, Act):
            acts.append(line)
    return Run(head, tuple(acts), end_ms, len(lines))


def _read_head(folder: Path) -> RunHead:
    try:
        body = (folder / HEAD).read_bytes()
        schema = msgspec.json.decode(body, type=_Schema).schema
        if schema > SCHEMA:
            raise RunError(f"{folder} was written by a newer Sightline: read it with that one")
        return msgspec.json.decode(body, type=RunHead)
    except OSError as error:
        raise RunError(f"{folder / HEAD} can't be read ({error.strerror})") from error
    except _UNREADABLE as error:
        raise RunError(f"{folder / HEAD} is not that of a run: {error}") from error


class _Schema(Struct):
    schema: int


def _whole_lines(file: Path) -> list[Act | CameTo]:
    try:
        *lines, _cut_off = file.read_bytes().split(b"\n")
        found = [msgspec.json.decode(line, type=Act | CameTo) for line in lines]
    except OSError as error:
        raise RunError(f"{file} can't be read ({error.strerror})") from error
    except _UNREADABLE as error:
        raise RunError(f"{file} is damaged: {error}; copy the folder again") from error
    for at, line in enumerate(found, 1):
        if line.n not in (at, UNSET):
            raise RunError(f"{file} is damaged: line {at} was line {line.n}; copy the folder again")
    return found
