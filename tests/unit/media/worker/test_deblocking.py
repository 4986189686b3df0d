"""Where deblocking is left out, and that nobody sees it there."""

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Priority, SlotKey, SlotPlan
from console.media.worker.deblocking import needs_deblocking
from console.media.worker.decoder import Decoding, StreamCounts
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection, StreamFormat

SCENE = Path(__file__).resolve().parents[4] / "resources" / "scenes" / "scene-05.sub.mp4"
GOP = 30


def plan(height: int, priority: Priority = Priority.GRID) -> SlotPlan:
    return SlotPlan(SlotKey(FeedId("cam-1"), Profile.SUB, height * 16 // 9, height), priority)


@pytest.mark.parametrize(
    ("codec", "height", "gop_s", "plans", "needs"),
    [
        ("h264", 360, 2.0, [plan(134)], False),
        ("h264", 360, 2.0, [plan(216)], False),
        ("h264", 360, 2.0, [plan(218)], True),
        ("h264", 360, 2.0, [plan(134), plan(270)], True),
        ("h264", 360, 2.0, [plan(134, Priority.INCIDENT)], True),
        ("h264", 360, 2.0, [plan(134, Priority.FOCUS)], True),
        ("h264", 360, 10.0, [plan(134)], True),
        ("h264", 360, 0.0, [plan(134)], True),
        ("h264", 0, 2.0, [plan(134)], True),
        ("hevc", 360, 2.0, [plan(134)], True),
        ("h264", 360, 2.0, [], False),
    ],
)
def test_only_small_calm_h264_with_a_near_keyframe_goes_without(
    codec: str, height: int, gop_s: float, plans: list[SlotPlan], needs: bool
) -> None:
    assert needs_deblocking(codec, height, gop_s, plans) is needs


def pictures(*, deblocks: bool, wanted_from: int = 0) -> list[np.ndarray]:
    """The scene's first four GOPs; deblocking is left out from packet ``wanted_from`` on."""
    with av.open(SCENE) as container:
        extradata = container.streams.video[0].codec_context.extradata
        packets = [packet for packet in container.demux(video=0) if packet.size][: 4 * GOP]
    connection = Connection(1, StreamFormat("h264", extradata, 640, 360))
    decoding = Decoding(StreamCounts())
    shown = []
    for number, packet in enumerate(packets):
        if number == wanted_from:
            decoding.deblocks = deblocks
        kept = KeptPacket(number + 1, connection, packet, number, packet.is_keyframe, packet.size)
        picture = decoding.decode_all([kept])
        assert picture is not None
        shown.append(picture.frame.to_ndarray(format="gray"))
    return shown


def psnr_db(one: np.ndarray, other: np.ndarray, size: tuple[int, int]) -> float:
    scaled = [cv2.resize(image, size).astype(float) for image in (one, other)]
    return float(10 * np.log10(255**2 / max(1e-9, np.mean((scaled[0] - scaled[1]) ** 2))))


@pytest.mark.parametrize("size", [(240, 134), (384, 216)])
def test_what_a_small_tile_shows_is_the_same_to_the_eye(size: tuple[int, int]) -> None:
    apart_db = [
        psnr_db(one, other, size)
        for one, other in zip(pictures(deblocks=True), pictures(deblocks=False), strict=True)
    ]
    assert min(apart_db) > 40 and np.mean(apart_db) > 43
    assert min(apart_db) < 60, "or nothing was left out"
    assert min(apart_db[::GOP]) > 90, "keyframes are deblocked as ever"


def test_a_change_holds_from_the_next_keyframe_on_and_loses_no_picture() -> None:
    full, changed = pictures(deblocks=True), pictures(deblocks=False, wanted_from=GOP + 5)
    same = [np.array_equal(one, other) for one, other in zip(full, changed, strict=True)]
    assert all(same[: 2 * GOP + 1]) and not any(same[2 * GOP + 1 : 3 * GOP])
