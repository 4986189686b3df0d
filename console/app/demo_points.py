"""Places in the simulated city where an alert's nearest cameras are not on the wall."""

from collections.abc import Sequence

from console.domain.camera import Camera
from console.domain.policies.geometry import Point, best_sightings

NEAREST = 4


def unshown_points(cameras: Sequence[Camera], shown: int) -> tuple[tuple[float, float], ...]:
    """Places (lat_deg, lon_deg) whose 4 best cameras are all beyond the first ``shown``.

    Candidates are the cameras' own places and the middles between two of them.
    """
    hidden = {camera.feed for camera in cameras[shown:]}
    places = [(c.lat_deg, c.lon_deg) for c in cameras if c.lat_deg is not None and c.lon_deg is not None]
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for i, a in enumerate(places) for b in places[:i]]
    found = []
    for lat_deg, lon_deg in places + middles:
        best = best_sightings(cameras, Point(lat_deg, lon_deg), (), NEAREST)
        if len(best) == NEAREST and all(sighting.feed in hidden for sighting in best):
            found.append((round(lat_deg, 6), round(lon_deg, 6)))
    return tuple(dict.fromkeys(found))
