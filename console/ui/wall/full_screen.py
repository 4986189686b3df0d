"""One tile over the whole monitor, as long as nothing that must be seen comes behind it."""

from collections.abc import Callable

from console.domain.ids import CellIndex
from console.domain.wall import MonitorView
from console.domain.wording import counted
from console.ui.wall.alone import alone_view, marked_behind, must_end

ENDED = "Full screen ended: the other tiles changed"


class FullScreen:
    """``say`` shows its sign (None: none), ``tell`` says why it ended, ``lay_out`` shows the other view.

    ``cell`` is the one that is large now.
    """

    def __init__(
        self,
        say: Callable[[str | None], None],
        tell: Callable[[str], None],
        lay_out: Callable[[], None],
    ) -> None:
        self._say = say
        self._tell = tell
        self._lay_out = lay_out
        self.cell: CellIndex | None = None
        self._view: MonitorView | None = None

    def laid_out(self) -> MonitorView | None:
        """What the monitor shows of what core says."""
        if self._view is None or self.cell is None:
            return self._view
        return alone_view(self._view, self.cell)

    def take(self, view: MonitorView | None, *, ends: bool) -> None:
        """What core says now. An incident that comes is never hidden behind another tile; ``ends``: nor is
        anything, as visitors come or go.
        """
        before, self._view = self._view, view
        if self.cell is None:
            return
        if ends or before is None or view is None or must_end(before, view, self.cell):
            self._end()
            self._tell(ENDED)
        else:
            self._say_what_is_behind(view, self.cell)

    def toggle(self, cell: CellIndex) -> None:
        """A cell with a camera over the whole monitor, or all of them again."""
        if self.leave() or self._view is None:
            return
        if any(one.cell == cell and one.feed is not None for one in self._view.cells):
            self.cell = cell
            self._say_what_is_behind(self._view, cell)
            self._lay_out()

    def leave(self) -> bool:
        """All tiles again; whether one was large."""
        if self.cell is None:
            return False
        self._end()
        self._lay_out()
        return True

    def _end(self) -> None:
        self.cell = None
        self._say(None)

    def _say_what_is_behind(self, view: MonitorView, cell: CellIndex) -> None:
        behind = len(marked_behind(view, cell))
        hidden = f" · {counted(behind, 'incident tile')} behind" if behind else ""
        self._say(f"FULL SCREEN · Esc goes back{hidden}")
