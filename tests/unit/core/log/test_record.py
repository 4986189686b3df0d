"""What came of each input, as it is written down and read again."""

import hashlib

import pytest

from console.core.decisions import decision_digest
from console.core.log.record import Record, read_change, read_decisions
from console.core.log.rows import DECISIONS, INPUTS, VIEWS, Row
from console.core.wall.view_changes import ViewChanges
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.protocol.core_messages import AssignFeed, CloseIncident, ReportFeeds
from tests.fakes.input_feeder import InputFeeder
from tests.fakes.whole_life import lived_through
from tests.watch.logs import ExpectedLog

ASSIGN = AssignFeed(MonitorId("wall-1"), CellIndex(0), FeedId("cam-007"))


def handed(feeder: InputFeeder, kind: object) -> list[Row]:
    """Rows of a kind that the last input handed to the store."""
    return [row for row in feeder.log.added[-1].rows if row[0] is kind]


def records_of(feeder: InputFeeder) -> object:
    (row,) = handed(feeder, INPUTS)
    return row[1][INPUTS.columns.index("records")]


def test_an_input_brings_its_decisions_and_what_changed_with_it() -> None:
    feeder = InputFeeder()
    decisions = feeder.command(ASSIGN)
    (decided,), (seen,) = handed(feeder, DECISIONS), handed(feeder, VIEWS)
    assert decided[1][0] == seen[1][0] == feeder.state.n and seen[1][1] == "wall-1"
    assert isinstance(decided[1][1], bytes) and isinstance(seen[1][2], bytes)
    assert read_decisions(decided[1][1]) == decisions
    (cell,) = read_change(seen[1][2]).cells
    assert (cell.cell, cell.feed) == (0, "cam-007")
    assert records_of(feeder) == 2


def test_an_input_of_which_nothing_came_has_no_rows_and_says_so() -> None:
    feeder = InputFeeder()
    feeder.command(ReportFeeds(()))
    assert not handed(feeder, DECISIONS) + handed(feeder, VIEWS)
    assert records_of(feeder) == 0
    feeder.command(CloseIncident(IncidentId("i-9")))
    assert len(handed(feeder, DECISIONS)) == 1, "a refusal is a decision"
    assert records_of(feeder) == 1


def test_what_is_written_down_is_what_the_digest_is_made_of() -> None:
    feeder = lived_through(40)
    digest = hashlib.sha256()
    for added in feeder.log.added:
        for kind, values in added.rows:
            if kind is INPUTS:
                body = next((v[1] for k, v in added.rows if k is DECISIONS), b"[]")
                assert isinstance(body, bytes)
                digest.update(b"[%d,%s]\n" % (values[0], body))
    assert digest.hexdigest() == decision_digest(feeder.decided)


def test_a_defect_of_the_record_stops_no_input_and_is_said(
    monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("what came of input 2 is not recorded: no such cell")
    feeder = InputFeeder()
    record = Record(feeder.state)

    def fail(self: ViewChanges, *, whole: bool) -> None:
        raise IndexError("no such cell")

    feeder.command(ASSIGN)
    monkeypatch.setattr(ViewChanges, "take", fail)
    assert record.rows(feeder.entries[-1], ()) is None
