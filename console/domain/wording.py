"""Facts in the operator's words, once for the wall, the desk and ``ctl``. Pure.

Where there is little room a fact has several wordings, the longest first.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from console.domain.alert import Alert, AlertKind
from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.domain.incident import Incident, IncidentState, Overlay, Reason
from console.domain.picture import CAUSE_WORDS, LostCause, PictureState, picture_word
from console.domain.tier import SHED_WORDS, Shed
from console.domain.wall import HIDDEN, NO_SCREEN, NOBODY

UNKNOWN = "unknown"
"""A camera of which the engine has said nothing yet."""

TIME_UNKNOWN = "time unknown"
"""A time that no calendar has."""

KIND_WORDS: dict[AlertKind, str] = {
    AlertKind.GUNSHOT: "gunshot",
    AlertKind.ALPR: "plate",
    AlertKind.DISPATCH: "dispatch",
    AlertKind.AVL: "vehicle",
    AlertKind.SOCIAL: "social",
    AlertKind.RADIO: "radio",
    AlertKind.OTHER: "alert",
}

LATE_MS = 3_600_000
"""An alert that came so long after what it tells of is not of now, and says so in words."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode's categories of what moves the cursor, turns the direction, or is not there at all."""

RIGHT_TO_LEFT = ("R", "AL")
"""Unicode's directions of Hebrew, Arabic and their like."""

_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
"""Text between them has the direction of its own first letter, and orders nothing beside it."""

_JOINER = "\u200d"
"""Joins emoji; it hides nothing."""


def counted(count: int, thing: str) -> str:
    """So many of a thing: "1 monitor", "128 cameras"."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def empty_words(cell: int) -> tuple[str, ...]:
    """A cell without a camera, longest first; never its number alone, which would be taken for a camera's."""
    return (f"EMPTY {cell}", "EMPTY", "")


MOST_NAMED = 3


def few_of(names: Sequence[str]) -> str:
    """The first of many names, and how many others there are."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def missing_words(
    cameras: Sequence[str], monitors: Sequence[str] = (), tours: Sequence[str] = ()
) -> list[str]:
    """What becomes of a layout or preset that names what the site has not: it is another site's, or older."""
    words = []
    if cameras:
        words.append(f"the site has no camera {few_of(cameras)}: such cells stay empty")
    if tours:
        words.append(f"there is no tour {few_of(tours)}: such cells stay empty")
    if monitors:
        words.append(f"the site has no monitor {few_of(monitors)}: what is there for it is left out")
    return words


def visible(text: str) -> str:
    """Other people's text; what a terminal would obey or a reader not see, as escapes: ``\\x1b``, ``\\n``."""
    if text.isprintable():
        return text
    return "".join(character if _is_seen(character) else _escape(character) for character in text)


def _is_seen(character: str) -> bool:
    return character == _JOINER or unicodedata.category(character) not in _HIDDEN


def _escape(character: str) -> str:
    if character in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": " "}[character]
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def isolated(text: str) -> str:
    """Visible text that moves nothing that stands beside it, for where a reader's program orders text by
    its letters; as it is where nothing goes from right to left.
    """
    return f"{_ISOLATE}{text}{_END_OF_ISOLATE}" if goes_right_to_left(text) else text


def goes_right_to_left(text: str) -> bool:
    """Whether any of its letters does."""
    return not text.isascii() and any(map(_goes_right_to_left, text))


def _goes_right_to_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in RIGHT_TO_LEFT


# --- times and measures -------------------------------------------------------------------------------


def local_time(at_ms: int, now_ms: int) -> str:
    """A time in the machine's zone: "14:02:11", on another day "24 Nov 14:02:11", in another year with it.

    Both are epoch milliseconds, any at all; what no calendar has is said so.
    """
    at, now = _local(at_ms), _local(now_ms)
    if at is None:
        return TIME_UNKNOWN
    time = f"{at:%H:%M:%S}"
    if now is not None and at.date() == now.date():
        return time
    year = "" if now is not None and at.year == now.year else f" {at.year}"
    return f"{at.day} {_MONTHS[at.month - 1]}{year} {time}"


