"""Layouts as they are kept: saving, importing, renaming, deleting, locking.

Who saves says which version that replaces, or it follows from what was loaded: of two who change one layout
the second is refused, and chooses.
"""

from dataclasses import replace
from typing import assert_never

from console.core.decisions import AnyDecision, LayoutDropped, LayoutStored
from console.core.lookups import base_of, layout_of
from console.core.state import State
from console.core.wall.cells import cells_of, own_cell
from console.core.wall.records import Where
from console.domain.errors import CommandRefused
from console.domain.ids import MonitorId
from console.domain.layout import Cell, Layout, StoredLayout
from console.domain.policies.layout_difference import differences
from console.domain.wording import few_of
from console.protocol.layout_file import name_problem, note_problem
from console.protocol.layout_messages import (
    DeleteLayout,
    ImportLayout,
    LockLayout,
    OwnLayout,
    RenameLayout,
    SaveLayout,
)

Decisions = tuple[AnyDecision, ...]

LayoutCommand = SaveLayout | ImportLayout | DeleteLayout | RenameLayout | LockLayout | OwnLayout

NO_VERSION = 0
"""Of a name that no layout has."""


def carry_out(state: State, by: str, command: LayoutCommand) -> Decisions:
    """Do what a person asked for. Raises CommandRefused."""
    match command:
        case SaveLayout():
            return _save(state, by, command)
        case ImportLayout():
            return _take_in(state, by, command)
        case DeleteLayout():
            return _delete(state, by, command)
        case RenameLayout():
            return _rename(state, by, command)
        case LockLayout():
            return _lock(state, by, command)
        case OwnLayout():
            return _make_own(state, by, command)
    assert_never(command)


def store_as_told(state: State, stored: dict[str, Layout]) -> None:
    """What is not told of stays: a core that could not read its log knew no better."""
    for name, layout in stored.items():
        kept = state.stored.get(name)
        if kept is None or kept.layout != layout:
            state.stored.put(name, StoredLayout(layout, state.n))


def layout_to_save(state: State, monitor: MonitorId) -> Layout:
    """What a monitor shows by hand and base, without what incidents put there. Raises CommandRefused."""
    base = base_of(state, monitor)
    return replace(base, cells=tuple(_saved_cell(state, where) for where in cells_of(state, monitor)))


def _save(state: State, by: str, command: SaveLayout) -> Decisions:
    """Store what a monitor shows by hand and base."""
    monitor, name = command.monitor, command.name
    base = base_of(state, monitor)
    over = command.over
    if over is None and base.name == name and name in state.stored:
        over = state.wall.base_versions.get(monitor)
    layout = replace(layout_to_save(state, monitor), name=name)
    if command.over is None and _stands_there(state, layout, command.note):
        over = None  # two who come to the same
    owner = by if command.personal and name not in state.stored else ""
    stored = _store(state, by, layout, over, command.note, owner)
    if base.name == name:
        state.wall.base_versions.put(monitor, state.stored[name].version)
    return stored


def _saved_cell(state: State, where: Where) -> Cell:
    """What a person gave the cell; a camera that the site lacks now stays in a layout that it was in."""
    cell = own_cell(state, where)
    is_given = cell.feed is not None or cell.content is not None or where in state.wall.hands
    if is_given or state.site.loaded.ways < 3:
        return cell
    monitor, index = where
    kept = state.stored.get(base_of(state, monitor).name)
    if kept is None or kept.version != state.wall.base_versions.get(monitor):
        return cell
    before = kept.layout.cells[index] if index < len(kept.layout.cells) else cell
    is_missing = before.feed is not None and before.feed not in state.site.feeds
    return before if is_missing and replace(before, feed=None) == cell else cell


def _take_in(state: State, by: str, command: ImportLayout) -> Decisions:
    """Store a layout from outside."""
    if command.layout.name in state.stored and not command.replace:
        raise CommandRefused(
            "layout_exists",
            f"there is a layout {command.layout.name!r} already; say that it is to be replaced, or rename it",
        )
    if not command.layout.cells:
        raise CommandRefused("bad_layout", f"layout {command.layout.name!r} has no cells")
    return _store(state, by, command.layout, command.over, command.note)


def _delete(state: State, by: str, command: DeleteLayout) -> Decisions:
    _own(state, by, command.name)
    _check_unchanged(state, command.name, command.over)
    state.stored.drop(command.name)
    return (LayoutDropped(command.name),)


