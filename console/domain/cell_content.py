"""What a cell shows in place of a camera: a tour of cameras, the map, a clock, or a text."""

from msgspec import Struct

MAX_TEXT_LENGTH = 400


class TourContent(Struct, frozen=True, tag_field="content", tag="tour"):
    """The cameras of a stored tour, one after the other."""

    tour: str


class MapContent(Struct, frozen=True, tag_field="content", tag="map"):
    """The site's map. All cameras are in view where no centre is given; ``zoom`` is the map's level."""

    lat_deg: float | None = None
    lon_deg: float | None = None
    zoom: float | None = None


class ClockContent(Struct, frozen=True, tag_field="content", tag="clock"):
    """Time and date; ``zone`` as "Europe/Vienna", "" for the machine's; ``title`` is written above it."""

    zone: str = ""
    title: str = ""


class TextContent(Struct, frozen=True, tag_field="content", tag="text"):
    """Words, as large as fit; line ends are kept."""

    text: str


AnyContent = TourContent | MapContent | ClockContent | TextContent


def content_problem(content: AnyContent) -> str:
    """What is wrong with it; "" for nothing."""
    match content:
        case TourContent(tour=""):
            return "a tour has a name"
        case TextContent(text=text):
            if not text.strip() or len(text) > MAX_TEXT_LENGTH:
                return f"a text has 1 to {MAX_TEXT_LENGTH} characters"
            return "" if text.replace("\n", "").isprintable() else "a text has printable characters only"
        case ClockContent(zone=zone, title=title):
            return "" if zone.isprintable() and title.isprintable() else "a clock's words are printable"
        case MapContent(lat_deg=lat_deg, lon_deg=lon_deg):
            if (lat_deg is None) != (lon_deg is None):
                return "a map's centre has both lat_deg and lon_deg"
            if (
                lat_deg is not None
                and lon_deg is not None
                and not (abs(lat_deg) <= 90 and abs(lon_deg) <= 180)
            ):
                return "a map's centre lies on the earth"
    return ""


def content_words(content: AnyContent) -> str:
    """What it is, as people say."""
    match content:
        case TourContent(tour=tour):
            return f"tour {tour}"
        case MapContent():
            return "the map"
        case ClockContent(zone=zone):
            return f"a clock of {zone}" if zone else "a clock"
        case TextContent(text=text):
            return f"the text {text.split(chr(10))[0]!r}"
