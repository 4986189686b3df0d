"""What the operator does with layouts, as commands to core; each can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.domain.ids import MonitorId
from console.domain.operator_commands.table import key_of
from console.protocol.command_sender import Became, Outcome
from console.protocol.layout_messages import (
    DeleteLayout,
    LoadLayout,
    LockLayout,
    RenameLayout,
    RestoreLayout,
    SaveLayout,
)
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView

SELECT_MONITOR = "Select a monitor first: click a cell of its miniature."
NOTHING_TO_UNDO = "Nothing was done with layouts on this desk that could be taken back."
CONFLICT = "layout_changed"
"""Core's code for a layout that another one has changed meanwhile."""

MOST_UNDONE = 50
UNDO_HINT = f" ({key_of('undo-layout')} takes it back)"

Undo = Callable[[int], tuple[Struct, str] | None]
"""From the number of the input that did something: what takes it back, and its words; None for nothing."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What core would not save, as another version is there: for whoever chooses. ``words`` compare both."""

    wanted: SaveLayout
    words: str


class LayoutActs(QObject):
    """``give`` sends a command with its words. ``conflict`` carries a Conflict; ``said`` words, whether bad.

    ``undo`` takes the last act of this desk back that was done, then the one before it.
    """

    said = Signal(str, bool)
    conflict = Signal(object)

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        give: Callable[[Struct, str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._give = give
        self._undos: dict[int, tuple[Struct, Undo, int]] = {}
        self._done: list[tuple[Undo, int, int]] = []
        self._undoing: dict[int, tuple[Struct, int]] = {}
        self._again: dict[int, int] = {}

    def load(self, name: str) -> None:
        """Onto the selected cell's monitor, or the only one."""
        monitor = self._monitor()
        if monitor is not None:
            self._give(LoadLayout(monitor, name), f"layout {name} loaded on {monitor}")

    def save(self, name: str) -> None:
        """What the selected cell's monitor shows, or the only one's; in place of what is known there."""
        monitor = self._monitor()
        if monitor is None or not name.strip():
            return
        is_loaded = self._view.monitors[monitor].layout_name == name.strip()
        self._save(SaveLayout(monitor, name.strip(), None if is_loaded else self._version(name.strip())))

    def save_all_the_same(self, wanted: SaveLayout) -> None:
        """In place of the version that is there now."""
        self._save(SaveLayout(wanted.monitor, wanted.name, self._version(wanted.name), wanted.note))

    def _save(self, command: SaveLayout) -> None:
        name, before = command.name, self._version(command.name)
        instead = " in place of the one before" if before else ""

        def back(n: int) -> tuple[Struct, str] | None:
            if n != self._version(name) == before:  # just that was there already
                return None
            if before:
                return RestoreLayout(name, before, n), f"layout {name} is as it was before it was saved"
            return DeleteLayout(name, n), f"layout {name} is not kept any more"

        self._do(command, f"{command.monitor} saved as layout {name}{instead}", back, before)

    def delete(self, name: str) -> None:
        """It goes from the list; monitors keep what they show."""
        version = self._version(name)
        self._do(
            DeleteLayout(name, version),
            f"layout {name} deleted",
            lambda _: (RestoreLayout(name, version, 0), f"layout {name} is back"),
            version,
        )

    def rename(self, name: str, to: str) -> None:
        """Also on the monitors that show it."""
        version = self._version(name)
        self._do(
            RenameLayout(name, to, version),
            f"layout {name} is called {to} now",
            lambda n: (RenameLayout(to, name, n), f"layout {to} is called {name} again"),
            version,
        )

    def toggle_lock(self, name: str) -> None:
        """Nobody changes it, or everybody may again."""
        head = self._view.layout(name)
        locked = not (head is not None and head.locked)
        words = "is locked" if locked else "can be changed again"
        self._give(LockLayout(name, locked), f"layout {name} {words}")

    def undo(self) -> None:
        """Take the last act back, if nobody has changed the layout since: core looks."""
        while self._done:
            back, n, before = self._done.pop()
            if (made := back(self._now(n))) is not None:
                self._undoing[id(made[0])] = (made[0], before)
                self._give(*made)
                return
        self.said.emit(NOTHING_TO_UNDO, True)

    def _now(self, version: int) -> int:
        """What a version is called since this desk has taken later acts back."""
        while version in self._again:
            version = self._again[version]
        return version

    def _do(self, command: Struct, words: str, back: Undo, before: int) -> None:
        """``before``: the version that stood there."""
        # the command stays with it, so that nothing else has its id
        self._undos[id(command)] = (command, back, before)
        self._give(command, words)

    def came_out(self, outcome: Outcome) -> str:
        """Remember how what was done is taken back; ask where core wants a choice.

        What to say beside the outcome.
        """
        if outcome.became is Became.UNKNOWN:
            return ""  # it may still be known
        undone = self._undoing.pop(id(outcome.command), None)
        if undone is not None and outcome.is_good and undone[1]:
            self._again[undone[1]] = outcome.n
        act = self._undos.pop(id(outcome.command), None)
        if act is not None and outcome.is_good:
            self._done.append((act[1], outcome.n, act[2]))
            del self._done[:-MOST_UNDONE]
            return UNDO_HINT
        if outcome.code == CONFLICT and isinstance(outcome.command, SaveLayout):
            self.conflict.emit(Conflict(outcome.command, outcome.why))
        return ""

    def _version(self, name: str) -> int:
        """0 where none is stored."""
        head = self._view.layout(name)
        return head.version if head is not None else 0

    def _monitor(self) -> MonitorId | None:
        if self._selection.cell is not None:
            return self._selection.cell[0]
        if len(self._view.monitors) == 1:
            return next(iter(self._view.monitors))
        self.said.emit(SELECT_MONITOR, True)
        return None
