"""Keyframes of several cameras through one decoder, with parameter sets in the packets and beside them."""

import contextlib
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from console.media.worker.key_decoders import KeyDecoders
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection, StreamFormat
from tests.fakes.rtsp_clips import moving_bar, write_clip


def keyframes(path: Path, number: int, size: tuple[int, int], *, in_band: bool) -> list[KeptPacket]:
    """The clip's keyframes as a camera sends them: parameter sets in each packet, or said once before."""
    with av.open(path) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size and packet.is_keyframe]
    kept = []
    for index, packet in enumerate(packets):
        data = bytes(packet)
        cut = 0 if in_band else data.index(b"\0\0\1\x65")  # the IDR slice; before it SPS and PPS
        form = StreamFormat("h264", None if in_band else data[:cut], *size)
        made = packet if in_band else av.Packet(data[cut:])
        made.pts = made.dts = index
        made.time_base = Fraction(1, 15)
        kept.append(KeptPacket(index + 1, Connection(number, form), made, index, True, made.size))
    return kept


@pytest.mark.parametrize("in_band", [True, False])
def test_streams_of_one_size_share_a_decoder_and_keep_their_pictures(tmp_path: Path, in_band: bool) -> None:
    cameras = []
    for number, (width, height, preset_fps) in enumerate([(320, 180, 15), (320, 180, 30), (160, 90, 15)]):
        path = tmp_path / f"{number}.h264"
        write_clip(path, moving_bar(30, width, height), width, height, fps=preset_fps, gop=10)
        cameras.append(keyframes(path, number, (width, height), in_band=in_band))
    decoders = KeyDecoders()
    for index in range(3):
        for camera in cameras:
            picture = decoders.decode(camera[index])
            assert picture is not None
            form = camera[index].connection.form
            assert (picture.frame.width, picture.frame.height) == (form.width, form.height)
            assert (picture.arrival_ns, picture.connection) == (index, camera[index].connection)
            row = np.frombuffer(memoryview(picture.frame.planes[0]), np.uint8)[: form.width]
            bright = int(np.flatnonzero(row > 180).mean())
            assert bright == pytest.approx(index * 10 * (form.width - 16) // 29 + 8, abs=4)
    assert len(decoders) == 2


def test_broken_keyframe_leaves_the_decoder_usable(tmp_path: Path) -> None:
    path = tmp_path / "bar.h264"
    write_clip(path, moving_bar(20, 320, 180), 320, 180, gop=10)
    good = keyframes(path, 1, (320, 180), in_band=True)
    decoders = KeyDecoders()
    rubbish = KeptPacket(1, good[0].connection, av.Packet(b"\0\0\0\1\x67\xff\xff\xff"), 0, True, 8)
    with contextlib.suppress(av.FFmpegError):
        assert decoders.decode(rubbish) is None
    assert decoders.decode(good[1]) is not None


@pytest.mark.parametrize(
    "x264", ["bframes=3:b-adapt=0", "bframes=2:b-adapt=0:open-gop=1", "intra-refresh=1", "bframes=0"]
)
def test_a_picture_that_was_held_back_for_reordering_needs_no_time(tmp_path: Path, x264: str) -> None:
    path = tmp_path / "clip.h264"
    write_clip(path, moving_bar(60, 320, 180), 320, 180, gop=10, x264=x264)
    decoders = KeyDecoders()
    pictures = [decoders.decode(kept) for kept in keyframes(path, 1, (320, 180), in_band=True)]
    assert any(pictures)
    assert all(picture.pts_us >= 0 for picture in pictures if picture is not None)
