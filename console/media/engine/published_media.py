"""What the engine has told its clients of slots and streams, and what changed since. Times are passed in."""

from dataclasses import dataclass, field

from msgspec.structs import replace

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState
from console.protocol.engine_messages import FeedHealth, SlotPlace, WorkerReport

FIGURES_NS = 2_000_000_000
"""Changed figures alone (rates) are published so often; a changed state at once."""

OPENING = (PictureState.CONNECTING, PictureState.STALE)
"""Nothing has come of a stream so far, or nobody knows."""

StreamKey = tuple[FeedId, Profile]


@dataclass(frozen=True, slots=True)
class MediaChanges:
    """What is to be published."""

    placed: tuple[SlotPlace, ...] = ()
    gone: tuple[SlotKey, ...] = ()
    feeds: tuple[FeedHealth, ...] = ()
    closed: tuple[StreamKey, ...] = ()


@dataclass(slots=True)
class WorkerMedia:
    """What one worker has."""

    places: dict[SlotKey, SlotPlace] = field(default_factory=dict)
    feeds: dict[StreamKey, FeedHealth] = field(default_factory=dict)
    figures_ns: int = 0
    lost_since_ms: dict[StreamKey, int] = field(default_factory=dict)
    """Of what was LOST when the worker fell silent, until it has a picture again."""


class PublishedMedia:
    """The sum of the workers' last reports, as clients know it."""

    def __init__(self) -> None:
        self._workers: dict[str, WorkerMedia] = {}

    def take(self, report: WorkerReport, now_ns: int) -> MediaChanges:
        """A worker has said what it has; everything that it no longer names is gone."""
        known = self._workers.setdefault(report.worker, WorkerMedia())
        places = {place.key: place for place in report.places}
        feeds = {(health.feed, health.profile): _as_before(health, known) for health in report.feeds}
        figures_due = now_ns - known.figures_ns >= FIGURES_NS
        changed = tuple(
            health for key, health in feeds.items() if _differs(health, known.feeds.get(key), figures_due)
        )
        changes = MediaChanges(
            placed=tuple(place for key, place in places.items() if known.places.get(key) != place),
            gone=tuple(key for key in known.places if key not in places),
            feeds=changed,
            closed=tuple(key for key in known.feeds if key not in feeds),
        )
        known.places = places
        # What was not published is not known: its figures wait for their turn.
        published = {(health.feed, health.profile): health for health in changed}
        known.feeds = {key: published.get(key, known.feeds.get(key, feeds[key])) for key in feeds}
        if figures_due:
            known.figures_ns = now_ns
        return changes

    def silent(self, worker: str, now_ms: int) -> MediaChanges:
        """A worker is not heard any more: nobody knows how its streams are, so they count as STALE, but for
        those that are LOST: that is what their tiles say, too.

        ``now_ms`` is the time that people are shown; 0 in a replay, whose time this is not.
        """
        known = self._workers.get(worker)
        if known is None:
            return MediaChanges()
        detail = f"{worker} is not heard"
        if now_ms:
            lost = (health for health in known.feeds.values() if health.state is PictureState.LOST)
            known.lost_since_ms.update({(one.feed, one.profile): one.since_ms for one in lost})
        changed = tuple(
            replace(health, state=PictureState.STALE, cause=LostCause.NONE, detail=detail, since_ms=now_ms)
            for health in known.feeds.values()
            if health.state not in (PictureState.STALE, PictureState.LOST)
        )
        known.feeds.update({(health.feed, health.profile): health for health in changed})
        return MediaChanges(feeds=changed)

    def places(self) -> tuple[SlotPlace, ...]:
        """All slots."""
        return tuple(place for known in self._workers.values() for place in known.places.values())

    def feeds(self) -> tuple[FeedHealth, ...]:
        """All streams."""
        return tuple(health for known in self._workers.values() for health in known.feeds.values())


def _as_before(health: FeedHealth, known: WorkerMedia) -> FeedHealth:
    """A worker that begins anew knows nothing of before: what is LOST still, was so all the time."""
    key = (health.feed, health.profile)
    if key not in known.lost_since_ms or health.state in OPENING:
        return health
    if health.state is PictureState.LOST:
        return replace(health, since_ms=known.lost_since_ms[key])
    del known.lost_since_ms[key]
    return health


def _differs(health: FeedHealth, known: FeedHealth | None, figures_due: bool) -> bool:
    if known is None or _mark(health) != _mark(known):
        return True
    return figures_due and health != known


def _mark(health: FeedHealth) -> tuple[object, ...]:
    """What people must hear of at once; a replay that leaps from one loss into another has another since."""
    return health.state, health.cause, health.is_damaged, health.since_ms
