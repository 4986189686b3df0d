"""Wall presets as they are kept: saving, importing, renaming, deleting. As with layouts, of two who change
one the second is refused, and chooses.
"""

from dataclasses import replace
from typing import assert_never

from console.core.decisions import AnyDecision, PresetDropped, PresetStored
from console.core.lookups import monitors_of, preset_of
from console.core.state import State
from console.core.wall.cells import cells_of, own_cell
from console.domain.errors import CommandRefused
from console.domain.ids import MonitorId
from console.domain.layout import Layout
from console.domain.wall_preset import PresetError, PresetMonitor, StoredPreset, WallPreset
from console.protocol.layout_file import name_problem, note_problem
from console.protocol.preset_messages import (
    DeletePreset,
    ImportPreset,
    RenamePreset,
    RestorePreset,
    SavePreset,
)

Decisions = tuple[AnyDecision, ...]

PresetCommand = SavePreset | ImportPreset | RenamePreset | DeletePreset | RestorePreset

MOST_REPLACED = 20
"""Of what was replaced or deleted so many can be brought back."""

NO_VERSION = 0
"""Of a name that no preset has."""


def carry_out(state: State, by: str, command: PresetCommand) -> Decisions:
    """Do what a person asked for. Raises CommandRefused."""
    match command:
        case SavePreset():
            return _save(state, by, command)
        case ImportPreset():
            return _take_in(state, by, command)
        case RenamePreset():
            return _rename(state, by, command)
        case DeletePreset():
            return _delete(state, command)
        case RestorePreset():
            return _restore(state, by, command)
    assert_never(command)


def _save(state: State, by: str, command: SavePreset) -> Decisions:
    """Store what monitors show by hand and base."""
    number = command.number
    kept = state.presets.get(command.name)
    if number is None and kept is not None:
        number = kept.preset.number
    monitors = tuple(
        PresetMonitor(monitor, _shown(state, monitor)) for monitor in monitors_of(state, command.monitors)
    )
    preset = _made(command.name, monitors, number)
    return _store(state, by, preset, command.over, command.note)


def _shown(state: State, monitor: MonitorId) -> Layout:
    base = state.wall.bases[monitor]
    return replace(base, cells=tuple(own_cell(state, where) for where in cells_of(state, monitor)))


def _made(name: str, monitors: tuple[PresetMonitor, ...], number: int | None) -> WallPreset:
    try:
        return WallPreset(name, monitors, number)
    except PresetError as error:
        raise CommandRefused("bad_preset", str(error)) from error


def _take_in(state: State, by: str, command: ImportPreset) -> Decisions:
    preset = command.preset
    if preset.name in state.presets and not command.replace:
        raise CommandRefused(
            "preset_exists",
            f"there is a wall preset {preset.name!r} already; say that it is to be replaced, or rename it",
        )
    return _store(state, by, preset, command.over, command.note)


def _rename(state: State, by: str, command: RenamePreset) -> Decisions:
    kept = preset_of(state, command.name)
    name = kept.preset.name
    _check_unchanged(state, name, command.over)
    if command.to != name and command.to in state.presets:
        raise CommandRefused(
            "preset_exists", f"there is a wall preset {command.to!r} already; take another name"
        )
    number = kept.preset.number if command.number is None else command.number or None
    preset = _made(command.to, kept.preset.monitors, number)
    if preset == kept.preset:
        return ()
    if command.to == name:
        return _store(state, by, preset, None, kept.note)
    state.presets.drop(name)
    stored = _store(state, by, preset, None, kept.note)
    return (*stored, PresetDropped(name))


def _delete(state: State, command: DeletePreset) -> Decisions:
    name = preset_of(state, command.name).preset.name
    _check_unchanged(state, name, command.over)
    _put_aside(state, state.presets[name])
    state.presets.drop(name)
    return (PresetDropped(name),)


def _restore(state: State, by: str, command: RestorePreset) -> Decisions:
    kept = state.replaced_presets.get(command.n)
    if kept is None:
        raise CommandRefused(
            "not_restorable", f"the wall preset that input {command.n} replaced is not kept (any more)"
        )
    return _store(state, by, kept.preset, command.over, kept.note)


def _put_aside(state: State, kept: StoredPreset) -> None:
    replaced = state.replaced_presets
    replaced.put(state.n, kept)
    for n in sorted(replaced)[:-MOST_REPLACED]:
        replaced.drop(n)


def _store(state: State, by: str, preset: WallPreset, over: int | None, note: str) -> Decisions:
    if problem := name_problem(preset.name):
        raise CommandRefused("bad_name", f"{preset.name!r} is no name for a wall preset: {problem}")
    if preset.name.isdecimal():
        raise CommandRefused("bad_name", f"{preset.name!r} is a number: a wall preset's name is none")
    if problem := note_problem(note):
        raise CommandRefused("bad_note", f"this note can't be kept: {problem}")
    _check_unchanged(state, preset.name, over)
    _check_number(state, preset)
    kept = state.presets.get(preset.name)
    if kept is None or kept.preset != preset or note not in ("", kept.note):
        if kept is not None:
            _put_aside(state, kept)
        state.presets.put(preset.name, StoredPreset(preset, state.n, by, state.wall_ms, note))
    return (PresetStored(preset),)


def _check_number(state: State, preset: WallPreset) -> None:
    if preset.number is None:
        return
    for name in sorted(state.presets):
        if name != preset.name and state.presets[name].preset.number == preset.number:
            raise CommandRefused(
                "number_taken", f"number {preset.number} is wall preset {name!r}'s; take another number"
            )


def _check_unchanged(state: State, name: str, over: int | None) -> None:
    kept = state.presets.get(name)
    there = kept.version if kept is not None else NO_VERSION
    if over is None or over == there:
        return
    if kept is None:
        text = f"wall preset {name!r} was deleted or renamed meanwhile"
    else:
        text = f"wall preset {name!r} was saved meanwhile{f' by {kept.by}' if kept.by else ''}"
    raise CommandRefused(
        "preset_changed", f"{text}: look at it, then replace it all the same or take another name"
    )
