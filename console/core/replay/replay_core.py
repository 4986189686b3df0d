"""Core of a replay: feeds a recorded log again under a clock that people hold, and tells what follows.

What this run's engine and displays report is dropped, as all of that stands in the log as it was then. People
can change nothing of it either, unless they have it decided again from a moment on.
"""

import logging
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import zmq

from console.core.boundary.questions import answer_to
from console.core.log.input_log import CommandGiven, StateCommand
from console.core.lookups import layout_heads, preset_heads, tours_in_order
from console.core.publishing.changes import feed_counts
from console.core.replay.kept_transport import KeptRun, KeptTransport
from console.core.replay.played import Played, Recording
from console.core.replay.tape import Tape
from console.core.replay.timeline import Timeline
from console.core.replay.transport import Transport, refuse_backwards
from console.domain.errors import CommandRefused
from console.protocol import core_messages as messages
from console.protocol import replay_messages as replay
from console.protocol.clock import Clock
from console.protocol.core_changes import (
    AnyCoreChange,
    ClockChanged,
    CorePublished,
    CoreSnapshot,
    Counts,
    Heartbeat,
    Welcome,
)
from console.protocol.endpoints import Endpoints
from console.protocol.lifeline import BEAT_INTERVAL_S, Lifeline
from console.protocol.picture_clock import NS_PER_MS, USUAL_RATE, ClockReading
from console.protocol.publisher import Publisher
from console.protocol.recording_messages import ReportRecorded
from console.protocol.reply import Refusal
from console.protocol.responder import Asked, Responder

log = logging.getLogger("sightline.core")

LONGEST_WAIT_MS = 50
SECOND_NS = 1_000_000_000
MOST_TRIES = 2
"""So often a run is taken up after a start before it is given up."""
WALL_STEP_MS = 50
"""A wall clock that was set by more than this while it was recorded is told of."""

REPORTS = (messages.ReportFeeds, messages.ReportPainted, ReportRecorded, messages.ReportLent)


