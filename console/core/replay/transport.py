"""Where a replay is in its time, and how it goes on. Pure: the machine's time is passed in."""

from dataclasses import dataclass, replace

from console.protocol.picture_clock import NS_PER_MS, USUAL_RATE

SLOWEST, FASTEST = 0.25, 8.0
FRAME_MS = 67
"""A picture of 15 a second."""


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
        return replace(here, playing=True)

    def pause(self, mono_ns: int) -> "Transport":
        """Stand where it is."""
        return replace(self._here(mono_ns), playing=False)

    def seek(self, at_ms: int, mono_ns: int) -> "Transport":
        """Leap there, within its bounds."""
        within_ms = min(self.end_ms, max(self.begin_ms, at_ms))
        return replace(self, at_ms=within_ms, mono_ns=mono_ns, epoch=self.epoch + 1)

    def step(self, by_ms: int, mono_ns: int) -> "Transport":
        """Stand so much further. Forwards it is no leap: what was shown goes on."""
        here = self.pause(mono_ns)
        if by_ms < 0:
            return here.seek(here.at_ms + by_ms, mono_ns)
        return replace(here, at_ms=min(self.end_ms, here.at_ms + by_ms))

    def at_rate(self, rate: float, mono_ns: int) -> "Transport":
        """As fast as that from here on."""
        return replace(self._here(mono_ns), rate_permille=round(rate * USUAL_RATE))

    def looping(self, loop: bool) -> "Transport":
        """Whether it begins again at its end."""
        return replace(self, loop=loop)

    def turn(self, mono_ns: int) -> "Transport":
        """At its end it stands, or begins again."""
        if not self.playing or self.now_ms(mono_ns) < self.end_ms:
            return self
        return self.seek(self.begin_ms, mono_ns) if self.loop else self.pause(mono_ns)

    def _here(self, mono_ns: int) -> "Transport":
        """The same, counted from now."""
        return replace(self, at_ms=self.now_ms(mono_ns), mono_ns=mono_ns)
