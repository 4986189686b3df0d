"""What can be asked of core about recordings, and what the engine tells of the disk."""

from msgspec import Struct

from console.domain.camera import Profile
from console.domain.ids import FeedId, IncidentId, RecordingId
from console.protocol.command import Command
from console.protocol.question import Question


class StartRecording(Command, frozen=True, tag="start_recording"):
    """Keep these cameras on disk from now on, and what their rings hold; without any, those of an incident.

    Answered with the number of the input, which names the recording (``recording_id``).
    """

    feeds: tuple[FeedId, ...] = ()
    incident: IncidentId | None = None


class StopRecording(Command, frozen=True, tag="stop_recording"):
    """End a recording now; again is no error."""

    recording: RecordingId


class ExtendRecording(Command, frozen=True, tag="extend_recording"):
    """Let a recording go on for its longest duration from now."""

    recording: RecordingId


class ProtectRecording(Command, frozen=True, tag="protect_recording"):
    """Never let a recording go to make room, or let it go as others again."""

    recording: RecordingId
    protected: bool = True


class ListRecordings(Command, Question, frozen=True, tag="list_recordings"):
    """Answered with {"recordings": [...], "streams": [...], "sizes": {id: bytes}, "room": RecordingRoom}.

    Recordings are newest first. ``sizes`` and ``room`` are as of the last look at the disk, each half minute
    and some seconds after a recording began;
    ``room`` is null before the first.
    """


class RecordingRoom(Struct, frozen=True):
    """How the disk of the recordings is. ``limit_bytes``: what movies may take now, by the site file or by
    what the disk has.

    ``protected_bytes`` never go, nor do ``unknown_bytes``, of a time of which core knows nothing, as its log
    was lost. ``bytes_per_s``: what came in the last ten minutes; None while not known.
    ``always_since_ms``: how far back the continuous recording reaches, wall time; 0 for not at all.
    ``full_in_s``: until older ones go to make room; ``ends_in_s``: until there would be none left to go; None
    while nothing is written. ``trouble``: why the disk can't be looked after, "" while it can.
    ``seen_at_ms``: when the disk was looked at, wall time; 0 for never.
    """

    movies: int
    used_bytes: int
    limit_bytes: int
    free_bytes: int
    protected_bytes: int
    bytes_per_s: float | None
    always_since_ms: int
    full_in_s: float | None
    ends_in_s: float | None
    trouble: str = ""
    unknown_bytes: int = 0
    seen_at_ms: int = 0


class RecordedStream(Struct, frozen=True):
    """What a worker has on disk of a stream that is recorded, or that it can't write it, and why.

    ``written_at_ms``: up to which wall time it is safe; 0 for nothing yet. ``gaps``: how often packets are
    missing since the program that records was started, what a crash took before it and a gap that is open
    included. ``trouble``: what is wrong now, in the operator's words; "" when all is well.
    """

    feed: FeedId
    profile: Profile
    written_at_ms: int = 0
    gaps: int = 0
    trouble: str = ""


class ReportRecorded(Command, frozen=True, tag="report_recorded"):
    """The engine tells what is on disk of all streams that are recorded now; those not named are not."""

    streams: tuple[RecordedStream, ...]
