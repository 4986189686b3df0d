"""A picture's arrival is its own packet's, whatever the order and whatever the timestamps say."""

from pathlib import Path

import av
import pytest

from console.media.worker.decoder import Decoder, Picture
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection, StreamFormat
from tests.fakes.rtsp_clips import moving_bar, write_clip

FRAMES = 40


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "b.h264"
    write_clip(path, moving_bar(FRAMES, 320, 180), 320, 180, b_frames=2)
    return path


def decode_all(clip: Path, pts: list[int | None]) -> list[Picture]:
    """Packet n arrives at n milliseconds and says ``pts[n]``."""
    connection = Connection(1, StreamFormat("h264", None, 320, 180))
    decoder = Decoder(connection)
    with av.open(clip) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    pictures = []
    for number, (packet, at) in enumerate(zip(packets, pts, strict=True)):
        packet.pts, packet.dts = at, None
        kept = KeptPacket(number, connection, packet, number * 1_000_000, packet.is_keyframe, packet.size)
        pictures.append(decoder.decode(kept))
    return [picture for picture in pictures if picture is not None]


def order_of(clip: Path) -> list[int]:
    return [int(text) for text in Path(f"{clip}.order").read_text().strip("[]").split(",")]


def test_pictures_with_b_frames_come_in_order_each_with_its_own_arrival(clip: Path) -> None:
    order = order_of(clip)
    assert order != sorted(order), "the clip has B-frames"
    pictures = decode_all(clip, [*order])
    shown = [picture.frame.pts for picture in pictures]
    assert shown == sorted(shown)
    assert [picture.arrival_ns for picture in pictures] == [
        order.index(pts) * 1_000_000 for pts in shown if pts is not None
    ]


@pytest.mark.parametrize("pts", [None, 7])
def test_without_true_times_the_arrival_is_at_most_the_reordering_too_young(
    clip: Path, pts: int | None
) -> None:
    pictures = decode_all(clip, [pts] * FRAMES)
    assert len(pictures) >= FRAMES - 4
    arrivals = [picture.arrival_ns for picture in pictures]
    assert arrivals == sorted(arrivals)
