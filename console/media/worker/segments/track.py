"""One recorded stream: from its ring into movies, over gaps, failures of the disk, changes of its video."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from console.media.worker.ring import KeptPacket, PacketRing
from console.media.worker.rtsp_source import Connection
from console.media.worker.segments.crash_gap import crash_gap
from console.media.worker.segments.disk import DiskFile, OpenFile, make_folder
from console.media.worker.segments.movie import Movie, MovieOf
from console.media.worker.segments.movie_report import MovieReport, StreamKey, report_of, trouble_of
from console.media.worker.segments.repair import MovieDamaged, MovieInUse, Outcome, repair
from console.media.worker.segments.units import NotRecordable
from console.protocol.clock import Clock
from console.protocol.movie_index import CONNECTION, DISK, DISK_FAILED, RING, UNFIT, GapRecord, PacketRecord

log = logging.getLogger("sightline.media")

RETRY_NS = 3_000_000_000
"""A disk that failed is tried again so often."""

PATIENCE_NS = 30_000_000_000
"""A stream that is left is tried so long on a disk that fails; then its ring is let go."""

AT_ONCE = 128
MOST_PACKETS = 1024
"""Packets taken from a ring at once, and in one turn: none of them waits beside its movie's fragment."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where and how all movies of a recorder are made; ``next_path`` gives a path that is new."""

    folder: Path
    machine_boot: str
    clock: Clock
    next_path: Callable[[StreamKey, int], Path]
    open_file: OpenFile = DiskFile.create


@dataclass(frozen=True, slots=True)
class Taken:
    """The packet that was written last."""

    number: int
    arrival_ns: int
    connection: Connection | None


