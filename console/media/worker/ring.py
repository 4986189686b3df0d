"""The packets of one stream: since its last keyframe at least, and as many seconds as its plan asks for.

The ring is the decode queue as well. A decoder remembers the number of the packet it took last; one that
fell behind the head goes on at the newest keyframe. A rewind plays from the older packets (``history``).
"""

import threading
from bisect import bisect_right
from itertools import islice
from typing import NamedTuple

from console.media.worker.rtsp_source import Connection, VideoPacket

MAX_GOP_BYTES = 12 * 1024 * 1024
"""One GOP of 10 s at 8 Mb/s, and some; a GOP beyond it can't be caught up from."""

PACKET_OVERHEAD_BYTES = 750
"""Beside its data: PyAV's, libavcodec's and this module's structures, and the allocator's slack."""


class KeptPacket(NamedTuple):
    """A packet, numbered without gaps within its ring. ``size`` is what keeping it costs, in bytes.

    ``after_loss``: packets of the network were missed in it, or while the packet before it was put together,
    which may have been its first.
    """

    number: int
    connection: Connection
    packet: VideoPacket
    arrival_ns: int
    is_keyframe: bool
    size: int
    after_loss: bool = False


class PacketRing:
    """Holds whole GOPs: the newest, the one before it, and older ones as long as ``keep_s`` asks for them.

    All but the newest GOP is within ``max_bytes``; the newest alone may take up to ``max_gop_bytes``.
    Written by the demux thread, read by decode threads.
    """

    def __init__(
        self, keep_s: float = 0.0, max_bytes: int = MAX_GOP_BYTES, max_gop_bytes: int = MAX_GOP_BYTES
    ) -> None:
        self._keep_ns = int(keep_s * 1e9)
        self._max_bytes = max_bytes
        self._max_gop_bytes = max_gop_bytes
        self._lock = threading.Lock()
        self._packets: list[KeptPacket] = []
        self._keys: list[int] = []
        self._next = 1
        self._bytes = 0
        self._connection: Connection | None = None
        self._lost_before = False

    def keep(self, keep_s: float, max_bytes: int) -> None:
        """Reach back so many seconds within so many bytes from now on; what is too much goes at once."""
        with self._lock:
            self._keep_ns = int(keep_s * 1e9)
            self._max_bytes = max_bytes
            if self._packets:
                self._drop_old(self._packets[-1].arrival_ns)
                self._drop_excess()

    def append(
        self, connection: Connection, packet: VideoPacket, arrival_ns: int, *, after_loss: bool = False
    ) -> bool:
        """Keep a packet; False for one that can't be decoded: its connection has shown no keyframe yet."""
        is_keyframe = packet.is_keyframe
        with self._lock:
            incomplete, self._lost_before = after_loss or self._lost_before, after_loss
            if not is_keyframe and connection is not self._connection:
                return False
            self._connection = connection
            size = packet.size + PACKET_OVERHEAD_BYTES
            kept = KeptPacket(self._next, connection, packet, arrival_ns, is_keyframe, size, incomplete)
            self._next += 1
            self._packets.append(kept)
            self._bytes += size
            if is_keyframe:
                self._keys.append(kept.number)
                self._drop_old(arrival_ns)
            if self._bytes > self._max_bytes:
                self._drop_excess()
            return True

    def clear(self) -> None:
        """Forget all packets; numbers go on."""
        with self._lock:
            self._packets.clear()
            self._keys.clear()
            self._bytes = 0
            self._connection = None

    def head(self) -> int:
        """Number of the newest packet; 0 before the first."""
        return self._next - 1

    def size(self) -> int:
        """Bytes that its packets take."""
        return self._bytes

    def reach_s(self, now_ns: int) -> float:
        """How far back a picture can be shown: the age of the oldest keyframe."""
        with self._lock:
            return (now_ns - self._arrival_ns(self._keys[0])) / 1e9 if self._keys else 0.0

    def newest(self) -> KeptPacket | None:
        """The last packet that came; None of an empty ring."""
        with self._lock:
            return self._packets[-1] if self._packets else None

    def newest_key(self) -> int | None:
        """Number of the newest keyframe, None while there is nothing to start from."""
        with self._lock:
            return self._keys[-1] if self._keys else None

    def gop_packets(self) -> int:
        """Packets from the keyframe before the newest to that one; 0 before there are two."""
        with self._lock:
            return self._keys[-1] - self._keys[-2] if len(self._keys) > 1 else 0

    def key_at(self, at_ns: int) -> KeptPacket | None:
        """The newest keyframe that had arrived at ``at_ns``, else the oldest there is; None without one."""
        with self._lock:
            if not self._keys:
                return None
            later = bisect_right(self._keys, at_ns, key=self._arrival_ns)
            return self._packet(self._keys[max(0, later - 1)])

    def after(self, number: int, limit: int) -> list[KeptPacket]:
        """At most ``limit`` packets that follow packet ``number``, oldest first.

        When ``number`` lies more than one whole GOP back, the answer begins at the newest keyframe instead:
        the caller sees the gap in the numbers. Empty when nothing can be decoded from here.
        """
        with self._lock:
            if not self._packets:
                return []
            start = number + 1
            oldest_served = self._keys[-2] if len(self._keys) >= 2 else self._packets[0].number
            if start < oldest_served:
                if not self._keys:
                    return []
                start = self._keys[-1]
            return self._from(start, limit)

    def history(self, number: int, limit: int) -> list[KeptPacket]:
        """At most ``limit`` packets that follow packet ``number``, however far back that lies.

        When they were dropped since, the answer begins at the oldest keyframe: the caller sees the gap.
        """
        with self._lock:
            if not self._keys:
                return []
            start = number + 1
            return self._from(start if start >= self._packets[0].number else self._keys[0], limit)

    def _from(self, number: int, limit: int) -> list[KeptPacket]:
        first = number - self._packets[0].number
        return self._packets[first : first + limit]

    def _drop_old(self, now_ns: int) -> None:
        while len(self._keys) > 2 and now_ns - self._arrival_ns(self._keys[1]) >= self._keep_ns:
            self._drop_before(self._keys[1])

    def _drop_excess(self) -> None:
        while self._bytes > self._max_bytes and len(self._keys) > 1:
            self._drop_before(self._keys[1])
        if self._bytes > self._max_gop_bytes and self._bytes > self._max_bytes:
            # One GOP alone is too much: a decoder at the head goes on, a new tile waits for a keyframe.
            self._drop_before(self._packets[len(self._packets) // 2].number)

    def _packet(self, number: int) -> KeptPacket:
        return self._packets[number - self._packets[0].number]

    def _arrival_ns(self, number: int) -> int:
        return self._packet(number).arrival_ns

    def _drop_before(self, number: int) -> None:
        count = number - self._packets[0].number
        self._bytes -= sum(kept.size for kept in islice(self._packets, count))
        del self._packets[:count]
        self._keys = [key for key in self._keys if key >= number]
