"""The screens of a desktop as other programs are told of them."""

import json
import os
import subprocess
import sys

from PySide6.QtWidgets import QApplication


def told(**environment: str) -> list[list[float]]:
    done = subprocess.run(
        [sys.executable, "-m", "console.ui.screen_list"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    found: list[list[float]] = json.loads(done.stdout)
    return found


def test_each_screen_is_told_with_its_place_and_size(qapp: QApplication) -> None:
    screens = [[*screen.geometry().getRect(), 1] for screen in qapp.screens()]
    assert told() == screens


def test_they_are_counted_in_device_pixels_and_their_scale_is_told() -> None:
    plain = told(QT_QPA_PLATFORM="offscreen", QT_ENABLE_HIGHDPI_SCALING="0")
    assert plain == [[0, 0, 800, 800, 1]]
    twice = told(QT_QPA_PLATFORM="offscreen", QT_ENABLE_HIGHDPI_SCALING="1", QT_SCALE_FACTOR="2")
    assert twice == [[0, 0, 800, 800, 2]]
