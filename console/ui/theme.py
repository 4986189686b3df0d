"""The look: every colour, size and font of the product, and nothing else names one."""

from console.domain.alert import Severity
from console.domain.picture import LostCause, PictureState, is_unrecorded

BACKGROUND = "#0B0F14"
SURFACE = "#121821"
RAISED = "#1A2230"
LINE = "#2A3646"
TEXT = "#E6EDF3"
MUTED = "#A3B1BF"
DISABLED = "#7F8C99"
FIELD = "#66727F"
"""Round what can be typed into: seen as a border on every ground (3:1)."""
ACCENT = "#4DA3FF"
"""Selection, focus, links; nothing else."""

STATE_GOOD = "#3FB68B"
STATE_ATTENTION = "#E69F00"
STATE_BAD = "#FF5A36"
STATE_ODD = "#CC79A7"

SEVERITY_COLOURS: dict[Severity, str] = {
    Severity.EXTREME: "#FF5A36",
    Severity.SEVERE: "#E69F00",
    Severity.MODERATE: "#F0E442",
    Severity.MINOR: "#56B4E9",
    Severity.INFO: "#A3B1BF",
}
SEVERITY_SHAPES: dict[Severity, str] = {
    Severity.EXTREME: "octagon",
    Severity.SEVERE: "triangle",
    Severity.MODERATE: "diamond",
    Severity.MINOR: "circle",
    Severity.INFO: "dot",
}
STATE_COLOURS: dict[PictureState, str] = {
    PictureState.LOST: STATE_BAD,
    PictureState.STALE: STATE_ATTENTION,
    PictureState.CONNECTING: MUTED,
    PictureState.WAIT: STATE_ATTENTION,
    PictureState.WITHDRAWN: STATE_ODD,
    PictureState.DARK: STATE_ODD,
    PictureState.COVERED: STATE_ODD,
    PictureState.FROZEN: STATE_BAD,
    PictureState.KEY: MUTED,
    PictureState.LIVE: STATE_GOOD,
    PictureState.REWIND: ACCENT,
    PictureState.REPLAY: STATE_BAD,
}


STATE_SHAPES: dict[PictureState, str] = {
    PictureState.LOST: "cross",
    PictureState.FROZEN: "cross",
    PictureState.STALE: "triangle",
    PictureState.WAIT: "triangle",
    PictureState.WITHDRAWN: "square",
    PictureState.DARK: "square",
    PictureState.COVERED: "square",
    PictureState.CONNECTING: "ring",
    PictureState.KEY: "dot",
    PictureState.LIVE: "circle",
    PictureState.REWIND: "circle",
    PictureState.REPLAY: "circle",
}
"""Of a state's small sign: who can't tell its colours apart tells it by this."""


def state_shape(state: PictureState | None, cause: LostCause = LostCause.NONE) -> str:
    """Of a state's sign; hollow where nothing is known, and where a replay has no recording."""
    return "ring" if state is None or is_unrecorded(state, cause) else STATE_SHAPES[state]


def state_colour(state: PictureState | None, cause: LostCause = LostCause.NONE) -> str:
    """Of a state's word and mark; muted where nothing is known, and where a replay has no recording."""
    return MUTED if state is None or is_unrecorded(state, cause) else STATE_COLOURS[state]


REPLAY_MARK_COLOURS = {"alert": "#E69F00", "decision": "#56B4E9", "act": TEXT}
"""Of what a replay's timeline marks, by a ReplayEvent's kind, from top to bottom."""
REPLAY_GAP_COLOUR = STATE_ODD
REPLAY_MARK_SHAPES = {"alert": "triangle", "decision": "diamond", "act": "circle"}

FONT_FAMILY = "Inter"
FONT_SIZES_PX = (12, 14, 16, 20, 28)
SPACING_PX = (4, 8, 12, 16, 24)

WALL_GAP_PX = 2
TILE_STRIP_SHARE = 0.045
TILE_STRIP_MIN_PX = 14
TILE_STRIP_MAX_PX = 28
TILE_STRIP_OPACITY = 0.6
TILE_NAME_MIN_HEIGHT_PX = 120
STATE_PLATE_OPACITY = 0.9
"""Of the dark plate under a tile's state word: readable over a white picture (4.5:1, tested)."""
STALE_BRIGHTNESS = 0.6
LOST_BRIGHTNESS = 0.25
PICTURE_BRIGHTNESS: dict[PictureState, float] = {
    PictureState.LOST: LOST_BRIGHTNESS,
    PictureState.STALE: STALE_BRIGHTNESS,
    PictureState.CONNECTING: STALE_BRIGHTNESS,
    PictureState.WAIT: STALE_BRIGHTNESS,
    PictureState.WITHDRAWN: STALE_BRIGHTNESS,
    PictureState.FROZEN: STALE_BRIGHTNESS,
}
"""A picture that does not move is never at full brightness; states that are not here are."""
INCIDENT_FRAME_PX = 3
SELECTION_FRAME_PX = 3
PICTURE_TOP_FREE_SHARE = 8 / 360
PICTURE_TOP_FREE_MIN_PX = 3
"""What marks leave free at a picture's top, where simulated cameras write their frame number."""
REPLAY_FRAME_PX = 6
REWIND_FRAME_PX = 6
ICON_PX = 20
MONITOR_NUMBER_SHARE = 0.4
"""Of the monitor's height: read from across the room."""
MONITOR_NUMBER_PLATE_SHARE = 0.4
PULSE_S = 10
PULSE_STEP_MS = 500
