from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.media.worker.ring import KeptPacket
from console.media.worker.segments.boxes import TICKS_PER_S
from console.media.worker.segments.pending import FRAGMENT_NS, MOST_BYTES, MOST_PACKETS, Pending
from console.media.worker.segments.units import unpack
from console.protocol.movie_index import FragmentRecord, PacketRecord, Record
from tests.unit.media.worker.segments.filmed import FPS, INTERVAL_NS, connection, kept, packet

KEY, OTHER = b"\0\0\0\1\x65key", b"\0\0\0\1\x41other"
SETS = b"\0\0\0\1\x67abc\0\0\0\1\x68d"


def stream(packets: int, gop: int) -> list[KeptPacket]:
    return kept([KEY if index % gop == 0 else OTHER for index in range(packets)])


def add(pending: Pending, one: KeptPacket) -> list[Record]:
    """The records of the fragment that ended before this packet, if one did."""
    coming = pending.placed(one, 0, unpack("h264", bytes(one.packet)))
    records = pending.make(0, coming).records if pending.must_end_before(coming) else []
    pending.add(coming)
    return records


def fragments(packets: Sequence[KeptPacket]) -> list[list[PacketRecord]]:
    pending = Pending()
    made = [add(pending, one) for one in packets] + [pending.make(0).records]
    return [[one for one in records if isinstance(one, PacketRecord)] for records in made if records]


@pytest.mark.parametrize("gop", [1, 7, 15, 20, 30])
def test_fragments_begin_at_keyframes_and_last_two_seconds_at_most(gop: int) -> None:
    made = fragments(stream(300, gop))
    assert all(one[0].keyframe for one in made)
    assert max(len(one) for one in made) <= 2 * FPS
    assert all(len(one) > 2 * FPS - 2 * gop for one in made[1:-1])
    assert [record.number for one in made for record in one] == list(range(1, 301))


def test_a_long_gop_is_cut() -> None:
    made = fragments(stream(150, 75))
    assert [len(one) for one in made] == [30, 30, 15, 30, 30, 15]
    assert [one[0].keyframe for one in made] == [True, False, False] * 2


def test_a_slow_clock_of_the_camera_makes_no_longer_fragments() -> None:
    packets = stream(150, 1000)
    for one in packets:
        one.packet.pts = one.number  # 11 us for each picture
    assert max(len(one) for one in fragments(packets)) <= FRAGMENT_NS // INTERVAL_NS + 1


def test_a_fragment_is_bounded_in_bytes_and_packets() -> None:
    large = kept([KEY + bytes([1]) * (MOST_BYTES // 3)] * 6, interval_ns=1)
    for one in large:
        one.packet.pts = one.number
    assert [len(one) for one in fragments(large)] == [2, 2, 2]
    many = kept([KEY, *[OTHER] * (MOST_PACKETS * 2)], interval_ns=1)
    for one in many:
        one.packet.pts = one.number
    assert max(len(one) for one in fragments(many)) == MOST_PACKETS
    sets = kept([*[SETS] * (MOST_PACKETS * 2 + 3), KEY], interval_ns=1)
    assert [len(one) for one in fragments([many[0], *sets])] == [1, 4]


def test_it_is_due_once_its_oldest_packet_has_waited_two_seconds() -> None:
    pending = Pending()
    (one,) = stream(1, 1)
    assert not pending.is_due(one.arrival_ns + FRAGMENT_NS)
    add(pending, one)
    assert not pending.is_due(one.arrival_ns + FRAGMENT_NS - 1)
    assert pending.is_due(one.arrival_ns + FRAGMENT_NS)
    pending.make(0)
    assert not pending.has_picture


def test_what_has_no_picture_stands_before_the_next_sample() -> None:
    pending = Pending()
    key, sets, other = kept([KEY, SETS, OTHER])
    add(pending, key)
    add(pending, sets)
    first = pending.make(0)
    assert [one.number for one in first.packets] == [1]
    assert first.data.endswith(b"\0\0\0\4\x65key")
    add(pending, other)
    second = pending.make(0)
    assert [(one.number, one.file_us) for one in second.records if isinstance(one, PacketRecord)] == [
        (2, None),
        (3, round(2 * TICKS_PER_S / FPS)),
    ]
    assert second.data.endswith(b"\0\0\0\4\x67abc\0\0\0\2\x68d\0\0\0\6\x41other")


def test_pictures_in_another_order_are_decoded_in_theirs_and_shown_in_the_right_one() -> None:
    pending = Pending()
    of = connection()
    order = [0, 3, 1, 2, 6, 4, 5]
    for index, (place, decode) in enumerate(zip(order, [-1, 0, 1, 2, 3, 4, 5], strict=True)):
        made = packet(OTHER if index else KEY, key=index == 0, pts=place * 9000, dts=decode * 9000)
        arrival_ns = index * 100_000_000
        add(pending, KeptPacket(index + 1, of, made, arrival_ns, index == 0, 10))
    records = pending.make(0).records
    times = [one.file_us for one in records if isinstance(one, PacketRecord)]
    assert times == [index * 100_000 for index in range(7)]
    assert [one.source_us for one in records if isinstance(one, PacketRecord)] == [
        at * 100_000 for at in order
    ]


clocks = st.none() | st.integers(-(2**33), 2**33)
moments = st.tuples(clocks, clocks, st.integers(-1_000_000, 3_000_000_000), st.booleans())


@given(st.lists(moments, min_size=1, max_size=60))
def test_whatever_a_camera_says_decode_times_rise_over_all_fragments(
    camera: list[tuple[int | None, int | None, int, bool]],
) -> None:
    of, at_ns, packets = connection(), 0, []
    for number, (pts, dts, step_ns, key) in enumerate(camera, 1):
        at_ns += step_ns
        made = packet(KEY if key else OTHER, key=key, pts=pts, dts=dts)
        packets.append(KeptPacket(number, of, made, at_ns, key, 10))
    made_fragments = fragments(packets)
    times = [one.file_us for records in made_fragments for one in records if one.file_us is not None]
    assert [one.number for records in made_fragments for one in records] == [one.number for one in packets]
    assert len(times) == len(packets)
    assert all(earlier < later for earlier, later in pairwise(times))


def test_a_fragment_record_says_place_and_number() -> None:
    pending = Pending()
    for one in stream(3, 3):
        add(pending, one)
    made = pending.make(1234)
    place = made.records[0]
    assert isinstance(place, FragmentRecord)
    assert (place.offset, place.length, place.packets) == (1234, len(made.data), 3)
