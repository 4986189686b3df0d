"""The numbered input log: everything that core decides on, in the one order in which it decides.

Inputs are complete: a step needs nothing but the state before and the entry, so the log can be fed again.
Entries carry a version; older ones are brought up by console.core.log.versions.
"""

from typing import Literal

import msgspec
from msgspec import Struct

from console.domain.alert import Alert
from console.domain.camera import Camera
from console.domain.ids import CellIndex, IncidentId, MonitorId, RecordingId
from console.domain.layout import Layout
from console.domain.monitor import MonitorSpec
from console.domain.rule import Rule
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AssignFeed,
    ClearCell,
    CloseIncident,
    PinCell,
    ReportFeeds,
    ReportLent,
    ReportPainted,
    RewindCell,
    UndoSwitch,
)
from console.protocol.layout_messages import (
    DeleteLayout,
    ImportLayout,
    LoadLayout,
    LockLayout,
    OwnLayout,
    RenameLayout,
    SaveLayout,
)
from console.protocol.preset_messages import (
    DeletePreset,
    ImportPreset,
    LoadPreset,
    RenamePreset,
    RestorePreset,
    SavePreset,
)
from console.protocol.process_config import DirectorConfig, RecordingConfig
from console.protocol.recording_messages import (
    ExtendRecording,
    ProtectRecording,
    ReportRecorded,
    StartRecording,
    StopRecording,
)
from console.protocol.time_anchor import TimeAnchor
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

StateCommand = (
    AssignFeed
    | PinCell
    | ClearCell
    | LoadLayout
    | SaveLayout
    | ImportLayout
    | DeleteLayout
    | RenameLayout
    | LockLayout
    | OwnLayout
    | AcknowledgeIncident
    | CloseIncident
    | UndoSwitch
    | RewindCell
    | ReportFeeds
    | ReportPainted
    | StartRecording
    | StopRecording
    | ExtendRecording
    | ProtectRecording
    | ReportRecorded
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
    | SaveTour
    | RenameTour
    | DeleteTour
    | StartTour
    | StopTour
    | PauseTour
    | StepTour
)
"""Commands that may change the state; the others only ask."""


ENTRY_VERSION: Literal[2] = 2


class Input(Struct, frozen=True, tag_field="input"):
    """Root of everything that is logged."""


class SiteLoaded(Input, frozen=True, tag="site_loaded"):
    """Core started with these facts of the site file, and shipped layouts.

    ``stored``: layouts of the shared table that the state takes over. ``owns_layouts``: from then on the
    state alone says which there are; older programs told of the table's at each start.
    ``anchor`` says how log time, until the next start, belongs to CLOCK_MONOTONIC: so what is stamped with
    that finds its place in the log. ``public_preset``: the wall preset for visitors, "" for a clock.
    ``start_id``: of the site's start; a core that is started again within it is told the same.
    ``ways``: how cells are told and kept. 1: of programs before there were wall presets. 2: views name whose
    hand is on a cell, and a camera that is pinned is saved as pinned. 3: a camera that the site lacks now
    stays in a layout that is saved again. 4: of layouts without a camera only mere grids are filled up.
    """

    site: str
    cameras: tuple[Camera, ...]
    monitors: tuple[MonitorSpec, ...]
    director: DirectorConfig
    shipped: dict[str, Layout]
    stored: dict[str, Layout]
    recording: RecordingConfig = RecordingConfig()
    anchor: TimeAnchor | None = None
    owns_layouts: bool = False
    rules: tuple[Rule, ...] = ()
    public_preset: str = ""
    start_id: str = ""
    ways: int = 1


class AlertReceived(Input, frozen=True, tag="alert_received"):
    """A valid alert that was not there before. ``journal_n``: its number in the journal of alerts.

    ``number`` is that of the incident that it opens, if it opens one: given here and not counted by the
    state, so that no incident gets another's id when an entry before it can't be read any more.
    ``received_mono_ns`` is CLOCK_MONOTONIC at receipt; ``lossy`` marks the simple boundary.
    """

    journal_n: int
    number: int
    alert: Alert
    received_mono_ns: int
    lossy: bool = False


