"""What core takes (commands) and says (numbered changes), as JSON. See docs/architecture.md."""

from typing import Any

from msgspec import Struct, field

from console.domain.camera import Camera
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId, RecordingId
from console.domain.incident import Incident
from console.domain.picture import LostCause, PictureState
from console.domain.recording import Recording
from console.domain.tour import StoredTour
from console.domain.wall import MonitorView
from console.protocol.command import Command
from console.protocol.layout_messages import (
    DeleteLayout,
    GetLayout,
    ImportLayout,
    LayoutHead,
    ListLayouts,
    ListLayoutVersions,
    LoadLayout,
    LockLayout,
    OwnLayout,
    RenameLayout,
    RestoreLayout,
    SaveLayout,
)
from console.protocol.picture_clock import ClockReading
from console.protocol.preset_messages import (
    DeletePreset,
    GetPreset,
    ImportPreset,
    LoadPreset,
    PresetHead,
    RenamePreset,
    RestorePreset,
    SavePreset,
)
from console.protocol.question import Question
from console.protocol.recent_messages import GetRecentActs
from console.protocol.recording_messages import (
    ExtendRecording,
    ListRecordings,
    ProtectRecording,
    ReportRecorded,
    StartRecording,
    StopRecording,
)
from console.protocol.replay_messages import (
    DecideAgain,
    GetReplay,
    GetReplayedCells,
    LoopReplay,
    PauseReplay,
    PlayReplay,
    SeekReplay,
    SetReplayRate,
    ShowAsItWas,
    StepReplay,
)
from console.protocol.tour_messages import (
    DeleteTour,
    PauseTour,
    RenameTour,
    SaveTour,
    StartTour,
    StepTour,
    StopTour,
)
from console.protocol.wall_messages import (
    AssignFeeds,
    CoverMonitors,
    DropFrames,
    SelectFeed,
    SwapCells,
    UncoverMonitors,
    UndoLoad,
    ZoomCell,
)

PROTOCOL_VERSION = 1


# --- commands -----------------------------------------------------------------------------------------


class GetSnapshot(Command, Question, frozen=True, tag="get_snapshot"):
    """Answered with a Snapshot: the whole state and its (boot, seq)."""


class GetStatus(Command, Question, frozen=True, tag="get_status"):
    """Answered with counts: alerts received, acknowledged, malformed, gaps; alert-to-picture figures."""


class AssignFeed(Command, frozen=True, tag="assign_feed"):
    """A person puts a feed (or nothing: ``feed`` null) into a cell, above any incident."""

    monitor: MonitorId
    cell: CellIndex
    feed: FeedId | None
    pinned: bool = False


class PinCell(Command, frozen=True, tag="pin_cell"):
    """A person pins what a cell shows, or lets it go."""

    monitor: MonitorId
    cell: CellIndex
    pinned: bool


class ClearCell(Command, frozen=True, tag="clear_cell"):
    """A person takes their hand off a cell: incident, tour or base layout show again."""

    monitor: MonitorId
    cell: CellIndex


class AcknowledgeIncident(Command, frozen=True, tag="acknowledge_incident"):
    """A person has seen it."""

    incident: IncidentId


class CloseIncident(Command, frozen=True, tag="close_incident"):
    """A person is done with it; its overlays go."""

    incident: IncidentId


class UndoSwitch(Command, frozen=True, tag="undo_switch"):
    """Take back an incident's automatic switches (all, or one cell's); the incident itself stays."""

    incident: IncidentId
    monitor: MonitorId | None = None
    cell: CellIndex | None = None


class RewindCell(Command, frozen=True, tag="rewind_cell"):
    """Play a cell so many seconds behind live, from the ring; 0 takes it back to live.

    It ends by itself after a minute, and when the cell shows another feed. ``loop_s``: so many seconds of it
    again and again, as far as the ring reaches; 0 for on and on.
    """

    monitor: MonitorId
    cell: CellIndex
    rewind_s: float
    loop_s: float = 0.0


