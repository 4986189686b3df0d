"""Answers what a window can be asked directly: a picture of itself, what it shows, a monitor's number.

In the GUI thread.
"""

import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import zmq
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage, QPixmap

from console.domain.wall import MonitorView
from console.protocol.clock import Clock
from console.protocol.endpoints import Endpoints
from console.protocol.reply import Refusal
from console.protocol.responder import Asked, Responder
from console.protocol.window_messages import (
    LONGEST_NUMBER_S,
    GetShown,
    ShowNumber,
    TakeShot,
    WindowRequest,
)
from console.ui.png import encode_png, load_png
from console.ui.socket_bell import SocketBell

log = logging.getLogger("sightline.ui")

POLL_INTERVAL_MS = 100
"""How often it is looked whether a picture is written."""
WRITER_NICE = 10


@dataclass(slots=True)
class Saving:
    """A picture that is being written, and who asked for it."""

    asked: Asked[WindowRequest]
    told: dict[str, int]
    done: Future[Refusal | None]


class WindowCommands(QObject):
    """Binds the window's own endpoint. ``grab`` makes the picture: a widget's ``grab``.

    ``shown`` tells the monitors as the window shows them. ``show_number`` shows it for so many seconds and
    tells what it is; None for a window that is no monitor's.
    """

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        endpoints: Endpoints,
        name: str,
        clock: Clock,
        grab: Callable[[], QPixmap],
        parent: QObject | None = None,
        *,
        shown: Callable[[], tuple[MonitorView, ...]] = tuple,
        show_number: Callable[[float], dict[str, object]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._responder = Responder(context, (endpoints.window(name),), WindowRequest, clock)
        self._clock = clock
        self._grab = grab
        self._shown = shown
        self._show_number = show_number
        self._writer = ThreadPoolExecutor(1, "screenshot", _let_windows_go_first)
        self._saving: list[Saving] = []
        self._bell = SocketBell(self.poll, self)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_INTERVAL_MS)
        self._timer.timeout.connect(self.poll)

    def start(self) -> None:
        """Bind and begin to answer."""
        self._responder.start()
        self._bell.start((self._responder.socket,))
        self._timer.start()

    def poll(self) -> None:
        """Take what was asked until now, and answer for the pictures that are written."""
        for asked in self._responder.receive():
            match asked.request.command:
                case TakeShot(path=path):
                    self._take_shot(asked, Path(path))
                case GetShown():
                    self._responder.reply(asked, {"monitors": self._shown()})
                case ShowNumber(for_s=for_s):
                    self._say_number(asked, for_s)
        for saving in [saving for saving in self._saving if saving.done.done()]:
            self._saving.remove(saving)
            refused = saving.done.result()
            self._responder.reply(saving.asked, None if refused else saving.told, refused)

    def _say_number(self, asked: Asked[WindowRequest], for_s: float) -> None:
        if self._show_number is None:
            refused = Refusal("no_number", "this window is no monitor's; only monitors have numbers")
            self._responder.reply(asked, refused=refused)
        elif not 0 <= for_s <= LONGEST_NUMBER_S:
            text = f"a number is shown for 0 to {LONGEST_NUMBER_S:g} s, not for {for_s:g}"
            self._responder.reply(asked, refused=Refusal("bad_time", text))
        else:
            self._responder.reply(asked, self._show_number(for_s))

    def _take_shot(self, asked: Asked[WindowRequest], path: Path) -> None:
        """Grab in this thread, write in another: a PNG takes as long as several pictures."""
        if not path.is_absolute():
            self._refuse(asked, f"{path} is not an absolute path; name one")
        elif not path.parent.is_dir():
            self._refuse(asked, f"the folder {path.parent} is not there; make it first")
        else:
            image = self._grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
            told = {"width": image.width(), "height": image.height(), "taken_ns": self._clock.monotonic_ns()}
            self._saving.append(Saving(asked, told, self._writer.submit(write_png, image, path)))

    def _refuse(self, asked: Asked[WindowRequest], text: str) -> None:
        self._responder.reply(asked, refused=Refusal("bad_path", text))

    def stop(self) -> None:
        """Stop answering and unbind."""
        self._timer.stop()
        self._bell.stop()
        self._writer.shutdown()
        self._responder.stop()


def _let_windows_go_first() -> None:
    """A screenshot may take its time; pictures on the wall may not. Of this thread alone (setpriority(2)).

    What it needs is loaded before: loading holds the GIL, and who holds it may wait for a core no longer than
    the window would.
    """
    load_png()
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), WRITER_NICE)


def write_png(image: QImage, path: Path) -> Refusal | None:
    """Write an RGB32 image."""
    try:
        path.write_bytes(encode_png(image))
    except OSError as error:
        log.info("a screenshot could not be written to %s: %s", path, error)
        return Refusal("not_written", f"{path} could not be written; check its folder's rights and space")
    return None
