"""What a person has to know beside an act that is done: one wording for the desk, the wall and ``ctl``.

Core says it in the answer's result: see console.core.boundary.beside.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from console.domain.wall import HIDDEN
from console.domain.wording import few_of, one_line, unseen_words, visible
from console.protocol.core_messages import AssignFeed, ClearCell, PinCell
from console.protocol.lent_acts import lent_note
from console.protocol.preset_messages import RenamePreset
from console.protocol.tour_messages import RenameTour, StartTour, StopTour
from console.protocol.wall_messages import AssignFeeds, SwapCells, ZoomCell

UNSEEN = "unseen"
"""Of what was loaded on several monitors: those that nobody sees, each with to whom it is lent."""
FRAMED_BY = "framed_by"
"""The rule that put up what an act was done on: it goes with that."""
BENEATH = "beneath"
"""Of what was taken back: monitors on which a rule's preset lies above it, each with the rule."""
STILL_SEEN = "still_seen"
"""Of monitors that were hidden from visitors: those that show a replay all the same, each with its name."""
STILL_NAMED = "still_named"
"""Of a tour's new name: ``layouts`` and ``presets`` that have the old one. Of a wall preset that is gone
from its name: the site file's ``rules`` that have it, and whether its ``public_preset`` does."""
ON_A_FRAME = (AssignFeed, PinCell, ClearCell, AssignFeeds, SwapCells, ZoomCell, StartTour, StopTour)
"""Acts on what a monitor shows now; whatever is loaded there takes a rule's preset away."""


def act_note(command: Struct, result: object) -> str:
    """What to say after "Done, ", first; "" where there is nothing to know."""
    if not isinstance(result, dict):
        return ""
    named = _named(result) if isinstance(command, RenameTour) else _named_in_site(command, result)
    notes = (
        lent_note(command, result),
        *(note(result) for note in (_unseen, _framed, _beneath, _still_seen)),
        named,
    )
    return ", ".join(filter(None, notes))


def _unseen(result: Mapping[str, Any]) -> str:
    away = _texts(result.get(UNSEEN))
    reasons = dict.fromkeys(away.values())
    return ", ".join(
        _once(tuple(one for one, to in away.items() if to == reason), reason) for reason in reasons
    )


def _once(monitors: tuple[str, ...], to: str) -> str:
    is_one = len(monitors) == 1
    back = "shown again" if to == HIDDEN else "back"
    them = "it is" if is_one else "they are"
    return f"on {few_of(monitors)} shown once {them} {back} ({them} {unseen_words(to)})"


def _framed(result: Mapping[str, Any]) -> str:
    rule = result.get(FRAMED_BY)
    return f"there until rule {one_line(rule)} is down" if isinstance(rule, str) else ""


def _beneath(result: Mapping[str, Any]) -> str:
    above = _texts(result.get(BENEATH))
    return ", ".join(
        f"on {monitor} it waits beneath rule {one_line(rule)}" for monitor, rule in above.items()
    )


def _still_seen(result: Mapping[str, Any]) -> str:
    lent = _texts(result.get(STILL_SEEN))
    shown = ", ".join(f"{monitor} still shows {visible(replay)}" for monitor, replay in lent.items())
    return f"but {shown}: take {'it' if len(lent) == 1 else 'them'} back first" if lent else ""


def _named(result: Mapping[str, Any]) -> str:
    """The words say what was done; whoever loads these finds no tour of the old name."""
    named = result.get(STILL_NAMED)
    if not isinstance(named, dict):
        return ""
    layouts, presets = (
        [one_line(str(one)) for one in named.get(sort, ())] for sort in ("layouts", "presets")
    )
    sorts = (("layout", layouts), ("wall preset", presets))
    kept = [f"{sort}{'s' * (len(names) > 1)} {few_of(names)}" for sort, names in sorts if names]
    verb = "has" if len(layouts) + len(presets) == 1 else "have"
    return (
        f"but {' and '.join(kept)} still {verb} its old name: save {'it' if verb == 'has' else 'them'} anew"
    )


def _named_in_site(command: Struct, result: Mapping[str, Any]) -> str:
    """The words say what was done; by the old name nothing is found."""
    named = result.get(STILL_NAMED)
    if not isinstance(named, dict):
        return ""
    rules = [one_line(str(one)) for one in named.get("rules", ())]
    sorts = [f"rule{'s' * (len(rules) > 1)} {few_of(rules)}"] if rules else []
    sorts += ["public_preset"] if named.get("public_preset") else []
    if not sorts:
        return ""
    is_one = len(rules) + bool(named.get("public_preset")) == 1
    who = f"but {' and '.join(sorts)} of the site file still"
    if isinstance(command, RenamePreset):
        return f"{who} {'has' if is_one else 'have'} its old name: write the new one there"
    return f"{who} name{'s' * is_one} it: save another one under its name, or change that"


def _texts(told: object) -> dict[str, str]:
    return {str(one): str(other) for one, other in told.items()} if isinstance(told, dict) else {}
