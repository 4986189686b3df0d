"""The shipped scene files are what the simulated cameras need: loops, keyed, small, numbered."""

import json
from fractions import Fraction
from pathlib import Path

import av
import pytest

from console.sim import frame_strip

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "scenes"
FRAMES = 300
GOP_FRAMES = 30
SIZES = {"sub": (640, 360), "main": (1280, 720)}
LIMIT_BYTES = 20_000_000

FILES = sorted(FOLDER.glob("scene-*.mp4"))


def scene_and_profile(path: Path) -> tuple[int, str]:
    stem, profile, _ = path.name.split(".")
    return int(stem.removeprefix("scene-")), profile


def test_there_are_twelve_scenes_and_three_have_a_main_profile() -> None:
    by_profile = [profile for _, profile in map(scene_and_profile, FILES)]
    assert by_profile.count("sub") == 12
    assert by_profile.count("main") == 3


def test_the_catalogue_lists_every_file() -> None:
    catalogue = json.loads((FOLDER / "scenes.json").read_text(encoding="utf-8"))
    assert catalogue["schema_version"] == 1
    listed = {(scene["number"], profile) for scene in catalogue["scenes"] for profile in scene["profiles"]}
    assert listed == {scene_and_profile(path) for path in FILES}
    assert {scene["light"] for scene in catalogue["scenes"]} == {"day", "night"}
    assert all(scene["title"] and scene["kind"] for scene in catalogue["scenes"])


def test_the_folder_is_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < LIMIT_BYTES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_packets_are_a_closed_loop_without_reordering(path: Path) -> None:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.average_rate == 15
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert (stream.width, stream.height) == SIZES[scene_and_profile(path)[1]]
        packets = [packet for packet in container.demux(stream) if packet.size]
        assert [round(packet.pts * stream.time_base * 15) for packet in packets] == list(range(FRAMES))
        assert all(packet.pts == packet.dts for packet in packets)
        keyframes = [index for index, packet in enumerate(packets) if packet.is_keyframe]
        assert keyframes == list(range(0, FRAMES, GOP_FRAMES))
        assert sum(packet.duration * stream.time_base for packet in packets) == Fraction(FRAMES, 15)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_strip_is_readable_and_no_picture_is_a_b_frame(path: Path) -> None:
    """Keyframes alone are decoded, which keeps this fast; each tells its scene and its place in the loop."""
    scene, _ = scene_and_profile(path)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert not stream.codec_context.has_b_frames
        stream.codec_context.skip_frame = "NONKEY"
        read = [frame_strip.read(frame.to_ndarray(format="gray")) for frame in container.decode(stream)]
    assert read == [frame_strip.number(scene, frame) for frame in range(0, FRAMES, GOP_FRAMES)]
