"""Alerts beside a wall that is measured: one now and then, and how long each took to its pictures."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from console.app.bench.product import Product
from console.app.ctl.incident_commands import send_alerts
from console.app.process_clock import PROCESS_CLOCK
from console.app.site_runtime import read_run_file
from console.domain.alert import AlertKind, Severity
from console.protocol.alert_messages import AlertMessage
from console.protocol.core_changes import CoreSnapshot
from console.protocol.core_messages import CloseIncident, GetSnapshot, ListIncidents

KIND = AlertKind.DISPATCH
"""The director switches for it, and it begins no recording by itself."""


class AlertsBeside:
    """Each at another of the shown cameras. ``taken`` gives the times of all that were sent since."""

    def __init__(self, product: Product) -> None:
        self._product = product
        snapshot = msgspec.convert(product.ask_core(GetSnapshot()), CoreSnapshot)
        shown = set(product.shown)
        self._places = [(one.lat_deg, one.lon_deg) for one in snapshot.cameras if one.feed in shown]
        self._endpoint = read_run_file(product.endpoints.run_dir).alerts
        self._sent = 0

    def send(self) -> None:
        """One more. Raises NoAnswer."""
        lat_deg, lon_deg = self._places[self._sent * 7 % len(self._places)]
        self._sent += 1
        alert = AlertMessage(
            v=1,
            source="bench",
            id=f"b-{self._sent}",
            kind=KIND,
            severity=Severity.MODERATE,
            time=datetime.fromtimestamp(PROCESS_CLOCK.now_ms() / 1000, UTC).isoformat(),
            lat_deg=lat_deg,
            lon_deg=lon_deg,
        )
        send_alerts(self._endpoint, [alert])

    def taken(self) -> list[int]:
        """Milliseconds from receipt to the last tile of each; all of them are closed then."""
        rows: list[dict[str, Any]] = self._product.ask_core(ListIncidents())["incidents"]
        for row in rows:
            self._product.ask_core(CloseIncident(row["incident"]))
        return [row["alert_to_picture_ms"] for row in rows if row["alert_to_picture_ms"] is not None]