class ReplayCore:
    """All parts of the process. ``bounds_ms``: between which log times ``tape`` is played, and where it
    stands first; a step is ``frame_ms``.

    ``kept``: it goes on where the core before it was, in a run with that, and ``told`` how many inputs of
    that are decided again. ``not_as_signed``: what of the recording is not, in words.
    """

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        run_dir: Path,
        tape: Tape,
        recording: Recording,
        bounds_ms: tuple[int, int, int],
        clock: Clock,
        frame_ms: int = 67,
        kept: KeptTransport | None = None,
        *,
        not_as_signed: str = "",
        told: Callable[[int], None] = lambda _: None,
    ) -> None:
        endpoints = Endpoints(run_dir)
        self._clock = clock
        self._frame_ms = frame_ms
        self._tape = tape
        self._timeline = Timeline(tape)
        self._life = uuid.uuid4().hex[:12]
        self._responder = Responder(context, (endpoints.core_commands,), messages.Request, clock)
        self._publisher = Publisher[AnyCoreChange](
            context, (endpoints.core_changes,), self._life, CorePublished, Welcome()
        )
        self._signing = (f"This package is not as it was signed: {not_as_signed}",) if not_as_signed else ()
        self._kept = kept
        self._transport = Transport(*bounds_ms, clock.monotonic_ns())
        run = None
        if kept is not None:
            self._transport, run = kept.left(self._transport)
        self._played = Played(tape, recording, self._now_ms(), is_as_signed=not not_as_signed)
        if kept is not None and run is not None:
            self._take_up(kept, run, told)
        self._reading = self._read_clock()
        self._is_set_anew = False
        self._heartbeat_ns = 0

    def _take_up(self, kept: KeptTransport, run: KeptRun, told: Callable[[int], None]) -> None:
        """What ends core each time it is taken up is given up."""
        if run.given_up or run.tries >= MOST_TRIES:
            self._played.give_up(run, run.given_up or "core ended each time that it went on with it")
        else:
            kept.keep(self._transport, replace(run, tries=run.tries + 1))
            self._played.take_up(run, self._now_ms(), told)
        kept.keep(self._transport, self._played.kept_run)

    def start(self) -> None:
        """Bind; it stands at its beginning."""
        self._publisher.start()
        self._responder.start()

    def run(self, lifeline: Lifeline) -> None:
        """Serve until the lifeline says stop."""
        beat_ns = 0
        while not lifeline.stopping.is_set():
            self.turn(LONGEST_WAIT_MS)
            now_ns = self._clock.monotonic_ns()
            if now_ns - beat_ns >= BEAT_INTERVAL_S * 1e9:
                beat_ns = now_ns
                lifeline.beat({"inputs": self._played.state.n})

    def turn(self, timeout_ms: int) -> None:
        """Take what is asked, go on to where the clock is, tell what follows."""
        self._responder.socket.poll(min(timeout_ms, self._wait_ms()))
        self._publisher.greet()
        for asked in self._responder.receive():
            self._answer(asked)
        self._move(self._transport.turn(self._clock.monotonic_ns()))
        self._go_on()
        self._publish_regular()

    # --- time -----------------------------------------------------------------------------------------

    def _move(self, transport: Transport) -> None:
        """The clock goes on so. A leap is as another life of core: everybody asks for all of it."""
        before, self._transport = self._transport, transport
        if transport != before:
            self._keep()
        self._is_set_anew |= (transport.rate_permille, transport.loop) != (before.rate_permille, before.loop)
        if transport.epoch != before.epoch:
            self._played.leap(transport.at_ms)
            self._tell_all()

    def _keep(self) -> None:
        if self._kept is not None:
            self._kept.keep(self._transport, self._played.kept_run)

    def _tell_all(self) -> None:
        self._publisher.begin_anew(f"{self._life}-{self._transport.epoch}")
        self._reading = self._read_clock()
        self._heartbeat()

    def _go_on(self) -> None:
        now_ms = self._now_ms()
        for change in self._played.go_on(now_ms):
            self._publisher.publish(change, now_ms)
        reading = self._read_clock()
        if self._is_set_anew or _differ(reading, self._reading):  # set while it stands: who shows it asks
            self._reading, self._is_set_anew = reading, False
            self._publisher.publish(ClockChanged(reading), now_ms)

    def _now_ms(self) -> int:
        return self._transport.now_ms(self._clock.monotonic_ns())

    def _read_clock(self) -> ClockReading:
        transport, mono_ns = self._transport, self._clock.monotonic_ns()
        at_ms = transport.now_ms(mono_ns)
        rate = transport.rate_permille if transport.playing else 0
        return ClockReading(transport.epoch, at_ms, self._tape.wall_ms(at_ms), mono_ns, rate)

    def _wait_ms(self) -> int:
        """Until the next entry is due, as far as that is soon."""
        next_ms = self._played.next_ms()
        if not self._transport.playing or next_ms is None:
            return LONGEST_WAIT_MS
        left_ms = next_ms - self._now_ms()
        return max(0, min(LONGEST_WAIT_MS, left_ms * USUAL_RATE // self._transport.rate_permille))

    # --- telling --------------------------------------------------------------------------------------

    def _publish_regular(self) -> None:
        if self._clock.monotonic_ns() - self._heartbeat_ns >= SECOND_NS:
            self._heartbeat()

    def _heartbeat(self) -> None:
        self._heartbeat_ns = self._clock.monotonic_ns()
        self._publisher.publish(Heartbeat(), self._now_ms(), numbered=False)

    def _snapshot(self) -> CoreSnapshot:
        self._go_on()
        state, site = self._played.state, self._played.state.site.loaded
        return CoreSnapshot(
            boot=self._publisher.boot,
            seq=self._publisher.seq,
            at_ms=self._now_ms(),
            site=site.site,
            cameras=site.cameras,
            monitors=tuple(self._played.views.values()),
            incidents=tuple(state.incidents.table.oldest_first()[::-1]),
            layouts=layout_heads(state),
            presets=preset_heads(state),
            tours=tours_in_order(state),
            counts=Counts(feeds=feed_counts(state)),
            director_mode=site.director.mode,
            recordings=(),  # nothing is recorded in a replay
            lent=dict(state.wall.lent.items()),
            problems=self._problems(),
            clock=self._reading,
        )

    def _problems(self) -> tuple[str, ...]:
        return (*self._signing, *self._played.problems())

    def _status(self) -> dict[str, Any]:
        return {
            "site": self._played.state.site.loaded.site,
            "state": "replay",
            "problems": list(self._problems()),
            "boot": self._publisher.boot,
            "at_ms": self._now_ms(),
            "log": {"n": self._played.state.n, "entries": len(self._tape.entries)},
        }

    def _replay_status(self, *, events: bool) -> replay.ReplayStatus:
        transport = self._transport
        span = (transport.begin_ms, transport.end_ms)
        return replay.ReplayStatus(
            site=self._played.state.site.loaded.site,
            begin_ms=transport.begin_ms,
            end_ms=transport.end_ms,
            at_ms=self._now_ms(),
            wall_ms=self._tape.wall_ms(self._now_ms()),
            playing=transport.playing,
            rate=transport.rate_permille / USUAL_RATE,
            loop=transport.loop,
            clock=self._reading,
            events=self._timeline.events(*span) if events else (),
            unlogged=self._timeline.unlogged(*span) if events else (),
            again_ms=self._played.again_ms,
            run=self._played.run,
            fed=self._played.fed.told(),
        )

    # --- commands -------------------------------------------------------------------------------------

    def _answer(self, asked: Asked[messages.Request]) -> None:
        try:
            self._responder.reply(asked, self._carry_out(asked.request))
        except CommandRefused as refusal:
            self._responder.reply(asked, refused=Refusal(refusal.code, refusal.text))

    def _carry_out(self, request: messages.Request) -> object:
        command = request.command
        if isinstance(command, REPORTS):
            return {"n": self._played.state.n}
        if isinstance(command, replay.GetReplayedCells):
            return replay.ReplayedCells(self._tape.shown_cells)
        if isinstance(command, replay.ReplayCommand):
            self._move(self._moved(command))
            self._go_on()
            return self._replay_status(events=isinstance(command, replay.GetReplay) and command.events)
        if isinstance(command, StateCommand):
            return self._act(CommandGiven(request.by, command, request.id))
        return answer_to(command, self._played.state, self._snapshot, self._status)

    def _act(self, given: CommandGiven) -> object:
        self._go_on()
        before = self._played.kept_run
        try:
            return {"n": self._played.act(given, self._now_ms())}
        finally:
            if self._played.kept_run != before:
                self._keep()
            self._go_on()

    def _moved(self, command: replay.ReplayCommand) -> Transport:
        transport, mono_ns = self._transport, self._clock.monotonic_ns()
        if isinstance(command, replay.SeekReplay) and command.wall_ms is not None:
            command = replay.SeekReplay(self._tape.log_ms(command.wall_ms, command.at_ms))
        if self._played.again_ms is not None:
            refuse_backwards(command, transport, mono_ns)
        match command:
            case replay.DecideAgain():
                self._go_on()
                self._played.begin_again(transport.now_ms(mono_ns))
                return transport.looping(loop=False).leap_here(mono_ns)
            case replay.ShowAsItWas():
                self._played.end_again(transport.now_ms(mono_ns))
                return transport.leap_here(mono_ns)
            case replay.GetReplay():
                return transport
            case replay.PlayReplay():
                return transport.play(mono_ns)
            case replay.PauseReplay():
                return transport.pause(mono_ns)
            case replay.SeekReplay(at_ms=at_ms):
                return transport.seek(at_ms, mono_ns)
            case replay.StepReplay():
                return self._stepped(command, mono_ns)
            case replay.SetReplayRate(rate=rate):
                if not replay.SLOWEST <= rate <= replay.FASTEST:
                    raise CommandRefused(
                        "bad_rate",
                        f"a replay runs from {replay.SLOWEST:g} to {replay.FASTEST:g} times, not {rate}",
                    )
                return transport.at_rate(rate, mono_ns)
            case replay.LoopReplay(loop=loop):
                return transport.looping(loop)

    def _stepped(self, step: replay.StepReplay, mono_ns: int) -> Transport:
        here = self._transport.pause(mono_ns)
        if step.by is replay.Step.FRAME:
            return here.step(-self._frame_ms if step.back else self._frame_ms, mono_ns)
        at_ms = self._timeline.next_event_ms(here.at_ms, back=step.back)
        if at_ms is None or not here.begin_ms <= at_ms <= here.end_ms:
            raise CommandRefused("no_event", f"there is no event {'before' if step.back else 'after'} this")
        return here.step(at_ms - here.at_ms, mono_ns)

    def stop(self) -> None:
        """Unbind; a run is closed."""
        self._played.stop(self._now_ms())
        self._responder.stop()
        self._publisher.stop()


def _differ(now: ClockReading, told: ClockReading) -> bool:
    """Whether somebody who goes by ``told`` would be wrong now."""
    if (now.epoch, now.rate_permille) != (told.epoch, told.rate_permille):
        return True
    gone_ms = (now.mono_ns - told.mono_ns) * told.rate_permille // USUAL_RATE // NS_PER_MS
    expected = (told.at_ms + gone_ms, told.wall_ms + gone_ms)
    return max(abs(now.at_ms - expected[0]), abs(now.wall_ms - expected[1])) > WALL_STEP_MS
