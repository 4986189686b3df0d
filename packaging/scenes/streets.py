"""Places along a street: shopping street at night, bus street, side street in snow, ring road."""

from scenes import sky
from scenes.crossings import BRICK, CREAM, OFFICE, ROSE, STONE
from scenes.facade import FacadeStyle
from scenes.ground import asphalt, cobbles, grass, paving
from scenes.place import Place
from scenes.traffic import Driver, Flow, Path, Stander, Stop, Walker
from scenes.view import View


def lit(style: FacadeStyle, share: float) -> FacadeStyle:
    """The same front with lights on in a part of its windows."""
    return FacadeStyle(**{**style.__dict__, "lit": share})


def street(place: Place, half_m: float, pavement_m: float, y0: float = -5, y1: float = 120) -> None:
    """A carriageway along y between x = -half and +half, pavements on both sides."""
    ground = place.ground
    for side in (-1, 1):
        x0, x1 = sorted((side * half_m, side * (half_m + pavement_m)))
        ground.rect(paving(), x0, y0, x1, y1)
        ground.kerb([(side * half_m, y0), (side * half_m, y1)])


def night_canyon() -> Place:
    """A narrow shopping street under sodium lamps, parked cars, a zebra."""
    place = Place(
        2,
        "Shopping street at night",
        "street",
        View(5.6, 13, 74, yaw_deg=8, x_m=-5.6, y_m=-2),
        sky.night(),
        limits_m=(-30, 30, -3, 125),
        has_main=True,
    )
    ground = place.ground
    for x in (-1.7, 1.7):
        ground.wear([(x, 0), (x, 125)], strength=0.16)
    street(place, 5.4, 3.6)
    ground.line([(0, 0), (0, 34)], 0.12, (3, 3))
    ground.line([(0, 40), (0, 120)], 0.12, (3, 3))
    ground.zebra(-5, 35.2, 5, 38.6)
    ground.patch(0.4, 12, 2.6, 20)
    ground.cover(-1.2, 17)
    ground.cover(2.1, 27)
    at = -4.0
    for index, (style, deep, tall) in enumerate(
        [(STONE, 21, 19), (CREAM, 23, 22), (ROSE, 19, 18), (BRICK, 22, 23), (STONE, 24, 20), (CREAM, 21, 22)]
    ):
        place.building(9.0, at, 26, at + deep - 0.1, tall, lit(style, 0.3))
        place.building(
            -26,
            at + 6,
            -9.0,
            at + deep + 5.9,
            tall + (index % 2) * 3 - 2,
            lit([ROSE, STONE, CREAM][index % 3], 0.28),
        )
        at += deep
    place.building(-25, 126, 25, 140, 24, lit(OFFICE, 0.35))
    for y in (9, 31, 53, 75, 97):
        place.lamp(6.1, y, 6.6, -1.6, (0.32, 0.66, 1.0), 34)
        place.lamp(-6.1, y + 11, 6.6, 1.6, (0.32, 0.66, 1.0), 34)
    for y in (20, 42, 64):
        place.tree(7.6, y, 6.5, "bare")
    zebra = Stop(42.5 - 6, 12.0, 16.5)
    place.flows = [
        Flow(
            Path([(1.9, -6), (1.9, 122)]),
            [Driver("taxi", 3, 1.5), Driver("car", 4, 7.5), Driver("van", 2, 14)],
            8.5,
            [zebra],
        ),
        Flow(
            Path([(-1.9, 122), (-1.9, -12)]),
            [Driver("car", 6, 0.5), Driver("estate", 2, 5.5), Driver("small", 9, 12.5)],
            8.5,
            [Stop(122 - 39.8, 12.0, 16.5)],
        ),
    ]
    place.row_of_cars([(4.4, 14.5), (4.4, 46), (4.4, 52), (4.4, 65), (4.4, 71)], (0, 1))
    place.row_of_cars([(-4.4, 27), (-4.4, 50), (-4.4, 56), (-4.4, 78)], (0, -1))
    place.walkers = [
        Walker(Path([(7.6, 4), (7.5, 60)]), 21, 0.0, 1.35),
        Walker(Path([(8.1, 4), (8.1, 60)]), 22, 0.1, 1.35),
        Walker(Path([(6.7, 70), (6.9, 4)]), 23, 6.0, 1.5),
        Walker(Path([(-7.4, 6), (-7.2, 80)]), 24, 3.0, 1.4),
        Walker(Path([(-6.6, 70), (-6.7, 5)]), 25, 11.0, 1.25),
        Walker(Path([(-7.9, 60), (-7.9, 5)]), 26, 15.0, 1.45),
        Walker(Path([(-7, 20), (-6.2, 36.4), (6.4, 37.2), (7, 60)], 1.5), 29, 2.0, 1.4, 17.0, (12.4, 15.0)),
        Walker(Path([(7, 56), (6.4, 36.3), (-6.4, 36.2), (-7, 20)], 1.5), 30, 7.0, 1.4, 19.0, (12.6, 15.0)),
    ]
    place.standers = [Stander(7.9, 24.0, 200, 31), Stander(7.4, 24.9, 20, 32)]
    place.sign(5.7, 34.4, (150, 90, 30), round_shape=False)
    place.bollards([(5.7, y) for y in (30.0, 31.5, 33.0)])
    return place


