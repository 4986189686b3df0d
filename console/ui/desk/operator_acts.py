"""The operator's acts as commands to core, and what became of each in words."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.incident import IncidentState
from console.domain.wording import camera_words, headline
from console.protocol.command_sender import CommandSender, Outcome
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AssignFeed,
    ClearCell,
    CloseIncident,
    PinCell,
    RewindCell,
    UndoSwitch,
)
from console.ui.desk.layout_acts import LayoutActs
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.replay.control import ReplayControl
from console.ui.replay.keys import IN_REPLAY

REWIND_STEP_S = 10.0
SELECT_CELL = "Select a cell of the wall first: click it in a miniature."
SELECT_CAMERA = "Select a camera first: click it in the list or on the map."
SELECT_INCIDENT = "Select an incident first: click its card, or its sign on the map."


class OperatorActs(QObject):
    """Each act is one method and works on what is selected. ``said``: words for people, whether bad."""

    said = Signal(str, bool)

    def __init__(
        self,
        view: SiteView,
        selection: Selection,
        commands: CommandSender,
        parent: QObject | None = None,
        *,
        replay: ReplayControl | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._selection = selection
        self._commands = commands
        self._replay = replay
        self.layouts = LayoutActs(view, selection, self.give, self)
        self.layouts.said.connect(self.said)

    @property
    def count(self) -> bool:
        """Whether acts do anything: in a replay only while it is decided again."""
        return self._replay is None or self._replay.is_again

    # --- the wall

    def assign_selected(self) -> None:
        """The selected camera into the selected cell."""
        if self._selection.camera is None:
            self.said.emit(SELECT_CAMERA, True)
        elif self._selection.cell is None:
            self.said.emit(SELECT_CELL, True)
        else:
            self.assign(*self._selection.cell, self._selection.camera)

    def assign(self, monitor: MonitorId, cell: CellIndex, feed: FeedId) -> None:
        """A camera into a cell."""
        name = camera_words(self._view.cameras.get(feed), feed)
        self.give(AssignFeed(monitor, cell, feed), f"{name} put on {monitor} cell {cell}")

    def toggle_pin(self) -> None:
        """Pin the selected cell, or let it go."""
        self._on_cell(self._toggle_pin)

    def _toggle_pin(self, monitor: MonitorId, cell: CellIndex) -> None:
        shown = self._view.cell(monitor, cell)
        pinned = not (shown is not None and shown.pinned)
        words = "pinned" if pinned else "no longer pinned"
        self.give(PinCell(monitor, cell, pinned), f"{monitor} cell {cell} {words}")

    def clear_hand(self) -> None:
        """Take the hand off the selected cell."""
        self._on_cell(
            lambda monitor, cell: self.give(ClearCell(monitor, cell), f"hand taken off {monitor} cell {cell}")
        )

    def rewind(self) -> None:
        """The selected cell plays its feed 10 s behind live; again: 10 s more."""
        self._on_cell(self._rewind)

    def _rewind(self, monitor: MonitorId, cell: CellIndex) -> None:
        shown = self._view.cell(monitor, cell)
        back_s = (shown.rewind_s if shown is not None else 0.0) + REWIND_STEP_S
        self.give(RewindCell(monitor, cell, back_s), f"{monitor} cell {cell} plays {back_s:g} s behind live")

    def back_to_live(self) -> None:
        """The selected cell is live again."""
        self._on_cell(
            lambda monitor, cell: self.give(RewindCell(monitor, cell, 0.0), f"{monitor} cell {cell} is live")
        )

    def leave_rewind(self) -> bool:
        """The same, only if the selected cell is rewound; whether it was."""
        shown = self._view.cell(*self._selection.cell) if self._selection.cell is not None else None
        rewound = shown is not None and shown.rewind_s > 0
        if rewound:
            self.back_to_live()
        return rewound

    def _on_cell(self, act: Callable[[MonitorId, CellIndex], None]) -> None:
        if self._selection.cell is None:
            self.said.emit(SELECT_CELL, True)
        else:
            act(*self._selection.cell)

    # --- incidents

    def acknowledge(self) -> None:
        """The selected incident has been seen."""
        self._on_incident(AcknowledgeIncident, "acknowledged")

    def close(self) -> None:
        """The selected incident is done with."""
        self._on_incident(CloseIncident, "closed")

    def undo_switches(self) -> None:
        """Take back what the selected incident switched."""
        self._on_incident(UndoSwitch, "switches taken back")

    def _on_incident(
        self, command: type[AcknowledgeIncident] | type[CloseIncident] | type[UndoSwitch], words: str
    ) -> None:
        selected = self._selection.incident
        incident = self._view.incidents.get(selected) if selected is not None else None
        if incident is None:
            self.said.emit(SELECT_INCIDENT, True)
        elif command is AcknowledgeIncident and incident.state is not IncidentState.OPEN:
            self.said.emit(f"{headline(incident)} is acknowledged already", False)
        else:
            # first what was done: the desk's lowest line cuts its end
            self.give(command(incident.incident), f"{words}: {headline(incident)}")

    # --- what became of it

    def refuse_in_replay(self) -> None:
        """Say why an act of a live site is none here."""
        self.said.emit(IN_REPLAY, True)

    def give(self, command: Struct, words: str) -> None:
        """Send a command, if acts count here."""
        if self.count:
            self._commands.give(command, words)
        else:
            self.refuse_in_replay()

    def came_out(self, outcome: Outcome) -> None:
        """Say what became of a command."""
        hint = self.layouts.came_out(outcome)
        self.said.emit(f"{outcome.words}{hint}", not outcome.is_good)
