"""When a camera's tile goes over to the other profile, and back: sizes, dwell, cool-down, failure."""

from dataclasses import replace

from console.domain.camera import Profile
from console.domain.policies.media_plan.plan_inputs import CameraState, StreamFigures

SUFFICIENT = 0.9
"""A profile suffices for a tile when its pictures have 0.9 of the tile's device height or more."""
DEAD_BAND = 1.34
"""A tile that has outgrown the small profile by this goes over to the large one; between, it stays."""
DWELL_NS = 1_000_000_000
COOL_DOWN_NS = 5_000_000_000
"""For each camera of its own: one that was switched is left alone for so long."""
GIVE_UP_NS = 15_000_000_000
"""A profile that has no picture after so long is not coming."""
HOPELESS_NS = 60_000_000_000
HAND_OVER_NS = 3_000_000_000
"""A live stream whose slots are there has filled them by then, if nothing tells of drawn pictures."""


def picture_height(width: int, height: int, source: StreamFigures) -> float:
    """Height of a source's picture, fitted into a box without stretching."""
    return min(float(height), width * source.height / source.width)


def suits_main(shows_main: bool, tile_height: float, sub: StreamFigures, main: StreamFigures) -> bool:
    """Whether a tile of this height (device pixels) is to be served by the main profile."""
    if main.height <= sub.height:
        return False
    if tile_height > DEAD_BAND * sub.height:
        return True
    if sub.height >= SUFFICIENT * tile_height:
        return False
    return shows_main


def step_camera(state: CameraState, goal: Profile, *, at_once: bool, ready: bool, now_ns: int) -> CameraState:
    """The camera's next state. The old profile stays until the coming one is ``ready`` to take over."""
    if state.coming is not None:
        return _step_coming(state, goal, state.coming, ready=ready, now_ns=now_ns)
    if goal is state.profile:
        return replace(state, crossed_ns=0)
    crossed_ns = state.crossed_ns or now_ns
    dwelt = now_ns - crossed_ns >= DWELL_NS and now_ns >= state.not_before_ns
    if not (at_once or dwelt):
        return replace(state, crossed_ns=crossed_ns)
    not_before_ns = now_ns + COOL_DOWN_NS
    return replace(state, coming=goal, coming_ns=now_ns, crossed_ns=0, not_before_ns=not_before_ns)


def _step_coming(
    state: CameraState, goal: Profile, coming: Profile, *, ready: bool, now_ns: int
) -> CameraState:
    if goal is not coming:
        return replace(state, coming=None, coming_ns=0)
    if ready:
        return replace(state, profile=coming, coming=None, coming_ns=0)
    if coming is Profile.MAIN and now_ns - state.coming_ns > GIVE_UP_NS:
        return replace(state, coming=None, coming_ns=0, hopeless_until_ns=now_ns + HOPELESS_NS)
    return state
