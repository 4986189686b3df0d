"""Whether the cameras of a replay that plays show one moment: read from the frame slots, a few loads each.

Screenshots tell the same, but each takes a processor for so long that the pictures are late by it.
"""

import mmap
import time
from pathlib import Path

import msgspec

from console.app.bench.wall_run import Figures
from console.app.ctl.session import ask
from console.app.process_clock import PROCESS_CLOCK
from console.app.process_samples import percentile
from console.protocol.core_messages import Request
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import EngineRequest, EngineSnapshot, GetEngineSnapshot
from console.protocol.frame_file import map_frame_file
from console.protocol.picture_clock import PictureClock
from console.protocol.replay_messages import PauseReplay, PlayReplay, ReplayStatus
from console.protocol.slots import SlotReader

LOOK_S = 0.02
BEGUN_S = 1.0
"""So long after its start what stood there is gone."""


def watch_in_step(endpoints: Endpoints, seconds: float, picture_ms: float) -> Figures:
    """Play for so long. ``picture_ms``: from one picture to the next, of every camera, all in phase."""
    readers = _readers(endpoints)
    status = msgspec.convert(ask(endpoints.core_commands, PlayReplay(), Request, 2.0), ReplayStatus)
    clock = PictureClock(PROCESS_CLOCK, replays=True)
    clock.follow(status.clock)
    time.sleep(BEGUN_S)
    apart_ms, late_ms = [], []
    until_s = time.monotonic() + seconds
    while time.monotonic() < until_s:
        came_ns = [reader.written().arrival_ns for reader in readers]
        apart_ms.append((max(came_ns) - min(came_ns)) / 1e6)
        late_ms.append((clock.monotonic_ns() - min(came_ns)) / 1e6)
        time.sleep(LOOK_S)
    ask(endpoints.core_commands, PauseReplay(), Request, 2.0)
    within = sum(one <= picture_ms + 1.0 for one in apart_ms)
    return {
        "looks": len(apart_ms),
        "share": round(within / len(apart_ms), 4),
        "apart_ms_max": round(max(apart_ms), 1),
        "oldest_ms": {"p50": _at(late_ms, 0.5), "p95": _at(late_ms, 0.95), "max": round(max(late_ms), 1)},
    }


def _at(values: list[float], share: float) -> float:
    return round(percentile(values, share), 1)


def _readers(endpoints: Endpoints) -> list[SlotReader]:
    """Of every slot that is shown now."""
    told = msgspec.convert(
        ask(endpoints.engine_commands, GetEngineSnapshot(), EngineRequest, 2.0), EngineSnapshot
    )
    maps: dict[str, mmap.mmap] = {}
    for place in told.places:
        if place.file not in maps:
            maps[place.file] = map_frame_file(Path(place.file))
    found = (SlotReader(maps[place.file], place) for place in told.places)
    return [reader for reader in found if reader.is_ours() and reader.seq()]
