"""Reports of incident tiles that were painted live."""

from console.protocol.core_messages import Refusal, Reply, ReportPainted
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
