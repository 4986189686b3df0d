"""Takes commands: questions are answered at once, what changes the state once it is logged."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from console.core.answers import Answer, answer_of, command_digest
from console.core.boundary.beside import Place, beside, place_of
from console.core.boundary.new_names import check_new_name
from console.core.boundary.questions import Question, answer_to
from console.core.log.decider import Decider
from console.core.log.input_log import CommandGiven, StateCommand
from console.core.log.store import Store
from console.core.publishing.outlet import Outlet
from console.core.recording.video_room import RoomSeen
from console.domain.errors import CommandRefused
from console.protocol import core_messages as messages
from console.protocol import layout_messages
from console.protocol.clock import Clock
from console.protocol.reply import Refusal
from console.protocol.responder import Asked, Responder

TAKEN_AT_ONCE = 64

_TOO_LATE = Refusal(
    "too_late", "the command came too late: it was not done; look at what is shown now, and ask again"
)


_VOID = Refusal("void", "the command can't be written down: it was not done")


@dataclass(frozen=True, slots=True)
class _Waiting:
    asked: Asked[messages.Request]
    token: int
    answer: Answer
    place: Place


class CommandReceiver:
    """One thread only: the loop's. ``status`` makes the answer to GetStatus; ``room`` is
    what is known of the recordings' disk."""

    def __init__(
        self,
        responder: Responder[messages.Request],
        decider: Decider,
        store: Store,
        outlet: Outlet,
        status: Callable[[], dict[str, Any]],
        room: Callable[[], RoomSeen],
        clock: Clock,
    ) -> None:
        self._responder = responder
        self._decider = decider
        self._store = store
        self._outlet = outlet
        self._status = status
        self._room = room
        self._clock = clock
        self._waiting: deque[_Waiting] = deque()

    def take(self) -> None:
        """Take the commands that are there, within bounds. What is refused here is not logged."""
        for asked in self._responder.receive(TAKEN_AT_ONCE):
            try:
                self._take_one(asked)
            except CommandRefused as refusal:
                self._responder.reply(asked, refused=Refusal(refusal.code, refusal.text))

    def _take_one(self, asked: Asked[messages.Request]) -> None:
        command = asked.request.command
        if isinstance(command, layout_messages.RestoreLayout):
            # the log holds what was stored, not where it was found
            self._take_command(asked, self._decider.layouts.again(command))
        elif isinstance(command, StateCommand):
            self._take_command(asked, command)
        else:
            self._take_question(asked, command)

    def answer(self) -> None:
        """Reply to the commands whose inputs are on disk. On a failing disk: at once."""
        while self._waiting and (self._waiting[0].token <= self._store.committed or self._store.failing):
            waiting = self._waiting.popleft()
            answer = waiting.answer
            if waiting.token in self._store.rejected:
                self._responder.reply(waiting.asked, refused=_VOID)
            elif answer.code:
                self._responder.reply(waiting.asked, refused=self._refusal(answer))
            else:
                self._responder.reply(waiting.asked, self._result(waiting))

    def _result(self, waiting: _Waiting) -> dict[str, object]:
        """Done; with what a person has to know beside it."""
        result: dict[str, object] = {"n": waiting.answer.n}
        if waiting.token > self._store.committed:
            result["unsaved"] = self._store.problems[0]
        request = waiting.asked.request
        return result | beside(request.command, request.by, waiting.place, self._decider.state)

    def _refusal(self, answer: Answer) -> Refusal:
        """What core does not know may be there, while its log can't be read."""
        if self._store.unread and answer.code in ("unknown_incident", "unknown_layout"):
            text = f"{answer.text}; but core can't read what it knew before: see `sightline ctl status`"
            return Refusal("unread", text)
        return Refusal(answer.code, answer.text)

    def _take_command(self, asked: Asked[messages.Request], command: StateCommand) -> None:
        """Once is once: who asked and the request's id name a command, whatever way it came."""
        request = asked.request
        place = place_of(command, self._decider.state)
        answer = self._decider.state.answers.get((request.by, request.id))
        if answer is None:
            if 0 < request.until_mono_ns < self._clock.monotonic_ns():
                self._responder.reply(asked, refused=_TOO_LATE)
                return
            check_new_name(command, self._decider.state)
            decided = self._decider.decide(CommandGiven(by=request.by, command=command, id=request.id))
            refused = decided.refused
            answer = answer_of(
                decided.n, 0, command, (refused.code, refused.text) if refused is not None else ("", "")
            )
        elif answer.command != command_digest(command):
            self._responder.reply(asked, refused=_id_used(request))
            return
        self._waiting.append(_Waiting(asked, self._decider.last_token, answer, place))

    def _take_question(self, asked: Asked[messages.Request], question: Question) -> None:
        state = self._decider.state
        answer = answer_to(
            question,
            state,
            self._outlet.snapshot,
            self._status,
            self._room(),
            self._decider.layouts,
            lambda: self._decider.acts.told(self._decider.clock.now_ms()),
        )
        self._responder.reply(asked, answer)


def _id_used(request: messages.Request) -> Refusal:
    return Refusal(
        "id_used", f"{request.by} used the id {request.id!r} for another command; take a new id for each"
    )
