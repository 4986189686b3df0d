"""Layouts and wall presets that people load: new bases for whole monitors, taken back with one act."""

from collections.abc import Sequence

from console.core.decisions import AnyDecision, LoadUndone
from console.core.incidents.moving import look_again, shown_on, take_off_monitors
from console.core.layouts.monitor_layouts import put_layout
from console.core.lookups import base_of, layout_of, monitors_of, preset_of
from console.core.presets import frames
from console.core.state import State
from console.core.wall.cells import cells_of, own_feed
from console.core.wall.records import Loaded, Surface
from console.core.wall.surfaces import clear, put, surface_of
from console.domain.errors import CommandRefused
from console.domain.ids import FeedId, MonitorId
from console.domain.layout import Layout
from console.protocol.layout_messages import LoadLayout
from console.protocol.preset_messages import LoadPreset
from console.protocol.wall_messages import UndoLoad

MOST_UNDOABLE = 10
"""What is taken back is what was just done."""

WHY = "a layout was loaded"
"""Of a decision, in words that stand in recorded logs: not to be changed."""

Decisions = tuple[AnyDecision, ...]

_Part = tuple[MonitorId, Layout, int | None]
"""A monitor, its new layout, and the version of that if it is a stored one."""


def load_layout(state: State, by: str, command: LoadLayout) -> Decisions:
    """Put a layout on a monitor as its base; its hands go. Raises CommandRefused.

    A mere grid keeps the feeds that the monitor showed by hand and base, in reading order, and fills up with
    cameras that no monitor shows, in the order of their numbers.
    """
    base_of(state, command.monitor)
    layout = layout_of(state, command.name)
    stored = state.stored.get(command.name)
    version = stored.version if stored is not None else None
    parts = [(command.monitor, layout, version)]
    return _load(state, by, f"layout {command.name}", parts, keep_incidents=command.keep_incidents)


def load_preset(state: State, by: str, command: LoadPreset) -> Decisions:
    """Put a wall preset on its monitors, or on these of them. Raises CommandRefused."""
    preset = preset_of(state, command.name).preset
    wanted = monitors_of(state, command.monitors)
    parts: list[_Part] = [(one.monitor, one.layout, None) for one in preset.monitors if one.monitor in wanted]
    if not parts:
        raise CommandRefused(
            "no_monitor",
            f"wall preset {preset.name!r} is for {', '.join(one.monitor for one in preset.monitors)}, and "
            f"none of these is meant here ({', '.join(wanted)})",
        )
    words = f"wall preset {preset.name}"
    return _load(state, by, words, parts, keep_incidents=True, are_parts=True)


def _load(
    state: State,
    by: str,
    words: str,
    parts: Sequence[_Part],
    *,
    keep_incidents: bool,
    are_parts: bool = False,
) -> Decisions:
    monitors = [monitor for monitor, _, _ in parts]
    before = tuple((monitor, _bottom(state, monitor)) for monitor in monitors)
    held = shown_on(state, monitors)
    decisions = take_off_monitors(state, monitors, WHY)
    frames.forget_on(state, monitors)
    ended: Decisions = ()
    for monitor, layout, version in parts:
        kept = _kept_feeds(state, monitor)
        ended += clear(state, monitor)
        decisions += put_layout(state, monitor, layout, kept, version, by, is_part=are_parts)
    _remember(state, Loaded(state.n, by, words, before))
    again = look_again(state, held, WHY) if keep_incidents else ()
    return (*decisions, *ended, *again)


def _kept_feeds(state: State, monitor: MonitorId) -> tuple[FeedId, ...]:
    shown = (own_feed(state, where) for where in cells_of(state, monitor))
    return tuple(dict.fromkeys(feed for feed in shown if feed is not None))


def _bottom(state: State, monitor: MonitorId) -> Surface:
    """What lies beneath whatever rules put up."""
    above = state.wall.frames.get(monitor)
    return above[0].below if above else surface_of(state, monitor)


def _remember(state: State, made: Loaded) -> None:
    loads = state.wall.loads
    loads.put(made.n, made)
    for n in sorted(loads)[:-MOST_UNDOABLE]:
        loads.drop(n)


def undo(state: State, command: UndoLoad) -> Decisions:
    """Bases and hands as they were before; what rules have put up since stays above them.

    Raises CommandRefused where another one was loaded there since.
    """
    made = state.wall.loads.get(command.n)
    if made is None:
        raise CommandRefused(
            "not_undoable",
            f"what input {command.n} loaded can't be taken back (any more): load what you want",
        )
    monitors = [monitor for monitor, _ in made.before if monitor in state.wall.bases]
    since = [one.words for one in _later(state, made.n, monitors)]
    if since:
        raise CommandRefused("loaded_since", f"{since[-1]} was loaded there since: take that back first")
    decisions: Decisions = (LoadUndone(made.n, tuple(monitors)),)
    bare = [monitor for monitor in monitors if monitor not in state.wall.frames]
    held = shown_on(state, bare)
    decisions += take_off_monitors(state, bare, "what was loaded was taken back")
    for monitor, surface in made.before:
        if monitor in bare:
            decisions += put(state, monitor, surface)
        elif monitor in monitors:
            frames.lay_beneath(state, monitor, surface)
    state.wall.loads.drop(made.n)
    return (*decisions, *look_again(state, held, "what was loaded was taken back"))


def _later(state: State, n: int, monitors: Sequence[MonitorId]) -> list[Loaded]:
    """What was loaded on any of these monitors after input ``n``, in that order."""
    later = [state.wall.loads[one] for one in sorted(state.wall.loads) if one > n]
    return [one for one in later if any(monitor in monitors for monitor, _ in one.before)]
