"""By one key each monitor shows its number, and by the same key no more: the windows themselves are asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.errors import NoAnswer
from console.domain.operator_commands.table import key_of
from console.domain.wording import counted
from console.protocol.clock import Clock
from console.protocol.reply import Reply
from console.protocol.requester import Requester
from console.protocol.supervisor_messages import GetProcesses
from console.protocol.window_messages import NUMBER_S, ShowNumber

POLL_MS = 50
ANSWER_WITHIN_NS = 2_000_000_000
NO_SUPERVISOR = "the supervisor doesn't answer, who knows where the windows are: no monitor shows its number"
NO_MONITORS = "This site has no monitors."
NOT_RUNNING = "its window does not run"
SILENT = "its window doesn't answer"


@dataclass(slots=True)
class _Asked:
    """A monitor's window that was asked: its answer in words, and whether that is good, once it is known."""

    monitor: str
    window: Requester | None
    words: str = ""
    shows: bool = False


class MonitorNumbers(QObject):
    """``said``: words for people, whether bad. ``window_at`` makes what asks the window at an address.

    The supervisor knows where they are, also those that are lent.
    """

    said = Signal(str, bool)

    def __init__(
        self,
        supervisor: Requester,
        window_at: Callable[[str], Requester],
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._supervisor = supervisor
        self._window_at = window_at
        self._clock = clock
        self._question = ""
        self._until_ns = 0
        self._shown_until_ns = 0
        self._for_s = 0.0
        self._asked: list[_Asked] = []
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.poll)

    def start(self) -> None:
        """Connect."""
        self._supervisor.start()

    def stop(self) -> None:
        """Disconnect."""
        self._leave()
        self._supervisor.stop()

    def toggle(self) -> None:
        """Show them for ten seconds; while they are shown take them away."""
        if self._timer.isActive():
            return
        now_ns = self._clock.monotonic_ns()
        self._for_s = 0.0 if now_ns < self._shown_until_ns else NUMBER_S
        self._supervisor.poll()  # what came too late before
        try:
            self._question = self._supervisor.send(GetProcesses())
        except NoAnswer:
            self.said.emit(f"Refused: {NO_SUPERVISOR}", True)
            return
        self._until_ns = now_ns + ANSWER_WITHIN_NS
        self._timer.start()

    def poll(self) -> None:
        """Take what came; tell what became of it once all have answered, or at the end of their time."""
        is_late = self._clock.monotonic_ns() >= self._until_ns
        for reply in self._supervisor.poll():
            if reply.id == self._question:
                self._question = ""
                self._ask_windows(reply)
        for asked in self._asked:
            if asked.window is not None and not asked.words:
                _take(asked, asked.window.poll())
        if self._question and is_late:
            self._leave()
            self.said.emit(f"Refused: {NO_SUPERVISOR}", True)
        elif not self._question and (is_late or all(asked.words for asked in self._asked)):
            self._tell()

    def _ask_windows(self, reply: Reply) -> None:
        told = reply.result.get("processes", ()) if isinstance(reply.result, dict) else ()
        for process in [one for one in told if one["kind"] == "display"]:
            monitor = str(process["name"]).removeprefix("display-")
            if process["state"] not in ("running", "starting"):
                self._asked.append(_Asked(monitor, None, process["trouble"] or NOT_RUNNING))
                continue
            window = self._window_at(str(process["window"]))
            window.start()
            window.send(ShowNumber(for_s=self._for_s))
            self._asked.append(_Asked(monitor, window))

    def _tell(self) -> None:
        asked, for_s = self._asked, self._for_s
        self._leave()
        self._shown_until_ns = self._clock.monotonic_ns() + int(for_s * 1e9)
        dark = [f"{one.monitor} does not ({one.words or SILENT})" for one in asked if not one.shows]
        shown = [one.words for one in asked if one.shows]
        if not asked:
            self.said.emit(NO_MONITORS, True)
        elif not for_s:
            self.said.emit("Done: the monitors' numbers are taken away", False)
        elif dark:
            count = (
                f"{counted(len(shown), 'monitor')} shown with {'its' if len(shown) == 1 else 'their'} number"
            )
            self.said.emit(f"{count}; {', '.join(dark)}", True)
        else:
            key = key_of("show-numbers")
            self.said.emit(f"Done: {', '.join(shown)}; for {for_s:g} s, {key} takes it away", False)

    def _leave(self) -> None:
        self._timer.stop()
        self._question = ""
        for asked in self._asked:
            if asked.window is not None:
                asked.window.stop()
        self._asked = []


def _take(asked: _Asked, replies: list[Reply]) -> None:
    for reply in replies:
        result: dict[str, Any] = reply.result if isinstance(reply.result, dict) else {}
        number = result.get("number")
        asked.shows = reply.refused is None and isinstance(number, int)
        refusal = reply.refused.text if reply.refused is not None else SILENT
        asked.words = f"{asked.monitor} shows {number}" if asked.shows else refusal
