"""What the operator does with layouts, as commands to core; each can be taken back."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.domain.ids import MonitorId
from console.domain.layout import Layout
from console.protocol.command_sender import Outcome
from console.protocol.layout_messages import (
    DeleteLayout,
    ImportLayout,
    LoadLayout,
    LockLayout,
    OwnLayout,
    RenameLayout,
    RestoreLayout,
    SaveLayout,
)
from console.protocol.wall_messages import UndoLoad
from console.ui.desk.done_acts import Conflict, DoneActs, ToldVersions
from console.ui.desk.missing_parts import with_missing
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView

SELECT_MONITOR = "Select a monitor first: click a cell of its miniature."
CONFLICT = "layout_changed"
"""Core's code for a layout that another one has changed meanwhile."""


class LayoutActs(QObject):
    """``done`` sends what can be taken back, ``give`` what can't. ``conflict`` carries a Conflict; ``said``
    words, whether bad.
    """

    said = Signal(str, bool)
    conflict = Signal(object)

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        done: DoneActs,
        give: Callable[[Struct, str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._done = done
        self._give = give
        self._told = ToldVersions()

    def load(self, name: str, monitor: MonitorId | None = None) -> None:
        """Onto that monitor; else onto the selected cell's, or the only one."""
        monitor = monitor or self._monitor()
        if monitor is not None:
            self._done.do(
                LoadLayout(monitor, name, keep_incidents=True),
                with_missing(f"layout {name} loaded on {monitor}", self._view, self._view.layout(name)),
                lambda n: (UndoLoad(n), f"{monitor} shows what it did before layout {name}"),
            )

    def save(self, name: str) -> None:
        """What the selected cell's monitor shows, or the only one's; in place of what is known there."""
        monitor = self._monitor()
        if monitor is None or not name.strip():
            return
        is_loaded = self._view.monitors[monitor].layout_name == name.strip()
        self._save(SaveLayout(monitor, name.strip(), None if is_loaded else self._version(name.strip())))

    def save_all_the_same(self, wanted: SaveLayout) -> None:
        """In place of the version that was told of; another one since is a conflict again."""
        over = self._told.take(wanted.name, self._version(wanted.name))
        self._save(SaveLayout(wanted.monitor, wanted.name, over, wanted.note))

    def keep(self, layout: Layout, over: int, note: str) -> ImportLayout:
        """A layout that was edited, in place of that version, 0 for none; its outcome has this command."""
        command = ImportLayout(layout, replace=True, over=over, note=note)
        self._keep(command, layout.name, f"layout {layout.name} saved")
        return command

    def _save(self, command: SaveLayout) -> None:
        self._keep(command, command.name, f"{command.monitor} saved as layout {command.name}")

    def _keep(self, command: Struct, name: str, words: str) -> None:
        before = self._version(name)
        instead = " in place of the one before" if before else ""

        def back(n: int) -> tuple[Struct, str] | None:
            if n != self._version(name) == before:  # just that was there already
                return None
            if before:
                return RestoreLayout(name, before, n), f"layout {name} is as it was before it was saved"
            return DeleteLayout(name, n), f"layout {name} is not kept any more"

        self._done.do(command, f"{words}{instead}", back, before)

    def delete(self, name: str) -> None:
        """It goes from the list; monitors keep what they show."""
        version = self._version(name)
        self._done.do(
            DeleteLayout(name, version),
            f"layout {name} deleted",
            lambda _: (RestoreLayout(name, version, 0), f"layout {name} is back"),
            version,
        )

    def rename(self, name: str, to: str) -> None:
        """Also on the monitors that show it."""
        version = self._version(name)
        self._done.do(
            RenameLayout(name, to, version),
            f"layout {name} is called {to} now",
            lambda n: (RenameLayout(to, name, n), f"layout {to} is called {name} again"),
            version,
        )

    def toggle_own(self, name: str) -> None:
        """It is this desk's own, or everybody's again."""
        head = self._view.layout(name)
        personal = not (head is not None and head.owner)
        words = "is your own: no other desk lists it" if personal else "is everybody's"
        self._give(OwnLayout(name, personal), f"layout {name} {words}")

    def toggle_lock(self, name: str) -> None:
        """Nobody changes it, or everybody may again."""
        head = self._view.layout(name)
        locked = not (head is not None and head.locked)
        words = "is locked" if locked else "can be changed again"
        self._give(LockLayout(name, locked), f"layout {name} {words}")

    def came_out(self, outcome: Outcome) -> None:
        """Ask where core wants a choice."""
        if outcome.code == CONFLICT and isinstance(outcome.command, SaveLayout):
            name = outcome.command.name
            self._told.note(name, self._version(name), outcome.command.over)
            self.conflict.emit(Conflict(outcome.command, outcome.why))

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
