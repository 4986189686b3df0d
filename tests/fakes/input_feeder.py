"""Feeds core's step with inputs under a clock that only moves when told to."""

from pathlib import Path

import msgspec

from console.core.boundary.alert_format import read_alert
from console.core.decisions import AnyDecision, Refused
from console.core.log.input_log import (
    ENTRY_VERSION,
    AlertReceived,
    AnyInput,
    CommandGiven,
    LogEntry,
    SiteLoaded,
    StateCommand,
    TimerFired,
)
from console.core.state import State
from console.core.step import step
from console.core.wall.cells import monitor_views
from console.domain.ids import MonitorId
from console.domain.wall import MonitorView
from console.protocol.alert_messages import AlertMessage
from console.protocol.layout_file import shipped_layouts
from tests.fakes.core_site import core_config

START_MS = 1_772_366_400_000


class InputFeeder:
    """Numbers inputs as core does, keeps the entries and what was decided on each."""

    def __init__(self, *, cameras: int = 12, layout: str = "3x3", hold_s: int = 300) -> None:
        config = core_config(Path("/nowhere"), cameras=cameras, layout=layout, hold_s=hold_s)
        self.site = SiteLoaded(
            "test", config.cameras, config.monitors, config.director, shipped_layouts(), {}
        )
        self.state = State()
        self.now_ms = START_MS
        self.alerts = 0
        self.entries: list[LogEntry] = []
        self.decided: list[tuple[int, tuple[AnyDecision, ...]]] = []
        self.feed(self.site)

    def feed(self, logged: AnyInput) -> tuple[AnyDecision, ...]:
        """Fire what is due, then this."""
        while (timer := self.state.timers.first) is not None and timer.due_ms <= self.now_ms:
            self._feed(TimerFired(timer), timer.due_ms)
        return self._feed(logged, self.now_ms)

    def alert(self, message: AlertMessage) -> tuple[AnyDecision, ...]:
        """An alert, received at this moment."""
        alert = read_alert(msgspec.json.encode(message)).alert
        self.alerts += 1
        number = self.state.incidents.next_number.value
        return self.feed(AlertReceived(self.alerts, number, alert, received_mono_ns=self.now_ms * 1_000_000))

    def command(self, command: StateCommand) -> tuple[AnyDecision, ...]:
        """A command of the operator."""
        return self.feed(CommandGiven("operator", command, f"asked-{len(self.entries)}"))

    def refusal(self, command: StateCommand) -> str:
        """The code with which a command is refused, "" when it is not."""
        return next((made.code for made in self.command(command) if isinstance(made, Refused)), "")

    def view(self, monitor: str = "wall-1") -> MonitorView:
        """What a monitor is to show."""
        return monitor_views(self.state)[MonitorId(monitor)]

    def _feed(self, logged: AnyInput, at_ms: int) -> tuple[AnyDecision, ...]:
        n = len(self.entries) + 1
        entry = LogEntry(ENTRY_VERSION, n, max(self.state.at_ms, at_ms), self.now_ms, logged)
        decisions = step(self.state, entry)
        self.entries.append(entry)
        self.decided.append((entry.n, decisions))
        return decisions
