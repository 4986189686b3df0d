"""What core decided on an input, for its log, for replies, and to compare a replay with."""

import hashlib
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId, RecordingId
from console.domain.incident import Overlay
from console.domain.layout import Layout
from console.domain.tour import Tour
from console.domain.wall import CoverKind
from console.domain.wall_preset import WallPreset
from console.domain.zoom_part import ZoomPart


class Decision(Struct, frozen=True, tag_field="decision"):
    """Root of all decisions."""


class Refused(Decision, frozen=True, tag="refused"):
    """A command was not carried out; the state is as before."""

    code: str
    text: str


class IncidentOpened(Decision, frozen=True, tag="incident_opened"):
    """An alert opened an incident."""

    incident: IncidentId
    journal_n: int


class Switched(Decision, frozen=True, tag="switched"):
    """The director switched feeds up, or marked those that were there; ``unplaced`` found no cell."""

    incident: IncidentId
    overlays: tuple[Overlay, ...]
    unplaced: int


class Unswitched(Decision, frozen=True, tag="unswitched"):
    """Overlays of an incident went; ``why`` in words."""

    incident: IncidentId
    overlays: tuple[Overlay, ...]
    why: str


class IncidentAcknowledged(Decision, frozen=True, tag="incident_acknowledged"):
    """A person has seen it."""

    incident: IncidentId
    by: str


class IncidentClosed(Decision, frozen=True, tag="incident_closed"):
    """An incident was closed, by a person or, when there are too many, by core."""

    incident: IncidentId
    by: str


class IncidentForgotten(Decision, frozen=True, tag="incident_forgotten"):
    """A closed incident left the state; the journal keeps its alert."""

    incident: IncidentId


class PictureTimed(Decision, frozen=True, tag="picture_timed"):
    """All tiles of an incident were painted live, so long after its receipt."""

    incident: IncidentId
    alert_to_picture_ms: int


class LayoutLoaded(Decision, frozen=True, tag="layout_loaded"):
    """A monitor has a new base layout. ``missing``: its feeds that the site does not have."""

    monitor: MonitorId
    layout: Layout
    missing: tuple[FeedId, ...] = ()


class LayoutStored(Decision, frozen=True, tag="layout_stored"):
    """A layout is to be in the table of layouts."""

    layout: Layout


class LayoutDropped(Decision, frozen=True, tag="layout_dropped"):
    """No layout of this name is to be in the table of layouts."""

    name: str


class HandPut(Decision, frozen=True, tag="hand_put"):
    """A person's feed is in a cell."""

    monitor: MonitorId
    cell: CellIndex
    feed: FeedId | None
    pinned: bool


class HandOff(Decision, frozen=True, tag="hand_off"):
    """A person's hand is off a cell."""

    monitor: MonitorId
    cell: CellIndex


class Rewound(Decision, frozen=True, tag="rewound"):
    """A cell plays its feed so far behind live from now on."""

    monitor: MonitorId
    cell: CellIndex
    feed: FeedId
    rewind_ms: int
    until_ms: int


class RewindEnded(Decision, frozen=True, tag="rewind_ended"):
    """A cell is live again; ``why`` in words."""

    monitor: MonitorId
    cell: CellIndex
    why: str


class RecordingBegun(Decision, frozen=True, tag="recording_begun"):
    """These cameras are kept on disk from now on."""

    recording: RecordingId
    feeds: tuple[FeedId, ...]
    incident: IncidentId | None = None
    by: str = ""


class RecordingTail(Decision, frozen=True, tag="recording_tail"):
    """A recording's incident was closed: it goes on until then (log time)."""

    recording: RecordingId
    until_log_ms: int


class RecordingExtended(Decision, frozen=True, tag="recording_extended"):
    """A recording may go on until then (log time)."""

    recording: RecordingId
    until_log_ms: int


class RecordingEnded(Decision, frozen=True, tag="recording_ended"):
    """A recording is over; ``why`` in words."""

    recording: RecordingId
    why: str


class RecordingProtected(Decision, frozen=True, tag="recording_protected"):
    """A recording goes to make room no more, or as others again."""

    recording: RecordingId
    protected: bool


class RecordingForgotten(Decision, frozen=True, tag="recording_forgotten"):
    """An ended recording left the state: its pictures and its part of the log may go."""

    recording: RecordingId


class RecordingGaveWay(Decision, frozen=True, tag="recording_gave_way"):
    """An ended recording goes before its time; ``why`` in words. That it is forgotten follows."""

    recording: RecordingId
    why: str


class MonitorLent(Decision, frozen=True, tag="monitor_lent"):
    """A monitor shows a replay (``to``) from now on (``wall.NOBODY``, ``NO_SCREEN``: nothing), and nothing of
    this wall.
    """

    monitor: MonitorId
    to: str


