"""A window's hold on a replay: asks core to play, stand, leap or step, and knows how the replay is."""

from bisect import bisect_right

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from console.domain.errors import NoAnswer
from console.protocol.command_sender import Became, Outcome
from console.protocol.core_changes import ClockChanged, CorePublished, CoreSnapshot
from console.protocol.picture_clock import NS_PER_MS, PictureClock
from console.protocol.replay_messages import (
    DecideAgain,
    GetReplay,
    LoopReplay,
    PauseReplay,
    PlayReplay,
    ReplayCommand,
    ReplayEvent,
    ReplayStatus,
    SeekReplay,
    SetReplayRate,
    ShowAsItWas,
    Step,
    StepReplay,
    UnloggedTime,
)
from console.protocol.reply import Reply
from console.ui.bridge import Bridge
from console.ui.replay.keys import SEEKS_MS, ReplayAct
from console.ui.replay.rates import faster, rate_words, slower
from console.ui.replay.shown_then import AskedThen, ShownThen
from console.ui.replay.span_words import span_words

STEPS = {
    ReplayAct.FRAME: (StepReplay(Step.FRAME), "one picture further"),
    ReplayAct.FRAME_BACK: (StepReplay(Step.FRAME, back=True), "one picture back"),
    ReplayAct.EVENT: (StepReplay(Step.EVENT), "at the next event"),
    ReplayAct.EVENT_BACK: (StepReplay(Step.EVENT, back=True), "at the event before"),
}


