"""Places where streets cross: the four-arm crossing, the night crossing in the rain."""

from scenes import sky
from scenes.facade import FacadeStyle
from scenes.ground import cobbles, paving
from scenes.place import Place
from scenes.traffic import Driver, Flow, Path, Stander, Stop, Walker
from scenes.view import View

CREAM = FacadeStyle(wall=(150, 182, 202), awning=(52, 60, 130))
ROSE = FacadeStyle(wall=(128, 146, 178), material="plaster", pitch_m=2.5, window_m=(1.2, 2.0))
STONE = FacadeStyle(
    wall=(142, 150, 152), material="stone", pitch_m=3.1, window_m=(1.5, 2.1), awning=(70, 90, 40)
)
BRICK = FacadeStyle(wall=(72, 88, 138), material="brick", pitch_m=2.9)
OFFICE = FacadeStyle(
    wall=(112, 116, 118), material="stone", pitch_m=1.9, window_m=(1.65, 2.3), glass_wall=True, cornice=False
)


def _four_arms(place: Place, half_main: float, cross_y0: float, cross_y1: float, pavement_m: float) -> None:
    """A street along y and one along x, pavements and kerbs, zebras on all arms."""
    ground, far = place.ground, place.limits_m[3]
    outer = half_main + pavement_m
    for x0, x1 in ((place.limits_m[0], -half_main), (half_main, place.limits_m[1])):
        for y0, y1 in ((place.limits_m[2], cross_y0), (cross_y1, far)):
            ground.rect(paving(), x0, y0, x1, y1)
    for side in (-1, 1):
        edge = place.limits_m[0] if side < 0 else place.limits_m[1]
        ground.kerb([(side * half_main, place.limits_m[2]), (side * half_main, cross_y0), (edge, cross_y0)])
        ground.kerb([(side * half_main, far), (side * half_main, cross_y1), (edge, cross_y1)])
    ground.zebra(-half_main + 0.4, cross_y0 - 4.2, half_main - 0.3, cross_y0 - 1.0)
    ground.zebra(-half_main + 0.4, cross_y1 + 1.0, half_main - 0.3, cross_y1 + 4.2)
    ground.zebra(-outer, cross_y0 + 0.5, -half_main - 0.8, cross_y1 - 0.4, along_x=False)
    ground.zebra(half_main + 0.8, cross_y0 + 0.5, outer, cross_y1 - 0.4, along_x=False)


