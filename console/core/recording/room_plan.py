"""Which movies go from the disk, and which recordings are given up to make room. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from console.core.recording.movie_holders import Holders, StoredMovie, Wanted, is_kept
from console.domain.ids import RecordingId

SAFE_MS = 600_000
"""What was written within this time stays in any case: whatever needs it may not have been told yet."""


@dataclass(slots=True)
class RoomPlan:
    """``go``: movies to delete now, in this order. ``give_up``: recordings that the state is to forget first,
    the oldest first; their movies go once it has. ``lacking``: bytes that nothing more can be given up for.
    """

    go: list[StoredMovie] = field(default_factory=list)
    give_up: list[RecordingId] = field(default_factory=list)
    lacking: int = 0


def room_limit(keep_bytes: int, used_bytes: int, free_bytes: int, least_free_bytes: int) -> int:
    """What movies may take: the budget, or what leaves the disk its last bytes if that is less."""
    return max(0, min(keep_bytes, used_bytes + free_bytes - least_free_bytes))


def plan_room(holders: Holders, wanted: Wanted, limit_bytes: int) -> RoomPlan:
    """What goes because it is old, and then, the oldest first, what has to go for ``limit_bytes``.

    Nothing that a protected or a running recording needs, nothing that is being written, and nothing of a
    time of which core's state knows nothing.
    """
    return _Making(holders, wanted).plan(limit_bytes)


class _Making:
    def __init__(self, holders: Holders, wanted: Wanted) -> None:
        self._holders = holders
        self._wanted = wanted
        self._plan = RoomPlan()
        self._taken: set[StoredMovie] = set()
        self._given_up: set[RecordingId] = set()
        self._need = sum(movie.size for movie in holders)
        self._of: defaultdict[RecordingId, list[StoredMovie]] = defaultdict(list)
        for movie, needing in holders.items():
            for recording in needing:
                self._of[recording.recording].append(movie)

    def plan(self, limit_bytes: int) -> RoomPlan:
        self._need -= limit_bytes
        movies = sorted(
            (movie for movie in self._holders if self._may_go(movie)),
            key=lambda movie: (movie.first_ms, movie.folder, movie.name),
        )
        for movie in movies:
            if self._is_over(movie):
                self._take(movie)
        self._take_nobodys(movies)
        for movie in movies:
            if self._need <= 0:
                break
            if movie not in self._taken:
                freed = self._give_up_holders(movie)
                self._take(movie)
                self._take_nobodys(freed)
        self._plan.lacking = max(0, self._need)
        return self._plan

    def _may_go(self, movie: StoredMovie) -> bool:
        """A time ahead of now is that of a clock that was set; it is as old as it is far."""
        is_fresh = movie.is_young or abs(self._wanted.now_ms - movie.last_ms) < SAFE_MS
        if is_fresh or not self._wanted.knows(movie):
            return False
        return not any(is_kept(one) for one in self._holders[movie])

    def _is_over(self, movie: StoredMovie) -> bool:
        """Whether no recording needs it, and the time for which it is kept all the same is over."""
        return not self._holders[movie] and movie.last_ms < self._wanted.age_now_ms - self._wanted.keep_ms

    def _take_nobodys(self, movies: Iterable[StoredMovie]) -> None:
        """While room is needed: of these, those that belong to nothing any more."""
        for movie in movies:
            if self._need <= 0:
                return
            is_held = any(one.recording not in self._given_up for one in self._holders[movie])
            if movie not in self._taken and not is_held and movie.folder not in self._wanted.always_folders:
                self._take(movie)

    def _take(self, movie: StoredMovie) -> None:
        self._taken.add(movie)
        self._need -= movie.size
        if not self._holders[movie]:
            self._plan.go.append(movie)

    def _give_up_holders(self, movie: StoredMovie) -> list[StoredMovie]:
        """The movies that may go with them, the oldest first."""
        freed: dict[StoredMovie, None] = {}
        for recording in self._holders[movie]:
            if recording.recording not in self._given_up:
                self._given_up.add(recording.recording)
                self._plan.give_up.append(recording.recording)
                freed.update((one, None) for one in self._of[recording.recording] if self._may_go(one))
        return sorted(freed, key=lambda one: (one.first_ms, one.folder, one.name))