class ReplayControl(QObject):
    """``changed``: ``status`` or ``events`` are others; ``said``: what was set, in few words.

    Core is asked how the replay is when it says that its clock was set, by whomever, never by time.
    """

    changed = Signal()
    said = Signal(str)

    def __init__(
        self, bridge: Bridge, clock: PictureClock, *, events: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.status: ReplayStatus | None = None
        self.events: tuple[ReplayEvent, ...] = ()
        self.unlogged: tuple[UnloggedTime, ...] = ()
        self.then = ShownThen()
        self._alerts_ms: list[int] = []
        self._bridge = bridge
        self._clock = clock
        self._wants_events = events
        self._question = ""
        self._ask_again = False
        self._sent: set[str] = set()
        self._seek = self._step = ""
        self._next_step: ReplayAct | None = None
        self._bound_ms: int | None = None
        self._sent_ms: int | None = None
        self._awaited_epoch = 0
        if events:
            self._asked_then = AskedThen(bridge, self.then, self)
        bridge.core_said.connect(self._core_said)
        bridge.replied.connect(self._replied)
        bridge.came_out.connect(self._came_out)

    # --- how it is

    @property
    def is_again(self) -> bool:
        """Whether core and people decide anew, so that acts count."""
        return self.status is not None and self.status.again_ms is not None

    @property
    def at_ms(self) -> int:
        """Where it is now (log time), or where it was asked to leap and soon will be."""
        leaps = self._clock.epoch < self._awaited_epoch  # core did, the clock is still to hear of it
        if self._bound_ms is not None and (self._seek or leaps):
            return self._bound_ms
        if leaps and self.status is not None:
            return self.status.at_ms
        at_ms = self._clock.monotonic_ns() // NS_PER_MS
        return min(self.status.end_ms, max(self.status.begin_ms, at_ms)) if self.status else at_ms

    @property
    def wall_ms(self) -> int:
        """The recorded wall time of ``at_ms``."""
        return self._clock.now_ms() + self.at_ms - self._clock.monotonic_ns() // NS_PER_MS

    @property
    def alerts(self) -> int:
        """How many alerts of the recording had come by now; 0 without events."""
        return bisect_right(self._alerts_ms, self.at_ms)

    def _core_said(self, said: CoreSnapshot | CorePublished) -> None:
        if isinstance(said, CoreSnapshot):
            self._question = ""  # another life of core answers no old one
            self._ask()
        elif isinstance(said.change, ClockChanged):
            self._ask()

    def _ask(self) -> None:
        if self._question:
            self._ask_again = True
            return
        self._ask_again = False
        try:
            question = GetReplay(events=self._wants_events and not self.events)
            self._question = self._bridge.core.requester.send(question)
        except NoAnswer:
            self._question = ""  # core is gone; with its snapshot it is asked again

    def _replied(self, reply: Reply) -> None:
        is_answer, is_seek, is_step = (reply.id == one for one in (self._question, self._seek, self._step))
        if not is_answer and reply.id not in self._sent:
            return
        self._sent.discard(reply.id)
        self._question = "" if is_answer else self._question
        if reply.refused is None:
            self._take(msgspec.convert(reply.result, ReplayStatus))
        if is_seek:
            self._seek_answered()
        if is_step:
            self._step_answered()
        if is_answer and self._ask_again:
            self._ask()

    def _take(self, status: ReplayStatus) -> None:
        self._awaited_epoch = status.clock.epoch
        if not self._seek and self._clock.epoch >= self._awaited_epoch:
            self._bound_ms = None  # it is there
        if status.events or status.unlogged:
            self.events, self.unlogged = status.events, status.unlogged
            self._alerts_ms = [one.at_ms for one in status.events if one.kind == "alert"]
        if self._sent and self.status is not None:  # core told this before it heard of the last wish
            now = self.status
            status = replace(status, playing=now.playing, rate=now.rate, loop=now.loop)
        self.status = replace(status, events=(), unlogged=())
        self.changed.emit()

    def _came_out(self, outcome: Outcome) -> None:
        if outcome.became in (Became.UNKNOWN, Became.NOT_SENT):
            self._sent.clear()
            self._seek = self._step = ""
            self._bound_ms = self._next_step = None

    # --- what is asked of it

    def do(self, act: ReplayAct) -> None:
        """What a key or button means."""
        if (status := self.status) is None:
            return
        if act in SEEKS_MS:
            self.seek(self.at_ms + SEEKS_MS[act])
        elif act in STEPS:
            self._do_step(act)
        elif act is ReplayAct.BEGIN:
            self.seek(status.begin_ms)
        elif act is ReplayAct.TOGGLE:
            self._toggle(status)
        elif act is ReplayAct.AGAIN:
            self._toggle_again()
        elif act is ReplayAct.LOOP:
            words = "stands at its end" if status.loop else "begins again at its end"
            self._set(LoopReplay(not status.loop), words, replace(status, loop=not status.loop))
        else:
            self.set_rate((faster if act is ReplayAct.FASTER else slower)(status.rate))

    def set_rate(self, rate: float) -> None:
        """So fast."""
        if self.status is not None:
            self._set(SetReplayRate(rate), f"plays at {rate_words(rate)}", replace(self.status, rate=rate))

    def seek(self, at_ms: int) -> None:
        """Leap there. As long as a leap is under way only the newest wish waits: a drag asks for many."""
        if (status := self.status) is None:
            return
        self._bound_ms = min(status.end_ms, max(status.begin_ms, at_ms))
        if not self._seek:
            self._send_seek(status)
        self.changed.emit()

    def _toggle(self, status: ReplayStatus) -> None:
        command = PauseReplay() if status.playing else PlayReplay()
        words = "stands still" if status.playing else f"plays at {rate_words(status.rate)}"
        if self._give(command, words):
            self.status = replace(status, playing=not status.playing)  # until core says how it is
            self.changed.emit()

    def _toggle_again(self) -> None:
        if self.is_again:
            self._give(ShowAsItWas(), "shown as it was")
        else:
            self._give(DecideAgain(), "from here on you decide")

    def _set(self, command: ReplayCommand, words: str, expected: ReplayStatus) -> None:
        if self._give(command, words):
            self.status = expected
            self.changed.emit()
            self.said.emit(words)

    def _do_step(self, act: ReplayAct) -> None:
        """One at a time, and one that waits: a key that is held goes as fast as core."""
        if self._step:
            self._next_step = act
        else:
            self._step = self._give(*STEPS[act])

    def _step_answered(self) -> None:
        self._step = ""
        act, self._next_step = self._next_step, None
        if act is not None:
            self._do_step(act)

    def _send_seek(self, status: ReplayStatus) -> None:
        self._sent_ms = self._bound_ms
        at_ms = self._sent_ms or status.begin_ms
        self._seek = self._give(SeekReplay(at_ms), f"at {span_words(at_ms - status.begin_ms)}")

    def _seek_answered(self) -> None:
        self._seek = ""
        if self._bound_ms is not None and self._bound_ms != self._sent_ms and self.status is not None:
            self._send_seek(self.status)

    def _give(self, command: ReplayCommand, words: str) -> str:
        if not isinstance(command, SeekReplay):
            self._bound_ms = None  # from where it is now
        request = self._bridge.commands.give(command, words)
        self._sent |= {request} if request else set()
        return request
