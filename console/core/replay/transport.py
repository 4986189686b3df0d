"""Where a replay is in its time, and how it goes on. Pure: the machine's time is passed in."""

import dataclasses
from dataclasses import dataclass

from console.domain.errors import CommandRefused
from console.protocol import replay_messages as replay
from console.protocol.picture_clock import NS_PER_MS, USUAL_RATE


@dataclass(frozen=True, slots=True)
class Transport:
    """At ``at_ms`` (log time) when CLOCK_MONOTONIC was ``mono_ns``; ``epoch`` counts its leaps."""

    begin_ms: int
    end_ms: int
    at_ms: int
    mono_ns: int
    epoch: int = 1
    playing: bool = False
    rate_permille: int = USUAL_RATE
    loop: bool = False

    def now_ms(self, mono_ns: int) -> int:
        """Where it is now: never beyond its end."""
        if not self.playing:
            return self.at_ms
        gone_ns = max(0, mono_ns - self.mono_ns) * self.rate_permille // USUAL_RATE
        return min(self.end_ms, self.at_ms + gone_ns // NS_PER_MS)

    def play(self, mono_ns: int) -> "Transport":
        """Go on; at the end from the beginning."""
        if self.playing:
            return self
        at_end = self.now_ms(mono_ns) >= self.end_ms
        here = self.seek(self.begin_ms, mono_ns) if at_end else self._here(mono_ns)
        return dataclasses.replace(here, playing=True)

    def pause(self, mono_ns: int) -> "Transport":
        """Stand where it is."""
        return dataclasses.replace(self._here(mono_ns), playing=False)

    def seek(self, at_ms: int, mono_ns: int) -> "Transport":
        """Leap there, within its bounds."""
        within_ms = min(self.end_ms, max(self.begin_ms, at_ms))
        return dataclasses.replace(self, at_ms=within_ms, mono_ns=mono_ns, epoch=self.epoch + 1)

    def leap_here(self, mono_ns: int) -> "Transport":
        """The same moment, of another course of events."""
        return dataclasses.replace(self._here(mono_ns), epoch=self.epoch + 1)

    def step(self, by_ms: int, mono_ns: int) -> "Transport":
        """Stand so much further. Forwards it is no leap: what was shown goes on."""
        here = self.pause(mono_ns)
        if by_ms < 0:
            return here.seek(here.at_ms + by_ms, mono_ns)
        return dataclasses.replace(here, at_ms=min(self.end_ms, here.at_ms + by_ms))

    def at_rate(self, rate: float, mono_ns: int) -> "Transport":
        """As fast as that from here on."""
        return dataclasses.replace(self._here(mono_ns), rate_permille=round(rate * USUAL_RATE))

    def looping(self, loop: bool) -> "Transport":
        """Whether it begins again at its end."""
        return dataclasses.replace(self, loop=loop)

    def turn(self, mono_ns: int) -> "Transport":
        """At its end it stands, or begins again."""
        if not self.playing or self.now_ms(mono_ns) < self.end_ms:
            return self
        return self.seek(self.begin_ms, mono_ns) if self.loop else self.pause(mono_ns)

    def _here(self, mono_ns: int) -> "Transport":
        """The same, counted from now."""
        return dataclasses.replace(self, at_ms=self.now_ms(mono_ns), mono_ns=mono_ns)


def refuse_backwards(command: replay.ReplayCommand, here: Transport, mono_ns: int) -> None:
    """Raise CommandRefused for what would leave a run that is decided again: that only goes on."""
    now_ms = here.now_ms(mono_ns)
    match command:
        case replay.SeekReplay(at_ms=at_ms):
            backwards = at_ms < now_ms
        case replay.StepReplay(back=back):
            backwards = back
        case replay.LoopReplay(loop=loop):
            backwards = loop
        case replay.PlayReplay():
            backwards = now_ms >= here.end_ms
        case _:
            backwards = False
    if backwards:
        words = (
            "what is decided again only goes on, to the end of the recording; show it as it was to go back"
        )
        raise CommandRefused("again", words)