def bus_street() -> Place:
    """Bus lanes and stops in steady rain."""
    light = sky.overcast(1.55)
    place = Place(
        5,
        "Bus street, wet morning",
        "bus street",
        View(6.2, 17, 78, yaw_deg=-12, x_m=9.2, y_m=-1),
        light,
        limits_m=(-40, 40, -3, 115),
        falling="rain",
        wet=True,
    )
    ground = place.ground
    for x in (-5.3, -1.8, 1.8, 5.3):
        ground.wear([(x, 0), (x, 115)], strength=0.14)
    ground.rect(lambda rng, h, w, ppm: asphalt(rng, h, w, ppm, (78, 78, 96)), -7, -3, -3.6, 115)
    ground.rect(lambda rng, h, w, ppm: asphalt(rng, h, w, ppm, (78, 78, 96)), 3.6, -3, 7, 115)
    street(place, 7.0, 5.0)
    ground.line([(0, -3), (0, 115)], 0.12)
    ground.line([(0.3, -3), (0.3, 115)], 0.12)
    for x in (-3.5, 3.5):
        ground.line([(x, -3), (x, 115)], 0.22, (6, 3))
    ground.darken(0.55)
    at = 2.0
    for style, deep, tall in ((OFFICE, 28, 24), (CREAM, 24, 20), (STONE, 26, 22), (ROSE, 30, 20)):
        place.building(-34, at, -12.0, at + deep - 0.1, tall, lit(style, 0.12))
        at += deep
    at = 17.0
    for style, deep, tall in ((STONE, 30, 19), (BRICK, 30, 23), (CREAM, 32, 20)):
        place.building(12.0, at, 36, at + deep - 0.1, tall, lit(style, 0.12))
        at += deep
    place.building(-26, 116, 26, 128, 26, lit(STONE, 0.1))
    place.shelter(-9.6, 16.0, 7.5, 1.5, along_x=False)
    place.shelter(-9.6, 30.0, 6.0, 1.5, along_x=False)
    place.sign(-7.6, 14.6, (150, 90, 30), round_shape=False)
    for y in (12, 44, 57, 71, 86):
        place.tree(-8.6, y, 6.6)
        place.tree(8.8, y + 6, 6.4)
    for y in (25, 52, 80):
        place.lamp(7.7, y, 8, -2)
        place.lamp(-7.6, y + 2, 8, 2)
    bus_stop_s = 115 - 15.0
    place.flows = [
        Flow(
            Path([(-5.3, 115), (-5.3, -16)]),
            [Driver("bus", 0, 2.0, (bus_stop_s, 4.0)), Driver("bus", 2, 12.5)],
            9.5,
        ),
        Flow(
            Path([(-1.8, 115), (-1.8, -12)]),
            [Driver("car", 1, 3.0), Driver("van", 4, 8.0), Driver("estate", 9, 14.5)],
            10,
        ),
        Flow(
            Path([(1.8, -8), (1.8, 115)]),
            [Driver("small", 5, 2.0), Driver("car", 7, 9.0), Driver("taxi", 1, 15.0)],
            10,
        ),
        Flow(Path([(5.3, -8), (5.3, 115)]), [Driver("bus", 1, 6.0)], 9.5),
    ]
    place.standers = [
        Stander(-8.6, 17.4, 80, 41),
        Stander(-8.3, 19.6, 100, 42),
        Stander(-8.9, 21.4, 60, 43),
        Stander(-8.2, 22.6, 95, 44),
        Stander(-8.5, 32.5, 40, 46),
    ]
    place.walkers = [
        Walker(Path([(-10.6, 6), (-10.8, 72)]), 51, 1.0, 1.4),
        Walker(Path([(-11.2, 72), (-11.2, 5)]), 52, 8.0, 1.5),
        Walker(Path([(10.3, 3), (10.4, 64)]), 53, 4.0, 1.3),
        Walker(Path([(11.0, 64), (11.1, 6)]), 54, 13.0, 1.45),
        Walker(Path([(9.6, 64), (9.8, 6)]), 56, 6.0, 1.35),
    ]
    return place


