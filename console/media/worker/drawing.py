"""The decode pool's work for one stream: from its ring into the slots that show it live.

A decode thread steps it, the main thread changes its slots, the session's thread tells of losses. Its lock is
held while pictures are drawn: packets go by another one (console.media.worker.intake).
"""

import logging
import threading
from collections.abc import Callable, Sequence
from time import thread_time_ns

from console.domain.media import Priority, SlotPlan
from console.domain.picture import LostCause, PictureState
from console.media.worker.decode_cost import DecodeCost
from console.media.worker.decode_pool import DecodeTools, WorkQueue
from console.media.worker.decoder import Decoding, Picture, StreamCounts
from console.media.worker.faults import Faults
from console.media.worker.first_look import FirstLook
from console.media.worker.gop_part import GopPart
from console.media.worker.gpu import Card
from console.media.worker.intake import Arrival, Intake, Known
from console.media.worker.key_decoding import KeyDecoding
from console.media.worker.picture_health import PictureHealth
from console.media.worker.quarantine import mark_of
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import LostReason
from console.media.worker.scale import Scaler
from console.media.worker.shown_slot import ShownSlot, SlotFill
from console.protocol.clock import Clock
from console.protocol.slots import SlotWriter

log = logging.getLogger("sightline.media")

PACKETS_A_STEP = 8
"""So that a long catch-up lets more urgent work in between."""

MEASURE_EVERY = 8
"""So seldom the cost of a picture is measured."""

LONGEST_UNDRAWN_NS = 200_000_000
"""A decoder that is behind draws at least so often, once it has reached the head before."""

COMES_SOON_NS = 2_000_000_000
"""A tour's next camera is made ready 3 s before it is shown (console.core.tours). Measured, 16 tours on two
cores: one step of twelve began with a picture older than 250 ms, as the end of its GOP was left out.
"""

LATE_KEY_MS = 500
"""A keyframe that comes so late is late."""

SHOWN_ANYWAY_NS = 5_000_000_000
"""After so long without any whole picture the damaged ones are shown."""


