"""Which screen a display's window belongs on. Pure: screens come as plain data.

A monitor that the site file identifies is shown on the screen of that identity or on none: another one may be
the desk's, and what nobody sees there would count as shown.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from console.domain.ids import MonitorId
from console.domain.monitor import Geometry, MonitorSpec


class MatchedBy(Enum):
    """What told the screen, surest first."""

    EDID_AND_CONNECTOR = "EDID and connector"
    EDID = "EDID"
    CONNECTOR = "connector"
    GEOMETRY = "geometry"
    ORDER = "order"


SURE = (MatchedBy.EDID_AND_CONNECTOR, MatchedBy.EDID, MatchedBy.CONNECTOR)


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """What is told of a screen. ``connector`` is the output's name, such as ``DP-2``.

    ``manufacturer`` is its PNP id where that is known, ``maker`` the name of it, ``name`` the screen's own.
    """

    connector: str
    manufacturer: str
    model: str
    serial: str
    geometry: Geometry
    maker: str = ""
    name: str = ""

    @property
    def has_edid(self) -> bool:
        """Whether it says what it is."""
        return bool(self.manufacturer or self.model or self.serial)


@dataclass(frozen=True, slots=True)
class WallPlan:
    """What the site file says of places. ``windowed``: windows on one desktop, each where it is written."""

    monitors: tuple[MonitorSpec, ...]
    desk_shown: bool = False
    desk: Geometry | None = None
    windowed: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the window goes: a screen of the list (``screen``), and the rectangle on the desktop."""

    screen: int
    rectangle: Geometry
    matched_by: MatchedBy


def is_identified(spec: MonitorSpec) -> bool:
    """Whether the site file says which monitor it is, not only where."""
    return bool(_edid_of(spec) or spec.connector)


def own_place(spec: MonitorSpec, plan: WallPlan, screens: Sequence[ScreenFacts]) -> Placement | None:
    """The place for one monitor's window. None: nowhere, it is hidden until its screen is there."""
    return place_all(plan, screens).get(spec.monitor)


def place_all(plan: WallPlan, screens: Sequence[ScreenFacts]) -> dict[MonitorId, Placement]:
    """Every monitor that has a place: by EDID, else connector, else geometry, else order of the screens.

    No two lie over each other: the surer one has the place, of equally sure ones the first in the site file.
    Every process comes to the same answer by itself.
    """
    return _Placing(plan, screens).places()


def desk_may_lie_on(place: Geometry, plan: WallPlan, screens: Sequence[ScreenFacts]) -> bool:
    """Whether the desk is to be seen over this monitor: it is written so, or the desk has no screen left."""
    if not plan.desk_shown:
        return False
    if plan.desk is not None and plan.desk.common_px(place):
        return True
    walls = [one.rectangle for one in place_all(plan, screens).values()]
    return all(any(wall.common_px(screen.geometry) for wall in walls) for screen in screens)


