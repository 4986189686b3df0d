"""Scene files are read whole, and what can't be looped is refused with a word on what to do."""

from pathlib import Path

import av
import pytest

from console.domain.camera import Profile
from console.sim.scene_files import (
    SceneError,
    h265_parameter_sets,
    parameter_sets,
    read_scene,
    scene_profiles,
)
from console.sim.streams import packet_loop
from tests.fakes.scene_clips import GOP_FRAMES, write_scene


def test_reads_pictures_and_parameter_sets(tmp_path: Path) -> None:
    write_scene(tmp_path, 3, frames=40)
    scene = read_scene(tmp_path, 3, Profile.SUB)
    assert (scene.number, scene.fps, scene.width, scene.height) == (3, 15, 640, 360)
    assert [one[0] & 0x1F for one in scene.parameter_sets] == [7, 8]
    assert [index for index, picture in enumerate(scene.pictures) if picture.is_key] == [0, GOP_FRAMES]
    assert all(nal[0] & 0x1F in (1, 5) for picture in scene.pictures for nal in picture.nals)
    loop = packet_loop(scene)
    assert loop.since_key == (*range(GOP_FRAMES), *range(10))


def test_lists_what_there_is(tmp_path: Path) -> None:
    for name in (
        "scene-02.sub.mp4",
        "scene-01.main.mp4",
        "scene-01.sub.mp4",
        "scenes.json",
        "scene-1.sub.mp4",
    ):
        (tmp_path / name).touch()
    assert scene_profiles(tmp_path) == {1: (Profile.MAIN, Profile.SUB), 2: (Profile.SUB,)}
    assert scene_profiles(tmp_path / "absent") == {}


def test_missing_and_broken_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(SceneError, match=r"scene-01\.sub\.mp4"):
        read_scene(tmp_path, 1, Profile.SUB)
    (tmp_path / "scene-02.sub.mp4").write_bytes(b"not a film")
    with pytest.raises(SceneError, match=r"scene-02\.sub\.mp4"):
        read_scene(tmp_path, 2, Profile.SUB)


def test_other_codecs_are_refused(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "scene-01.sub.mp4"), mode="w") as container:
        stream = container.add_stream("mpeg4", rate=15)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        container.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        container.mux(stream.encode())
    with pytest.raises(SceneError, match=r"H\.264"):
        read_scene(tmp_path, 1, Profile.SUB)


def test_h265_parameter_sets_are_the_first_of_each_kind() -> None:
    arrays = b"\xa0\0\1\0\2vv\xa1\0\2\0\3sss\0\1x\x22\0\1\0\1p"
    record = bytes(21) + b"\x03\x03" + arrays
    assert h265_parameter_sets(record) == (4, (b"vv", b"sss", b"p"))
    for broken in (b"", record[:22], record[:30], record[:-1]):
        with pytest.raises(SceneError):
            h265_parameter_sets(broken)


@pytest.mark.parametrize("record", [b"", b"\x00\x00\x00\x01\x67", b"\x01\x42\x00\x1e\xff\xe1"])
def test_broken_parameter_sets_are_refused(record: bytes) -> None:
    with pytest.raises(SceneError):
        parameter_sets(record)