def snowy_street() -> Place:
    """Wheel tracks in the snow, slow cars, bare trees."""
    light = sky.overcast(1.45)
    place = Place(
        9,
        "Side street in snow",
        "street",
        View(5.5, 17, 76, yaw_deg=10, x_m=-6, y_m=-1),
        light,
        limits_m=(-30, 30, -3, 110),
        falling="snow",
    )
    ground = place.ground
    street(place, 5.0, 3.5)
    ground.snow_over(0.86)
    for x in (-2.2, 0.5):
        for wheel in (-0.75, 0.75):
            ground.line([(x + wheel, -3), (x + wheel, 110)], 0.55, None, (112, 110, 108), 0.75)
        ground.wear([(x, -3), (x, 110)], 1.5, 0.22)
    for x in (-6.8, 6.8):
        ground.line([(x, -3), (x, 110)], 1.2, None, (158, 156, 154), 0.55)
    for x in (-4.5, 4.6):
        ground.line([(x, -3), (x, 110)], 1.0, None, (168, 164, 160), 0.5)
        ground.line([(x + 0.12, -3), (x + 0.12, 110)], 0.6, None, (238, 235, 232), 0.8)
    at = -4.0
    for index, (style, deep, tall) in enumerate(
        [(BRICK, 24, 16), (CREAM, 22, 19), (ROSE, 26, 17), (STONE, 24, 20), (CREAM, 24, 17)]
    ):
        plain = FacadeStyle(
            **{**lit(style, 0.16).__dict__, "shops": index % 2 == 0, "ground_floor_m": 3.9, "awning": None}
        )
        place.building(8.5, at, 26, at + deep - 0.1, tall, plain)
        place.building(
            -26,
            at + 8,
            -8.5,
            at + deep + 7.9,
            tall + 1,
            FacadeStyle(**{**plain.__dict__, "wall": [ROSE, STONE, CREAM][index % 3].wall}),
        )
        at += deep
    place.building(-26, 117, 26, 130, 20, lit(ROSE, 0.15))
    for y in (16, 36, 58, 80):
        place.tree(6.3, y, 6.5, "bare")
        place.lamp(-5.6, y + 8, 6.5, 1.4)
    place.row_of_cars([(3.1, 24), (3.1, 30.5), (3.1, 52), (3.1, 66)], (0, 1))
    place.flows = [
        Flow(Path([(0.5, -8), (0.5, 112)]), [Driver("estate", 3, 2.0), Driver("van", 6, 12.0)], 6.5),
        Flow(Path([(-2.2, 112), (-2.2, -12)]), [Driver("car", 5, 4.0), Driver("small", 1, 13.0)], 6.5),
    ]
    place.walkers = [
        Walker(Path([(6.8, 3), (6.9, 62)]), 61, 0.0, 1.3),
        Walker(Path([(7.2, 66), (7.0, 3)]), 62, 7.0, 1.2),
        Walker(Path([(-6.9, 5), (-6.7, 66)]), 63, 3.0, 1.3),
        Walker(Path([(-6.5, 60), (-6.8, 4)]), 64, 12.0, 1.25),
        Walker(Path([(-7.3, 60), (-7.4, 4)]), 65, 12.3, 1.25),
    ]
    return place


