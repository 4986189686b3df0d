"""Which screen a display's window belongs on. Pure: screens come as plain data."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from console.domain.monitor import Geometry, MonitorSpec


class MatchedBy(Enum):
    """What told the screen, surest first."""

    EDID = "EDID"
    CONNECTOR = "connector"
    GEOMETRY = "geometry"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """What Qt tells of a screen. ``connector`` is the output's name, such as ``DP-2``."""

    connector: str
    manufacturer: str
    model: str
    serial: str
    geometry: Geometry


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the window goes: a screen of the list (``screen``), and the rectangle on the desktop."""

    screen: int
    rectangle: Geometry
    matched_by: MatchedBy


def match_monitor(spec: MonitorSpec, screens: list[ScreenFacts], *, guess: bool = True) -> Placement | None:
    """The place for a monitor's window: by EDID, else connector, else geometry, else order of the screens.

    ``guess=False`` forbids the order for a monitor that has an identity: once it was found by that, another
    screen is somebody else's. None means: nowhere, hide the window until a screen is added.
    """
    for found in (_by_edid(spec, screens), _by_connector(spec, screens), _by_geometry(spec, screens)):
        if found is not None:
            return found
    identified = spec.manufacturer or spec.model or spec.serial or spec.connector
    return None if identified and not guess else _by_order(spec, screens)


def own_place(
    spec: MonitorSpec, monitors: Sequence[MonitorSpec], screens: list[ScreenFacts], *, guess: bool = True
) -> Placement | None:
    """The same, but no two of the site's ``monitors`` lie over each other: the surer one has the place.

    Of equally sure ones it is the first in the site file. Every window comes to the same answer by itself.
    A guessed one whose screen is somebody else's takes the first screen that is free.
    """
    found = [(one, match_monitor(one, screens, guess=guess or one != spec)) for one in monitors]
    placed = [(one, place) for one, place in found if place is not None]
    taken: list[Geometry] = []
    for one, place in sorted(placed, key=lambda pair: _SUREST_FIRST.index(pair[1].matched_by)):
        own: Placement | None = place
        if _is_taken(place.rectangle, taken):
            own = _first_free(screens, taken) if place.matched_by is MatchedBy.ORDER else None
        if one == spec:
            return own
        if own is not None:
            taken.append(own.rectangle)
    return None


def _first_free(screens: list[ScreenFacts], taken: list[Geometry]) -> Placement | None:
    free = (index for index, screen in enumerate(screens) if not _is_taken(screen.geometry, taken))
    index = next(free, None)
    return None if index is None else _on(screens, index, MatchedBy.ORDER)


def _is_taken(place: Geometry, taken: list[Geometry]) -> bool:
    return any(place.common_px(other) for other in taken)


_SUREST_FIRST = tuple(MatchedBy)


def _by_edid(spec: MonitorSpec, screens: list[ScreenFacts]) -> Placement | None:
    wanted = (spec.manufacturer, spec.model, spec.serial)
    if not any(wanted):
        return None
    matching = [
        index
        for index, screen in enumerate(screens)
        if all(
            not word or word == told
            for word, told in zip(wanted, (screen.manufacturer, screen.model, screen.serial), strict=True)
        )
    ]
    if len(matching) > 1:  # twins without a serial: the connector must tell them apart
        matching = [index for index in matching if screens[index].connector == spec.connector]
    return _on(screens, matching[0], MatchedBy.EDID) if matching else None


def _by_connector(spec: MonitorSpec, screens: list[ScreenFacts]) -> Placement | None:
    for index, screen in enumerate(screens):
        if spec.connector and screen.connector == spec.connector:
            return _on(screens, index, MatchedBy.CONNECTOR)
    return None


def _by_geometry(spec: MonitorSpec, screens: list[ScreenFacts]) -> Placement | None:
    if spec.geometry is None:
        return None
    overlaps = [spec.geometry.common_px(screen.geometry) for screen in screens]
    if not any(overlaps):
        return None
    return Placement(overlaps.index(max(overlaps)), spec.geometry, MatchedBy.GEOMETRY)


def _by_order(spec: MonitorSpec, screens: list[ScreenFacts]) -> Placement | None:
    number = re.search(r"(\d+)$", spec.monitor)
    index = int(number[1]) - 1 if number else 0
    return _on(screens, index, MatchedBy.ORDER) if 0 <= index < len(screens) else None


def _on(screens: list[ScreenFacts], index: int, matched_by: MatchedBy) -> Placement:
    return Placement(index, screens[index].geometry, matched_by)
