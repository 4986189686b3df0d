"""A replay's core from its folder: it plays what is recorded there, or says why it cannot."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
from tests.fakes.recorded_log import write_log
from tests.fakes.whole_life import lived_through
from tests.watch.logs import ExpectedLog

LIFE = lived_through(60).entries
CHECKPOINT_N, FROM_N, TO_N = 10, 70, 130


@pytest.fixture
def slice_folder(tmp_path: Path) -> Path:
    """Inputs 70 to 130 were asked for; those since the checkpoint are there, too."""
    write_slice(write_log(tmp_path / "data", LIFE, (CHECKPOINT_N,)), FROM_N, TO_N, tmp_path / "slice")
    return tmp_path / "slice"


@contextmanager
def replayed(run_dir: Path, folder: Path) -> Iterator[Requester]:
    """Until the block ends, and its core with it."""
    config = msgspec.structs.replace(core_config(run_dir), replay_dir=str(folder))
    clock = SystemClock()
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    lifeline = Lifeline(context, Endpoints(run_dir).supervisor, "core")
    requester = Requester(context, Endpoints(run_dir).core_commands, "test", clock)
    core = threading.Thread(target=run_replay, args=(context, config, lifeline, clock))
    core.start()
    requester.start()
    try:
        yield requester
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
    with replayed(run_dir, slice_folder) as requester:
        status = msgspec.convert(requester.call(GetReplay(), 10.0), ReplayStatus)
        assert (status.begin_ms, status.end_ms) == (first_ms - BEFORE_MS, last_ms)
        assert status.begin_ms <= status.at_ms < first_ms
    with replayed(run_dir, slice_folder) as requester:
        requester.call(GetReplay(), 10.0)  # the former one left nothing behind


def test_a_folder_that_cannot_be_played_is_named_until_it_is_stopped(
    run_dir: Path, slice_folder: Path, expected_log: ExpectedLog
) -> None:
    expected_log("this can't be replayed: .*slice")
    for file in slice_folder.rglob("*.json*"):
        file.write_bytes(b"nonsense")
    with replayed(run_dir, slice_folder) as requester:
        status = requester.call(GetStatus(), 10.0)
        assert status["state"] == "unreadable" and str(slice_folder) in status["problems"][0]
        for _ in range(2):
            with pytest.raises(CommandRefused, match="slice"):
                requester.call(GetSnapshot())
