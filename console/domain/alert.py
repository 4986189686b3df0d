"""One validated sensor message, immutable."""

from enum import StrEnum

from msgspec import Struct, field


class AlertKind(StrEnum):
    """What sort of sensor spoke."""

    GUNSHOT = "gunshot"
    ALPR = "alpr"
    DISPATCH = "dispatch"
    AVL = "avl"
    SOCIAL = "social"
    RADIO = "radio"
    OTHER = "other"


class Severity(StrEnum):
    """CAP 1.2's words, worst first; INFO for CAP's ``unknown``."""

    EXTREME = "extreme"
    SEVERE = "severe"
    MODERATE = "moderate"
    MINOR = "minor"
    INFO = "info"


SEVERITY_RANK: dict[Severity, int] = {severity: rank for rank, severity in enumerate(Severity)}
"""0 for the worst."""


class Alert(Struct, frozen=True):
    """A sensor's report of something at a place.

    ``source`` and ``id`` together name it: the same pair again is the same alert. ``text`` comes from
    outside and is never to be shown as anything but plain text. Times are epoch milliseconds, UTC.
    """

    source: str
    id: str
    kind: AlertKind
    severity: Severity
    observed_at_ms: int
    lat_deg: float | None = None
    lon_deg: float | None = None
    place: str = ""
    text: str = ""
    confidence: float | None = None
    details: dict[str, str | int | float | bool] = field(default_factory=dict)
