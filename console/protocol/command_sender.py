"""A person's commands to core, by one rule for the desk and every window of the wall.

Not yet sent: refused at once, never queued; an act that takes effect when core is back comes as a surprise.
Sent and unanswered: sent again with its id each second until 5 s after the first sending, then said to be
unknown; the request carries that end, so that core refuses what lies in a socket for longer. Each outcome is
told once.
"""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, Protocol

from msgspec import Struct

from console.domain.errors import NoAnswer
from console.protocol.act_notes import act_note
from console.protocol.clock import Clock
from console.protocol.reply import Reply

RESEND_NS: Final = 1_000_000_000
GIVE_UP_NS: Final = 5_000_000_000
LATE_NS: Final = 60_000_000_000
"""So long after the first sending a late answer may still correct what was told."""


class Became(Enum):
    """What became of a command. The two last correct UNKNOWN."""

    DONE = auto()
    REFUSED = auto()
    NOT_SENT = auto()
    UNKNOWN = auto()
    DONE_AFTER_ALL = auto()
    NOT_DONE_AFTER_ALL = auto()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the command ``what`` describes as done ("wall-1 cell 4 pinned"), and ``why``.

    ``note``: what has to be known of something done, as that nobody sees it yet. ``code`` is a refusal's,
    ``n`` the input's number of what was done.
    """

    became: Became
    what: str
    why: str = ""
    note: str = ""
    code: str = ""
    n: int = 0
    command: Struct | None = field(default=None, compare=False)

    @property
    def is_good(self) -> bool:
        """Whether it was done."""
        return self.became in (Became.DONE, Became.DONE_AFTER_ALL)

    @property
    def words(self) -> str:
        """A sentence for the operator."""
        match self.became:
            case Became.DONE:
                return f"Done{self._noted}: {self.what}"
            case Became.REFUSED:
                return f"Refused: {self.why} (not done: {self.what})"  # a narrow line cuts its end
            case Became.NOT_SENT:
                return f"{self.why}: that was not done ({self.what}); try again when core is back"
            case Became.UNKNOWN:
                return f"Not known whether it was done ({self.what}): {self.why}"
            case Became.DONE_AFTER_ALL:
                return f"Done after all{self._noted}: {self.what}"
            case Became.NOT_DONE_AFTER_ALL:
                return f"Not done after all ({self.what}): {self.why}"

    @property
    def _noted(self) -> str:
        """Before what was done, which a narrow line may cut."""
        return f", {self.note}" if self.note else ""


CONTROL_LOST = "CONTROL LOST"
NOT_TAKEN = "Core takes nothing now"
NO_ANSWER = f"core did not answer within {GIVE_UP_NS // 10**9} s; look before you do it again"


class Sends(Protocol):
    """What sends a command: console.protocol.requester.Requester. Raises NoAnswer when it is not taken."""

    def send(self, command: Struct, request_id: str | None = None, until_mono_ns: int = 0) -> str: ...


@dataclass(slots=True)
class _Sent:
    command: Struct
    what: str
    first_ns: int
    last_ns: int

    @property
    def until_ns(self) -> int:
        return self.first_ns + GIVE_UP_NS


class CommandSender:
    """Call ``take`` with each reply, ``tick`` often (each poll), then tell what ``outcomes`` gives.

    ``control_lost`` is set by who hears core: nothing is sent meanwhile.
    """

    def __init__(self, requester: Sends, clock: Clock) -> None:
        self._requester = requester
        self._clock = clock
        self._outcomes: list[Outcome] = []
        self.control_lost = True
        self._waiting: dict[str, _Sent] = {}
        self._unknown: dict[str, _Sent] = {}

    def give(self, command: Struct, what: str) -> str:
        """Send a command; ``what`` says it as if done. Returns the request's id, "" if it was not sent."""
        if self.control_lost:
            self._outcomes.append(Outcome(Became.NOT_SENT, what, CONTROL_LOST, command=command))
            return ""
        now_ns = self._clock.monotonic_ns()
        sent = _Sent(command, what, now_ns, now_ns)
        try:
            request_id = self._requester.send(command, None, sent.until_ns)
        except NoAnswer:
            self._outcomes.append(Outcome(Became.NOT_SENT, what, NOT_TAKEN, command=command))
            return ""
        self._waiting[request_id] = sent
        return request_id

    def take(self, reply: Reply) -> None:
        """Core answered; answers to others' requests and to retries are none of ours."""
        refused = reply.refused
        if (sent := self._waiting.pop(reply.id, None)) is not None:
            became = Became.REFUSED if refused else Became.DONE
        elif (sent := self._unknown.pop(reply.id, None)) is not None:
            became = Became.NOT_DONE_AFTER_ALL if refused else Became.DONE_AFTER_ALL
        else:
            return
        note = act_note(sent.command, reply.result)
        n = reply.result.get("n", 0) if isinstance(reply.result, dict) else 0
        why, code = (refused.text, refused.code) if refused else ("", "")
        self._outcomes.append(Outcome(became, sent.what, why, note, code, n, sent.command))

    def tick(self) -> None:
        """Send again what is unanswered, give up what was unanswered for too long."""
        now_ns = self._clock.monotonic_ns()
        for request_id, sent in list(self._waiting.items()):
            if now_ns >= sent.until_ns:
                self._unknown[request_id] = self._waiting.pop(request_id)
                self._outcomes.append(Outcome(Became.UNKNOWN, sent.what, NO_ANSWER, command=sent.command))
            elif now_ns - sent.last_ns >= RESEND_NS:
                self._send_again(request_id, sent, now_ns)
        for request_id, sent in list(self._unknown.items()):
            if now_ns - sent.first_ns >= LATE_NS:
                del self._unknown[request_id]

    def outcomes(self) -> list[Outcome]:
        """What came out since the last call; each is given once."""
        outcomes, self._outcomes = self._outcomes, []
        return outcomes

    def _send_again(self, request_id: str, sent: _Sent, now_ns: int) -> None:
        sent.last_ns = now_ns
        try:
            self._requester.send(sent.command, request_id, sent.until_ns)
        except NoAnswer:
            return  # the first sending may have come through: tick gives up in time
