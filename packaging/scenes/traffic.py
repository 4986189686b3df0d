"""Who moves where: lane paths, car following with signals, walkers. Everything repeats after one loop."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from scenes.ground import Point

FPS = 15
LOOP_FRAMES = 300
SETTLING_LOOPS = 6
CORNER_STEPS = 10


class Path:
    """A polyline with rounded corners, by its length in metres."""

    def __init__(self, points: Sequence[Point], radius_m: float = 5.0) -> None:
        self._points = np.array(_rounded(points, radius_m))
        steps = np.hypot(*np.diff(self._points, axis=0).T)
        self._lengths = np.concatenate([[0], np.cumsum(steps)])

    @property
    def length_m(self) -> float:
        return float(self._lengths[-1])

    def at(self, s_m: float) -> tuple[float, float]:
        """The point at `s_m`; beyond the ends, straight on."""
        if s_m < 0 or s_m > self.length_m:
            first, second = (0, 1) if s_m < 0 else (-2, -1)
            run = self._points[second] - self._points[first]
            over = s_m if s_m < 0 else s_m - self.length_m
            base = self._points[0] if s_m < 0 else self._points[-1]
            x, y = base + run / np.hypot(*run) * over
            return float(x), float(y)
        return (
            float(np.interp(s_m, self._lengths, self._points[:, 0])),
            float(np.interp(s_m, self._lengths, self._points[:, 1])),
        )


def _rounded(points: Sequence[Point], radius_m: float) -> list[tuple[float, float]]:
    result: list[tuple[float, float]] = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        here = np.array(corner, float)
        back, ahead = np.array(before, float) - here, np.array(after, float) - here
        cut = min(radius_m, float(np.hypot(*back)) / 2, float(np.hypot(*ahead)) / 2)
        start, stop = here + back / np.hypot(*back) * cut, here + ahead / np.hypot(*ahead) * cut
        for share in np.linspace(0, 1, CORNER_STEPS):
            x, y = (1 - share) ** 2 * start + 2 * share * (1 - share) * here + share**2 * stop
            result.append((float(x), float(y)))
    result.append(points[-1])
    return result


@dataclass(frozen=True)
class Stop:
    """A stop line at `s_m` on a path, closed from `red_s` to `free_s` of the loop (may wrap)."""

    s_m: float
    red_s: float
    free_s: float

    def closed(self, frame: int) -> bool:
        at = (frame / FPS) % (LOOP_FRAMES / FPS)
        if self.red_s <= self.free_s:
            return self.red_s <= at < self.free_s
        return at >= self.red_s or at < self.free_s


@dataclass(frozen=True)
class Driver:
    """A vehicle that enters its lane at `enter_s` of the loop."""

    kind: str
    seed: int
    enter_s: float
    pause: tuple[float, float] | None = None  # waits at s_m for this many seconds (a bus stop, a tram stop)


@dataclass(frozen=True)
class Moving:
    """One vehicle in one frame: its path and how far its front is."""

    driver: Driver
    path: Path
    front_s_m: float
    speed_mps: float
    braking: bool


@dataclass
class Flow:
    """A lane's vehicles. Followed for some loops until it repeats; the settled loop is what is seen."""

    path: Path
    drivers: list[Driver]
    speed_mps: float = 10.0
    stops: list[Stop] = field(default_factory=list)
    lengths: dict[str, float] = field(default_factory=dict)
    _tracks: list[tuple[Driver, int, list[tuple[float, float, bool]]]] = field(default_factory=list)

    def settle(self, lengths: dict[str, float]) -> None:
        """Runs the lane by the intelligent driver model (Treiber, Hennecke, Helbing 2000)."""
        self.lengths = lengths
        running: list[_Run] = []
        kept: list[_Run] = []
        enters = sorted((round(d.enter_s * FPS) % LOOP_FRAMES, i, d) for i, d in enumerate(self.drivers))
        for frame in range(LOOP_FRAMES * (SETTLING_LOOPS + 8)):
            loop = frame // LOOP_FRAMES
            for enter, _, driver in enters:
                if frame % LOOP_FRAMES == enter and loop <= SETTLING_LOOPS + 5:
                    running.append(_Run(driver, frame, self.speed_mps))
                    if loop == SETTLING_LOOPS:
                        kept.append(running[-1])
            ahead: _Run | None = None
            for run in running:
                run.step(frame, ahead, self)
                ahead = run
            running = [r for r in running if r.s_m < self.path.length_m + self.lengths[r.driver.kind]]
        self._tracks = [(run.driver, run.frame % LOOP_FRAMES, run.track) for run in kept]

    def moving(self, frame: int) -> list[Moving]:
        seen = []
        for driver, enter, track in self._tracks:
            for age in range((frame - enter) % LOOP_FRAMES, len(track), LOOP_FRAMES):
                s_m, speed, braking = track[age]
                seen.append(Moving(driver, self.path, s_m, speed, braking))
        return seen


