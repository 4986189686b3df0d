"""However long a name or an agency is, and whatever breaks it has, a camera's state stays readable."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from console.ui.desk.camera_list import CameraList
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from tests.fakes.desk_city import city_cameras

AGENCY = "Metropolitan Transportation Authority"


def row(agency: str, name: str = "Corner", number: int = 7) -> QImage:
    """The only row, as it is painted in a narrow desk."""
    view = SiteView()
    camera = replace(city_cameras(1)[0], agency=agency, name=name, number=number)
    view.cameras = {camera.feed: camera}
    cameras = CameraList(view, Selection())
    cameras.resize(250, 300)
    cameras.grab()
    return cameras.rows.viewport().grab().toImage()


def lower_left(image: QImage) -> QImage:
    """The state's dot and word."""
    return image.copy(44, 20, 90, 20)


@pytest.mark.parametrize("agency", [AGENCY, "A\nB", "消防局" * 20, ""])
def test_an_agency_never_covers_the_state(fonted_app: QApplication, agency: str) -> None:
    assert lower_left(row(agency)) == lower_left(row("HPD"))


def test_a_long_number_pushes_the_name(fonted_app: QApplication) -> None:
    image = row("HPD", "IIIIIIII", 12345)
    ground = image.pixel(2, 2)
    free = [x for x in range(48, 80) if all(image.pixel(x, y) == ground for y in range(3, 18))]
    assert any(x + 1 in free and x + 2 in free and x + 3 in free for x in free), "a gap between both"


def test_a_name_with_breaks_is_one_line(fonted_app: QApplication) -> None:
    assert row("HPD", "North\n gate\t1") == row("HPD", "North gate 1")
