"""Decoding by a graphics card: the same pictures where there is one, no harm where there is none."""

from pathlib import Path

import av
import numpy as np
import pytest
from av.codec.hwaccel import HWAccel

from console.media.worker.decoder import MOST_GPU_ERRORS, Decoder, Decoding, StreamCounts
from console.media.worker.gpu import find_gpu, gpu_decoding
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection, StreamFormat
from console.media.worker.scale import Scaler
from tests.watch.logs import ExpectedLog

SCENE = Path(__file__).resolve().parents[4] / "resources" / "scenes" / "scene-01.main.mp4"
FRAMES = 60
CARD = find_gpu()


def decoded(gpu: HWAccel | None) -> tuple[list[np.ndarray], StreamCounts]:
    """The scene's first pictures as a slot gets them, decoded packet by packet."""
    with av.open(SCENE) as container:
        extradata = container.streams.video[0].codec_context.extradata
        packets = [packet for packet in container.demux(video=0) if packet.size][:FRAMES]
    counts, scaler, shown = StreamCounts(), Scaler(), []
    connection = Connection(1, StreamFormat("h264", extradata, 1280, 720))
    decoding = Decoding(counts, gpu)
    for number, packet in enumerate(packets, start=1):
        kept = KeptPacket(number, connection, packet, number, packet.is_keyframe, packet.size)
        picture = decoding.decode_all([kept])
        if picture is not None:
            pixels = np.zeros((360, 640, 4), np.uint8)
            scaler.write(picture.frame, pixels, 640)
            shown.append(pixels)
    return shown, counts


@pytest.mark.skipif(CARD is not None, reason="here a graphics card decodes")
def test_without_a_card_the_processor_decodes_every_picture(expected_log: ExpectedLog) -> None:
    expected_log("the graphics card failed")
    shown, counts = decoded(gpu_decoding())
    assert len(shown) == FRAMES
    assert (counts.decoded, counts.gpu_pictures, counts.broken_packets) == (FRAMES, 0, 0)


@pytest.mark.gpu
@pytest.mark.skipif(CARD is None, reason="no graphics card decodes here")
def test_a_card_gives_the_processors_pictures() -> None:
    by_card, counts = decoded(CARD)
    assert counts.gpu_pictures == counts.decoded >= FRAMES - 4
    by_processor, _ = decoded(None)
    for one, other in zip(by_card, by_processor, strict=False):
        assert np.mean(np.abs(one.astype(int) - other)) < 2


@pytest.mark.skipif(CARD is not None, reason="here a graphics card decodes")
def test_a_card_that_fails_in_mid_stream_is_left_and_no_half_picture_shown(
    monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("the graphics card failed")
    with av.open(SCENE) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size][:FRAMES]
        extradata = container.streams.video[0].codec_context.extradata
    connection = Connection(1, StreamFormat("h264", extradata, 1280, 720))
    decoding = Decoding(StreamCounts(), gpu_decoding())

    def decode(number: int, packet: "av.Packet") -> bool:
        kept = KeptPacket(number, connection, packet, number, packet.is_keyframe, packet.size)
        return decoding.decode_all([kept]) is not None

    assert all(decode(number, packet) for number, packet in enumerate(packets[:5], start=1))
    monkeypatch.setattr(Decoder, "uses_gpu", property(lambda _: True))  # as if a card had decoded so far
    for number in range(6, 6 + MOST_GPU_ERRORS):
        assert decoding.is_open
        assert not decode(number, av.Packet(b"\0\0\0\1\x67\xff\xff\xff"))
    assert not decoding.is_open, "the caller begins again at a keyframe"
    monkeypatch.undo()
    decoding.position = 0
    assert all(decode(number, packet) for number, packet in enumerate(packets, start=1))
