"""The bridge re-emits what core and engine say, and judges by core's silence whether control is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zmq
from pytestqt.qtbot import QtBot

from console.domain.ids import CellIndex, MonitorId
from console.protocol.clock import SystemClock
from console.protocol.command_sender import Became, Outcome
from console.protocol.core_changes import CorePublished, CoreSnapshot, LayoutsChanged
from console.protocol.core_messages import ClearCell
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import EnginePublished, EngineSnapshot, FeedsChanged
from console.protocol.layout_messages import LayoutHead
from console.protocol.reply import Refusal, Reply
from console.protocol.trouble_file import TroubleFile
from console.ui.bridge import LOOK_NS, Bridge, core_follower, engine_follower
from tests.fakes.spoken_site import SpokenSite

CLOCK = SystemClock()
CLEAR = ClearCell(MonitorId("wall-1"), CellIndex(4))


class Later:
    """A clock that can be moved on, and stopped."""

    def __init__(self) -> None:
        self.passed_ns = 0
        self.stands_at_ns = 0

    def now_ms(self) -> int:
        return CLOCK.now_ms() + self.passed_ns // 1_000_000

    def monotonic_ns(self) -> int:
        return self.stands_at_ns or CLOCK.monotonic_ns() + self.passed_ns


class Bridged:
    """A bridge to a site spoken by hand, with all that it emitted."""

    def __init__(self, run_dir: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self.site = SpokenSite(self.context, run_dir, CLOCK)
        self.clock = Later()
        self.troubles = TroubleFile(run_dir)
        endpoints = Endpoints(run_dir)
        self.bridge = Bridge(
            core_follower(self.context, endpoints, "operator", self.clock),
            engine_follower(self.context, endpoints, "desk", self.clock),
            self.clock,
            self.troubles,
        )
        self.core: list[object] = []
        self.engine: list[object] = []
        self.replies: list[Reply] = []
        self.outcomes: list[Outcome] = []
        self.lost: list[tuple[bool, str]] = []
        self.bridge.core_said.connect(self.core.append)
        self.bridge.engine_said.connect(self.engine.append)
        self.bridge.replied.connect(self.replies.append)
        self.bridge.came_out.connect(self.outcomes.append)
        self.bridge.control_lost_changed.connect(lambda lost: self.lost.append((lost, self.bridge.why_lost)))

    def until(self, condition: Callable[[], object]) -> None:
        def pumped() -> bool:
            self.site.pump()
            return bool(condition())

        self.qtbot.waitUntil(pumped, timeout=8000)

    def start(self) -> None:
        self.site.start()
        self.bridge.start()

    def stop(self) -> None:
        self.bridge.stop()
        self.site.stop()
        self.context.term()


@pytest.fixture
def bridged(run_dir: Path, qtbot: QtBot) -> Iterator[Bridged]:
    made = Bridged(run_dir, qtbot)
    made.start()
    try:
        made.until(lambda: made.core and made.engine)
        yield made
    finally:
        made.stop()


def test_snapshots_come_first_then_what_changes(bridged: Bridged) -> None:
    assert isinstance(bridged.core[0], CoreSnapshot) and isinstance(bridged.engine[0], EngineSnapshot)
    bridged.site.core_says(LayoutsChanged((LayoutHead("night"),)))
    bridged.site.engine_says(FeedsChanged(()))
    bridged.until(lambda: len(bridged.core) > 1 and len(bridged.engine) > 1)
    said, spoken = bridged.core[-1], bridged.engine[-1]
    assert isinstance(said, CorePublished) and said.change == LayoutsChanged((LayoutHead("night"),))
    assert isinstance(spoken, EnginePublished) and spoken.change == FeedsChanged(())


def test_what_core_answers_is_told_once_and_what_became_of_a_command_too(bridged: Bridged) -> None:
    bridged.until(lambda: not bridged.bridge.control_lost)
    report = bridged.bridge.core.requester.send(CLEAR)
    bridged.bridge.commands.give(CLEAR, "cell 4 let go of")
    bridged.until(lambda: len(bridged.replies) == 2 and bridged.outcomes)
    assert report in {reply.id for reply in bridged.replies}
    assert bridged.outcomes == [Outcome(Became.DONE, "cell 4 let go of")]
    assert {request.by for request in bridged.site.requests} == {"operator"}
    bridged.site.refusing = Refusal("no", "not now")
    bridged.bridge.commands.give(CLEAR, "cell 4 let go of")
    bridged.until(lambda: len(bridged.outcomes) == 2)
    assert bridged.outcomes[1].became is Became.REFUSED and len(bridged.replies) == 3


def core_says_its_last(bridged: Bridged) -> None:
    """Silent from now on, and all that it said is heard: no heartbeat is on its way while the clock leaps."""
    bridged.site.core_silent = True
    last = LayoutsChanged((LayoutHead("last"),))
    bridged.site.core_says(last)
    bridged.until(lambda: isinstance(bridged.core[-1], CorePublished) and bridged.core[-1].change == last)


def test_control_is_lost_until_core_is_heard_and_again_when_it_falls_silent(bridged: Bridged) -> None:
    bridged.until(lambda: not bridged.bridge.control_lost)
    assert bridged.lost == [(False, "")] and not bridged.bridge.commands.control_lost
    core_says_its_last(bridged)
    before_ms = bridged.clock.now_ms()
    bridged.clock.passed_ns += 2_500_000_000
    bridged.bridge.poll()
    bridged.clock.passed_ns += 60_000_000_000
    bridged.until(lambda: bridged.bridge.control_lost)
    assert bridged.lost[1:] == [(True, "")] and bridged.bridge.commands.control_lost
    assert bridged.bridge.lost_since_ms >= before_ms
    bridged.bridge.commands.give(CLEAR, "cell 4 let go of")
    bridged.bridge.poll()
    assert [one.became for one in bridged.outcomes] == [Became.NOT_SENT]
    since_ms = bridged.bridge.lost_since_ms
    bridged.until(lambda: bridged.bridge.lost_since_ms == since_ms)
    bridged.site.core_silent = False
    bridged.until(lambda: not bridged.bridge.control_lost)
    assert bridged.lost[2:] == [(False, "")]


def test_a_silence_of_two_seconds_is_none(bridged: Bridged) -> None:
    bridged.until(lambda: not bridged.bridge.control_lost)
    core_says_its_last(bridged)
    bridged.clock.stands_at_ns = bridged.bridge.core.heard_ns + 2_000_000_000
    bridged.bridge.poll()
    assert not bridged.bridge.control_lost
    bridged.clock.stands_at_ns += 900_000_000
    bridged.bridge.poll()
    assert bridged.bridge.control_lost


def test_why_core_does_not_come_is_its_own_word_else_the_supervisors(bridged: Bridged) -> None:
    bridged.until(lambda: not bridged.bridge.control_lost)
    bridged.site.core_starts_again(Refusal("starting", "core is reading its log"))
    bridged.until(lambda: bridged.bridge.control_lost)
    since_ms = bridged.bridge.lost_since_ms
    assert bridged.lost[-1] == (True, "core is reading its log")
    bridged.site.not_ready = Refusal("starting", "core is reading its log: 80 %")
    bridged.until(lambda: bridged.lost[-1] == (True, "core is reading its log: 80 %"))
    assert bridged.bridge.lost_since_ms == since_ms, "lost since the same time"


def test_the_supervisors_word_is_looked_at_once_a_second(run_dir: Path, qtbot: QtBot) -> None:
    bridged = Bridged(run_dir, qtbot)
    bridged.clock.passed_ns = 5 * LOOK_NS
    bridged.troubles.write({"core": "ended 3 times", "engine": "does not come"})
    bridged.bridge.start()
    try:
        assert bridged.bridge.troubles() == {"core": "ended 3 times", "engine": "does not come"}
        bridged.bridge.poll()
        assert bridged.lost == [(True, "core ended 3 times")]
        bridged.troubles.write({"engine": "does not come"})
        bridged.bridge.poll()
        assert bridged.bridge.why_lost == "core ended 3 times"
        bridged.clock.passed_ns += 2 * LOOK_NS
        bridged.bridge.poll()
        assert bridged.lost[1:] == [(True, "")]
    finally:
        bridged.bridge.stop()
        bridged.context.term()
