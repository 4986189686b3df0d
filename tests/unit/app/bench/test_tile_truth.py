"""The watch over painted tiles can tell an old picture from a new one, and a bright one from a dimmed one."""

import numpy as np

from console.app.bench.tile_truth import is_bright, shown_age_s
from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.protocol.simulator_messages import StreamClock
from console.sim.frame_strip import draw

CLOCK = StreamClock(
    FeedId("cam-001"), Profile.SUB, scene=3, fps=15.0, phase_frames=40, loop_frames=300, epoch_mono_ns=0
)
NOW_NS = 100_000_000_000  # frame 1500 has just left: loop frame (1500 + 40) % 300


def painted(frame: int, scene: int = 3, brightness: float = 1.0) -> np.ndarray:
    picture = np.full((360, 640, 3), 90, np.uint8)
    draw(picture, scene, frame)
    return (picture * brightness).astype(np.uint8)


def test_the_age_is_read_from_the_strip() -> None:
    assert shown_age_s(painted(40), CLOCK, NOW_NS) == 0.0
    assert shown_age_s(painted(40 - 30), CLOCK, NOW_NS) == 2.0
    assert shown_age_s(painted(40 - 30 + 300 - 60), CLOCK, NOW_NS) == 6.0


def test_another_cameras_picture_tells_nothing() -> None:
    assert shown_age_s(painted(40, scene=4), CLOCK, NOW_NS) is None
    assert shown_age_s(np.full((360, 640, 3), 90, np.uint8), CLOCK, NOW_NS) is None


def test_a_stale_tile_is_not_bright() -> None:
    assert is_bright(painted(40))
    assert not is_bright(painted(40, brightness=0.6))
