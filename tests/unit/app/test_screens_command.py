"""Screens are listed as a site file takes them."""

from typing import Any

import pytest

from console.app.screens_command import monitor_lines
from console.app.site_file import parse_site
from console.domain.monitor import Geometry, MonitorSpec

PLACE = {"x": 1920, "y": 0, "width": 1920, "height": 1080}
NOTHING: dict[str, Any] = {"manufacturer": "", "model": "", "serial": "", "connector": "", "geometry": PLACE}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            {"manufacturer": "DEL", "model": 'U2720Q "E"', "serial": "8XK", "connector": "DP-1"},
            MonitorSpec("wall-2", "4x4", "DEL", 'U2720Q "E"', "8XK", "DP-1"),
        ),
        ({"connector": "HDMI-A-0"}, MonitorSpec("wall-2", connector="HDMI-A-0")),
        ({}, MonitorSpec("wall-2", geometry=Geometry(1920, 0, 1920, 1080))),
    ],
)
def test_a_table_is_what_the_site_file_reads(told: dict[str, Any], expected: MonitorSpec) -> None:
    text = 'cameras = ["rtsp://10.0.0.1/a"]\n' + "\n".join(monitor_lines(2, NOTHING | told))
    assert parse_site(text, "site.toml").monitors == (expected,)
