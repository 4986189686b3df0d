"""The desk's hold on the process that looks into the movies: what it told, and that its end harms nothing."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.app.process_plan import GLIMPSES
from console.protocol.movie_index import DISK
from console.ui.replay.glimpses import Glimpses
from tests.unit.media.worker.replay.test_looked_into import gap, put, source
from tests.watch.logs import ExpectedLog

LIMIT_MS = 20_000
Make = Callable[..., Glimpses]


@pytest.fixture
def make(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[Make]:
    made: list[Glimpses] = []

    def start(*command: str) -> Glimpses:
        one = Glimpses(command or GLIMPSES, source(tmp_path))
        made.append(one)
        one.start()
        return one

    yield start
    for one in made:
        one.stop()


def test_it_learns_what_is_missing(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    put(tmp_path, "cam-1", DISK)
    glimpses = make()
    assert glimpses.gaps is None
    with qtbot.waitSignal(glimpses.looked, timeout=LIMIT_MS):
        pass
    assert glimpses.gaps == (gap("cam-1", DISK),) and glimpses.feeds == {"cam-1"}


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("print('rubbish', flush=True); input(); input()", "can't be read"),
        ("import sys; sys.exit('no\\x1b[2J movie')", "no\\x1b[2J movie"),
        ("import os; os.kill(os.getpid(), 9)", "nobody looks into the replay's movies any more"),
    ],
)
def test_a_process_that_fails_is_said_and_nothing_is_known(
    make: Make,
    qtbot: QtBot,
    expected_log: ExpectedLog,
    caplog: pytest.LogCaptureFixture,
    script: str,
    words: str,
) -> None:
    expected_log("replay's movies")
    glimpses = make(sys.executable, "-c", script)
    qtbot.waitUntil(lambda: words in caplog.text, timeout=LIMIT_MS)
    assert glimpses.gaps is None


def test_a_process_that_can_not_be_started_is_said(
    make: Make, qtbot: QtBot, expected_log: ExpectedLog, caplog: pytest.LogCaptureFixture
) -> None:
    expected_log("could not be started")
    glimpses = make("/nowhere/python")
    qtbot.waitUntil(lambda: "could not be started" in caplog.text, timeout=LIMIT_MS)
    glimpses.stop()
