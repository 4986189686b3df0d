"""What the decider handed to a store is what the next start takes up."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from console.core.layouts.layout_table import LayoutTable
from console.core.log import decider as module
from console.core.log.decider import Decider
from console.core.log.input_log import SiteLoaded
from console.core.log.log_clock import LogClock
from console.core.log.saved_state import saved
from console.core.log.store import Store
from console.core.log.take_up import TakeUp
from console.domain.layout import Layout
from console.protocol.clock import SystemClock
from console.protocol.process_config import LogLimits
from tests.fakes.whole_life import lived_through
from tests.watch.waiting import wait_until

LIFE = lived_through(90).entries


@contextmanager
def started(folder: Path) -> Iterator[tuple[Store, Decider]]:
    """As core starts: the log is taken up, then a decider goes on from there."""
    clock = SystemClock()
    store, log_clock = Store(folder, clock, LogLimits()), LogClock(clock)
    take_up = TakeUp(store, store.start(), clock)
    try:
        take_up.start()
        while take_up.some(1_000_000_000):
            pass
        log_clock.start(take_up.state.at_ms)
        yield store, Decider(store, take_up.state, log_clock)
    finally:
        store.stop()


def layouts_in(folder: Path) -> dict[str, Layout]:
    table = LayoutTable(folder / "shared.sqlite")
    table.open()
    try:
        return table.read()
    finally:
        table.close()


@pytest.mark.parametrize("every", [7, 20_000])
def test_a_start_comes_to_the_same_state_from_the_newest_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    monkeypatch.setattr(module, "CHECKPOINT_EVERY", every)
    folder = tmp_path / "data"
    with started(folder) as (store, decider):
        fed = [decider.decide(entry.input) for entry in LIFE]
        wait_until(lambda: store.committed >= decider.last_token, 10.0, "all is committed")
        left = saved(decider.state)
    last_site = max(
        made.n for made, entry in zip(fed, LIFE, strict=True) if isinstance(entry.input, SiteLoaded)
    )
    with started(folder) as (store, decider):
        newest = next(store.checkpoints()).n
        assert newest == last_site if every > len(LIFE) else len(LIFE) - newest < every
        assert saved(decider.state) == left
        stored = {name: kept.layout for name, kept in decider.state.stored.items()}
        assert stored
        wait_until(lambda: layouts_in(folder) == stored, 10.0, "its layouts are in their table")
        assert decider.decide(LIFE[-1].input).n == len(LIFE) + 1
