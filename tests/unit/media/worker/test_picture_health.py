"""When a picture itself tells that its camera sees nothing, is covered, or stands still."""

import os
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest

from console.domain.picture import PictureState
from console.media.worker.picture_health import PictureHealth, Plane
from tests.fakes.rtsp_clips import footage, write_clip

SCENES = sorted((Path(__file__).resolve().parents[4] / "resources" / "scenes").glob("scene-*.sub.mp4"))
SECOND_NS = 1_000_000_000
START_NS = 50 * SECOND_NS
HEIGHT, WIDTH = 180, 320

Camera = Callable[[int], Plane]
"""The picture of a second."""


def noisy(plane: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]", deviation: float, second: int) -> Plane:
    noise = np.random.default_rng(second).normal(0, deviation, plane.shape)
    return np.clip(np.rint(plane + noise), 0, 255).astype(np.uint8)


def level(grey: float, deviation: float = 0.0) -> Camera:
    return lambda second: noisy(np.full((HEIGHT, WIDTH), grey), deviation, second)


def shaded(low: float, high: float, deviation: float = 2.0) -> Camera:
    plane = np.tile(np.linspace(low, high, WIDTH), (HEIGHT, 1))
    return lambda second: noisy(plane, deviation, second)


def street(brightness: float = 1.0, deviation: float = 1.0, lamps: bool = False) -> Camera:
    chance = np.random.default_rng(7)
    plane = np.kron(chance.uniform(40, 200, (18, 32)), np.ones((10, 10)))
    plane = 16 + (plane - 16) * brightness
    if lamps:
        plane[50:65, 50:65] = plane[100:115, 200:215] = 235
    return lambda second: noisy(plane, deviation, second)


def with_caption(camera: Camera) -> Camera:
    """The camera's time and name, white on black, over a corner."""

    def picture(second: int) -> Plane:
        plane = camera(second).copy()
        plane[4:12, 4:100] = np.where(np.random.default_rng(second).random((8, 96)) < 0.5, 16, 235)
        return plane

    return picture


def states(camera: Camera, seconds: int = 14, key_every_s: int = 2, full_range: bool = False) -> list[str]:
    """What is said after each second."""
    health = PictureHealth()
    said = []
    for second in range(seconds):
        at_ns = START_NS + second * SECOND_NS
        is_key = second % key_every_s == 0
        assert health.due(at_ns, is_key)
        said.append(health.look(camera(second), at_ns, is_keyframe=is_key, full_range=full_range).name)
    return said


@pytest.mark.parametrize(
    ("camera", "expected"),
    [
        (street(), {"LIVE"}),
        (street(deviation=0.5), {"LIVE"}),
        (street(0.25, deviation=2.0, lamps=True), {"LIVE"}),
        (street(0.05, deviation=1.0, lamps=True), {"LIVE", "DARK"}),
        (street(0.3, deviation=8.0), {"LIVE"}),
        (level(18, 1.0), {"LIVE", "DARK"}),
        (level(16), {"LIVE", "DARK"}),
        (with_caption(level(18, 1.0)), {"LIVE", "DARK"}),
        (level(120, 2.0), {"LIVE", "COVERED"}),
        (level(120), {"LIVE", "COVERED"}),
        (shaded(30, 220), {"LIVE", "COVERED"}),
        (with_caption(shaded(60, 140)), {"LIVE", "COVERED"}),
    ],
)
def test_what_a_camera_shows_is_judged(camera: Camera, expected: set[str]) -> None:
    assert set(states(camera)) == expected


def test_a_plain_wall_past_which_somebody_walks_is_not_covered() -> None:
    wall = level(120, 2.0)

    def picture(second: int) -> Plane:
        plane = wall(second)
        plane[60:140, 20 * second : 20 * second + 20] = 60
        return plane

    assert set(states(picture)) == {"LIVE"}


def test_nothing_is_said_too_soon() -> None:
    assert states(level(17, 1.0), 5) == ["LIVE"] * 3 + ["DARK"] * 2
    assert states(level(128, 2.0), 7) == ["LIVE"] * 5 + ["COVERED"] * 2
    still = street()(0)
    assert states(lambda _: still, 12) == ["LIVE"] * 10 + ["FROZEN"] * 2


def test_frozen_needs_three_keyframes() -> None:
    still = street()(0)
    assert states(lambda _: still, 22, key_every_s=10) == ["LIVE"] * 20 + ["FROZEN"] * 2


def test_a_picture_that_moves_again_is_live_at_the_next_keyframe() -> None:
    camera = street()
    assert states(lambda second: camera(0 if second < 15 else second), 20)[-5:] == ["FROZEN"] + ["LIVE"] * 4


