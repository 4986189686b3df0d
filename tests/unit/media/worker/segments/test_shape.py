import pytest

from console.media.worker.segments.shape import Parameters, Shape, with_start_codes
from console.media.worker.segments.units import NotRecordable, unpack
from tests.unit.media.worker.segments.filmed import connection, encoded, kept, units


def shape_of(parameters: Parameters, data: bytes) -> Shape:
    codec = "h264"
    return parameters.shape(kept([data], parameters.connection)[0], unpack(codec, data))


def parts(data: bytes) -> tuple[bytes, bytes]:
    """A keyframe's parameter sets, and the rest, each with start codes."""
    sets = [unit for unit in units(data) if unit[0] & 31 in (7, 8)]
    rest = [unit for unit in units(data) if unit[0] & 31 not in (7, 8)]
    return with_start_codes(tuple(sets)), with_start_codes(tuple(rest))


SMALL, LARGE = encoded()[0], encoded(width=320, height=180)[0]


def test_parameters_in_the_packets_alone_are_enough_and_say_the_size() -> None:
    shape = shape_of(Parameters(connection(width=0, height=0)), SMALL)
    assert (shape.codec, shape.width, shape.height) == ("h264", 160, 90)
    assert [unit[0] & 31 for unit in shape.sets] == [7, 8]


def test_announced_parameters_are_enough() -> None:
    sets, rest = parts(SMALL)
    assert shape_of(Parameters(connection(extradata=sets)), rest) == shape_of(Parameters(connection()), SMALL)


def test_those_of_the_packets_win_over_those_announced() -> None:
    announced = parts(LARGE)[0]
    parameters = Parameters(connection(width=320, height=180, extradata=announced))
    assert shape_of(parameters, SMALL) == shape_of(Parameters(connection()), SMALL)


def test_parameters_that_came_in_a_packet_of_their_own_count() -> None:
    sets, rest = parts(LARGE)
    parameters = Parameters(connection())
    before = shape_of(parameters, SMALL)
    parameters.note(unpack("h264", sets))
    after = shape_of(parameters, rest)
    assert (before.width, after.width) == (160, 320)


def test_without_parameters_there_is_no_shape() -> None:
    with pytest.raises(NotRecordable, match="not sent the parameters"):
        shape_of(Parameters(connection()), parts(SMALL)[1])


def test_a_keyframe_that_nothing_can_be_read_from_has_no_shape() -> None:
    broken = b"\0\0\0\1\x67\xff\xff\xff\0\0\0\1\x68\xff\0\0\0\1\x65\xff"
    with pytest.raises(NotRecordable, match="keyframe"):
        shape_of(Parameters(connection(width=0, height=0)), broken)


def test_the_size_of_jpegs_is_each_ones_own() -> None:
    parameters = Parameters(connection("mjpeg", 1, 1))
    for size in ((160, 90), (320, 180)):
        data = encoded("mjpeg", 2, *size)[0]
        one = kept([data], parameters.connection, codec="mjpeg")[0]
        assert parameters.shape(one, unpack("mjpeg", data)) == Shape("mjpeg", *size, ())
