"""A window answers for a picture of itself, and shows its monitor's number."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zmq
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.domain.wall import CellView, Layer, MonitorView
from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.reply import Reply
from console.protocol.requester import Requester
from console.protocol.window_messages import GetShown, ShowNumber, TakeShot, WindowRequest
from console.ui.window_commands import WRITER_NICE, WindowCommands, write_png

SHOWN = MonitorView("wall-1", "1x1", 1, 1, (CellView(0, 0, 0, 1, 1, True, "cam-1", Layer.BASE),))


@pytest.fixture
def asker(run_dir: Path, qtbot: QtBot) -> Iterator[Requester]:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    endpoints = Endpoints(run_dir)
    label = QLabel("a window")
    label.resize(80, 40)
    qtbot.addWidget(label)
    commands = WindowCommands(context, endpoints, "desk", SystemClock(), label.grab, shown=lambda: (SHOWN,))
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
    before_ns = time.monotonic_ns()
    told = answer(asker, qtbot, path).result
    assert (told["width"], told["height"]) == (80, 40)
    assert before_ns <= told["taken_ns"] <= time.monotonic_ns()
    assert (QImage(str(path)).width(), QImage(str(path)).height()) == (80, 40)


def test_it_tells_what_it_shows(asker: Requester, qtbot: QtBot) -> None:
    asker.send(GetShown())
    replies: list[Reply] = []
    qtbot.waitUntil(lambda: bool(replies.extend(asker.poll()) or replies))
    assert msgspec.convert(replies[0].result["monitors"], tuple[MonitorView, ...]) == (SHOWN,)


@pytest.mark.parametrize("path", [Path("shot.png"), Path("/no/such/folder/shot.png")])
def test_a_path_that_cannot_be_written_is_refused(asker: Requester, qtbot: QtBot, path: Path) -> None:
    refused = answer(asker, qtbot, path).refused
    assert refused is not None and str(path.parent) in refused.text


def test_what_cannot_be_written_is_refused_and_the_next_one_is_written(
    asker: Requester, qtbot: QtBot, tmp_path: Path
) -> None:
    refused = answer(asker, qtbot, tmp_path).refused  # a folder
    assert refused is not None and refused.code == "not_written"
    assert str(tmp_path) in refused.text and "rights and space" in refused.text
    assert answer(asker, qtbot, tmp_path / "shot.png").refused is None


def test_several_asked_at_once_are_all_answered_with_their_own(
    asker: Requester, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{number}.png" for number in range(3)]
    ids = {asker.send(TakeShot(str(path))) for path in [*paths, Path("no.png")]}
    replies: list[Reply] = []
    qtbot.waitUntil(lambda: bool(replies.extend(asker.poll())) or len(replies) == 4)
    assert {reply.id for reply in replies} == ids
    assert sum(reply.refused is None for reply in replies) == 3
    assert all(path.stat().st_size for path in paths)


@pytest.mark.parametrize("width", [33, 64])
def test_a_picture_has_its_colours_pixel_for_pixel(tmp_path: Path, width: int) -> None:
    image = QImage(width, 5, QImage.Format.Format_RGB32)
    image.fill(QColor(10, 20, 30))
    image.setPixelColor(width - 1, 4, QColor(200, 100, 50))
    assert write_png(image, tmp_path / "a.png") is None
    read = QImage(str(tmp_path / "a.png")).convertToFormat(QImage.Format.Format_RGB32)
    assert read == image


def test_pictures_on_the_wall_go_before_a_screenshot(asker: Requester, qtbot: QtBot, tmp_path: Path) -> None:
    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    answer(asker, qtbot, tmp_path / "shot.png")
    writers = [thread for thread in threading.enumerate() if thread.name.startswith("screenshot")]
    assert len(writers) == 1 and writers[0].native_id is not None
    assert os.getpriority(os.PRIO_PROCESS, writers[0].native_id) == WRITER_NICE
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == own, "of that thread alone"


def test_a_number_is_shown_for_as_long_as_was_asked(run_dir: Path, qtbot: QtBot) -> None:
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    shown: list[float] = []

    def show(for_s: float) -> dict[str, object]:
        shown.append(for_s)
        return {"number": 2}

    endpoints, label = Endpoints(run_dir), QLabel("a wall")
    qtbot.addWidget(label)
    commands = WindowCommands(context, endpoints, "wall", SystemClock(), label.grab, show_number=show)
    asker = Requester(context, endpoints.window("wall"), "test", SystemClock(), WindowRequest)
    commands.start()
    asker.start()
    try:
        assert asked_number(asker, qtbot, 5.0).result == {"number": 2}
        for wrong in (-1.0, 61.0, float("nan")):
            refused = asked_number(asker, qtbot, wrong).refused
            assert refused is not None
        assert shown == [5.0]
    finally:
        asker.stop()
        commands.stop()
        context.term()


def test_a_window_that_is_no_monitors_has_no_number(asker: Requester, qtbot: QtBot) -> None:
    refused = asked_number(asker, qtbot, 5.0).refused
    assert refused is not None and refused.code == "no_number"


def asked_number(asker: Requester, qtbot: QtBot, for_s: float) -> Reply:
    asker.send(ShowNumber(for_s))
    replies: list[Reply] = []
    qtbot.waitUntil(lambda: bool(replies.extend(asker.poll()) or replies))
    return replies[0]
