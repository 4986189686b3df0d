"""Decisions in the process log: each in normal life, counted in a flood, a defect always."""

import logging

import pytest

from console.core.decisions import AnyDecision, IncidentOpened, Undecided
from console.core.log.decision_log import LINES_A_SECOND, LONGEST, DecisionLog
from console.core.log.input_log import ENTRY_VERSION, CommandGiven, LogEntry
from console.domain.ids import CellIndex, IncidentId, MonitorId
from console.protocol.core_messages import ClearCell
from tests.watch.logs import ExpectedLog


def tell(log: DecisionLog, n: int, at_ms: int, made: AnyDecision) -> None:
    entry = LogEntry(
        ENTRY_VERSION, n, at_ms, at_ms, CommandGiven("x", ClearCell(MonitorId("w"), CellIndex(0)))
    )
    log.tell(entry, (made,))


def test_a_flood_is_counted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "sightline.core")
    log = DecisionLog()
    opened = IncidentOpened(IncidentId("i-000001"), 1)
    for n in range(LINES_A_SECOND + 30):
        tell(log, n, 5_000 + n, opened)
    assert len(caplog.messages) == LINES_A_SECOND
    tell(log, 99, 6_000, opened)
    assert caplog.messages[-2:] == [
        "30 more decisions within a second; see the input log",
        f"input 99: {opened}",
    ]


def test_a_defect_is_told_in_a_flood_too(caplog: pytest.LogCaptureFixture, expected_log: ExpectedLog) -> None:
    expected_log("could not be decided on")
    log = DecisionLog()
    for n in range(LINES_A_SECOND + 1):
        tell(log, n, 5_000, IncidentOpened(IncidentId("i-000001"), 1))
    tell(log, 999, 5_000, Undecided("ZeroDivisionError: defect"))
    assert any("input 999 could not be decided on" in text for text in caplog.messages)


def test_of_a_whole_layout_the_beginning_is_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "sightline.core")
    tell(DecisionLog(), 7, 5_000, IncidentOpened(IncidentId("i" * 5_000), 1))
    (line,) = caplog.messages
    assert line.startswith("input 7: IncidentOpened(incident='iii") and len(line) < LONGEST + 60
    assert line.endswith("… (all of it is in the input log)")
