"""What a cell without a picture says: a clock, a text, or why it shows no camera. Pure but for zone files."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from console.domain.cell_content import ClockContent, MapContent, TextContent, TourContent
from console.domain.wall import CellView
from console.domain.wording import TIME_UNKNOWN, counted, one_line

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


MAP_ELSEWHERE = "Map: shown on the desk"
"""Of a wall without a process that draws maps."""


class ClockFace(NamedTuple):
    """A clock as it stands in its cell: ``title`` above the time, ``date`` below; "" for none."""

    title: str
    time: str
    date: str


class Writing(NamedTuple):
    """A text, as large as fits. ``is_note``: the wall's own words, not somebody's text; ``is_trouble``: what
    was asked for can't be shown.
    """

    text: str
    is_note: bool = False
    is_trouble: bool = False


Words = ClockFace | Writing


def content_words(cell: CellView, now_ms: int, *, is_public: bool = False) -> Words | None:
    """What stands in a cell without a camera; None for an empty one, which its window labels.

    ``is_public``: visitors look, to whom the wall says nothing of itself.
    """
    if cell.feed is not None:
        return None
    match cell.content:
        case ClockContent():
            return clock_face(cell.content, now_ms)
        case TextContent(text=text):
            return Writing(text)
        case MapContent():
            return Writing("" if is_public else MAP_ELSEWHERE, is_note=True)
    if is_public:
        return Writing("")
    return _missing_words(cell)


def _missing_words(cell: CellView) -> Words | None:
    """Why there is no camera, where something would put one there."""
    if cell.tour is not None:
        cameras = counted(cell.tour.steps, "camera")
        return Writing(
            f"Tour {one_line(cell.tour.tour)}: none of its {cameras} can be shown",
            is_note=True,
            is_trouble=True,
        )
    if isinstance(cell.content, TourContent):
        name = one_line(cell.content.tour)
        return Writing(f"Tour {name}: ended here, or there is none", is_note=True, is_trouble=True)
    if cell.hotspot:
        return Writing("Shows the camera that is selected next", is_note=True)
    return None


def clock_face(content: ClockContent, now_ms: int) -> Words:
    """Time and date in its zone, or in the machine's. Another zone's is named, whatever its title says."""
    zone = _zone(content.zone) if content.zone else None
    if content.zone and zone is None:
        return Writing(f"Unknown time zone: {one_line(content.zone)}", is_note=True, is_trouble=True)
    title = one_line(content.title) or content.zone.rpartition("/")[2].replace("_", " ")
    try:
        now = datetime.fromtimestamp(now_ms / 1000, zone)
    except (OverflowError, OSError, ValueError):
        return ClockFace(title, TIME_UNKNOWN, "")
    date = f"{DAYS[now.weekday()]}, {now.day} {MONTHS[now.month - 1]} {now.year}"
    return ClockFace(title, f"{now:%H:%M:%S}", date)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
