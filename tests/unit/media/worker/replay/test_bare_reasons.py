"""Why there is no picture, at each moment."""

from console.media.worker.replay.bare_reasons import NOT_IN_PACKAGE, NOT_RECORDED, WAS_LOST, BareReasons

MS = 1_000_000


def test_what_was_recorded_elsewhere_is_told_from_what_was_not_and_from_a_loss() -> None:
    why = BareReasons([(100, 200)])
    said = [why.at(at_ms * MS) for at_ms in (99, 100, 199, 200)]
    assert said == [NOT_RECORDED, NOT_IN_PACKAGE, NOT_IN_PACKAGE, NOT_RECORDED]
    assert why.at(120 * MS, is_lost=True) == WAS_LOST
    assert {NOT_RECORDED.since_ms, NOT_IN_PACKAGE.since_ms, WAS_LOST.since_ms} == {0}, "that nobody knows"


def test_it_turns_where_any_of_them_begins_or_ends() -> None:
    why = BareReasons([(100, 200), (150, 300)])
    turns, at_ns = [], 0
    while (turn_ns := why.turn_ns(at_ns)) is not None:
        turns.append(turn_ns // MS)
        at_ns = turn_ns
    assert turns == [100, 150, 200, 300]
    assert BareReasons().turn_ns(0) is None and BareReasons().at(0) == NOT_RECORDED
