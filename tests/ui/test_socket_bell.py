"""A message wakes the GUI thread at once; nobody has to ask again and again."""

import select
from collections.abc import Iterator

import pytest
import zmq
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from console.ui.socket_bell import SocketBell

LIMIT_MS = 5000


def turns(qtbot: QtBot, count: int) -> None:
    """So many turns of the event loop, in each of which what is readable would ring."""
    made: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: made.append(1))
    timer.start(0)
    qtbot.waitUntil(lambda: len(made) >= count, timeout=LIMIT_MS)
    timer.stop()


class Reader:
    """Reads everything there is whenever the bell rings."""

    def __init__(self, *sockets: zmq.Socket[bytes]) -> None:
        self._sockets = sockets
        self.got: list[bytes] = []

    def answer(self) -> None:
        for socket in self._sockets:
            while socket.poll(0):
                self.got.append(socket.recv())


Way = tuple[zmq.Socket[bytes], zmq.Socket[bytes]]
"""A socket to read from, and one that sends to it over loopback."""


@pytest.fixture
def ways() -> Iterator[list[Way]]:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    made = []
    for _ in range(3):
        reading, sending = context.socket(zmq.PULL), context.socket(zmq.PUSH)
        port = reading.bind_to_random_port("tcp://127.0.0.1")
        sending.connect(f"tcp://127.0.0.1:{port}")
        made.append((reading, sending))
    yield made
    for way in made:
        for socket in way:
            socket.close(linger=0)
    context.term()


def test_every_message_of_every_socket_arrives_without_a_timer(qtbot: QtBot, ways: list[Way]) -> None:
    reader = Reader(*(reading for reading, _ in ways))
    bell = SocketBell(reader.answer)
    bell.start(reading for reading, _ in ways)
    sent = []
    for number in range(50):
        sent.append(b"%d" % number)
        ways[number % 3][1].send(sent[-1])
        if number % 10 == 0:  # alone as well as in a crowd
            qtbot.waitUntil(lambda: len(reader.got) == len(sent), timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: sorted(reader.got) == sorted(sent), timeout=LIMIT_MS)
    bell.stop()


def test_it_is_silent_while_nothing_comes(qtbot: QtBot, ways: list[Way]) -> None:
    reading, sending = ways[0]
    calls = []
    reader = Reader(reading)
    bell = SocketBell(lambda: (calls.append(1), reader.answer()))
    bell.start([reading])
    sending.send(b"one")
    qtbot.waitUntil(lambda: reader.got == [b"one"], timeout=LIMIT_MS)
    before = len(calls)
    turns(qtbot, 50)
    assert len(calls) - before <= 2  # a descriptor that stays readable would ring without end
    bell.stop()


def test_after_stop_it_is_silent(qtbot: QtBot, ways: list[Way]) -> None:
    reading, sending = ways[0]
    rung: list[int] = []
    bell = SocketBell(lambda: rung.append(1))
    bell.start([reading])
    bell.stop()
    sending.send(b"late")
    readable, *_ = select.select([reading.getsockopt(zmq.FD)], [], [], LIMIT_MS / 1000)
    assert readable  # asked of the system: ZeroMQ's own poll would take the bell's signal away
    turns(qtbot, 50)
    assert rung == [] and reading.poll(LIMIT_MS)
