"""The scenes, in their order."""

from collections.abc import Callable

from scenes.crossings import four_arm_crossing, rain_crossing
from scenes.greens import park_path, waterfront
from scenes.place import Place
from scenes.squares import fountain_square, parking_lot, station_forecourt, tram_stop
from scenes.streets import bus_street, night_canyon, ring_road, snowy_street

SCENES: dict[int, Callable[[], Place]] = {
    1: four_arm_crossing,
    2: night_canyon,
    3: fountain_square,
    4: tram_stop,
    5: bus_street,
    6: waterfront,
    7: park_path,
    8: ring_road,
    9: snowy_street,
    10: station_forecourt,
    11: parking_lot,
    12: rain_crossing,
}
