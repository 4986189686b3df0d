"""What each camera of a package showed when, by another program's decoder: frame strip and index time."""

from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np

from console.app.replay_site import replay_site
from console.domain.camera import Profile
from console.media.worker.replay.stream_tape import Came, Place, StreamTape, tapes_of
from console.protocol.time_anchor import LogTimes
from console.sim.frame_strip import read

FRAMES_OF_LOOP = 300
LOOP_NS = 20_000_000_000
NEVER_NS = 2**63
LATE_NS, SOON_NS = 5_000_000_000, 1_000_000_000
"""A tile may show a picture from so long before a moment, or what came while its shot was taken."""


class Painted(NamedTuple):
    """When a picture came, the next one, the one before, and the one after the next."""

    before_ns: int
    at_ns: int
    until_ns: int
    after_ns: int


class RecordedPictures:
    """Of every sub stream; times are log time."""

    def __init__(self, package: Path) -> None:
        site = replay_site(package, package)
        assert site.replay is not None
        self._times = LogTimes(site.replay.source.anchors)
        tapes = tapes_of(site.replay.source)
        self._tapes = {str(feed): tape for (feed, kind), tape in tapes.items() if kind is Profile.SUB}
        self._of_key: dict[tuple[str, int], Shown] = {}
        self.begin_ns = max(tape.begin_ns or 0 for tape in self._tapes.values())
        self.end_ns = min(tape.end_ns or 0 for tape in self._tapes.values())
        (self._boot,) = {one.machine_boot for one in site.replay.source.anchors}

    def log_ns(self, mono_ns: int) -> int:
        """When that was while it was recorded."""
        return self._times.log_ns(self._boot, mono_ns)

    def at(self, at_ns: int) -> dict[str, int]:
        """Each camera's newest strip at a moment."""
        return {feed: self._around(feed, at_ns).newest(at_ns) for feed in self._tapes}

    def unmistakable_ms(self) -> tuple[int, int]:
        """Between these moments a strip says which picture it is: a loop on or back nothing is recorded."""
        first_ns, last_ns = (
            max(self.begin_ns, self.end_ns - LOOP_NS),
            min(self.end_ns, self.begin_ns + LOOP_NS),
        )
        return first_ns // 1_000_000, last_ns // 1_000_000

    def of_strip(self, feed: str, strip: int, near_ns: int, taken_ns: int = 0) -> Painted:
        """The picture with this strip that came next to a moment; its shot was taken by ``taken_ns``."""
        came: list[tuple[int, int]] = []  # two may have come at once
        at_ns = near_ns - LATE_NS
        while at_ns <= max(near_ns + SOON_NS, taken_ns):
            shown = self._around(feed, at_ns)
            came += zip(shown.at_ns, shown.strips, strict=True)
            at_ns = shown.until_ns
        came_ns = [at for at, _ in came]
        here = [index for index, (_, one) in enumerate(came) if one == strip]
        newest = self._around(feed, near_ns).newest(near_ns)
        took_ms = max(0, taken_ns - near_ns) // 1_000_000
        from_ms, to_ms = ((at - near_ns) // 1_000_000 for at in (came_ns[0], came_ns[-1]))
        assert here, (
            f"{feed} showed {strip:x}, {apart(strip, newest)} pictures from {newest:x} at that moment, "
            f"those of {from_ms} to {to_ms} ms from it may be meant; its shot took {took_ms} ms"
        )
        index = min(here, key=lambda one: abs(came_ns[one] - near_ns))
        later_ns = [*came_ns[index:], NEVER_NS, NEVER_NS]  # the recording's last picture stands
        return Painted(came_ns[max(0, index - 1)], *later_ns[:3])

    def _around(self, feed: str, at_ns: int) -> "Shown":
        """From the keyframe before a moment to the next."""
        tape = self._tapes[feed]
        place = tape.key_before(at_ns) or tape.first_key()
        assert place is not None
        made = self._of_key.get((feed, place.at_ns))
        if made is None:
            made = self._of_key[feed, place.at_ns] = _decoded(tape, place)
        return made


class Shown(NamedTuple):
    """From a keyframe to the next, at ``until_ns``: when each picture came, and its strip."""

    at_ns: list[int]
    strips: list[int]
    until_ns: int

    def newest(self, at_ns: int) -> int:
        """The strip at a moment."""
        return self.strips[max(0, bisect_right(self.at_ns, at_ns) - 1)]


def _decoded(tape: StreamTape, place: Place) -> Shown:
    came: list[Came] = []
    until_ns = NEVER_NS
    for one in tape.from_place(place):
        if came and one.is_keyframe:
            until_ns = one.at_ns
            break
        came.append(one)
    context = av.CodecContext.create("h264", "r")
    frames = [frame for one in came for frame in context.decode(one.packet)] + context.decode(None)  # type: ignore[attr-defined]
    numbers = [read(np.asarray(frame.to_ndarray(format="gray"))) for frame in frames]
    return Shown([one.at_ns for one in came], [number for number in numbers if number is not None], until_ns)


def apart(one: int, other: int) -> int:
    """Pictures between two of the same scene."""
    assert one >> 16 == other >> 16, "of the same camera"
    away = abs((one & 0xFFFF) - (other & 0xFFFF)) % FRAMES_OF_LOOP
    return min(away, FRAMES_OF_LOOP - away)
