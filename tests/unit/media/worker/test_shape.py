"""Pictures whose pixels are not square."""

from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.media.worker.key_decoders import KeyDecoders
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection, StreamFormat
from console.media.worker.scale import fit
from console.media.worker.shape import aspect_of, shape_of
from tests.fakes.rtsp_clips import moving_bar, write_clip
from tests.unit.media.worker.stream_bench import Bench


class Frame(NamedTuple):
    width: int
    height: int


@pytest.mark.parametrize(
    ("frame", "sample", "aspect", "shown"),
    [
        (Frame(352, 576), Fraction(24, 11), "", Fraction(4, 3)),
        (Frame(720, 576), Fraction(64, 45), "", Fraction(16, 9)),
        (Frame(640, 360), None, "", Fraction(16, 9)),
        (Frame(640, 360), Fraction(1, 1), "4:3", Fraction(4, 3)),
        (Frame(640, 360), Fraction(0), "", Fraction(16, 9)),
        (Frame(640, 360), Fraction(100, 1), "", Fraction(16, 9)),
    ],
)
def test_the_shape_is_the_cameras_or_the_site_files(
    frame: Frame, sample: Fraction | None, aspect: str, shown: Fraction
) -> None:
    assert Fraction(*shape_of(frame, sample, aspect)) == shown


SIDES = st.integers(2, 8192)


@given(st.builds(Frame, SIDES, SIDES), st.fractions(0, 100), st.builds(Frame, SIDES, SIDES))
def test_any_shape_fits_any_box(frame: Frame, sample: Fraction, box: Frame) -> None:
    width, height = fit(*shape_of(frame, sample, ""), box.width, box.height)
    assert 2 <= width <= box.width and 2 <= height <= box.height


@pytest.mark.parametrize("text", ["", "16", "16:0", "0:9", "a:b", "9:1000", "16:9:1"])
def test_a_ratio_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        aspect_of(text)


@pytest.mark.parametrize("keys_only", [False, True])
def test_half_d1_is_drawn_in_its_shape_by_every_decoder(tmp_path: Path, keys_only: bool) -> None:
    clip = tmp_path / "half.h264"
    write_clip(clip, moving_bar(12, 352, 576), 352, 576, gop=6, x264="sar=24/11:bframes=0")
    with av.open(clip) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    for index, packet in enumerate(packets):
        packet.pts = packet.dts = index
    if keys_only:
        kept = KeptPacket(1, Connection(1, StreamFormat("h264", None, 352, 576)), packets[0], 5, True, 9)
        picture = KeyDecoders().decode(kept)
        assert picture is not None and Fraction(*picture.shape) == Fraction(4, 3)
        return
    bench = Bench(packets)
    bench.stream.connected(StreamFormat("h264", None, 352, 576))
    bench.receive(6)
    shown, reader = bench.slot(320, 240)
    bench.stream.show([shown])
    bench.step_to_head()
    drawn = reader.picture()
    assert drawn is not None and (drawn.width, drawn.height) == (320, 240)
