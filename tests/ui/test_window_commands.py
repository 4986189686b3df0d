"""A window answers for a picture of itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import zmq
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.protocol.clock import SystemClock
from console.protocol.core_messages import Reply
from console.protocol.endpoints import Endpoints
from console.protocol.requester import Requester
from console.protocol.window_messages import TakeShot, WindowRequest
from console.ui.window_commands import WindowCommands


@pytest.fixture
def asker(run_dir: Path, qtbot: QtBot) -> Iterator[Requester]:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    endpoints = Endpoints(run_dir)
    label = QLabel("a window")
    label.resize(80, 40)
    qtbot.addWidget(label)
    commands = WindowCommands(context, endpoints, "desk", SystemClock(), label.grab)
    asker = Requester(context, endpoints.window("desk"), "test", SystemClock(), WindowRequest)
    commands.start()
    asker.start()
    yield asker
    asker.stop()
    commands.stop()
    context.term()


def answer(asker: Requester, qtbot: QtBot, path: Path) -> Reply:
    asker.send(TakeShot(str(path)))
    replies: list[Reply] = []
    qtbot.waitUntil(lambda: bool(replies.extend(asker.poll()) or replies))
    return replies[0]


def test_a_shot_is_saved_as_png(asker: Requester, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "shot.png"
    assert answer(asker, qtbot, path).result == {"width": 80, "height": 40}
    assert (QImage(str(path)).width(), QImage(str(path)).height()) == (80, 40)


@pytest.mark.parametrize("path", [Path("shot.png"), Path("/no/such/folder/shot.png")])
def test_a_path_that_cannot_be_written_is_refused(asker: Requester, qtbot: QtBot, path: Path) -> None:
    refused = answer(asker, qtbot, path).refused
    assert refused is not None and str(path.parent) in refused.text
