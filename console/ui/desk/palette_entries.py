"""What the palette finds: entries of each kind, told anew each time it opens, and with what changes then."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from console.domain.ids import FeedId
from console.domain.operator_commands.command import OperatorCommand
from console.domain.operator_commands.key_words import keys_in_words
from console.domain.operator_commands.palette_words import searched_text
from console.domain.wording import counted, few_of, isolated, one_line
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.select_words import SELECT_CELL
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.key_table import KeyTable


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """A line: of which kind, its title, at the right more of it. ``found_by``: case-folded, what is searched.

    ``act`` is what Enter does, ``also`` what Ctrl+Enter does, None for nothing else; both with their words,
    by which lines are told apart.
    """

    kind: str
    title: str
    detail: str
    found_by: str
    act: Callable[[], object] = field(compare=False)
    act_words: str
    also: Callable[[], object] | None = field(default=None, compare=False)
    also_words: str = ""


PaletteSource = Callable[[], Sequence[PaletteEntry]]
"""Something that people look for by a name: all of it as it is now, in its order."""


@dataclass(frozen=True, slots=True)
class Searched:
    """Where things are looked for, and what is done with them."""

    view: SiteView
    selection: Selection
    acts: OperatorActs


def command_entries(
    commands: Sequence[OperatorCommand], acts: Mapping[str, Callable[[], object]], keys: KeyTable
) -> list[PaletteEntry]:
    """Those that the desk carries out: Enter does it."""
    return [
        PaletteEntry(
            "command",
            command.title,
            keys_in_words(keys.keys_of(command)),
            searched_text(command),
            acts[command.name],
            "does it",
        )
        for command in commands
        if command.name in acts
    ]


def camera_entries(searched: Searched) -> list[PaletteEntry]:
    """In order of their numbers: Enter selects one, Ctrl+Enter puts it into the selected cell."""
    cell = searched.selection.cell
    words = f"puts it on {cell[0]} cell {cell[1]}" if cell is not None else "needs a selected cell"
    return [
        PaletteEntry(
            "camera",
            f"{camera.number}  {isolated(one_line(camera.name))}",
            one_line(camera.agency),
            f"{camera.number} {camera.name} {camera.agency} {camera.feed}".casefold(),
            partial(searched.selection.select_camera, camera.feed),
            "selects it",
            partial(_put, searched, camera.feed),
            words,
        )
        for camera in searched.view.cameras.values()
    ]


def _put(searched: Searched, feed: FeedId) -> None:
    """This one alone, whatever is chosen together with it."""
    cell = searched.selection.cell
    searched.selection.select_camera(feed)
    if cell is not None:
        searched.acts.assign(*cell, feed)
    else:
        searched.acts.said.emit(SELECT_CELL, True)


def layout_entries(searched: Searched) -> list[PaletteEntry]:
    """In the list's order: Enter loads one on the selected monitor, or the only one."""
    monitors, cell = list(searched.view.monitors), searched.selection.cell
    chosen = cell[0] if cell is not None else None
    onto = chosen or (monitors[0] if len(monitors) == 1 else None)
    words = f"loads it on {onto}" if onto is not None else "needs a selected monitor"
    load = searched.acts.if_it_counts(searched.acts.layouts.load)
    return [
        PaletteEntry("layout", one_line(head.name), "", head.name.casefold(), partial(load, head.name), words)
        for head in searched.view.layouts
    ]


def preset_entries(searched: Searched) -> list[PaletteEntry]:
    """In the list's order: Enter loads one."""
    load = searched.acts.if_it_counts(searched.acts.presets.load)
    return [
        PaletteEntry(
            "preset",
            one_line(head.name),
            f"number {head.number}" if head.number is not None else "",
            f"{head.number or ''} {head.name} wall preset".casefold(),
            partial(load, head.name),
            f"loads it on {few_of(head.monitors)}",
        )
        for head in searched.view.presets
    ]


def tour_entries(searched: Searched) -> list[PaletteEntry]:
    """In the list's order: Enter starts one in the selected cell."""
    cell = searched.selection.cell
    words = f"starts it in {cell[0]} cell {cell[1]}" if cell is not None else "needs a selected cell"
    start = searched.acts.if_it_counts(searched.acts.tours.start)
    return [
        PaletteEntry(
            "tour",
            one_line(kept.tour.name),
            counted(len(kept.tour.steps), "camera"),
            f"{kept.tour.name} tour".casefold(),
            partial(start, kept.tour.name),
            words,
        )
        for kept in searched.view.tours
    ]
