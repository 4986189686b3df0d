"""Core as a process of its own, stopped by SIGTERM: ``python -m tests.fakes.core_process CONFIG.json``."""

import logging
import sys
from pathlib import Path

import msgspec
import zmq

from console.core.process import run
from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.lifeline import Lifeline
from console.protocol.process_config import CoreConfig


def main() -> int:
    """Read the configuration, run."""
    logging.basicConfig(level=logging.WARNING)
    config = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=CoreConfig)
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    lifeline = Lifeline(context, Endpoints(Path(config.run_dir)).supervisor, "core")
    lifeline.start(watch_stdin=False)
    status = run(config, lifeline, SystemClock())
    lifeline.stop()
    context.term()
    return status


if __name__ == "__main__":
    sys.exit(main())
