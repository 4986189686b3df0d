"""Watches a replay without a display: how much of it was played, where it came to, what its windows show."""

import json
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec

from console.app.ctl.output import ExitCode
from console.app.ctl.session import ask_unless
from console.app.replay_code import ReplayCode
from console.app.terminal import say
from console.domain.errors import CommandRefused, NoAnswer
from console.domain.wording import position_words
from console.protocol.clock import Clock
from console.protocol.core_messages import Request
from console.protocol.endpoints import Endpoints
from console.protocol.replay_messages import GetReplay, PlayReplay, ReplayCommand, ReplayStatus
from console.protocol.window_messages import TakeShot, WindowRequest

READY_WITHIN_S = 30.0
LOOK_S = 0.25
ANSWER_WITHIN_S = 5.0


class PlayedTime:
    """How much of the recording was played, told now and then where it is: leaps and steps are none of it."""

    def __init__(self) -> None:
        self.last: ReplayStatus | None = None
        self.played_ms = 0

    def hear(self, now: ReplayStatus) -> None:
        """It is there now."""
        last, self.last = self.last, now
        if last is not None and last.playing and last.clock.epoch == now.clock.epoch:
            self.played_ms += now.at_ms - last.at_ms


class ReplayWatch:
    """Plays it for ``seconds``, takes the pictures of ``windows``, and stops the site; all in ``run``.

    Once somebody else stops it nothing is asked any more: its windows are leaving.
    """

    def __init__(
        self,
        run_dir: Path,
        windows: Sequence[str],
        seconds: int,
        output: Path,
        stopping: threading.Event,
        clock: Clock,
        *,
        not_as_signed: str = "",
    ) -> None:
        self._endpoints = Endpoints(run_dir)
        self._windows = windows
        self._seconds = seconds
        self._output = output
        self._clock = clock
        self._stopping = stopping
        self._time = PlayedTime()
        self._errors: list[str] = []
        self._unsigned = [f"the package is not as it was signed: {not_as_signed}"] if not_as_signed else []

    def run(self) -> None:
        """In a thread of its own."""
        try:
            if self._wait_ready():
                self._ask(PlayReplay())
                self._watch(self._now_s() + self._seconds)
                self._take_shots()
        except (NoAnswer, CommandRefused) as error:
            early = f"it was stopped before its {self._seconds} s were over: no pictures were taken"
            self._errors.append(early if self._stopping.is_set() else str(error))
        self._stopping.set()

    def _now_s(self) -> float:
        return self._clock.monotonic_ns() / 1e9

    def _wait_ready(self) -> bool:
        until_s = self._now_s() + READY_WITHIN_S
        while self._now_s() < until_s:
            try:
                self._ask(GetReplay(events=False), 1.0)
                return True
            except NoAnswer:
                if self._stopping.is_set():
                    raise
        self._errors.append(f"the replay was not ready within {READY_WITHIN_S:.0f} s")
        return False

    def _watch(self, until_s: float) -> None:
        while (left_s := until_s - self._now_s()) > 0 and not self._stopping.wait(min(LOOK_S, left_s)):
            self._ask(GetReplay(events=False))

    def _ask(self, command: ReplayCommand, within_s: float = ANSWER_WITHIN_S) -> None:
        answer = ask_unless(self._stopping, self._endpoints.core_commands, command, Request, within_s)
        self._time.hear(msgspec.convert(answer, ReplayStatus))

    def _take_shots(self) -> None:
        for window in self._windows:
            shot = TakeShot(path=str((self._output / f"{window}.png").resolve()))
            ask_unless(self._stopping, self._endpoints.window(window), shot, WindowRequest, ANSWER_WITHIN_S)

    def write_report(self) -> int:
        """``report.json``, and a line for people; the exit status, that of a package that is not as signed
        where nothing else is wrong.
        """
        report = report_of(self._time) | {"errors": [*self._errors, *self._unsigned]}
        (self._output / "report.json").write_text(json.dumps(report, indent=2) + "\n")
        for error in (*self._errors, *self._unsigned):
            say(error, error=True)
        if self._time.last is not None:
            say(f"{played_words(self._time)}; see {self._output}/")
        if self._errors:
            return ExitCode.FAILED
        return ReplayCode.UNREADABLE if self._unsigned else ExitCode.OK


def report_of(time: PlayedTime) -> dict[str, object]:
    """Where it came to, for programs; milliseconds."""
    last = time.last
    if last is None:
        return {"replay": {}, "played_ms": 0}
    told = {name: value for name, value in msgspec.to_builtins(last).items() if name != "events"}
    span = {"position_ms": last.at_ms - last.begin_ms, "length_ms": last.end_ms - last.begin_ms}
    return {"replay": told, "played_ms": time.played_ms, **span}


def played_words(time: PlayedTime) -> str:
    """How much of the recording was played, and where it came to, for people."""
    last = time.last
    if last is None:
        return "nothing was played"
    at, whole = position_words(last.at_ms - last.begin_ms), position_words(last.end_ms - last.begin_ms)
    return f"{time.played_ms / 1000:.1f} s of it were played; it came to {at} of {whole}"
