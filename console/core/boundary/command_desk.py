"""Takes commands: questions are answered at once, what changes the state once it is logged."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, assert_never

from console.core.log.decider import Decided, Decider
from console.core.log.input_log import CommandGiven, StateCommand
from console.core.log.store import Store
from console.core.lookups import layout_of
from console.core.publishing.outlet import Outlet
from console.core.state import State
from console.domain.errors import CommandRefused
from console.domain.incident import Incident, IncidentState
from console.protocol import core_messages as messages
from console.protocol.layout_file import layout_content
from console.protocol.responder import Asked, Responder

TAKEN_AT_ONCE = 64

Question = (
    messages.GetSnapshot
    | messages.GetStatus
    | messages.ListLayouts
    | messages.GetLayout
    | messages.ListIncidents
)


@dataclass(frozen=True, slots=True)
class _Waiting:
    asked: Asked[messages.Request]
    decided: Decided


class CommandDesk:
    """One thread only: the loop's. ``status`` makes the answer to GetStatus."""

    def __init__(
        self,
        responder: Responder[messages.Request],
        decider: Decider,
        store: Store,
        outlet: Outlet,
        status: Callable[[], dict[str, Any]],
    ) -> None:
        self._responder = responder
        self._decider = decider
        self._store = store
        self._outlet = outlet
        self._status = status
        self._waiting: deque[_Waiting] = deque()

    def take(self) -> None:
        """Take the commands that are there, within bounds."""
        for asked in self._responder.receive(TAKEN_AT_ONCE):
            if not self._is_waiting(asked):
                self._take_one(asked)

    def answer(self) -> None:
        """Reply to the commands whose inputs are on disk. On a failing disk: at once."""
        while self._waiting and (
            self._waiting[0].decided.token <= self._store.committed or self._store.failing
        ):
            waiting = self._waiting.popleft()
            refused = waiting.decided.refused
            if refused is not None:
                self._responder.reply(waiting.asked, refused=messages.Refusal(refused.code, refused.text))
            else:
                self._responder.reply(waiting.asked, {"n": waiting.decided.n})

    def _is_waiting(self, asked: Asked[messages.Request]) -> bool:
        return any(
            (waiting.asked.peer, waiting.asked.request.id) == (asked.peer, asked.request.id)
            for waiting in self._waiting
        )

    def _take_one(self, asked: Asked[messages.Request]) -> None:
        command = asked.request.command
        if isinstance(command, StateCommand):
            decided = self._decider.feed(CommandGiven(by=asked.request.by, command=command))
            self._waiting.append(_Waiting(asked, decided))
            return
        try:
            self._responder.reply(asked, self._answer_to(command))
        except CommandRefused as refusal:
            self._responder.reply(asked, refused=messages.Refusal(refusal.code, refusal.text))

    def _answer_to(self, question: Question) -> object:
        state = self._decider.state
        match question:
            case messages.GetSnapshot():
                return self._outlet.snapshot()
            case messages.GetStatus():
                return self._status()
            case messages.ListLayouts():
                return {"layouts": _layout_rows(state)}
            case messages.GetLayout():
                return {"layout": layout_content(layout_of(state, question.name))}
            case messages.ListIncidents():
                return {"incidents": _incidents(state, include_closed=question.include_closed)}
        assert_never(question)


def _layout_rows(state: State) -> list[dict[str, Any]]:
    """Shipped layouts, then stored ones."""
    rows = [(layout, True) for layout in state.site.shipped.values()]
    rows += [(state.stored[name], False) for name in sorted(state.stored)]
    return [
        {
            "name": layout.name,
            "columns": layout.columns,
            "rows": layout.rows,
            "cells": len(layout.cells),
            "shipped": shipped,
        }
        for layout, shipped in rows
    ]


def _incidents(state: State, *, include_closed: bool) -> list[Incident]:
    """Newest first."""
    newest_first = tuple(state.incidents.values())[::-1]
    return [i for i in newest_first if include_closed or i.state is not IncidentState.CLOSED]
