"""A flood of refusals fills no log."""

import logging

import pytest

from console.protocol.refusal_log import EACH_NS, NAMED, RefusalLog
from tests.fakes.set_clock import SetClock


def test_of_a_flood_the_first_are_named_and_the_others_counted(caplog: pytest.LogCaptureFixture) -> None:
    clock, log = SetClock(), logging.getLogger("sightline.test")
    refusals = RefusalLog(log, clock, "refused: %s")
    with caplog.at_level(logging.INFO):
        for number in range(1_000):
            refusals.note(f"number {number}")
        assert len(caplog.records) == NAMED and caplog.records[0].getMessage() == "refused: number 0"
        clock.pass_ms(EACH_NS // 1_000_000)
        refusals.note("x" * 10_000)
    said = [record.getMessage() for record in caplog.records[NAMED:]]
    assert said[0] == f"{1_000 - NAMED} more of these within a minute"
    assert said[1].startswith("refused: xxx") and len(said[1]) < 400
    assert refusals.total == 1_001
