"""A pinned input can be replayed with what came of it, however much is logged after it and is pruned."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from console.core.log import decider as deciding
from console.core.log import pins
from console.core.log.decider import Decider
from console.core.log.input_log import CommandGiven, SiteLoaded
from console.core.log.log_clock import LogClock
from console.core.log.reading import StoredEntry, entries
from console.core.log.saved_state import saved
from console.core.log.store import Store
from console.core.log.versions import read_entry, read_state
from console.core.state import State
from console.core.step import step
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.protocol.core_messages import AssignFeed
from console.protocol.layout_file import shipped_layouts
from console.protocol.process_config import LogLimits
from tests.fakes.core_site import core_config
from tests.fakes.set_clock import SetClock
from tests.watch.waiting import wait_until

WALL_1 = MonitorId("wall-1")
AFTER = 50_000
SECOND_MS = 1_000


class Life:
    """Core's decider over a store on disk: a hand on another cell every other second."""

    def __init__(self, folder: Path, limits: LogLimits) -> None:
        config = core_config(Path("/nowhere"), cameras=40)
        self.clock = SetClock()
        self.store = Store(folder, self.clock, limits)
        self.store.start()
        log_clock = LogClock(self.clock)
        log_clock.start(0)
        self.state = State()
        self.decider = Decider(self.store, self.state, log_clock)
        site = SiteLoaded("test", config.cameras, config.monitors, config.director, shipped_layouts(), {})
        self.decider.decide(site)

    def go_on(self, inputs: int) -> None:
        for _ in range(inputs):
            self.clock.pass_ms(2 * SECOND_MS)
            n = self.state.n
            command = AssignFeed(WALL_1, CellIndex(n % 9), FeedId(f"cam-{n % 40 + 1:03d}"))
            self.decider.decide(CommandGiven("operator", command, f"c-{n}"))
            if self.store.waiting > 1_000:
                wait_until(lambda: self.store.waiting < 100, 30.0, "the disk keeps pace")

    def settle(self) -> None:
        token = self.decider.last_token
        wait_until(lambda: self.store.committed >= token, 30.0, "all is committed")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data" / "core.sqlite"


def state_at(file: Path, n: int) -> State:
    """From the newest checkpoint at or before it, and the log from there on."""
    with closing(sqlite3.connect(file)) as database:
        version, body = database.execute(
            "SELECT version, body FROM checkpoints WHERE n <= ? ORDER BY n DESC LIMIT 1", (n,)
        ).fetchone()
    state = read_state(version, zlib.decompress(body))
    wanted: list[StoredEntry] = [row for row in entries(file, state.n) if row[0] <= n]
    assert [row[0] for row in wanted] == list(range(state.n + 1, n + 1))
    for number, _, entry, _ in wanted:
        step(state, read_entry(number, entry))
    return state


def test_a_pinned_input_can_be_reached_fifty_thousand_inputs_later(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned: list[int] = []
    monkeypatch.setattr(pins, "PINNING", (*pins.PINNING, lambda _: pinned))
    monkeypatch.setattr(deciding, "CHECKPOINT_EVERY", 500)
    life = Life(file.parent, LogLimits(keep_days=0, keep_mb=2))
    life.go_on(3_210)
    pinned.append(life.state.n)
    then = saved(life.state)
    life.go_on(AFTER)
    life.settle()
    wait_until(lambda: bool(life.store.problems), 10.0, "the limit is exceeded, and that is said")
    (problem,) = life.store.problems
    first_n = life.store.log_size.first_n
    assert f"larger than its 2 MB (keep_mb of the site file): everything from input {first_n} on" in problem
    assert 1 < first_n <= pinned[0], "what lies before it has gone"
    assert saved(state_at(file, pinned[0])) == then
    with closing(sqlite3.connect(file)) as database:
        incomplete = database.execute(
            "SELECT count(*) FROM inputs WHERE records IS NOT (SELECT count(*) FROM decisions "
            "WHERE decisions.n = inputs.n) + (SELECT count(*) FROM views WHERE views.n = inputs.n)"
        ).fetchone()
        assert incomplete == (0,), "what came of each of them is there"
    pinned.clear()
    life.go_on(1_000)
    life.settle()
    wait_until(lambda: life.store.log_size.bytes < 2_000_000, 10.0, "without the pin the log goes")
    wait_until(lambda: not life.store.problems, 10.0, "nothing is wrong any more")
    life.store.stop()


def test_a_pin_before_every_checkpoint_keeps_the_log_from_its_beginning(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pins, "PINNING", (lambda _: [1],))
    life = Life(file.parent, LogLimits(keep_days=0, keep_mb=1))
    life.settle()
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("DELETE FROM checkpoints")
    life.go_on(5_000)
    life.settle()
    wait_until(lambda: bool(life.store.problems), 10.0, "the limit is exceeded, and that is said")
    assert life.store.log_size.first_n == 1
    life.store.stop()