class _Run:
    def __init__(self, driver: Driver, frame: int, speed_mps: float) -> None:
        self.driver, self.frame = driver, frame
        self.s_m, self.speed = 0.0, speed_mps
        self.wish = speed_mps * (0.92 + 0.02 * (driver.seed % 9))
        self.track: list[tuple[float, float, bool]] = []
        self._pause_left = driver.pause[1] if driver.pause else 0.0

    def step(self, frame: int, ahead: "_Run | None", flow: Flow) -> None:
        gaps = []
        if ahead is not None and ahead.s_m > self.s_m:
            gaps.append((ahead.s_m - flow.lengths[ahead.driver.kind] - self.s_m, self.speed - ahead.speed))
        for stop in flow.stops:
            reachable = stop.s_m - self.s_m > self.speed**2 / 9.0
            if stop.closed(frame) and stop.s_m > self.s_m and reachable:
                gaps.append((stop.s_m - self.s_m + 1.5, self.speed))
        if self.driver.pause and self._pause_left > 0 and self.s_m < self.driver.pause[0]:
            gap = self.driver.pause[0] - self.s_m
            gaps.append((gap + 1.8, self.speed))
            if self.speed < 0.25 and gap < 4:
                self._pause_left -= 1 / FPS
        push = 1.6 * (1 - (self.speed / self.wish) ** 4)
        for gap, closing in gaps:
            wanted = 1.8 + max(0.0, self.speed * 1.1 + self.speed * closing / (2 * np.sqrt(1.6 * 2.2)))
            push = min(push, 1.6 * (1 - (self.speed / self.wish) ** 4 - (wanted / max(gap, 0.3)) ** 2))
        push = max(push, -6.0)
        self.speed = max(0.0, self.speed + push / FPS)
        self.s_m += self.speed / FPS
        self.track.append((self.s_m, self.speed, push < -0.4 or self.speed < 0.3))


@dataclass(frozen=True)
class Walker:
    """A person who walks a path again and again, one loop apart; may wait at `wait_at_m` until `free_s`."""

    path: Path
    seed: int
    enter_s: float
    speed_mps: float = 1.4
    wait_at_m: float | None = None
    free_s: tuple[float, float] = (0.0, 20.0)

    def strides(self, frame: int) -> list[tuple[float, bool]]:
        """(distance walked in metres, is walking) of each copy seen in this frame."""
        age_s = ((frame - round(self.enter_s * FPS)) % LOOP_FRAMES) / FPS
        loop_s = LOOP_FRAMES / FPS
        seen = []
        while True:
            s_m, walks = self._at(age_s)
            if s_m > self.path.length_m:
                return seen
            seen.append((s_m, walks))
            age_s += loop_s

    def _at(self, age_s: float) -> tuple[float, bool]:
        if self.wait_at_m is None:
            return age_s * self.speed_mps, True
        reach_s = self.wait_at_m / self.speed_mps
        if age_s < reach_s:
            return age_s * self.speed_mps, True
        wait_s = self._wait_s(reach_s)
        if age_s < reach_s + wait_s:
            return self.wait_at_m, False
        return (age_s - wait_s) * self.speed_mps, True

    def _wait_s(self, reach_s: float) -> float:
        loop_s = LOOP_FRAMES / FPS
        arrives = (self.enter_s + reach_s) % loop_s
        start, stop = self.free_s
        if start <= arrives < stop:
            return 0.0
        return (start - arrives) % loop_s


@dataclass(frozen=True)
class Stander:
    """A person who stands and shifts a little."""

    x_m: float
    y_m: float
    heading_deg: float
    seed: int