class Drawing:
    """See console.media.worker.decode_pool.Work. ``wake`` is called when the stream's state has changed.

    ``looks_first``: what has no picture yet gets the last keyframe at once, with its age; it is WAIT until
    all since then is decoded, or KEY until the next one.
    """

    def __init__(
        self,
        label: str,
        intake: Intake,
        counts: StreamCounts,
        clock: Clock,
        queue: WorkQueue,
        wake: Callable[[], None],
        gpu: Card | None = None,
        *,
        looks_first: bool = False,
    ) -> None:
        self._label = label
        self._mark = mark_of(label)
        self._intake = intake
        self._ring = intake.ring
        self._counts = counts
        self._clock = clock
        self._queue = queue
        self._wake = wake
        self._lock = threading.Lock()
        self._fills: dict[SlotWriter, SlotFill] = {}
        self._keys_only = False
        self._gop_share = 1.0
        self._has_new = False
        self._comes_into_view = False
        self._warm_since_ns = 0
        self._damaged_ns = 0
        self._asked: int = Priority.KEYFRAMES
        self._has_leapt = False
        self._epoch = 0
        self.fault: LostReason | None = None
        self.no_room: LostReason | None = None
        self.is_damaged = False
        self.cost = DecodeCost()
        self.picture: Picture | None = None
        self.seen = PictureHealth()
        # Of the decode thread that steps it alone:
        self._decoding = Decoding(counts, gpu)
        self._part = GopPart()
        self._has_begun = False
        self._catching_up = True
        self._first = FirstLook(clock, queue.is_crowded, wanted=looks_first)
        self._drawn_ns = 0
        self._measured = True
        self._faults = Faults()
        self._keys = KeyDecoding(counts)

    # --- the session's thread -------------------------------------------------------------------------

    def needs(self, came: Arrival) -> bool:
        """Whether this packet is to be decoded."""
        if not self._fills or came.is_keyframe:
            return bool(self._fills)
        end = self._part.end
        return not self._shows_keys and (end is None or came.number <= end or self._comes_soon)

    def say_lost(self) -> None:
        """Say so in every slot at once."""
        with self._lock:
            known = self._intake.known()
            for fill in self._fills.values():
                self._explain(fill, PictureState.LOST, known)

    def leapt(self, epoch: int) -> None:
        """A replay leapt: no picture of before is shown again."""
        with self._lock:
            self._has_leapt, self._epoch = True, epoch
            known = self._intake.known()
            for fill in self._fills.values():
                fill.leapt(epoch)
                self._explain(fill, self.state_before_picture(known), known)
            self._has_new = bool(self._fills)
        self._queue.offer(self)

    def say_told(self) -> None:
        """A replay's log says how the camera was: so say all slots, a standing picture's as well."""
        with self._lock:
            known, picture = self._intake.known(), self.picture
            is_lost = known.lost is not None or self.fault is not None
            is_shown = picture is not None and picture.connection is known.connection
            for fill in self._fills.values():
                if is_lost or fill.is_new or not is_shown:
                    self._explain(fill, self.state_before_picture(known), known)
                else:
                    self._explain(fill, self._judged(known), known)

    def say_awaited(self) -> None:
        """Nothing new can be shown before the first keyframe, which may be a minute away."""
        with self._lock:
            known = self._intake.known()
            for fill in self._fills.values():
                self._explain(fill, PictureState.WAIT, known)

    # --- the main thread ------------------------------------------------------------------------------

    def show(self, slots: Sequence[ShownSlot]) -> None:
        """Fill these slots from now on, and no others. New ones are filled at once if there is a picture."""
        with self._lock:
            known = self._intake.known()
            before = self._fills
            fills = {slot.writer: before.get(slot.writer) or SlotFill(slot) for slot in slots}
            for slot in slots:
                fills[slot.writer].plan(slot)
                slot.writer.set_damaged(self.is_damaged)
                if slot.writer not in before:
                    slot.writer.leap(self._epoch)
                    self._explain(fills[slot.writer], self.state_before_picture(known), known)
            keys_only = bool(slots) and all(slot.keys_only for slot in slots)
            gop_share = max((slot.plan.gop_share for slot in slots), default=1.0)
            changed = (fills.keys(), keys_only, gop_share) != (
                before.keys(),
                self._keys_only,
                self._gop_share,
            )
            self._fills, self._keys_only, self._gop_share = fills, keys_only, gop_share
            self._has_new = any(fill.is_new for fill in fills.values())
            self._decoding.shown_height = max((slot.plan.key.height for slot in slots), default=0)
            asked = min((slot.plan.priority for slot in slots), default=Priority.KEYFRAMES)
            comes_into_view = self._asked == Priority.WARMED and asked < Priority.WARMED
            if self._asked != asked == Priority.WARMED:
                self._warm_since_ns = self._clock.monotonic_ns()
            self._asked, self._comes_into_view = asked, self._comes_into_view or comes_into_view
            if keys_only and known.has_key and known.lost is None and self.fault is None:
                self._say_keys_only(known)
        if changed or comes_into_view:
            self._queue.offer(self)

    def _say_keys_only(self, known: Known) -> None:
        """Its next picture may be later than a LIVE one is stale."""
        for fill in self._fills.values():
            if not fill.is_new:
                self._explain(fill, self._judged(known), known)

    def look(self, now_ns: int, *, deblocks: bool) -> None:
        """Once a second: tell every slot at which rate it is drawn, and why."""
        with self._lock:
            self._decoding.deblocks = deblocks
            for fill in self._fills.values():
                fill.say_quality(now_ns)

    @property
    def awaits_first(self) -> bool:
        """Whether it is shown, and no slot has a picture yet."""
        fills = tuple(self._fills.values())
        return bool(fills) and all(fill.is_new for fill in fills)

    def plans(self) -> list[SlotPlan]:
        """What its slots are planned to get."""
        return [fill.shown.plan for fill in tuple(self._fills.values())]

    def drawn_fps(self) -> float:
        """Of the slot that gets most."""
        return max((fill.drawn_fps for fill in tuple(self._fills.values())), default=0.0)

    def state_of_picture(self, known: Known, now_ns: int) -> PictureState:
        """As its tiles: what the picture tells of itself, and KEY where all of them get keyframes only."""
        if not self.is_damaged:
            return self._judged(known)
        return self._as_drawn(self._state_damaged(known, now_ns))

    def _judged(self, known: Known) -> PictureState:
        """As the log of a replay found its pictures then, else as they are found here."""
        return self._as_drawn(known.judged if known.judged is not None else self.seen.state)

    def _as_drawn(self, state: PictureState) -> PictureState:
        return PictureState.KEY if state is PictureState.LIVE and self._shows_keys else state

    @property
    def _shows_keys(self) -> bool:
        return self._keys_only or self._first.stands

    def _state_damaged(self, known: Known, now_ns: int) -> PictureState:
        """The last whole picture stands until it is stale."""
        shown_ns = self.picture.arrival_ns if self.picture is not None else 0
        is_stale = now_ns - shown_ns > self._stale_after_ms(known) * 1_000_000
        return PictureState.STALE if is_stale else PictureState.LIVE

    def state_before_picture(self, known: Known) -> PictureState:
        """What a slot says that has no picture yet."""
        if known.lost is not None or self.fault is not None:
            return PictureState.LOST
        return PictureState.WAIT if known.packet_ns else PictureState.CONNECTING

    def _stale_after_ms(self, known: Known) -> int:
        if self._shows_keys:
            return known.key_stale_after_ms
        if self._gop_share < 1.0:  # its picture stands until the next keyframe
            stands_ms = round((1.0 - self._gop_share) * known.key_interval_ms)
            return max(known.stale_after_ms, stands_ms + LATE_KEY_MS)
        return known.stale_after_ms

    def _explain(self, fill: SlotFill, state: PictureState, known: Known) -> None:
        lost = known.lost or self.no_room or self.fault
        cause = lost.cause if lost is not None and state is PictureState.LOST else LostCause.NONE
        if state is PictureState.WAIT and not known.has_key:
            cause = LostCause.NO_KEYFRAME
        elif state is PictureState.WAIT and self.is_damaged:
            cause = LostCause.NO_WHOLE_PICTURE
        interval_ms = known.key_interval_ms if self._shows_keys else 0
        fill.explain(state, cause, self._stale_after_ms(known), interval_ms)

    # --- a decode thread ------------------------------------------------------------------------------

    def mark(self) -> bytes:
        """What a decode thread notes while it decodes this stream."""
        return self._mark

    def urgency(self) -> int:
        """The most urgent slot's priority; a stream that catches up for a new tile goes before the grid, and
        before those a first look at another one. What nobody sees yet takes turns with the grid: behind it,
        it would not be live when it comes, before it, it would hold up what is seen.
        """
        if self._asked == Priority.WARMED:
            return Priority.GRID
        if self._has_new and (self._keys_only or (self._first.wanted and not self._first.key)):
            return min(self._asked, Priority.FIRST_LOOK)
        is_awaited = self._catching_up or self._has_new or self._comes_into_view
        return min(self._asked, Priority.CATCH_UP) if is_awaited else self._asked

    def step(self, tools: DecodeTools) -> bool:
        """Decode some packets and draw the newest picture; True when the head is not reached yet."""
        if self._has_leapt:
            self._has_leapt = False
            self._close_decoder()
        if not self._fills:
            self._close_decoder()
            return False
        if self._faults.holds(self._clock.monotonic_ns()):
            return False
        if self._has_new and self.picture is not None and not self._catching_up:
            self._draw(self.picture, tools.scaler, only_new=True)
        if self._keys_only:
            return self._step_key(tools)
        if self._first.still_stands(self._ring.newest_key() or 0):
            self._queue.offer_at(self, self._first.until_ns)
            return False
        return self._look_first(tools) or self._step_all(tools)

    def _look_first(self, tools: DecodeTools) -> bool:
        """Draw the newest keyframe where there is no picture yet; True when it did."""
        key = self._ring.newest_key()
        if not self._first.wanted or not self._has_new or self.picture is not None or key is None:
            return False
        if self._asked == Priority.WARMED:  # nobody sees it
            return False
        if key == self._first.key or key == self._ring.head():  # else it is the head's own picture
            return False
        self._first.looks_at(key, self._asked, is_shed=self._gop_share < 1.0)
        for kept in self._ring.after(key - 1, 1):
            picture = self._keys.decode(kept, tools.keys)
            if picture is None or not picture.is_whole:
                self._first.until_ns = 0
                continue
            if self._first.stands:
                self.picture, self._catching_up = picture, False
            self._draw(picture, tools.scaler, only_new=True, is_first_look=not self._first.stands)
        return True

    @property
    def _comes_soon(self) -> bool:
        """Whether nobody sees it yet, but may at any moment: what is left out then would be missing first."""
        is_warmed = self._asked == Priority.WARMED
        return is_warmed and self._clock.monotonic_ns() - self._warm_since_ns >= COMES_SOON_NS

    @property
    def _is_awaited(self) -> bool:
        """Whether somebody looks at this stream in particular, or has nothing to look at yet."""
        return self._has_new or self._asked <= Priority.CATCH_UP or self.picture is None

    def _step_all(self, tools: DecodeTools) -> bool:
        if not self._has_begun or not self._decoding.is_open:
            newest_key = self._ring.newest_key() or 1
            if newest_key == self._decoding.position and not self._is_awaited:
                return False  # it was decoded alone: all the others are from the next keyframe on
            self._decoding.position = newest_key - 1
            self._has_begun = self._catching_up = True
        packets = self._packets()
        self._measured = bool(packets) and _is_measured(packets[0])
        measures = self._measured and not self._catching_up
        before_ns = thread_time_ns() if measures else 0
        newest = self._decoding.decode_all(packets)
        if measures:
            keys = sum(kept.is_keyframe for kept in packets)
            self.cost.decoded(thread_time_ns() - before_ns, keys, len(packets) - keys)
        end, head = self._part.end, self._ring.head()
        at_head = self._decoding.position >= (head if end is None else min(head, end))
        if at_head:
            self._catching_up = False
        self._note_damage(self._decoding.is_damaged)
        newest = newest or self._damaged_anyway(self._decoding.take_damaged())
        if newest is not None:
            self.picture = newest
            self._draw_if_due(newest, tools.scaler, at_head)
        return bool(packets) and not at_head

    def _packets(self) -> list[KeptPacket]:
        """The next packets to decode."""
        key, position = self._ring.newest_key(), self._decoding.position
        comes_into_view, self._comes_into_view = self._comes_into_view, False
        if key is None:
            leaps = False
        elif comes_into_view:  # what was left out would make the first picture that is seen an old one
            leaps = self._part.take_whole(position, key)
            self._catching_up = True
        else:
            packets, comes_soon = self._ring.gop_packets(), self._comes_soon
            share, awaited = 1.0 if comes_soon else self._gop_share, comes_soon or self._is_awaited
            leaps = self._part.look(share, position, key, packets, awaited=awaited)
        if leaps and key is not None:
            self._decoding.leap(key)
            position = key - 1
        end = self._part.end
        most = PACKETS_A_STEP if end is None else min(PACKETS_A_STEP, end - position)
        return self._ring.after(position, most) if most > 0 else []

    def _step_key(self, tools: DecodeTools) -> bool:
        """Decode and draw the newest keyframe, if it was not yet."""
        self._decoding.close()
        self._part = GopPart()
        self._has_begun = self._catching_up = False
        key = self._ring.newest_key()
        if key is None or (self.picture is not None and key <= self._decoding.position):
            return False
        for kept in self._ring.after(key - 1, 1):
            self._decoding.position = kept.number
            before_ns = thread_time_ns()
            picture = self._keys.decode(kept, tools.keys)
            self.cost.decoded(thread_time_ns() - before_ns, 1, 0)
            self._note_damage(self._keys.is_damaged)
            if picture is not None and not picture.is_whole:
                picture = self._damaged_anyway(picture)
            if picture is not None:
                self.picture = picture
                self._draw(picture, tools.scaler)
                self._counts.drawn += 1
        return False

    def _damaged_anyway(self, picture: Picture | None) -> Picture | None:
        """A damaged picture where no whole one came in all that time: better than none, and marked."""
        has_whole = self.picture is not None and self.picture.is_whole
        long_enough = self._clock.monotonic_ns() - self._damaged_ns > SHOWN_ANYWAY_NS
        return picture if self.is_damaged and long_enough and not has_whole else None

    def _note_damage(self, is_damaged: bool) -> None:
        """Say so where it changed; a tile without a picture waits for a whole one."""
        if is_damaged is self.is_damaged:
            return
        with self._lock:
            known = self._intake.known()
            self.is_damaged, self._damaged_ns = is_damaged, self._clock.monotonic_ns()
            for fill in self._fills.values():
                fill.writer.set_damaged(is_damaged)
                if is_damaged and fill.is_new:
                    self._explain(fill, PictureState.WAIT, known)
        self._wake()

    def _draw_if_due(self, picture: Picture, scaler: Scaler, at_head: bool) -> None:
        now_ns = self._clock.monotonic_ns()
        overdue = not self._catching_up and now_ns - self._drawn_ns > LONGEST_UNDRAWN_NS
        if at_head or overdue:
            self._draw(picture, scaler)
            self._drawn_ns = now_ns
            self._counts.drawn += 1
        elif not self._catching_up:
            self._counts.undrawn += 1

    def _draw(
        self, picture: Picture, scaler: Scaler, *, only_new: bool = False, is_first_look: bool = False
    ) -> None:
        """Write the picture into the slots and say LIVE, unless the connection it came by was lost since.

        A picture may itself tell that it is DARK, COVERED or FROZEN.
        """
        measures = self._measured and not self._has_new  # the first picture of a slot finds no memory yet
        before_ns, pixels = thread_time_ns() if measures else 0, 0
        self.seen.see(picture.frame, picture.arrival_ns)
        with self._lock:
            if self._has_leapt:  # meanwhile: this is a picture of before
                return
            self.fault = None
            known = self._intake.known()
            live = known.lost is None and picture.connection is known.connection
            seen = PictureState.WAIT if is_first_look else self._judged(known)
            for fill in self._fills.values():
                wanted = fill.is_new if only_new else fill.is_due(picture.arrival_ns)
                if not wanted:
                    continue
                pixels += fill.area
                if not fill.draw(picture, picture.arrival_ns, scaler):
                    self._counts.unscaled += 1
                elif live:
                    self._explain(fill, seen, known)
            self._has_new = False
        if measures:
            self.cost.drawn(thread_time_ns() - before_ns, pixels)

    def failed(self, error: Exception) -> None:
        """A step raised: LOST until it is tried again, with a decoder of its own made anew."""
        reason = self._faults.note(error, self._clock.monotonic_ns())
        log.error("%s: %s", self._label, reason.detail)
        self._close_decoder()
        with self._lock:
            self.fault = reason
            known = self._intake.known()
            for fill in self._fills.values():
                self._explain(fill, PictureState.LOST, known)
        self._queue.offer_at(self, self._faults.until_ns)
        self._wake()

    def _close_decoder(self) -> None:
        self._decoding.close()
        self._part = GopPart()
        self.seen = PictureHealth()
        self.picture = None
        self._first.forget()
        self._note_damage(False)
        self._has_begun = False
        self._catching_up = True


def _is_measured(kept: KeptPacket) -> bool:
    """A thread's CPU time is a call of the system: not for every picture."""
    return kept.is_keyframe or kept.number % MEASURE_EVERY == 0
