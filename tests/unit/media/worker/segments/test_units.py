import re

import pytest

from console.media.worker.segments.units import NotRecordable, jpeg_size, units_of, unpack
from tests.unit.media.worker.segments.filmed import encoded, sample_units, units


def test_units_are_found_behind_both_start_codes_and_without_the_zeros_between() -> None:
    data = b"\0\0\0\1\x67ab\0\0\0\1\x68c\0\0\1\x65d\0\0\0\0"
    assert units_of(data) == [b"\x67ab", b"\x68c", b"\x65d"]


@pytest.mark.parametrize("data", [b"", b"\0\0", b"\x65abc", b"\0\0\0\5abcde", b"x\0\0\1\x65"])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(NotRecordable, match="Annex B"):
        units_of(data)


def test_a_packet_becomes_a_sample_with_every_unit_as_it_came() -> None:
    for codec, name, kinds in (("h264", "h264", [7, 8]), ("h265", "hevc", [32, 33, 34])):
        first, second = encoded(codec)[:2]
        unpacked = unpack(name, first)
        assert sample_units(unpacked.sample) == units(first)
        assert sorted(unpacked.sets) == kinds
        assert unpacked.has_picture
        assert not unpack(name, second).sets


def test_parameters_alone_are_no_picture() -> None:
    assert not unpack("h264", b"\0\0\1\x67ab\0\0\1\x68c").has_picture
    assert not unpack("hevc", b"\0\0\1\x40ab").has_picture


def test_a_jpeg_is_its_own_sample_and_says_its_size() -> None:
    picture = encoded("mjpeg", frames=2)[0]
    assert unpack("mjpeg", picture).sample == picture
    assert jpeg_size(picture) == (160, 90)
    for cut in (b"", picture[:20], b"\xff\xd8" + picture[40:], b"\xff\xd8\xff\xe0\0\0"):
        with pytest.raises(NotRecordable, match="JPEG"):
            jpeg_size(cut)


def test_another_codec_is_named_with_those_that_can_be_recorded() -> None:
    with pytest.raises(NotRecordable, match=re.escape("mpeg4 can't be recorded, only h264, hevc, mjpeg")):
        unpack("mpeg4", b"\0\0\1\xb6")
