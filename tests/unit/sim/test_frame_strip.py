"""The strip is read back from any painted size, dimmed, noisy and encoded."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.sim import frame_strip

RANDOM = np.random.default_rng(7)
BACKGROUNDS = [
    RANDOM.integers(0, 256, (360, 640, 3), dtype=np.uint8),
    np.full((360, 640, 3), 255, np.uint8),
    np.zeros((360, 640, 3), np.uint8),
]


@settings(max_examples=150, deadline=None)
@given(
    scene=st.integers(frame_strip.MIN_SCENE, frame_strip.MAX_SCENE),
    frame=st.integers(0, frame_strip.MAX_FRAME),
    width=st.integers(200, 1280),
    stretch=st.floats(0.98, 1.02),
    interpolation=st.sampled_from([cv2.INTER_LINEAR, cv2.INTER_AREA]),
    brightness=st.floats(0.25, 1.0),
    jpeg_quality=st.integers(60, 100),
    background=st.integers(0, 2),
)
def test_reads_what_was_drawn_at_any_size(
    scene: int,
    frame: int,
    width: int,
    stretch: float,
    interpolation: int,
    brightness: float,
    jpeg_quality: int,
    background: int,
) -> None:
    picture = BACKGROUNDS[background].copy()
    frame_strip.draw(picture, scene, frame)
    coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, jpeg_quality])[1]
    decoded = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    assert decoded is not None
    size = (width, round(width * 9 / 16 * stretch))
    painted = (cv2.resize(decoded, size, interpolation=interpolation) * brightness).astype(np.uint8)
    assert frame_strip.read(painted) == frame_strip.number(scene, frame)


@pytest.mark.parametrize("channels", [None, 1, 3, 4])
def test_takes_luma_and_colour(channels: int | None) -> None:
    picture = np.full((90, 320) if channels is None else (90, 320, channels), 99, np.uint8)
    frame_strip.draw(picture, 12, 299)
    assert frame_strip.read(picture) == 12 << 16 | 299


def test_pictures_without_a_strip_are_unreadable() -> None:
    assert frame_strip.read(np.full((360, 640, 3), 80, np.uint8)) is None
    gradient = np.tile(np.linspace(0, 255, 640, dtype=np.uint8), (360, 1))
    assert frame_strip.read(gradient) is None
    assert frame_strip.read(np.zeros((90, 160, 3), np.uint8)) is None


def test_a_picture_too_dark_to_tell_is_unreadable() -> None:
    picture = np.zeros((360, 640), np.uint8)
    frame_strip.draw(picture, 3, 5)
    assert frame_strip.read((picture * 0.05).astype(np.uint8)) is None


@pytest.mark.parametrize(("scene", "frame"), [(0, 0), (255, 0), (1, 65536), (1, -1)])
def test_numbers_that_could_not_be_read_are_not_drawn(scene: int, frame: int) -> None:
    with pytest.raises(ValueError, match="can't show"):
        frame_strip.draw(np.zeros((360, 640), np.uint8), scene, frame)
