"""What core takes: commands, as JSON. See docs/architecture.md."""

from msgspec import Struct

from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.picture import LostCause, PictureState
from console.protocol.command import Command
from console.protocol.layout_messages import (
    DeleteLayout,
    GetLayout,
    GetMonitorLayout,
    ImportLayout,
    ListLayouts,
    ListLayoutVersions,
    LoadLayout,
    LockLayout,
    OwnLayout,
    RenameLayout,
    RestoreLayout,
    SaveLayout,
)
from console.protocol.preset_messages import (
    DeletePreset,
    GetPreset,
    ImportPreset,
    LoadPreset,
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
from console.protocol.reply import PROTOCOL_VERSION
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
    | GetMonitorLayout
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
