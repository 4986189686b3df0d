"""Tells core which incident tiles were painted live: once each, sent again until core has answered."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.wall import MonitorView
from console.protocol.core_messages import PaintedTile, ReportPainted
from console.protocol.reply import Reply

RESEND_AFTER_NS = 1_000_000_000

TileKey = tuple[IncidentId, CellIndex, FeedId]
SendReport = Callable[[ReportPainted, str], None]
"""Sends a report under a request id."""


@dataclass
class _Pending:
    report: ReportPainted
    sent_ns: int


class PaintedReports:
    """Call ``painted`` after each paint, ``resend`` each second, ``answered`` with each reply's id."""

    def __init__(self, monitor: MonitorId, send: SendReport) -> None:
        self._monitor = monitor
        self._send = send
        self._reported: set[TileKey] = set()
        self._pending: dict[str, _Pending] = {}

    def painted(self, live: Iterable[TileKey], painted_ns: int) -> None:
        """These marked tiles were painted live by the paint that ended now."""
        new = [key for key in live if key not in self._reported]
        if not new:
            return
        self._reported.update(new)
        tiles = tuple(PaintedTile(*key, painted_mono_ns=painted_ns) for key in new)
        report_id = uuid.uuid4().hex
        self._pending[report_id] = _Pending(ReportPainted(self._monitor, tiles), painted_ns)
        self._send(self._pending[report_id].report, report_id)

    def resend(self, now_ns: int) -> None:
        """Send again what core has not answered for a second; the same id, so nothing counts twice."""
        for report_id, pending in self._pending.items():
            if now_ns - pending.sent_ns >= RESEND_AFTER_NS:
                pending.sent_ns = now_ns
                self._send(pending.report, report_id)

    def answered(self, reply: Reply) -> None:
        """Core has it, or refused it for good; while it reads its log after a start it is asked again."""
        if reply.refused is None or reply.refused.code != "starting":
            self._pending.pop(reply.id, None)

    def keep_only(self, view: MonitorView) -> None:
        """Forget tiles whose mark is gone, so that the list never grows."""
        marked = {
            (cell.mark.incident, cell.cell, cell.feed) for cell in view.cells if cell.mark and cell.feed
        }
        self._reported &= marked