def ring_road() -> Place:
    """Two times three lanes, towers with lit windows."""
    place = Place(
        8,
        "Ring road at dusk",
        "ring road",
        View(8.0, 15, 70, yaw_deg=6, x_m=-3.0, y_m=-2),
        sky.dusk(),
        limits_m=(-45, 45, -3, 190),
        has_main=False,
    )
    ground = place.ground
    ground.rect(grass, -45, -3, -13.6, 190)
    ground.rect(grass, 16.4, -3, 45, 190)
    ground.rect(grass, -1.0, -3, 3.2, 190)
    for x in (-10.5, -7.0, -3.4, 5.6, 9.2, 12.7):
        ground.wear([(x, -3), (x, 190)], strength=0.13)
    for x in (-12.4, -1.5, 3.7, 14.6):
        ground.line([(x, -3), (x, 190)], 0.2)
    for x in (-8.8, -5.2, 7.4, 10.9):
        ground.line([(x, -3), (x, 190)], 0.14, (3, 6))
    for x in (-0.5, 2.7):
        place.block(x - 0.05, -3, x + 0.05, 180, 0.32, (130, 134, 136), base_m=0.45)
    for x in (-13.9, 16.7):
        place.block(x - 0.05, 4, x + 0.05, 180, 0.32, (130, 134, 136), base_m=0.45)
    for y in (14, 42, 70, 98, 126, 154):
        place.lamp(1.1, y, 10, 3.2, (0.4, 0.72, 1.0), 70)
        place.lamp(1.1, y + 0.05, 10, -3.2, (0.4, 0.72, 1.0), 70)
    for index in range(13):
        place.tree(-18 - index % 3 * 4, 20 + index * 11, 8.5, "conifer" if index % 3 == 0 else "leafy")
        place.tree(21 + index % 3 * 4, 16 + index * 11, 8, "conifer" if index % 4 == 0 else "leafy")
    place.building(-60, 120, -30, 140, 30, lit(OFFICE, 0.4))
    place.building(36, 90, 70, 112, 24, lit(CREAM, 0.35))
    place.building(-28, 195, 0, 210, 34, lit(OFFICE, 0.3))
    place.building(8, 195, 44, 210, 26, lit(STONE, 0.3))
    out = [
        (5.6, ["car", "van", "estate", "small"]),
        (9.2, ["car", "taxi", "estate", "car"]),
        (12.7, ["van", "bus", "small"]),
    ]
    back = [
        (-3.4, ["estate", "car", "car", "small", "car"]),
        (-7.0, ["car", "van", "estate", "car"]),
        (-10.5, ["bus", "car", "van"]),
    ]
    for lane, (x, kinds) in enumerate(out):
        drivers = [
            Driver(kind, lane * 5 + i * 3, (i * 20 / len(kinds) + lane * 1.7) % 20)
            for i, kind in enumerate(kinds)
        ]
        place.flows.append(Flow(Path([(x, -14), (x, 193)]), drivers, 19 - lane * 1.5))
    for lane, (x, kinds) in enumerate(back):
        drivers = [
            Driver(kind, lane * 7 + i * 3 + 1, (i * 20 / len(kinds) + lane * 2.3) % 20)
            for i, kind in enumerate(kinds)
        ]
        place.flows.append(Flow(Path([(x, 193), (x, -16)]), drivers, 19 - lane * 1.5))
    return place


__all__ = ["bus_street", "cobbles", "night_canyon", "ring_road", "snowy_street"]
