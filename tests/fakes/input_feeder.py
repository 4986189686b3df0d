"""Feeds core's decider with inputs under a clock that only moves when told to."""

from pathlib import Path

import msgspec

from console.core.boundary.alert_format import read_alert
from console.core.decisions import AnyDecision, Refused
from console.core.log.decider import Decided, Decider
from console.core.log.input_log import (
    AlertReceived,
    AnyInput,
    CommandGiven,
    LogEntry,
    SiteLoaded,
    StateCommand,
    Voided,
)
from console.core.log.log_clock import LogClock
from console.core.log.rows import Counted, Row
from console.core.state import State
from console.core.wall.cells import monitor_views
from console.domain.ids import MonitorId
from console.domain.rule import Rule
from console.domain.wall import MonitorView
from console.protocol.alert_messages import AlertMessage
from console.protocol.layout_file import shipped_layouts
from console.protocol.process_config import RecordingConfig
from tests.fakes.core_site import core_config
from tests.fakes.kept_additions import KeptAdditions
from tests.fakes.set_clock import SetClock


class NotedDecider(Decider):
    """Notes what it decided on each input, on the timers' too, which it tells nobody."""

    noted: list[Decided]

    def _decide(
        self, logged: AnyInput, at_ms: int, rows: tuple[Row, ...] = (), counts: tuple[Counted, ...] = ()
    ) -> Decided:
        decided = super()._decide(logged, at_ms, rows, counts)
        self.noted.append(decided)
        return decided


class InputFeeder:
    """Core's decider for a site of two monitors, with what it logged and decided."""

    def __init__(
        self,
        *,
        cameras: int = 12,
        layout: str = "3x3",
        hold_s: int = 300,
        recording: RecordingConfig | None = None,
        rules: tuple[Rule, ...] = (),
    ) -> None:
        config = core_config(Path("/nowhere"), cameras=cameras, layout=layout, hold_s=hold_s)
        self.site = SiteLoaded(
            "test",
            config.cameras,
            config.monitors,
            config.director,
            shipped_layouts(),
            {},
            recording or RecordingConfig(),
            rules=rules,
            public_preset="alarm",
            ways=4,
        )
        self.clock = SetClock()
        log_clock = LogClock(self.clock)
        log_clock.start(0)
        self.log = KeptAdditions()
        self.state = State()
        self.decider = NotedDecider(self.log, self.state, log_clock)  # type: ignore[arg-type]
        self.decider.noted = []
        self.alerts = 0
        self.feed(self.site)

    @property
    def now_ms(self) -> int:
        """Both log and wall time. To set it lets time go by."""
        return self.clock.now_ms()

    @now_ms.setter
    def now_ms(self, later_ms: int) -> None:
        self.clock.pass_ms(later_ms - self.now_ms)

    @property
    def entries(self) -> list[LogEntry]:
        """The log so far."""
        return self.log.entries()

    @property
    def decided(self) -> list[tuple[int, tuple[AnyDecision, ...]]]:
        """What was decided on each of its inputs."""
        return [(made.n, made.decisions) for made in self.decider.noted]

    def feed(self, logged: AnyInput) -> tuple[AnyDecision, ...]:
        """Fire what is due, then this."""
        return self.decider.decide(logged).decisions

    def lose(self, inputs: int) -> None:
        """A start that finds the last numbers given and nothing written of them."""
        first_n = self.state.n + 1
        self.state.n += inputs
        self.feed(Voided("never given, or lost with what could not be read", first_n))

    def alert(self, message: AlertMessage) -> tuple[AnyDecision, ...]:
        """An alert, received at this moment."""
        alert = read_alert(msgspec.json.encode(message)).alert
        self.alerts += 1
        number = self.state.incidents.next_number.value
        return self.feed(AlertReceived(self.alerts, number, alert, received_mono_ns=self.now_ms * 1_000_000))

    def command(self, command: StateCommand) -> tuple[AnyDecision, ...]:
        """A command of the operator."""
        return self.feed(CommandGiven("operator", command, f"asked-{len(self.decider.noted)}"))

    def refusal(self, command: StateCommand) -> str:
        """The code with which a command is refused, "" when it is not."""
        return next((made.code for made in self.command(command) if isinstance(made, Refused)), "")

    def view(self, monitor: str = "wall-1") -> MonitorView:
        """What a monitor is to show."""
        return monitor_views(self.state)[MonitorId(monitor)]
