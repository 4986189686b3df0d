"""The process that looks into a replay's movies: what it tells, and when it ends."""

import os
import subprocess
from pathlib import Path

import msgspec

from console.app.glimpse_process import NewestQuestion
from console.app.process_plan import GLIMPSES
from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.glimpse_messages import AskGlimpses, Glimpse, LookedInto
from console.protocol.movie_index import RING
from tests.unit.media.worker.replay.test_looked_into import LOG_MS, gap, put, source

LIMIT_S = 60


def test_it_tells_what_is_there_and_missing_and_ends_with_its_input(tmp_path: Path) -> None:
    put(tmp_path, "cam-1", RING)
    put(tmp_path, "cam-2", RING, Profile.MAIN)
    asked = msgspec.json.encode(source(tmp_path)) + b"\n"
    done = subprocess.run(GLIMPSES, input=asked, capture_output=True, timeout=LIMIT_S, check=True)
    told = msgspec.json.decode(done.stdout, type=LookedInto)
    assert set(told.feeds) == {"cam-1", "cam-2"} and told.gaps == (gap("cam-1", RING), gap("cam-2", RING))
    assert done.stderr == b""


def test_a_movie_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "cam-2").mkdir()
    (tmp_path / "cam-2" / "sub-2-x-2.mp4").write_bytes(b"rubbish")
    asked = msgspec.json.encode(source(tmp_path)) + b"\n"
    done = subprocess.run(GLIMPSES, input=asked, capture_output=True, timeout=LIMIT_S, check=True)
    assert msgspec.json.decode(done.stdout, type=LookedInto) == LookedInto((), ())
    assert b"sub-2-x-2" in done.stderr


def answers(folder: Path, *questions: AskGlimpses) -> list[tuple[Glimpse, bytes]]:
    """What it tells after it looked into the folder; each question waits for the answers before."""
    child = subprocess.Popen(GLIMPSES, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(msgspec.json.encode(source(folder)) + b"\n")
    child.stdin.flush()
    child.stdout.readline()
    told = []
    for question in questions:
        child.stdin.write(b"rubbish\n" + msgspec.json.encode(question) + b"\n")
        child.stdin.flush()
        for _ in question.feeds:
            about = msgspec.json.decode(child.stdout.readline(), type=Glimpse)
            told.append((about, child.stdout.read(about.bytes)))
    child.stdin.close()
    assert child.wait(LIMIT_S) == 0
    child.stdout.close()
    return told


def test_it_shows_a_moment_and_says_where_nothing_was_recorded(tmp_path: Path) -> None:
    put(tmp_path, "cam-1", RING)
    feeds = (FeedId("cam-1"), FeedId("cam-9"))
    (first, pixels), (second, nothing) = answers(tmp_path, AskGlimpses(7, LOG_MS + 500, feeds, 80, 80))
    assert (first.number, first.feed, first.width, first.height) == (7, "cam-1", 80, 45)
    assert len(pixels) == 80 * 45 * 3 and len(set(pixels)) > 1 and first.at_ms == LOG_MS
    assert second == Glimpse(7, FeedId("cam-9"), LOG_MS + 500, 0, 0) and nothing == b""


class Piped:
    """A pipe that is read as a file."""

    def __init__(self) -> None:
        read, write = os.pipe()
        self.asked, self.asks = os.fdopen(read, "rb"), os.fdopen(write, "wb", buffering=0)


def test_only_the_newest_question_counts() -> None:
    pipe = Piped()
    questions = NewestQuestion(pipe.asked)
    lines = [msgspec.json.encode(AskGlimpses(number, 0, (), 8, 8)) + b"\n" for number in range(50)]
    pipe.asks.write(b"".join(lines))
    pipe.asks.close()
    questions.start()
    questions._thread.join(LIMIT_S)
    last = questions.take()
    assert last is not None and last.number == 49
    assert questions.take() is None and questions.is_stale
    pipe.asked.close()
