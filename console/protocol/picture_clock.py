"""The picture clock: by which pictures arrive and age, and what people read as the time.

Live it is the machine's own clock. In a replay it follows what core publishes: it stands when the replay is
paused, runs faster or slower, and leaps with a seek. Heartbeats, time-outs, leases and ticks never go by it.
"""

from msgspec import Struct

from console.protocol.clock import Clock

NS_PER_MS = 1_000_000
USUAL_RATE = 1_000


class ClockReading(Struct, frozen=True):
    """What time it is in a replay: log time ``at_ms`` when CLOCK_MONOTONIC was ``mono_ns``.

    From there it goes on at ``rate_permille`` (1000: as it was; 0: it stands). ``wall_ms`` is the wall time
    that people were shown at ``at_ms``. ``epoch`` grows with every leap: what was shown before it is of
    another time.
    """

    epoch: int
    at_ms: int
    wall_ms: int
    mono_ns: int
    rate_permille: int = USUAL_RATE


class PictureClock:
    """Of one process; made where it is put together. ``monotonic_ns`` is log time in a replay."""

    def __init__(self, machine: Clock, *, replays: bool = False) -> None:
        self._machine = machine
        self._reading = ClockReading(0, 0, 0, 0, 0) if replays else None

    def follow(self, reading: ClockReading | None) -> None:
        """What core published; None for a live site's."""
        if reading is not None:
            self._reading = reading

    @property
    def replays(self) -> bool:
        """Whether it is a replay's."""
        return self._reading is not None

    @property
    def epoch(self) -> int:
        """Counts leaps; always 0 live."""
        return self._reading.epoch if self._reading is not None else 0

    @property
    def rate_permille(self) -> int:
        """How fast it goes; 1000 live."""
        return self._reading.rate_permille if self._reading is not None else USUAL_RATE

    def monotonic_ns(self) -> int:
        """The picture's time in nanoseconds: CLOCK_MONOTONIC live."""
        now_ns = self._machine.monotonic_ns()
        reading = self._reading
        if reading is None:
            return now_ns
        return reading.at_ms * NS_PER_MS + _gone_ns(reading, now_ns)

    def now_ms(self) -> int:
        """Wall time as people are shown it, epoch milliseconds."""
        reading = self._reading
        if reading is None:
            return self._machine.now_ms()
        return reading.wall_ms + _gone_ns(reading, self._machine.monotonic_ns()) // NS_PER_MS

    def machine_ns(self, picture_ns: int) -> int | None:
        """When, on CLOCK_MONOTONIC, it will be ``picture_ns`` here; None while a replay stands."""
        reading = self._reading
        if reading is None:
            return picture_ns
        if not reading.rate_permille:
            return None
        left_ns = picture_ns - reading.at_ms * NS_PER_MS
        return reading.mono_ns + -(-left_ns * USUAL_RATE // reading.rate_permille)


def _gone_ns(reading: ClockReading, now_ns: int) -> int:
    return max(0, now_ns - reading.mono_ns) * reading.rate_permille // USUAL_RATE
