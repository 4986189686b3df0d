"""The same seed gives the same minutes; every alert is valid and lies where a camera sees it."""

import math
from datetime import datetime
from itertools import islice, pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.alert import AlertKind
from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.protocol.alert_messages import AlertMessage
from console.sim.city import demo_cameras
from console.sim.scenario import JITTER, Run, TimedAlert, Timing, scenario

CAMERAS = demo_cameras(32)
RUN = Run("ab12cd34", 1_790_000_000_000)
TIMING = Timing(first_after_s=6, interval_s=12)


def first(count: int, seed: int = 1, run: Run = RUN) -> list[TimedAlert]:
    return list(islice(scenario(seed, CAMERAS, run, TIMING), count))


def test_same_seed_same_minutes() -> None:
    assert first(200) == first(200)
    assert first(200) != first(200, seed=2)


def test_runs_differ_in_ids_and_times_only() -> None:
    later = first(50, run=Run("00000000", RUN.started_at_ms + 5_000))
    for one, other in zip(first(50), later, strict=True):
        assert one.message.id != other.message.id
        same = msgspec.structs.replace(other.message, id=one.message.id, time=one.message.time)
        assert (one.after_s, one.message) == (other.after_s, same)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_alerts_are_valid_in_order_and_have_ids_of_their_own(seed: int) -> None:
    alerts = first(60, seed)
    assert alerts[0].after_s == TIMING.first_after_s
    assert alerts[0].message.kind is AlertKind.GUNSHOT
    for before, after in pairwise(alerts):
        gap = (after.after_s - before.after_s) / TIMING.interval_s
        assert 1 - JITTER - 1e-9 <= gap <= 1 + JITTER + 1e-9
    assert len({alert.message.id for alert in alerts}) == 60
    for alert in alerts:
        message = msgspec.json.decode(msgspec.json.encode(alert.message), type=AlertMessage)
        assert message == alert.message
        at_ms = datetime.fromisoformat(message.time).timestamp() * 1000
        assert at_ms == pytest.approx(RUN.started_at_ms + alert.after_s * 1000, abs=2)


def test_each_source_counts_its_alerts_without_gaps() -> None:
    seqs: dict[str, list[int | None]] = {}
    for alert in first(300):
        seqs.setdefault(alert.message.source, []).append(alert.message.seq)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in seqs.values())
    assert {source.split("-")[0] for source in seqs} == {"gunshot", "alpr"}


def test_alerts_lie_before_a_camera() -> None:
    for alert in first(200):
        assert any(sees(camera, alert.message) for camera in CAMERAS), alert


def sees(camera: Camera, message: AlertMessage) -> bool:
    assert message.lat_deg is not None and message.lon_deg is not None
    assert camera.lat_deg is not None and camera.lon_deg is not None
    assert camera.azimuth_deg is not None and camera.fov_deg is not None and camera.range_m is not None
    north = (message.lat_deg - camera.lat_deg) * 111_320
    east = (message.lon_deg - camera.lon_deg) * 111_320 * math.cos(math.radians(camera.lat_deg))
    off = (math.degrees(math.atan2(east, north)) - camera.azimuth_deg + 180) % 360 - 180
    return math.hypot(north, east) <= camera.range_m and abs(off) <= camera.fov_deg / 2


def test_given_points_are_taken_in_turn() -> None:
    points = ((60.17, 24.94), (60.168, 24.95))
    found = islice(scenario(1, CAMERAS, RUN, TIMING, points), 5)
    assert [(a.message.lat_deg, a.message.lon_deg) for a in found] == [*points, *points, points[0]]


def test_nothing_happens_without_a_camera_on_the_map() -> None:
    assert list(scenario(1, (Camera(FeedId("cam-001"), 1, "x"),), RUN, TIMING)) == []
