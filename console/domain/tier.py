"""How much work a picture gets, and why it may be less than was asked."""

from enum import IntEnum


class Tier(IntEnum):
    """What a stream's decoder does; the larger, the more work.

    HIDDEN: session and ring only; the first picture is decoded from the ring when it is wanted. KEYFRAMES:
    keyframes only, or every frame decoded and few drawn where the GOP is too long. GRID: every frame of the
    smallest sufficient profile.
    LARGE: a large tile on the main profile. FOCUS: focus or digital zoom, on main at once.
    """

    HIDDEN = 0
    KEYFRAMES = 1
    GRID = 2
    LARGE = 3
    FOCUS = 4


TIER_WORDS: dict[Tier, str] = {
    Tier.HIDDEN: "not shown",
    Tier.KEYFRAMES: "keyframes only",
    Tier.GRID: "small tile",
    Tier.LARGE: "large, on main",
    Tier.FOCUS: "in focus",
}
"""In the operator's words, on the desk and in ``ctl``."""


class Shed(IntEnum):
    """Why a tile gets less than it asked for; the numbers are written into slot headers."""

    NONE = 0
    CPU = 1
    NETWORK = 2
    MAIN_STREAMS = 3


SHED_WORDS: dict[Shed, str] = {
    Shed.NONE: "",
    Shed.CPU: "CPU",
    Shed.NETWORK: "network",
    Shed.MAIN_STREAMS: "main streams",
}
"""In the operator's words, behind the rate: "2 fps: CPU"."""


class Warm(IntEnum):
    """When a hidden feed's session stays open: always, near an incident, or never (metered links)."""

    ALWAYS = 0
    NEAR = 1
    NEVER = 2
