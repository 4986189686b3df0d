"""A stream played from its ring, some seconds behind its head, in real time."""

import logging
import threading
from collections.abc import Iterable

from console.domain.media import Priority
from console.domain.picture import LostCause, PictureState
from console.media.worker.decode_pool import DecodeTools, WorkQueue
from console.media.worker.decoder import Decoding, Picture, StreamCounts
from console.media.worker.faults import Faults
from console.media.worker.ring import KeptPacket, PacketRing
from console.media.worker.scale import Scaler
from console.media.worker.shown_slot import ShownSlot, SlotFill
from console.protocol.clock import Clock
from console.protocol.picture_clock import PictureClock

log = logging.getLogger("sightline.media")

Explained = tuple[PictureState, LostCause, int]
"""A state with its cause, and after how many ms a picture is stale."""

PACKETS_A_STEP = 8
LATE_NS = 1_000_000_000
"""A picture that is later than this against its moment is told as further behind: on the way from a keyframe,
or as nothing newer had come by its moment."""
LONGEST_WITHOUT_NS = 150_000_000
"""On the way from the keyframe to its moment a rewind draws at least so often, its first picture too."""


class Rewind:
    """Work of the decode pool: one delay of one stream, with a decoder and slots of its own.

    It begins at the keyframe before its moment, or at the oldest there is when the ring doesn't reach so far.
    Of a camera that is lost by then the moment lies so far before its last picture: there is nothing later.
    Its pictures count as arrived when they are drawn, so far behind as they truly are: so they are never
    stale while it plays, and turn stale by their age when the ring runs dry. It is LOST then where its camera
    is.
    """

    def __init__(
        self,
        ring: PacketRing,
        delay_ms: int,
        counts: StreamCounts,
        clock: Clock,
        picture_clock: PictureClock,
        queue: WorkQueue,
        mark: bytes,
    ) -> None:
        self._mark = mark
        self._ring = ring
        self._asked_ns = self._delay_ns = delay_ms * 1_000_000
        self._counts = counts
        self._clock = clock
        self._picture_clock = picture_clock
        self._queue = queue
        self._lock = threading.Lock()
        self._fills: dict[object, SlotFill] = {}
        self._explained: Explained = (PictureState.CONNECTING, LostCause.NONE, 0)
        self._has_leapt = False
        self._epoch = 0
        # Of the decode thread that steps it alone:
        self._decoding = Decoding(counts)
        self._picture: Picture | None = None
        self._drawn_ns = 0
        self._has_begun = self._is_before_loss = False
        self._is_dry = self._is_over = False
        self._is_damaged = False
        self._faults = Faults()

    # --- the session's and the main thread --------------------------------------------------------------

    def arrived(self) -> None:
        """The ring got a packet: one that had run dry can plan its next picture."""
        if self._is_dry:
            self._queue.offer(self)

    def show(self, slots: Iterable[ShownSlot]) -> None:
        """Fill these slots from now on, and no others; none ends it."""
        with self._lock:
            before = self._fills
            self._fills = {}
            for slot in slots:
                fill = before.get(slot.writer) or SlotFill(slot)
                fill.plan(slot)
                slot.writer.set_damaged(self._is_damaged)
                self._fills[slot.writer] = fill
                if fill.is_new:
                    slot.writer.leap(self._epoch)
                    fill.explain(*self._explained)
        self._queue.offer(self)

    def leapt(self, epoch: int) -> None:
        """A replay leapt: it begins again, so far behind the new moment."""
        with self._lock:
            self._has_leapt, self._epoch = True, epoch
            for fill in self._fills.values():
                fill.leapt(epoch)
        self._queue.offer(self)

    def explain(self, state: PictureState, cause: LostCause, stale_after_ms: int) -> None:
        """What its slots say until their first picture: WAIT, or why there is none; and behind their last."""
        with self._lock:
            self._explained = (state, cause, stale_after_ms)
            for fill in self._fills.values():
                if fill.is_new:
                    fill.explain(*self._explained)
                elif self._is_over:
                    fill.explain(*self._as_played())

    @property
    def _is_lost(self) -> bool:
        return self._explained[0] is PictureState.LOST

    def _as_played(self) -> Explained:
        """What its pictures say: nothing follows the last one of a camera that is lost."""
        if self._is_over and self._is_lost:
            return self._explained
        return PictureState.REWIND, LostCause.NONE, self._explained[2]

    def say_quality(self, now_ns: int) -> None:
        """Once a second."""
        with self._lock:
            for fill in self._fills.values():
                fill.say_quality(now_ns)

    # --- a decode thread --------------------------------------------------------------------------------

    def mark(self) -> bytes:
        """That of its stream."""
        return self._mark

    def urgency(self) -> int:
        """As its most urgent slot; before its first picture as a new tile."""
        asked = min((fill.shown.plan.priority for fill in self._fills.values()), default=Priority.GRID)
        return min(asked, Priority.CATCH_UP) if self._picture is None else asked

    def step(self, tools: DecodeTools) -> bool:
        """Decode what is due by now and draw the newest; True when more is due."""
        if self._has_leapt:
            self._has_leapt = False
            self._end()
        if not self._fills:
            self._end()
            return False
        if self._is_before_loss and self._is_over and not self._is_lost:
            self._end()  # the camera is back
        if self._faults.holds(self._clock.monotonic_ns()):
            return False
        if self._picture is not None:
            self._draw(self._picture, self._drawn_ns, tools.scaler, only_new=True)
        if not self._has_begun and not self._begin(self._picture_clock.monotonic_ns()):
            self._is_dry = True
            return False
        packets = self._due(self._picture_clock.monotonic_ns())
        newest = self._decoding.decode_all(packets)
        self._say_damage(self._decoding.is_damaged)
        now_ns = self._picture_clock.monotonic_ns()
        more = len(packets) == PACKETS_A_STEP
        if newest is not None and (not more or now_ns - self._drawn_ns > LONGEST_WITHOUT_NS):
            self._picture, self._drawn_ns = newest, now_ns
            self._draw(newest, now_ns, tools.scaler)
            self._counts.drawn += 1
        if not more:
            self._plan_next()
            self._say_end()
        return more

    def _say_end(self) -> None:
        """That the last picture there is was drawn, or that more came."""
        if self._is_over is self._is_dry:
            return
        with self._lock:
            self._is_over = self._is_dry
            for fill in self._fills.values():
                if not fill.is_new:
                    fill.explain(*self._as_played())

    def _say_damage(self, is_damaged: bool) -> None:
        if is_damaged is not self._is_damaged:
            with self._lock:
                self._is_damaged = is_damaged
                for fill in self._fills.values():
                    fill.writer.set_damaged(is_damaged)

    def failed(self, error: Exception) -> None:
        """A step raised: LOST until it begins again."""
        reason = self._faults.note(error, self._clock.monotonic_ns())
        log.error("rewind of %s: %s", self._mark.rstrip(b"\0").decode(), reason.detail)
        self._end()
        with self._lock:
            for fill in self._fills.values():
                fill.explain(PictureState.LOST, reason.cause, self._explained[2])
        self._queue.offer_at(self, self._faults.until_ns)

    def _begin(self, now_ns: int) -> bool:
        newest = self._ring.newest()
        self._is_before_loss = self._is_lost
        end_ns = newest.arrival_ns if newest is not None and self._is_lost else now_ns
        key = self._ring.key_at(end_ns - self._asked_ns)
        if key is None:
            return False
        self._delay_ns = min(now_ns - end_ns + self._asked_ns, now_ns - key.arrival_ns)
        self._decoding.position = key.number - 1
        self._drawn_ns = now_ns
        self._has_begun = True
        return True

    def _end(self) -> None:
        self._decoding.close()
        self._picture = None
        self._has_begun = self._is_over = False

    def _due(self, now_ns: int) -> list[KeptPacket]:
        """The next packets whose time has come. After a gap (the ring got shorter) its oldest one's has."""
        packets = self._ring.history(self._decoding.position, PACKETS_A_STEP)
        if packets and packets[0].number != self._decoding.position + 1:
            self._delay_ns = min(self._delay_ns, now_ns - packets[0].arrival_ns)
        return [kept for kept in packets if kept.arrival_ns <= now_ns - self._delay_ns]

    def _plan_next(self) -> None:
        self._is_dry = True  # before looking: a packet that comes now offers this work again
        following = self._ring.history(self._decoding.position, 1)
        if following:
            self._is_dry = False
            due_ns = self._picture_clock.machine_ns(following[0].arrival_ns + self._delay_ns)
            if due_ns is not None:  # else a replay stands, and offers it again when it goes on
                self._queue.offer_at(self, due_ns)

    def _draw(self, picture: Picture, drawn_ns: int, scaler: Scaler, *, only_new: bool = False) -> None:
        with self._lock:
            if self._has_leapt:  # meanwhile: this is a picture of before
                return
            for fill in self._fills.values():
                if only_new and not fill.is_new:
                    continue
                if not only_new and not fill.is_due(drawn_ns):
                    continue
                if fill.draw(picture, drawn_ns, scaler):
                    fill.writer.set_behind(self._behind_ns(picture, drawn_ns) // 1_000_000)
                    fill.explain(*self._as_played())
                else:
                    self._counts.unscaled += 1

    def _behind_ns(self, picture: Picture, drawn_ns: int) -> int:
        """How far behind live a picture truly was when it was drawn."""
        late_ns = drawn_ns - picture.arrival_ns - self._delay_ns
        return self._delay_ns + (late_ns if late_ns > LATE_NS else 0)
