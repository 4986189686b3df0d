"""The screens of a desktop as other programs are told of them."""

import json
import os
import subprocess
import sys
from typing import Any

from PySide6.QtWidgets import QApplication


def told(*options: str, **environment: str) -> list[Any]:
    done = subprocess.run(
        [sys.executable, "-m", "console.ui.screen_list", *options],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    found: list[Any] = json.loads(done.stdout)
    return found


def test_each_screen_is_told_with_its_place_and_size(qapp: QApplication) -> None:
    screens = [[*screen.geometry().getRect(), 1] for screen in qapp.screens()]
    assert told() == screens


def test_they_are_counted_in_device_pixels_and_their_scale_is_told() -> None:
    plain = told(QT_QPA_PLATFORM="offscreen", QT_ENABLE_HIGHDPI_SCALING="0")
    assert plain == [[0, 0, 800, 800, 1]]
    twice = told(QT_QPA_PLATFORM="offscreen", QT_ENABLE_HIGHDPI_SCALING="1", QT_SCALE_FACTOR="2")
    assert twice == [[0, 0, 800, 800, 2]]


def test_what_a_site_file_may_say_of_each_is_told(qapp: QApplication) -> None:
    (screen,) = qapp.screens()
    (found,) = told("--identities")
    x, y, width, height = screen.geometry().getRect()
    assert found["connector"] == screen.name() and found["serial"] == ""
    assert found["geometry"] == {"x": x, "y": y, "width": width, "height": height}
