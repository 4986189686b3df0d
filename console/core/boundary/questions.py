"""Answers to what is asked of the state."""

from collections.abc import Callable
from typing import Any

from console.core.lookups import layout_of
from console.core.recording.video_room import RoomSeen
from console.core.state import State
from console.domain.errors import CommandRefused
from console.domain.incident import Incident, IncidentState
from console.protocol import core_messages as messages
from console.protocol.layout_file import layout_content
from console.protocol.recording_messages import ListRecordings
from console.protocol.replay_messages import GetReplayedCells, ReplayCommand

Question = (
    messages.GetSnapshot
    | messages.GetStatus
    | messages.ListLayouts
    | messages.GetLayout
    | messages.ListIncidents
    | ListRecordings
    | ReplayCommand
    | GetReplayedCells
)


def answer_to(
    question: Question,
    state: State,
    snapshot: Callable[[], messages.CoreSnapshot],
    status: Callable[[], dict[str, Any]],
    seen: RoomSeen | None = None,
) -> object:
    """The answer; ``snapshot`` and ``status`` make theirs, ``seen`` is of the disk. Raises CommandRefused."""
    match question:
        case messages.GetSnapshot():
            return snapshot()
        case messages.GetStatus():
            return status()
        case messages.ListLayouts():
            return {"layouts": _layout_rows(state)}
        case messages.GetLayout():
            return {"layout": layout_content(layout_of(state, question.name))}
        case messages.ListIncidents():
            return {"incidents": _incidents(state, include_closed=question.include_closed)}
        case ListRecordings():
            return _recordings(state, seen or RoomSeen())
        case _:
            raise CommandRefused("live", "this site is live: it can't be played, held or moved in time")


def _recordings(state: State, seen: RoomSeen) -> dict[str, Any]:
    return {
        "recordings": state.recordings.table.oldest_first()[::-1],
        "streams": state.recordings.streams.value,
        "sizes": seen.sizes,
        "room": seen.room,
    }


def _layout_rows(state: State) -> list[dict[str, Any]]:
    """Shipped layouts, then stored ones."""
    rows = [(layout, True) for layout in state.site.loaded.shipped.values()]
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
    newest_first = state.incidents.table.oldest_first()[::-1]
    return [i for i in newest_first if include_closed or i.state is not IncidentState.CLOSED]
