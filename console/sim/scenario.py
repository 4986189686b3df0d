"""What happens in the simulated city: gunshots and wanted vehicles, at places that its cameras can see.

The same seed gives the same minutes; only run id and start time differ from run to run.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from console.domain.alert import AlertKind, Severity
from console.domain.camera import Camera
from console.protocol.alert_messages import AlertMessage
from console.sim.city import moved

JITTER = 0.35
"""The time between two alerts varies by this part of the interval."""
GUNSHOT_SHARE = 0.55
GUNSHOT_REACH_M = 25.0
"""A shot is at most so far along the street from its camera's pole: the length of street known for sure."""
DETECTORS = 24
"""Acoustic sensors; a camera's neighbourhood belongs to one of them."""
_PLATE_LETTERS = "ABCEFGHIJKLMNOPRSTUVXYZ"
_VEHICLES = ("white van", "dark saloon car", "silver estate car", "red hatchback", "black SUV", "motorcycle")
_SEARCHES = (
    ("stolen vehicle", Severity.SEVERE),
    ("stolen plate", Severity.SEVERE),
    ("wanted in connection with a robbery", Severity.SEVERE),
    ("no valid insurance", Severity.MODERATE),
)


@dataclass(frozen=True, slots=True)
class Timing:
    """When alerts come, in seconds from the start."""

    first_after_s: float = 6.0
    interval_s: float = 12.0


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the sensors: its id keeps its alerts apart from those of other runs."""

    id: str
    started_at_ms: int


@dataclass(frozen=True, slots=True)
class TimedAlert:
    """An alert and when it is to be sent, in seconds from the start."""

    after_s: float
    message: AlertMessage


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happens: near this camera, at this point."""

    camera: Camera
    lat_deg: float
    lon_deg: float


def scenario(
    seed: int,
    cameras: Sequence[Camera],
    run: Run,
    timing: Timing,
    points: Sequence[tuple[float, float]] = (),
) -> Iterator[TimedAlert]:
    """Alerts without end, in order of time. Nothing without a camera that has a position.

    ``points``: alerts happen only at these (lat_deg, lon_deg), one after the other. The first is a gunshot.
    """
    placed = [camera for camera in cameras if camera.lat_deg is not None and camera.lon_deg is not None]
    if not placed:
        return
    chance = random.Random(seed)
    places = _given_places(points, placed) if points else _street_places(chance, placed)
    seqs: defaultdict[str, int] = defaultdict(int)
    after_s = timing.first_after_s
    for index, place in enumerate(places):
        shot = index == 0 or chance.random() < GUNSHOT_SHARE
        source = _detector(place.camera) if shot else f"alpr-{place.camera.feed}"
        seqs[source] += 1
        make = _gunshot if shot else _plate
        at = datetime.fromtimestamp(run.started_at_ms / 1000, UTC) + timedelta(seconds=after_s)
        stamp = at.isoformat(timespec="milliseconds")
        yield TimedAlert(
            after_s, make(chance, place, source, f"{run.id}-{index + 1:05d}", stamp, seqs[source])
        )
        after_s += timing.interval_s * chance.uniform(1 - JITTER, 1 + JITTER)


def _street_places(chance: random.Random, cameras: Sequence[Camera]) -> Iterator[Place]:
    """In the street that a camera looks along; every camera has its turn before one comes again."""
    while True:
        for camera in chance.sample(cameras, len(cameras)):
            reach_m = min(GUNSHOT_REACH_M, camera.range_m or GUNSHOT_REACH_M)
            distance_m = chance.uniform(8.0, reach_m) if camera.azimuth_deg is not None else 0.0
            lat_deg, lon_deg = camera.lat_deg or 0.0, camera.lon_deg or 0.0
            yield Place(camera, *moved(lat_deg, lon_deg, camera.azimuth_deg or 0.0, distance_m))


def _given_places(points: Sequence[tuple[float, float]], cameras: Sequence[Camera]) -> Iterator[Place]:
    """The points in turn, each with its nearest camera."""
    while True:
        for lat_deg, lon_deg in points:
            yield Place(min(cameras, key=_distance_from(lat_deg, lon_deg)), lat_deg, lon_deg)


def _distance_from(lat_deg: float, lon_deg: float) -> Callable[[Camera], float]:
    """A measure for comparing cameras' distances in one city; a degree of longitude is about half as long."""
    return lambda camera: (
        ((camera.lat_deg or 0.0) - lat_deg) ** 2 + (((camera.lon_deg or 0.0) - lon_deg) * 0.5) ** 2
    )


def _detector(camera: Camera) -> str:
    return f"gunshot-{camera.number % DETECTORS + 1:02d}"


def _gunshot(
    chance: random.Random, place: Place, source: str, alert_id: str, stamp: str, seq: int
) -> AlertMessage:
    rounds = chance.choice((1, 1, 2, 2, 3, 3, 4, 5, 6, 8))
    return AlertMessage(
        v=1,
        source=source,
        id=alert_id,
        kind=AlertKind.GUNSHOT,
        time=stamp,
        severity=Severity.EXTREME if rounds >= 3 else Severity.SEVERE,
        lat_deg=place.lat_deg,
        lon_deg=place.lon_deg,
        place=f"near {place.camera.name}",
        text=f"{rounds} round{'s' if rounds > 1 else ''}, {chance.choice(('single weapon', 'outdoors'))}",
        confidence=round(chance.uniform(0.62, 0.98), 2),
        seq=seq,
        details={"rounds": rounds},
    )


def _plate(
    chance: random.Random, place: Place, source: str, alert_id: str, stamp: str, seq: int
) -> AlertMessage:
    search, severity = chance.choice(_SEARCHES)
    letters = "".join(chance.choice(_PLATE_LETTERS) for _ in range(3))
    plate, vehicle = f"{letters}-{chance.randint(2, 999)}", chance.choice(_VEHICLES)
    return AlertMessage(
        v=1,
        source=source,
        id=alert_id,
        kind=AlertKind.ALPR,
        time=stamp,
        severity=severity,
        lat_deg=place.lat_deg,
        lon_deg=place.lon_deg,
        place=place.camera.name,
        text=f"{plate}: {search}, {vehicle}",
        confidence=round(chance.uniform(0.8, 0.99), 2),
        seq=seq,
        details={"plate": plate, "search": search, "vehicle": vehicle},
    )
