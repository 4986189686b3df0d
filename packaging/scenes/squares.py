"""Open places: the square with its fountain, the tram stop, the station forecourt, the parking lot."""

import numpy as np

from scenes import sky
from scenes.crossings import BRICK, CREAM, OFFICE, ROSE, STONE
from scenes.facade import FacadeStyle
from scenes.ground import asphalt, cobbles, grass, paving
from scenes.place import Fountain, Place
from scenes.streets import lit
from scenes.traffic import Driver, Flow, Path, Stander, Stop, Walker
from scenes.view import View

RAIL = (150, 152, 152)


def fountain_square() -> Place:
    """A paved square with a fountain, shops behind, people all over."""
    light = sky.sun(azimuth_deg=-105, elevation_deg=40)
    place = Place(
        3,
        "Square with a fountain",
        "square",
        View(7.2, 17, 74, yaw_deg=-6, x_m=2, y_m=-3),
        light,
        limits_m=(-48, 48, -4, 105),
    )
    ground = place.ground
    ground.rect(paving((142, 148, 152), 0.9, 0.6), -48, -4, 48, 62)
    for y in (6, 18, 40, 52):
        ground.line([(-48, y), (48, y)], 0.5, None, (104, 108, 112), 0.8)
    for x in (-24, -12, 12, 24):
        ground.line([(x, -4), (x, 62)], 0.5, None, (104, 108, 112), 0.8)
    ground.disc(cobbles((112, 116, 122)), 0, 29, 10.5)
    ground.rect(asphalt, -48, 62, 48, 70)
    ground.kerb([(-48, 62), (48, 62)])
    ground.kerb([(-48, 70), (48, 70)])
    ground.rect(paving(), -48, 70, 48, 76)
    ground.line([(-48, 66), (48, 66)], 0.12, (3, 3))
    ground.zebra(-4, 62.4, 4, 69.7, along_x=True)
    _basin(place, 0, 29, 5.4)
    place.fountains = [Fountain(0, 29, 1.7, spread_mps=2.2)]
    place.building(-46, 76, -17, 96, 21, CREAM)
    place.building(-16.9, 76, 9, 96, 24, STONE)
    place.building(9.1, 76, 46, 96, 20, ROSE)
    place.building(-62, 4, -31, 60, 20, ROSE)
    place.building(32, 14, 60, 60, 22, BRICK)
    for x, y in ((-22, 14), (-22, 26), (-22, 38), (-22, 50), (23, 24), (23, 36), (23, 48)):
        place.tree(x, y, 7.6)
        ground.disc(grass, x, y, 1.0)
    for x, y in ((-9, 14.5), (7.5, 14.5), (-13.5, 29), (12, 29), (-6, 44), (5, 44)):
        place.bench(x, y, along_x=abs(x) < 11)
    for x, y in ((-15, 20), (15, 20), (-15, 40), (15, 40)):
        place.lamp(x, y, 5.0, 0.5)
    place.planter(-17, 8)
    place.planter(14, 8)
    place.flows = [
        Flow(
            Path([(-44, 64), (48, 64)]),
            [Driver("car", 1, 1.0), Driver("taxi", 2, 9.0), Driver("small", 5, 15.0)],
            9,
        ),
        Flow(Path([(48, 68), (-48, 68)]), [Driver("bus", 0, 3.0), Driver("car", 9, 10.0)], 9),
    ]
    place.walkers = [
        Walker(Path([(-26, 6), (-8, 22), (-7, 37), (2, 60)], 5), 71, 0.0, 1.4),
        Walker(Path([(26, 12), (9, 22), (8, 36), (-20, 58)], 5), 72, 4.0, 1.3),
        Walker(Path([(-30, 12), (28, 9.5)]), 73, 2.0, 1.5),
        Walker(Path([(-30, 13), (28, 10.3)]), 74, 2.1, 1.5),
        Walker(Path([(20, 58), (3, 42), (-9, 30), (-14, 2)], 5), 75, 8.0, 1.35),
        Walker(Path([(30, 46), (-30, 50)]), 76, 12.0, 1.4),
        Walker(Path([(-30, 57), (30, 55)]), 77, 6.0, 1.3),
        Walker(Path([(-12, 73), (40, 73)]), 78, 1.0, 1.4),
        Walker(Path([(5, 2), (11, 20), (26, 52)], 6), 79, 15.0, 1.45),
        Walker(Path([(0, 60), (-3.5, 46), (-18, 33), (-30, 30)], 5), 80, 10.0, 1.2),
    ]
    place.standers = [
        Stander(-4.8, 20.5, 20, 81),
        Stander(-4.1, 20.9, -60, 82),
        Stander(6.4, 24.0, -50, 83),
        Stander(-16.5, 33, 90, 84),
        Stander(14.5, 45, 190, 85),
        Stander(13.8, 45.4, 120, 86),
    ]
    return place


