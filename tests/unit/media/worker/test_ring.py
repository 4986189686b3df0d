from itertools import pairwise

import av
from hypothesis import given
from hypothesis import strategies as st

from console.media.worker.ring import PACKET_OVERHEAD_BYTES, PacketRing
from console.media.worker.rtsp_source import Connection, StreamFormat

FORMAT = StreamFormat("h264", None, 640, 360)
FIRST, SECOND = Connection(1, FORMAT), Connection(2, FORMAT)
INTERVAL_NS = 66_000_000


def packet(*, key: bool, size: int = 100) -> "av.Packet":
    made = av.Packet(size)
    made.is_keyframe = key
    return made


def filled(packets: int, *, gop: int = 10, ring: PacketRing | None = None) -> PacketRing:
    ring = ring or PacketRing()
    for index in range(packets):
        ring.append(FIRST, packet(key=index % gop == 0), index * INTERVAL_NS)
    return ring


def numbers(ring: PacketRing, after: int) -> list[int]:
    return [kept.number for kept in ring.after(after, 10_000)]


def test_packets_before_a_connections_first_keyframe_are_not_kept() -> None:
    ring = PacketRing()
    assert not ring.append(FIRST, packet(key=False), 0)
    assert ring.append(FIRST, packet(key=True), 1)
    assert ring.append(FIRST, packet(key=False), 2)
    assert not ring.append(SECOND, packet(key=False), 3)
    assert ring.append(SECOND, packet(key=True), 4)
    kept = ring.after(0, 10)
    assert [(one.number, one.connection) for one in kept] == [(1, FIRST), (2, FIRST), (3, SECOND)]


@given(st.integers(1, 80), st.integers(1, 20))
def test_newest_gop_and_the_one_before_are_there(packets: int, gop: int) -> None:
    ring = filled(packets, gop=gop)
    newest_key = (packets - 1) // gop * gop + 1
    assert ring.newest_key() == newest_key
    assert numbers(ring, newest_key - 1) == list(range(newest_key, packets + 1))
    before = max(1, newest_key - gop)
    assert numbers(ring, before - 1) == list(range(before, packets + 1))


@given(st.integers(1, 80), st.integers(1, 20), st.integers(0, 80), st.integers(1, 8))
def test_answer_is_gapless_and_starts_where_decoding_can(
    packets: int, gop: int, after: int, limit: int
) -> None:
    ring = filled(packets, gop=gop)
    served = ring.after(after, limit)
    assert len(served) <= limit
    assert all(b.number == a.number + 1 for a, b in pairwise(served))
    if served and served[0].number != after + 1:
        assert served[0].is_keyframe
    assert bool(served) == (after < packets)


def test_one_that_fell_behind_goes_on_at_the_newest_keyframe() -> None:
    assert numbers(filled(35), 5) == [31, 32, 33, 34, 35]
    assert numbers(filled(35), 25)[0] == 26


def test_older_gops_stay_as_long_as_asked() -> None:
    ring = filled(100, ring=PacketRing(keep_s=2.0))
    kept = numbers(ring, 100 - 31)
    assert kept == list(range(91, 101))  # more than a GOP behind: not for catching up
    assert (
        ring._packets[0].number == 51
    )  # 2 s before the newest keyframe, 91, lie in the GOP that begins at 51


def test_ring_reaches_back_as_asked_and_no_further_than_its_bytes() -> None:
    ring = filled(100, ring=PacketRing(keep_s=4.0))
    now_ns = 99 * INTERVAL_NS
    assert ring.reach_s(now_ns) >= 4.0
    assert ring.size() == 80 * (100 + PACKET_OVERHEAD_BYTES)
    ring.keep(4.0, 25 * (100 + PACKET_OVERHEAD_BYTES))
    assert ring.size() == 20 * (100 + PACKET_OVERHEAD_BYTES)  # whole GOPs
    ring.keep(0.0, 1)
    assert numbers(ring, 90) == list(range(91, 101))  # the newest GOP stays in any case
    assert PacketRing().reach_s(now_ns) == 0.0


@given(st.integers(1, 80), st.integers(1, 20), st.integers(-5, 90))
def test_rewind_begins_at_the_keyframe_before_its_moment(packets: int, gop: int, at: int) -> None:
    ring = filled(packets, gop=gop, ring=PacketRing(keep_s=3600.0))
    key = ring.key_at(at * INTERVAL_NS)
    assert key is not None
    assert key.is_keyframe
    assert key.number == max(0, min(at, packets - 1)) // gop * gop + 1


def test_history_reaches_back_where_catching_up_does_not() -> None:
    ring = filled(100, ring=PacketRing(keep_s=2.0))
    assert [kept.number for kept in ring.history(60, 3)] == [61, 62, 63]
    assert [kept.number for kept in ring.history(5, 3)] == [51, 52, 53]  # dropped: from the oldest keyframe
    assert ring.history(100, 3) == []
    assert PacketRing().history(0, 3) == []
    assert PacketRing().key_at(0) is None


def test_bytes_are_bounded_and_a_giant_gop_can_still_be_followed() -> None:
    ring = PacketRing(max_bytes=20_000, max_gop_bytes=20_000)
    for index in range(50):
        ring.append(FIRST, packet(key=index == 0), index)
    assert sum(kept.size for kept in ring._packets) <= 20_000
    assert ring.newest_key() is None
    assert numbers(ring, 49) == [50]
    assert numbers(ring, 0) == []
    ring.append(FIRST, packet(key=True), 51)
    assert numbers(ring, 0) == [51]
