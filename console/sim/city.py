"""The simulated city's cameras: at real street corners of Helsinki's centre, each showing one of the scenes.

Everything follows from the camera's number, so that every start gives the same city.
"""

import math
import random
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import islice, zip_longest

import msgspec
from msgspec import Struct

from console.domain.camera import Camera, Profile
from console.domain.errors import SightlineError
from console.domain.ids import FeedId
from console.protocol.process_config import SimulatedCamera
from console.protocol.shipped import shipped
from console.sim.scene_files import scene_profiles, scenes_folder

DEFAULT_CAMERAS = 64
AGENCIES = {"HPD": "police", "DOT": "transport department", "TRA": "transit"}
"""Short codes and whose cameras they are."""
_AGENCY_TURNS = ("HPD", "DOT", "HPD", "TRA", "DOT", "HPD", "DOT", "TRA", "HPD", "DOT")
_POLE_M = 6.0
"""A camera stands so far from its corner's middle, in the street that it looks along."""
_METRES_A_DEGREE = 111_320.0
_PHASE_STEP_FRAMES = 113
"""Cameras of one scene follow each other by this (7.5 s at 15 fps); prime, so that it never repeats soon."""
_SCENE_STEP = 5
"""Each round through the scenes begins so much later, so that walls of any width show no stripes."""


class CityError(SightlineError):
    """The city has fewer viewpoints than cameras were asked for."""


class Arm(Struct, frozen=True):
    """A street that leaves a corner; bearing clockwise from north."""

    street: str
    bearing_deg: float


class Corner(Struct, frozen=True):
    """Where streets meet."""

    lat_deg: float
    lon_deg: float
    streets: tuple[str, ...]
    arms: tuple[Arm, ...]


class _CornersFile(Struct, frozen=True):
    schema_version: int
    corners: tuple[Corner, ...]


@cache
def corners() -> tuple[Corner, ...]:
    """The shipped corners; any first n of them cover the centre evenly (packaging/make_city_map.py)."""
    content = shipped("resources", "map", "corners.json").read_bytes()
    return msgspec.json.decode(content, type=_CornersFile).corners


def moved(lat_deg: float, lon_deg: float, bearing_deg: float, metres: float) -> tuple[float, float]:
    """The place (lat_deg, lon_deg) so far away in that direction; flat, good for some hundred metres."""
    north = math.cos(math.radians(bearing_deg)) * metres / _METRES_A_DEGREE
    east = math.sin(math.radians(bearing_deg)) * metres / _METRES_A_DEGREE / math.cos(math.radians(lat_deg))
    return round(lat_deg + north, 6), round(lon_deg + east, 6)


def demo_cameras(count: int = DEFAULT_CAMERAS, *, main: bool = False) -> tuple[Camera, ...]:
    """The first ``count`` cameras: one at each corner, then a second one at each, looking another way.

    With ``main`` each has a main stream, else those whose scene is shipped as one.

    Raises CityError when the corners' arms don't suffice (there are more than 700).
    """
    viewpoints = list(islice(_viewpoints(corners()), count))
    if len(viewpoints) < count:
        raise CityError(f"the simulated city has {len(viewpoints)} viewpoints; ask for no more cameras")
    scenes = scene_profiles(scenes_folder())
    if main:
        scenes = dict.fromkeys(scenes, tuple(Profile))
    return tuple(_camera(number, *viewpoint, scenes) for number, viewpoint in enumerate(viewpoints, 1))


def simulated_cameras(
    cameras: Sequence[Camera], h265: Collection[FeedId] = ()
) -> tuple[SimulatedCamera, ...]:
    """What the RTSP server shows for these cameras; what their scene has no file of is made on first use."""
    scenes = tuple(scene_profiles(scenes_folder()))
    return tuple(
        SimulatedCamera(
            feed=camera.feed,
            scene=demo_scene(camera.number, scenes),
            phase_frames=demo_phase_frames(camera.number, len(scenes)),
            profiles=camera.profiles,
            h265=camera.feed in h265,
        )
        for camera in cameras
    )


def demo_scene(number: int, scenes: Sequence[int]) -> int:
    """The scene that the camera of this number shows, out of those there are (1 without any)."""
    if not scenes:
        return 1
    rounds, place = divmod(number - 1, len(scenes))
    return scenes[(place + rounds * _SCENE_STEP) % len(scenes)]


def demo_phase_frames(number: int, scene_count: int) -> int:
    """How far this camera's loop is shifted, so that cameras of one scene differ."""
    return (number - 1) // max(1, scene_count) * _PHASE_STEP_FRAMES


def _viewpoints(found: Sequence[Corner]) -> "list[tuple[Corner, Arm]]":
    """Every corner's first viewpoint, then every corner's second, and so on; then each the other way."""
    by_corner = [[(corner, arm) for arm in _turned(corner, index)] for index, corner in enumerate(found)]
    there = [viewpoint for turn in zip_longest(*by_corner) for viewpoint in turn if viewpoint is not None]
    return [*there, *((corner, _other_way(arm)) for corner, arm in there)]


def _other_way(arm: Arm) -> Arm:
    return Arm(arm.street, (arm.bearing_deg + 180) % 360)


def _turned(corner: Corner, index: int) -> Sequence[Arm]:
    """The corner's arms, beginning with another one at each corner, so that not all look the same way."""
    start = index * 2 % len(corner.arms)
    return [*corner.arms[start:], *corner.arms[:start]]


def _camera(number: int, corner: Corner, arm: Arm, scenes: Mapping[int, tuple[Profile, ...]]) -> Camera:
    chance = random.Random(f"camera {number}")
    lat_deg, lon_deg = moved(corner.lat_deg, corner.lon_deg, arm.bearing_deg, _POLE_M)
    other = next((street for street in corner.streets if street != arm.street), corner.streets[0])
    return Camera(
        feed=FeedId(f"cam-{number:03d}"),
        number=number,
        name=f"{arm.street} / {other}",
        agency=_AGENCY_TURNS[number % len(_AGENCY_TURNS)],
        lat_deg=lat_deg,
        lon_deg=lon_deg,
        azimuth_deg=arm.bearing_deg,
        fov_deg=float(chance.randrange(50, 101, 5)),
        range_m=float(chance.randrange(60, 181, 10)),
        profiles=scenes.get(demo_scene(number, tuple(scenes)), (Profile.SUB,)),
    )
