"""Entry of every supervised process: ``python -m console.app.child NAME``, configuration on standard input.

Nothing but the name is on the command line, so that no process list shows an address or a credential.
"""

import ctypes
import faulthandler
import logging
import os
import signal
import sys
import threading
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
import zmq

from console.app.process_clock import PROCESS_CLOCK
from console.app.process_log import open_process_log
from console.domain.errors import SightlineError
from console.protocol.endpoints import Endpoints
from console.protocol.lifeline import Lifeline, Run
from console.protocol.process_config import (
    AnyConfig,
    CoreConfig,
    DeskConfig,
    DisplayConfig,
    EngineConfig,
    MapConfig,
    SensorsConfig,
    SimulatorConfig,
    WorkerConfig,
)

log = logging.getLogger("sightline.process")

PR_SET_PDEATHSIG = 1
"""prctl(2): the signal this process gets when its parent dies."""

TELL_STACKS = signal.SIGUSR1
"""A process that gets it writes what each of its threads does into its .err file: asked of one that hangs."""

ENTRIES: dict[type[Any], str] = {
    WorkerConfig: "console.media.worker.process",
    EngineConfig: "console.media.engine.process",
    CoreConfig: "console.core.process",
    DisplayConfig: "console.ui.wall.process",
    DeskConfig: "console.ui.desk.process",
    MapConfig: "console.ui.map.wall_process",
    SimulatorConfig: "console.sim.process",
    SensorsConfig: "console.sim.sensors",
}
"""Which module runs which configuration; imported only in its own process."""


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the supervisor dies, however it dies."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def log_uncaught() -> None:
    """What no caller catches, as in a window's slot, is in the log, redacted, not only beside it."""
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda told: _log_uncaught(
        told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
    )


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.error("an error that nobody expected: what it was about is not done", exc_info=(kind, error, trace))


def read_config() -> AnyConfig:
    """The configuration: one line of JSON on standard input, which stays open as the lifeline."""
    line = bytearray()
    while not line.endswith(b"\n"):
        chunk = os.read(sys.stdin.fileno(), 65_536)
        if not chunk:
            raise SightlineError("the supervisor closed the pipe before the configuration was complete")
        line += chunk
    config: AnyConfig = msgspec.json.decode(bytes(line), type=AnyConfig)
    return config


def run_child(config: AnyConfig) -> int:
    """Open the log and the lifeline, run the process, close both."""
    open_process_log(Path(config.log_dir), config.name)
    log.info("%s starts, pid %d", config.name, os.getpid())
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context.instance()
    lifeline = Lifeline(
        context, Endpoints(Path(config.lifeline_dir or config.run_dir)).supervisor, config.name
    )
    lifeline.start()
    run: Run = import_module(ENTRIES[type(config)]).run
    status = run(config, lifeline, PROCESS_CLOCK)
    lifeline.stop()
    log.info("%s ends with status %d", config.name, status)
    return status


def main() -> int:
    """Run the child; an exception that nobody expected ends in the log, redacted, and in status 1."""
    die_with_parent()
    faulthandler.enable()
    faulthandler.register(TELL_STACKS, all_threads=True)
    log_uncaught()
    try:
        return run_child(read_config())
    except Exception:  # the last line of defence: it must be in the log, without credentials
        log.critical("the process ends by an unexpected error", exc_info=True)
        return 1


if __name__ == "__main__":
    status = main()
    logging.shutdown()
    os._exit(status)  # threads that wait in a camera's socket must not hold up the exit