def test_pictures_between_keyframes_prove_no_movement() -> None:
    """An encoder may leave a night's noise out of all but keyframes."""
    camera = street(0.3, deviation=2.0)
    assert set(states(lambda second: camera(second // 2))) == {"LIVE"}


def test_light_ends_the_dark_at_once() -> None:
    dark, lit = level(17, 1.0), street()
    assert states(lambda second: (dark if second < 6 else lit)(second), 8)[-3:] == ["DARK", "LIVE", "LIVE"]


def test_black_depends_on_the_range() -> None:
    assert states(level(30, 1.0), 5)[-1] == "LIVE"
    assert states(level(10, 1.0), 5, full_range=True)[-1] == "DARK"
    assert states(level(24, 1.0), 5)[-1] == "DARK"
    assert states(level(24, 1.0), 5, full_range=True)[-1] == "LIVE"


def test_a_look_is_due_once_a_second_and_at_keyframes() -> None:
    health = PictureHealth()
    assert health.due(START_NS, False)
    health.look(street()(0), START_NS, is_keyframe=False)
    assert not health.due(START_NS + SECOND_NS // 2, False)
    assert not health.due(START_NS, True)
    assert health.due(START_NS + SECOND_NS // 2, True)
    assert health.due(START_NS + SECOND_NS, False)


@pytest.mark.parametrize("size", [(1, 1), (17, 31), (90, 160), (1080, 1920), (1520, 2688)])
def test_any_size_is_taken(size: tuple[int, int]) -> None:
    plane = np.full(size, 120, np.uint8)
    assert PictureHealth().look(plane, START_NS, is_keyframe=True) is PictureState.LIVE


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_the_simulated_city_is_well_day_and_night(path: Path) -> None:
    """Keyframes alone, the loop played twice."""
    health = PictureHealth()
    said = set()
    for round_s in (0, 20):
        with av.open(str(path)) as scene:
            scene.streams.video[0].codec_context.skip_frame = "NONKEY"
            for frame in scene.decode(video=0):
                at_ns = START_NS + int((round_s + (frame.time or 0.0)) * SECOND_NS)
                said.add(health.see(frame, at_ns))
    assert said == {PictureState.LIVE}


def test_keyframes_that_are_alike_are_not_frozen_while_something_moves_between_them() -> None:
    """A camera with intra refresh: its keyframes hold the old background alone."""
    health, still = PictureHealth(), street()(0)
    for second in range(30):
        at_ns = (second + 1) * 1_000_000_000
        passing = still.copy()
        passing[90:120, second * 8 : second * 8 + 30] = 230  # somebody walks by
        health.look(still, at_ns, is_keyframe=True)
        state = health.look(passing, at_ns + 500_000_000, is_keyframe=False)
        assert state is PictureState.LIVE, second
    for second in range(30, 42):
        at_ns = (second + 1) * 1_000_000_000
        health.look(still, at_ns, is_keyframe=True)
        state = health.look(still, at_ns + 500_000_000, is_keyframe=False)
    assert state is PictureState.FROZEN


def test_between_keyframes_a_look_is_due_each_second_too() -> None:
    health, second = PictureHealth(), 1_000_000_000
    looked = []
    for number in range(60):
        at_ns = second + number * second // 15
        if health.due(at_ns, is_keyframe=number % 15 == 0):
            health.look(np.zeros((36, 64), np.uint8), at_ns, is_keyframe=number % 15 == 0)
            looked.append(number)
    assert [number for number in looked if number % 15 == 0] == [0, 15, 30, 45]
    assert len(looked) == 8, "one at each keyframe and one between them"


@pytest.mark.parametrize("gop", [15, 60])
def test_a_frozen_scene_stays_frozen_through_an_encoder(tmp_path: Path, gop: int) -> None:
    still = av.VideoFrame.from_ndarray(street()(0), format="gray")
    clip = tmp_path / "still.h264"
    frames = (still.reformat(format="yuv420p") for _ in range(15 * 16))
    write_clip(clip, frames, still.width // 2 * 2, still.height // 2 * 2, gop=gop)
    health = PictureHealth()
    with av.open(clip) as container:
        for index, frame in enumerate(container.decode(video=0)):
            state = health.see(frame, 1_000_000_000 + index * 66_666_667)
    assert state is PictureState.FROZEN


@pytest.mark.footage
@pytest.mark.skipif("SIGHTLINE_TEST_DATA" not in os.environ, reason="no footage")
def test_bare_asphalt_between_two_cars_is_not_covered() -> None:
    frames = footage(Path(os.environ["SIGHTLINE_TEST_DATA"]) / "car-detection.mp4", 600)
    planes = [frame.reformat(640, 360, "gray").to_ndarray() for frame in islice(frames, 0, None, 12)]
    assert set(states(lambda second: planes[second], len(planes))) == {"LIVE"}
