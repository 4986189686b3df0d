"""Places by water and trees: the waterfront, the park path."""

from scenes import sky
from scenes.crossings import BRICK, CREAM, ROSE, STONE
from scenes.ground import asphalt, cobbles, grass, gravel, paving
from scenes.place import Place
from scenes.texture import Codes, fractal, tinted
from scenes.traffic import Driver, Flow, Path, Stander, Walker
from scenes.view import View


def _water(rng, height: int, width: int, ppm: float) -> Codes:  # type: ignore[no-untyped-def]
    return tinted((136, 116, 92), fractal(rng, height, width, [(0.6 * ppm, 3), (4 * ppm, 5), (14 * ppm, 6)]))


def waterfront() -> Place:
    """A quay with moored boats, a cycle lane, a street."""
    light = sky.sun(azimuth_deg=-128, elevation_deg=36)
    place = Place(
        6,
        "Waterfront",
        "waterfront",
        View(6.8, 16, 76, yaw_deg=14, x_m=-9, y_m=-3),
        light,
        limits_m=(-40, 90, -4, 130),
    )
    ground = place.ground
    ground.rect(paving((146, 152, 156), 0.9, 0.6), -14, -4, 3.0, 130)
    ground.rect(cobbles(), 0.6, -4, 3.0, 130)
    ground.rect(_water, 3.6, -4, 90, 130)
    ground.rect(paving((120, 126, 130), 1.2, 0.6), 2.9, -4, 3.7, 130)
    ground.road(-21.5, -4, -14, 130)
    ground.wear([(-19.5, -4), (-19.5, 130)])
    ground.wear([(-16, -4), (-16, 130)])
    ground.line([(-17.75, -4), (-17.75, 130)], 0.12, (3, 3))
    ground.kerb([(-14, -4), (-14, 130)])
    ground.rect(asphalt, -9.6, -4, -7.2, 130)
    ground.line([(-8.4, -4), (-8.4, 130)], 0.1, (1.5, 1.5))
    place.water = [(3.7, -4, 90, 130)]
    place.beyond = (128, 112, 92)
    for index in range(10):
        place.bollards([(2.3, 6.0 + index * 9)])
    for y in (12, 26, 40, 54, 68, 82):
        place.tree(-11.8, y, 7.2)
    for y in (8, 33, 58, 83):
        place.lamp(-5.6, y + 4, 5.2, 0.5)
    for y in (19, 47, 61):
        place.bench(-4.6, y, along_x=False)
    at = -2.0
    for style, deep, tall in ((ROSE, 28, 19), (CREAM, 30, 20), (STONE, 30, 22), (BRICK, 34, 19)):
        place.building(-50, at, -25, at + deep - 0.1, tall, style)
        at += deep
    for x, style, wide, tall in (
        (-24, STONE, 26, 19),
        (3, CREAM, 28, 16),
        (32, ROSE, 26, 18),
        (59, BRICK, 34, 14),
        (94, CREAM, 30, 17),
    ):
        place.building(x, 132, x + wide - 0.1, 150, tall, style)
    _boat(place, 6.0, 18, 9.5, (196, 200, 200), (120, 70, 40))
    _boat(place, 6.2, 38, 12.0, (70, 60, 52), (190, 196, 200))
    _boat(place, 6.0, 62, 10.0, (190, 196, 198), (60, 60, 130))
    _boat(place, 34, 84, 16.0, (180, 186, 188), (160, 120, 60))
    place.flows = [
        Flow(
            Path([(-16, -14), (-16, 128)]),
            [Driver("car", 4, 2.0), Driver("bus", 1, 9.0), Driver("estate", 6, 16.0)],
            10,
        ),
        Flow(
            Path([(-19.5, 128), (-19.5, -14)]),
            [Driver("van", 1, 0.5), Driver("car", 9, 6.0), Driver("taxi", 2, 13.0)],
            10,
        ),
    ]
    place.walkers = [
        Walker(Path([(-2.2, 2), (-1.6, 90)]), 141, 0.0, 1.35),
        Walker(Path([(-3.0, 2), (-2.4, 90)]), 142, 0.1, 1.35),
        Walker(Path([(0.2, 86), (-0.4, 2)]), 143, 5.0, 1.3),
        Walker(Path([(-8.9, 90), (-8.9, 2)]), 144, 3.0, 2.9),
        Walker(Path([(-6.3, 2), (-6.2, 88)]), 145, 12.0, 1.45),
        Walker(Path([(-5.8, 70), (-6.4, 2)]), 146, 16.0, 1.5),
    ]
    place.standers = [Stander(1.9, 27.5, 80, 147), Stander(1.7, 28.6, 110, 148), Stander(-3.2, 48, 90, 149)]
    return place


