"""What is wanted of the media engine and what its workers shall do: demands, slots, sessions."""

from dataclasses import dataclass
from enum import IntEnum

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.tier import Shed, Tier

StreamKey = tuple[FeedId, Profile]


class Priority(IntEnum):
    """Who gets a decode thread first. ``FIRST_LOOK``: one keyframe for a tile without any picture;
    ``WARMED``: what a tour shows next, which gets all that the grid gets, in its own time; ``POSTER``: a
    small picture of a camera, whether it is shown or not.
    """

    FOCUS = 0
    INCIDENT = 1
    FIRST_LOOK = 2
    CATCH_UP = 3
    GRID = 4
    WARMED = 5
    KEYFRAMES = 6
    POSTER = 7


@dataclass(frozen=True, slots=True)
class Demand:
    """A client wants to see a feed in a box of so many device pixels (the picture is fitted inside it).

    One that is not visible shows nothing, but says that the feed may be needed soon. ``delay_ms`` is how far
    behind live it is wanted.
    """

    feed: FeedId
    width: int
    height: int
    visible: bool = True
    priority: Priority = Priority.GRID
    delay_ms: int = 0


@dataclass(frozen=True, slots=True, order=True)
class SlotKey:
    """Which picture for which box: all readers of that size share the slot.

    ``width`` and ``height`` are the demanded box in device pixels. The worker fits the picture inside it
    without stretching; the slot's header tells the picture's real size, which may change in mid-stream.
    ``delay_ms`` is how far behind the head its pictures are played from the ring (REWIND); 0 for live.
    ``poster``: nobody asked for it; its picture is some seconds old.
    """

    feed: FeedId
    profile: Profile
    width: int
    height: int
    delay_ms: int = 0
    poster: bool = False


@dataclass(frozen=True, slots=True, order=True)
class SlotPlan:
    """A worker shall keep this slot filled, at ``max_fps`` (0 for every picture); ``shed`` says why.

    ``gop_share``: the part of each GOP, from its keyframe on, that is decoded.
    """

    key: SlotKey
    priority: Priority
    tier: Tier = Tier.GRID
    max_fps: float = 0.0
    shed: Shed = Shed.NONE
    gop_share: float = 1.0


@dataclass(frozen=True, slots=True, order=True)
class StreamPlan:
    """A worker shall keep this stream's session open, with a ring of so many seconds and bytes.

    At least the packets since the last keyframe are kept in any case. ``record``: all of it goes to disk,
    what the ring holds first.
    """

    feed: FeedId
    profile: Profile
    ring_s: float = 0.0
    ring_bytes: int = 12 * 1024 * 1024
    record: bool = False