def four_arm_crossing() -> Place:
    """A wide crossing with traffic lights, a bus lane and shops, on a clear day."""
    light = sky.sun(azimuth_deg=-118, elevation_deg=44)
    place = Place(
        1,
        "Crossing with signals",
        "crossing",
        View(7.0, 19, 76, yaw_deg=17, x_m=-10.5, y_m=-1),
        light,
        limits_m=(-60, 60, 0, 118),
        has_main=True,
    )
    ground = place.ground
    for x in (-5, -1.7, 1.7, 5):
        ground.wear([(x, 0), (x, 118)])
    for y in (19.7, 23.0, 26.3):
        ground.wear([(-60, y), (60, y)])
    ground.patch(0.5, 8, 3.2, 11.5)
    ground.patch(-6, 36, -3.8, 44, (104, 104, 103))
    _four_arms(place, 6.8, 17.5, 28.5, 4.7)
    for y0, y1 in ((0, 12.0), (34.0, 118)):
        ground.line([(0, y0), (0, y1)], 0.15)
        for x in (-3.4, 3.4):
            ground.line([(x, y0), (x, y1)], 0.12, (3, 4))
    for x0, x1 in ((-60, -13), (13, 60)):
        ground.line([(x0, 23), (x1, 23)], 0.13, (3, 3))
    ground.line([(0.2, 12.3), (6.6, 12.3)], 0.4)
    ground.line([(-6.6, 33.8), (-0.2, 33.8)], 0.4)
    ground.cover(2.2, 14.5)
    ground.cover(-2.4, 22)
    ground.cover(9.1, 31)
    place.building(11.5, 33.2, 40, 60, 21, CREAM)
    place.building(11.5, 60.1, 38, 90, 24, BRICK)
    place.building(11.5, 90.1, 38, 118, 19, STONE)
    place.building(-45, 33.2, -11.5, 62, 22, STONE)
    place.building(-45, 62.1, -11.5, 95, 18, ROSE)
    place.building(-30, 119, 30, 135, 24, OFFICE)
    place.building(11.5, -20, 50, 12.8, 20, ROSE)
    main_go, cross_go = Stop(11.8, 9.5, 19.5), Stop(53 - 14.5 + 6, 19.0, 10.0)
    oncoming = Stop(118 - 34.3, 9.5, 19.5)
    place.flows = [
        Flow(Path([(1.7, 0), (1.7, 118)]), [Driver("car", 1, 3.0), Driver("estate", 4, 8.0)], 11, [main_go]),
        Flow(
            Path([(5.1, -25), (5.1, 118)]),
            [Driver("small", 5, 2.0), Driver("van", 12, 12.5)],
            10.5,
            [Stop(36.8, 9.5, 19.5)],
        ),
        Flow(
            Path([(-1.7, 118), (-1.7, -10)]),
            [Driver("car", 7, 1.0), Driver("taxi", 3, 6.0), Driver("car", 10, 14.0)],
            11,
            [oncoming],
        ),
        Flow(
            Path([(-5.1, 118), (-5.1, -10)]),
            [Driver("bus", 0, 5.5), Driver("small", 8, 13.0)],
            10,
            [oncoming],
        ),
        Flow(
            Path([(-53, 20.4), (60, 20.4)]),
            [Driver("estate", 2, 1.0), Driver("car", 6, 11.0)],
            10,
            [Stop(53 - 12.5, 19.3, 10.0)],
        ),
        Flow(
            Path([(60, 25.7), (-60, 25.7)]),
            [Driver("car", 9, 4.0), Driver("van", 2, 13.0)],
            10,
            [Stop(60 - 12.5, 19.3, 10.0)],
        ),
    ]
    place.signal(7.6, 12.6, main_go)
    place.signal(7.6, 34.2, main_go)
    place.signal(-7.5, 28.9, cross_go)
    near, far = 14.9, 31.1
    waits = (10.3, 15.0)
    place.walkers = [
        Walker(Path([(-10, 3), (-8.8, near), (9, near), (10.5, 40)], 1.5), 11, 1.0, 1.45, 12.6, waits),
        Walker(
            Path([(-9.2, 5.5), (-8.2, near - 0.8), (9, near - 0.6), (10.8, 8)], 1.5),
            12,
            3.5,
            1.35,
            10.6,
            waits,
        ),
        Walker(Path([(10.8, 60), (8.6, far), (-8.6, far), (-9.5, 60)], 2), 13, 2.0, 1.5, 29.4, waits),
        Walker(
            Path([(9.4, 2), (8.3, near + 0.5), (-8.6, near + 0.9), (-10, 45)], 1.5), 14, 6.0, 1.4, 13.2, waits
        ),
        Walker(Path([(9.0, 70), (9.2, 34)], 1), 15, 0.0, 1.3),
        Walker(Path([(-9, 32), (-9.4, 75)], 1), 16, 9.0, 1.45),
        Walker(Path([(10.2, 34), (10.4, 66)], 1), 27, 14.0, 1.3),
        Walker(Path([(10.6, 34), (10.9, 66)], 1), 28, 14.1, 1.3),
    ]
    for y in (40, 52, 66, 82):
        place.tree(-9.2, y, 7.5)
        place.tree(8.4, y + 5, 7.0)
    place.row_of_cars([(-7.9, 57), (-7.9, 71)], (0, -1))
    place.lamp(-8.2, 36, 8, 2.0)
    place.lamp(8.0, 37, 8, -2.0)
    place.lamp(8.0, 75, 8, -2.0)
    place.bollards([(7.5, y) for y in (16.5, 17.2)] + [(7.5, 29.2), (8.6, 29.2), (-7.4, 29.2)])
    place.sign(7.6, 40, (40, 40, 170))
    return place


