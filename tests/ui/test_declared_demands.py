"""Demands are told at every change and renewed, but only to an engine that is heard."""

from types import SimpleNamespace

import pytest

from console.domain.errors import NoAnswer
from console.domain.ids import FeedId
from console.domain.media import Demand
from console.protocol.engine_messages import DeclareDemands
from console.ui.declared_demands import ENGINE_SILENT_AFTER_NS, DeclaredDemands
from tests.fakes.held_clock import HeldClock
from tests.watch.logs import ExpectedLog

ONE, OTHER = (Demand(FeedId(name), 320, 180) for name in ("a", "b"))


class Engine:
    """An engine that takes what it is told; ``heard_ns`` is when it last spoke."""

    def __init__(self, clock: HeldClock) -> None:
        self.requester = SimpleNamespace(send=self._send)
        self.heard_ns = clock.monotonic_ns()
        self.told: list[DeclareDemands] = []
        self.takes = True

    def _send(self, command: DeclareDemands) -> None:
        if not self.takes:
            raise NoAnswer("its queue is full")
        self.told.append(command)


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def engine(clock: HeldClock) -> Engine:
    return Engine(clock)


@pytest.fixture
def demands(engine: Engine, clock: HeldClock) -> DeclaredDemands:
    return DeclaredDemands("display-wall-1", engine, clock)  # type: ignore[arg-type]


def test_each_change_is_told_at_once_and_what_is_the_same_is_not(
    demands: DeclaredDemands, engine: Engine
) -> None:
    for wanted in ((ONE,), (ONE,), (ONE, OTHER), ()):
        demands.change(wanted)
    assert [told.demands for told in engine.told] == [(ONE,), (ONE, OTHER), ()]
    assert {told.client for told in engine.told} == {"display-wall-1"}


def test_they_are_leases_and_renewed(demands: DeclaredDemands, engine: Engine) -> None:
    demands.change((ONE,))
    demands.renew()
    assert [told.demands for told in engine.told] == [(ONE,)] * 2


def test_a_silent_engine_is_told_nothing_until_it_is_heard_again(
    demands: DeclaredDemands, engine: Engine, clock: HeldClock
) -> None:
    engine.heard_ns = 0
    demands.change((ONE,))
    assert engine.told == [], "it has not spoken yet"
    engine.heard_ns = clock.monotonic_ns()
    clock.pass_s(ENGINE_SILENT_AFTER_NS / 1e9)
    demands.renew()
    assert len(engine.told) == 1, "just heard"
    clock.pass_s(0.001)
    demands.renew()
    demands.change((OTHER,))
    assert len(engine.told) == 1
    engine.heard_ns = clock.monotonic_ns()
    demands.renew()
    assert engine.told[-1].demands == (OTHER,)


def test_an_engine_that_takes_nothing_stops_no_window(
    demands: DeclaredDemands, engine: Engine, expected_log: ExpectedLog
) -> None:
    expected_log("demands could not be declared: its queue is full")
    engine.takes = False
    demands.change((ONE,))
    engine.takes = True
    demands.renew()
    assert [told.demands for told in engine.told] == [(ONE,)]


def test_each_part_of_a_window_has_its_own_and_they_are_told_together(
    demands: DeclaredDemands, engine: Engine
) -> None:
    demands.change((ONE,), "picture")
    demands.change((OTHER,), "miniatures")
    demands.change((), "picture")
    assert [told.demands for told in engine.told] == [(ONE,), (ONE, OTHER), (OTHER,)]
