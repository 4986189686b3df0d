"""Demands to the engine, its numbered changes, and the plans and reports between engine and workers."""

from msgspec import Struct

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand, SlotKey, SlotPlan, StreamPlan
from console.domain.picture import LostCause, PictureState
from console.domain.tier import Shed, Tier
from console.protocol.picture_clock import ClockReading
from console.protocol.question import Question
from console.protocol.recording_messages import RecordedStream

DEMAND_LEASE_S = 5.0
"""A client that has not declared for so long has none; clients declare each second and at every change."""


class SlotPlace(Struct, frozen=True):
    """Where a slot lies: frame file, byte offset, and the incarnation its header must carry."""

    key: SlotKey
    file: str
    offset: int
    incarnation: int


class FeedHealth(Struct, frozen=True):
    """What a worker knows of one stream. Rates over the last 5 s; ``since_ms`` is epoch milliseconds, 0
    where nobody knows it: of a replay only its log tells since when a camera is as it is.

    ``ring_s`` is how far back its ring really reaches; the ``_1h`` figures count the last hour. ``damaged``
    counts pictures that were not whole and so not shown, since the worker's start; ``is_damaged`` says that
    those of now are not. ``late_s``: so far behind the camera a link brings them that is too narrow.

    CPU time, 0 where it was not measured yet: ``key_us`` to decode a keyframe, ``other_us`` another picture,
    ``draw_us_mp`` to draw a megapixel.
    """

    feed: FeedId
    profile: Profile
    worker: str
    state: PictureState
    cause: LostCause = LostCause.NONE
    detail: str = ""
    since_ms: int = 0
    fps: float = 0.0
    bitrate_kbps: float = 0.0
    gop_s: float = 0.0
    width: int = 0
    height: int = 0
    codec: str = ""
    reconnects: int = 0
    tier: Tier = Tier.HIDDEN
    shed: Shed = Shed.NONE
    drawn_fps: float = 0.0
    ring_s: float = 0.0
    ring_bytes: int = 0
    reconnects_1h: int = 0
    stalls_1h: int = 0
    damaged: int = 0
    is_damaged: bool = False
    late_s: float = 0.0
    key_us: float = 0.0
    other_us: float = 0.0
    draw_us_mp: float = 0.0


# --- clients and engine -------------------------------------------------------------------------------


class EngineCommand(Struct, frozen=True, tag_field="command", forbid_unknown_fields=True):
    """Root of what can be asked of the engine."""


class DeclareDemands(EngineCommand, frozen=True, tag="declare_demands"):
    """All that ``client`` wants now; replaces what it declared before."""

    client: str
    demands: tuple[Demand, ...]


class GetEngineSnapshot(EngineCommand, Question, frozen=True, tag="get_snapshot"):
    """Answered with an EngineSnapshot."""


class GetMediaStatus(EngineCommand, Question, frozen=True, tag="get_media_status"):
    """Answered with a MediaStatus."""


class MediaStatus(Struct, frozen=True):
    """Budgets and what is used of them."""

    decode_budget_cores: float
    decode_used_cores: float
    network_budget_mbit_s: float
    network_used_mbit_s: float
    main_budget: int
    main_used: int
    ring_budget_bytes: int
    ring_used_bytes: int
    tiers: dict[str, int]
    shed: dict[str, int]


AnyEngineCommand = DeclareDemands | GetEngineSnapshot | GetMediaStatus


class EngineRequest(Struct, frozen=True):
    """One request to the engine; answered with console.protocol.reply.Reply."""

    id: str
    by: str
    command: AnyEngineCommand


class EngineChange(Struct, frozen=True, tag_field="change"):
    """Root of what the engine publishes."""


class EngineWelcome(EngineChange, frozen=True, tag="welcome"):
    """Sent to each new subscriber by the socket itself: now ask for a snapshot, and declare."""


class EngineHeartbeat(EngineChange, frozen=True, tag="heartbeat"):
    """Each second."""


class SlotsPlaced(EngineChange, frozen=True, tag="slots_placed"):
    """These slots are there now (or moved, after their worker was restarted)."""

    places: tuple[SlotPlace, ...]


class SlotsGone(EngineChange, frozen=True, tag="slots_gone"):
    """These slots are no longer written."""

    keys: tuple[SlotKey, ...]


class FeedsChanged(EngineChange, frozen=True, tag="feeds_changed"):
    """The health of these streams changed."""

    feeds: tuple[FeedHealth, ...]


class StreamsGone(EngineChange, frozen=True, tag="streams_gone"):
    """These streams are closed as nobody needs them now: what was told of their health holds no more."""

    keys: tuple[tuple[FeedId, Profile], ...]


AnyEngineChange = EngineWelcome | EngineHeartbeat | SlotsPlaced | SlotsGone | FeedsChanged | StreamsGone


class EnginePublished(Struct, frozen=True):
    """One published change of the engine."""

    boot: str
    seq: int
    at_ms: int
    change: AnyEngineChange


class EngineSnapshot(Struct, frozen=True):
    """All slots and streams as of change ``seq`` of this ``boot``."""

    boot: str
    seq: int
    at_ms: int
    places: tuple[SlotPlace, ...]
    feeds: tuple[FeedHealth, ...]


# --- engine and workers -------------------------------------------------------------------------------


class WorkerPlan(Struct, frozen=True):
    """The whole of what a worker shall do; sent at every change and once a second, so it can be lost.

    ``seq`` 0 changes nothing and only asks for a report: so a new engine learns what there is. ``clock``:
    what time it is in a replay.
    """

    boot: str
    seq: int
    streams: tuple[StreamPlan, ...]
    slots: tuple[SlotPlan, ...]
    clock: ClockReading | None = None


class WorkerReport(Struct, frozen=True):
    """The whole of what a worker does; sent at every change and once a second to who sent it a plan.

    ``decode_cores``: of how many cores its ``decode_threads`` made use in the last second; ``wait_ms``: how
    long what was to be decoded waited for one of them. ``recorded``: what is on disk of what it records.
    """

    worker: str
    boot: str
    plan_seq: int
    places: tuple[SlotPlace, ...]
    feeds: tuple[FeedHealth, ...]
    decode_threads: int = 1
    decode_cores: float = 0.0
    wait_ms: float = 0.0
    recorded: tuple[RecordedStream, ...] = ()
