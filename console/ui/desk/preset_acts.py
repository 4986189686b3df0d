"""What the operator does with wall presets, as commands to core; each can be taken back."""

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.domain.ids import MonitorId
from console.protocol.command_sender import Outcome
from console.protocol.preset_messages import (
    DeletePreset,
    LoadPreset,
    PresetHead,
    RenamePreset,
    RestorePreset,
    SavePreset,
)
from console.protocol.wall_messages import UndoLoad
from console.ui.desk.done_acts import Conflict, DoneActs, ToldVersions, gone_words
from console.ui.desk.missing_parts import with_missing
from console.ui.desk.site_view import SiteView

CONFLICT = "preset_changed"
"""Core's code for a wall preset that another one has changed meanwhile."""


class PresetActs(QObject):
    """``done`` sends what can be taken back. ``conflict`` carries a Conflict; ``said``: words for
    people, whether bad."""

    said = Signal(str, bool)
    conflict = Signal(object)

    def __init__(self, view: SiteView, done: DoneActs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._done = done
        self._told = ToldVersions()
        self._known: dict[str, int] = {}

    def load(self, name: str, monitors: tuple[MonitorId, ...] = ()) -> None:
        """On all of its monitors, or on some."""
        where = f" on {', '.join(monitors)}" if monitors else ""
        self._done.do(
            LoadPreset(name, monitors),
            with_missing(f"wall preset {name} loaded{where}", self._view, self.head(name)),
            lambda n: (UndoLoad(n), f"the wall shows what it did before preset {name}"),
        )

    def load_number(self, number: int) -> None:
        """By its key; what there is, where no preset has the number."""
        found = next((head for head in self._view.presets if head.number == number), None)
        if found is not None:
            self.load(found.name)
            return
        numbers = [f"{head.number} {head.name}" for head in self._view.presets if head.number is not None]
        there = f"there is {', '.join(numbers)}" if numbers else "save one with a number first"
        self.said.emit(f"No wall preset has number {number}: {there}.", True)

    def save(self, name: str, number: int | None = None, monitors: tuple[MonitorId, ...] = ()) -> None:
        """What monitors (none named: all) show, in place of what this desk loaded or kept under the name; of
        one that it did neither with, in place of what is there.
        """
        name = name.strip()
        there = self._version(name)
        if name:
            self._save(SavePreset(name, number, monitors, min(self._known.get(name, there), there)))

    def save_all_the_same(self, wanted: SavePreset) -> None:
        """In place of the version that was told of; another one since is a conflict again."""
        over = self._told.take(wanted.name, self._version(wanted.name))
        self._save(SavePreset(wanted.name, wanted.number, wanted.monitors, over, wanted.note))

    def _note_known(self, outcome: Outcome) -> None:
        if not outcome.is_good:
            return
        match outcome.command:
            case LoadPreset(name=name):
                self._known[name] = self._version(name)
            case SavePreset(name=name) | RenamePreset(to=name):
                self._known[name] = outcome.n
            case RestorePreset() | DeletePreset():
                self._known.clear()

    def _save(self, command: SavePreset) -> None:
        name = command.name
        number = f" ({command.number})" if command.number is not None else ""
        words = f"the wall saved as wall preset {name}{number}"
        if command.over:
            before = command.over
            self._done.do(
                command, f"{words} in place of the one before", lambda n: self._restored(name, n, n), before
            )
            return
        self._done.do(
            command, words, lambda n: (DeletePreset(name, n), f"wall preset {name} is not kept any more")
        )

    def _restored(self, name: str, n: int, over: int) -> tuple[Struct, str] | None:
        head = self.head(name)
        if over and head is not None and head.version != over:  # just that was there already
            return None
        return RestorePreset(n, over), f"wall preset {name} is as it was"

    def rename(self, name: str, to: str, number: int | None = None) -> None:
        """Another name, or another number; 0 takes the number away."""
        head = self.head(name)
        if head is None:
            self.said.emit(gone_words("renamed", f"wall preset {name}"), True)
            return
        back_to = head.number or 0
        self._done.do(
            RenamePreset(name, to, number, head.version),
            f"wall preset {name} is {to} now",
            lambda n: (RenamePreset(to, name, back_to, n), f"wall preset {to} is {name} again"),
        )

    def delete(self, name: str) -> None:
        """It goes from the list; monitors keep what they show."""
        head = self.head(name)
        over = head.version if head is not None else None
        command = DeletePreset(name, over)
        self._done.do(command, f"wall preset {name} deleted", lambda n: self._restored(name, n, 0), over or 0)

    def came_out(self, outcome: Outcome) -> None:
        """Ask where core wants a choice."""
        self._note_known(outcome)
        if outcome.code == CONFLICT and isinstance(outcome.command, SavePreset):
            name = outcome.command.name
            self._told.note(name, self._version(name), outcome.command.over)
            self.conflict.emit(Conflict(outcome.command, outcome.why))

    def head(self, name: str) -> PresetHead | None:
        """What is known of a wall preset."""
        return next((head for head in self._view.presets if head.name == name), None)

    def _version(self, name: str) -> int:
        """0 where none is kept."""
        head = self.head(name)
        return head.version if head is not None else 0
