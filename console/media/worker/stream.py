"""One stream of a camera inside a worker: its session's packets, its decoder while it is shown, its slots.

Three threads meet here. The demux thread brings packets and losses, a decode thread steps the decoder, the
main thread changes slots and asks for health. One lock guards what they share; decoding is done outside it.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from time import thread_time_ns

import av
from av.codec.hwaccel import HWAccel

from console.domain.picture import LostCause, PictureState
from console.domain.tier import Shed, Tier
from console.media.worker.damage import Damage
from console.media.worker.deblocking import needs_deblocking
from console.media.worker.decode_pool import DecodeTools, WorkQueue
from console.media.worker.decoder import Decoding, Picture, StreamCounts
from console.media.worker.faults import Faults
from console.media.worker.picture_health import PictureHealth
from console.media.worker.quarantine import mark_of
from console.media.worker.rewind import Rewind
from console.media.worker.ring import KeptPacket, PacketRing
from console.media.worker.rtsp_source import Connection, LostReason, StreamFormat, VideoPacket
from console.media.worker.scale import Scaler
from console.media.worker.shown_slot import ShownSlot, SlotFill
from console.media.worker.source_lag import SourceLag
from console.media.worker.stream_health import Condition, HealthLog, stream_state
from console.media.worker.stream_meter import StreamMeter
from console.protocol.clock import Clock
from console.protocol.engine_messages import FeedHealth, Priority
from console.protocol.process_config import StreamSource
from console.protocol.slots import SlotWriter

log = logging.getLogger("sightline.media")

PACKETS_A_STEP = 8
"""So that a long catch-up lets more urgent work in between."""

LONGEST_UNDRAWN_NS = 200_000_000
"""A decoder that is behind draws at least so often, once it has reached the head before."""


SHOWN_ANYWAY_NS = 5_000_000_000
"""After so long without any whole picture the damaged ones are shown."""


class Stream:
    """The sink of a session, the work of the decode pool, and the writer of its slots."""

    def __init__(
        self,
        source: StreamSource,
        worker: str,
        clock: Clock,
        queue: WorkQueue,
        wake: Callable[[], None],
        gpu: HWAccel | None = None,
    ) -> None:
        self.source = source
        self.label = f"{source.feed}/{source.profile}"
        self._mark = mark_of(self.label)
        self.counts = StreamCounts()
        self.ring = PacketRing()
        self._worker = worker
        self._clock = clock
        self._queue = queue
        self._wake = wake
        self._lock = threading.Lock()
        self._meter = StreamMeter()
        self._health = HealthLog()
        self._connection: Connection | None = None
        self._connections = 0
        self._lost: LostReason | None = None
        self._fault: LostReason | None = None
        self._no_room: LostReason | None = None
        self._packet_ns = 0
        self._late_ns = 0
        self._lag = SourceLag()
        self._tick_ns = 0.0
        self._has_key = False
        self._fills: dict[SlotWriter, SlotFill] = {}
        self._keys_only = False
        self._has_new = False
        self._is_damaged = False
        self._damaged_ns = 0
        self._asked: int = Priority.KEYFRAMES
        self._rewinds: dict[int, Rewind] = {}
        # Of the decode thread that steps this stream alone:
        self._decoding = Decoding(self.counts, gpu)
        self._has_begun = False
        self._catching_up = True
        self._drawn_ns = 0
        self._picture: Picture | None = None
        self._seen = PictureHealth()
        self._faults = Faults()
        self._key_of: Connection | None = None
        self._key_damage = Damage("")

    # --- the session's thread -------------------------------------------------------------------------

    def connected(self, form: StreamFormat) -> None:
        """A new connection is open."""
        with self._lock:
            self._connections += 1
            self._connection = Connection(self._connections, form)
            self._has_key = False
            self._lag, self._tick_ns = SourceLag(), 0.0

    def arrived(self, packet: VideoPacket, arrival_ns: int, *, after_loss: bool = False) -> None:
        """Keep the packet; have it decoded if the stream is shown.

        One that is late counts as arrived when it should have been, so that its picture is as old as it is.
        """
        is_keyframe = packet.is_keyframe
        late_ns = self._lag.late_ns(arrival_ns, self._pts_ns(packet), packet.size)
        taken_ns = max(self._packet_ns, arrival_ns - late_ns)
        with self._lock:
            first = self._packet_ns == 0 or self._lost is not None
            self._lost = None
            self._late_ns = arrival_ns - taken_ns
            self._packet_ns = taken_ns
            first = first or (is_keyframe and not self._has_key)
            self._has_key = self._has_key or is_keyframe
            if not self._has_key:
                self._explain_waiting()
            self._meter.packet(arrival_ns, packet.size, is_keyframe)
            needed = bool(self._fills) and (is_keyframe or not self._keys_only)
            connection = self._connection
        if connection is not None and self.ring.append(connection, packet, taken_ns, after_loss=after_loss):
            if needed:
                self._queue.offer(self)
            for rewind in self._rewinds.values():
                rewind.arrived()
        if first:
            self._wake()

    def _pts_ns(self, packet: VideoPacket) -> int | None:
        """The camera's own time for a packet. Its unit is the same in a whole connection, and slow to ask."""
        pts = packet.pts
        if pts is None:
            return None
        if not self._tick_ns and packet.time_base is not None:
            self._tick_ns = float(packet.time_base) * 1e9
        return int(pts * self._tick_ns)

    def lost(self, reason: LostReason) -> None:
        """Say so in every slot at once."""
        with self._lock:
            self._lost = reason
            self._meter.interrupted()
            for fill in self._fills.values():
                self._explain(fill, PictureState.LOST)
            self._explain_rewinds()
        self._wake()

    # --- the main thread ------------------------------------------------------------------------------

    def show(self, slots: Iterable[ShownSlot]) -> None:
        """Fill these slots from now on, and no others. New ones are filled at once if there is a picture."""
        live: list[ShownSlot] = []
        delayed: dict[int, list[ShownSlot]] = {}
        for slot in slots:
            delay_ms = slot.plan.key.delay_ms
            (delayed.setdefault(delay_ms, []) if delay_ms else live).append(slot)
        self._show_live(live)
        self._show_rewinds(delayed)

    def say_room(self, lacking: LostReason | None) -> None:
        """Whether a slot that was asked for has no room: what no tile can show is not live."""
        with self._lock:
            self._no_room = lacking

    def _show_live(self, slots: list[ShownSlot]) -> None:
        with self._lock:
            before = self._fills
            fills = {slot.writer: before.get(slot.writer) or SlotFill(slot) for slot in slots}
            for slot in slots:
                fills[slot.writer].plan(slot)
                slot.writer.set_damaged(self._is_damaged)
                if slot.writer not in before:
                    self._explain(fills[slot.writer], self._state_before_picture())
            keys_only = bool(slots) and all(slot.keys_only for slot in slots)
            changed = fills.keys() != before.keys() or keys_only != self._keys_only
            self._fills = fills
            self._keys_only = keys_only
            self._has_new = any(fill.is_new for fill in fills.values())
            self._asked = min((slot.plan.priority for slot in slots), default=Priority.KEYFRAMES)
            if (
                keys_only and self._lost is None and self._fault is None
            ):  # its next picture may be later than a LIVE one is stale
                for fill in fills.values():
                    if not fill.is_new:
                        self._explain(fill, PictureState.KEY)
        if changed:
            self._queue.offer(self)

    def _show_rewinds(self, delayed: dict[int, list[ShownSlot]]) -> None:
        before = self._rewinds
        if not delayed and not before:
            return
        rewinds = {
            delay_ms: before.get(delay_ms)
            or Rewind(self.ring, delay_ms, self.counts, self._clock, self._queue, self._mark)
            for delay_ms in delayed
        }
        self._rewinds = rewinds
        with self._lock:
            self._explain_rewinds()
        for delay_ms, rewind in (before | rewinds).items():
            rewind.show(delayed.get(delay_ms, ()))

    def look(self, now_ns: int) -> None:
        """Once a second: tell every slot at which rate it is drawn, and why; look what the pictures need."""
        with self._lock:
            self._decoding.deblocks = self._needs_deblocking(now_ns)
            for fill in self._fills.values():
                fill.say_quality(now_ns)
        for rewind in self._rewinds.values():
            rewind.say_quality(now_ns)

    def condition(self, now_ns: int) -> Condition:
        """Its state and cause now."""
        with self._lock:
            return self._condition(now_ns)

    def _condition(self, now_ns: int) -> Condition:
        lost = self._lost or self._no_room or self._fault
        if lost is not None:
            return PictureState.LOST, lost.cause
        state = stream_state(self._packet_ns, self._meter.stale_after_ms, now_ns, has_key=self._has_key)
        if state is PictureState.WAIT:
            return state, LostCause.NO_KEYFRAME
        return (self._condition_of_picture(now_ns) if state is PictureState.LIVE else state), LostCause.NONE

    def _condition_of_picture(self, now_ns: int) -> PictureState:
        """As its tiles: what the picture tells of itself, and KEY where all of them get keyframes only."""
        seen = self._condition_damaged(now_ns) if self._is_damaged else self._seen.state
        return PictureState.KEY if seen is PictureState.LIVE and self._keys_only else seen

    def _condition_damaged(self, now_ns: int) -> PictureState:
        """As its tiles: the last whole picture stands until it is stale."""
        stale_ms = self._meter.key_stale_after_ms() if self._keys_only else self._meter.stale_after_ms
        shown_ns = self._picture.arrival_ns if self._picture is not None else 0
        return PictureState.LIVE if now_ns - shown_ns <= stale_ms * 1_000_000 else PictureState.STALE

    def health(self, now_ns: int, now_ms: int) -> FeedHealth:
        """All that is known of the stream now."""
        with self._lock:
            figures = self._meter.figures(now_ns)
            state, cause = self._condition(now_ns)
            lost = self._lost or self._no_room or self._fault
            form = self._connection.form if self._connection else None
            plans = [fill.shown.plan for fill in self._fills.values()]
            width, height = self._size()
            return FeedHealth(
                feed=self.source.feed,
                profile=self.source.profile,
                worker=self._worker,
                state=state,
                cause=cause,
                detail=lost.detail if lost is not None else "",
                since_ms=self._health.since_ms(state, cause, now_ms),
                fps=round(figures.fps, 1),
                bitrate_kbps=round(figures.bitrate_kbps, 1),
                gop_s=round(figures.gop_s, 2),
                width=width,
                height=height,
                codec=form.codec if form else "",
                reconnects=max(0, self._connections - 1),
                tier=max((plan.tier for plan in plans), default=Tier.HIDDEN),
                shed=max((plan.shed for plan in plans), default=Shed.NONE),
                drawn_fps=round(max((fill.drawn_fps for fill in self._fills.values()), default=0.0), 1),
                ring_s=round(self.ring.reach_s(now_ns), 1),
                ring_bytes=self.ring.size(),
                damaged=self.counts.damaged,
                is_damaged=self._is_damaged,
                late_s=round(self._late_ns / 1e9, 1),
            )

    def _needs_deblocking(self, now_ns: int) -> bool:
        codec = self._connection.form.codec if self._connection else ""
        plans = [fill.shown.plan for fill in self._fills.values()]
        return needs_deblocking(codec, self._size()[1], self._meter.figures(now_ns).gop_s, plans)

    def _size(self) -> tuple[int, int]:
        """The last picture's, which may differ from what the camera said at first; (0, 0) if unknown."""
        connection, picture = self._connection, self._picture
        if picture is not None and picture.connection is connection:
            return picture.frame.width, picture.frame.height
        return (connection.form.width, connection.form.height) if connection else (0, 0)

    def _state_before_picture(self) -> PictureState:
        if self._lost is not None or self._fault is not None:
            return PictureState.LOST
        return PictureState.WAIT if self._packet_ns else PictureState.CONNECTING

    def _explain(self, fill: SlotFill, state: PictureState) -> None:
        lost = self._lost or self._no_room or self._fault
        cause = lost.cause if lost is not None and state is PictureState.LOST else LostCause.NONE
        if state is PictureState.WAIT and not self._has_key:
            cause = LostCause.NO_KEYFRAME
        elif state is PictureState.WAIT and self._is_damaged:
            cause = LostCause.NO_WHOLE_PICTURE
        if self._keys_only:
            interval_ms = self._meter.key_interval_ms()
            fill.explain(state, cause, self._meter.key_stale_after_ms(), interval_ms)
        else:
            fill.explain(state, cause, self._meter.stale_after_ms)

    def _explain_waiting(self) -> None:
        """Nothing can be shown before the first keyframe, which may be a minute away."""
        for fill in self._fills.values():
            if fill.is_new:
                self._explain(fill, PictureState.WAIT)

    def _explain_rewinds(self) -> None:
        state = self._state_before_picture()
        cause = self._lost.cause if self._lost is not None else LostCause.NONE
        for rewind in self._rewinds.values():
            rewind.explain(state, cause, self._meter.stale_after_ms)

    # --- a decode thread ------------------------------------------------------------------------------

    def mark(self) -> bytes:
        """What a decode thread notes while it decodes this stream."""
        return self._mark

    def urgency(self) -> int:
        """The most urgent slot's priority; a stream that catches up for a new tile goes before the grid."""
        return min(self._asked, Priority.CATCH_UP) if self._catching_up or self._has_new else self._asked

    def step(self, tools: DecodeTools) -> bool:
        """Decode some packets and draw the newest picture; True when the head is not reached yet."""
        if not self._fills:
            self._close_decoder()
            return False
        if self._faults.holds(self._clock.monotonic_ns()):
            return False
        if self._has_new and self._picture is not None and not self._catching_up:
            self._draw(self._picture, tools.scaler, only_new=True)
        if self._keys_only:
            return self._step_key(tools)
        is_steady = self._has_begun and not self._catching_up
        before_ns, before_pixels = thread_time_ns(), self.counts.pixels
        more = self._step_all(tools)
        if is_steady:
            self.counts.steady_ns += thread_time_ns() - before_ns
            self.counts.steady_pixels += self.counts.pixels - before_pixels
        return more

    def _step_all(self, tools: DecodeTools) -> bool:
        if not self._has_begun or not self._decoding.is_open:
            self._decoding.position = (self.ring.newest_key() or 1) - 1
            self._has_begun = self._catching_up = True
        packets = self.ring.after(self._decoding.position, PACKETS_A_STEP)
        newest = self._decoding.decode_all(packets)
        at_head = self._decoding.position >= self.ring.head()
        if at_head:
            self._catching_up = False
        self._note_damage(self._decoding.is_damaged)
        newest = newest or self._damaged_anyway(self._decoding.take_damaged())
        if newest is not None:
            self._picture = newest
            self._draw_if_due(newest, tools.scaler, at_head)
        return bool(packets) and not at_head

    def _step_key(self, tools: DecodeTools) -> bool:
        """Decode and draw the newest keyframe, if it was not yet."""
        self._decoding.close()
        self._has_begun = self._catching_up = False
        key = self.ring.newest_key()
        if key is None or (self._picture is not None and key <= self._decoding.position):
            return False
        for kept in self.ring.after(key - 1, 1):
            self._decoding.position = kept.number
            picture = self._decode_key(kept, tools)
            self._note_damage(self._key_damage.is_damaged)
            if picture is not None and not picture.is_whole:
                picture = self._damaged_anyway(picture)
            if picture is not None:
                self._picture = picture
                self._draw(picture, tools.scaler)
                self.counts.drawn += 1
        return False

    def _decode_key(self, kept: KeptPacket, tools: DecodeTools) -> Picture | None:
        if self._key_of is not kept.connection:
            self._key_of, self._key_damage = kept.connection, Damage(kept.connection.form.codec)
        self._key_damage.packet(kept)
        try:
            picture = tools.keys.decode(kept)
        except av.FFmpegError:
            self.counts.broken_packets += 1
            self._key_damage.broken()
            return None
        if picture is None:
            return None
        self.counts.key_pictures += 1
        whole = self._key_damage.is_whole(picture.frame)
        self.counts.damaged += not whole
        return picture if whole else picture._replace(is_whole=False)

    def _damaged_anyway(self, picture: Picture | None) -> Picture | None:
        """A damaged picture where no whole one came in all that time: better than none, and marked."""
        has_whole = self._picture is not None and self._picture.is_whole
        long_enough = self._clock.monotonic_ns() - self._damaged_ns > SHOWN_ANYWAY_NS
        return picture if self._is_damaged and long_enough and not has_whole else None

    def _note_damage(self, is_damaged: bool) -> None:
        """Say so where it changed; a tile without a picture waits for a whole one."""
        if is_damaged is self._is_damaged:
            return
        with self._lock:
            self._is_damaged, self._damaged_ns = is_damaged, self._clock.monotonic_ns()
            for fill in self._fills.values():
                fill.writer.set_damaged(is_damaged)
                if is_damaged and fill.is_new:
                    self._explain(fill, PictureState.WAIT)
        self._wake()

    def _draw_if_due(self, picture: Picture, scaler: Scaler, at_head: bool) -> None:
        now_ns = self._clock.monotonic_ns()
        overdue = not self._catching_up and now_ns - self._drawn_ns > LONGEST_UNDRAWN_NS
        if at_head or overdue:
            self._draw(picture, scaler)
            self._drawn_ns = now_ns
            self.counts.drawn += 1
        elif not self._catching_up:
            self.counts.undrawn += 1

    def _draw(self, picture: Picture, scaler: Scaler, *, only_new: bool = False) -> None:
        """Write the picture into the slots and say LIVE, unless the connection it came by was lost since.

        A picture may itself tell that it is DARK, COVERED or FROZEN.
        """
        seen = self._seen.see(picture.frame, picture.arrival_ns)
        with self._lock:
            self._fault = None
            live = self._lost is None and picture.connection is self._connection
            if seen is PictureState.LIVE and self._keys_only:
                seen = PictureState.KEY
            for fill in self._fills.values():
                wanted = fill.is_new if only_new else fill.is_due(picture.arrival_ns)
                if not wanted:
                    continue
                if not fill.draw(picture, picture.arrival_ns, scaler):
                    self.counts.unscaled += 1
                elif live:
                    self._explain(fill, seen)
            self._has_new = False

    def failed(self, error: Exception) -> None:
        """A step raised: LOST until it is tried again, with a decoder of its own made anew."""
        reason = self._faults.note(error, self._clock.monotonic_ns())
        log.error("%s: %s", self.label, reason.detail)
        self._close_decoder()
        with self._lock:
            self._fault = reason
            for fill in self._fills.values():
                self._explain(fill, PictureState.LOST)
        self._queue.offer_at(self, self._faults.until_ns)
        self._wake()

    def _close_decoder(self) -> None:
        self._decoding.close()
        self._seen = PictureHealth()
        self._picture = None
        self._note_damage(False)
        self._has_begun = False
        self._catching_up = True
