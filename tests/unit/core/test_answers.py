"""Answers are remembered for a minute of log time, by who asked and the request's id."""

from console.core.answers import MOST_REMEMBERED, REMEMBERED_MS, AnswerTable, answer_of, command_digest
from console.core.tables import Ledger
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.protocol.core_messages import AssignFeed, ClearCell, PinCell
from tests.fakes.input_feeder import InputFeeder

WALL_1 = MonitorId("wall-1")


def test_an_answer_is_part_of_the_state_for_a_minute() -> None:
    feeder = InputFeeder()
    assign = AssignFeed(WALL_1, CellIndex(0), FeedId("cam-005"))
    feeder.command(assign)
    key = ("operator", f"asked-{len(feeder.entries) - 1}")
    answer = feeder.state.answers[key]
    assert (answer.n, answer.code, answer.command) == (2, "", command_digest(assign))
    feeder.now_ms += REMEMBERED_MS
    feeder.command(PinCell(WALL_1, CellIndex(1), pinned=False))
    assert key in feeder.state.answers
    feeder.now_ms += 1
    feeder.command(PinCell(WALL_1, CellIndex(1), pinned=False))
    assert key not in feeder.state.answers
    assert len(feeder.state.answers) == 2


def test_a_refusal_is_remembered_with_its_words() -> None:
    feeder = InputFeeder()
    feeder.command(AssignFeed(WALL_1, CellIndex(99), None))
    (answer,) = feeder.state.answers.values()
    assert answer.code == "unknown_cell" and "cells 0 to 8" in answer.text


def test_there_is_a_bound() -> None:
    table = AnswerTable(Ledger())
    for n in range(MOST_REMEMBERED + 5):
        table.put(("engine", str(n)), answer_of(n, 0, ClearCell(WALL_1, CellIndex(0))))
        table.forget_old(0)
    assert len(table) == MOST_REMEMBERED and ("engine", "4") not in table
