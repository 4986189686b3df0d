"""A recorded stream in place of a camera's session: its packets when the replay's clock is where they came.

A thread for each, as a session's; the sink, and so all behind it, is the live one.
"""

import threading
from collections.abc import Iterable
from typing import Protocol

from console.media.worker.replay.bare_reasons import BareReasons
from console.media.worker.replay.recorded_words import RecordedWords
from console.media.worker.replay.stream_tape import Bare, Came, StreamTape
from console.media.worker.rtsp_source import LostReason, StreamFormat, VideoPacket
from console.protocol.clock import Clock
from console.protocol.picture_clock import USUAL_RATE, PictureClock
from console.protocol.process_config import RecordedState

LONGEST_WAIT_S = 1.0
KEYS_ALONE_ABOVE_PERMILLE = 2 * USUAL_RATE
"""Played faster than twice as fast, keyframes alone are handed over."""

HOLDS_NS = 2_000_000_000
"""The last picture before nothing stands so long, as the live wall believes in one."""

LATE_MS = 500
"""Of the machine's time: fast, so much of a busy machine's lateness is seconds of the recording's."""


class ReplaySink(Protocol):
    """Who takes the packets: a stream."""

    def leapt(self, epoch: int) -> None:
        """What follows is of another time."""

    def connected(self, form: StreamFormat) -> None:
        """Packets of this form follow."""

    def arrived(self, packet: VideoPacket, arrival_ns: int, *, after_loss: bool = False) -> None:
        """A packet came then (the picture clock's time)."""

    def thinned(self, late_ms: int) -> None:
        """Of what follows keyframes alone are handed over, each so late at most (log time); 0: all again."""

    def told(self, state: RecordedState | None) -> None:
        """How the log says that the camera was from now on; None: it does not say. A leap forgets it."""

    def lost(self, reason: LostReason) -> None:
        """There is none any more."""


