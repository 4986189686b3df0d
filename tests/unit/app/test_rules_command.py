"""The dry run of a site's rules."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.app.rules_command import show_rules
from console.app.site import Site
from console.app.site_file import parse_site
from console.domain.errors import WrongUse

TEXT = """cameras = ["rtsp://10.0.0.1/a"]
[[rule]]
name = "early"
preset = "dawn"
from = "02:30"
until = "04:00"
zone = "Europe/Vienna"
[[rule]]
name = "shots"
preset = "alarm"
kinds = ["gunshot"]
"""


@pytest.fixture
def site() -> Site:
    return parse_site(TEXT, str(Path("site.toml")))


def test_it_tells_every_turn_in_the_rules_own_time(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    show_rules(site, 2, "2026-03-28T12:00+00:00", "", "severe", False)
    out = capsys.readouterr().out
    assert "Sun 2026-03-29 03:00 CEST" in out and "wall preset dawn goes up" in out  # 02:30 does not exist
    assert "shots: gunshot, at least severe: wall preset alarm until it is closed, 300 s at most" in out


def test_for_programs(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    show_rules(site, 1, "2026-03-28T12:00+00:00", "", "severe", True)
    up, down = json.loads(capsys.readouterr().out)
    moment = round(datetime(2026, 3, 29, 1, 0, tzinfo=UTC).timestamp() * 1000)
    assert up == {
        "at": "2026-03-29T03:00+02:00",
        "at_ms": moment,
        "rule": "early",
        "up": True,
        "preset": "dawn",
    }
    assert (down["up"], down["at"]) == (False, "2026-03-29T04:00+02:00")


@pytest.mark.parametrize(
    ("kind", "severity", "rules"),
    [
        ("gunshot", "extreme", ["shots"]),
        ("gunshot", "severe", ["shots"]),
        ("gunshot", "minor", []),
        ("alpr", "extreme", []),
    ],
)
def test_what_an_incident_would_bring(
    site: Site, capsys: pytest.CaptureFixture[str], kind: str, severity: str, rules: list[str]
) -> None:
    show_rules(site, 1, "", kind, severity, True)
    assert [one["rule"] for one in json.loads(capsys.readouterr().out)] == rules


@pytest.mark.parametrize(
    ("begin", "kind", "severity"), [("noon", "", "severe"), ("", "bang", "severe"), ("", "gunshot", "bad")]
)
def test_a_wrong_line_says_what_can_be_written(site: Site, begin: str, kind: str, severity: str) -> None:
    with pytest.raises(WrongUse):
        show_rules(site, 1, begin, kind, severity, False)
