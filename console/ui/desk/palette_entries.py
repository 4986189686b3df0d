"""What the palette finds: each source tells its entries each time it opens."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from console.domain.ids import FeedId
from console.domain.operator_commands.command import OperatorCommand
from console.domain.operator_commands.key_words import keys_in_words
from console.domain.wording import counted, few_of, isolated, one_line
from console.ui.desk.operator_acts import OperatorActs
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.key_table import KeyTable


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """A line: of which kind, its title, at the right more of it. ``found_by``: case-folded, what is searched.

    ``act`` is what Enter does, ``also`` what Ctrl+Enter does, None for nothing else; both with their words.
    """

    kind: str
    title: str
    detail: str
    found_by: str
    act: Callable[[], object]
    act_words: str
    also: Callable[[], object] | None = None
    also_words: str = ""


class PaletteSource(Protocol):
    """Something that people look for by a name."""

    def entries(self) -> Sequence[PaletteEntry]:
        """All of it as it is now, in its order."""


class CommandSource:
    """Commands that the desk carries out; ``first`` tells those about what is selected."""

    def __init__(
        self,
        acts: Mapping[str, Callable[[], object]],
        commands: Callable[[], Sequence[OperatorCommand]],
        keys: KeyTable,
    ) -> None:
        self._acts = acts
        self._commands = commands
        self._keys = keys

    def entries(self) -> list[PaletteEntry]:
        """Those that can be chosen from a list."""
        return [
            PaletteEntry(
                "command",
                command.title,
                keys_in_words(self._keys.keys_of(command)),
                f"{command.title} {command.about.value} {command.does}".casefold(),
                self._acts[command.name],
                "does it",
            )
            for command in self._commands()
            if command.name in self._acts
        ]


class CameraSource:
    """The site's cameras: Enter selects one, Ctrl+Enter puts it into the selected cell."""

    def __init__(self, view: SiteView, selection: Selection, acts: OperatorActs) -> None:
        self._view = view
        self._selection = selection
        self._acts = acts

    def entries(self) -> list[PaletteEntry]:
        """In order of their numbers."""
        cell = self._selection.cell
        words = f"puts it on {cell[0]} cell {cell[1]}" if cell is not None else "needs a selected cell"
        return [
            PaletteEntry(
                "camera",
                f"{camera.number}  {isolated(one_line(camera.name))}",
                one_line(camera.agency),
                f"{camera.number} {camera.name} {camera.agency} {camera.feed}".casefold(),
                lambda feed=camera.feed: self._selection.select_camera(feed),  # type: ignore[misc]
                "selects it",
                lambda feed=camera.feed: self._put(feed),  # type: ignore[misc]
                words,
            )
            for camera in self._view.cameras.values()
        ]

    def _put(self, feed: FeedId) -> None:
        self._selection.select_camera(feed)
        self._acts.assign_selected()


class LayoutSource:
    """The layouts: Enter loads one on the selected monitor, or the only one."""

    def __init__(self, view: SiteView, selection: Selection, acts: OperatorActs) -> None:
        self._view = view
        self._selection = selection
        self._acts = acts

    def entries(self) -> list[PaletteEntry]:
        """In the list's order."""
        monitors = list(self._view.monitors)
        chosen = self._selection.cell[0] if self._selection.cell is not None else None
        onto = chosen or (monitors[0] if len(monitors) == 1 else None)
        words = f"loads it on {onto}" if onto is not None else "needs a selected monitor"
        return [
            PaletteEntry(
                "layout",
                one_line(head.name),
                "",
                head.name.casefold(),
                lambda name=head.name: self._load(name),  # type: ignore[misc]
                words,
            )
            for head in self._view.layouts
        ]

    def _load(self, name: str) -> None:
        if self._acts.count:
            self._acts.layouts.load(name)
        else:
            self._acts.refuse_in_replay()


class PresetSource:
    """The wall presets: Enter loads one."""

    def __init__(self, view: SiteView, acts: OperatorActs) -> None:
        self._view = view
        self._acts = acts

    def entries(self) -> list[PaletteEntry]:
        """In the list's order."""
        return [
            PaletteEntry(
                "preset",
                one_line(head.name),
                f"number {head.number}" if head.number is not None else "",
                f"{head.number or ''} {head.name} wall preset".casefold(),
                lambda name=head.name: self._load(name),  # type: ignore[misc]
                f"loads it on {few_of(head.monitors)}",
            )
            for head in self._view.presets
        ]

    def _load(self, name: str) -> None:
        if self._acts.count:
            self._acts.presets.load(name)
        else:
            self._acts.refuse_in_replay()


class TourSource:
    """The tours: Enter starts one in the selected cell."""

    def __init__(self, view: SiteView, selection: Selection, acts: OperatorActs) -> None:
        self._view = view
        self._selection = selection
        self._acts = acts

    def entries(self) -> list[PaletteEntry]:
        """In the list's order."""
        cell = self._selection.cell
        words = f"starts it in {cell[0]} cell {cell[1]}" if cell is not None else "needs a selected cell"
        return [
            PaletteEntry(
                "tour",
                one_line(kept.tour.name),
                counted(len(kept.tour.steps), "camera"),
                f"{kept.tour.name} tour".casefold(),
                lambda name=kept.tour.name: self._start(name),  # type: ignore[misc]
                words,
            )
            for kept in self._view.tours
        ]

    def _start(self, name: str) -> None:
        if self._acts.count:
            self._acts.tours.start(name)
        else:
            self._acts.refuse_in_replay()