def _basin(place: Place, x: float, y: float, radius_m: float) -> None:
    """A round basin of low wall pieces, water, a pedestal with bowls."""
    water = lambda rng, height, width, ppm: paving((150, 128, 96), 2.5, 2.5)(rng, height, width, ppm)  # noqa: E731
    place.ground.disc(water, x, y, radius_m)
    for turn in np.linspace(0, 2 * np.pi, 40, endpoint=False):
        cx, cy = x + radius_m * np.cos(turn), y + radius_m * np.sin(turn)
        place.block(cx - 0.46, cy - 0.4, cx + 0.46, cy + 0.4, 0.55, (150, 156, 160))
    place.block(x - 1.0, y - 1.0, x + 1.0, y + 1.0, 0.5, (132, 140, 146))
    place.block(x - 0.35, y - 0.35, x + 0.35, y + 0.35, 1.6, (120, 130, 136))
    place.water.append((x - radius_m + 0.5, y - radius_m + 0.5, x + radius_m - 0.5, y + radius_m - 0.5))


def tram_stop() -> Place:
    """Two tracks with platforms and shelters between the carriageways."""
    light = sky.low_sun(azimuth_deg=-152, elevation_deg=30)
    place = Place(
        4,
        "Tram stop",
        "tram stop",
        View(6.4, 17, 74, yaw_deg=-10, x_m=8.5, y_m=-2),
        light,
        limits_m=(-40, 40, -4, 115),
        has_main=True,
    )
    ground = place.ground
    ground.rect(paving(), -40, -4, 40, 115)
    ground.rect(cobbles((108, 112, 116)), -3.6, -4, 3.6, 115)
    for track in (-1.8, 1.8):
        for rail in (-0.72, 0.72):
            ground.line([(track + rail, -4), (track + rail, 115)], 0.16, None, (52, 54, 58), 0.7)
            ground.line([(track + rail, -4), (track + rail, 115)], 0.07, None, RAIL, 1.0)
    for side in (-1, 1):
        x0, x1 = sorted((side * 6.6, side * 10.4))
        ground.road(x0, -4, x1, 115)
        ground.wear([(side * 8.5, -4), (side * 8.5, 115)])
        ground.kerb([(side * 10.4, -4), (side * 10.4, 115)])
        ground.kerb([(side * 6.6, -4), (side * 6.6, 115)])
        ground.kerb([(side * 3.55, 10), (side * 3.55, 46)], (170, 174, 176))
        ground.line([(side * 4.1, 10), (side * 4.1, 46)], 0.3, None, (190, 196, 198), 0.8)
    ground.zebra(-10.2, 48, -6.7, 51.4)
    ground.zebra(6.9, 48, 10.3, 51.4)
    place.shelter(-6.0, 18, 7.0, 1.3, along_x=False)
    place.shelter(-6.0, 31, 7.0, 1.3, along_x=False)
    place.shelter(4.7, 26, 7.0, 1.3, along_x=False)
    at = 4.0
    for style, deep, tall in ((CREAM, 26, 21), (STONE, 28, 23), (ROSE, 26, 20), (BRICK, 28, 22)):
        place.building(-40, at, -15.0, at + deep - 0.1, tall, style)
        at += deep
    at = 20.0
    for style, deep, tall in ((STONE, 26, 20), (OFFICE, 30, 24), (CREAM, 36, 21)):
        place.building(15.0, at, 40, at + deep - 0.1, tall, style)
        at += deep
    place.building(-30, 116, 30, 130, 25, CREAM)
    for y in (8, 30, 56, 70, 84):
        place.tree(-12.4, y, 7.2)
        place.tree(12.8, y + 7, 7.0)
    for y in (14, 40, 66, 92):
        place.post(0, y, 7.2, 0.1, (86, 92, 90))
        place.block(-2.4, y - 0.04, 2.4, y + 0.04, 0.09, (86, 92, 90), base_m=6.2)
    place.sign(-4.6, 12.0, (60, 150, 190), round_shape=False)
    place.sign(4.6, 44.0, (60, 150, 190), round_shape=False)
    place.flows = [
        Flow(Path([(-1.8, 150), (-1.8, -40)]), [Driver("tram", 0, 1.0, (150 - 12, 4.0))], 11),
        Flow(Path([(1.8, -12), (1.8, 150)]), [Driver("tram", 1, 14.0)], 10.5),
        Flow(
            Path([(-8.5, 112), (-8.5, -14)]),
            [Driver("car", 1, 2.0), Driver("van", 5, 8.0), Driver("car", 9, 15.0)],
            10,
        ),
        Flow(Path([(8.5, -12), (8.5, 112)]), [Driver("taxi", 4, 5.0), Driver("estate", 7, 12.0)], 10),
    ]
    place.standers = [
        Stander(-5.0, 19.2, 70, 91),
        Stander(-4.7, 21.5, 110, 92),
        Stander(-4.9, 24.0, 85, 93),
        Stander(-4.6, 33.4, 100, 94),
        Stander(-5.2, 35.0, 60, 95),
        Stander(4.9, 28.0, -80, 96),
        Stander(5.2, 30.5, -100, 97),
    ]
    place.walkers = [
        Walker(Path([(-13.3, 6), (-13.2, 70)]), 101, 2.0, 1.4),
        Walker(Path([(-14, 75), (-13.8, 5)]), 102, 9.0, 1.3),
        Walker(Path([(12.2, 4), (12.0, 64)]), 103, 5.0, 1.45),
        Walker(Path([(13.6, 64), (13.4, 4)]), 104, 12.0, 1.4),
        Walker(Path([(-5.2, 47), (-5.0, 12)]), 105, 7.0, 1.2),
    ]
    return place


