"""Figures of one stream from its packets: rates, keyframe interval, and when its picture counts as stale."""

from collections import deque
from dataclasses import dataclass
from statistics import median

WINDOW_NS = 5_000_000_000
"""Rates are over the last 5 s."""

INTERVALS = 50
SHORTEST_STALE_MS = 2000
STALE_INTERVALS = 5
"""A picture is stale after 2 s or five usual intervals, whichever is longer (a 1 fps camera: 5 s)."""

LEAST_INTERVALS = 3
"""Fewer tell nothing: first packets may come haltingly, and a bound made of that would be far too long."""
FEW_INTERVALS = 10
"""Of fewer the shortest counts as the usual one."""

RECOUNT_EVERY = 10

MOST_FIRST_KEY_NS = 10_000_000_000
"""A camera's own time between a connection's first two keyframes counts no further: its clock may leap."""

KEY_INTERVALS = 5
STALE_KEY_INTERVALS = 1.5
"""With keyframes only, a picture is stale after 1.5 intervals, of the last five the longest as cameras vary,
but no sooner than any other: the first two may come in a burst, without a time of the camera's own."""


@dataclass(frozen=True, slots=True)
class StreamFigures:
    """Rates over the last 5 s; ``gop_s`` is the last keyframe interval.

    The bit rate is that of the time until the last packet's successor was due: it does not fall as a camera
    falls silent, only once all is silence.
    """

    fps: float
    bitrate_kbps: float
    gop_s: float


class StreamMeter:
    """Counts packets; times are passed in. Not locked: its owner does that."""

    def __init__(self) -> None:
        self._window: deque[tuple[int, int]] = deque()
        self._window_bytes = 0
        self._intervals_ns: deque[int] = deque(maxlen=INTERVALS)
        self._last_ns = 0
        self._last_key_ns = 0
        self._first_key_pts_ns: int | None = None
        self._gop_ns = 0
        self._gops_ns: deque[int] = deque(maxlen=KEY_INTERVALS)
        self._until_recount = 0
        self.stale_after_ms = SHORTEST_STALE_MS

    def packet(self, arrival_ns: int, size: int, is_keyframe: bool, pts_ns: int | None = None) -> None:
        """Count one packet. ``pts_ns`` is the camera's own time for it."""
        self._window.append((arrival_ns, size))
        self._window_bytes += size
        self._forget(arrival_ns)
        if self._last_ns:
            self._intervals_ns.append(arrival_ns - self._last_ns)
        self._last_ns = arrival_ns
        if is_keyframe:
            self._keyframe(arrival_ns, pts_ns)
        self._recount()

    def _keyframe(self, arrival_ns: int, pts_ns: int | None) -> None:
        """Many servers begin with a burst of what they keep: then only the camera's own time tells how far
        its first keyframes are apart. Else one of keyframes alone would be stale as soon as it is there.
        """
        if self._last_key_ns:
            own_ns = 0
            if pts_ns is not None and self._first_key_pts_ns is not None:
                own_ns = min(pts_ns - self._first_key_pts_ns, MOST_FIRST_KEY_NS)
            self._gop_ns = max(arrival_ns - self._last_key_ns, own_ns)
            self._gops_ns.append(self._gop_ns)
        self._first_key_pts_ns = None if self._last_key_ns else pts_ns
        self._last_key_ns = arrival_ns

    def key_interval_ms(self) -> int:
        """The longest of the last keyframe intervals; 0 before there were two keyframes."""
        return max(self._gops_ns, default=0) // 1_000_000

    def key_stale_after_ms(self) -> int:
        """When the picture of a stream of which only keyframes are decoded is stale."""
        return max(self.stale_after_ms, int(STALE_KEY_INTERVALS * self.key_interval_ms()))

    def interrupted(self) -> None:
        """The session ended: the time until the next packet is not an interval of this camera."""
        self._last_ns = 0
        self._last_key_ns = 0

    def figures(self, now_ns: int) -> StreamFigures:
        """Rates as of now."""
        self._forget(now_ns)
        if not self._window:
            return StreamFigures(0.0, 0.0, self._gop_ns / 1e9)
        span_s = max(1.0, (now_ns - self._window[0][0]) / 1e9)
        kbps = self._window_bytes * 8 / 1000 / max(1.0, self._sending_ns(now_ns) / 1e9)
        return StreamFigures(len(self._window) / span_s, kbps, self._gop_ns / 1e9)

    def _sending_ns(self, now_ns: int) -> int:
        """From the window's first packet until the one after its last was due."""
        first_ns, last_ns = self._window[0][0], self._window[-1][0]
        usual_ns = int(self._usual_ns())
        return (min(now_ns, last_ns + usual_ns) if usual_ns else now_ns) - first_ns

    def _forget(self, now_ns: int) -> None:
        while self._window and now_ns - self._window[0][0] > WINDOW_NS:
            self._window_bytes -= self._window.popleft()[1]

    def _recount(self) -> None:
        if self._until_recount:
            self._until_recount -= 1
            return
        self.stale_after_ms = max(SHORTEST_STALE_MS, int(STALE_INTERVALS * self._usual_ns() / 1e6))
        self._until_recount = RECOUNT_EVERY if len(self._intervals_ns) == INTERVALS else 0

    def _usual_ns(self) -> float:
        if len(self._intervals_ns) < LEAST_INTERVALS:
            return 0
        return (min if len(self._intervals_ns) < FEW_INTERVALS else median)(self._intervals_ns)
