"""The guard of the recordings' disk: a thread that deletes what nobody needs, and asks core for more room.

It alone touches the disk; core's loop tells it what the state wants and takes its proposals, and never waits.
It is not niced: it shares the interpreter's lock with the loop, which would wait for it.
"""

import logging
import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from console.core.log.input_log import RoomNeeded
from console.core.recording.disk_words import refusal_words
from console.core.recording.movie_files import MovieFiles
from console.core.recording.movie_holders import StoredMovie, Wanted, holders_of, sizes_of
from console.core.recording.room_plan import RoomPlan, plan_room, room_limit
from console.core.recording.room_words import WritingRate, room_problems, room_report
from console.domain.ids import RecordingId
from console.protocol.clock import Clock
from console.protocol.recording_messages import RecordingRoom

log = logging.getLogger("sightline.core")

EVERY_S = 30.0
SOON_S = 1.0
"""So soon after recordings were given up their movies go."""

SLOW_NS = 60_000_000_000
"""A disk that has not answered for so long is trouble."""

BEGUN_S = 5.0
"""So soon after a recording began there is something of it on the disk."""

BREATH_S = 0.002
"""Between two folders: the loop is to have the interpreter."""

STOP_WITHIN_S = 0.5
MOST_FAILURES = 10
"""After so many files that can't be deleted the rest waits for the next look."""


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What core's loop tells: what the state wants, and the site's limits in bytes."""

    wanted: Wanted
    keep_bytes: int
    least_free_bytes: int


@dataclass(frozen=True, slots=True)
class RoomSeen:
    """The disk as of the last look; ``sizes`` in bytes."""

    room: RecordingRoom | None = None
    sizes: Mapping[RecordingId, int] = field(default_factory=dict)


class VideoRoom:
    """``folder`` holds the movies. ``waits``: it is to be told the state. ``seen`` is another one after each
    look.
    """

    def __init__(self, folder: Path, clock: Clock, every_s: float = EVERY_S) -> None:
        self._folder = folder
        self._clock = clock
        self._every_s = every_s
        self._files = MovieFiles(folder, lambda: self._stopping.wait(BREATH_S))
        self._rate = WritingRate()
        self._had_movies = False
        self._asked: tuple[RecordingId, ...] = ()
        self._told: RoomFacts | None = None
        self._is_told = threading.Event()
        self._wakes = threading.Event()
        self._stopping = threading.Event()
        self._needed: RoomNeeded | None = None
        self._disk_since_ns = 0
        self._thread = threading.Thread(target=self._run, name="video-room", daemon=True)
        self.waits = False
        self.seen = RoomSeen()

    # --- from the loop --------------------------------------------------------------------------------

    def start(self) -> None:
        """Look at the disk from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more. A disk that hangs is not waited for."""
        self._stopping.set()
        self._wakes.set()
        self._is_told.set()
        if self._thread.ident is not None:
            self._thread.join(STOP_WITHIN_S)

    def look_soon(self) -> None:
        """A recording has begun, or the disk takes it again: what is said of the disk is to tell of it before
        the next half minute."""
        self._wakes.set()

    def tell(self, facts: RoomFacts) -> None:
        """What the state wants now, once, as it ``waits`` for that."""
        self._told, self.waits = facts, False
        self._is_told.set()

    def take_need(self) -> RoomNeeded | None:
        """The recordings that should be given up, once."""
        needed, self._needed = self._needed, None
        return needed

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, in the operator's words."""
        since_ns, room = self._disk_since_ns, self.seen.room
        if since_ns and self._clock.monotonic_ns() - since_ns > SLOW_NS:
            return ("The disk of the recordings does not answer: no room is made on it; look at the disk",)
        if room is None:
            return ()
        trouble = (f"No room is made for recordings: {room.trouble}",) if room.trouble else ()
        return (*trouble, *room_problems(room))

    # --- the thread -----------------------------------------------------------------------------------

    def _run(self) -> None:
        pause_s = 0.0
        while not self._rest(pause_s):
            pause_s = self._every_s
            try:
                if self._look():
                    pause_s = min(SOON_S, self._every_s)
            except Exception as error:  # whatever it is, this thread goes on, and later
                log.exception("the recordings' disk was not looked after")
                self._fail(str(error) or type(error).__name__)
            self._disk_since_ns = 0

    def _rest(self, pause_s: float) -> bool:
        """Until the next look is due; whether there is to be none."""
        if self._wakes.wait(pause_s):
            self._wakes.clear()
            self._stopping.wait(min(BEGUN_S, pause_s))
        return self._stopping.is_set()

    def _look(self) -> bool:
        """Whether recordings were given up, whose movies go soon."""
        self._disk_since_ns = self._clock.monotonic_ns()
        movies, trouble = self._movies()
        free = shutil.disk_usage(_there(self._folder)).free
        self._disk_since_ns = 0
        facts = self._ask()  # after the movies: whatever began since needs none of them
        if facts is None:
            return False
        self._disk_since_ns = self._clock.monotonic_ns()
        holders = holders_of(movies, facts.wanted)
        used = sum(movie.size for movie in movies)
        limit = room_limit(facts.keep_bytes, used, free, facts.least_free_bytes)
        # Until the next look workers must not come to the disk's last bytes, where they stop:
        coming = round((self._rate.bytes_per_s or 0.0) * self._every_s)
        plan = plan_room(holders, facts.wanted, max(0, limit - coming))
        trouble = self._delete(plan) or trouble
        room = room_report(holders, facts.wanted, plan, (limit, free), self._rate.bytes_per_s)
        seen_at_ms = self._clock.now_ms()
        self._see(replace(room, trouble=trouble, seen_at_ms=seen_at_ms), sizes_of(holders))
        return self._propose(plan, used, limit)

    def _movies(self) -> tuple[list[StoredMovie], str]:
        """And what is wrong with the folder. None is there before the first recording."""
        trouble = ""
        try:
            movies = self._files.look(self._clock.now_ms())
            if self._files.trouble is not None:
                trouble = refusal_words("read", self._files.trouble)
        except (FileNotFoundError, NotADirectoryError):
            movies = []
            trouble = f"the folder {self._folder} is gone" if self._had_movies else ""
        except OSError as error:
            movies, trouble = [], refusal_words("read", error)
        else:
            self._had_movies = self._had_movies or bool(movies)
            self._rate.note(self._clock.monotonic_ns() / 1e9, self._files.grown_bytes)
        return movies, trouble

    def _ask(self) -> RoomFacts | None:
        self._told = None
        self._is_told.clear()
        self.waits = True
        while not self._stopping.is_set() and not self._is_told.wait(self._every_s):
            pass
        return self._told

    def _delete(self, plan: RoomPlan) -> str:
        """What was in the way, "" for nothing."""
        trouble, failures, count = "", 0, 0
        for movie in plan.go:
            if self._stopping.is_set() or failures >= MOST_FAILURES:
                break
            try:
                count += self._files.delete(movie, self._clock.now_ms())
            except OSError as error:
                trouble, failures = refusal_words("delete", error), failures + 1
        if count:
            log.info("%d movies that nobody needs any more are deleted", count)
        return trouble

    def _propose(self, plan: RoomPlan, used: int, limit: int) -> bool:
        names = tuple(plan.give_up)
        is_new = bool(names) and names != self._asked
        self._asked = names
        if names:
            self._needed = RoomNeeded(names, used, limit)
        return is_new

    def _fail(self, trouble: str) -> None:
        room = self.seen.room or RecordingRoom(0, 0, 0, 0, 0, None, 0, None, None)
        self._see(replace(room, trouble=trouble), self.seen.sizes)

    def _see(self, room: RecordingRoom, sizes: Mapping[RecordingId, int]) -> None:
        before = self.seen.room.trouble if self.seen.room is not None else ""
        if room.trouble and not before:
            log.warning("no room is made for recordings: %s", room.trouble)
        elif before and not room.trouble:
            log.info("the recordings' disk can be looked after again")
        self.seen = RoomSeen(room, sizes)


def _there(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next((path for path in (folder, *folder.parents) if path.is_dir()), Path("/"))
