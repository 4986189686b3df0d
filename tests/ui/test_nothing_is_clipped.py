"""At twice the size no word of the desk is cut off, and nothing is larger than its screen."""

import os
import subprocess
import sys

import pytest

WITHIN_S = 60.0


@pytest.mark.parametrize("size", ["2732 1536", "1920 1080"])
def test_at_200_percent(size: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.fakes.scaled_desk", *size.split()],
        env=os.environ
        | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2", "QT_ENABLE_HIGHDPI_SCALING": "1"},
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=True,
    )
    assert told.stdout == ""
