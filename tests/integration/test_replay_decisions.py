"""However a package is played, its core decides on each input, to the byte, what was written down live."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from console.core.decisions import decision_digest
from console.core.replay.check import check_slice
from console.core.replay.log_slice import read_slice, write_slice
from console.core.replay.replay_process import read_tape
from console.protocol.clock import SystemClock
from console.protocol.replay_messages import (
    GetReplay,
    PauseReplay,
    PlayReplay,
    ReplayStatus,
    SetReplayRate,
    Step,
    StepReplay,
)
from tests.fakes.recorded_log import write_log
from tests.fakes.whole_life import TWO_DAYS_MS, lived_through
from tests.integration.test_replay_core import Replay

ACTS = 150
SEEKS = 50


class HurriedClock(SystemClock):
    """The machine's, and ahead of it by what a test let pass."""

    def __init__(self) -> None:
        self._ahead_ns = 0

    def monotonic_ns(self) -> int:
        return super().monotonic_ns() + self._ahead_ns

    def pass_s(self, seconds: float) -> None:
        self._ahead_ns += round(seconds * 1e9)


@dataclass
class Played:
    """A replay under a clock that the test moves on, and what was decided on its inputs then."""

    replay: Replay
    clock: HurriedClock
    recorded: list[tuple[int, tuple[object, ...]]]
    chance: random.Random

    def status(self) -> ReplayStatus:
        return self.replay.ask(GetReplay(events=False))

    def recorded_sha256(self, first_n: int, last_n: int) -> str:
        return decision_digest((n, made) for n, made in self.recorded if first_n <= n <= last_n)  # type: ignore[misc]

    def decided_as_recorded(self) -> bool:
        """On all that it was fed since its last leap."""
        fed = self.status().fed
        return fed.decisions_sha256 == self.recorded_sha256(fed.first_n, fed.last_n)

    def play_on(self, rate: float, least_s: float, most_s: float) -> None:
        """To its end, in turns that come so far apart."""
        self.replay.ask(SetReplayRate(rate))
        self.replay.ask(PlayReplay())
        end_ms = self.status().end_ms
        while self.replay.core._now_ms() < end_ms:
            self.clock.pass_s(self.chance.uniform(least_s, most_s))
            self.replay.core.turn(0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What core wrote down in ten minutes."""
    home = tmp_path_factory.mktemp("decisions")
    entries = lived_through(ACTS).entries
    entries = [one for one in entries if one.at_ms < entries[-1].at_ms - TWO_DAYS_MS]
    write_slice(write_log(home / "data", entries, (20,)), 24, entries[-1].n, home / "slice")
    return home / "slice"


@pytest.fixture
def played(folder: Path, run_dir: Path) -> Iterator[Played]:
    tape, bounds_ms = read_tape(folder, lambda _: None)
    clock = HurriedClock()
    replay = Replay(run_dir, tape, bounds_ms, clock)
    recorded = [(one.entry.n, one.decisions) for one in read_slice(folder).inputs()]
    assert all(decisions is not None for _, decisions in recorded)
    yield Played(replay, clock, recorded, random.Random(11))  # type: ignore[arg-type]
    replay.close()


def at_once(played: Played) -> None:
    played.play_on(1.0, 0.001, 0.2)


def four_times_as_fast(played: Played) -> None:
    played.play_on(4.0, 0.001, 0.05)


def with_holds_and_other_rates(played: Played) -> None:
    for rate in (1.0, 0.25, 8.0, 2.0):
        played.replay.ask(SetReplayRate(rate))
        played.replay.ask(PlayReplay())
        for _ in range(40):
            played.clock.pass_s(played.chance.uniform(0.001, 0.2))
            played.replay.core.turn(0)
        played.replay.ask(PauseReplay())
        played.clock.pass_s(60.0)
    played.play_on(1.0, 0.05, 0.3)


def event_by_event(played: Played) -> None:
    moments = sorted({one.at_ms for one in played.replay.ask(GetReplay()).events})
    for at_ms in [one for one in moments if one > played.status().at_ms]:
        assert played.replay.ask(StepReplay(Step.EVENT)).at_ms == at_ms
    played.play_on(1.0, 0.05, 0.3)  # what programs report after the last of them is no event


def picture_by_picture(played: Played) -> None:
    played.replay.seek(played.status().begin_ms)
    for _ in range(300):
        played.replay.ask(StepReplay())
    played.play_on(8.0, 0.01, 0.05)


def after_many_leaps(played: Played) -> None:
    status = played.status()
    for _ in range(SEEKS):
        played.replay.seek(played.chance.randrange(status.begin_ms, status.end_ms))
        while not played.status().fed.first_n:
            played.replay.ask(StepReplay(Step.EVENT))
        assert played.decided_as_recorded()
    played.replay.seek(status.begin_ms)
    played.play_on(1.0, 0.05, 0.3)


WAYS: tuple[Callable[[Played], None], ...] = (
    at_once,
    four_times_as_fast,
    with_holds_and_other_rates,
    event_by_event,
    picture_by_picture,
    after_many_leaps,
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_however_it_is_played_it_decides_to_the_byte_what_was_decided_live(
    played: Played, folder: Path, way: Callable[[Played], None]
) -> None:
    way(played)
    fed = played.status().fed
    assert (fed.first_n, fed.last_n) == (played.recorded[0][0], played.recorded[-1][0]), "it was fed all"
    checked = check_slice(read_slice(folder))
    assert checked.is_equal and not checked.unrecorded
    assert fed.decisions_sha256 == checked.decisions_sha256 == checked.recorded_decisions_sha256
