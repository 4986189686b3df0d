"""The desk's hold on the process that looks into the movies: what it told, and that its end harms nothing."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.app.process_plan import GLIMPSES
from console.domain.ids import FeedId
from console.protocol.movie_index import DISK
from console.ui.replay.glimpses import HEIGHT_PX, WIDTH_PX, Glimpses
from tests.unit.media.worker.replay.test_looked_into import LOG_MS, gap, put, source
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


# --- pictures


def known(glimpses: Glimpses, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: glimpses.gaps is not None, timeout=LIMIT_MS)


def test_pictures_come_and_are_kept(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    put(tmp_path, "cam-1", DISK)
    glimpses = make()
    known(glimpses, qtbot)
    at_ms, feeds = LOG_MS + 500, (FeedId("cam-1"), FeedId("cam-9"))
    assert glimpses.seen(feeds[0], at_ms) is None
    glimpses.ask(at_ms, feeds)
    qtbot.waitUntil(lambda: all(glimpses.seen(feed, at_ms) for feed in feeds), timeout=LIMIT_MS)
    first, nothing = (glimpses.seen(feed, at_ms) for feed in feeds)
    assert first is not None and first.image is not None and first.at_ms == LOG_MS
    assert (first.image.width(), first.image.height()) == (WIDTH_PX, HEIGHT_PX)
    assert nothing is not None and nothing.image is None


ECHO = """
import json, sys
print('{"told": "looked_into", "feeds": [], "gaps": []}', flush=True)
sys.stdin.readline()
for line in sys.stdin:
    asked = json.loads(line)
    for feed in [*asked["feeds"], "echo"]:
        told = {"told": "glimpse", "number": asked["number"], "feed": feed, "at_ms": 1}
        told |= {"width": 2, "height": 1}
        line = json.dumps(told).encode() + b"\\n" + b"\\n\\xff{}ab"
        for at in range(len(line)):
            sys.stdout.buffer.write(line[at:at + 1])
            sys.stdout.buffer.flush()
"""


def test_it_asks_only_for_what_it_does_not_know(
    make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.ui.replay.glimpses.MOST_KEPT", 3)
    glimpses = make(sys.executable, "-c", ECHO)
    known(glimpses, qtbot)
    feed = FeedId("cam-1")
    glimpses.ask(10, (feed,))
    glimpses.ask(10, (feed,))  # the same is asked once
    assert glimpses._number == 1
    qtbot.waitUntil(lambda: glimpses.seen(feed, 10) is not None, timeout=LIMIT_MS)
    seen = glimpses.seen(feed, 10)
    assert seen is not None and seen.image is not None
    assert [seen.image.pixelColor(x, 0).getRgb()[:3] for x in (0, 1)] == [(0x7B, 0xFF, 0x0A), (98, 97, 0x7D)]
    glimpses.ask(10, (feed,))
    glimpses.forget()
    assert glimpses._number == 1, "it is known, and nothing is awaited"
    glimpses.ask(11, (feed,))
    glimpses.ask(12, (feed,))
    glimpses.forget()
    assert glimpses._number == 4, "what is awaited is taken back"
    qtbot.waitUntil(lambda: glimpses.seen(feed, 12) is not None, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: glimpses.seen(feed, 10) is None, timeout=LIMIT_MS)  # the oldest went


def test_without_a_process_nothing_is_asked(make: Make, qtbot: QtBot) -> None:
    glimpses = make(sys.executable, "-c", ECHO)
    known(glimpses, qtbot)
    glimpses.stop()
    glimpses.ask(10, (FeedId("cam-1"),))
    glimpses.forget()
    assert glimpses.seen(FeedId("cam-1"), 10) is None