class Track:
    """Driven by the recorder's thread alone, ``report`` apart. ``turn`` lets no error of the disk out."""

    def __init__(self, key: StreamKey, ring: PacketRing, place: Place, written_wall_ms: int = 0) -> None:
        """``written_wall_ms``: up to when the stream is on disk from another ring."""
        self.key = key
        self.ring = ring
        self.finished: list[MovieReport] = []
        self.is_done = False
        self._place = place
        self._of = MovieOf(*key, place.machine_boot)
        self._movie: Movie | None = None
        self._position = 0
        self._position_ns = 0
        self._last: Taken | None = None
        self._last_safe: Taken | None = None
        self._from_disk = 0
        self._jump_reason = RING
        self._until: int | None = None
        self._give_up_ns = 0
        self._retry_ns = 0
        self._left_behind: Movie | None = None
        self._trouble = ""
        self._written_wall_ms = written_wall_ms
        self._now_ns = self._now_ms = 0

    @property
    def is_left(self) -> bool:
        """Whether nothing that arrives now is recorded any more."""
        return self._until is not None

    def leave(self, until: int, now_ns: int) -> None:
        """End after packet ``until``."""
        self._until, self._give_up_ns = until, now_ns + PATIENCE_NS

    def turn(self) -> None:
        """Bring to disk what is new, as far as the disk takes it."""
        now_ns, self._now_ms = self._place.clock.monotonic_ns(), self._place.clock.now_ms()
        self._now_ns = now_ns
        if now_ns < self._retry_ns:
            return
        try:
            self._clear_left_behind()
            self._pull()
        except OSError as error:
            self._fail(error)
        if self._until is not None and not self.is_done and now_ns >= self._give_up_ns:
            self.give_up()

    def give_up(self) -> None:
        """End with what is on disk, now."""
        if self.is_done:
            return
        about = replace(self.report(), is_open=False)
        if about.file or about.trouble:
            self.finished.append(about)
        if self._movie is not None:
            self._movie.abandon()
        self._movie = self._left_behind = None
        self.is_done = True

    # --- taking packets -------------------------------------------------------------------------------

    def _pull(self) -> None:
        for _ in range(MOST_PACKETS // AT_ONCE):
            batch = self.ring.history(self._position, AT_ONCE)
            for kept in batch:
                if self._until is not None and kept.number > self._until:
                    break
                self._take(kept)
            if len(batch) < AT_ONCE:
                break
        if self._movie is not None:
            self._movie.look(self._now_ns)
            self._note_safe(self._movie)
            if self._movie.written.last is not None:
                self._say("")
        if self._until is not None and (self._position >= self._until or not self._has_more()):
            self._end_movie()
            self.is_done = True

    def _has_more(self) -> bool:
        """Whether the ring still holds something before the end."""
        rest = self.ring.history(self._position, 1)
        return bool(rest) and self._until is not None and rest[0].number <= self._until

    def _take(self, kept: KeptPacket) -> None:
        if self._last is None:  # what is missing behind this counts as missing, though nothing is written yet
            self._last = self._last_safe = Taken(kept.number - 1, kept.arrival_ns, None)
        try:
            if self._has_movie_for(kept):
                self._write(kept, self._last)
        except NotRecordable as error:
            self._say(f"{error}; it is recorded once it sends what can be")
            self._end_movie()
            self._jump_reason = UNFIT
        self._position, self._position_ns = kept.number, kept.arrival_ns

    def _has_movie_for(self, kept: KeptPacket) -> bool:
        before = self._movie
        if before is not None and before.fits(kept):
            return True
        if not kept.is_keyframe:
            return False
        self._end_movie()
        path = self._place.next_path(self.key, self._wall_ms(kept))
        make_folder(path.parent)
        self._movie = Movie.begin(path, self._of, kept, before, self._place.open_file)
        self._from_disk = kept.number - 1
        gap = crash_gap(path, self._place.machine_boot, kept, self._wall_ms(kept))
        if gap is not None:
            self._movie.note_gap(gap)
        return True

    def _write(self, kept: KeptPacket, last: Taken) -> None:
        movie = self._movie
        if movie is None:
            return
        reason = self._gap_before(kept, last)
        if reason:
            movie.note_gap(GapRecord(reason, last.number, kept.number, last.arrival_ns, kept.arrival_ns))
        movie.write(kept, self._wall_ms(kept))
        self._last = Taken(kept.number, kept.arrival_ns, kept.connection)
        self._jump_reason = RING

    def _gap_before(self, kept: KeptPacket, last: Taken) -> str:
        if kept.number > last.number + 1:
            return self._jump_reason
        is_other = last.connection is not None and last.connection is not kept.connection
        return CONNECTION if is_other else ""

    def _wall_ms(self, kept: KeptPacket) -> int:
        return self._now_ms - (self._now_ns - kept.arrival_ns) // 1_000_000

    # --- the disk -------------------------------------------------------------------------------------

    def _note_safe(self, movie: Movie) -> None:
        last = movie.safe.last
        if last is not None:
            self._last_safe = Taken(last.number, last.arrival_ns, None)
            self._from_disk = movie.safe.key_number - 1
            self._written_wall_ms = max(self._written_wall_ms, last.wall_ms)

    def _end_movie(self) -> None:
        movie = self._movie
        if movie is None:
            return
        movie.close()
        self._note_safe(movie)
        if movie.safe.last is not None:
            self._from_disk = movie.safe.last.number
        self._movie = None
        self.finished.append(self._report_of(movie))

    def _fail(self, error: OSError) -> None:
        """Let the movie go, and go on later at what the disk is known to have.

        That is a keyframe: the packets from there on may then be in two movies, but none is missing that the
        ring still has.
        """
        self._say(trouble_of(error, self._place.folder, RETRY_NS // 1_000_000_000))
        movie, self._movie = self._movie, None
        if movie is not None:
            movie.abandon()
            self._note_safe(movie)
            self._left_behind = movie
        self._position = self._from_disk
        self._last, self._jump_reason = self._last_safe, DISK
        self._retry_ns = self._now_ns + RETRY_NS

    def _clear_left_behind(self) -> None:
        """Bring the movie of a failure in order once the disk works again. Raises OSError."""
        left = self._left_behind
        if left is None:
            return
        try:
            done = repair(left.path, how=DISK_FAILED) if left.path.exists() else None
            if done is not None and done.outcome is not Outcome.REMOVED:
                self.finished.append(replace(self._report_of(left), size=left.path.stat().st_size))
                self._note_repaired(done.last)
        except (MovieDamaged, MovieInUse) as error:
            log.warning("%s/%s: %s", *self.key, error)
        self._left_behind = None

    def _note_repaired(self, last: PacketRecord | None) -> None:
        """More may be on the disk than was known to be safe: what is missing begins behind that."""
        if last is None or (self._last_safe is not None and last.number <= self._last_safe.number):
            return
        self._last = self._last_safe = Taken(last.number, last.arrival_ns, None)
        self._written_wall_ms = max(self._written_wall_ms, last.arrival_wall_ms)
        self.finished[-1] = replace(
            self.finished[-1], last_wall_ms=last.arrival_wall_ms, last_ns=last.arrival_ns
        )

    def _say(self, words: str) -> None:
        if words and words != self._trouble:
            log.warning("%s/%s is not recorded: %s", *self.key, words)
        elif self._trouble and not words:
            log.info("%s/%s is recorded again", *self.key)
        self._trouble = words

    # --- any thread -----------------------------------------------------------------------------------

    def report(self, waits_s: float = 0.0) -> MovieReport:
        """The movie that is written now, or was last; ``waits_s``: so long the disk has not answered."""
        movie = self._movie
        known = movie or self._left_behind
        if known is None:
            about = MovieReport(*self.key, file="", is_open=False)
        else:
            about = replace(self._report_of(known), is_open=movie is not None)
        trouble = f"the disk has not answered for {waits_s:.0f} s: look at it and its cables"
        return replace(
            about,
            is_gap_open=self._is_gap_open(),
            written_wall_ms=self._written_wall_ms,
            behind_s=self._behind_s(),
            trouble=trouble if waits_s else self._trouble,
        )

    def _is_gap_open(self) -> bool:
        """Whether the ring no longer has what follows the last packet that was written."""
        rest = self.ring.history(self._position, 1)  # before the last one is asked for: that only moves on
        last = self._last
        return bool(rest) and last is not None and rest[0].number > last.number + 1

    def _behind_s(self) -> float:
        newest = self.ring.newest()
        if newest is None or newest.number <= self._position or not self._position_ns:
            return 0.0
        return round(max(0, newest.arrival_ns - self._position_ns) / 1e9, 1)

    def _report_of(self, movie: Movie) -> MovieReport:
        return report_of(self.key, movie, self._place.folder)
