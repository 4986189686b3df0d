import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.media.worker.segments.boxes import Sample, boxes_of, fragment, movie_head, samples_of
from console.media.worker.segments.shape import Shape
from console.media.worker.segments.units import NotRecordable
from tests.unit.media.worker.segments.filmed import encoded

JPEG = encoded("mjpeg", 2)[0]


def kinds(data: bytes) -> list[bytes]:
    return [box.kind for box in boxes_of(io.BytesIO(data), 0, len(data))]


def test_a_head_is_two_boxes_and_names_no_program() -> None:
    head = movie_head(Shape("mjpeg", 160, 90, ()), JPEG)
    assert kinds(head) == [b"ftyp", b"moov"]
    assert b"Lavf" not in head


def test_no_head_for_what_ffmpeg_does_not_know() -> None:
    with pytest.raises(NotRecordable):
        movie_head(Shape("no such codec", 160, 90, ()), JPEG)


def test_a_fragment_is_two_boxes_and_ends_where_they_do() -> None:
    data = fragment(1, 0, [Sample(b"abc", 10, True), Sample(b"de", 10, False, -5)])
    boxes = list(boxes_of(io.BytesIO(data), 0, len(data)))
    assert [box.kind for box in boxes] == [b"moof", b"mdat"]
    assert boxes[-1].end == len(data)
    assert data[boxes[-1].body :] == b"abcde"


@given(st.binary(max_size=200))
def test_rubbish_ends_the_search(data: bytes) -> None:
    boxes = list(boxes_of(io.BytesIO(data), 0, len(data)))
    assert all(box.end >= box.body > box.start for box in boxes)


def test_a_large_box_is_found_by_its_long_size() -> None:
    data = b"\0\0\0\1mdat" + (20).to_bytes(8, "big") + b"abcd" + b"\0\0\0\x08free"
    assert kinds(data) == [b"mdat", b"free"]


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=50), st.booleans(), st.integers(-9, 9)), min_size=1))
def test_a_fragments_samples_are_read_as_they_were_written(made: list[tuple[bytes, bool, int]]) -> None:
    samples = [Sample(data, 100 + index, key, after) for index, (data, key, after) in enumerate(made)]
    assert samples_of(fragment(3, 1_000, samples)) == samples


WHOLE = fragment(1, 0, [Sample(b"abc" * 80, 1, True)])


@given(st.binary(max_size=200) | st.integers(0, len(WHOLE) - 1).map(lambda cut: WHOLE[:cut]))
def test_any_other_bytes_are_no_fragment(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        samples_of(data)
