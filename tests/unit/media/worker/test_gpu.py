"""Decoding by a graphics card: the same pictures where there is one, no harm where there is none."""

from pathlib import Path

import av
import numpy as np
import pytest

from console.media.worker.decoder import MOST_GPU_ERRORS, Decoder, Decoding, StreamCounts, make_context
from console.media.worker.gpu import HEIGHTS, Card, find_gpu, size_for
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection, StreamFormat
from console.media.worker.scale import Scaler
from tests.watch.logs import ExpectedLog

SCENE = Path(__file__).resolve().parents[4] / "resources" / "scenes" / "scene-01.main.mp4"
FRAMES = 60
CARD = find_gpu()


def with_start_codes(container: "av.container.InputContainer") -> "tuple[bytes | None, list[av.Packet]]":
    """As packets come by RTSP; the file has lengths in their place."""
    stream = container.streams.video[0]
    convert = av.BitStreamFilterContext("h264_mp4toannexb", stream)
    packets = [made for packet in container.demux(stream) if packet.size for made in convert.filter(packet)]
    return None, packets[:FRAMES]


def decoded(gpu: Card | None) -> tuple[list[np.ndarray], StreamCounts]:
    """The scene's first pictures as a slot gets them, decoded packet by packet."""
    with av.open(SCENE) as container:
        extradata, packets = with_start_codes(container)
    counts, scaler, shown = StreamCounts(), Scaler(), []
    connection = Connection(1, StreamFormat("h264", extradata, 1280, 720))
    decoding = Decoding(counts, gpu)
    decoding.shown_height = 360
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
    shown, counts = decoded(Card(resizes=False))
    assert len(shown) == FRAMES
    assert (counts.decoded, counts.gpu_pictures, counts.broken_packets) == (FRAMES, 0, 0)


@pytest.mark.gpu
@pytest.mark.skipif(CARD is None, reason="no graphics card decodes here")
@pytest.mark.parametrize("resizes", [True, False])
def test_a_card_gives_the_processors_pictures(resizes: bool) -> None:
    by_card, counts = decoded(Card(resizes=resizes))
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
    decoding = Decoding(StreamCounts(), Card(resizes=False))

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


@pytest.mark.parametrize(
    ("source", "shown_height", "size"),
    [
        ((1920, 1080), 200, (480, 270)),
        ((1920, 1080), 270, (480, 270)),
        ((1920, 1080), 271, (640, 360)),
        ((1920, 1080), 1080, (1920, 1080)),
        ((1920, 1080), 5000, (1920, 1080)),
        ((704, 576), 300, (440, 360)),
        ((640, 360), 0, (640, 360)),
        ((0, 0), 300, (0, 0)),
    ],
)
def test_pictures_come_in_the_next_of_few_sizes(
    source: tuple[int, int], shown_height: int, size: tuple[int, int]
) -> None:
    assert size_for(*source, shown_height) == size
    assert size[1] in (*HEIGHTS, source[1])


def test_a_card_that_scales_is_asked_anew_for_another_size_at_a_keyframe() -> None:
    asked: list[tuple[int, int]] = []

    class ScalingCard(Card):
        """Its pictures are not smaller here; who uses it must not notice by their size."""

        def context(self, codec: str, size: tuple[int, int]) -> "av.VideoCodecContext":
            asked.append(size)
            return make_context(codec, None)

    with av.open(SCENE) as container:
        _, packets = with_start_codes(container)
    keys = [number for number, packet in enumerate(packets) if packet.is_keyframe]
    assert len(keys) > 1
    connection = Connection(1, StreamFormat("h264", None, 1920, 1080))
    counts = StreamCounts()
    decoding = Decoding(counts, ScalingCard(resizes=True))
    for number, packet in enumerate(packets):
        decoding.shown_height = 200 if number < 5 else 300
        kept = KeptPacket(number, connection, packet, number, packet.is_keyframe, packet.size)
        picture = decoding.decode_all([kept])
        if picture is not None:
            assert picture.sent_size == (1920, 1080) and picture.shape == (16, 9)
    assert asked == [(480, 270), (640, 360)]
    assert counts.gpu_pictures == counts.decoded > 0
