"""What a person has to know beside an act that is done: that nobody sees it yet, that it goes again, what
still has the old name. Pure.
"""

from dataclasses import dataclass

from msgspec import to_builtins

from console.core.lookups import preset_of
from console.core.presets.named_presets import names_in_site
from console.core.state import State
from console.domain.cell_content import TourContent
from console.domain.errors import CommandRefused
from console.domain.ids import MonitorId
from console.domain.layout import Layout
from console.domain.wall import HIDDEN, NO_SCREEN, NOBODY
from console.protocol import core_messages as messages
from console.protocol.act_notes import BENEATH, FRAMED_BY, ON_A_FRAME, STILL_NAMED, STILL_SEEN, UNSEEN
from console.protocol.lent_acts import LENT_TO, shown_on
from console.protocol.preset_messages import DeletePreset, LoadPreset, RenamePreset
from console.protocol.tour_messages import RenameTour
from console.protocol.wall_messages import CoverMonitors, UndoLoad


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act is to be seen, if anywhere: on one monitor, or on several as ``loaded``.

    ``leaving``: the name of the wall preset that is deleted or renamed, "" for none.
    """

    monitor: MonitorId | None = None
    loaded: tuple[MonitorId, ...] = ()
    leaving: str = ""


def place_of(command: messages.AnyCommand, state: State) -> Place:
    """Before the act is done: what is taken back is known no more after it."""
    match command:
        case LoadPreset(name=name, monitors=wanted):
            return Place(loaded=_preset_monitors(state, name, wanted))
        case RenamePreset(name=name) | DeletePreset(name=name):
            return Place(leaving=_preset_name(state, name))
        case UndoLoad(n=n):
            made = state.wall.loads.get(n)
            return Place(loaded=tuple(monitor for monitor, _ in made.before) if made is not None else ())
    return Place(monitor=shown_on(command))


def _preset_monitors(state: State, name: str, wanted: tuple[MonitorId, ...]) -> tuple[MonitorId, ...]:
    try:
        parts = preset_of(state, name).preset.monitors
    except CommandRefused:
        return ()  # and so is the act
    return tuple(one.monitor for one in parts if not wanted or one.monitor in wanted)


def _preset_name(state: State, name: str) -> str:
    """Of one that is gone already what was asked: its answer is given again."""
    try:
        return preset_of(state, name).preset.name
    except CommandRefused:
        return name


def beside(command: messages.AnyCommand, by: str, place: Place, state: State) -> dict[str, object]:
    """For the answer to an act that is done."""
    told: dict[str, object] = {}
    if place.monitor is not None:
        to, frames = unseen(state, place.monitor), state.wall.frames.get(place.monitor)
        told |= {LENT_TO: to} if to is not None else {}
        told |= {FRAMED_BY: frames[-1].rule} if frames and isinstance(command, ON_A_FRAME) else {}
    away = {one: to for one in place.loaded if (to := unseen(state, one)) is not None}
    beneath = {one: frames[-1].rule for one in place.loaded if (frames := state.wall.frames.get(one))}
    told |= {UNSEEN: away} if away else {}
    told |= {BENEATH: beneath} if beneath else {}
    if isinstance(command, CoverMonitors) and (lent := _lent(state, command.monitors)):
        told |= {STILL_SEEN: lent}
    if isinstance(command, RenameTour) and command.name != command.to:
        named = {
            "layouts": _layouts_naming(state, by, command.name),
            "presets": _presets(state, command.name),
        }
        told |= {STILL_NAMED: named} if any(named.values()) else {}
    if place.leaving and place.leaving not in state.presets:
        in_site = names_in_site(state, place.leaving)
        told |= {STILL_NAMED: to_builtins(in_site)} if in_site.is_any else {}
    return told


def _lent(state: State, named: tuple[MonitorId, ...]) -> dict[MonitorId, str]:
    """Those of the monitors (none: of all) that show a replay, each with its name."""
    lent = state.wall.lent.items()
    return {one: to for one, to in lent if to not in (NOBODY, NO_SCREEN) and (not named or one in named)}


def unseen(state: State, monitor: MonitorId) -> str | None:
    """Why nobody sees it there; None where it is seen."""
    return state.wall.lent.get(monitor) or (HIDDEN if monitor in state.wall.covers else None)


def _layouts_naming(state: State, by: str, tour: str) -> list[str]:
    """Of everybody's layouts, and of one's own."""
    return [
        name for name, kept in state.stored.items() if kept.owner in ("", by) and _names(kept.layout, tour)
    ]


def _presets(state: State, tour: str) -> list[str]:
    kept = [(name, kept.preset.monitors) for name, kept in state.presets.items()]
    return [name for name, parts in kept if any(_names(part.layout, tour) for part in parts)]


def _names(layout: Layout, tour: str) -> bool:
    return any(cell.content == TourContent(tour) for cell in layout.cells)
