"""Which recordings need which movies: those of their cameras that reach into their time. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from console.core.recording.recordings import ALWAYS
from console.domain.ids import RecordingId
from console.domain.recording import Recording, RecordingState
from console.protocol.movie_names import feed_folder

BEFORE_MS = 600_000
"""So much before a recording's beginning is its own: rings hold ten minutes at most."""

AFTER_MS = 10_000
"""Workers stamp packets by their own look at the clock."""

FOR_EVER_MS = 1 << 60


@dataclass(frozen=True, slots=True, eq=False)
class StoredMovie:
    """A movie on disk: the folder of its camera, its name, and its bytes with its index.

    ``first_ms`` and ``last_ms`` are the wall times of its packets. ``is_young``: somebody may be writing it.
    """

    folder: str
    name: str
    size: int
    first_ms: int
    last_ms: int
    is_young: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What core's state wants of movies, at ``now_ms`` (wall) and ``now_log_ms`` (log time).

    ``keep_ms``: how long what belongs to no recording, and the continuous one, is kept. ``since_ms``: wall
    time from which on it knows of all recordings.
    """

    recordings: tuple[Recording, ...]
    now_ms: int
    now_log_ms: int
    keep_ms: int
    since_ms: int = 0
    always_folders: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        always = next((one for one in self.recordings if one.recording == ALWAYS), None)
        folders = frozenset(feed_folder(one.feed) for one in always.feeds) if always else frozenset()
        object.__setattr__(self, "always_folders", folders)

    @property
    def age_now_ms(self) -> int:
        """From what ages are counted: a clock that somebody sets ahead makes nothing old."""
        return min(self.now_ms, self.now_log_ms)

    def knows(self, movie: StoredMovie) -> bool:
        """Whether it can say that no recording needs it: not after core's log was lost, of what is older."""
        return movie.last_ms >= self.since_ms


_Span = tuple[int, int, Recording]


def is_kept(recording: Recording) -> bool:
    """Whether it never goes to make room."""
    return recording.protected or recording.state is not RecordingState.ENDED


def span_ms(recording: Recording, wanted: Wanted) -> tuple[int, int]:
    """The wall time of its movies, wherever between its beginning and its end the clock was set."""
    is_ended = recording.ended_log_ms is not None
    ended_log_ms = recording.ended_log_ms if recording.ended_log_ms is not None else wanted.now_log_ms
    lasted_ms = max(0, ended_log_ms - recording.begun_log_ms)
    begun_ms = recording.begun_at_ms
    ended_ms = wanted.now_ms if not is_ended else recording.ended_at_ms
    if ended_ms is None:  # of an older program
        ended_ms = begun_ms + lasted_ms
    last_ms = max(begun_ms + lasted_ms, ended_ms) + AFTER_MS if is_ended else FOR_EVER_MS
    return min(begun_ms, ended_ms - lasted_ms) - BEFORE_MS, last_ms


Holders = Mapping[StoredMovie, tuple[Recording, ...]]


def holders_of(movies: Iterable[StoredMovie], wanted: Wanted) -> Holders:
    """For each movie the recordings that need it, without the continuous one."""
    spans = _spans_by_folder(wanted)
    by_folder: defaultdict[str, list[StoredMovie]] = defaultdict(list)
    for movie in movies:
        by_folder[movie.folder].append(movie)
    found: dict[StoredMovie, tuple[Recording, ...]] = {}
    for folder, of_camera in by_folder.items():
        of_camera.sort(key=lambda movie: movie.first_ms)
        found.update(_swept(of_camera, spans.get(folder, [])))
    return found


def _spans_by_folder(wanted: Wanted) -> dict[str, list[_Span]]:
    spans: defaultdict[str, list[_Span]] = defaultdict(list)
    for recording in wanted.recordings:
        if recording.recording != ALWAYS:
            span = (*span_ms(recording, wanted), recording)
            for feed in recording.feeds:
                spans[feed_folder(feed.feed)].append(span)
    for of_camera in spans.values():
        of_camera.sort(key=lambda span: span[0])
    return spans


def _swept(movies: Sequence[StoredMovie], spans: Sequence[_Span]) -> Holders:
    """Both in the order of their beginning: each span is looked at while movies still reach it."""
    found: dict[StoredMovie, tuple[Recording, ...]] = {}
    ahead, near = 0, list[_Span]()
    for movie in movies:
        near = [span for span in near if span[1] >= movie.first_ms]
        while ahead < len(spans) and spans[ahead][0] <= movie.last_ms:
            if spans[ahead][1] >= movie.first_ms:
                near.append(spans[ahead])
            ahead += 1
        found[movie] = tuple(one for begin_ms, _, one in near if begin_ms <= movie.last_ms)
    return found


def sizes_of(holders: Holders) -> dict[RecordingId, int]:
    """Bytes of each recording's movies; those that several need count for each."""
    sizes: defaultdict[RecordingId, int] = defaultdict(int)
    for movie, needing in holders.items():
        for recording in needing:
            sizes[recording.recording] += movie.size
    return dict(sizes)
