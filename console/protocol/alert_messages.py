"""The alert boundary: what sensors send (JSON, one frame) and what they get back. See docs/alerts.md."""

from typing import Annotated

from msgspec import Meta, Struct

from console.domain.alert import AlertKind, Severity

MAX_ALERT_BYTES = 64 * 1024
MAX_SEQ = 2**63 - 1
"""What core's database can hold."""

ShortText = Annotated[str, Meta(min_length=1, max_length=128)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]


class AlertMessage(Struct, frozen=True, forbid_unknown_fields=True):
    """A sensor's alert, version 1. ``source`` and ``id`` together name it; sent again, it is the same alert.

    ``time`` is RFC 3339 with an offset, when it happened. ``seq`` counts 1, 2, 3 for each source, so that
    gaps on the simple boundary can be counted. ``details`` are shown as they are (plate, rounds, zone).
    """

    v: Annotated[int, Meta(ge=1, le=1)]
    source: ShortText
    id: ShortText
    kind: AlertKind
    time: Annotated[str, Meta(max_length=40)]
    severity: Severity = Severity.SEVERE
    lat_deg: Latitude | None = None
    lon_deg: Longitude | None = None
    place: Annotated[str, Meta(max_length=200)] = ""
    text: Annotated[str, Meta(max_length=2000)] = ""
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None
    seq: Annotated[int, Meta(ge=0, le=MAX_SEQ)] | None = None
    details: Annotated[dict[str, str | int | float | bool], Meta(max_length=40)] = {}


class AlertAcknowledged(Struct, frozen=True):
    """The alert is in the journal (``n``: its number there; the same for a repeated one)."""

    ack: str
    source: str
    n: int
    duplicate: bool = False


class AlertRejected(Struct, frozen=True):
    """The message is not an alert; sending it again won't help. ``error`` names the field."""

    error: str
    id: str = ""
