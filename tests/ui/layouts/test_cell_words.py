"""What a cell says of itself."""

import pytest

from console.domain.cell_content import ClockContent, MapContent, TextContent, TourContent
from console.domain.ids import FeedId
from console.domain.layout import Cell
from console.domain.zoom_part import ZoomPart
from console.ui.layouts.cell_words import camera_line, kind_and_words, spoken
from tests.fakes.desk_city import city_cameras

(CAMERA,) = city_cameras(1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, ("", "")),
        (TourContent("round"), ("TOUR", "round")),
        (MapContent(), ("MAP", "all cameras")),
        (MapContent(60.17, 24.94, 12), ("MAP", "60.17, 24.94")),
        (ClockContent("Europe/Vienna"), ("CLOCK", "Europe/Vienna")),
        (ClockContent("Europe/Vienna", "Vienna"), ("CLOCK", "Vienna")),
        (TextContent("Lobby"), ("TEXT", "Lobby")),
    ],
)
def test_content_is_a_kind_and_which(content: object, words: tuple[str, str]) -> None:
    assert kind_and_words(Cell(0, 0, content=content)) == words  # type: ignore[arg-type]


def test_a_camera_of_another_site_is_said_to_be_one() -> None:
    assert camera_line(Cell(0, 0, feed=CAMERA.feed), CAMERA) == f"1  {CAMERA.name}"
    assert camera_line(Cell(0, 0, feed=FeedId("gone")), None) == "gone  (not of this site)"


def test_all_of_it_is_spoken() -> None:
    cell = Cell(1, 0, 2, 1, True, CAMERA.feed, pinned=True, zoom=ZoomPart(0, 0, 500, 500))
    assert spoken(3, cell, CAMERA) == (
        f"cell 3, 1  {CAMERA.name}, 2 by 1 at column 2, row 1, auto, pin, zoom"
    )
    assert spoken(0, Cell(0, 0, content=MapContent()), None).startswith("cell 0, map all cameras, 1 by 1")
    assert spoken(0, Cell(0, 0, hotspot=True), None).endswith("row 1, hotspot")
