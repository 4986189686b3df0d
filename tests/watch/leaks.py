"""A test fails when it leaves a thread, a process, a ZeroMQ socket, a frame file or a window behind."""

import os
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import zmq

from tests.watch.waiting import becomes_true

GONE_WITHIN_S = 5.0
OWNED_BY_LIBRARIES = ("Dummy-", "pydevd", "QtWebEngine", "asyncio_")
"""Name prefixes of threads that a library keeps for the life of the process."""

_sockets: "weakref.WeakSet[zmq.Socket[bytes]]" = weakref.WeakSet()


def pytest_configure() -> None:
    """Remember every ZeroMQ socket that is made from now on."""
    make: Callable[..., Any] = zmq.Context.socket

    def tracked(self: zmq.Context[Any], *args: Any, **kwargs: Any) -> Any:
        socket = make(self, *args, **kwargs)
        _sockets.add(socket)
        return socket

    zmq.Context.socket = tracked  # type: ignore[method-assign]


def child_processes() -> set[int]:
    """Direct children of this process that are still there, zombies included.

    Chromium's are left out: it keeps its first ones as long as the application lives.
    """
    turn_loop()  # a QProcess that was killed and not waited for is buried by Qt's loop
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        try:
            found.update(int(pid) for pid in (task / "children").read_text().split())
        except OSError:
            continue  # that thread just ended
    return {pid for pid in found if not is_chromium(pid)}


def turn_loop() -> None:
    """Let Qt do what waits, if it is in use."""
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.processEvents()


def is_chromium(pid: int) -> bool:
    """Whether a process is one of QtWebEngine's; the name is cut at 15 characters."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() == "QtWebEngineProc"
    except OSError:
        return True  # gone in this moment


def frame_files() -> set[str]:
    """Frame folders of the sites that this process started: their names begin with its id."""
    return {str(path) for path in Path("/dev/shm").glob(f"sightline-{os.getuid()}-t{os.getpid()}-*")}


def windows() -> set[str]:
    """Top-level windows that are still shown, if Qt is in use.

    A closed one that the test's own frame still refers to is no leak.
    """
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return set()
    # Deleted later means deleted at the next turn of the loop: give it that turn.
    core = sys.modules["PySide6.QtCore"]
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    shown = [widget for widget in widgets.QApplication.topLevelWidgets() if widget.isVisible()]
    return {f"{type(widget).__name__} {id(widget):x}" for widget in shown}


def threads() -> set[str]:
    """Living threads, by name and id."""
    return {
        f"{thread.name} {thread.ident}"
        for thread in threading.enumerate()
        if not thread.name.startswith(OWNED_BY_LIBRARIES)
    }


def open_sockets() -> set[int]:
    """Tracked ZeroMQ sockets that are not closed."""
    return {id(socket) for socket in list(_sockets) if not socket.closed}


WATCHED: dict[str, Callable[[], set[Any]]] = {
    "threads": threads,
    "processes": child_processes,
    "ZeroMQ sockets": open_sockets,
    "frame folders": frame_files,
    "windows": windows,
}


@pytest.fixture(autouse=True)
def _no_leak(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.node.get_closest_marker("shares_processes"):
        yield  # a site shared by a module's tests; its own fixture checks that all went
        return
    before = {name: count() for name, count in WATCHED.items()}
    yield
    for name, count in WATCHED.items():
        gone = becomes_true(lambda: not (count() - before[name]), GONE_WITHIN_S)  # noqa: B023
        assert gone, f"the test left {name} behind: {sorted(map(str, count() - before[name]))}"