class CommandGiven(Input, frozen=True, tag="command_given"):
    """Somebody (``by``) asked for something that may change the state.

    ``id`` is the request's; (by, id) is remembered with the answer. "" for one that is not (version 1).
    """

    by: str
    command: StateCommand
    id: str = ""


class HoldEnds(Struct, frozen=True, tag_field="timer", tag="hold_ends"):
    """An incident's overlays have stayed as long as they should. ``due_ms`` is log time."""

    due_ms: int
    incident: IncidentId


class RewindEnds(Struct, frozen=True, tag_field="timer", tag="rewind_ends"):
    """A cell was rewound as long as it may be. ``due_ms`` is log time."""

    due_ms: int
    monitor: MonitorId
    cell: CellIndex


class RecordingEnds(Struct, frozen=True, tag_field="timer", tag="recording_ends"):
    """A recording has gone on as long as it may, or its tail is over. ``due_ms`` is log time."""

    due_ms: int
    recording: RecordingId


class RecordingExpires(Struct, frozen=True, tag_field="timer", tag="recording_expires"):
    """A recording that ended was kept as long as it should be. ``due_ms`` is log time."""

    due_ms: int
    recording: RecordingId


class FrameEnds(Struct, frozen=True, tag_field="timer", tag="frame_ends"):
    """What a rule put up for an incident stayed as long as it should. ``due_ms`` is log time."""

    due_ms: int
    rule: str


class TourWarms(Struct, frozen=True, tag_field="timer", tag="tour_warms"):
    """A cell's tour goes on soon: its next camera is made ready. ``due_ms`` is log time."""

    due_ms: int
    monitor: MonitorId
    cell: CellIndex


class TourSteps(Struct, frozen=True, tag_field="timer", tag="tour_steps"):
    """A cell's tour has shown its camera so long as it dwells. ``due_ms`` is log time."""

    due_ms: int
    monitor: MonitorId
    cell: CellIndex


AnyTimer = HoldEnds | RewindEnds | RecordingEnds | RecordingExpires | FrameEnds | TourWarms | TourSteps
"""When something ends by itself. Data in the state; each family has its own."""


class TimerFired(Input, frozen=True, tag="timer_fired"):
    """A timer of the state is due."""

    timer: AnyTimer


class Voided(Input, frozen=True, tag="voided"):
    """An input that could not be written down: as if it had never been. Its bytes are in quarantine.

    ``since_n``: the numbers from there to the entry's own are void too; 0 for its own alone.
    """

    reason: str
    since_n: int = 0


class RoomNeeded(Input, frozen=True, tag="room_needed"):
    """Movies take more of the disk than they may: these ended recordings are to go, the oldest first.

    ``used_bytes`` is what all movies took, ``limit_bytes`` what they may.
    """

    recordings: tuple[RecordingId, ...]
    used_bytes: int
    limit_bytes: int


class RuleDue(Input, frozen=True, tag="rule_due"):
    """By its schedule a rule's preset goes up now, or down. ``due_ms``: when that was due, wall time.

    The loop works it out: no step knows of time zones.
    """

    rule: str
    up: bool
    due_ms: int


AnyInput = SiteLoaded | AlertReceived | CommandGiven | TimerFired | Voided | RoomNeeded | RuleDue


class LogEntry(Struct, frozen=True):
    """One input with its number, from 1 without gaps.

    ``at_ms`` is log time, which decides: epoch milliseconds at first, then by the monotonic clock, never
    backwards. ``wall_ms`` is the machine's wall time beside it, epoch milliseconds: what people are shown.
    ``v`` has no default: an entry without it is of version 1.
    """

    v: Literal[2]
    n: int
    at_ms: int
    wall_ms: int
    input: AnyInput


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(LogEntry)


def encode_entry(entry: LogEntry) -> bytes:
    """The entry as one line of JSON."""
    return _encoder.encode(entry)


def decode_entry(body: bytes) -> LogEntry:
    """The entry of a line of this version.

    Raises msgspec.MsgspecError, UnicodeDecodeError, RecursionError, SightlineError.
    """
    return _decoder.decode(body)