class _Placing:
    """One answer, rank by rank."""

    def __init__(self, plan: WallPlan, screens: Sequence[ScreenFacts]) -> None:
        self._plan = plan
        self._screens = screens
        self._placed: dict[MonitorId, Placement] = {}

    def places(self) -> dict[MonitorId, Placement]:
        for rank, find in (
            (MatchedBy.EDID_AND_CONNECTOR, self._by_both),
            (MatchedBy.EDID, self._by_edid),
            (MatchedBy.CONNECTOR, self._by_connector),
        ):
            self._take(rank, find)
        desks = self._desks_screen()
        self._take(MatchedBy.GEOMETRY, lambda spec: self._by_geometry(spec, desks))
        desks = self._desks_screen()
        self._take(MatchedBy.ORDER, lambda spec: self._by_order(spec, desks))
        return self._placed

    def _take(self, rank: MatchedBy, find: Callable[[MonitorSpec], tuple[int, Geometry] | None]) -> None:
        for spec in self._plan.monitors:
            if spec.monitor in self._placed:
                continue
            found = find(spec)
            if found is not None and not self._is_taken(found[1]):
                self._placed[spec.monitor] = Placement(*found, rank)

    def _is_taken(self, place: Geometry, ranks: Sequence[MatchedBy] = tuple(MatchedBy)) -> bool:
        return any(
            place.common_px(other.rectangle) for other in self._placed.values() if other.matched_by in ranks
        )

    def _free(self) -> Iterator[tuple[int, ScreenFacts]]:
        for index, screen in enumerate(self._screens):
            if not self._is_taken(screen.geometry):
                yield index, screen

    # --- one rank each --------------------------------------------------------------------------------

    def _by_both(self, spec: MonitorSpec) -> tuple[int, Geometry] | None:
        for index, screen in self._free():
            if _edid_of(spec) and _has_edid(spec, screen) and screen.connector == spec.connector:
                return index, screen.geometry
        return None

    def _by_edid(self, spec: MonitorSpec) -> tuple[int, Geometry] | None:
        """Where more screens fit than monitors wait for one, it tells nothing: one may be the desk's."""
        if not _edid_of(spec):
            return None
        fitting = [(index, screen) for index, screen in self._free() if _has_edid(spec, screen)]
        waiting = [
            one
            for one in self._plan.monitors
            if _edid_of(one) == _edid_of(spec) and one.monitor not in self._placed
        ]
        if not fitting or len(fitting) > len(waiting):
            return None
        index, screen = min(fitting, key=lambda one: one[1].connector)
        return index, screen.geometry

    def _by_connector(self, spec: MonitorSpec) -> tuple[int, Geometry] | None:
        """One that tells another EDID was put in its place, unless the desk is there."""
        for index, screen in self._free():
            if not spec.connector or screen.connector != spec.connector:
                continue
            desk = self._plan.desk if self._plan.desk_shown else None
            if _contradicts(spec, screen) and desk is not None and _is_mostly_on(desk, screen.geometry):
                continue
            return index, screen.geometry
        return None

    def _by_geometry(self, spec: MonitorSpec, desks: int | None) -> tuple[int, Geometry] | None:
        """Where at least half of it is to be seen, on a screen that does not say it is another one."""
        place = spec.geometry
        if place is None or spec.connector or not self._screens:
            return None
        index = _most_on(place, self._screens)
        screen = self._screens[index]
        if 2 * _seen_px(place, self._screens) < _area(place):
            return None
        if _edid_of(spec) and screen.has_edid:
            return None
        if desks is not None and place.common_px(self._screens[desks].geometry) and self._desk_is_displaced:
            return None
        return index, screen.geometry if self._fills(spec, place, screen.geometry) else place

    def _fills(self, spec: MonitorSpec, place: Geometry, screen: Geometry) -> bool:
        """Whether the screen is this monitor's alone."""
        if self._plan.windowed or not _is_mostly_on(place, screen):
            return False
        desk = self._plan.desk if self._plan.desk_shown else None
        others = [one.geometry for one in self._plan.monitors if one != spec and not is_identified(one)]
        return not any(other is not None and other.common_px(screen) for other in [*others, desk])

    def _by_order(self, spec: MonitorSpec, desks: int | None) -> tuple[int, Geometry] | None:
        """The screen of its number, else the first free one; the desk's only where there is no other."""
        if is_identified(spec) or spec.geometry is not None:
            return None
        order = [index for index in range(len(self._screens)) if index != desks]
        order = order or list(range(len(self._screens)))
        number = re.search(r"(\d+)$", spec.monitor)
        wanted = int(number[1]) - 1 if number else 0
        if not 0 <= wanted < len(order):
            return None
        for index in (order[wanted], *order):
            if not self._is_taken(self._screens[index].geometry):
                return index, self._screens[index].geometry
        return None

    # --- the desk -------------------------------------------------------------------------------------

    @property
    def _desk_is_displaced(self) -> bool:
        """It is to be shown, and not where the site file has it: its screen has moved or is gone."""
        desk = self._plan.desk
        if not self._plan.desk_shown or self._plan.windowed:
            return False
        return desk is None or 2 * _seen_px(desk, self._screens) < _area(desk)

    def _desks_screen(self) -> int | None:
        """As far as it is known. A desk that is displaced has one before monitors that are not sure."""
        desk = self._plan.desk
        if not self._plan.desk_shown or self._plan.windowed or not self._screens:
            return None
        if desk is not None and not self._desk_is_displaced:
            return _most_on(desk, self._screens)
        wanted = [one.geometry for one in self._plan.monitors if one.geometry and not is_identified(one)]
        unsure_free = [
            index
            for index, screen in self._free()
            if not any(one.common_px(screen.geometry) for one in wanted)
        ]
        sure_free = [index for index, _ in self._free()]
        if desk is None and not wanted:
            return None
        return next(iter(unsure_free or sure_free), None)


# --- what is the same ---------------------------------------------------------------------------------


def _edid_of(spec: MonitorSpec) -> tuple[str, ...]:
    """What the file says of it; () for nothing."""
    words = (spec.manufacturer, spec.model, spec.serial)
    return tuple(map(_plain, words)) if any(words) else ()


def _has_edid(spec: MonitorSpec, screen: ScreenFacts) -> bool:
    told = ({screen.manufacturer, screen.maker}, {screen.model}, {screen.serial})
    return all(
        not word or word in map(_plain, known) for word, known in zip(_edid_of(spec), told, strict=True)
    )


def _contradicts(spec: MonitorSpec, screen: ScreenFacts) -> bool:
    return bool(_edid_of(spec)) and screen.has_edid and not _has_edid(spec, screen)


def _plain(word: str) -> str:
    return " ".join(word.split()).casefold()


def _area(place: Geometry) -> int:
    return place.width * place.height


def _is_mostly_on(place: Geometry, screen: Geometry) -> bool:
    return 2 * place.common_px(screen) >= _area(place)


def _most_on(place: Geometry, screens: Sequence[ScreenFacts]) -> int:
    return max(range(len(screens)), key=lambda one: place.common_px(screens[one].geometry))


def _seen_px(place: Geometry, screens: Sequence[ScreenFacts]) -> int:
    return sum(place.common_px(screen.geometry) for screen in screens)