class FileSession:
    """``tape`` is None where nothing is of it, ``why`` of the other moments without a picture; ``words``:
    how its camera was at each moment, as the log says.

    ``clock_changed`` when the replay's clock goes another way.
    """

    def __init__(
        self,
        label: str,
        tape: StreamTape | None,
        sink: ReplaySink,
        clock: Clock,
        picture_clock: PictureClock,
        why: BareReasons | None = None,
        words: RecordedWords | None = None,
    ) -> None:
        self._why = why or BareReasons()
        self._words = words or RecordedWords()
        self._told: RecordedState | None = None
        self._tape = tape
        self._sink = sink
        self._clock = clock
        self._picture_clock = picture_clock
        self._changed = threading.Condition()
        self._stopping = False
        self._form: StreamFormat | None = None
        self._awaits_key = True
        self._late_ms = 0
        self._thread = threading.Thread(target=self._run, name=f"replay {label}", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """It ends at once."""
        with self._changed:
            self._stopping = True
            self._changed.notify()

    def clock_changed(self) -> None:
        """Look at the clock again."""
        with self._changed:
            self._changed.notify()

    def wait_stopped(self, timeout_s: float) -> bool:
        """Whether the thread ended in time."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def is_whole(self) -> bool:
        """Whether the thread runs: False after a defect ended it."""
        return self._stopping or self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping:
            epoch = self._picture_clock.epoch
            if not epoch:  # where the replay is nobody has said yet
                self._wait_until(None, epoch)
                continue
            self._form, self._awaits_key = None, True
            self._leap(epoch)
            self._play(epoch)
            self._wait_until(None, epoch)

    def _play(self, epoch: int) -> None:
        """From where the clock is, until it leaps."""
        tape, now_ns = self._tape, self._picture_clock.monotonic_ns()
        if tape is None:
            self._lack(None, epoch)
            return
        until_ns = tape.bare_until_ns(now_ns - HOLDS_NS)
        if until_ns != now_ns - HOLDS_NS and not self._lack(until_ns, epoch):
            return
        place = tape.key_before(self._picture_clock.monotonic_ns())
        if place is None:
            self._lack(None, epoch)
            return
        last_ns = place.at_ns
        for came in tape.from_place(place):
            if not self._lose_between(last_ns, came.at_ns, tape.bare, epoch):
                return
            if not self._wait_until(came.at_ns, epoch):
                return
            self._hand_over(came)
            last_ns = came.at_ns
        if self._form is None or self._wait_until(last_ns + HOLDS_NS, epoch):
            self._lack(None, epoch)

    def _lose_between(self, from_ns: int, to_ns: int, bare: Iterable[Bare], epoch: int) -> bool:
        """Say when there is nothing on the way, and why; False when the clock leapt meanwhile.

        A camera that falls silent is lost when the log says so; its picture grows old until then.
        """
        found = [one for one in bare if from_ns <= one.from_ns and one.to_ns <= to_ns]
        if any(one.lost for one in found):
            lost_ns = self._words.lost_ns(from_ns, to_ns) or from_ns
            return self._wait_until(lost_ns, epoch) and self._lack(to_ns, epoch, is_lost=True)
        if found:
            return self._wait_until(min(from_ns + HOLDS_NS, to_ns), epoch) and self._lack(to_ns, epoch)
        return True

    def _lack(self, until_ns: int | None, epoch: int, *, is_lost: bool = False) -> bool:
        """Nothing is here until then (None: for ever): say at each moment why; False when the clock leapt.

        A camera that was lost keeps its last picture, as on the live wall.
        """
        if not is_lost and self._form is not None:
            self._leap(epoch)
        while True:
            now_ns = self._picture_clock.monotonic_ns()
            if until_ns is not None and now_ns >= until_ns:
                return True
            self._lose(self._why.at(now_ns, is_lost=is_lost))
            turn_ns = self._why.turn_ns(now_ns)
            ends_ns = [one for one in (turn_ns, until_ns) if one is not None]
            if not self._wait_until(min(ends_ns, default=None), epoch):
                return False

    def _lose(self, reason: LostReason) -> None:
        self._sink.lost(reason)
        self._form, self._awaits_key = None, True

    def _hand_over(self, came: Came) -> None:
        rate_permille = self._picture_clock.rate_permille
        is_fast = rate_permille > KEYS_ALONE_ABOVE_PERMILLE
        late_ms = LATE_MS * rate_permille // USUAL_RATE if is_fast else 0
        if late_ms != self._late_ms:
            self._late_ms = late_ms
            self._sink.thinned(late_ms)
        self._awaits_key = (self._awaits_key or is_fast) and not came.is_keyframe
        if self._awaits_key:  # what follows at a usual rate begins at a keyframe, too
            return
        if came.form != self._form:
            self._form = came.form
            self._sink.connected(came.form)
        self._sink.arrived(came.packet, came.at_ns, after_loss=came.after_loss)

    def _leap(self, epoch: int) -> None:
        self._sink.leapt(epoch)
        self._told = None
        self._tell()

    def _wait_until(self, at_ns: int | None, epoch: int) -> bool:
        """Until the clock is there (None: for ever); False when it leapt, or this session is to stop.

        On the way is told what the log says.
        """
        while not self._stopping and self._picture_clock.epoch == epoch:
            turn_ns = self._tell()
            with self._changed:
                if self._stopping or self._picture_clock.epoch != epoch:
                    break
                if at_ns is not None and self._picture_clock.monotonic_ns() >= at_ns:
                    return True
                self._changed.wait(self._left_s(min((one for one in (at_ns, turn_ns) if one), default=None)))
        return False

    def _tell(self) -> int | None:
        """What the log says now, and when it says the next. It is no word of a replay that is nowhere yet."""
        if not self._picture_clock.epoch:
            return None
        now_ns = self._picture_clock.monotonic_ns()
        told = self._words.at(now_ns)
        if told is not self._told:
            self._told = told
            self._sink.told(told)
        return self._words.turn_ns(now_ns)

    def _left_s(self, at_ns: int | None) -> float:
        due_ns = self._picture_clock.machine_ns(at_ns) if at_ns is not None else None
        if due_ns is None:
            return LONGEST_WAIT_S
        return min(LONGEST_WAIT_S, max(0.001, (due_ns - self._clock.monotonic_ns()) / 1e9))
