"""What of a worker's streams goes to disk, by its plan; and what is told of it. The main thread's."""

import logging
import threading
from collections.abc import Mapping
from pathlib import Path

from console.domain.media import StreamKey, StreamPlan
from console.domain.picture import CAUSE_WORDS, LostCause
from console.media.worker.ring import PacketRing
from console.media.worker.segments.movie_report import MovieReport
from console.media.worker.segments.recorder import Recorder
from console.media.worker.segments.repair import repair_left_over
from console.media.worker.segments.reserve import ReservedDisk
from console.protocol.clock import Clock
from console.protocol.recording_messages import RecordedStream

log = logging.getLogger("sightline.media")


class StreamRecording:
    """``folder`` is the site's for video, "" for none; ``least_free`` bytes of its disk are left alone. The
    recorder's thread starts with the first stream.
    """

    def __init__(self, folder: str, clock: Clock, boot: str, least_free: int = 0) -> None:
        self._folder = Path(folder)
        self._boot = boot
        self._recorder = Recorder(self._folder, clock, boot, ReservedDisk(least_free).create)
        self._has_folder = bool(folder)
        self._keys: set[StreamKey] = set()
        self._runs = False

    def start(self) -> None:
        """Bring what a crash left in order, beside everything else: it may be much."""
        if self._has_folder and self._folder.is_dir():
            threading.Thread(
                target=repair_left_over, args=(self._folder, self._boot), name="repair", daemon=True
            ).start()

    def carry_out(self, plans: tuple[StreamPlan, ...], rings: Mapping[StreamKey, PacketRing]) -> None:
        """Record the streams of which the plan says so, and no others."""
        told = {(plan.feed, plan.profile) for plan in plans if plan.record and self._has_folder}
        wanted = told & rings.keys()
        if wanted and not self._runs:
            self._runs = True
            self._recorder.start()
        for key in self._keys - wanted:
            self._recorder.leave(key)
        for key in sorted(wanted):
            self._recorder.record(key, rings[key])  # another ring, after its stream was opened anew
        self._keys = wanted

    def is_whole(self) -> bool:
        """Whether its thread lives, if it was needed."""
        return not self._runs or self._recorder.is_whole()

    def report(self, lost: Mapping[StreamKey, LostCause]) -> tuple[RecordedStream, ...]:
        """What is on disk of each stream that is recorded now; of one that is ``lost`` nothing comes."""
        if not self._keys:
            return ()
        newest = {(told.feed, told.profile): told for told in self._recorder.reports()}
        gaps = self._recorder.gaps()
        return tuple(_told(key, newest.get(key), gaps[key], lost.get(key)) for key in sorted(self._keys))

    def stop(self) -> None:
        """End all movies after what has arrived."""
        if self._runs and not self._recorder.stop():
            log.error("the disk did not take the last seconds of what was recorded (%s)", self._folder)


def _told(key: StreamKey, movie: MovieReport | None, gaps: int, lost: LostCause | None) -> RecordedStream:
    trouble = f"no pictures come: {CAUSE_WORDS[lost]}" if lost is not None else ""
    if movie is None:
        return RecordedStream(*key, trouble=trouble)
    written_at_ms = max(movie.last_wall_ms, movie.written_wall_ms)
    # What a lost camera does not send is a gap, too, which its movie can only tell of once it is back:
    lacks = lost is not None and written_at_ms > 0 and not movie.is_gap_open
    return RecordedStream(*key, written_at_ms, gaps + lacks, movie.trouble or trouble)
