"""One key has each monitor's window show its number, and take it away; what shows none is said."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zmq
from pytestqt.qtbot import QtBot

from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.reply import Refusal
from console.protocol.requester import Requester
from console.protocol.responder import Responder
from console.protocol.supervisor_messages import SupervisorRequest
from console.protocol.window_messages import NUMBER_S, ShowNumber, WindowRequest
from console.ui.desk.monitor_numbers import MonitorNumbers
from tests.watch.waiting import becomes_true


class Windows:
    """A supervisor that knows two displays and the desk, and the displays' windows."""

    def __init__(self, context: "zmq.Context[zmq.Socket[bytes]]", run_dir: Path, qtbot: QtBot) -> None:
        clock, endpoints = SystemClock(), Endpoints(run_dir)
        self._qtbot = qtbot
        self._supervisor = Responder(context, (endpoints.supervisor,), SupervisorRequest, clock)
        self._windows = {
            name: Responder(context, (endpoints.window(f"display-{name}"),), WindowRequest, clock)
            for name in ("wall-1", "wall-2")
        }
        self.processes: list[dict[str, Any]] = [
            _process(f"display-{name}", "display", endpoints.window(f"display-{name}"))
            for name in self._windows
        ]
        self.processes.append(_process("desk", "desk", endpoints.window("desk")))
        self.asked: list[tuple[str, float]] = []
        self.refusing: Refusal | None = None
        self.silent: set[str] = set()
        supervisor = Requester(
            context, endpoints.supervisor, "desk", clock, SupervisorRequest, only_connected=True
        )
        self.numbers = MonitorNumbers(
            supervisor, lambda address: Requester(context, address, "desk", clock, WindowRequest), clock
        )
        self.told: list[tuple[str, bool]] = []
        self.numbers.said.connect(lambda words, bad: self.told.append((words, bad)))
        for part in (self._supervisor, *self._windows.values(), self.numbers):
            part.start()
        assert becomes_true(lambda: supervisor.is_connected, 5.0)

    def toggle(self) -> tuple[str, bool]:
        """The key is pressed; what is said then."""
        before = len(self.told)
        self.numbers.toggle()
        self._qtbot.waitUntil(lambda: self._pump() or len(self.told) > before, timeout=10_000)
        return self.told[-1]

    def _pump(self) -> None:
        for asked in self._supervisor.receive():
            if "supervisor" not in self.silent:
                self._supervisor.reply(asked, {"processes": self.processes})
        for number, (name, window) in enumerate(self._windows.items(), 1):
            for wanted in window.receive():
                assert isinstance(wanted.request.command, ShowNumber)
                self.asked.append((name, wanted.request.command.for_s))
                if name not in self.silent:
                    window.reply(wanted, None if self.refusing else {"number": number}, self.refusing)

    def stop(self) -> None:
        for part in (self.numbers, self._supervisor, *self._windows.values()):
            part.stop()


def _process(name: str, kind: str, window: str) -> dict[str, Any]:
    return {"name": name, "kind": kind, "state": "running", "trouble": "", "window": window}


@pytest.fixture
def windows(run_dir: Path, qtbot: QtBot) -> Iterator[Windows]:
    with zmq.Context() as context:
        made = Windows(context, run_dir, qtbot)
        yield made
        made.stop()


def test_each_monitor_shows_its_number_and_by_the_same_key_no_more(windows: Windows) -> None:
    assert windows.toggle() == ("Done: wall-1 shows 1, wall-2 shows 2; for 10 s, N takes it away", False)
    assert windows.toggle() == ("Done: the monitors' numbers are taken away", False)
    assert windows.asked == [("wall-1", NUMBER_S), ("wall-2", NUMBER_S), ("wall-1", 0.0), ("wall-2", 0.0)]
    assert windows.toggle()[0].startswith("Done: wall-1 shows 1"), "and again"


def test_a_window_that_shows_none_is_named_with_the_reason(windows: Windows) -> None:
    windows.processes[0] |= {"state": "closed"}
    words, bad = windows.toggle()
    assert bad and words == "1 monitor shown with its number; wall-1 does not (its window does not run)"
    windows.processes[0] |= {"state": "running"}
    windows.silent.add("wall-2")
    windows.toggle()  # takes away
    assert windows.toggle() == (
        "1 monitor shown with its number; wall-2 does not (its window doesn't answer)",
        True,
    )


def test_what_a_window_refuses_is_said_in_its_words(windows: Windows) -> None:
    windows.refusing = Refusal("no_number", "this window is no monitor's")
    assert windows.toggle() == (
        "0 monitors shown with their number; wall-1 does not (this window is no monitor's), "
        "wall-2 does not (this window is no monitor's)",
        True,
    )


def test_without_monitors_or_supervisor_it_says_so(windows: Windows) -> None:
    windows.processes = windows.processes[2:]
    assert windows.toggle() == ("This site has no monitors.", True)
    windows.silent.add("supervisor")
    words, bad = windows.toggle()
    assert bad and "the supervisor doesn't answer" in words
