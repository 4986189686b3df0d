"""What was answered to whom in the last minute, so that a command asked again is not carried out again.

Part of the state, so that it holds after a restart of core too, and whatever connection it comes over.
"""

import hashlib
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from console.core.tables import Ledger, SortedKeys, Table

REMEMBERED_MS = 60_000
MOST_REMEMBERED = 20_000

AnswerKey = tuple[str, str]
"""Who asked (``by``), and the request's id."""


class Answer(Struct, frozen=True):
    """The answer to a command: its input's number, and the refusal's code and text or "" when it was done.

    ``at_ms`` is log time; ``command`` a digest by which another command under the same key is told apart.
    """

    n: int
    at_ms: int
    command: str
    code: str = ""
    text: str = ""


class AnswerTable(Table[AnswerKey, Answer]):
    """Answers by their key."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self._order: SortedKeys[tuple[int, AnswerKey]] = SortedKeys()

    def forget_old(self, now_ms: int) -> None:
        """Drop what is older than a minute, and the oldest of too many."""
        while (first := self._order.first) is not None:
            key = first[1]
            if self[key].at_ms >= now_ms - REMEMBERED_MS and len(self) <= MOST_REMEMBERED:
                return
            self.drop(key)

    def _moved(self, key: AnswerKey, before: Answer | None, now: Answer | None) -> None:
        self._order.move((before.n, key) if before else None, (now.n, key) if now else None)


def command_digest(command: Struct) -> str:
    """Equal for equal commands."""
    return hashlib.blake2b(msgspec.json.encode(command), digest_size=8).hexdigest()


def answer_of(n: int, at_ms: int, command: Struct, refusal: Sequence[str] = ("", "")) -> Answer:
    """What to remember of a command."""
    return Answer(n, at_ms, command_digest(command), *refusal)
