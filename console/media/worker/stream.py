"""One stream of a camera inside a worker: what its session brings, what is drawn and known of it."""

from collections.abc import Callable, Iterable

from console.domain.picture import LostCause, PictureState
from console.domain.tier import Shed, Tier
from console.media.worker.deblocking import needs_deblocking
from console.media.worker.decode_pool import WorkQueue
from console.media.worker.decoder import StreamCounts
from console.media.worker.drawing import Drawing
from console.media.worker.gpu import Card
from console.media.worker.intake import Intake, Known
from console.media.worker.quarantine import mark_of
from console.media.worker.rewind import Rewind
from console.media.worker.rtsp_source import LostReason, StreamFormat, VideoPacket
from console.media.worker.shown_slot import ShownSlot
from console.media.worker.stream_health import Condition, HealthLog, stream_state
from console.protocol.clock import Clock
from console.protocol.engine_messages import FeedHealth
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import RecordedState, StreamSource


class Stream:
    """The sink of a session, and what the worker's main thread asks of its stream."""

    def __init__(
        self,
        source: StreamSource,
        worker: str,
        clock: Clock,
        picture_clock: PictureClock,
        queue: WorkQueue,
        wake: Callable[[], None],
        gpu: Card | None = None,
    ) -> None:
        self.source = source
        self.label = f"{source.feed}/{source.profile}"
        self.counts = StreamCounts()
        self.intake = Intake()
        self.ring = self.intake.ring
        looks_first = not picture_clock.replays  # whose pictures are all of one moment
        self.drawing = Drawing(
            self.label, self.intake, self.counts, clock, queue, wake, gpu, looks_first=looks_first
        )
        self._worker = worker
        self._clock = clock
        self._picture_clock = picture_clock
        self._queue = queue
        self._wake = wake
        self._health = HealthLog()
        self._rewinds: dict[int, Rewind] = {}

    # --- the session's thread -------------------------------------------------------------------------

    def connected(self, form: StreamFormat) -> None:
        """A new connection is open."""
        self.intake.connected(form)

    def arrived(self, packet: VideoPacket, arrival_ns: int, *, after_loss: bool = False) -> None:
        """Keep the packet; have it decoded if the stream is shown."""
        came = self.intake.arrived(packet, arrival_ns, after_loss=after_loss)
        if came.awaits_key:
            self.drawing.say_awaited()
        if came.is_news:
            self._explain_rewinds()
        if came.number:
            if self.drawing.needs(came):
                self._queue.offer(self.drawing)
            for rewind in self._rewinds.values():
                rewind.arrived()
        if came.is_news:
            self._wake()

    def leapt(self, epoch: int) -> None:
        """A replay leapt: call before the connection that brings what follows."""
        self.intake.leapt()
        self.drawing.leapt(epoch)
        for rewind in self._rewinds.values():
            rewind.leapt(epoch)
        self._explain_rewinds()
        self._wake()

    def thinned(self, late_ms: int) -> None:
        """A replay hands over keyframes alone, each so late at most; 0: all again."""
        self.intake.thinned_late_ms = late_ms

    def told(self, state: RecordedState | None) -> None:
        """A replay's log says how the camera was from this moment on; None: nothing."""
        self.intake.told(state)
        self.drawing.say_told()
        self._explain_rewinds()
        self._wake()

    def lost(self, reason: LostReason) -> None:
        """Say so in every slot at once."""
        self.intake.lost(reason)
        self.drawing.say_lost()
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
        self.drawing.show(live)
        self._show_rewinds(delayed)

    def say_room(self, lacking: LostReason | None) -> None:
        """Whether a slot that was asked for has no room: what no tile can show is not live."""
        self.drawing.no_room = lacking

    def _show_rewinds(self, delayed: dict[int, list[ShownSlot]]) -> None:
        before = self._rewinds
        if not delayed and not before:
            return
        mark = mark_of(self.label)
        self._rewinds = {
            delay_ms: before.get(delay_ms) or self._rewind(delay_ms, mark) for delay_ms in delayed
        }
        self._explain_rewinds()
        for delay_ms, rewind in (before | self._rewinds).items():
            rewind.show(delayed.get(delay_ms, ()))

    def _rewind(self, delay_ms: int, mark: bytes) -> Rewind:
        clocks = (self._clock, self._picture_clock)
        return Rewind(self.ring, delay_ms, self.counts, *clocks, self._queue, mark)

    def _explain_rewinds(self) -> None:
        known = self.intake.known()
        state = self.drawing.state_before_picture(known)
        cause = known.lost.cause if known.lost is not None else LostCause.NONE
        for rewind in self._rewinds.values():
            rewind.explain(state, cause, known.stale_after_ms)

    def look(self, now_ns: int) -> None:
        """Once a second: tell every slot at which rate it is drawn, and why; look what the pictures need."""
        self.drawing.look(now_ns, deblocks=self._needs_deblocking(now_ns))
        for rewind in self._rewinds.values():
            rewind.say_quality(now_ns)

    @property
    def has_pictures(self) -> bool:
        """Whether it is connected, and a keyframe has come."""
        known = self.intake.known()
        return known.has_key and self._lost(known) is None

    def condition(self, now_ns: int) -> tuple[Condition, int]:
        """Its state and cause now, and of a replay since when it was so."""
        known = self.intake.known()
        condition = self._condition(known, now_ns)
        return condition, self._told_since_ms(condition[0], known)

    def _condition(self, known: Known, now_ns: int) -> Condition:
        lost = self._lost(known)
        if lost is not None:
            return PictureState.LOST, lost.cause
        if self._picture_clock.replays and (not known.packet_ns or self.drawing.awaits_first):
            return PictureState.CONNECTING, LostCause.LOADING
        state = stream_state(known.packet_ns, known.stale_after_ms, now_ns, has_key=known.has_key)
        if state is PictureState.WAIT:
            return state, LostCause.NO_KEYFRAME
        shown = self.drawing.state_of_picture(known, now_ns) if state is PictureState.LIVE else state
        return shown, LostCause.NONE

    def _lost(self, known: Known) -> LostReason | None:
        return known.lost or self.drawing.no_room or self.drawing.fault

    def health(self, now_ns: int, now_ms: int) -> FeedHealth:
        """All that is known of the stream now."""
        known, figures = self.intake.known(), self.intake.figures(now_ns)
        state, cause = self._condition(known, now_ns)
        lost = self._lost(known)
        plans = self.drawing.plans()
        width, height = self._size(known)
        cost = self.drawing.cost
        return FeedHealth(
            feed=self.source.feed,
            profile=self.source.profile,
            worker=self._worker,
            state=state,
            cause=cause,
            detail=lost.detail if lost is not None else "",
            since_ms=self._since_ms((state, cause), known, now_ms),
            fps=round(figures.fps, 1),
            bitrate_kbps=round(figures.bitrate_kbps, 1),
            gop_s=round(figures.gop_s, 2),
            width=width,
            height=height,
            codec=known.connection.form.codec if known.connection else "",
            reconnects=self.intake.reconnects,
            tier=max((plan.tier for plan in plans), default=Tier.HIDDEN),
            shed=max((plan.shed for plan in plans), default=Shed.NONE),
            drawn_fps=round(self.drawing.drawn_fps(), 1),
            ring_s=round(self.ring.reach_s(now_ns), 1),
            ring_bytes=self.ring.size(),
            damaged=self.counts.damaged,
            is_damaged=self.drawing.is_damaged,
            late_s=round(known.late_ns / 1e9, 1),
            key_us=round(cost.key_us),
            other_us=round(cost.other_us),
            draw_us_mp=round(cost.draw_us_mp),
        )

    def _since_ms(self, condition: Condition, known: Known, now_ms: int) -> int:
        """Of a replay nothing but what its log tells: where it began or leapt, all else had begun before."""
        if self._picture_clock.replays:
            return self._told_since_ms(condition[0], known)
        return self._health.since_ms(*condition, now_ms)

    def _told_since_ms(self, state: PictureState, known: Known) -> int:
        return known.told.since_ms if known.told is not None and known.told.state is state else 0

    def _needs_deblocking(self, now_ns: int) -> bool:
        known = self.intake.known()
        codec = known.connection.form.codec if known.connection else ""
        gop_s = self.intake.figures(now_ns).gop_s
        return needs_deblocking(codec, self._size(known)[1], gop_s, self.drawing.plans())

    def _size(self, known: Known) -> tuple[int, int]:
        """The last picture's, which may differ from what the camera said at first; (0, 0) if unknown."""
        connection, picture = known.connection, self.drawing.picture
        if picture is not None and picture.connection is connection:
            return picture.sent_size
        return (connection.form.width, connection.form.height) if connection else (0, 0)
