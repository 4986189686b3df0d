"""What the simulated cameras can be asked: faults, and where each loop stands."""

from enum import StrEnum

from msgspec import Struct

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.question import Question


class Fault(StrEnum):
    """What a simulated camera does wrong; NONE heals it."""

    NONE = "none"
    REFUSE = "refuse"
    STALL = "stall"
    CUT = "cut"
    UNAUTHORISED = "unauthorised"
    SILENT = "silent"
    GARBAGE = "garbage"
    FREEZE = "freeze"
    SLOW = "slow"
    RESIZE = "resize"


class SetFault(Struct, frozen=True, tag_field="command", tag="set_fault"):
    """REFUSE: cut and answer 503 from now on. STALL: sessions stay, no packets. CUT: close sessions once.

    UNAUTHORISED: answer 401 to everything. SILENT: accept connections and never answer. GARBAGE: noise in
    place of packets. FREEZE: the same picture again and again, in packets as live as ever. SLOW: a third of
    the frames. RESIZE: go on with another picture size in the same session.
    """

    feeds: tuple[FeedId, ...]
    fault: Fault


class GetStreams(Struct, Question, frozen=True, tag_field="command", tag="get_streams"):
    """Answered with {"streams": [StreamClock]}."""


class StreamClock(Struct, frozen=True):
    """Frame k of a stream's loop (k counts on without end) leaves at ``epoch_mono_ns + k / fps``.

    The picture's strip shows ``scene << 16 | (k + phase_frames) % loop_frames``.
    """

    feed: FeedId
    profile: Profile
    scene: int
    fps: float
    phase_frames: int
    loop_frames: int
    epoch_mono_ns: int
    sessions: int = 0


class SimulatorRequest(Struct, frozen=True):
    """One request; answered with console.protocol.reply.Reply."""

    id: str
    by: str
    command: SetFault | GetStreams
