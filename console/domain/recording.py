"""A recording: which cameras are kept on disk, since when, until when, and why."""

from enum import StrEnum

from msgspec import Struct

from console.domain.ids import FeedId, IncidentId, RecordingId


class RecordingState(StrEnum):
    """The life of a recording. TAIL: its incident is closed, some seconds more are kept."""

    RUNNING = "running"
    TAIL = "tail"
    ENDED = "ended"


class RecordedFeed(Struct, frozen=True):
    """A camera of a recording, kept since it joined it and for as long before as its ring reached then.

    ``since_log_ms`` is log time. ``main``: its large stream is wanted too, as far as there is room for it.
    """

    feed: FeedId
    since_log_ms: int
    main: bool = False


class Recording(Struct, frozen=True):
    """``opened_n`` is the number of the input that began it, 0 for the site file's own. The log is kept with
    it from input ``log_from_n`` on, some time before, as pictures of that time are kept too.

    ``begun_at_ms`` is the wall time that people are shown, ``begun_log_ms`` the same moment in log time, in
    which ``until_log_ms`` (when it goes on by itself no longer) and ``ended_log_ms`` are too; ``ended_at_ms``
    is wall time. ``by``: the person who began it, "" for core. ``protected``: it never goes to make room.
    """

    recording: RecordingId
    state: RecordingState
    feeds: tuple[RecordedFeed, ...]
    begun_at_ms: int
    begun_log_ms: int
    opened_n: int
    until_log_ms: int | None
    incident: IncidentId | None = None
    by: str = ""
    ended_log_ms: int | None = None
    why_ended: str = ""
    protected: bool = False
    log_from_n: int = 0
    ended_at_ms: int | None = None


def recording_id(n: int) -> RecordingId:
    """The id of the recording that input ``n`` began."""
    return RecordingId(f"r-{n:06d}")
