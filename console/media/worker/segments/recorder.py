"""Recording of a worker's streams: one thread that takes from their rings what is new and brings it to disk.

It pulls, so the ring is the queue: a disk that hangs loses recording alone, and what is lost is a gap in the
numbers. Its files: ``console.protocol.movie_names``; what one stream's become: ``track``.
"""

import itertools
import logging
import threading
from collections import Counter, deque
from collections.abc import Iterable
from pathlib import Path

from console.media.worker.ring import PacketRing
from console.media.worker.segments.disk import DiskFile, OpenFile
from console.media.worker.segments.low_priority import step_back
from console.media.worker.segments.movie_report import MovieReport, StreamKey
from console.media.worker.segments.track import Place, Track
from console.protocol.clock import Clock
from console.protocol.movie_names import movie_path

log = logging.getLogger("sightline.media")

LOOK_S = 0.2
STOP_WAIT_S = 2.0
SLOW_NS = 5_000_000_000
"""A disk that has not answered for so long is trouble."""

MOST_FINISHED = 200
"""Reports of movies that are ended; older ones go."""

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Recorder:
    """``boot`` is this program's life, part of each file's name. All methods are quick, whatever the disk
    does.
    """

    def __init__(self, folder: Path, clock: Clock, boot: str, open_file: OpenFile = DiskFile.create) -> None:
        self._clock = clock
        counts = itertools.count(1)
        self._place = Place(
            folder,
            _machine_boot(),
            clock,
            lambda key, wall_ms: movie_path(folder, *key, wall_ms, boot, next(counts)),
            open_file,
        )
        self._lock = threading.Lock()
        self._tracks: list[Track] = []
        self._finished: deque[MovieReport] = deque(maxlen=MOST_FINISHED)
        self._gaps: Counter[StreamKey] = Counter()
        self._busy_since_ns = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, wait_s: float = STOP_WAIT_S) -> bool:
        """End all movies after what has arrived; False if the disk did not let it in time."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(wait_s)
        return not self._thread.is_alive()

    def is_whole(self) -> bool:
        """Whether the thread runs: False after a defect ended it."""
        return self._stopping.is_set() or self._thread.is_alive()

    def record(self, key: StreamKey, ring: PacketRing) -> None:
        """Record this stream from now on, its ring's oldest keyframe first. The same ring twice changes
        nothing.
        """
        with self._lock:
            current = self._current(key)
            if current is not None and current.ring is ring:
                return
            self._leave(current)
            written_wall_ms = current.report().written_wall_ms if current is not None else 0
            self._tracks.append(Track(key, ring, self._place, written_wall_ms))

    def leave(self, key: StreamKey) -> None:
        """End this stream's movie after what has arrived by now."""
        with self._lock:
            self._leave(self._current(key))

    def reports(self) -> tuple[MovieReport, ...]:
        """The movies that are written, and the last that are ended."""
        busy_since_ns = self._busy_since_ns
        waits_ns = self._clock.monotonic_ns() - busy_since_ns if busy_since_ns else 0
        waits_s = waits_ns / 1e9 if waits_ns >= SLOW_NS else 0.0
        with self._lock:
            return (*self._finished, *(track.report(waits_s) for track in self._tracks))

    def gaps(self) -> Counter[StreamKey]:
        """Of each stream since this program's start, in all of its movies, with one that is open."""
        with self._lock:
            running = [one for track in self._tracks for one in (*track.finished, track.report())]
            return self._gaps + _counted(running)

    def _current(self, key: StreamKey) -> Track | None:
        return next((track for track in self._tracks if track.key == key and not track.is_left), None)

    def _leave(self, track: Track | None) -> None:
        if track is not None:
            track.leave(track.ring.head(), self._clock.monotonic_ns())

    # --- the thread -----------------------------------------------------------------------------------

    def _run(self) -> None:
        step_back()
        while not self._stopping.wait(LOOK_S):
            self._turn()
        with self._lock:
            for track in self._tracks:
                if not track.is_left:
                    self._leave(track)
        self._turn()
        for track in self._tracks:
            track.give_up()
        self._collect()

    def _turn(self) -> None:
        with self._lock:
            tracks = list(self._tracks)
        for track in tracks:
            self._busy_since_ns = self._clock.monotonic_ns()
            try:
                track.turn()
            except Exception:  # one stream's fault must not end all others' recording
                log.exception("%s/%s: its recording failed and is given up", *track.key)
                track.give_up()
            self._busy_since_ns = 0
        self._collect()

    def _collect(self) -> None:
        with self._lock:
            for track in self._tracks:
                self._finished.extend(track.finished)
                self._gaps += _counted(track.finished)
                track.finished.clear()
            self._tracks = [track for track in self._tracks if not track.is_done]


def _counted(reports: Iterable[MovieReport]) -> Counter[StreamKey]:
    gaps: Counter[StreamKey] = Counter()
    for one in reports:
        gaps[one.feed, one.profile] += one.gaps + one.is_gap_open
    return gaps


def _machine_boot() -> str:
    """The kernel's boot id, "" where it says none."""
    try:
        return BOOT_ID.read_text().strip()
    except OSError:
        return ""
