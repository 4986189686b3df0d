"""What a demo that nobody watches says of itself at its end."""

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from console.app import demo_report
from console.app.demo_report import DemoWatch, make_report
from console.app.process_samples import Sample
from console.protocol.endpoints import Endpoints


def watch(live: list[int]) -> DemoWatch:
    """A demo of ten tiles with so many live in each second."""
    return DemoWatch(Path("run"), len(live), Path("out"), alerts_expected=False, samples=[*map(sample, live)])


def sample(live: int) -> Sample:
    stats = {"tiles": 10, "tiles_live": live, "pictures_per_s_mean": 15.0, "pictures_per_s_min": 15.0}
    return [
        {"name": "display-1", "kind": "display", "cores": 0.1, "pss_mb": 1.0, "stats": stats, "restarts": 0}
    ]


@pytest.mark.parametrize(
    ("live", "worst"),
    [
        ([0, 4, 10, 10, 10], 10),  # too short for a steady time: its end counts
        ([10], 10),
        ([0, 4], 4),
        ([10] * 20, 10),
        ([10] * 15 + [9] + [10] * 5, 10),  # switched at the moment of a sample
        ([10] * 15 + [9, 9] + [10] * 5, 9),
        ([], 0),
    ],
)
def test_tiles_that_were_live_all_the_time(live: list[int], worst: int, tmp_path: Path) -> None:
    assert make_report(watch(live), tmp_path, tiles=10)["tiles_live"] == worst


def test_no_time_to_go_is_below_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last look of ten seconds ends behind them."""
    now_s = [100.0]
    demo = watch([10] * 10)
    monkeypatch.setattr(demo_report, "time", SimpleNamespace(monotonic=lambda: now_s[0]))
    monkeypatch.setattr(demo_report, "SAMPLE_INTERVAL_S", 0.0)
    monkeypatch.setattr(demo, "_sample", lambda *_: now_s.append(now_s.pop() + 10.7))
    monkeypatch.setattr(demo, "_finish", lambda *_: None)
    demo.run(threading.Event())
    assert capsys.readouterr().out == "    0 s to go: 10 tiles live\n"


@pytest.mark.parametrize(("acknowledged", "lost", "asked"), [([6, 6, 7], 0, 3), ([7], 0, 1), ([6], 1, 5)])
def test_an_alert_that_has_just_come_is_not_lost(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, acknowledged: list[int], lost: int, asked: int
) -> None:
    """It is acknowledged once it is on disk; one that never is is lost."""
    told: list[int] = []

    def status(*_: object) -> dict[str, object]:
        told.append(acknowledged[min(len(told), len(acknowledged) - 1)])
        return {"counts": {"received": 7, "acknowledged": told[-1]}}

    demo = watch([10])
    monkeypatch.setattr(demo_report, "ask_unless", status)
    monkeypatch.setattr(demo_report, "LOOK_INTERVAL_S", 0.0)
    monkeypatch.setattr(demo_report, "time", SimpleNamespace(monotonic=lambda: float(len(told))))
    demo.status = demo._core_status(Endpoints(tmp_path), threading.Event())
    assert make_report(demo, tmp_path, tiles=10)["alerts"]["lost"] == lost
    assert len(told) == asked
