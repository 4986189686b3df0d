"""Packets carry the NAL units unharmed, with one session's numbers."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from console.sim.rtp import MAX_PAYLOAD_BYTES, packetise, sender_report


def packets(data: bytes) -> list[bytes]:
    found = []
    while data:
        assert data[0:2] == b"$\0"
        length = int.from_bytes(data[2:4])
        found.append(bytes(data[4 : 4 + length]))
        data = data[4 + length :]
    return found


def joined(payloads: list[bytes]) -> list[bytes]:
    """NAL units out of single packets and FU-A fragments, as RFC 6184 says."""
    nals: list[bytes] = []
    for payload in payloads:
        if payload[0] & 0x1F != 28:
            nals.append(payload)
        elif payload[1] & 0x80:
            nals.append(bytes((payload[0] & 0xE0 | payload[1] & 0x1F,)) + payload[2:])
        else:
            nals[-1] += payload[2:]
    return nals


NALS = st.lists(
    st.builds(
        lambda head, size: bytes((head,)) + bytes(index * 31 & 0xFF for index in range(size)),
        st.sampled_from([0x67, 0x68, 0x65, 0x41]),
        st.one_of(st.integers(0, 40), st.integers(MAX_PAYLOAD_BYTES - 3, 3 * MAX_PAYLOAD_BYTES)),
    ),
    min_size=1,
    max_size=4,
)


@given(
    nals=NALS,
    seq=st.integers(0, 0xFFFF),
    rtp_time=st.integers(0, 2**40),
    source=st.integers(0, 2**32 - 1),
)
def test_packets_join_to_the_same_nals(nals: list[bytes], seq: int, rtp_time: int, source: int) -> None:
    picture = packetise(tuple(nals), is_key=True)
    picture.stamp(0, 1, 2)
    picture.stamp(seq, rtp_time, source)
    sent = packets(picture.data)
    assert joined([packet[12:] for packet in sent]) == nals
    assert max(len(packet) for packet in sent) <= MAX_PAYLOAD_BYTES + 12
    for index, packet in enumerate(sent):
        first, second, number, at, who = struct.unpack(">BBHII", packet[:12])
        assert (first, second & 0x7F) == (0x80, 96)
        assert bool(second & 0x80) == (index == len(sent) - 1)
        assert (number, at, who) == ((seq + index) & 0xFFFF, rtp_time & 0xFFFFFFFF, source)


def joined_h265(payloads: list[bytes]) -> list[bytes]:
    """NAL units out of single packets and fragments, as RFC 7798 says."""
    nals: list[bytes] = []
    for payload in payloads:
        if payload[0] >> 1 & 0x3F != 49:
            nals.append(payload)
        elif payload[2] & 0x80:
            nals.append(bytes((payload[0] & 0x81 | (payload[2] & 0x3F) << 1, payload[1])) + payload[3:])
        else:
            nals[-1] += payload[3:]
    return nals


@given(
    st.lists(
        st.builds(
            lambda kind, size: bytes((kind << 1, 1)) + bytes(index * 31 & 0xFF for index in range(size)),
            st.sampled_from([1, 20, 32, 33, 34]),
            st.one_of(st.integers(1, 40), st.integers(MAX_PAYLOAD_BYTES - 4, 3 * MAX_PAYLOAD_BYTES)),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_h265_packets_join_to_the_same_nals(nals: list[bytes]) -> None:
    sent = packets(packetise(tuple(nals), is_key=True, h265=True).data)
    assert joined_h265([packet[12:] for packet in sent]) == nals
    assert max(len(packet) for packet in sent) <= MAX_PAYLOAD_BYTES + 12
    assert [bool(packet[1] & 0x80) for packet in sent] == [False] * (len(sent) - 1) + [True]


def test_sender_report_pairs_rtp_time_with_the_wall_clock() -> None:
    report = sender_report(7, 1_500, 90_000 + 2**32, 3, 4)
    assert report[:4] == b"$\1\0\x1c"
    fields = struct.unpack(">BBHIIIIII", report[4:])
    assert fields == (0x80, 200, 6, 7, 2_208_988_801, 2**31, 90_000, 3, 4)
