"""A screen's place in device pixels, and a place on it in the desktop's units, whatever its scale."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRect

from console.domain.monitor import Geometry
from console.ui.monitor_match import ScreenFacts
from console.ui.screen_facts import in_device_pixels, in_units, screen_facts


def screen(scale: float) -> SimpleNamespace:
    """A second screen of 1600x900 units, as Qt tells of it."""
    return SimpleNamespace(
        name=lambda: "DP-2",
        manufacturer=lambda: "DEL",
        model=lambda: "U2723",
        serialNumber=lambda: "B2",
        geometry=lambda: QRect(1920, 100, 1600, 900),
        devicePixelRatio=lambda: scale,
    )


@pytest.mark.parametrize(("scale", "size"), [(1.0, (1600, 900)), (1.5, (2400, 1350)), (2.0, (3200, 1800))])
def test_a_screen_is_told_in_device_pixels_from_its_own_corner(scale: float, size: tuple[int, int]) -> None:
    facts = screen_facts(screen(scale))  # type: ignore[arg-type]
    assert facts == ScreenFacts("DP-2", "DEL", "U2723", "B2", Geometry(1920, 100, *size), name="DP-2")


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_place_is_the_same_there_and_back(scale: float) -> None:
    place, on = Geometry(1920 + 120, 100 + 60, 600, 300), screen(scale)
    units = in_units(place, on)  # type: ignore[arg-type]
    assert units == QRect(
        1920 + round(120 / scale), 100 + round(60 / scale), int(600 / scale), int(300 / scale)
    )
    assert in_device_pixels(units, on) == place  # type: ignore[arg-type]


def test_a_part_of_a_unit_makes_nothing_larger_than_it_should_be() -> None:
    units = in_units(Geometry(1920, 100, 1001, 751), screen(1.5))  # type: ignore[arg-type]
    assert units.size().toTuple() == (667, 500)
