"""Reports of incident tiles that were painted live."""

from console.domain.alert import AlertKind, Severity
from console.domain.incident import Reason
from console.domain.wall import CellView, IncidentMark, Layer, MonitorView
from console.protocol.core_messages import ReportPainted
from console.protocol.reply import Refusal, Reply
from console.ui.wall.painted_reports import PaintedReports

MS = 1_000_000
KEY = ("i-1", 3, "cam-1")


def test_a_fresh_tile_is_reported_once_and_resent_until_answered() -> None:
    sent: list[tuple[ReportPainted, str]] = []
    reports = PaintedReports("wall-1", lambda report, report_id: sent.append((report, report_id)))

    reports.painted([KEY], 1249 * MS)
    reports.painted([KEY], 1310 * MS)
    assert len(sent) == 1
    tile = sent[0][0].tiles[0]
    assert (tile.incident, tile.cell, tile.feed, tile.painted_mono_ns) == (*KEY, 1249 * MS)

    reports.resend(1800 * MS)
    assert len(sent) == 1
    reports.resend(2300 * MS)
    assert sent[1] == sent[0]
    reports.answered(Reply(sent[0][1], refused=Refusal("starting", "core is reading its log")))
    reports.resend(3400 * MS)
    assert len(sent) == 3, "refused while core starts: asked again"
    reports.answered(Reply(sent[0][1]))
    reports.resend(9000 * MS)
    assert len(sent) == 3


def test_what_core_refuses_for_good_is_not_sent_again() -> None:
    sent: list[str] = []
    reports = PaintedReports("wall-1", lambda _, report_id: sent.append(report_id))
    reports.painted([KEY], 0)
    reports.answered(Reply("another one's"))
    reports.resend(999 * MS)
    assert len(sent) == 1, "not for a second"
    reports.resend(1000 * MS)
    assert len(sent) == 2
    reports.answered(Reply(sent[0], refused=Refusal("bad_request", "no")))
    reports.resend(9000 * MS)
    assert len(sent) == 2


def test_a_tile_whose_mark_went_and_came_again_is_reported_again() -> None:
    sent: list[list[tuple[str, int, str]]] = []
    reports = PaintedReports(
        "wall-1", lambda report, _: sent.append([(t.incident, t.cell, t.feed) for t in report.tiles])
    )
    other = ("i-1", 4, "cam-2")
    reports.painted([], 0)
    assert sent == []
    reports.painted([KEY, other], 0)
    assert sent == [[KEY, other]]
    reason = Reason(18_000, True, None)
    mark = IncidentMark("i-1", AlertKind.GUNSHOT, Severity.MINOR, 0, reason)
    cells = (
        CellView(3, 0, 0, 1, 1, True, "cam-1", Layer.BASE, mark=mark),
        CellView(4, 1, 0, 1, 1, True, "cam-2", Layer.BASE),
        CellView(5, 2, 0, 1, 1, True, None, Layer.BASE, mark=mark),
    )
    reports.keep_only(MonitorView("wall-1", "3x1", 3, 1, cells))
    reports.painted([KEY, other], MS)
    assert sent[1:] == [[other]]