class ListIncidents(Command, Question, frozen=True, tag="list_incidents"):
    """Answered with {"incidents": [...]}, newest first."""

    include_closed: bool = False


class FeedState(Struct, frozen=True):
    """A feed's health as far as decisions need it. ``since_ms`` is epoch milliseconds."""

    feed: FeedId
    state: PictureState
    cause: LostCause = LostCause.NONE
    since_ms: int = 0


class ReportFeeds(Command, frozen=True, tag="report_feeds"):
    """The engine tells which feeds changed their state."""

    feeds: tuple[FeedState, ...]


class PaintedTile(Struct, frozen=True):
    """An incident's tile was painted live: the end of that paint, on CLOCK_MONOTONIC."""

    incident: IncidentId
    cell: CellIndex
    feed: FeedId
    painted_mono_ns: int


class ReportPainted(Command, frozen=True, tag="report_painted"):
    """A display tells which incident tiles it painted live for the first time.

    Painted live: the picture had arrived at most 250 ms before the end of the paint that drew it.
    """

    monitor: MonitorId
    tiles: tuple[PaintedTile, ...]


class ReportLent(Command, frozen=True, tag="report_lent"):
    """The supervisor tells which monitors are lent, each to which replay (``wall.NOBODY``: its window was
    closed, ``NO_SCREEN``: it has no screen now); all others show this wall.
    """

    lent: dict[MonitorId, str]


AnyCommand = (
    GetSnapshot
    | GetStatus
    | AssignFeed
    | PinCell
    | ClearCell
    | LoadLayout
    | SaveLayout
    | ListLayouts
    | GetLayout
    | ImportLayout
    | ListLayoutVersions
    | RestoreLayout
    | DeleteLayout
    | RenameLayout
    | LockLayout
    | OwnLayout
    | AcknowledgeIncident
    | CloseIncident
    | UndoSwitch
    | RewindCell
    | ListIncidents
    | ReportFeeds
    | ReportPainted
    | StartRecording
    | StopRecording
    | ExtendRecording
    | ProtectRecording
    | ListRecordings
    | ReportRecorded
    | GetRecentActs
    | ReportLent
    | AssignFeeds
    | SwapCells
    | ZoomCell
    | SelectFeed
    | CoverMonitors
    | UncoverMonitors
    | DropFrames
    | UndoLoad
    | SavePreset
    | ImportPreset
    | LoadPreset
    | RenamePreset
    | DeletePreset
    | RestorePreset
    | GetPreset
    | SaveTour
    | RenameTour
    | DeleteTour
    | StartTour
    | StopTour
    | PauseTour
    | StepTour
    | GetReplay
    | GetReplayedCells
    | PlayReplay
    | PauseReplay
    | SeekReplay
    | StepReplay
    | SetReplayRate
    | LoopReplay
    | DecideAgain
    | ShowAsItWas
)


class Request(Struct, frozen=True):
    """One request. ``id`` is a uuid: a retry with the same ``by`` and ``id``, over whatever connection and
    also after a restart of core, gets the first answer again and is not done again (60 s). Another command
    under the same key is refused ("id_used").

    ``by`` says who asks, for the journal: "operator", "ctl", "engine", "display-wall-1". ``until_mono_ns``:
    CLOCK_MONOTONIC of core's host after which a command is not to be carried out any more, but refused
    ("too_late"); 0 for no end.
    """

    id: str
    by: str
    command: AnyCommand
    v: int = PROTOCOL_VERSION
    until_mono_ns: int = 0


class Refusal(Struct, frozen=True):
    """Why a request was not carried out: a code for programs, a text that says what to do."""

    code: str
    text: str


class Reply(Struct, frozen=True):
    """The answer to the request of that id: ``result`` or ``refused``."""

    id: str
    result: Any = None
    refused: Refusal | None = None
    v: int = PROTOCOL_VERSION


# --- changes ------------------------------------------------------------------------------------------


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
