"""What a tile may claim about its picture.

The records here are made for every tile thirty times a second: named tuples, which cost a third of frozen
dataclasses.
"""

from enum import IntEnum
from typing import NamedTuple


class PictureState(IntEnum):
    """The states of a picture, in order: the first that applies is the one shown."""

    LOST = 0
    STALE = 1
    CONNECTING = 2
    WAIT = 3
    WITHDRAWN = 4
    DARK = 5
    COVERED = 6
    FROZEN = 7
    KEY = 8
    LIVE = 9
    REWIND = 10
    REPLAY = 11


class LostCause(IntEnum):
    """Why a feed is LOST or CONNECTING, or what it must WAIT for; its numbers stand in slot headers, never
    reused.
    """

    NONE = 0
    REFUSED = 1
    UNAUTHORISED = 2
    UNSUPPORTED_AUTHENTICATION = 3
    NO_ROUTE = 4
    NOT_FOUND = 5
    SILENT = 6
    SESSION_LIMIT = 7
    UNSUPPORTED_CODEC = 8
    ENDED = 9
    OTHER = 10
    FAULT = 11
    NO_ROOM = 12
    NO_KEYFRAME = 13
    NO_WHOLE_PICTURE = 14
    UNSUPPORTED_TRANSPORT = 15
    NO_PICTURE = 16
    NOT_RECORDED = 17
    NOT_IN_PACKAGE = 18
    LOADING = 19


JUDGED_STATES = (PictureState.WITHDRAWN, PictureState.DARK, PictureState.COVERED, PictureState.FROZEN)
"""What is wrong with pictures that come: no age and no session tells it."""


DAMAGED = "DAMAGED"
"""A mark beside the states, not one of them: it holds whatever the picture is."""


NOT_RECORDED = "NOT RECORDED"
"""What a replay says of a stream of which nothing was recorded here: no loss of now, and no alarm."""

NOT_IN_PACKAGE = "NOT IN PACKAGE"
"""What it says where the site recorded it, and whoever made the package left it out."""

LOADING = "LOADING"
"""What it says before the first picture of its moment: nothing connects there."""

UNRECORDED_WORDS: dict[LostCause, str] = {
    LostCause.NOT_RECORDED: NOT_RECORDED,
    LostCause.NOT_IN_PACKAGE: NOT_IN_PACKAGE,
}
"""Why a replay has no picture."""


def is_unrecorded(state: PictureState | None, cause: LostCause) -> bool:
    """Whether a replay has no picture of it, as none was recorded, or none is in the package."""
    return state is PictureState.LOST and cause in UNRECORDED_WORDS


def is_loading(state: PictureState | None, cause: LostCause) -> bool:
    """Whether a replay's first picture of its moment is to come."""
    return state is PictureState.CONNECTING and cause is LostCause.LOADING


def picture_word(state: PictureState, damaged: bool, cause: LostCause = LostCause.NONE) -> str:
    """The state's name, or a replay's own word; DAMAGED while a picture that is not stale yet is the last
    whole one.
    """
    if is_unrecorded(state, cause):
        return UNRECORDED_WORDS[cause]
    if is_loading(state, cause):
        return LOADING
    return DAMAGED if damaged and state > PictureState.WITHDRAWN else state.name


CAUSE_WORDS: dict[LostCause, str] = {
    LostCause.NONE: "",
    LostCause.REFUSED: "refused",
    LostCause.UNAUTHORISED: "wrong user or password",
    LostCause.UNSUPPORTED_AUTHENTICATION: "unsupported authentication",
    LostCause.NO_ROUTE: "no route",
    LostCause.NOT_FOUND: "no such stream",
    LostCause.SILENT: "silent",
    LostCause.SESSION_LIMIT: "camera session limit",
    LostCause.UNSUPPORTED_CODEC: "unsupported codec",
    LostCause.ENDED: "connection ended",
    LostCause.OTHER: "error",
    LostCause.FAULT: "faulty stream",
    LostCause.NO_ROOM: "no memory for its picture",
    LostCause.NO_KEYFRAME: "for a keyframe",
    LostCause.NO_WHOLE_PICTURE: "for a whole picture",
    LostCause.UNSUPPORTED_TRANSPORT: "unsupported transport",
    LostCause.NO_PICTURE: "sends no picture",
    LostCause.NOT_RECORDED: "not recorded",
    LostCause.NOT_IN_PACKAGE: "not in this package",
    LostCause.LOADING: "",
}
"""A cause in the operator's words."""


class WrittenPicture(NamedTuple):
    """What a worker wrote beside a picture; ``arrival_ns`` is CLOCK_MONOTONIC, 0 for no picture.

    ``behind_ms`` is how far behind live the picture truly plays, which may be less than was asked.
    ``damaged``: what comes now misses packets and is held back; the picture is the last whole one.
    """

    state: PictureState
    cause: LostCause
    arrival_ns: int
    stale_after_ms: int
    behind_ms: int = 0
    damaged: bool = False


class ShownState(NamedTuple):
    """What the tile says: the state, the age of its picture (None without one), the cause of LOST or WAIT.

    ``behind_ms``: how far behind live the picture plays, or (WAIT) the awaited one will; where it no longer
    does, as nothing follows, its age counts from when it was taken. ``damaged``: it is the last whole one,
    what came after it is not shown.
    """

    state: PictureState
    age_s: float | None
    cause: LostCause = LostCause.NONE
    behind_ms: int = 0
    damaged: bool = False

    @property
    def word(self) -> str:
        """As ``picture_word``."""
        return picture_word(self.state, self.damaged, self.cause)


AWAITED = (LostCause.NO_KEYFRAME, LostCause.NO_WHOLE_PICTURE)


def shown_state(written: WrittenPicture, now_ns: int, behind_ms: int = 0) -> ShownState:
    """Derive the truth of a tile from the display's own clock.

    The writer's word can make a picture worse than LIVE, never better: LIVE, KEY, REWIND and the others hold
    only while the picture is younger than its bound, so that a dead writer can't leave LIVE behind. A slot
    that is to play ``behind_ms`` behind live is REWIND if its writer says so, and never LIVE.
    """
    behind_ms = written.behind_ms or behind_ms
    has_picture = written.arrival_ns > 0
    age_s = max(0.0, (now_ns - written.arrival_ns) / 1e9) if has_picture else None
    taken_s = age_s + written.behind_ms / 1000.0 if age_s is not None else None
    if written.state is PictureState.LOST:
        return ShownState(PictureState.LOST, taken_s, written.cause, behind_ms)
    if age_s is None and written.state is PictureState.WAIT and written.cause in AWAITED:
        return ShownState(PictureState.WAIT, None, written.cause, behind_ms)
    if age_s is None:
        return ShownState(PictureState.CONNECTING, None, behind_ms=behind_ms)
    if age_s * 1000.0 > written.stale_after_ms and written.state is not PictureState.WAIT:
        return ShownState(PictureState.STALE, taken_s, behind_ms=behind_ms, damaged=written.damaged)
    state = written.state
    if behind_ms and state > PictureState.WITHDRAWN and state is not PictureState.REWIND:
        state = PictureState.WAIT
    cause = written.cause if state is written.state is PictureState.WAIT else LostCause.NONE
    return ShownState(state, age_s, cause, behind_ms, written.damaged)
