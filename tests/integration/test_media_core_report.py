"""The engine's reports to core over a real socket: spaced, confirmed, sent again when not."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zmq

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.picture import PictureState
from console.media.engine.core_report import RETRY_NS, SPACING_NS, CoreReport
from console.protocol.clock import SystemClock
from console.protocol.core_messages import ReportFeeds, Request
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import FeedHealth
from console.protocol.reply import Refusal
from console.protocol.responder import Asked, Responder
from tests.watch.waiting import wait_until

T0 = RETRY_NS


def health(feed: str, state: PictureState = PictureState.LIVE, fps: float = 15.0) -> FeedHealth:
    return FeedHealth(FeedId(feed), Profile.SUB, "worker-0", state, fps=fps)


class Line:
    """A report and the core that it reaches."""

    def __init__(self, run_dir: Path) -> None:
        self.context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        endpoint = Endpoints(run_dir).core_commands
        self.core = Responder(self.context, (endpoint,), Request, SystemClock())
        self.report = CoreReport(self.context, endpoint, "engine", SystemClock())
        self.core.start()
        self.report.start()

    def heard(self) -> list[Asked[Request]]:
        """What core gets within a short while."""
        self.core.socket.poll(500)
        return self.core.receive()

    def turn_until(self, condition: Callable[[], bool], now_ns: int) -> None:
        def turned() -> bool:
            self.report.turn(now_ns)
            return condition()

        wait_until(turned, 5.0, "what the report's turns bring about")

    def close(self) -> None:
        self.report.stop()
        self.core.stop()
        self.context.term()


@pytest.fixture
def line(run_dir: Path) -> Iterator[Line]:
    line = Line(run_dir)
    yield line
    line.close()


def feeds_in(asked: list[Asked[Request]]) -> list[list[tuple[str, PictureState]]]:
    commands = [one.request.command for one in asked]
    assert all(isinstance(command, ReportFeeds) for command in commands)
    return [
        [(state.feed, state.state) for state in command.feeds]
        for command in commands
        if isinstance(command, ReportFeeds)
    ]


def test_only_changed_states_are_told_and_only_once(line: Line) -> None:
    line.report.note((health("a"), health("b")))
    line.report.turn(T0)
    asked = line.heard()
    assert feeds_in(asked) == [[("a", PictureState.LIVE), ("b", PictureState.LIVE)]]
    line.core.reply(asked[0], {})
    line.turn_until(lambda: line.report.unconfirmed() == 0, T0 + 1)
    line.report.note((health("a", fps=25.0), health("b", PictureState.LOST)))
    line.report.turn(T0 + SPACING_NS)
    assert feeds_in(line.heard()) == [[("b", PictureState.LOST)]]


def test_what_core_did_not_confirm_is_sent_again_as_it_is_then(line: Line) -> None:
    line.report.note((health("a"),))
    line.report.turn(T0)
    assert len(line.heard()) == 1  # heard, but never answered
    line.report.note((health("a", PictureState.STALE),))
    line.report.turn(T0 + RETRY_NS - 1)
    assert line.heard() == []
    line.report.turn(T0 + RETRY_NS)
    assert feeds_in(line.heard()) == [[("a", PictureState.STALE)]]


def test_what_core_refuses_while_it_starts_is_told_later(line: Line) -> None:
    line.report.note((health("a"),))
    line.report.turn(T0)
    (asked,) = line.heard()
    line.core.reply(asked, refused=Refusal("starting", "core is reading its log: 43 % of 2,000,000 inputs"))
    line.turn_until(lambda: not line.report.awaits_answer, T0 + 1)
    line.report.turn(T0 + RETRY_NS - 1)
    assert line.heard() == [], "core is not asked ten times a second meanwhile"
    line.report.turn(T0 + RETRY_NS)
    (asked,) = line.heard()
    line.core.reply(asked, {})
    line.turn_until(lambda: line.report.unconfirmed() == 0, T0 + RETRY_NS + 1)


def test_state_that_changed_on_the_way_is_still_owed(line: Line) -> None:
    line.report.note((health("a"),))
    line.report.turn(T0)
    (asked,) = line.heard()
    line.report.note((health("a", PictureState.LOST),))
    line.core.reply(asked, {})
    line.turn_until(lambda: bool(line.core.socket.poll(10)), T0 + SPACING_NS)
    assert feeds_in(line.heard()) == [[("a", PictureState.LOST)]]


def test_feed_is_as_well_as_its_best_stream_and_connecting_without_one(line: Line) -> None:
    main = FeedHealth(FeedId("a"), Profile.MAIN, "worker-0", PictureState.LOST)
    opening = FeedHealth(FeedId("a"), Profile.MAIN, "worker-0", PictureState.CONNECTING)
    line.report.note((health("a"), main, opening))
    line.report.turn(T0)
    asked = line.heard()
    assert feeds_in(asked) == [[("a", PictureState.LIVE)]]
    line.core.reply(asked[0], {})
    line.turn_until(lambda: line.report.unconfirmed() == 0, T0 + 1)
    line.report.note((), ((FeedId("a"), Profile.MAIN),))
    assert line.report.unconfirmed() == 0
    line.report.note((), ((FeedId("a"), Profile.SUB),))
    line.report.turn(T0 + SPACING_NS)
    assert feeds_in(line.heard()) == [[("a", PictureState.CONNECTING)]]
