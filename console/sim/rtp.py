"""RTP and RTCP packets of H.264 and H.265, interleaved into the RTSP connection.

A picture is packetised once. For each session only sequence number, time and source of its packets are
stamped before it is sent, so that hundreds of sessions cost little more than their system calls.
Formats: RFC 3550 (RTP, RTCP), RFC 6184 (H.264), RFC 7798 (H.265), RFC 2326 section 10.12 (interleaving).
"""

import random
import struct
from dataclasses import dataclass

CLOCK_HZ = 90_000
PAYLOAD_TYPE = 96
MAX_PAYLOAD_BYTES = 1400
"""As cameras do, which size their packets for Ethernet."""
RTP_CHANNEL, RTCP_CHANNEL = 0, 1
NTP_EPOCH_S = 2_208_988_800
"""Seconds from 1900 to 1970."""
_HEADER = struct.Struct(">cBHBBHII")
_STAMP = struct.Struct(">HII")
_STAMP_OFFSET = 6
"""Sequence number, time and source follow each other here, counted from the interleaving's ``$``."""
_SENDER_REPORT = struct.Struct(">cBHBBHIIIIII")
_NOISE_HEAD = b"\x82\x01"
"""To H.264 and H.265 a slice, so it arrives; the forbidden bit is set, so it never decodes by chance."""
_FU_A = 28
_H265_FU = 49


@dataclass(frozen=True, slots=True)
class PicturePackets:
    """A picture's packets behind each other in ``data``; ``offsets`` says where each one begins."""

    data: bytearray
    offsets: tuple[int, ...]
    is_key: bool

    def stamp(self, seq: int, time: int, source: int) -> None:
        """Write one session's numbers into all packets. ``seq`` is the first one's; all wrap around."""
        time &= 0xFFFF_FFFF
        for index, offset in enumerate(self.offsets):
            _STAMP.pack_into(self.data, offset + _STAMP_OFFSET, (seq + index) & 0xFFFF, time, source)

    def as_noise(self, chance: random.Random) -> "PicturePackets":
        """As many packets of the same lengths, with noise for content."""
        data = bytearray(self.data)
        for start, end in zip(self.offsets, (*self.offsets[1:], len(data)), strict=True):
            content = start + _HEADER.size
            noise = _NOISE_HEAD + chance.randbytes(max(0, end - content - len(_NOISE_HEAD)))
            data[content:end] = noise[: end - content]
        return PicturePackets(data, self.offsets, self.is_key)


def packetise(nals: tuple[bytes, ...], *, is_key: bool, h265: bool = False) -> PicturePackets:
    """Packets of one access unit; the marker bit is on the last."""
    payloads = [payload for nal in nals for payload in (_h265_payloads if h265 else _payloads)(nal)]
    data = bytearray()
    offsets: list[int] = []
    for payload in payloads:
        marker = 0x80 if len(offsets) == len(payloads) - 1 else 0
        offsets.append(len(data))
        data += _HEADER.pack(b"$", RTP_CHANNEL, len(payload) + 12, 0x80, marker | PAYLOAD_TYPE, 0, 0, 0)
        data += payload
    return PicturePackets(data, tuple(offsets), is_key)


def _payloads(nal: bytes) -> list[bytes]:
    """The NAL unit itself, or its FU-A fragments (RFC 6184 section 5.8)."""
    if len(nal) <= MAX_PAYLOAD_BYTES:
        return [nal]
    indicator, kind = nal[0] & 0xE0 | _FU_A, nal[0] & 0x1F
    step = MAX_PAYLOAD_BYTES - 2
    fragments = []
    for start in range(1, len(nal), step):
        first, last = start == 1, start + step >= len(nal)
        header = kind | (0x80 if first else 0) | (0x40 if last else 0)
        fragments.append(bytes((indicator, header)) + nal[start : start + step])
    return fragments


def _h265_payloads(nal: bytes) -> list[bytes]:
    """The NAL unit itself, or its fragments (RFC 7798 section 4.4.3)."""
    if len(nal) <= MAX_PAYLOAD_BYTES:
        return [nal]
    indicator, kind = nal[0] & 0x81 | _H265_FU << 1, nal[0] >> 1 & 0x3F
    step = MAX_PAYLOAD_BYTES - 3
    fragments = []
    for start in range(2, len(nal), step):
        first, last = start == 2, start + step >= len(nal)
        header = kind | (0x80 if first else 0) | (0x40 if last else 0)
        fragments.append(bytes((indicator, nal[1], header)) + nal[start : start + step])
    return fragments


def sender_report(source: int, wall_ms: int, time: int, packets: int, octets: int) -> bytes:
    """An interleaved RTCP sender report: RTP time ``time`` was at ``wall_ms`` (epoch milliseconds)."""
    seconds, milliseconds = divmod(wall_ms, 1000)
    return _SENDER_REPORT.pack(
        b"$",
        RTCP_CHANNEL,
        28,
        0x80,
        200,
        6,
        source,
        (seconds + NTP_EPOCH_S) & 0xFFFF_FFFF,
        (milliseconds << 32) // 1000,
        time & 0xFFFF_FFFF,
        packets & 0xFFFF_FFFF,
        octets & 0xFFFF_FFFF,
    )
