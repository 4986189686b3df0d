"""The desk's sentences: ages, states, reasons, counts. Pure functions, no Qt."""

from collections.abc import Mapping
from datetime import UTC, datetime

from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.incident import Incident, IncidentState, Overlay
from console.domain.picture import CAUSE_WORDS, LostCause, PictureState

UNKNOWN = "unknown"
"""A camera of which the engine has said nothing yet."""


def age_words(age_ms: int) -> str:
    """An age in its two largest units: "12 s", "3 min 05 s", "2 h 10 min", "4 d"."""
    seconds = max(0, age_ms) // 1000
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60:02d} s"
    if seconds < 86400:
        return f"{seconds // 3600} h {seconds % 3600 // 60:02d} min"
    return f"{seconds // 86400} d"


def local_time(at_ms: int) -> str:
    """Epoch milliseconds as the local time of day."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().strftime("%H:%M:%S")


def state_words(state: PictureState | None, cause: LostCause = LostCause.NONE) -> str:
    """A picture state as the camera list says it."""
    if state is None:
        return UNKNOWN
    cause_words = CAUSE_WORDS[cause] if state is PictureState.LOST else ""
    return f"{state.name} {cause_words}".strip()


def camera_words(camera: Camera | None, feed: FeedId) -> str:
    """A camera by number and name; by its id where the site does not name it."""
    return f"{camera.number} {camera.name}" if camera is not None else str(feed)


def headline(incident: Incident) -> str:
    """An incident's kind and place."""
    return f"{incident.alert.kind.value.upper()}  {place_words(incident)}".strip()


def place_words(incident: Incident) -> str:
    """Where it is: the place's name, else its coordinates."""
    alert = incident.alert
    if alert.place:
        return alert.place
    if alert.lat_deg is None or alert.lon_deg is None:
        return "place unknown"
    return f"{alert.lat_deg:.5f}, {alert.lon_deg:.5f}"


def origin_words(incident: Incident) -> str:
    """Who says so, how surely, when it happened."""
    alert = incident.alert
    sure = f"{alert.confidence:.0%} sure" if alert.confidence is not None else "confidence not given"
    return f"{alert.source} · {sure} · {local_time(alert.observed_at_ms)}"


def life_words(incident: Incident) -> str:
    """Whether somebody has it in hand."""
    if incident.state is IncidentState.OPEN:
        return "NEW"
    if incident.state is IncidentState.ACKNOWLEDGED:
        return f"acknowledged by {incident.acknowledged_by or 'somebody'}"
    return f"closed by {incident.closed_by or 'somebody'}"


def reason_words(overlay: Overlay, cameras: Mapping[FeedId, Camera]) -> str:
    """Why a camera was switched up and where to: "17: 180 m · sees the point → wall-1 cell 29 · its name"."""
    reason = overlay.reason
    camera = cameras.get(overlay.feed)
    number, name = (str(camera.number), camera.name) if camera is not None else (str(overlay.feed), "")
    sight = "sees the point" if reason.sees_point else "looks elsewhere"
    arrow = "already on" if reason.already_shown else "→"
    where = f"{arrow} {overlay.monitor} cell {overlay.cell}"
    return f"{number}: {reason.distance_cm / 100:.0f} m · {sight} {where}" + (f" · {name}" if name else "")


def detail_words(incident: Incident) -> str:
    """The sensor's own words and details, on one line."""
    alert = incident.alert
    details = [f"{key} {value}" for key, value in alert.details.items()]
    return " · ".join(part for part in (" ".join(alert.text.split()), *details) if part)