def zoned_time(at_ms: int) -> str:
    """A time for who reads it anywhere, some day: "2026-11-28 14:02:11+02:00", the machine's zone said.

    Commands take it as it stands.
    """
    at = _local(at_ms)
    return TIME_UNKNOWN if at is None else at.isoformat(" ", "seconds")


def _local(at_ms: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone()
    except (OverflowError, ValueError, OSError):
        return None


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


def position_words(span_ms: int) -> str:
    """A moment of a replay, counted from its beginning, as ``seek`` takes it: "0:03.5", "1:02:05.0"."""
    tenths = max(0, span_ms) // 100
    minutes, tenths = divmod(tenths, 600)
    far = f"{minutes // 60}:{minutes % 60:02d}" if minutes >= 60 else f"{minutes}"
    return f"{far}:{tenths // 10:02d}.{tenths % 10}"


def short_age_words(age_s: float | None) -> str:
    """An age in one unit, for where there is little room: "45 s", minutes and hours from two of them on."""
    if age_s is None:
        return ""
    if age_s < 120:
        return f"{int(age_s)} s"
    if age_s < 7200:
        return f"{int(age_s / 60)} min"
    return f"{int(age_s / 3600)} h"


def behind_words(behind_ms: int) -> str:
    """How far behind live: "-10 s", "-2.5 s"."""
    return f"-{round(behind_ms / 1000, 1):g} s"


def distance_words(distance_cm: int) -> str:
    """A distance as a person says it: "180 m", "1.2 km"."""
    if (metres := round(distance_cm / 100)) < 1_000:
        return f"{metres} m"
    return f"{distance_cm / 100_000:.1f} km"


def size_words(size: int) -> str:
    """Bytes as a person says them: "850 MB", "50.2 GB", in powers of ten as disks are sold."""
    return f"{size / 1e9:.1f} GB" if size >= 999_500_000 else f"{max(0, size) / 1e6:.0f} MB"


# --- pictures -----------------------------------------------------------------------------------------


def state_words(state: PictureState | None, cause: LostCause = LostCause.NONE) -> str:
    """A picture state, and why it is LOST or what it waits for."""
    if state is None:
        return UNKNOWN
    name = picture_word(state, False, cause)
    has_cause = name == state.name and state in (PictureState.LOST, PictureState.WAIT)
    return f"{name} {CAUSE_WORDS[cause]}".strip() if has_cause else name


def shed_words(shed: Shed, drawn_fps: float) -> str:
    """Why a picture gets less than it asked for: "2 fps: CPU", "small picture: main streams"; else ""."""
    if shed is Shed.NONE:
        return ""
    if shed is Shed.MAIN_STREAMS:
        return f"small picture: {SHED_WORDS[shed]}"
    if not drawn_fps:  # not known yet, or nothing came
        return f"fewer pictures: {SHED_WORDS[shed]}"
    fps = f"{drawn_fps:.0f}" if drawn_fps >= 0.95 else f"{drawn_fps:.1f}"
    return f"{fps} fps: {SHED_WORDS[shed]}"


def unseen_words(to: str) -> str:
    """Why nobody sees a monitor that is lent ``to`` somebody: "lent to night-replay", "closed", "without a
    screen", "hidden from visitors".
    """
    if to == HIDDEN:
        return "hidden from visitors"
    if to == NO_SCREEN:
        return "without a screen"
    return "closed" if to == NOBODY else f"lent to {visible(to)}"


def one_line(text: str) -> str:
    """A name as one line, whatever breaks and gaps it came with, and whatever it hides."""
    return visible(" ".join(text.split()))


def camera_words(camera: Camera | None, feed: FeedId) -> str:
    """A camera by number and name; by its id where the site does not name it."""
    return f"{camera.number} {one_line(camera.name)}" if camera is not None else str(feed)


# --- incidents ----------------------------------------------------------------------------------------


def sight_words(reason: Reason) -> tuple[str, str]:
    """Whether the camera sees the point, long and short."""
    return ("sees the point", "sees it") if reason.sees_point else ("nearby", "nearby")


def reason_words(overlay: Overlay, cameras: Mapping[FeedId, Camera]) -> str:
    """Why a camera was switched up and where to: "17: 180 m · sees the point → wall-1 cell 29 · its name"."""
    reason = overlay.reason
    camera = cameras.get(overlay.feed)
    number, name = (str(camera.number), camera.name) if camera is not None else (str(overlay.feed), "")
    arrow = "· already on" if reason.already_shown else "→"
    where = f"{arrow} {overlay.monitor} cell {overlay.cell}"
    why = f"{distance_words(reason.distance_cm)} · {sight_words(reason)[0]}"
    return f"{number}: {why} {where}" + (f" · {name}" if name else "")


def headline(incident: Incident) -> str:
    """An incident's kind and place."""
    return f"{KIND_WORDS[incident.alert.kind].upper()}  {place_words(incident.alert)}".strip()


def place_words(alert: Alert) -> str:
    """Where it is: the place's name, else its coordinates."""
    if place := one_line(alert.place):
        return place
    if alert.lat_deg is None or alert.lon_deg is None:
        return "place unknown"
    return f"{alert.lat_deg:.5f}, {alert.lon_deg:.5f}"


def origin_words(incident: Incident, now_ms: int) -> str:
    """Who says so, how surely, when it happened."""
    alert = incident.alert
    sure = f"{alert.confidence:.0%} sure" if alert.confidence is not None else "confidence not given"
    happened = local_time(alert.observed_at_ms, now_ms)
    if happened_words(incident, now_ms):
        happened = f"happened {happened} · received {local_time(incident.opened_at_ms, now_ms)}"
    return f"{visible(alert.source)} · {sure} · {happened}"


def happened_words(incident: Incident, now_ms: int) -> str:
    """How long ago it happened, where that was long before core heard of it, or is to come: "3 days ago".

    "" for an alert that came soon: then the time since it came says it.
    """
    late_ms = incident.opened_at_ms - incident.alert.observed_at_ms
    if late_ms > LATE_MS:
        return f"{long_words(now_ms - incident.alert.observed_at_ms)} ago"
    return f"dated {long_words(-late_ms)} ahead" if late_ms < -LATE_MS else ""


DAYS_A_YEAR = 365.2425
"""Of the Gregorian calendar."""


def long_words(span_ms: int) -> str:
    """A long time in one unit: "50 min", "2 h", "1 day", "3 days"."""
    minutes = max(0, span_ms) // 60_000
    if minutes < 120:
        return f"{minutes} min"
    if minutes < 2 * 24 * 60:
        return f"{minutes // 60} h"
    days = minutes // (24 * 60)
    return f"{days} days" if days < 2 * 365 else f"{int(days / DAYS_A_YEAR)} years"


def life_words(incident: Incident) -> str:
    """Whether somebody has it in hand."""
    if incident.state is IncidentState.OPEN:
        return "NEW"
    if incident.state is IncidentState.ACKNOWLEDGED:
        return f"acknowledged by {incident.acknowledged_by or 'somebody'}"
    return f"closed by {incident.closed_by or 'somebody'}"


def undone_words(incident: Incident, now_ms: int) -> str:
    """Who took its switches off the wall, and when; "" where nobody did."""
    if incident.undone_by is None:
        return ""
    left = "some switches" if incident.overlays else "switches"
    return f"{left} undone by {visible(incident.undone_by)}, {local_time(incident.undone_at_ms, now_ms)}"


def alert_facts(alert: Alert) -> tuple[str, ...]:
    """Where it is, the sensor's own words, and each of its details, in whole; a line each."""
    details = (one_line(f"{key}: {value}") for key, value in alert.details.items())
    return tuple(filter(None, (place_words(alert), one_line(alert.text), *details)))


def detail_words(incident: Incident) -> str:
    """The sensor's own words and details, on one line."""
    alert = incident.alert
    details = [visible(f"{key} {value}") for key, value in alert.details.items()]
    return " · ".join(part for part in (visible(" ".join(alert.text.split())), *details) if part)