def _rename(state: State, by: str, command: RenameLayout) -> Decisions:
    """Monitors that show it say the new name."""
    kept = _own(state, by, command.name)
    _check_unchanged(state, command.name, command.over)
    if command.to == command.name:
        return ()
    if command.to in state.stored:
        raise CommandRefused("layout_exists", f"there is a layout {command.to!r} already; take another name")
    stored = _store(state, by, replace(kept.layout, name=command.to), None, "", kept.owner)
    state.stored.drop(command.name)
    versions = state.wall.base_versions
    for monitor, base in list(state.wall.bases.items()):
        if base.name == command.name:
            state.wall.bases.put(monitor, replace(base, name=command.to))
            if versions.get(monitor) == kept.version:
                versions.put(monitor, state.n)
    return (*stored, LayoutDropped(command.name))


def _lock(state: State, by: str, command: LockLayout) -> Decisions:
    layout_of(state, command.name)
    _refuse_shipped(state, command.name)
    _refuse_others(state, by, command.name)
    kept = state.stored[command.name]
    if kept.locked != command.locked:
        state.stored.put(command.name, replace(kept, locked=command.locked))
    return ()


def _make_own(state: State, by: str, command: OwnLayout) -> Decisions:
    """Sharing is for everybody: who left can't do it any more."""
    layout_of(state, command.name)
    _refuse_shipped(state, command.name)
    if command.personal:
        _refuse_others(state, by, command.name)
    kept = state.stored[command.name]
    owner = by if command.personal else ""
    if kept.owner != owner:
        state.stored.put(command.name, replace(kept, owner=owner))
    return ()


def _own(state: State, by: str, name: str) -> StoredLayout:
    """A layout that was stored here and may be changed. Raises CommandRefused."""
    layout_of(state, name)
    _refuse_shipped(state, name)
    _refuse_others(state, by, name)
    _refuse_locked(state, name)
    return state.stored[name]


def _refuse_shipped(state: State, name: str) -> None:
    if name in state.site.loaded.shipped and name not in state.stored:
        raise CommandRefused(
            "shipped_layout",
            f"{name!r} comes with the product and stays as it is; take another name",
        )


def _refuse_others(state: State, by: str, name: str) -> None:
    kept = state.stored.get(name)
    if kept is not None and kept.owner not in ("", by):
        raise CommandRefused(
            "personal_layout", f"layout {name!r} is {kept.owner}'s own: take another name, or share it first"
        )


def _refuse_locked(state: State, name: str) -> None:
    kept = state.stored.get(name)
    if kept is not None and kept.locked:
        raise CommandRefused(
            "locked_layout", f"layout {name!r} is locked: unlock it first, or take another name"
        )


def _check_unchanged(state: State, name: str, over: int | None, layout: Layout | None = None) -> None:
    """Raise CommandRefused where another version is there than the one that ``layout`` is to replace."""
    kept = state.stored.get(name)
    there = kept.version if kept is not None else NO_VERSION
    if over is None or over == there:
        return
    if kept is None:
        text = f"layout {name!r} was deleted or renamed meanwhile"
    else:
        by = f" by {kept.by}" if kept.by else ""
        text = f"layout {name!r} was saved meanwhile{by}{_compared(kept.layout, layout)}"
    raise CommandRefused(
        "layout_changed", f"{text}: look at it, then replace it all the same or take another name"
    )


def _stands_there(state: State, layout: Layout, note: str) -> bool:
    kept = state.stored.get(layout.name)
    return kept is not None and kept.layout == layout and note in ("", kept.note)


def _compared(there: Layout, layout: Layout | None) -> str:
    """Both, for whoever chooses."""
    if layout is None:
        return ""
    return f" (against it, yours: {few_of(differences(there, layout)) or 'no difference'})"


def _store(state: State, by: str, layout: Layout, over: int | None, note: str, owner: str = "") -> Decisions:
    """``owner``: of a new one; one that is there keeps its own."""
    _refuse_shipped(state, layout.name)
    problem = name_problem(layout.name)
    if problem:
        raise CommandRefused("bad_name", f"{layout.name!r} is no name for a layout: {problem}")
    if problem := note_problem(note):
        raise CommandRefused("bad_note", f"this note can't be kept: {problem}")
    _refuse_others(state, by, layout.name)
    _refuse_locked(state, layout.name)
    _check_unchanged(state, layout.name, over, layout)
    if _stands_there(state, layout, note):
        return (LayoutStored(layout),)  # whoever stored it
    kept = state.stored.get(layout.name)
    owner = kept.owner if kept is not None else owner
    state.stored.put(layout.name, StoredLayout(layout, state.n, by, state.wall_ms, note, owner=owner))
    return (LayoutStored(layout),)
