"""What is taken of the alerts that wait in the sockets, and when the loop need not look again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import zmq

from console.core.boundary.alert_receiver import TAKEN_AT_ONCE, AlertReceiver
from console.core.boundary.alert_sockets import AlertSockets
from console.core.boundary.journal import Journal
from console.core.boundary.tally import Tally
from console.core.log.decider import Decider
from console.core.log.log_clock import LogClock
from console.core.log.pruning import LogLimits
from console.core.log.store import MAX_WAITING, Store
from console.core.state import State
from tests.fakes.set_clock import SetClock

NO_ALERT = b"nonsense"


class Taking:
    """A receiver with a sensor; its store writes nothing, its journal has not been read to the end."""

    def __init__(self, folder: Path) -> None:
        clock = SetClock()
        self.context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self.sockets = AlertSockets(self.context, "inproc://reliable", "inproc://simple")
        self.sockets.start()
        self.store = Store(folder, clock, LogLimits())
        decider = Decider(self.store, State(), LogClock(clock))
        journal = Journal(self.store.file, 1)
        self.receiver = AlertReceiver(self.sockets, decider, self.store, journal, Tally({}), {}, clock)
        self.sensor = self.context.socket(zmq.DEALER)
        self.sensor.connect("inproc://reliable")

    def send(self, count: int) -> None:
        for _ in range(count):
            self.sensor.send(NO_ALERT)

    def stop(self) -> None:
        self.sockets.stop()
        self.context.destroy(linger=0)


@pytest.fixture
def taking(tmp_path: Path) -> Iterator[Taking]:
    made = Taking(tmp_path)
    yield made
    made.stop()


def test_there_may_be_more_until_nothing_was_there(taking: Taking) -> None:
    taking.send(TAKEN_AT_ONCE + 1)
    assert taking.receiver.take() and taking.receiver.taken == TAKEN_AT_ONCE
    assert taking.receiver.take() and taking.receiver.taken == TAKEN_AT_ONCE + 1
    assert not taking.receiver.take()


def test_while_too_much_waits_for_the_disk_they_stay_and_nobody_looks_again(taking: Taking) -> None:
    taking.send(1)
    for _ in range(MAX_WAITING + 1):
        taking.store.add()
    assert not taking.receiver.take() and taking.receiver.taken == 0


def test_while_nobody_can_say_which_came_before_they_stay_and_nobody_looks_again(taking: Taking) -> None:
    taking.send(1)
    taking.store.renewal_due = True
    assert not taking.receiver.take() and taking.receiver.taken == 0
    taking.store.renewal_due = False
    assert taking.receiver.take() and taking.receiver.taken == 1
