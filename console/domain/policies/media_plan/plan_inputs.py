"""What the plan is made of: demands, what is known of streams, budgets, and the tasks that come out.

Times are CLOCK_MONOTONIC nanoseconds, passed in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand, SlotKey, SlotPlan, StreamKey, StreamPlan
from console.domain.tier import Shed, Tier, Warm


@dataclass(frozen=True, slots=True)
class StreamFigures:
    """Size and rates of a stream, ``gop_s`` 0 is unknown; and what it costs, in microseconds of CPU time.

    ``key_us`` to decode a keyframe, ``other_us`` another picture, ``draw_us_mp`` to draw a megapixel.
    """

    width: int
    height: int
    fps: float
    gop_s: float
    kbps: float
    key_us: float
    other_us: float
    draw_us_mp: float


ASSUMED = {
    Profile.SUB: StreamFigures(640, 360, 15.0, 0.0, 500.0, 2_800.0, 660.0, 3_700.0),
    Profile.MAIN: StreamFigures(1920, 1080, 25.0, 0.0, 4000.0, 20_000.0, 6_000.0, 3_700.0),
}
"""What a stream is taken for until it was seen: the usual settings of city cameras, on an old server."""


@dataclass(frozen=True, slots=True)
class StreamReport:
    """What a worker measured of an open stream; 0 is unknown. ``drawn_fps``: pictures into its slots.

    The last three as in StreamFigures.
    """

    live: bool
    lost: bool = False
    width: int = 0
    height: int = 0
    fps: float = 0.0
    gop_s: float = 0.0
    kbps: float = 0.0
    drawn_fps: float = 0.0
    key_us: float = 0.0
    other_us: float = 0.0
    draw_us_mp: float = 0.0


@dataclass(frozen=True, slots=True)
class Budgets:
    """What media may use on this host. ``decode_cores`` 0: not known, no limit yet."""

    decode_cores: float = 0.0
    network_mbit_s: float = 1000.0
    main_streams: int = 16
    ring_s: float = 30.0
    ring_bytes: int = 600 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that the plan is made from, besides its own state and the time.

    ``recorded``: cameras to record, each with whether its main stream is wanted too.
    """

    wants: Sequence[Demand]
    feeds: Mapping[FeedId, Sequence[Profile]]
    workers: Sequence[str]
    budgets: Budgets = field(default_factory=Budgets)
    warm: Mapping[FeedId, Warm] = field(default_factory=dict)
    reports: Mapping[StreamKey, StreamReport] = field(default_factory=dict)
    placed: frozenset[SlotKey] = frozenset()
    recorded: Mapping[FeedId, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkerTask:
    """All that one worker shall do, sorted, so that equal plans compare equal."""

    streams: tuple[StreamPlan, ...] = ()
    slots: tuple[SlotPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """What the plan uses of the budgets. ``tiers`` counts cameras, ``shed`` slots that get less."""

    decode_budget_cores: float = 0.0
    decode_used_cores: float = 0.0
    network_used_mbit_s: float = 0.0
    main_used: int = 0
    tiers: Mapping[Tier, int] = field(default_factory=dict)
    shed: Mapping[Shed, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What each worker shall do, and what that uses."""

    tasks: Mapping[str, WorkerTask]
    figures: PlanFigures


@dataclass(frozen=True, slots=True)
class CameraState:
    """A shown camera: whose pictures it shows, and the profile that takes over once it has pictures.

    ``crossed_ns``: since when another profile would suit; 0: this one does. ``not_before_ns``: end of the
    cool-down. ``hopeless_until_ns``: its main stream failed, and is left alone until then.
    """

    profile: Profile
    coming: Profile | None = None
    coming_ns: int = 0
    crossed_ns: int = 0
    not_before_ns: int = 0
    hopeless_until_ns: int = 0

    def decided(self) -> Profile:
        """The profile that it shows or is about to."""
        return self.coming or self.profile


@dataclass(frozen=True, slots=True)
class PlanState:
    """What the plan remembers from one time to the next.

    ``linger``: until when a stream that nobody wants stays open.
    """

    cameras: Mapping[FeedId, CameraState] = field(default_factory=dict)
    known: Mapping[StreamKey, StreamFigures] = field(default_factory=dict)
    linger: Mapping[StreamKey, int] = field(default_factory=dict)


COST_CHANGE = 0.1
"""A cost that moved by less is not followed, or plans would swing."""
SLOW_FPS = 2.0
"""Below, a tenth of a picture a second counts."""


def small_profile(offered: Sequence[Profile]) -> Profile:
    """The smallest profile a camera offers: the one that is kept warm."""
    return Profile.SUB if Profile.SUB in offered else Profile.MAIN


def learnt(known: Mapping[StreamKey, StreamFigures], key: StreamKey) -> StreamFigures:
    """What the stream is known or taken for."""
    return known.get(key) or ASSUMED[key[1]]


def learn(before: StreamFigures, report: StreamReport) -> StreamFigures:
    """The stream's figures with what was measured now; rounded, so that a plan does not follow noise.

    Rates are those of when its pictures came: a camera that falls silent sends no smaller ones, and what its
    ring holds then is all that is left of it.
    """
    fps, kbps = (report.fps, report.kbps) if report.live else (0.0, 0.0)
    return StreamFigures(
        width=report.width or before.width,
        height=report.height or before.height,
        fps=round(fps, 0 if fps >= SLOW_FPS else 1) or before.fps,
        gop_s=round(report.gop_s * 2) / 2 or before.gop_s,
        kbps=kbps or before.kbps,
        key_us=_steady(before.key_us, report.key_us),
        other_us=_steady(before.other_us, report.other_us),
        draw_us_mp=_steady(before.draw_us_mp, report.draw_us_mp),
    )


def _steady(before: float, now: float) -> float:
    return now if abs(now - before) > COST_CHANGE * before and now else before
