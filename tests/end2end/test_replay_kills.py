"""A replay's core is killed: the wall says so, and it is back at its moment. Its supervisor: all is gone."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor

from console.core.replay.run_log import read_run
from console.domain.errors import NoAnswer
from console.protocol.core_messages import PinCell
from console.protocol.replay_messages import (
    DecideAgain,
    GetReplay,
    LoopReplay,
    PauseReplay,
    PlayReplay,
    ReplayStatus,
    SeekReplay,
    SetReplayRate,
    ShowAsItWas,
)
from console.ui import theme
from tests.end2end.recorded_incident import WallShot
from tests.end2end.recorded_pictures import RecordedPictures
from tests.end2end.replayed_site import ReplayedSite
from tests.end2end.test_restart import alive
from tests.end2end.wall_comparison import stand_at
from tests.watch.figures import Figure
from tests.watch.waiting import wait_until

pytestmark = [pytest.mark.shares_processes, pytest.mark.timeout(150)]

CONTROL_LOST_S = 3.0
LATE_S = 3.0
"""On top of it, with a screenshot, beside other tests."""
BACK_S = 25.0
BAD = QColor(theme.STATE_BAD)


def says_control_lost(shot: WallShot) -> bool:
    """Whether the bar of CONTROL LOST is on a monitor: at the bottom's centre, where no frame is."""
    height, width = shot.picture.shape[:2]
    centre = shot.picture[height - 160 : height - 40, width // 2 - 100 : width // 2 + 100]
    return int(np.all(centre == (BAD.blue(), BAD.green(), BAD.red()), axis=2).sum()) > 1_000


@contextmanager
def without_supervisor(replayed: ReplayedSite) -> Iterator[None]:
    """Nobody starts what ends."""
    os.kill(replayed.supervisor_pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(replayed.supervisor_pid, signal.SIGCONT)


def status_of(replayed: ReplayedSite) -> ReplayStatus | None:
    try:
        return replayed.ask(GetReplay(events=False))
    except NoAnswer:
        return None


@pytest.mark.parametrize(
    "plays",
    [pytest.param(plays, marks=pytest.mark.long) for plays in (False, True)],
    ids=["it stands", "it plays"],
)
def test_a_killed_core_is_told_and_is_back_at_its_moment(
    replayed: ReplayedSite, pictures: RecordedPictures, figure: Figure, plays: bool
) -> None:
    at_ms = pictures.end_ns // 1_000_000 - 9_000
    replayed.ask(SetReplayRate(0.25))
    replayed.ask(LoopReplay(plays))
    replayed.ask(SeekReplay(at_ms))
    stand_at(replayed, pictures, at_ms, "it stands")
    if plays:
        replayed.ask(PlayReplay())
    core = replayed.pid("core")
    with without_supervisor(replayed):
        before, views = replayed.ask(GetReplay(events=False)), replayed.views()
        killed_s = time.monotonic()
        os.kill(core, signal.SIGKILL)
        wait_until(lambda: all(map(says_control_lost, replayed.shots(views))), 10, "CONTROL LOST")
        told_s = time.monotonic() - killed_s
    figure("CONTROL LOST of a replay", told_s, "s", f"{CONTROL_LOST_S:g} s")
    assert told_s < CONTROL_LOST_S + LATE_S
    after = wait_until(lambda: status_of(replayed), BACK_S, "core is back")
    gone_ms = (time.monotonic() - killed_s) * 1000 * 0.25
    assert (after.playing, after.rate, after.loop) == (plays, 0.25, plays)
    assert before.at_ms <= after.at_ms <= before.at_ms + (gone_ms + 500 if plays else 0)
    wait_until(lambda: not any(map(says_control_lost, replayed.shots())), 10, "control is back")
    stood_ms = replayed.ask(PauseReplay()).at_ms
    stand_at(replayed, pictures, stood_ms, "it goes on from there")
    replayed.ask(SeekReplay(at_ms + 1_000))
    stand_at(replayed, pictures, at_ms + 1_000, "it can leap")


def test_killed_while_it_decides_again_it_goes_on_with_that(replayed: ReplayedSite) -> None:
    first = replayed.ask(PauseReplay())
    replayed.ask(SeekReplay((first.begin_ms + first.end_ms) // 2))
    began = replayed.ask(DecideAgain())
    view = replayed.views()[0]
    fed = next(one for one in view.cells if one.feed is not None)
    replayed.ctl("wall", "pin", view.monitor, str(fed.cell))
    views = replayed.views()
    core = replayed.pid("core")
    os.kill(core, signal.SIGKILL)
    wait_until(lambda: replayed.pid("core") not in (core, 0), BACK_S, "core is started again")
    after = wait_until(lambda: status_of(replayed), BACK_S, "core is back")
    assert (after.again_ms, after.run, after.at_ms) == (began.again_ms, began.run, began.at_ms)
    assert replayed.views() == views
    replayed.ask(ShowAsItWas())
    assert [act.given.command for act in read_run(Path(began.run)).acts] == [
        PinCell(view.monitor, fed.cell, pinned=True)
    ]


def test_of_a_replay_whose_supervisor_is_killed_nothing_is_left_running(replayed: ReplayedSite) -> None:
    first = replayed.ask(GetReplay(events=False))
    left_ms = replayed.ask(SeekReplay(first.end_ms)).at_ms
    pids = replayed.kill()
    assert len(pids) > 4
    wait_until(lambda: not alive(pids), 5.0, "all its processes are gone")
    replayed.start()
    status = replayed.ask(GetReplay(events=False))
    assert not status.playing and status.at_ms < left_ms - 10_000, "another run of it begins anew"
