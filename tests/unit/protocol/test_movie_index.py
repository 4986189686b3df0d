from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.camera import Profile
from console.domain.errors import SightlineError
from console.domain.ids import FeedId
from console.protocol.movie_index import (
    CLOSED,
    CONNECTION,
    TAIL_BYTES,
    EndRecord,
    FragmentRecord,
    GapRecord,
    MovieHeader,
    MovieIndexError,
    PacketRecord,
    Record,
    encode_records,
    parse_index,
    read_index,
    told_bytes,
)

HEADER = MovieHeader(1, FeedId("cam-1"), Profile.MAIN, "h264", 640, 360, "boot", 700, 5)
GAP = GapRecord(CONNECTION, 2, 3, 20, 900)
END = EndRecord(CLOSED, 1000)
PATH = Path("a.jsonl")


def packet_record(number: int, *, key: bool = False) -> PacketRecord:
    return PacketRecord(number, None, number * 1000, number * 10, number, key, False, 50)


FRAGMENTS: list[Record] = [
    FragmentRecord(700, 100, 2, 1),
    packet_record(1, key=True),
    packet_record(2),
    GAP,
    FragmentRecord(800, 200, 1, 2),
    packet_record(3, key=True),
]
WHOLE = encode_records([HEADER, *FRAGMENTS, END])


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(WHOLE)
    index = read_index(path)
    assert (index.header, index.gaps, index.end, index.missing) == (HEADER, (GAP,), END, "")
    assert [record.place for record in index.fragments] == [FRAGMENTS[0], FRAGMENTS[4]]
    assert [packet.number for packet in index.packets] == [1, 2, 3]
    assert [WHOLE[: one.index_end].count(b"\n") for one in index.fragments] == [4, 7]
    assert [one.end for one in index.fragments] == [800, 1000]


def test_lines_are_plain_json_with_room_for_audio() -> None:
    first = msgspec.json.decode(WHOLE.splitlines()[0])
    assert first["record"] == "movie"
    assert first["schema_version"] == 1
    assert first["audio"] is None


@given(st.integers(0, len(WHOLE) - 1))
def test_cut_anywhere_what_is_there_is_right_and_what_is_missing_is_said(length: int) -> None:
    header_length = len(encode_records([HEADER]))
    if length < header_length:
        with pytest.raises(MovieIndexError, match=r"a\.jsonl:1: .*header"):
            parse_index(WHOLE[:length], PATH)
        return
    index = parse_index(WHOLE[:length], PATH)
    whole = parse_index(WHOLE, PATH)
    assert "the end record" in index.missing
    assert index.end is None
    assert index.fragments == whole.fragments[: len(index.fragments)]
    assert len(index.fragments) == sum(one.index_end <= length for one in whole.fragments)
    assert index.gaps == whole.gaps[: max(0, len(index.fragments) - 1)]


def test_what_is_missing_is_counted() -> None:
    body = encode_records([HEADER, *FRAGMENTS[:2]]) + b'{"record":"pac'
    assert parse_index(body, PATH).missing == (
        "1 packets of the last fragment, the rest of a line of which 14 bytes are there, the end record"
    )


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        ([HEADER, HEADER], 2, "a second header"),
        ([END], 1, "no header"),
        ([HEADER, packet_record(1)], 2, "outside of a fragment"),
        ([HEADER, FRAGMENTS[0], FRAGMENTS[1], GAP], 4, "packets of a fragment are missing"),
        ([HEADER, FRAGMENTS[0], END], 3, "packets of a fragment are missing"),
        ([HEADER, END, GAP], 3, "after the end"),
        ([HEADER, FRAGMENTS[4]], 2, "byte 800, where one at 700"),
        ([HEADER, FragmentRecord(700, 10, 0, 0)], 2, "fragment"),
        ([msgspec.structs.replace(HEADER, schema_version=2)], 1, "schema_version 2"),
    ],
)
def test_an_error_names_file_and_line(lines: list[Record], line: int, says: str) -> None:
    with pytest.raises(MovieIndexError) as caught:
        parse_index(encode_records(lines), PATH)
    assert isinstance(caught.value, SightlineError)
    assert str(caught.value).startswith(f"a.jsonl:{line}: ")
    assert says in str(caught.value)
    assert caught.value.offset == len(encode_records(lines[: line - 1]))


@pytest.mark.parametrize(
    "rubbish", [b"{\n", b"\0\0\n", b'{"record":"other"}\n', b"\xff\n", b"[" * 5000 + b"\n"]
)
def test_rubbish_in_the_middle_is_an_error(rubbish: bytes) -> None:
    with pytest.raises(MovieIndexError, match=r"a\.jsonl:2: "):
        parse_index(encode_records([HEADER]) + rubbish + encode_records([END]), PATH)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (WHOLE, 1000),
        (encode_records([HEADER, *FRAGMENTS]), 1000),
        (encode_records([HEADER, *FRAGMENTS, EndRecord(CLOSED, 900)]), 1000),
        (encode_records([HEADER, *FRAGMENTS, EndRecord(CLOSED, 1200)]), 1200),
        (encode_records([HEADER, *FRAGMENTS[:4], FragmentRecord(800, 200, 2, 2), FRAGMENTS[5]]), 800),
        (WHOLE[:-3], 1000),
        (encode_records([HEADER]), 700),
        (encode_records([HEADER, EndRecord(CLOSED, 700)]), 700),
    ],
)
def test_how_much_of_its_movie_an_index_tells_of(tmp_path: Path, body: bytes, told: int) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(body)
    assert told_bytes(path) == told


@pytest.mark.parametrize("packets", [500, 5000], ids=["in its end", "in all of it"])
def test_how_much_a_long_index_tells_of(tmp_path: Path, packets: int) -> None:
    path = tmp_path / "a.jsonl"
    before = [FragmentRecord(700, 100, 1000, 1), *map(packet_record, range(1000))]
    last = [FragmentRecord(800, 300, packets, 2), *map(packet_record, range(1000, 1000 + packets))]
    path.write_bytes(encode_records([HEADER, *before, *last, EndRecord(CLOSED, 1100)]))
    assert path.stat().st_size > TAIL_BYTES
    assert told_bytes(path) == 1100


@pytest.mark.parametrize("body", [b"", b"nothing\n", b"nothing\n" + WHOLE[:-3]])
def test_what_is_no_index_tells_of_nothing(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(body)
    with pytest.raises(MovieIndexError):
        told_bytes(path)
