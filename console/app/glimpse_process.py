"""Looks into a replay's movies for its desk: ``python -m console.app.glimpse_process``, a child of the desk.

A process of its own, as movies may be faulty and the desk's GUI thread waits for nobody. It ends when its
standard input does. What is asked and told: console.protocol.glimpse_messages.
"""

import logging
import sys
from typing import BinaryIO

import msgspec

from console.media.worker.replay.looked_into import look_into
from console.protocol.glimpse_messages import LookedInto
from console.protocol.process_config import ReplaySource


def serve(asked: BinaryIO, told: BinaryIO) -> None:
    """Answer until ``asked`` ends. Raises msgspec.MsgspecError where its first line is no ReplaySource."""
    looked = look_into(msgspec.json.decode(asked.readline(), type=ReplaySource))
    told.write(msgspec.json.encode(LookedInto(tuple(looked.tapes), looked.gaps)) + b"\n")
    told.flush()
    while asked.readline():
        pass


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    serve(sys.stdin.buffer, sys.stdout.buffer)
