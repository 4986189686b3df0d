"""What the desk knows: the plain state behind every list and drawing, fed by core and engine."""

from collections import Counter
from enum import Flag, auto

from console.domain.alert import SEVERITY_RANK
from console.domain.camera import Camera, Profile
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId, RecordingId
from console.domain.incident import Incident, IncidentState
from console.domain.picture import LostCause, PictureState, is_unrecorded
from console.domain.policies.feed_health import FeedStreams, feed_streams
from console.domain.recording import Recording, RecordingState
from console.domain.tier import Shed, Tier
from console.domain.tour import StoredTour
from console.domain.wall import CellView, MonitorView
from console.protocol.clock import Clock
from console.protocol.core_changes import (
    ActsDone,
    CorePublished,
    CoreSnapshot,
    Counts,
    CountsChanged,
    IncidentChanged,
    IncidentGone,
    LayoutsChanged,
    LentChanged,
    MonitorChanged,
    PresetsChanged,
    ProblemsChanged,
    RecordedFeedsChanged,
    RecordingChanged,
    RecordingGone,
    ToursChanged,
)
from console.protocol.engine_messages import (
    EnginePublished,
    EngineSnapshot,
    FeedHealth,
    FeedsChanged,
    StreamsGone,
)
from console.protocol.layout_messages import LayoutHead
from console.protocol.log_time import LogTime
from console.protocol.preset_messages import PresetHead

_LIFE_RANK = {IncidentState.OPEN: 0, IncidentState.ACKNOWLEDGED: 1, IncidentState.CLOSED: 2}


class Area(Flag):
    """What a message touched, so that only its views are refreshed."""

    NONE = 0
    CAMERAS = auto()
    MONITORS = auto()
    INCIDENTS = auto()
    LAYOUTS = auto()
    COUNTS = auto()
    HEALTH = auto()
    PROBLEMS = auto()
    RECORDINGS = auto()
    PRESETS = auto()
    TOURS = auto()
    ACTS = auto()
    ALL = CAMERAS | MONITORS | INCIDENTS | LAYOUTS | COUNTS | HEALTH | PROBLEMS | RECORDINGS | PRESETS | TOURS


def card_order(incident: Incident) -> tuple[int, int, int, str]:
    """Sort key of the cards: what nobody has seen yet first, then the worst, then the newest."""
    return (
        _LIFE_RANK[incident.state],
        SEVERITY_RANK.get(incident.alert.severity, 0),
        -incident.opened_at_ms,
        incident.incident,
    )


