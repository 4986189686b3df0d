"""A process that records streams at their real pace until it is killed; its lines say what had arrived.

python -m tests.fakes.recording_process FOLDER STREAMS [LARGEST_FILE_BYTES]

It begins with ten seconds that were in the rings before; it says ``{"number": 151, "arrival_ns": ...}`` after
each packet that every ring has, ``{"trouble": "..."}`` where that changed, and ``{"safe": PATH, "size": 9}``
once so much of a file survives a power cut.
"""

import json
import resource
import sys
from itertools import count
from pathlib import Path
from threading import Event

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker.ring import PacketRing
from console.media.worker.segments.disk import DiskFile
from console.media.worker.segments.recorder import Recorder
from console.protocol.clock import SystemClock
from tests.unit.media.worker.segments.filmed import FPS, INTERVAL_NS, connection, is_key, packet, scene

BEFORE_PACKETS = 10 * FPS


def say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")  # in one piece: of two threads
    sys.stdout.flush()


class ToldFile(DiskFile):
    """Says what is safe of it."""

    def sync(self) -> None:
        super().sync()
        say(safe=str(self._path), size=self.position)


def main(folder: str, streams: int, largest_bytes: int = 0) -> None:
    """Record until the end of all time."""
    if largest_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_bytes, largest_bytes))
    clock, source, of = SystemClock(), scene(), connection(width=640, height=360)
    rings = [PacketRing(keep_s=60.0) for _ in range(streams)]
    recorder = Recorder(Path(folder), clock, f"{clock.monotonic_ns():x}", ToldFile.create)
    first_ns, trouble = clock.monotonic_ns() - BEFORE_PACKETS * INTERVAL_NS, ""
    for index in count():
        arrival_ns = first_ns + index * INTERVAL_NS
        Event().wait(max(0.0, (arrival_ns - clock.monotonic_ns()) / 1e9))
        data = source[index % len(source)]
        for ring in rings:
            ring.append(of, packet(data, key=is_key("h264", data), pts=index * 6000), arrival_ns)
        say(number=index + 1, arrival_ns=arrival_ns)
        if index == BEFORE_PACKETS:
            recorder.start()
            for number, ring in enumerate(rings):
                recorder.record((FeedId(f"cam-{number}"), Profile.SUB), ring)
        words = next((one.trouble for one in recorder.reports() if one.trouble), "")
        if words != trouble:
            trouble = words
            say(trouble=words)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
