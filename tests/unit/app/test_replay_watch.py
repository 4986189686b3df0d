"""A replay without a display: what was played is told truly, and nobody is waited for who is leaving."""

import json
import threading
import time
from pathlib import Path

import pytest

from console.app.replay_watch import PlayedTime, ReplayWatch, played_words, report_of
from console.protocol.clock import SystemClock
from console.protocol.picture_clock import ClockReading
from console.protocol.replay_messages import ReplayStatus
from tests.fakes.pumped_replay import pumped_replay
from tests.watch.waiting import wait_until

ENDS_WITHIN_S = 1.0


def at(at_ms: int, *, playing: bool = True, epoch: int = 1) -> ReplayStatus:
    clock = ClockReading(epoch, at_ms, at_ms, 0, 1000)
    return ReplayStatus("test", 1_000, 91_000, at_ms, at_ms, playing, 1.0, False, clock)


def heard(*told: ReplayStatus) -> PlayedTime:
    time = PlayedTime()
    for one in told:
        time.hear(one)
    return time


@pytest.mark.parametrize(
    ("told", "played_ms"),
    [
        ([at(31_000), at(32_000), at(36_500)], 5_500),
        ([at(31_000), at(61_000, epoch=2), at(62_000, epoch=2)], 1_000),
        ([at(31_000, playing=False), at(31_067, playing=False), at(31_067), at(32_067)], 1_000),
        ([at(31_000)], 0),
        ([], 0),
    ],
)
def test_what_was_played_is_no_position(told: list[ReplayStatus], played_ms: int) -> None:
    assert heard(*told).played_ms == played_ms
    assert report_of(heard(*told))["played_ms"] == played_ms


def test_both_are_said() -> None:
    time = heard(at(31_000), at(36_540))
    assert played_words(time) == "5.5 s of it were played; it came to 0:35.5 of 1:30.0"
    report = report_of(time)
    assert (report["position_ms"], report["length_ms"]) == (35_540, 90_000)
    assert played_words(PlayedTime()) == "nothing was played"


@pytest.mark.parametrize("seconds", [0, 30], ids=["asking a window that is silent", "playing"])
def test_stopped_it_ends_at_once_and_says_so(run_dir: Path, tmp_path: Path, seconds: int) -> None:
    stopping = threading.Event()
    with pumped_replay(run_dir) as played:
        watch = ReplayWatch(run_dir, ["desk"], seconds, tmp_path, stopping, SystemClock())
        thread = threading.Thread(target=watch.run)
        thread.start()
        wait_until(lambda: played.transport.playing, 10.0, "it plays")
        began_s = time.monotonic()
        stopping.set()
        thread.join(10.0)
        assert time.monotonic() - began_s < ENDS_WITHIN_S
    assert watch.write_report() == 1
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["errors"] == [f"it was stopped before its {seconds} s were over: no pictures were taken"]
    assert report["replay"]["site"]


@pytest.mark.parametrize("is_stopped", [False, True])
def test_of_a_changed_package_the_report_says_so(run_dir: Path, tmp_path: Path, is_stopped: bool) -> None:
    stopping = threading.Event()
    if is_stopped:
        stopping.set()
    with pumped_replay(run_dir):
        watch = ReplayWatch(
            run_dir, [], 0, tmp_path, stopping, SystemClock(), not_as_signed="x.mp4 is missing"
        )
        watch.run()
    assert watch.write_report() == (1 if is_stopped else 4)
    errors = json.loads((tmp_path / "report.json").read_text())["errors"]
    assert errors[-1] == "the package is not as it was signed: x.mp4 is missing"
    assert len(errors) == 1 + is_stopped