class MonitorTakenBack(Decision, frozen=True, tag="monitor_taken_back"):
    """A monitor shows this wall again."""

    monitor: MonitorId


class ZoomPut(Decision, frozen=True, tag="zoom_put"):
    """A cell shows this part of its feed; None: the whole."""

    monitor: MonitorId
    cell: CellIndex
    feed: FeedId
    zoom: ZoomPart | None


class FeedSelected(Decision, frozen=True, tag="feed_selected"):
    """Hotspots show this feed."""

    feed: FeedId


class Covered(Decision, frozen=True, tag="covered"):
    """These monitors are hidden: nothing else reaches the glass."""

    monitors: tuple[MonitorId, ...]
    kind: CoverKind
    by: str


class Uncovered(Decision, frozen=True, tag="uncovered"):
    """These monitors show the wall again."""

    monitors: tuple[MonitorId, ...]


class FrameUp(Decision, frozen=True, tag="frame_up"):
    """A rule put a preset's layout over what a monitor showed; ``why`` in words."""

    rule: str
    preset: str
    monitor: MonitorId
    why: str


class FrameDown(Decision, frozen=True, tag="frame_down"):
    """What a rule put up is taken down; ``why`` in words."""

    rule: str
    monitor: MonitorId
    why: str


class RuleIdle(Decision, frozen=True, tag="rule_idle"):
    """A rule was due and put nothing up; ``why`` in words."""

    rule: str
    why: str


class LoadUndone(Decision, frozen=True, tag="load_undone"):
    """What input ``n`` loaded was taken back on these monitors."""

    n: int
    monitors: tuple[MonitorId, ...]


class PresetStored(Decision, frozen=True, tag="preset_stored"):
    """A wall preset stands under its name."""

    preset: WallPreset


class PresetDropped(Decision, frozen=True, tag="preset_dropped"):
    """No wall preset stands under this name any more."""

    name: str


class TourStored(Decision, frozen=True, tag="tour_stored"):
    """A tour stands under its name."""

    tour: Tour


class TourDropped(Decision, frozen=True, tag="tour_dropped"):
    """No tour stands under this name any more."""

    name: str


class TourStepped(Decision, frozen=True, tag="tour_stepped"):
    """A cell's tour shows this camera from now on; None: none of its cameras can be shown."""

    monitor: MonitorId
    cell: CellIndex
    tour: str
    feed: FeedId | None


class TourHeld(Decision, frozen=True, tag="tour_held"):
    """A cell's tour does not go on; ``why``: "paused"; "" for that it goes on again."""

    monitor: MonitorId
    cell: CellIndex
    why: str


class TourEnded(Decision, frozen=True, tag="tour_ended"):
    """A cell runs no tour any more; ``why`` in words."""

    monitor: MonitorId
    cell: CellIndex
    tour: str
    why: str


class Undecided(Decision, frozen=True, tag="undecided"):
    """Core failed on this input (a defect); everything else goes on. ``error`` is for the log."""

    error: str


AnyDecision = (
    Refused
    | Undecided
    | IncidentOpened
    | Switched
    | Unswitched
    | IncidentAcknowledged
    | IncidentClosed
    | IncidentForgotten
    | PictureTimed
    | LayoutLoaded
    | LayoutStored
    | LayoutDropped
    | HandPut
    | HandOff
    | Rewound
    | RewindEnded
    | RecordingBegun
    | RecordingTail
    | RecordingExtended
    | RecordingEnded
    | RecordingProtected
    | RecordingForgotten
    | RecordingGaveWay
    | MonitorLent
    | MonitorTakenBack
    | ZoomPut
    | FeedSelected
    | Covered
    | Uncovered
    | FrameUp
    | FrameDown
    | RuleIdle
    | LoadUndone
    | PresetStored
    | PresetDropped
    | TourStored
    | TourDropped
    | TourStepped
    | TourHeld
    | TourEnded
)


class DecisionDigest:
    """The same as ``decision_digest``, one input after the other."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, n: int, made: tuple[AnyDecision, ...]) -> None:
        """What was decided on the next input."""
        self._digest.update(msgspec.json.encode((n, made), order="sorted") + b"\n")

    def text(self) -> str:
        """In hexadecimal."""
        return self._digest.hexdigest()


def decision_digest(decisions: Iterable[tuple[int, tuple[AnyDecision, ...]]]) -> str:
    """SHA-256 over all decisions with the numbers of their inputs: equal for equal replays."""
    digest = DecisionDigest()
    for n, made in decisions:
        digest.add(n, made)
    return digest.text()
