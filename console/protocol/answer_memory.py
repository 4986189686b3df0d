"""What was asked at a command boundary lately, and its answers: a command asked again is done once."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

REMEMBER_NS: Final = 60_000_000_000
MOST_ANSWERS: Final = 20_000
MOST_BYTES: Final = 16 * 1024 * 1024
RECORD_BYTES: Final = 600
"""What a record costs besides its own texts, about."""

AskedKey = tuple[str, str]
"""Who asked (``by``), and the request's id: never the connection, which a retry may not have any more."""


@dataclass(slots=True)
class AskedBefore:
    """A command: a digest that tells it from others, the newest way back, its reply or None before that.

    ``at_ns`` is when it was answered, or else when it came (monotonic).
    """

    digest: bytes
    way: bytes
    at_ns: int
    reply: bytes | None = None


class AnswerMemory:
    """Remembers for 60 s, within bounds of count and bytes; what was told last stays whatever its size."""

    def __init__(self, most: int = MOST_ANSWERS, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._asked: OrderedDict[AskedKey, AskedBefore] = OrderedDict()
        self._bytes = 0

    @property
    def size_bytes(self) -> int:
        """About what is held."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._asked)

    def recall(self, key: AskedKey, now_ns: int) -> AskedBefore | None:
        """The same command's record if it came lately, answered or not yet."""
        self._forget(now_ns)
        return self._asked.get(key)

    def note(self, key: AskedKey, command: bytes, way: bytes, now_ns: int) -> None:
        """This command is being worked on now."""
        self._put(key, AskedBefore(digest(command), way, now_ns), now_ns)

    def answer(self, key: AskedKey, reply: bytes, now_ns: int) -> bytes | None:
        """Keep its reply. The newest way back to who asked; None if the command is no longer remembered."""
        asked = self._take(key)
        if asked is None:
            return None
        asked.reply, asked.at_ns = reply, now_ns
        self._put(key, asked, now_ns)
        return asked.way

    def _put(self, key: AskedKey, asked: AskedBefore, now_ns: int) -> None:
        self._take(key)
        self._asked[key] = asked
        self._bytes += _cost(key, asked)
        self._forget(now_ns)

    def _take(self, key: AskedKey) -> AskedBefore | None:
        asked = self._asked.pop(key, None)
        if asked is not None:
            self._bytes -= _cost(key, asked)
        return asked

    def _forget(self, now_ns: int) -> None:
        """Let go of the oldest while it is too old, or they are too many or too large together."""
        while self._asked:
            key = next(iter(self._asked))
            too_many = len(self._asked) > self._most or self._bytes > self._most_bytes
            is_old = now_ns - self._asked[key].at_ns >= REMEMBER_NS
            if not is_old and (not too_many or len(self._asked) == 1):
                return
            self._take(key)


def digest(command: bytes) -> bytes:
    """Equal for equal encoded commands, and for no others."""
    return hashlib.blake2b(command, digest_size=16).digest()


def _cost(key: AskedKey, asked: AskedBefore) -> int:
    return RECORD_BYTES + 4 * len(key[0] + key[1]) + len(asked.way) + len(asked.reply or b"")
