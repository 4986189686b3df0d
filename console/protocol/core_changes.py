"""What core says by itself (numbered changes), and its whole state, as JSON. See docs/architecture.md."""

from msgspec import Struct, field

from console.domain.camera import Camera
from console.domain.ids import FeedId, IncidentId, MonitorId, RecordingId
from console.domain.incident import Incident
from console.domain.recording import Recording
from console.domain.tour import StoredTour
from console.domain.wall import MonitorView
from console.protocol.layout_messages import (
    LayoutHead,
)
from console.protocol.picture_clock import ClockReading
from console.protocol.preset_messages import (
    PresetHead,
)
from console.protocol.recent_messages import RecentAct, RecentSwitch
from console.protocol.reply import PROTOCOL_VERSION


class Counts(Struct, frozen=True):
    """The alert boundary's counts since core's first start, and feeds by picture state (by name, or
    UNKNOWN)."""

    received: int = 0
    acknowledged: int = 0
    duplicates: int = 0
    malformed: int = 0
    lossy_gaps: int = 0
    feeds: dict[str, int] = field(default_factory=dict)


class Change(Struct, frozen=True, tag_field="change"):
    """Root of everything that core publishes."""


class Welcome(Change, frozen=True, tag="welcome"):
    """Sent to each new subscriber by the socket itself: now ask for a snapshot."""


class Heartbeat(Change, frozen=True, tag="heartbeat"):
    """Each second; carries the last number, so that a follower notices a gap."""


class MonitorChanged(Change, frozen=True, tag="monitor_changed"):
    """A monitor is to show this now."""

    view: MonitorView


class IncidentChanged(Change, frozen=True, tag="incident_changed"):
    """An incident was opened or changed."""

    incident: Incident


class IncidentGone(Change, frozen=True, tag="incident_gone"):
    """A closed incident left the list that clients show (the journal keeps it)."""

    incident: IncidentId


class RecordingChanged(Change, frozen=True, tag="recording_changed"):
    """A recording began or changed."""

    recording: Recording


class RecordingGone(Change, frozen=True, tag="recording_gone"):
    """An ended recording is forgotten."""

    recording: RecordingId


class RecordedFeedsChanged(Change, frozen=True, tag="recorded_feeds_changed"):
    """Of these cameras pictures come to the disk now; told twice a second at most."""

    feeds: tuple[FeedId, ...]


class ClockChanged(Change, frozen=True, tag="clock_changed"):
    """A replay goes on, stands, goes faster, or leapt."""

    clock: ClockReading


class LayoutsChanged(Change, frozen=True, tag="layouts_changed"):
    """These layouts can be loaded now: shipped ones, then stored ones."""

    layouts: tuple[LayoutHead, ...]


class PresetsChanged(Change, frozen=True, tag="presets_changed"):
    """These wall presets can be loaded now."""

    presets: tuple[PresetHead, ...]


class ToursChanged(Change, frozen=True, tag="tours_changed"):
    """These tours can be run now."""

    tours: tuple[StoredTour, ...]


class LentChanged(Change, frozen=True, tag="lent_changed"):
    """These monitors are lent, each to which replay, and no others."""

    lent: dict[MonitorId, str]


class ActsDone(Change, frozen=True, tag="acts_done"):
    """These acts were done, and these switches made; as RecentActs tells them later."""

    acts: tuple[RecentAct, ...] = ()
    switches: tuple[RecentSwitch, ...] = ()


class CountsChanged(Change, frozen=True, tag="counts_changed"):
    """Counts moved; sent twice a second at most."""

    counts: Counts


class ProblemsChanged(Change, frozen=True, tag="problems_changed"):
    """What is wrong with core itself, each in the operator's words; none when all is well."""

    problems: tuple[str, ...]


AnyCoreChange = (
    Welcome
    | Heartbeat
    | MonitorChanged
    | IncidentChanged
    | IncidentGone
    | RecordingChanged
    | RecordingGone
    | RecordedFeedsChanged
    | ClockChanged
    | LayoutsChanged
    | PresetsChanged
    | ToursChanged
    | LentChanged
    | ActsDone
    | CountsChanged
    | ProblemsChanged
)


class CorePublished(Struct, frozen=True):
    """One published change: core's boot id, its place in the one sequence, log time. Welcome has seq 0.

    ``at_ms`` is log time: it starts as wall time and then goes by the monotonic clock alone, so that ages and
    holds do not jump when somebody sets the machine's clock. Compare it with times of the log only.
    """

    boot: str
    seq: int
    at_ms: int
    change: AnyCoreChange
    v: int = PROTOCOL_VERSION


class CoreSnapshot(Struct, frozen=True):
    """The whole state as of change ``seq`` of this ``boot``. ``incidents`` and ``recordings`` are newest
    first.

    ``director_mode`` is how the director reacts (such as "auto"), "" while it is not said. ``at_ms`` is log
    time (CorePublished). While core takes its log up after a start it refuses this question ("starting"),
    with its progress in the text. ``clock``: what time it is in a replay, None for a live site. ``lent``: the
    monitors that show a replay, and which. ``recorded_feeds``: the cameras of which pictures come to the disk
    now; none in a replay.
    """

    boot: str
    seq: int
    at_ms: int
    site: str
    cameras: tuple[Camera, ...]
    monitors: tuple[MonitorView, ...]
    incidents: tuple[Incident, ...]
    layouts: tuple[LayoutHead, ...]
    counts: Counts
    director_mode: str = ""
    problems: tuple[str, ...] = ()
    recordings: tuple[Recording, ...] = ()
    clock: ClockReading | None = None
    lent: dict[MonitorId, str] = {}
    recorded_feeds: tuple[FeedId, ...] = ()
    presets: tuple[PresetHead, ...] = ()
    tours: tuple[StoredTour, ...] = ()
