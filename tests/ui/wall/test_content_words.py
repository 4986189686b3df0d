"""What cells without a picture say: time and date in their zone, texts, why there is no camera."""

import pytest

from console.domain.cell_content import AnyContent, ClockContent, MapContent, TextContent, TourContent
from console.domain.ids import CellIndex, FeedId
from console.domain.wall import CellView, Layer, TourMark
from console.ui.wall.content_words import ClockFace, Words, Writing, content_words

SUMMER_MS = 1_752_847_331_000
"""2025-07-18 14:02:11 UTC."""


def words(
    content: AnyContent | None,
    *,
    is_public: bool = False,
    tour: TourMark | None = None,
    hotspot: bool = False,
) -> Words | None:
    cell = CellView(
        CellIndex(0), 0, 0, 1, 1, False, None, Layer.BASE, content=content, tour=tour, hotspot=hotspot
    )
    return content_words(cell, SUMMER_MS, is_public=is_public)


@pytest.mark.parametrize(
    ("zone", "time", "date"),
    [
        ("UTC", "14:02:11", "Friday, 18 July 2025"),
        ("Europe/Vienna", "16:02:11", "Friday, 18 July 2025"),
        ("Pacific/Auckland", "02:02:11", "Saturday, 19 July 2025"),
        ("Asia/Kolkata", "19:32:11", "Friday, 18 July 2025"),
    ],
)
def test_a_clock_has_time_and_date_of_its_zone(zone: str, time: str, date: str) -> None:
    assert words(ClockContent(zone, "Partner city")) == ClockFace("Partner city", time, date)


def test_a_clock_of_another_zone_says_which_where_it_has_no_title() -> None:
    face = words(ClockContent("America/New_York"))
    assert isinstance(face, ClockFace) and face.title == "New York"
    own = words(ClockContent())
    assert isinstance(own, ClockFace) and own.title == ""


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "../etc/passwd", "/etc/localtime", "Europe", "a\0b"])
def test_an_unknown_zone_is_said_so(zone: str) -> None:
    told = words(ClockContent(zone))
    assert isinstance(told, Writing) and told.is_trouble
    assert told.text.startswith("Unknown time zone: ")


def test_a_time_that_no_calendar_has_is_said_so() -> None:
    cell = CellView(CellIndex(0), 0, 0, 1, 1, False, None, Layer.BASE, content=ClockContent("UTC"))
    assert content_words(cell, 10**18) == ClockFace("UTC", "time unknown", "")


def test_texts_and_what_is_missing_have_their_words() -> None:
    assert words(TextContent("Briefing\nat 14")) == Writing("Briefing\nat 14")
    assert words(MapContent()) == Writing("Map: shown on the desk", is_note=True)
    no_camera = words(None, tour=TourMark("docks", 1, 16))
    assert no_camera == Writing(
        "Tour docks: none of its 16 cameras can be shown", is_note=True, is_trouble=True
    )
    not_run = words(TourContent("docks"))
    assert not_run == Writing("Tour docks: ended here, or there is none", is_note=True, is_trouble=True)
    assert words(None, hotspot=True) == Writing("Shows the camera that is selected next", is_note=True)
    assert words(None) is None, "an empty cell has its window's label"


@pytest.mark.parametrize("content", [None, MapContent(), TourContent("docks")])
def test_visitors_are_not_told_how_the_wall_works(content: AnyContent | None) -> None:
    told = words(content, is_public=True)
    assert isinstance(told, Writing) and told.text == ""


def test_a_camera_needs_no_words() -> None:
    cell = CellView(CellIndex(0), 0, 0, 1, 1, False, FeedId("cam-1"), Layer.TOUR, content=None)
    assert content_words(cell, SUMMER_MS) is None