def station_forecourt() -> Place:
    """A station's lit entrance, taxis, a zebra with signals."""
    place = Place(
        10,
        "Station forecourt in the evening",
        "forecourt",
        View(7.5, 18, 76, yaw_deg=4, x_m=-2, y_m=-4),
        sky.dusk(),
        limits_m=(-46, 46, -5, 70),
    )
    ground = place.ground
    ground.rect(paving((130, 136, 140), 0.8, 0.8), -46, -5, 46, 70)
    ground.road(-46, 8, 46, 17)
    ground.wear([(-46, 10.4), (46, 10.4)])
    ground.wear([(-46, 14.6), (46, 14.6)])
    ground.line([(-46, 12.5), (-6, 12.5)], 0.12, (3, 3))
    ground.line([(6, 12.5), (46, 12.5)], 0.12, (3, 3))
    ground.kerb([(-46, 8), (46, 8)])
    ground.kerb([(-46, 17), (46, 17)])
    ground.zebra(-4, 8.4, 4, 16.7)
    for x in (-20, -10, 0, 10, 20):
        ground.line([(x, 17.4), (x, 60)], 0.4, None, (96, 100, 104), 0.8)
    hall = FacadeStyle(
        wall=(128, 146, 160),
        material="stone",
        ground_floor_m=6.2,
        floor_m=6.0,
        window_m=(2.6, 4.2),
        pitch_m=4.4,
        shops=True,
        lit=0.85,
    )
    place.building(-30, 52, 30, 66, 15, hall)
    place.block(-13, 48.6, 13, 52, 0.5, (70, 76, 80), base_m=4.4, glow=0.0)
    for x in (-12.4, -6.2, 6.2, 12.4):
        place.post(x, 49.2, 4.4, 0.22, (120, 128, 134))
    place.building(
        9,
        58,
        18,
        67,
        34,
        FacadeStyle(
            wall=(120, 138, 152),
            material="stone",
            floor_m=5.5,
            window_m=(0.9, 2.4),
            lit=0.3,
            shops=False,
            pitch_m=3.0,
        ),
    )
    place.building(-70, 22, -32, 70, 20, lit(CREAM, 0.4))
    place.building(33, 20, 70, 70, 22, lit(OFFICE, 0.5))
    for x, y in ((-24, 22), (-12, 34), (12, 34), (24, 22), (-24, 44), (24, 44), (-8, 19), (9, 19)):
        place.lamp(x, y, 5.6, 0.6 if x < 0 else -0.6, (0.7, 0.86, 0.98), 22)
    for x in (-9, 0, 9):
        place.lamp(x, 49, 4.3, 0.0 + 0.3, (0.55, 0.8, 0.98), 14)
    for x, y in ((-27, 28), (-27, 38), (27, 28), (27, 38)):
        place.tree(x, y, 6.8)
    place.row_of_cars([(-16, 18.4 - 0.2), (-22, 18.2)], (1, 0))
    for x in (12.5, 18.5, 24.5):
        place.park("taxi", int(x), x, 15.9, (-1, 0), 4.7)
    place.bench(-16, 26)
    place.bench(14, 26)
    place.bollards([(x, 17.6) for x in (-4.6, 4.6, 6.2, -6.2, 7.8, -7.8)])
    place.flows = [
        Flow(
            Path([(-44, 10.4), (46, 10.4)]),
            [Driver("car", 3, 1.0), Driver("bus", 2, 7.0), Driver("small", 8, 15.0)],
            9,
            [Stop(44 - 6, 10.0, 19.0)],
        ),
        Flow(
            Path([(46, 14.1), (-46, 14.1)]),
            [Driver("taxi", 6, 4.0), Driver("car", 12, 12.0)],
            8.5,
            [Stop(46 - 6, 10.0, 19.0)],
        ),
    ]
    walk = (11.0, 13.0)
    place.walkers = [
        Walker(Path([(-1.5, 2), (-1, 18), (-4, 51)], 4), 111, 1.0, 1.45, 5.4, walk),
        Walker(Path([(3, 51), (1.5, 18), (2.5, 1)], 4), 112, 6.0, 1.5, 32.0, walk),
        Walker(Path([(5, 51), (2.4, 18), (3.2, 1)], 4), 113, 15.0, 1.4, 32.2, walk),
        Walker(Path([(-28, 20), (-3, 51)]), 114, 3.0, 1.4),
        Walker(Path([(0, 51), (28, 21)]), 115, 9.0, 1.45),
        Walker(Path([(-28, 31), (28, 27)]), 116, 12.0, 1.3),
        Walker(Path([(28, 33), (-28, 35)]), 117, 4.5, 1.5),
        Walker(Path([(-30, 6.4), (30, 6.2)]), 118, 8.0, 1.4),
        Walker(Path([(28, 5.4), (-30, 5.6)]), 119, 17.0, 1.3),
        Walker(Path([(-30, 5), (30, 5)]), 120, 1.0, 1.6),
        Walker(Path([(-9, 51), (-14, 19.5)]), 121, 13.0, 1.2),
        Walker(Path([(-2.5, 0), (-2, 18), (-8, 51)], 4), 122, 11.0, 1.45, 7.3, walk),
    ]
    place.standers = [
        Stander(-6, 36, 160, 123),
        Stander(-5.2, 36.4, 250, 124),
        Stander(8, 42, 200, 125),
        Stander(15, 27.2, 180, 126),
        Stander(11.5, 17.9, 190, 127),
        Stander(-13, 40, 90, 128),
    ]
    return place


