"""What can be asked of a replay: to play, stand, leap, step, run faster or slower. A live core refuses it.

None of it is an input of any log: it moves the clock by which the recorded log is fed again. Times are log
time in milliseconds.
"""

from enum import StrEnum

from msgspec import Struct

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.protocol.command import Command
from console.protocol.picture_clock import ClockReading
from console.protocol.question import Question


class GetReplay(Command, Question, frozen=True, tag="get_replay"):
    """Answered with a ReplayStatus, as every command here; with the timeline's events if asked for these."""

    events: bool = True


class PlayReplay(Command, frozen=True, tag="play_replay"):
    """Go on; from the beginning where it has reached its end."""


class PauseReplay(Command, frozen=True, tag="pause_replay"):
    """Stand still."""


class SeekReplay(Command, frozen=True, tag="seek_replay"):
    """Leap to a moment; one before the beginning or after the end is taken for these.

    ``wall_ms``: it is the one near ``at_ms`` at which people were shown that time.
    """

    at_ms: int
    wall_ms: int | None = None


class Step(StrEnum):
    """What a replay steps by."""

    FRAME = "frame"
    EVENT = "event"


class StepReplay(Command, frozen=True, tag="step_replay"):
    """Stand still, one picture or one event further, or back."""

    by: Step = Step.FRAME
    back: bool = False


SLOWEST, FASTEST = 0.25, 8.0


class SetReplayRate(Command, frozen=True, tag="set_replay_rate"):
    """Run at so many times the recorded speed, from 0.25 to 8."""

    rate: float


class LoopReplay(Command, frozen=True, tag="loop_replay"):
    """Begin again at the end, or stand there."""

    loop: bool


class DecideAgain(Command, frozen=True, tag="decide_again"):
    """From here on core and people decide anew; alerts and cameras come as they did. It only goes on."""


class ShowAsItWas(Command, frozen=True, tag="show_as_it_was"):
    """What is decided again ends; the same moment as it was recorded."""


ReplayCommand = (
    GetReplay
    | PlayReplay
    | PauseReplay
    | SeekReplay
    | StepReplay
    | SetReplayRate
    | LoopReplay
    | DecideAgain
    | ShowAsItWas
)


class ReplayEvent(Struct, frozen=True):
    """Something on the timeline: an alert, a decision, a person's act. ``text`` says it in words.

    ``refused``: the act was asked for, and core did not do it.
    """

    at_ms: int
    kind: str
    text: str
    refused: bool = False


class UnloggedTime(Struct, frozen=True):
    """Nothing is in the log between these moments; ``why`` in words."""

    from_ms: int
    to_ms: int
    why: str


class GetReplayedCells(Command, Question, frozen=True, tag="get_replayed_cells"):
    """Answered with ReplayedCells: what was shown when, as it was recorded."""


class ReplayedCell(Struct, frozen=True, array_like=True):
    """From ``at_ms`` on a cell showed this camera, or none. ``marked``: an incident had switched it up, or
    marked it where it was.
    """

    at_ms: int
    monitor: MonitorId
    cell: CellIndex
    feed: FeedId | None
    marked: bool


class ReplayedCells(Struct, frozen=True):
    """All that any cell showed, in the order of time; what was shown at the beginning in that of the wall."""

    cells: tuple[ReplayedCell, ...]


class Fed(Struct, frozen=True):
    """The inputs that were fed since the last leap, those before its moment included: the first, the last (0
    for none), and SHA-256 over what was decided on them, as ``decision_digest`` makes it."""

    first_n: int = 0
    last_n: int = 0
    decisions_sha256: str = ""


class ReplayStatus(Struct, frozen=True):
    """Where a replay is. ``rate`` is the one at which it plays or will play; ``events`` see GetReplay, with
    them comes what is ``unlogged``.

    ``again_ms``: since when it is decided again, None while it is as it was; ``run``: the folder of its log,
    which its first act makes.
    """

    site: str
    begin_ms: int
    end_ms: int
    at_ms: int
    wall_ms: int
    playing: bool
    rate: float
    loop: bool
    clock: ClockReading
    events: tuple[ReplayEvent, ...] = ()
    unlogged: tuple[UnloggedTime, ...] = ()
    again_ms: int | None = None
    run: str = ""
    fed: Fed = Fed()
