"""The packets of the fragment that comes next: in memory until it is written in one piece."""

import zlib
from dataclasses import dataclass
from typing import NamedTuple

from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection
from console.media.worker.segments.boxes import Sample, fragment
from console.media.worker.segments.timeline import Timeline
from console.media.worker.segments.units import Unpacked
from console.protocol.movie_index import FragmentRecord, GapRecord, PacketRecord, Record

FRAGMENT_US = 2_000_000
FRAGMENT_NS = FRAGMENT_US * 1000
MOST_BYTES = 8 * 1024 * 1024
MOST_PACKETS = 500
"""Of one fragment, whatever its time: 2 s of 4K at 32 Mb/s, or of 250 packets/s."""

USUAL_STEP_US = 66_667
LONGEST_STEP_US = 2**32 - 1
"""What MP4 can say of one picture; behind it time goes on where the next fragment says."""


@dataclass(slots=True)
class Waiting:
    """A packet that is not written yet. ``at_us``: when its picture is shown, None without one."""

    number: int
    source_us: int | None
    at_us: int | None
    arrival_ns: int
    wall_ms: int
    is_keyframe: bool
    after_loss: bool
    size: int
    sample: bytes


class Made(NamedTuple):
    """A fragment's bytes, its lines of the index, and its packets."""

    data: bytes
    records: list[Record]
    packets: list[Waiting]


class Pending:
    """Of one movie. What it holds is bounded by time, bytes and number."""

    def __init__(self) -> None:
        self._timeline = Timeline()
        self._waiting: list[Waiting] = []
        self._gaps: list[GapRecord] = []
        self._bytes = 0
        self._start_us: int | None = None
        self._key_us = 0
        self._decoded_us = -1
        self._step_us = USUAL_STEP_US
        self._tick_us: tuple[Connection, float] | None = None
        self._reorders = False
        self._sequence = 0

    @property
    def has_picture(self) -> bool:
        """Whether there is a fragment to make."""
        return self._start_us is not None

    def left_for(self, connection: Connection) -> list[Waiting]:
        """What waits for a picture of this connection."""
        is_its = self._tick_us is not None and self._tick_us[0] is connection
        return [one for one in self._waiting if one.at_us is None] if is_its else []

    def note_gap(self, gap: GapRecord) -> None:
        """It lies before the packet that comes next."""
        self._gaps.append(gap)

    def placed(self, kept: KeptPacket, wall_ms: int, unpacked: Unpacked) -> Waiting:
        """The packet with its time in the movie; it is not added yet."""
        source_us, reorders = self._source_us(kept)
        at_us = None
        if unpacked.has_picture:
            at_us = self._timeline.place(source_us, kept.arrival_ns, reorders=reorders)
        size = kept.packet.size
        return Waiting(
            kept.number,
            source_us,
            at_us,
            kept.arrival_ns,
            wall_ms,
            kept.is_keyframe,
            kept.after_loss,
            size,
            unpacked.sample,
        )

    def must_end_before(self, coming: Waiting) -> bool:
        """Whether the fragment is to be written without this packet."""
        if self._start_us is None:
            return False
        is_full = self._bytes + coming.size > MOST_BYTES or len(self._waiting) >= MOST_PACKETS
        if coming.at_us is None:
            return is_full
        lasts_us = coming.at_us - self._start_us
        # A keyframe that has another within the 2 s leaves the beginning of the next fragment to that.
        gop_us = max(0, coming.at_us - self._key_us) if coming.is_keyframe else 0
        lasts_ns = coming.arrival_ns - self._waiting[0].arrival_ns
        return (
            is_full or lasts_us >= FRAGMENT_US or lasts_us + gop_us > FRAGMENT_US or lasts_ns >= FRAGMENT_NS
        )

    def add(self, coming: Waiting) -> None:
        """The packet is part of the fragment."""
        if self._start_us is None and len(self._waiting) >= MOST_PACKETS:
            self._waiting, self._bytes = [], 0  # so many parameter sets and no picture: nothing to keep
        self._waiting.append(coming)
        self._bytes += len(coming.sample)
        if coming.at_us is None:
            return
        if self._start_us is None:
            self._start_us = coming.at_us
        if coming.is_keyframe:
            self._key_us = coming.at_us

    def is_due(self, now_ns: int) -> bool:
        """Whether its oldest packet has waited as long as any may."""
        return self._start_us is not None and now_ns - self._waiting[0].arrival_ns >= FRAGMENT_NS

    def make(self, offset: int, coming: Waiting | None = None) -> Made:
        """The fragment, to be written at ``offset``; ``coming`` is the packet behind it where it is known.

        What has no picture after it stays for the next one.
        """
        pictures = [one for one in self._waiting if one.at_us is not None]
        count = self._waiting.index(pictures[-1]) + 1
        taken, rest = self._waiting[:count], self._waiting[count:]
        times_us = self._decode_times_us(pictures)
        samples = self._samples(taken, times_us, coming)
        self._sequence += 1
        data = fragment(self._sequence, times_us[0], samples)
        place = FragmentRecord(offset, len(data), len(taken), zlib.crc32(data))
        records: list[Record] = [*self._gaps, place, *_packet_records(taken, times_us)]
        self._waiting, self._gaps = rest, []
        self._bytes, self._start_us = sum(len(one.sample) for one in rest), None
        return Made(data, records, taken)

    def _source_us(self, kept: KeptPacket) -> tuple[int | None, bool]:
        """The camera's time, and whether its pictures come in another order than they are shown in.

        Asking a packet for its unit is slow; it is the same in a whole connection.
        """
        packet = kept.packet
        if self._tick_us is None or self._tick_us[0] is not kept.connection:
            self._tick_us = kept.connection, float(packet.time_base or 0) * 1e6
            self._reorders = False
        pts, dts = packet.pts, packet.dts
        if pts is None or not self._tick_us[1]:
            return None, False
        # For pictures in order FFmpeg says one time twice.
        self._reorders = self._reorders or (dts is not None and dts < pts)
        return round(pts * self._tick_us[1]), self._reorders

    def _decode_times_us(self, pictures: list[Waiting]) -> list[int]:
        times_us = []
        for shown_us in sorted(one.at_us for one in pictures if one.at_us is not None):
            self._decoded_us = max(shown_us, self._decoded_us + 1)
            times_us.append(self._decoded_us)
        return times_us

    def _samples(self, taken: list[Waiting], times_us: list[int], coming: Waiting | None) -> list[Sample]:
        if len(times_us) > 1:
            self._step_us = times_us[-1] - times_us[-2]
        after_us = coming.at_us if coming is not None and coming.at_us is not None else 0
        end_us = after_us if after_us > times_us[-1] else times_us[-1] + self._step_us
        samples: list[Sample] = []
        before = b""
        for one in taken:
            if one.at_us is None:
                before += one.sample
                continue
            at = len(samples)
            next_us = times_us[at + 1] if at + 1 < len(times_us) else end_us
            step_us = min(next_us - times_us[at], LONGEST_STEP_US)
            samples.append(Sample(before + one.sample, step_us, one.is_keyframe, one.at_us - times_us[at]))
            before = b""
        return samples


def _packet_records(taken: list[Waiting], times_us: list[int]) -> list[PacketRecord]:
    times = iter(times_us)
    return [
        PacketRecord(
            one.number,
            one.source_us,
            None if one.at_us is None else next(times),
            one.arrival_ns,
            one.wall_ms,
            one.is_keyframe,
            one.after_loss,
            one.size,
        )
        for one in taken
    ]
