"""What the desk says of monitors that visitors look at."""

from console.domain.alert import AlertKind, Severity
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Reason
from console.domain.wall import (
    NO_SCREEN,
    CellView,
    Cover,
    CoverKind,
    FrameMark,
    IncidentMark,
    Layer,
    MonitorView,
)
from console.domain.wording import local_time
from console.ui.desk.cover_words import covers_lines, head_words

NOW_MS = 1_700_000_000_000
MINUTE = local_time(NOW_MS, NOW_MS)[:-3]


def mark(number: int, kind: AlertKind = AlertKind.GUNSHOT) -> IncidentMark:
    return IncidentMark(IncidentId(f"i-{number}"), kind, Severity.SEVERE, NOW_MS, Reason(18_000, True, None))


def monitor(
    name: str, *marks: IncidentMark, kind: CoverKind | None = CoverKind.BLANK, since_ms: int = NOW_MS
) -> MonitorView:
    cells = tuple(
        CellView(CellIndex(index), index, 0, 1, 1, True, FeedId("cam-1"), Layer.INCIDENT, mark=one)
        for index, one in enumerate(marks)
    )
    cover = Cover(kind, "operator", since_ms) if kind is not None else None
    return MonitorView(MonitorId(name), "4x4", 4, 4, cells, cover)


def test_each_act_has_one_line_with_what_waits() -> None:
    views = [monitor("wall-1", mark(1)), monitor("wall-2", mark(1)), monitor("wall-3", kind=None)]
    assert covers_lines(views, NOW_MS) == (
        f"wall-1, wall-2 are blank, hidden by operator since {MINUTE}: 1 gunshot waits",
    )
    both = [monitor("wall-1"), monitor("wall-2", kind=CoverKind.PUBLIC)]
    assert covers_lines(both, NOW_MS) == (
        f"wall-1 is blank, hidden by operator since {MINUTE}: nothing waits",
        f"wall-2 shows the public preset, hidden by operator since {MINUTE}: nothing waits",
    )
    assert covers_lines([monitor("wall-1", kind=None)], NOW_MS) == ()


def test_a_monitor_that_is_lent_to_a_replay_is_not_said_to_be_hidden() -> None:
    views = [monitor("wall-1"), monitor("wall-2", kind=None), monitor("wall-3")]
    lent = {MonitorId("wall-1"): "night", MonitorId("wall-2"): "night", MonitorId("wall-3"): NO_SCREEN}
    assert covers_lines(views, NOW_MS, lent) == (
        "wall-1 is NOT hidden: it shows night, to which it is lent; B takes it back",
        f"wall-3 is blank, hidden by operator since {MINUTE}: nothing waits",
    )


def test_incidents_are_counted_by_their_kinds_each_once() -> None:
    waiting = monitor("wall-1", mark(1), mark(2), mark(2), mark(3, AlertKind.ALPR))
    (line,) = covers_lines([waiting], NOW_MS)
    assert line.endswith(": 2 gunshots, 1 plate wait")


def test_what_was_hidden_yesterday_carries_its_date() -> None:
    (line,) = covers_lines([monitor("wall-1", since_ms=NOW_MS - 86_400_000)], NOW_MS)
    assert " Nov " in line


def test_a_monitors_head_says_what_rule_put_it_there() -> None:
    name = MonitorId("wall-1")
    assert head_words(name, "4x4", None) == "wall-1  ·  4x4"
    framed = head_words(name, "4x4", FrameMark("night", "night watch", "by its schedule"))
    assert framed == "wall-1  ·  rule night: by its schedule"
