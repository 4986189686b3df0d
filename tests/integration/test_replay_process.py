"""A replay's core from its folder: it plays what is recorded there, or says why it cannot."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
import zmq

from console.core.replay.log_slice import write_slice
from console.core.replay.replay_process import BEFORE_MS, run_replay
from console.domain.errors import CommandRefused
from console.protocol.clock import SystemClock
from console.protocol.core_messages import GetSnapshot, GetStatus
from console.protocol.endpoints import Endpoints
from console.protocol.lifeline import Lifeline
from console.protocol.replay_messages import GetReplay, ReplayStatus
from console.protocol.requester import Requester
from tests.fakes.core_site import core_config
from tests.fakes.counted_clock import CountedClock
from tests.fakes.recorded_log import write_log
from tests.fakes.whole_life import lived_through
from tests.watch.logs import ExpectedLog
from tests.watch.waiting import becomes_true, wait_until

LIFE = lived_through(60).entries
CHECKPOINT_N, FROM_N, TO_N = 10, 70, 130


@pytest.fixture
def slice_folder(tmp_path: Path) -> Path:
    """Inputs 70 to 130 were asked for; those since the checkpoint are there, too."""
    write_slice(write_log(tmp_path / "data", LIFE, (CHECKPOINT_N,)), FROM_N, TO_N, tmp_path / "slice")
    return tmp_path / "slice"


class HeardLifeline(Lifeline):
    """Counts what the supervisor would hear."""

    beats = 0

    def beat(self, stats: Mapping[str, float] | None = None, notice: str = "") -> None:
        self.beats += 1


@dataclass
class Replayed:
    """A replay's core in a thread of this process."""

    requester: Requester
    lifeline: HeardLifeline
    clock: CountedClock

    def rests(self) -> bool:
        """Whether it waits for what comes in place of looking round again and again."""
        before = self.clock.reads
        return not becomes_true(lambda: self.clock.reads > before + 1000, 0.5)


@contextmanager
def replayed(run_dir: Path, folder: Path) -> Iterator[Replayed]:
    """Until the block ends, and its core with it."""
    config = msgspec.structs.replace(core_config(run_dir), replay_dir=str(folder))
    clock = CountedClock()
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    lifeline = HeardLifeline(context, Endpoints(run_dir).supervisor, "core")
    requester = Requester(context, Endpoints(run_dir).core_commands, "test", SystemClock())
    core = threading.Thread(target=run_replay, args=(context, config, lifeline, clock))
    core.start()
    requester.start()
    try:
        yield Replayed(requester, lifeline, clock)
    finally:
        lifeline.stopping.set()
        core.join(10)
        requester.stop()
        context.destroy(linger=0)
    assert not core.is_alive()


def test_it_plays_from_some_time_before_what_was_asked_for_to_its_end(
    run_dir: Path, slice_folder: Path
) -> None:
    first_ms, last_ms = (next(one.at_ms for one in LIFE if one.n == n) for n in (FROM_N, TO_N))
    with replayed(run_dir, slice_folder) as replay:
        status = msgspec.convert(replay.requester.call(GetReplay(), 10.0), ReplayStatus)
        assert (status.begin_ms, status.end_ms) == (first_ms - BEFORE_MS, last_ms)
        assert status.begin_ms <= status.at_ms < first_ms
        assert replay.lifeline.beats > 0 and replay.rests()
    with replayed(run_dir, slice_folder) as again:
        again.requester.call(GetReplay(), 10.0)  # the former one left nothing behind


def test_a_folder_that_cannot_be_played_is_named_until_it_is_stopped(
    run_dir: Path, slice_folder: Path, expected_log: ExpectedLog
) -> None:
    expected_log("this can't be replayed: .*slice")
    for file in slice_folder.rglob("*.json*"):
        file.write_bytes(b"nonsense")
    with replayed(run_dir, slice_folder) as replay:
        status = replay.requester.call(GetStatus(), 10.0)
        assert status["state"] == "unreadable" and str(slice_folder) in status["problems"][0]
        for _ in range(2):
            with pytest.raises(CommandRefused, match="slice"):
                replay.requester.call(GetSnapshot())
        assert replay.rests()
        wait_until(lambda: replay.lifeline.beats >= 2, 5.0, "the supervisor hears it all the time")
