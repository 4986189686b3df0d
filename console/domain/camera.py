"""A camera as the site file describes it. No credentials: those travel apart, to workers only."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.ids import FeedId


class Profile(StrEnum):
    """A camera's large or small stream."""

    MAIN = "main"
    SUB = "sub"


@dataclass(frozen=True, slots=True)
class Camera:
    """One viewpoint: where it stands, where it looks, whose it is, what it offers.

    ``azimuth_deg`` is clockwise from north, ``fov_deg`` the whole opening angle, ``range_m`` how far a
    person can still be made out. A camera without a position can be shown but is never chosen by distance.
    """

    feed: FeedId
    number: int
    name: str
    agency: str = ""
    lat_deg: float | None = None
    lon_deg: float | None = None
    azimuth_deg: float | None = None
    fov_deg: float | None = None
    range_m: float | None = None
    profiles: tuple[Profile, ...] = (Profile.SUB,)
