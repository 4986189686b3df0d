"""The demo's site file: cameras of the simulated city, two monitors, sensors."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from console.app.free_ports import free_ports
from console.app.screen_places import ScreenPlaces
from console.domain.camera import Camera, Profile
from console.domain.monitor import Geometry
from console.sim.city import demo_cameras

SITE_NAME = "demo-city"
USERNAME = "sightline"

KEEP_GB = 5
"""A try is not to fill somebody's disk."""


@dataclass(frozen=True, slots=True, repr=False)
class CameraServer:
    """Simulated cameras that another process serves already, on a port of 127.0.0.1; so many main streams."""

    port: int
    password: str
    mains: int = 0

    def __repr__(self) -> str:
        """Without the password, so that no log or exception can show it."""
        return f"CameraServer({self.port})"


@dataclass(frozen=True, slots=True)
class DemoSite:
    """What varies between demo sites. ``main``: all cameras have a main stream; ``h265``: so many send it.

    ``served_by``: the site starts no simulator of its own, and its cameras have what is served there.
    ``recorded``: kinds of incidents that are recorded by themselves.
    """

    data_dir: Path
    cameras: int
    screens: ScreenPlaces
    alerts: bool
    interval_s: float
    seed: int
    points: tuple[tuple[float, float], ...] = ()
    name: str = SITE_NAME
    layouts: tuple[str, ...] = ("4+33", "3+24")
    hold_s: int = 60
    desk: bool = True
    served_by: CameraServer | None = None
    main: bool = False
    h265: int = 0
    ring_s: int = 30
    recorded: tuple[str, ...] = ()
    windowed: bool = True


def write_demo_site(demo: DemoSite, file: Path) -> None:
    """Write a complete site file, readable by its owner only, as it holds the simulator's password."""
    rtsp, alerts, simple = free_ports(3)
    server = demo.served_by or CameraServer(rtsp, secrets.token_urlsafe(12))
    lines = [
        "# The simulated city, written by `sightline demo`. `sightline up` starts it, too.",
        f"name = {json.dumps(demo.name)}",
        f"data_dir = {json.dumps(str(demo.data_dir))}",
        f"windowed = {json.dumps(demo.windowed)}",
        *_monitor_lines(demo),
        *_desk_lines(demo),
        "[endpoints]",
        f'alerts = "tcp://127.0.0.1:{alerts}"',
        f'alerts_simple = "tcp://127.0.0.1:{simple}"',
        "[director]",
        f"hold_s = {demo.hold_s}",
        "[recording]",
        f"kinds = {json.dumps(list(demo.recorded))}",
        f"keep_gb = {KEEP_GB}",
        "[budgets]",
        f"ring_s = {demo.ring_s}",
        *([] if demo.served_by else _simulator_lines(demo, server)),
        *_camera_lines(site_cameras(demo), server),
    ]
    file.touch(mode=0o600)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def site_cameras(demo: DemoSite) -> tuple[Camera, ...]:
    """The site's cameras."""
    cameras = demo_cameras(demo.cameras, main=demo.main)
    return cameras if demo.served_by is None else with_mains(cameras, demo.served_by.mains)


def with_mains(cameras: Sequence[Camera], mains: int) -> tuple[Camera, ...]:
    """The same cameras; the first so many of those with a main stream keep it."""
    keep = set([camera.feed for camera in cameras if Profile.MAIN in camera.profiles][:mains])
    return tuple(
        camera if camera.feed in keep else replace(camera, profiles=(Profile.SUB,)) for camera in cameras
    )


def _simulator_lines(demo: DemoSite, server: CameraServer) -> list[str]:
    return [
        "[simulator]",
        f"port = {server.port}",
        f"username = {json.dumps(USERNAME)}",
        f"password = {json.dumps(server.password)}",
        f"seed = {demo.seed}",
        f"alerts = {json.dumps(demo.alerts)}",
        f"alert_interval_s = {demo.interval_s}",
        f"alert_points = {json.dumps([list(point) for point in demo.points])}",
        f"h265 = {json.dumps([camera.feed for camera in site_cameras(demo)[: demo.h265]])}",
    ]


def _geometry_line(geometry: Geometry) -> list[str]:
    return [f"geometry = [{geometry.x}, {geometry.y}, {geometry.width}, {geometry.height}]"]


def _monitor_lines(demo: DemoSite) -> list[str]:
    lines = []
    for index, (geometry, layout) in enumerate(zip(demo.screens.walls, demo.layouts, strict=True), 1):
        lines += ["[[monitor]]", f'id = "wall-{index}"', f'layout = "{layout}"', *_geometry_line(geometry)]
    return lines


def _desk_lines(demo: DemoSite) -> list[str]:
    return ["[desk]", f"shown = {json.dumps(demo.desk)}", *_geometry_line(demo.screens.desk)]


def _camera_lines(cameras: Sequence[Camera], server: CameraServer) -> list[str]:
    lines = []
    for camera in cameras:
        lines += [
            "[[camera]]",
            f"id = {json.dumps(camera.feed)}",
            f"number = {camera.number}",
            f"name = {json.dumps(camera.name, ensure_ascii=False)}",
            f"agency = {json.dumps(camera.agency)}",
            f"username = {json.dumps(USERNAME)}",
            f"password = {json.dumps(server.password)}",
        ]
        lines += [
            f'{p.value} = "rtsp://127.0.0.1:{server.port}/{camera.feed}/{p.value}"' for p in camera.profiles
        ]
        for field in ("lat_deg", "lon_deg", "azimuth_deg", "fov_deg", "range_m"):
            if (value := getattr(camera, field)) is not None:
                lines.append(f"{field} = {value}")
    return lines