def _boat(
    place: Place, x: float, y: float, length_m: float, hull: tuple[int, int, int], cabin: tuple[int, int, int]
) -> None:
    """A moored boat along y: hull narrowing to its bow in steps, deck house."""
    wide = length_m * 0.3
    for share, narrow in ((0.0, 1.0), (0.72, 0.86), (0.84, 0.62), (0.93, 0.3)):
        half = wide / 2 * narrow
        end = {0.0: 0.72, 0.72: 0.84, 0.84: 0.93, 0.93: 1.0}[share]
        place.block(x - half, y + length_m * share, x + half, y + length_m * end, 1.0, hull)
    place.block(
        x - wide * 0.32, y + length_m * 0.22, x + wide * 0.32, y + length_m * 0.6, 1.3, cabin, base_m=1.0
    )
    place.block(
        x - wide * 0.34,
        y + length_m * 0.2,
        x + wide * 0.34,
        y + length_m * 0.62,
        0.12,
        (206, 210, 210),
        base_m=2.3,
    )
    place.block(
        x - wide * 0.325,
        y + length_m * 0.21,
        x + wide * 0.325,
        y + length_m * 0.59,
        0.5,
        (46, 44, 40),
        base_m=1.55,
    )
    place.post(x, y + length_m * 0.66, length_m * 0.75, 0.06, (190, 194, 194))


def park_path() -> Place:
    """Gravel paths around a statue, lawns, many trees, low sun."""
    light = sky.low_sun(azimuth_deg=-75, elevation_deg=30)
    place = Place(
        7,
        "Park path",
        "park",
        View(5.4, 16, 72, yaw_deg=-4, x_m=3.2, y_m=-2),
        light,
        limits_m=(-40, 40, -3, 105),
        beyond=(48, 92, 78),
    )
    ground = place.ground
    ground.rect(grass, -40, -3, 40, 105)
    ground.polygon(
        gravel,
        [
            (-2.4, -3),
            (2.6, -3),
            (2.2, 26),
            (4.6, 48),
            (10.5, 70),
            (13, 105),
            (8.6, 105),
            (6, 70),
            (0.4, 48),
            (-2, 26),
        ],
    )
    ground.polygon(gravel, [(-40, 33), (-1.5, 29), (-1.5, 32.4), (-40, 37)])
    ground.polygon(gravel, [(1.5, 27.5), (40, 20), (40, 23), (2.5, 31)])
    ground.disc(gravel, 0.6, 30, 4.6)
    place.block(0.0, 29.4, 1.2, 30.6, 1.5, (118, 126, 132))
    place.block(-0.5, 28.9, 1.7, 31.1, 0.4, (126, 134, 140))
    _statue(place, 0.6, 30.0, 1.5)
    for x, y, tall in (
        (-6, 13, 8.5),
        (-8, 24, 9),
        (-7, 44, 9),
        (-5, 58, 8),
        (-3, 74, 9),
        (8.5, 16, 9),
        (12, 37, 9.5),
        (11, 50, 8.5),
        (15, 62, 9),
        (-15, 18, 10),
        (-18, 46, 10),
        (-14, 64, 9.5),
        (19, 12, 9),
        (22, 40, 10),
        (-24, 30, 11),
        (-11, 86, 10),
        (2, 92, 10),
        (18, 84, 10),
        (26, 66, 10),
        (-26, 72, 11),
        (30, 30, 10),
    ):
        place.tree(x, y, tall, "conifer" if (int(x * 3 + y) % 7 == 0) else "leafy")
    for x, y in ((-3.2, 18), (3.4, 38), (-1.6, 52), (4.4, 64)):
        place.lamp(x, y, 4.2, 0.4)
    place.bench(-3.4, 10, along_x=False)
    place.bench(3.0, 21, along_x=False)
    place.bench(-4.0, 33)
    place.building(-60, 106, -8, 124, 18, CREAM)
    place.building(-7, 110, 40, 124, 20, ROSE)
    place.walkers = [
        Walker(Path([(0.6, -1), (0.2, 24), (-2.6, 29.5), (0.5, 36), (7, 70), (10, 100)], 5), 151, 0.0, 1.4),
        Walker(Path([(11.2, 100), (8.2, 70), (3.6, 46), (3.8, 31), (1.2, 22), (1.5, -1)], 5), 152, 4.0, 1.45),
        Walker(
            Path([(11.8, 100), (8.8, 70), (4.2, 46), (4.4, 31), (0.4, 22), (0.7, -1)], 5), 153, 4.15, 1.45
        ),
        Walker(Path([(-38, 35), (-4, 31), (-1.4, 24), (-0.9, -1)], 5), 154, 9.0, 2.8),
        Walker(Path([(38, 21.6), (4.2, 28.6), (-1.6, 34), (-38, 35.2)], 4), 155, 12.0, 1.3),
        Walker(Path([(-1.2, -1), (-1, 24), (-3, 30), (1.4, 42), (8.6, 70), (11, 100)], 5), 156, 14.0, 1.3),
    ]
    place.standers = [Stander(3.4, 27.4, -60, 157), Stander(-3.0, 27.0, 40, 158), Stander(-2.3, 27.4, 0, 159)]
    return place


def _statue(place: Place, x: float, y: float, base_m: float) -> None:
    """A bronze figure of stacked blocks, as far as it can be seen."""
    bronze = (66, 84, 70)
    for x0, x1, low, high in (
        (-0.3, -0.06, 0, 1.0),
        (0.06, 0.3, 0, 1.0),
        (-0.34, 0.34, 1.0, 1.7),
        (-0.5, -0.34, 1.0, 1.65),
        (0.34, 0.5, 1.1, 1.9),
        (-0.14, 0.14, 1.75, 2.1),
    ):
        place.block(x + x0, y - 0.18, x + x1, y + 0.18, high - low, bronze, base_m=base_m + low)


__all__ = ["park_path", "waterfront"]
