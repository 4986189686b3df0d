"""Entries and checkpoints of every version since the first, brought up to this one step by step.

Each step turns the plain data of one version into that of the next; samples of each version lie in
tests/data. What a newer program wrote is refused as a whole by console.core.log.schema, not here.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from console.core.log.input_log import ENTRY_VERSION, LogEntry, decode_entry
from console.core.log.saved_state import STATE_VERSION, SavedState, decode_state, restored
from console.core.state import State
from console.domain.errors import SightlineError

Data = dict[str, Any]

_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, SightlineError)
_WRONG_SHAPE = (KeyError, TypeError, ValueError, AttributeError)


class Unreadable(SightlineError):
    """An entry or a checkpoint of the log can't be read; the text says why."""


def read_entry(n: int, body: bytes) -> LogEntry:
    """The entry that stands at number ``n``, of whatever version. Raises Unreadable."""
    try:
        entry = decode_entry(body)
    except _UNREADABLE as error:
        entry = _read_older_entry(body, str(error))
    if entry.n != n:
        raise Unreadable(f"it says that it is number {entry.n}")
    return entry


def _read_older_entry(body: bytes, first_error: str) -> LogEntry:
    try:
        data = msgspec.json.decode(body, type=Data)
        version = data.get("v", 1)
        if version == ENTRY_VERSION:
            raise Unreadable(first_error)
        return msgspec.convert(_upgraded(data, version, ENTRY_VERSION, _ENTRY_STEPS), LogEntry)
    except Unreadable:
        raise
    except (*_UNREADABLE, *_WRONG_SHAPE) as error:
        raise Unreadable(str(error) or type(error).__name__) from error


def read_state(version: int, body: bytes) -> State:
    """The state of a checkpoint of whatever version. Raises Unreadable."""
    try:
        if version == STATE_VERSION:
            return decode_state(body)
        data = msgspec.json.decode(body, type=Data)
        upgraded = _upgraded(data, version, STATE_VERSION, _STATE_STEPS)
        return restored(msgspec.convert(upgraded, SavedState))
    except (*_UNREADABLE, *_WRONG_SHAPE) as error:
        raise Unreadable(str(error) or type(error).__name__) from error


def _upgraded(data: Data, version: object, wanted: int, steps: dict[int, Callable[[Data], Data]]) -> Data:
    while version != wanted:
        if not isinstance(version, int) or version not in steps:
            raise Unreadable(f"it is of version {version!r}, which this program does not know")
        data = steps[version](data)
        version += 1
    return data


# --- from version 1 to 2 ------------------------------------------------------------------------------
# 1: one time, the wall clock's; a timer was about an incident or, with "" for it, about a cell; an incident's
# number was counted by the state, alerts opened one each, so it was the alert's number in the journal.


def _entry_from_1(entry: Data) -> Data:
    logged = dict(entry["input"])
    if logged["input"] == "timer_fired":
        logged["timer"] = _timer_from_1(logged["timer"])
    elif logged["input"] == "alert_received":
        logged["number"] = logged["journal_n"]
    return {**entry, "input": logged, "wall_ms": entry["at_ms"], "v": 2}


def _timer_from_1(timer: Data) -> Data:
    if timer.get("incident"):
        return {"timer": "hold_ends", "due_ms": timer["due_ms"], "incident": timer["incident"]}
    return {
        "timer": "rewind_ends",
        "due_ms": timer["due_ms"],
        "monitor": timer["monitor"],
        "cell": timer.get("cell", 0),
    }


def _state_from_1(state: Data) -> Data:
    walls = state["walls"].items()
    return {
        "n": state["n"],
        "at_ms": state["at_ms"],
        "wall_ms": state["at_ms"],
        "site": state["site"],
        "feeds": list(state["feeds"].values()),
        "bases": {monitor: wall["layout"] for monitor, wall in walls},
        "hands": [_in_cell(monitor, *hand) for monitor, wall in walls for hand in wall["hands"].items()],
        "rewinds": [_in_cell(monitor, *made) for monitor, wall in walls for made in wall["rewinds"].items()],
        "stored": state["stored"],
        "incidents": [{**one, "opened_log_ms": one["opened_at_ms"]} for one in state["incidents"].values()],
        "next_number": state["next_incident"],
        "painted": state["painted"],
        "latencies_ms": state["latencies_ms"],
        "switches": state["switches"],
        "timers": [_timer_from_1(timer) for timer in state["timers"]],
        "answers": [],
        "set_aside": [],
    }


def _in_cell(monitor: str, cell: str, record: Data) -> Data:
    return {"monitor": monitor, "cell": int(cell), **record}


# --- from version 2 to 3, states alone ----------------------------------------------------------------
# 2: a stored layout was a layout, without a version.


def _state_from_2(state: Data) -> Data:
    stored = {name: {"layout": layout, "version": state["n"]} for name, layout in state["stored"].items()}
    return {**state, "stored": stored}


# --- from version 3 to 4, states alone ----------------------------------------------------------------
# 3: no wall presets, tours, covers, frames, zooms, and nobody's name on a hand. All of it may be missing.


def _state_from_3(state: Data) -> Data:
    return state


_ENTRY_STEPS: dict[int, Callable[[Data], Data]] = {1: _entry_from_1}
_STATE_STEPS: dict[int, Callable[[Data], Data]] = {
    1: _state_from_1,
    2: _state_from_2,
    3: _state_from_3,
}