def rain_crossing() -> Place:
    """A smaller crossing with a roundish corner, night and rain."""
    place = Place(
        12,
        "Crossing on a rainy night",
        "crossing",
        View(6.6, 19, 78, yaw_deg=-16, x_m=9.2, y_m=-2),
        sky.night(),
        limits_m=(-50, 50, -3, 112),
        wet=True,
        falling="rain",
    )
    ground = place.ground
    for x in (-1.9, 1.9):
        ground.wear([(x, 0), (x, 112)])
    for y in (19.0, 23.0):
        ground.wear([(-50, y), (50, y)])
    _four_arms(place, 4.4, 16.5, 25.5, 4.4)
    for y0, y1 in ((-3, 11.0), (31.0, 112)):
        ground.line([(0, y0), (0, y1)], 0.14)
    for x0, x1 in ((-50, -9.4), (9.4, 50)):
        ground.line([(x0, 21), (x1, 21)], 0.13, (3, 3))
    ground.line([(0.2, 11.2), (4.2, 11.2)], 0.4)
    ground.line([(-4.2, 30.8), (-0.2, 30.8)], 0.4)
    ground.darken(0.7)
    lights = [FacadeStyle(**{**style.__dict__, "lit": 0.34}) for style in (CREAM, STONE, ROSE, BRICK, OFFICE)]
    place.building(-36, 29.6, -8.9, 56, 20, lights[1])
    place.building(-36, 56.1, -8.9, 84, 18, lights[0])
    place.building(-36, 84.1, -8.9, 112, 21, lights[3])
    place.building(8.9, 29.6, 36, 58, 21, lights[2])
    place.building(8.9, 58.1, 36, 90, 19, lights[4])
    place.building(-30, -20, -8.9, 12.4, 20, lights[0])
    place.building(-24, 113, 26, 126, 23, lights[1])
    for x, y, arm in (
        (-5.2, 28, 1.8),
        (5.2, 13.6, -1.8),
        (5.2, 46, -1.8),
        (-5.2, 62, 1.8),
        (5.2, 78, -1.8),
        (-5.2, 94, 1.8),
    ):
        place.lamp(x, y, 7, arm, (0.5, 0.78, 1.0), 36)
    for x, y in ((-20, 27.0), (22, 27.0), (-24, 15.2), (26, 15.2)):
        place.lamp(x, y, 7, 0.8, (0.5, 0.78, 1.0), 36)
    main_go, back_go = Stop(20.6, 9.5, 19.5), Stop(112 - 31.2, 9.5, 19.5)
    east, west = Stop(44 - 9.5, 19.2, 10.2), Stop(50 - 9.4, 19.2, 10.2)
    place.flows = [
        Flow(
            Path([(1.9, -10), (1.9, 110)]),
            [Driver("car", 2, 2.0), Driver("taxi", 1, 9.0), Driver("estate", 4, 15.0)],
            9,
            [main_go],
        ),
        Flow(
            Path([(-1.9, 112), (-1.9, -14)]),
            [Driver("car", 5, 0.0), Driver("bus", 2, 6.0), Driver("small", 3, 13.0)],
            9,
            [back_go],
        ),
        Flow(Path([(-44, 18.9), (50, 18.9)]), [Driver("car", 6, 4.0), Driver("van", 3, 12.0)], 9, [east]),
        Flow(Path([(50, 23.1), (-50, 23.1)]), [Driver("estate", 8, 1.0), Driver("car", 1, 11.0)], 9, [west]),
    ]
    place.signal(5.0, 11.6, main_go)
    place.signal(-5.0, 26.2, east)
    waits = (10.3, 14.5)
    place.walkers = [
        Walker(Path([(7, 4), (5.6, 13.9), (-5.8, 13.9), (-7, 50)], 1.5), 161, 1.0, 1.45, 9.0, waits),
        Walker(Path([(-7.5, 3), (-5.6, 13.4), (5.8, 13.2), (8, 2)], 1.5), 162, 4.0, 1.4, 9.4, waits),
        Walker(Path([(-6.6, 70), (-5.6, 28.2), (5.6, 28.2), (6.8, 66)], 1.5), 163, 2.0, 1.5, 40.4, waits),
        Walker(Path([(6.6, 32), (6.8, 66)]), 164, 7.0, 1.4),
        Walker(Path([(7.6, 66), (7.4, 32)]), 165, 3.0, 1.35),
        Walker(Path([(-7.0, 31), (-7.2, 64)]), 166, 12.0, 1.3),
        Walker(Path([(7.4, 0), (8.0, 13), (30, 14.6)], 2), 167, 9.0, 1.4),
    ]
    place.standers = [Stander(-7.8, 27.4, 150, 168), Stander(7.6, 27.6, 220, 169)]
    return place


__all__ = ["cobbles", "four_arm_crossing", "rain_crossing"]
