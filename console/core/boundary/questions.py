"""Answers to what is asked of the state."""

from collections.abc import Callable
from typing import Any

from console.core.layouts.layout_history import LayoutHistory
from console.core.layouts.stored_layouts import layout_to_save
from console.core.lookups import layout_heads, layout_of, preset_of
from console.core.recording.video_room import RoomSeen
from console.core.state import State
from console.domain.errors import CommandRefused
from console.domain.incident import Incident, IncidentState
from console.domain.layout import Layout
from console.protocol import core_messages as messages
from console.protocol import layout_messages
from console.protocol.core_changes import CoreSnapshot
from console.protocol.layout_file import layout_content
from console.protocol.preset_file import preset_content
from console.protocol.preset_messages import GetPreset
from console.protocol.recent_messages import GetRecentActs, RecentActs
from console.protocol.recording_messages import ListRecordings
from console.protocol.replay_messages import GetReplayedCells, ReplayCommand

Question = (
    messages.GetSnapshot
    | messages.GetStatus
    | layout_messages.ListLayouts
    | layout_messages.GetLayout
    | layout_messages.GetMonitorLayout
    | layout_messages.ListLayoutVersions
    | layout_messages.RestoreLayout
    | messages.ListIncidents
    | GetPreset
    | ListRecordings
    | ReplayCommand
    | GetReplayedCells
    | GetRecentActs
)

NO_ACTS = "a replay's timeline tells what was done"
NO_VERSIONS = "a replay knows no versions of a layout"


def answer_to(
    question: Question,
    state: State,
    snapshot: Callable[[], CoreSnapshot],
    status: Callable[[], dict[str, Any]],
    seen: RoomSeen | None = None,
    layouts: LayoutHistory | None = None,
    acts: Callable[[], RecentActs] | None = None,
) -> object:
    """The answer; ``snapshot``, ``status`` and ``acts`` make theirs, ``seen`` is of the disk, ``layouts``
    what is known of them beside the state. Raises CommandRefused.
    """
    match question:
        case messages.GetSnapshot():
            return snapshot()
        case messages.GetStatus():
            return status()
        case layout_messages.ListLayouts():
            return {"layouts": _layout_rows(state)}
        case layout_messages.GetLayout():
            return {"layout": layout_content(_layout(state, question, layouts))}
        case layout_messages.GetMonitorLayout():
            return {"layout": layout_content(layout_to_save(state, question.monitor))}
        case layout_messages.RestoreLayout():  # a live core has carried it out by itself
            raise CommandRefused("replay", NO_VERSIONS)
        case layout_messages.ListLayoutVersions():
            return {"versions": _history(layouts).versions(question.name)}
        case messages.ListIncidents():
            return {"incidents": _incidents(state, include_closed=question.include_closed)}
        case GetPreset():
            return {"preset": preset_content(preset_of(state, question.name).preset)}
        case GetRecentActs():
            return _acts(acts)
        case ListRecordings():
            return _recordings(state, seen or RoomSeen())
        case _:
            raise CommandRefused("live", "this site is live: it can't be played, held or moved in time")


def _acts(acts: Callable[[], RecentActs] | None) -> RecentActs:
    if acts is None:
        raise CommandRefused("replay", NO_ACTS)
    return acts()


def _layout(state: State, question: layout_messages.GetLayout, layouts: LayoutHistory | None) -> Layout:
    if question.version:
        return _history(layouts).layout(question.name, question.version)
    return layout_of(state, question.name)


def _history(layouts: LayoutHistory | None) -> LayoutHistory:
    if layouts is None:
        raise CommandRefused("replay", NO_VERSIONS)
    return layouts


def _recordings(state: State, seen: RoomSeen) -> dict[str, Any]:
    return {
        "recordings": state.recordings.table.oldest_first()[::-1],
        "streams": state.recordings.streams.value,
        "sizes": seen.sizes,
        "room": seen.room,
    }


def _layout_rows(state: State) -> list[dict[str, Any]]:
    """Shipped layouts, then stored ones."""
    rows: list[dict[str, Any]] = []
    for head in layout_heads(state):
        layout = layout_of(state, head.name)
        rows.append(
            {
                "name": head.name,
                "columns": layout.columns,
                "rows": layout.rows,
                "cells": len(layout.cells),
                "shipped": head.is_shipped,
            }
            | {field: getattr(head, field) for field in ("version", "by", "at_ms", "note", "locked", "owner")}
        )
    return rows


def _incidents(state: State, *, include_closed: bool) -> list[Incident]:
    """Newest first."""
    newest_first = state.incidents.table.oldest_first()[::-1]
    return [i for i in newest_first if include_closed or i.state is not IncidentState.CLOSED]
