"""Which streams kill their decoder: remembered across the worker's lives, in files beside its frame files.

A crash inside a codec ends the process without a word. So each decode thread writes what it decodes into a
mapped file, and the next life finds there what the last one died of. The files go with the frames folder,
when the site is stopped: that ends every quarantine.
"""

import logging
import mmap
import os
from pathlib import Path

import msgspec

from console.protocol.unreadable import UNREADABLE

log = logging.getLogger("sightline.media")

DEATHS = 3
WITHIN_NS = 60_000_000_000
"""So many deaths over the same stream within a minute are no accident."""

MARK_BYTES = 128
"""Longest label of a stream, in UTF-8."""
MARKS = 32
"""Most decode threads of one worker that are told apart."""


class Death(msgspec.Struct, frozen=True):
    """A worker's end while it decoded this stream; CLOCK_MONOTONIC as of the next life's start."""

    label: str
    at_ns: int


def quarantined(deaths: list[Death]) -> frozenset[str]:
    """The labels that died often enough, once in any minute."""
    found = set()
    for last in deaths:
        near = [one for one in deaths if one.label == last.label and 0 <= last.at_ns - one.at_ns <= WITHIN_NS]
        if len(near) >= DEATHS:
            found.add(last.label)
    return frozenset(found)


def mark_of(label: str) -> bytes:
    """What a decode thread writes while it decodes this stream."""
    return label.encode()[:MARK_BYTES].ljust(MARK_BYTES, b"\0")


NO_MARK = mark_of("")


class Quarantine:
    """Owned by the worker's main thread; ``mark`` is called by the decode threads."""

    def __init__(self, folder: Path, worker: str, boot: str) -> None:
        self._folder = folder
        self._worker = worker
        self._marks_file = folder / f"{worker}-{boot}.decoding"
        self._deaths_file = folder / f"{worker}.deaths"
        self._memory: mmap.mmap | None = None
        self._labels: frozenset[str] = frozenset()

    def start(self, now_ns: int) -> None:
        """Learn what the earlier lives died of. A folder without room is no reason not to show pictures."""
        try:
            died = [Death(label, now_ns) for label in self._left_labels()]
            deaths = self._known_deaths() + died
            self._labels = quarantined(deaths)
            if died:
                log.info("the last life ended while it decoded %s", ", ".join(death.label for death in died))
                self._deaths_file.write_bytes(msgspec.json.encode(deaths))
            self._begin_marks()
        except OSError as error:
            text = "a stream that ends this process can't be told (%s): free space in %s"
            log.warning(text, error.strerror, self._folder)
        for label in sorted(self._labels):
            log.error("%s is left out until the site is started anew: its video killed its worker", label)

    def _begin_marks(self) -> None:
        self._marks_file.write_bytes(NO_MARK * MARKS)
        descriptor = os.open(self._marks_file, os.O_RDWR | os.O_CLOEXEC)
        try:
            self._memory = mmap.mmap(descriptor, MARK_BYTES * MARKS)
        finally:
            os.close(descriptor)

    def holds(self, label: str) -> bool:
        """Whether this stream must not be decoded."""
        return label in self._labels

    def mark(self, thread: int, mark: bytes) -> None:
        """This decode thread now decodes what ``mark`` says (``NO_MARK``: nothing)."""
        if self._memory is not None and thread < MARKS:
            self._memory[thread * MARK_BYTES : (thread + 1) * MARK_BYTES] = mark

    def stop(self) -> None:
        """An end in order is nobody's death."""
        self._memory = None
        self._marks_file.unlink(missing_ok=True)

    def _left_labels(self) -> list[str]:
        found = []
        for file in self._folder.glob(f"{self._worker}-*.decoding"):
            left = file.read_bytes()
            marks = (left[at : at + MARK_BYTES].rstrip(b"\0") for at in range(0, len(left), MARK_BYTES))
            found += [mark.decode(errors="replace") for mark in marks if mark]
            file.unlink()
        return found

    def _known_deaths(self) -> list[Death]:
        try:
            return msgspec.json.decode(self._deaths_file.read_bytes(), type=list[Death])
        except FileNotFoundError:
            return []
        except UNREADABLE as error:  # a life that ended while it wrote
            log.warning("what earlier lives died of could not be read and is forgotten: %s", error)
            return []
