"""Why there is no picture, at each moment."""

from console.domain.picture import LostCause
from console.media.worker.replay.bare_reasons import NOT_IN_PACKAGE, NOT_RECORDED, WAS_LOST, BareReasons
from console.protocol.process_config import RecordedLoss

MS = 1_000_000


def test_what_the_log_says_goes_before_what_was_recorded() -> None:
    why = BareReasons([(100, 200)], [RecordedLoss(150, 160, LostCause.SILENT, 140)])
    said = [why.at(at_ms * MS) for at_ms in (99, 100, 149, 150, 159, 160, 199, 200)]
    assert said[0] == said[-1] == NOT_RECORDED
    assert said[1] == said[2] == said[5] == said[6] == NOT_IN_PACKAGE
    assert said[3] == said[4] and (said[3].cause, said[3].since_ms) == (LostCause.SILENT, 140)
    assert why.at(120 * MS, is_lost=True) == WAS_LOST
    assert why.at(155 * MS, is_lost=True) == said[3]
    assert {NOT_RECORDED.since_ms, NOT_IN_PACKAGE.since_ms, WAS_LOST.since_ms} == {0}, "that nobody knows"


def test_it_turns_where_any_of_them_begins_or_ends() -> None:
    why = BareReasons([(100, 200)], [RecordedLoss(150, 160, LostCause.SILENT, 140)])
    turns, at_ns = [], 0
    while (turn_ns := why.turn_ns(at_ns)) is not None:
        turns.append(turn_ns // MS)
        at_ns = turn_ns
    assert turns == [100, 150, 160, 200]
    assert BareReasons().turn_ns(0) is None and BareReasons().at(0) == NOT_RECORDED
