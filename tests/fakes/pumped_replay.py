"""A replay's core that answers in a thread, for commands that wait for it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zmq

from console.core.replay.tape import Tape
from tests.fakes.played_replay import TAPE, PlayedReplay


@contextmanager
def pumped_replay(run_dir: Path, tape: Tape = TAPE) -> Iterator[PlayedReplay]:
    """It stands at its beginning; ``run_dir`` is its runtime folder."""
    stopping = threading.Event()
    with zmq.Context() as context:
        played = PlayedReplay(context, run_dir, tape=tape)
        played.start()

        def pump() -> None:
            while not stopping.is_set():
                played.core.turn(10)

        thread = threading.Thread(target=pump, name="core")
        thread.start()
        try:
            yield played
        finally:
            stopping.set()
            thread.join()
            played.stop()
