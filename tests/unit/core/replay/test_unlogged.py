"""A silence between the last word of a log and the next start of core is told, and why, as far as known."""

from console.core.log.input_log import ENTRY_VERSION, AnyInput, CommandGiven, HoldEnds, LogEntry, TimerFired
from console.core.replay.unlogged import LEAST_MS, REPORTED_MS, STARTED, STOPPED, unlogged
from console.domain.camera import Profile
from console.domain.ids import FeedId, IncidentId
from console.protocol.core_messages import ReportFeeds
from console.protocol.recording_messages import RecordedStream, ReportRecorded
from tests.fakes.input_feeder import InputFeeder

SITE = InputFeeder(cameras=1).site
WORD = CommandGiven("engine", ReportFeeds(()), "1")
RECORDED = CommandGiven("engine", ReportRecorded((RecordedStream(FeedId("cam-001"), Profile.SUB),)), "2")
ENDED = CommandGiven("engine", ReportRecorded(()), "3")


def log(*inputs: tuple[int, AnyInput]) -> list[LogEntry]:
    return [LogEntry(ENTRY_VERSION, n, at_ms, at_ms, one) for n, (at_ms, one) in enumerate(inputs, 1)]


def told(*inputs: tuple[int, AnyInput]) -> list[tuple[int, int, str]]:
    return [(one.last.at_ms, one.start.at_ms, one.why) for one in unlogged(log(*inputs))]


def test_while_something_was_recorded_a_silence_is_a_site_that_does_not_run() -> None:
    back_ms = 5_000 + LEAST_MS
    assert told((0, SITE), (4_000, RECORDED), (5_000, WORD), (back_ms, SITE), (back_ms + 1, WORD)) == [
        (5_000, back_ms, STOPPED)
    ]
    assert told((0, SITE), (5_000, RECORDED), (back_ms - 1, SITE)) == [], "a core that is back at once"


def test_where_nothing_was_recorded_it_may_have_been_quiet() -> None:
    for before in (WORD, ENDED):
        assert told((0, RECORDED), (100, before), (60_000 + REPORTED_MS, WORD), (900_000, SITE)) == [
            (60_000 + REPORTED_MS, 900_000, STARTED)
        ]


def test_timers_that_were_due_meanwhile_are_no_life_of_it() -> None:
    timer = TimerFired(HoldEnds(30_000, IncidentId("i-000001")))
    assert told((0, SITE), (1_000, RECORDED), (30_000, timer), (60_000, SITE)) == [(1_000, 60_000, STOPPED)]


def test_a_log_that_begins_with_a_start_or_goes_on_has_none() -> None:
    assert told((60_000, SITE), (900_000, WORD)) == []
    assert told() == []
