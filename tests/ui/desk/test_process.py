"""The desk tells the supervisor each second that its GUI thread runs, and what it hides of the wall."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zmq
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.ids import MonitorId
from console.domain.monitor import Geometry, MonitorSpec
from console.protocol.clock import SystemClock
from console.protocol.lifeline import Lifeline
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import DeskConfig
from console.protocol.supervisor_messages import Beat, SupervisorRequest
from console.ui.desk.process import Desk
from console.ui.map.scheme import register_scheme, settle_chromium
from tests.watch.logs import ExpectedLog

settle_chromium()
register_scheme()


@pytest.fixture
def handlers() -> Iterator[None]:
    """A lifeline takes the signals of its process; pytest gets its own back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers")
def test_it_beats_each_second_and_says_what_it_lies_over(
    qtbot: QtBot, fonted_app: QApplication, run_dir: Path, expected_log: ExpectedLog
) -> None:
    clock = SystemClock()
    config = DeskConfig(
        name="desk",
        site="test",
        run_dir=str(run_dir),
        geometry=Geometry(0, 0, 1366, 768),
        map_dir="",
        monitors=(MonitorSpec(MonitorId("wall-1")),),
    )
    beats: list[SupervisorRequest] = []
    with zmq.Context() as context, context.socket(zmq.ROUTER) as supervisor:
        supervisor.bind(f"ipc://{run_dir}/sup.cmd")
        lifeline = Lifeline(context, f"ipc://{run_dir}/sup.cmd", "desk")
        lifeline.start(watch_stdin=False)
        desk = Desk(config, lifeline, context, clock, PictureClock(clock))
        desk.start()

        def have_come() -> bool:
            while supervisor.poll(0):
                beats.append(msgspec.json.decode(supervisor.recv_multipart()[-1], type=SupervisorRequest))
            return len(beats) >= 3

        begun_ns = clock.monotonic_ns()
        qtbot.waitUntil(have_come, timeout=8000)
        took_s = (clock.monotonic_ns() - begun_ns) / 1e9
        desk.stop()
        lifeline.stop()
    assert took_s > 1.5, "one at once, then one a second"
    for beat in beats:
        assert beat.by == "desk" and isinstance(beat.command, Beat)
        assert beat.command.pid == os.getpid()
        assert set(beat.command.stats) == {"ui_tick_p50_ms", "ui_tick_p99_ms", "torn"}
    last = beats[-1].command
    assert isinstance(last, Beat)
    assert last.stats["ui_tick_p99_ms"] >= last.stats["ui_tick_p50_ms"] > 0
    assert "its window lies over wall-1: move it" in last.notice