class SiteView:
    """Holds the last snapshot with every later change applied; decides nothing and sends nothing."""

    def __init__(self, operator: str = "operator") -> None:
        self._operator = operator
        self.site = ""
        self.director_mode = ""
        self.known = False
        self.cameras: dict[FeedId, Camera] = {}
        self.monitors: dict[MonitorId, MonitorView] = {}
        self.incidents: dict[IncidentId, Incident] = {}
        self.layouts: tuple[LayoutHead, ...] = ()
        self.presets: tuple[PresetHead, ...] = ()
        self.tours: tuple[StoredTour, ...] = ()
        self.counts = Counts()
        self.problems: tuple[str, ...] = ()
        self.recordings: dict[RecordingId, Recording] = {}
        self.lent: dict[MonitorId, str] = {}
        self.control_lost = False
        self._recorded: frozenset[FeedId] = frozenset()
        self.engine_heard = False
        self.old_pictures: frozenset[FeedId] = frozenset()
        """Feeds whose picture on the wall is too old by now: STALE, however well the packets come."""
        self.log_time = LogTime()
        self._health: dict[FeedId, dict[Profile, FeedHealth]] = {}

    def apply_core(self, said: CoreSnapshot | CorePublished) -> Area:
        """Take a snapshot or a change of core; returns what it touched."""
        if isinstance(said, CoreSnapshot):
            return self._take_core_snapshot(said)
        change = said.change
        if isinstance(change, MonitorChanged):
            self.monitors[change.view.monitor] = change.view
            return Area.MONITORS
        if isinstance(change, IncidentChanged):
            self.incidents[change.incident.incident] = change.incident
            return Area.INCIDENTS
        if isinstance(change, IncidentGone):
            self.incidents.pop(change.incident, None)
            return Area.INCIDENTS
        if isinstance(change, LayoutsChanged):
            self.layouts = self._listed(change.layouts)
            return Area.LAYOUTS
        if isinstance(change, PresetsChanged):
            self.presets = change.presets
            return Area.PRESETS
        if isinstance(change, ToursChanged):
            self.tours = change.tours
            return Area.TOURS
        if isinstance(change, LentChanged):
            self.lent = change.lent
            return Area.MONITORS
        if isinstance(change, CountsChanged):
            self.counts = change.counts
            return Area.COUNTS
        if isinstance(change, ProblemsChanged):
            self.problems = change.problems
            return Area.PROBLEMS
        if isinstance(change, RecordingChanged):
            self.recordings[change.recording.recording] = change.recording
            return Area.RECORDINGS
        if isinstance(change, RecordingGone):
            self.recordings.pop(change.recording, None)
            return Area.RECORDINGS
        if isinstance(change, ActsDone):
            return Area.ACTS
        if isinstance(change, RecordedFeedsChanged):
            self._recorded = frozenset(change.feeds)
            return Area.RECORDINGS
        return Area.NONE

    def _take_core_snapshot(self, snapshot: CoreSnapshot) -> Area:
        self.known = True
        self.site = snapshot.site
        self.director_mode = snapshot.director_mode
        ordered = sorted(snapshot.cameras, key=lambda camera: (camera.number, camera.feed))
        self.cameras = {camera.feed: camera for camera in ordered}
        self.monitors = {view.monitor: view for view in snapshot.monitors}
        self.incidents = {incident.incident: incident for incident in snapshot.incidents}
        self.layouts = self._listed(snapshot.layouts)
        self.presets = snapshot.presets
        self.tours = snapshot.tours
        self.lent = snapshot.lent
        self.counts = snapshot.counts
        self.problems = snapshot.problems
        self.recordings = {one.recording: one for one in snapshot.recordings}
        self._recorded = frozenset(snapshot.recorded_feeds)
        return Area.ALL

    def _listed(self, layouts: tuple[LayoutHead, ...]) -> tuple[LayoutHead, ...]:
        """Without those that are somebody else's own; the site's before those of the product."""
        listed = (head for head in layouts if head.owner in ("", self._operator))
        return tuple(sorted(listed, key=lambda head: head.is_shipped))

    def hear(self, said: CoreSnapshot | CorePublished, mono_ns: int) -> None:
        """Core's log time, which ages count in."""
        self.log_time.hear(said.boot, said.at_ms, mono_ns)

    def log_now_ms(self, clock: Clock) -> int:
        """Log time now; wall time, as which it starts, before core was heard."""
        log_now_ms = self.log_time.now_ms(clock.monotonic_ns())
        return clock.now_ms() if log_now_ms is None else log_now_ms

    def apply_engine(self, said: EngineSnapshot | EnginePublished) -> Area:
        """Take a snapshot or a change of the media engine; returns what it touched."""
        if isinstance(said, EngineSnapshot):
            self._health.clear()
            self._take_health(said.feeds)
            return Area.HEALTH
        match said.change:
            case FeedsChanged(feeds=feeds):
                self._take_health(feeds)
            case StreamsGone(keys=keys):
                for feed, profile in keys:
                    self._health.get(feed, {}).pop(profile, None)
            case _:
                return Area.NONE
        return Area.HEALTH

    def _take_health(self, feeds: tuple[FeedHealth, ...]) -> None:
        for health in feeds:
            self._health.setdefault(health.feed, {})[health.profile] = health

    def called(self, by: str) -> str:
        """How a person is called to the one at this desk."""
        return "you" if by == self._operator else by

    def streams(self) -> dict[FeedId, tuple[FeedHealth, ...]]:
        """Every feed's streams; none while the engine is silent."""
        if not self.engine_heard:
            return {}
        return {feed: tuple(by_profile.values()) for feed, by_profile in self._health.items()}

    def streams_of(self, feed: FeedId) -> FeedStreams | None:
        """How a feed is; None while the engine is silent: who says nothing proves nothing."""
        if not self.engine_heard:
            return None
        return feed_streams(self._health.get(feed, {}).values())

    def state_of(self, feed: FeedId) -> PictureState | None:
        """The feed's picture state as far as it is known; no better than what the wall shows of it."""
        streams = self.streams_of(feed)
        if streams is None:
            return None
        is_old = feed in self.old_pictures and streams.state > PictureState.WAIT
        return PictureState.STALE if is_old else streams.state

    def cause_of(self, feed: FeedId) -> LostCause:
        """Why it is LOST, or what it waits for."""
        streams = self.streams_of(feed)
        return streams.cause if streams is not None else LostCause.NONE

    def other_holder(self, cell: CellView) -> str:
        """Whose hand is on it, if it is somebody else's; "" where it is one's own, or nobody's."""
        return cell.held_by if cell.held_by != self._operator else ""

    def kept_s(self, feed: FeedId) -> float:
        """How far back the pictures reach that are kept of it; 0 where nobody tells."""
        return max((one.ring_s for one in self._health.get(feed, {}).values()), default=0.0)

    def is_unrecorded(self, feed: FeedId) -> bool:
        """Whether a replay has nothing of it here."""
        return is_unrecorded(self.state_of(feed), self.cause_of(feed))

    def state_counts(self) -> Counter[PictureState]:
        """Number of cameras in each picture state; what nothing is known of, or recorded of, is in none."""
        states = (self.state_of(feed) for feed in self.cameras if not self.is_unrecorded(feed))
        return Counter(state for state in states if state is not None)

    def unrecorded(self, cause: LostCause = LostCause.NOT_RECORDED) -> int:
        """Number of cameras that a replay has nothing of here, for this cause."""
        return sum(self.is_unrecorded(feed) and self.cause_of(feed) is cause for feed in self.cameras)

    def slowed(self) -> int:
        """Number of cameras that are shown with fewer pictures than they send, as the machine has no more."""
        return sum(any(map(_is_slowed, of_feed)) for of_feed in self.streams().values())

    def cards(self) -> list[Incident]:
        """Incidents in the order of their cards."""
        return sorted(self.incidents.values(), key=card_order)

    def running_recordings(self) -> list[Recording]:
        """Those that are not ended, the continuous one as well."""
        return [one for one in self.recordings.values() if one.state is not RecordingState.ENDED]

    def recordings_of(self, incident: IncidentId) -> list[Recording]:
        """Those that were made for an incident, also the ended ones."""
        return [one for one in self.recordings.values() if one.incident == incident]

    def is_recorded(self, feed: FeedId) -> bool:
        """Whether pictures of it come to the disk now, by core's word; no word, no REC."""
        return feed in self._recorded and not self.control_lost

    def layout(self, name: str) -> LayoutHead | None:
        """A layout by its name."""
        return next((head for head in self.layouts if head.name == name), None)

    def cell(self, monitor: MonitorId, cell: CellIndex) -> CellView | None:
        """What a cell shows; None if there is no such cell (any more)."""
        view = self.monitors.get(monitor)
        if view is None:
            return None
        return next((shown for shown in view.cells if shown.cell == cell), None)

    def tour_runs(self) -> dict[str, tuple[tuple[MonitorId, CellIndex], ...]]:
        """Where each tour runs."""
        found: dict[str, tuple[tuple[MonitorId, CellIndex], ...]] = {}
        for view in self.monitors.values():
            for shown in view.cells:
                if shown.tour is not None:
                    name = shown.tour.tour
                    found[name] = (*found.get(name, ()), (view.monitor, shown.cell))
        return found

    def last_cell(self, monitor: MonitorId) -> tuple[MonitorId, CellIndex] | None:
        """None where the monitor is not there, or has none."""
        view = self.monitors.get(monitor)
        return (monitor, view.cells[-1].cell) if view is not None and view.cells else None

    def cells_of(self, feed: FeedId) -> list[tuple[MonitorId, CellIndex]]:
        """Where on the wall a feed is shown."""
        return [
            (view.monitor, shown.cell)
            for view in self.monitors.values()
            for shown in view.cells
            if shown.feed == feed
        ]


def _is_slowed(stream: FeedHealth) -> bool:
    return stream.shed is Shed.CPU and stream.tier > Tier.HIDDEN
