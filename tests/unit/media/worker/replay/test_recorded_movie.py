"""What was recorded is read again fragment by fragment, unit by unit."""

from pathlib import Path

import pytest

from console.media.worker.decoder import make_context
from console.media.worker.replay.recorded_movie import MovieUnreadable, RecordedMovie
from tests.unit.media.worker.segments.filmed import DECODERS, encoded, film, kept, units


@pytest.mark.parametrize("codec", ["h264", "h265", "mjpeg"])
def test_the_packets_are_those_that_came(tmp_path: Path, codec: str) -> None:
    came = kept(encoded(codec, frames=100), codec=codec, first=7)
    movie = RecordedMovie(film(tmp_path / "a.mp4", came))
    assert len(movie.fragments) > 2
    read = [one for number in range(len(movie.fragments)) for one in movie.packets(number)]
    assert [one.record.number for one in read] == [one.number for one in came]
    assert [one.record.arrival_ns for one in read] == [one.arrival_ns for one in came]
    assert [one.packet.is_keyframe for one in read] == [one.is_keyframe for one in came]
    if codec == "mjpeg":
        assert [bytes(one.packet) for one in read] == [bytes(one.packet) for one in came]
    else:
        for one, original in zip(read, came, strict=True):
            assert units(bytes(original.packet))[-1] == units(bytes(one.packet))[-1], "its picture"


@pytest.mark.parametrize("codec", ["h264", "h265", "mjpeg"])
def test_any_fragment_can_be_decoded_for_itself(tmp_path: Path, codec: str) -> None:
    movie = RecordedMovie(film(tmp_path / "a.mp4", kept(encoded(codec, frames=120), codec=codec)))
    number = len(movie.fragments) - 1
    context = make_context(DECODERS[codec], None)
    read = movie.packets(number)
    pictures = [frame for one in read for frame in context.decode(one.packet)] + context.decode(None)
    assert read[0].record.keyframe and len(pictures) == len(read)


@pytest.mark.parametrize("at", [0.0, 0.3, 0.9])
def test_a_fragment_that_was_cut_is_said_and_the_others_are_read(tmp_path: Path, at: float) -> None:
    path = film(tmp_path / "a.mp4", kept(encoded(frames=120)))
    place = RecordedMovie(path).fragments[1].place
    with path.open("r+b") as file:
        file.truncate(place.offset + int(place.length * at))
    movie = RecordedMovie(path)
    assert movie.packets(0)
    with pytest.raises(MovieUnreadable, match=r"a.mp4: fragment 1 "):
        movie.packets(1)


def test_a_movie_that_still_grows_is_read_as_far_as_it_is(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", kept(encoded(frames=120)))
    index = path.with_suffix(".jsonl")
    lines = index.read_bytes().splitlines(keepends=True)
    index.write_bytes(b"".join(lines[:50]) + b'{"record":"pack')
    movie = RecordedMovie(path)
    assert movie.index.end is None and 0 < len(movie.fragments) < 4
    assert [len(movie.packets(number)) for number in range(len(movie.fragments))] == [30]


def test_broken_bytes_never_end_the_reader_otherwise(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", kept(encoded(frames=60)))
    body = bytearray(path.read_bytes())
    place, refused = RecordedMovie(path).fragments[0].place, 0
    for offset in range(place.offset, place.offset + 400, 7):
        broken = bytearray(body)
        broken[offset] ^= 0xFF
        path.write_bytes(broken)
        try:
            RecordedMovie(path).packets(0)
        except MovieUnreadable:
            refused += 1
    assert refused > 5
