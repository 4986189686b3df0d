"""A lent monitor is said in its miniature, and had back by a key."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zmq

from console.domain.ids import CellIndex, MonitorId
from console.domain.wall import NO_SCREEN, NOBODY
from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.requester import Requester
from console.protocol.supervisor_messages import SupervisorRequest, TakeBackWindow
from console.ui.desk.lent_monitors import NONE_LENT, LentMonitors
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from tests.watch.waiting import becomes_true

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")


class Lender:
    """Lent monitors, and a supervisor's socket."""

    def __init__(self, context: "zmq.Context[zmq.Socket[bytes]]", run_dir: Path) -> None:
        endpoint = Endpoints(run_dir).supervisor
        self.socket = context.socket(zmq.ROUTER)
        self.socket.bind(endpoint)
        self.view, self.selection = SiteView(), Selection()
        requester = Requester(
            context, endpoint, "desk", SystemClock(), SupervisorRequest, only_connected=True
        )
        self.lent = LentMonitors(self.view, self.selection, requester)
        self.told: list[tuple[str, bool]] = []
        self.lent.said.connect(lambda words, bad: self.told.append((words, bad)))
        self.lent.start()
        assert becomes_true(lambda: requester.is_connected, 5.0)

    def asked(self, count: int = 1) -> list[str]:
        """So many, and what came with them."""
        names: list[str] = []
        while self.socket.poll(5_000 if len(names) < count else 0):
            request = msgspec.json.decode(self.socket.recv_multipart()[-1], type=SupervisorRequest)
            assert isinstance(request.command, TakeBackWindow)
            names.append(request.command.name)
        return names


@pytest.fixture
def lender(run_dir: Path) -> Iterator[Lender]:
    with zmq.Context() as context:
        made = Lender(context, run_dir)
        yield made
        made.lent.stop()
        made.socket.close(linger=0)


@pytest.mark.parametrize("to", [NOBODY, NO_SCREEN])
def test_the_one_that_is_lent_is_taken_back(lender: Lender, to: str) -> None:
    lender.view.lent = {WALL_1: to, WALL_2: "night"}
    lender.lent.take_back()
    assert lender.asked() == ["display-wall-2"]
    assert lender.told == [("wall-2 is taken back", False)]


def test_of_several_the_selected_one_and_without_a_selection_all(lender: Lender) -> None:
    lender.view.lent = {WALL_2: "night", WALL_1: "day"}
    lender.selection.select_cell((WALL_2, CellIndex(0)))
    lender.lent.take_back()
    assert lender.asked() == ["display-wall-2"]
    lender.selection.select_cell(None)
    lender.lent.take_back()
    assert lender.asked(2) == ["display-wall-1", "display-wall-2"]


def test_where_none_is_lent_it_says_so(lender: Lender) -> None:
    lender.lent.take_back()
    assert lender.told == [(NONE_LENT, True)] and lender.asked(0) == []


def test_a_supervisor_that_is_gone_is_said(lender: Lender) -> None:
    lender.view.lent = {WALL_2: "night"}
    lender.socket.close(linger=0)

    def refused() -> bool:
        lender.lent.take_back()
        return lender.told[-1][1]

    assert becomes_true(refused, 5.0)
    assert "comes back by itself" in lender.told[-1][0]
