"""Monitors that are lent to a replay, and having one back by a key."""

from PySide6.QtCore import QObject, Signal

from console.domain.errors import NoAnswer
from console.domain.ids import MonitorId
from console.domain.wall import NO_SCREEN, NOBODY
from console.protocol.requester import Requester
from console.protocol.supervisor_messages import TakeBackWindow
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView

TAKE_BACK_KEY = "B"
NONE_LENT = "No monitor is lent to a replay."


def lent_words(to: str) -> str:
    """Beside a monitor's name."""
    if to == NOBODY:
        return "CLOSED: no window shows it"
    if to == NO_SCREEN:
        return "NO SCREEN: nobody sees it"
    return f"LENT to {to}  ·  {TAKE_BACK_KEY} takes it back"


class LentMonitors(QObject):
    """``said``: words for people, whether bad. The supervisor lends, so it is asked, not core."""

    said = Signal(str, bool)

    def __init__(
        self, view: SiteView, selection: Selection, supervisor: Requester, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._supervisor = supervisor

    def start(self) -> None:
        """Connect."""
        self._supervisor.start()

    def stop(self) -> None:
        """Disconnect."""
        self._supervisor.stop()

    def take_back(self) -> None:
        """The selected cell's monitor if it is lent, else each one that is. Core tells when it is back."""
        selected = self._selection.cell[0] if self._selection.cell is not None else None
        all_lent = sorted(monitor for monitor, to in self._view.lent.items() if to not in (NOBODY, NO_SCREEN))
        lent = [selected] if selected in all_lent else all_lent
        if not lent:
            self.said.emit(NONE_LENT, True)
        for monitor in lent:
            if monitor is not None:
                self._ask(monitor)

    def _ask(self, monitor: MonitorId) -> None:
        self._supervisor.poll()  # answers say nothing that core does not
        try:
            self._supervisor.send(TakeBackWindow(f"display-{monitor}"))
        except NoAnswer:
            words = f"{monitor} can't be taken back: the supervisor doesn't answer; it comes back by itself"
            self.said.emit(words, True)
        else:
            self.said.emit(f"{monitor} is taken back", False)
