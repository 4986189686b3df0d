"""A replay's hold on lent monitors."""

import threading
from pathlib import Path

import pytest
import zmq

from console.app.borrowing import Borrower, paired
from console.domain.errors import SightlineError
from console.domain.ids import MonitorId
from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.responder import Responder
from console.protocol.supervisor_messages import SupervisorRequest, TakeBackWindow
from tests.watch.waiting import wait_until

A, B, C, X = (MonitorId(name) for name in ("wall-1", "wall-2", "wall-3", "drill"))


@pytest.mark.parametrize(
    ("recorded", "lent", "pairs"),
    [
        ((A, B), (B,), [(B, B)]),
        ((A, B), (X,), [(A, X)]),
        ((A, B), (X, A), [(B, X), (A, A)]),
        ((A, B, C), (C, X), [(C, C), (A, X)]),
        ((A,), (A, A), [(A, A)]),
        ((A,), (), []),
    ],
)
def test_a_monitor_shows_what_its_name_showed_else_what_is_left(
    recorded: tuple[MonitorId, ...], lent: tuple[MonitorId, ...], pairs: list[tuple[MonitorId, MonitorId]]
) -> None:
    assert paired(recorded, lent) == pairs


def test_more_monitors_than_were_recorded_are_refused() -> None:
    with pytest.raises(SightlineError, match="3 monitors are named, but 2 were recorded"):
        paired((A, B), (A, B, C))


@pytest.mark.parametrize("why", ["it was taken back", ""])
def test_it_is_said_once_when_no_monitor_is_left(run_dir: Path, why: str) -> None:
    context, clock, unseen = zmq.Context.instance(), SystemClock(), threading.Event()
    lender = Responder(context, (Endpoints(run_dir).supervisor,), SupervisorRequest, clock)
    lender.start()
    asked = 0
    borrower = Borrower(
        run_dir, run_dir, "night", [(A, X)], lambda: True, clock, unseen.set, "x.mp4 is missing"
    )
    borrower.start()

    def answered() -> bool:
        nonlocal asked
        for one in lender.receive():
            asked += 1
            wish = one.request.command
            assert isinstance(wish, TakeBackWindow) or wish.not_as_signed == "x.mp4 is missing"
            lender.reply(one, {"why": why if asked > 1 else "", "life": "1"})
        return asked >= 2

    wait_until(answered, 10.0, "it asks, and asks again")
    if why:
        assert unseen.wait(5.0)
    lender.stop()
    borrower.stop()
    assert unseen.is_set() is bool(why), "one that gives its monitors back itself is not told"
