"""What a stream's session brings: packets into the ring, their figures, losses.

The session's thread writes, others ask; its lock is held for moments only.
"""

import threading
from typing import NamedTuple

from console.domain.picture import JUDGED_STATES, PictureState
from console.media.worker.ring import PacketRing
from console.media.worker.rtsp_source import Connection, LostReason, StreamFormat, VideoPacket
from console.media.worker.source_lag import SourceLag
from console.media.worker.stream_meter import StreamFigures, StreamMeter
from console.protocol.process_config import RecordedState


class Arrival(NamedTuple):
    """What a packet is for those who decode. ``number`` is the ring's; 0 for one that is not kept.

    ``is_news``: the stream's state is another one by it.
    """

    number: int
    is_keyframe: bool
    is_news: bool
    awaits_key: bool


WAS_LOST = "the camera was lost then"


class Known(NamedTuple):
    """A moment's facts. ``packet_ns`` is the arrival of the last packet, 0 before the first.

    ``told``: how it was then, as a replay's log says; None live, and where that says nothing.
    """

    connection: Connection | None
    lost: LostReason | None
    packet_ns: int
    late_ns: int
    has_key: bool
    stale_after_ms: int
    key_stale_after_ms: int
    key_interval_ms: int
    told: RecordedState | None = None

    @property
    def judged(self) -> PictureState | None:
        """How its pictures were found then: a replay judges none anew. None: they are to be judged."""
        if self.told is None:
            return None
        return self.told.state if self.told.state in JUDGED_STATES else PictureState.LIVE


class Intake:
    """Of one stream; ``ring`` has a lock of its own. ``thinned_late_ms``: of a replay keyframes alone
    come, each so late at most; 0 where all come.
    """

    def __init__(self) -> None:
        self.ring = PacketRing()
        self.thinned_late_ms = 0
        self._lock = threading.Lock()
        self._meter = StreamMeter()
        self._connection: Connection | None = None
        self._connections = 0
        self._lost: LostReason | None = None
        self._told: RecordedState | None = None
        self._packet_ns = 0
        self._late_ns = 0
        self._has_key = False
        # Of the session's thread alone:
        self._lag = SourceLag()
        self._tick_ns = 0.0

    # --- the session's thread -------------------------------------------------------------------------

    def connected(self, form: StreamFormat) -> None:
        """A new connection is open."""
        self._lag, self._tick_ns = SourceLag(), 0.0
        with self._lock:
            self._connections += 1
            self._connection = Connection(self._connections, form)
            self._has_key = False

    def arrived(self, packet: VideoPacket, arrival_ns: int, *, after_loss: bool) -> Arrival:
        """Keep the packet. One that is late counts as arrived when it should have been."""
        is_keyframe = packet.is_keyframe
        pts_ns = self._pts_ns(packet)
        late_ns = self._lag.late_ns(arrival_ns, pts_ns, packet.size)
        taken_ns = max(self._packet_ns, arrival_ns - late_ns)
        with self._lock:
            is_news = self._packet_ns == 0 or self._lost is not None or (is_keyframe and not self._has_key)
            self._lost = None
            self._late_ns = arrival_ns - taken_ns
            self._packet_ns = taken_ns
            self._has_key = has_key = self._has_key or is_keyframe
            self._meter.packet(arrival_ns, packet.size, is_keyframe, pts_ns)
            connection = self._connection
        kept = connection is not None and self.ring.append(
            connection, packet, taken_ns, after_loss=after_loss
        )
        return Arrival(self.ring.head() if kept else 0, is_keyframe, is_news, not has_key)

    def _pts_ns(self, packet: VideoPacket) -> int | None:
        """The camera's own time for a packet. Its unit is the same in a whole connection, and slow to ask."""
        pts = packet.pts
        if pts is None:
            return None
        if not self._tick_ns and packet.time_base is not None:
            self._tick_ns = float(packet.time_base) * 1e9
        return int(pts * self._tick_ns)

    def leapt(self) -> None:
        """What comes next is of another time: nothing that is known holds for it."""
        with self._lock:
            self._packet_ns = self._late_ns = 0
            self._has_key = False
            self._lost = self._told = None
            self._meter = StreamMeter()
        self.ring.clear()

    # --- any thread -----------------------------------------------------------------------------------

    def lost(self, reason: LostReason) -> None:
        """The connection ended or could not be made."""
        with self._lock:
            self._lost = reason
            self._meter.interrupted()

    def told(self, state: RecordedState | None) -> None:
        """Of a replay: how it was at this moment, as the log says. Lost it is then, whatever comes."""
        with self._lock:
            self._told = state

    def known(self) -> Known:
        """The facts now."""
        meter = self._meter
        with self._lock:
            key_stale_after_ms = meter.key_stale_after_ms()
            stale_after_ms = meter.stale_after_ms
            if self.thinned_late_ms:
                stale_after_ms = max(stale_after_ms, key_stale_after_ms + self.thinned_late_ms)
            return Known(
                self._connection,
                _loss_of(self._told) or self._lost,
                self._packet_ns,
                self._late_ns,
                self._has_key,
                stale_after_ms,
                key_stale_after_ms,
                meter.key_interval_ms(),
                self._told,
            )

    def figures(self, now_ns: int) -> StreamFigures:
        """Rates as of now."""
        with self._lock:
            return self._meter.figures(now_ns)

    @property
    def reconnects(self) -> int:
        """Connections after the first."""
        return max(0, self._connections - 1)


def _loss_of(told: RecordedState | None) -> LostReason | None:
    if told is None or told.state is not PictureState.LOST:
        return None
    return LostReason(told.cause, WAS_LOST, told.since_ms)
