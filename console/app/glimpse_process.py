"""Looks into a replay's movies for its desk: ``python -m console.app.glimpse_process``, a child of the desk.

A process of its own, as movies may be faulty and the desk's GUI thread waits for nobody. It ends when its
standard input does. What is asked and told: console.protocol.glimpse_messages.
"""

import logging
import sys
import threading
from typing import BinaryIO

import msgspec

from console.media.worker.replay.key_pictures import KeyPictures
from console.media.worker.replay.looked_into import NS_PER_MS, look_into
from console.protocol.glimpse_messages import AskGlimpses, Glimpse, LookedInto
from console.protocol.process_config import ReplaySource
from console.protocol.unreadable import UNREADABLE


class NewestQuestion:
    """Read in a thread of its own: a pointer asks faster than pictures are decoded; only the last counts."""

    def __init__(self, asked: BinaryIO) -> None:
        self._asked = asked
        self._changed = threading.Condition()
        self._question: AskGlimpses | None = None
        self._ended = False
        self._thread = threading.Thread(target=self._read, name="questions", daemon=True)

    def start(self) -> None:
        """Read from now on."""
        self._thread.start()

    def _read(self) -> None:
        for line in self._asked:
            try:
                question = msgspec.json.decode(line, type=AskGlimpses)
            except UNREADABLE:
                continue
            with self._changed:
                self._question = question
                self._changed.notify()
        with self._changed:
            self._ended = True
            self._changed.notify()

    def take(self) -> AskGlimpses | None:
        """Wait for the next one; None at the end."""
        with self._changed:
            while self._question is None and not self._ended:
                self._changed.wait()
            question, self._question = self._question, None
            return question

    @property
    def is_stale(self) -> bool:
        """Whether nobody waits any more for the answer to the one that was taken."""
        return self._question is not None or self._ended


def serve(asked: BinaryIO, told: BinaryIO) -> None:
    """Answer until ``asked`` ends. Raises msgspec.MsgspecError where its first line is no ReplaySource."""
    looked = look_into(msgspec.json.decode(asked.readline(), type=ReplaySource))
    _tell(told, LookedInto(tuple(looked.tapes), looked.gaps))
    pictures = KeyPictures(looked.tapes)
    questions = NewestQuestion(asked)
    questions.start()
    while (question := questions.take()) is not None:
        for feed in question.feeds:
            if questions.is_stale:
                break
            found = pictures.at(feed, question.at_ms * NS_PER_MS, question.width, question.height)
            if found is None:
                _tell(told, Glimpse(question.number, feed, question.at_ms, 0, 0))
                continue
            height, width = found.pixels.shape[:2]
            about = Glimpse(question.number, feed, found.at_ns // NS_PER_MS, width, height)
            _tell(told, about, found.pixels.tobytes())


def _tell(told: BinaryIO, message: LookedInto | Glimpse, pixels: bytes = b"") -> None:
    told.write(msgspec.json.encode(message) + b"\n" + pixels)
    told.flush()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    serve(sys.stdin.buffer, sys.stdout.buffer)