def parking_lot() -> Place:
    """A supermarket's parking lot with low sun against the camera."""
    light = sky.low_sun(azimuth_deg=62, elevation_deg=24)
    place = Place(
        11,
        "Parking lot, late afternoon",
        "parking lot",
        View(8.0, 22, 76, yaw_deg=0, x_m=0, y_m=-5),
        light,
        limits_m=(-45, 45, -6, 80),
    )
    ground = place.ground
    ground.rect(grass, -45, 56, 45, 80)
    ground.rect(grass, -45, -6, -27, 80)
    for y0, y1 in ((4, 14), (21, 31), (38, 48)):
        for x in np.arange(-24, 24.1, 2.6):
            ground.line([(float(x), y0), (float(x), y1)], 0.11)
        ground.line([(-24, (y0 + y1) / 2), (24, (y0 + y1) / 2)], 0.11)
    for y in (17.5, 34.5, 52):
        ground.wear([(-26, y), (26, y)], strength=0.14)
        ground.line([(-6, y), (-4.4, y)], 0.14)
        ground.line([(-4.9, y - 0.35), (-4.3, y), (-4.9, y + 0.35)], 0.14)
    ground.patch(-4, 15, 6, 19, (84, 84, 83))
    ground.kerb([(-26.8, -6), (-26.8, 56), (45, 56)])
    rng = np.random.default_rng(5)
    for row, y in enumerate((6.3, 11.9, 23.3, 28.9, 40.3, 45.9)):
        for index, x in enumerate(np.arange(-22.7, 23, 2.6)):
            if rng.random() < 0.62 and not (row in (1, 2) and index in (9, 10)):
                kind = str(
                    rng.choice(["car", "small", "estate", "car", "van"], p=[0.36, 0.22, 0.24, 0.1, 0.08])
                )
                heading = (0, 1) if rng.random() < 0.6 else (0, -1)
                place.park(
                    kind,
                    int(rng.integers(200)),
                    float(x) + rng.normal(0, 0.08),
                    y + rng.normal(0, 0.15),
                    heading,
                )
    market = FacadeStyle(
        wall=(164, 168, 168),
        material="plaster",
        ground_floor_m=4.6,
        shops=True,
        lit=0.3,
        cornice=False,
        awning=(50, 90, 40),
    )
    place.building(-24, 64, 26, 84, 7.0, market)
    place.building(-58, 30, -34, 62, 15, BRICK)
    place.building(30, 70, 52, 88, 12, CREAM)
    for x in (-22, -8, 8, 22, 34):
        place.tree(x, 59, 6.6)
    for y in (6, 18, 32, 46):
        place.tree(-30, y, 7.2)
    for x, y in ((-12, 14.6), (12, 14.6), (-12, 31.6), (12, 31.6), (0, 49)):
        place.lamp(x, y, 7.5, 1.2)
    place.flows = [
        Flow(
            Path(
                [
                    (-44, 51),
                    (-10, 51),
                    (0.5, 51),
                    (26.3, 50),
                    (26, 18.5),
                    (6, 18.4),
                    (-26, 18.2),
                    (-44, 18.2),
                ],
                7,
            ),
            [Driver("car", 33, 3.0), Driver("small", 35, 13.0)],
            5.2,
        ),
        Flow(
            Path([(44, 16.3), (-8, 16.3), (-25.2, 17), (-25.2, 35), (-8, 35.6), (44, 35.6)], 6),
            [Driver("estate", 10, 8.0)],
            4.8,
        ),
    ]
    place.walkers = [
        Walker(Path([(2, 60), (2.3, 36), (0.4, 20), (0.2, 12)], 3), 131, 0.0, 1.35),
        Walker(Path([(-14, 9.1 + 5), (-14, 20), (-12, 36), (-6, 61)], 3), 132, 7.0, 1.4),
        Walker(Path([(-13.3, 14), (-13.3, 20), (-11.3, 36), (-5.4, 61)], 3), 133, 7.1, 1.4),
        Walker(Path([(12, 61), (15.3, 36), (15.4, 22)], 3), 134, 12.0, 1.3),
        Walker(Path([(-28.4, 2), (-28.2, 55)]), 135, 4.0, 1.5),
    ]
    return place
