"""A window finds its monitor, and takes nobody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.monitor import Geometry, MonitorSpec
from console.ui.monitor_match import (
    MatchedBy,
    Placement,
    ScreenFacts,
    WallPlan,
    desk_may_lie_on,
    own_place,
    place_all,
)

LEFT = ScreenFacts("DP-1", "DEL", "U2723", "A1", Geometry(0, 0, 1920, 1080))
RIGHT = ScreenFacts("DP-2", "DEL", "U2723", "B2", Geometry(1920, 0, 1920, 1080))
BARE = ScreenFacts("DP-3", "", "", "", Geometry(3840, 0, 1920, 1080))
WIDE = ScreenFacts("screen", "", "", "", Geometry(0, 0, 3840, 2160))
IN_WIDE = Geometry(1920, 1080, 1920, 1080)


def places(plan: WallPlan, *screens: ScreenFacts) -> list[Placement | None]:
    return [own_place(spec, plan, list(screens)) for spec in plan.monitors]


def on(specs: list[MonitorSpec], *screens: ScreenFacts) -> list[int | None]:
    return [place.screen if place else None for place in places(WallPlan(tuple(specs)), *screens)]


def found(spec: MonitorSpec, *screens: ScreenFacts, **plan: object) -> tuple[int, MatchedBy] | None:
    place = own_place(spec, WallPlan((spec,), **plan), list(screens))  # type: ignore[arg-type]
    return (place.screen, place.matched_by) if place else None


# --- identity -----------------------------------------------------------------------------------------


def test_the_serial_wins_over_connector_and_order() -> None:
    spec = MonitorSpec("wall-1", serial="B2", connector="DP-1")
    assert found(spec, LEFT, RIGHT) == (1, MatchedBy.EDID)
    assert found(spec, RIGHT, LEFT) == (0, MatchedBy.EDID)
    spec = MonitorSpec("wall-1", serial="B2", connector="DP-2")
    assert found(spec, LEFT, RIGHT) == (1, MatchedBy.EDID_AND_CONNECTOR)


def test_then_connector_then_geometry_then_order() -> None:
    assert found(MonitorSpec("wall-1", serial="?", connector="DP-2"), LEFT, RIGHT) == (1, MatchedBy.CONNECTOR)
    assert found(MonitorSpec("wall-1", geometry=RIGHT.geometry), LEFT, RIGHT) == (1, MatchedBy.GEOMETRY)
    assert found(MonitorSpec("wall-2"), LEFT, RIGHT) == (1, MatchedBy.ORDER)


def test_a_maker_may_be_written_as_its_three_letters_or_as_its_name_in_any_case() -> None:
    dell = ScreenFacts("DP-1", "DEL", "DELL U2720Q", "8XK", LEFT.geometry, maker="Dell Inc.")
    for word in ("DEL", "Dell Inc.", "dell inc."):
        assert found(MonitorSpec("wall-1", manufacturer=word, model="dell  u2720q"), dell) == (
            0,
            MatchedBy.EDID,
        )
    assert found(MonitorSpec("wall-1", manufacturer="ACR"), dell) is None


@pytest.mark.parametrize(
    "spec",
    [
        MonitorSpec("wall-1", serial="gone"),
        MonitorSpec("wall-1", connector="DP-9"),
        MonitorSpec("wall-1", connector="DP-9", geometry=LEFT.geometry),
        MonitorSpec("wall-1", serial="gone", geometry=LEFT.geometry),
        MonitorSpec("wall-1", geometry=Geometry(9000, 0, 1920, 1080)),
        MonitorSpec("wall-1", geometry=Geometry(-1919, 0, 1920, 1080)),
    ],
)
def test_a_monitor_that_is_not_there_takes_no_other_ones_screen(spec: MonitorSpec) -> None:
    """Not even before it was ever seen: the other one may be the desk's, and the wall would go unseen."""
    assert found(spec, LEFT) is None
    assert found(spec, LEFT, desk_shown=True) is None


def test_a_geometry_stands_in_for_an_edid_that_nobody_can_read() -> None:
    spec = MonitorSpec("wall-1", serial="C3", geometry=BARE.geometry)
    assert found(spec, LEFT, BARE) == (1, MatchedBy.GEOMETRY)


# --- twins --------------------------------------------------------------------------------------------


def twin(connector: str, x: int) -> ScreenFacts:
    return ScreenFacts(connector, "DEL", "U2723", "", Geometry(x, 0, 1920, 1080))


TWINS = [
    MonitorSpec("wall-1", manufacturer="DEL", model="U2723", connector="DP-1"),
    MonitorSpec("wall-2", manufacturer="DEL", model="U2723", connector="DP-2"),
]


def test_twins_are_told_apart_by_their_connector() -> None:
    one, two = twin("DP-1", 0), twin("DP-2", 1920)
    assert on(TWINS, one, two) == [0, 1]
    assert on(TWINS, two, one) == [1, 0]


@pytest.mark.parametrize("left", [0, 1])
def test_the_twin_that_stays_keeps_its_screen(left: int) -> None:
    screen = (twin("DP-1", 0), twin("DP-2", 1920))[left]
    expected: list[int | None] = [None, None]
    expected[left] = 0
    assert on(TWINS, screen) == expected


def test_twins_without_connectors_take_theirs_but_not_a_third_that_may_be_the_desks() -> None:
    bare = [MonitorSpec(one.monitor, manufacturer="DEL", model="U2723") for one in TWINS]
    assert on(bare, twin("DP-2", 0), twin("DP-1", 1920)) == [1, 0]
    assert on(bare, twin("DP-1", 0)) == [0, None]
    assert on(bare, twin("DP-1", 0), twin("DP-2", 1920), twin("DP-3", 3840)) == [None, None]


# --- the desk -----------------------------------------------------------------------------------------

DESK = Geometry(1920, 0, 1920, 1080)


def test_what_has_no_identity_leaves_the_desk_its_screen_while_there_is_another() -> None:
    numbered = tuple(MonitorSpec(f"wall-{number}") for number in (1, 2))
    plan = WallPlan(numbered, desk_shown=True, desk=LEFT.geometry)
    assert [one and one.screen for one in places(plan, LEFT, RIGHT)] == [1, None]
    assert [one and one.screen for one in places(plan, LEFT)] == [0, None], "a trial on one screen"


def test_a_geometry_does_not_take_the_screen_to_which_the_desk_had_to_go() -> None:
    """The wall's own screen was unplugged and the desktop moved the desk's to where that was."""
    spec = MonitorSpec("wall-1", geometry=LEFT.geometry)
    assert found(spec, LEFT, RIGHT, desk_shown=True, desk=DESK) == (0, MatchedBy.GEOMETRY)
    assert found(spec, LEFT, desk_shown=True, desk=DESK) is None
    assert found(spec, LEFT, desk_shown=True) is None
    assert found(spec, LEFT, desk_shown=False) == (0, MatchedBy.GEOMETRY)
    assert found(spec, LEFT, desk_shown=True, desk=DESK, windowed=True) == (0, MatchedBy.GEOMETRY)


def test_a_replaced_panel_is_known_by_its_connector_unless_the_desk_is_there() -> None:
    spec = MonitorSpec("wall-1", serial="old", connector="DP-2")
    assert found(spec, LEFT, RIGHT) == (1, MatchedBy.CONNECTOR)
    assert found(spec, LEFT, RIGHT, desk_shown=True, desk=DESK) is None


def test_the_desk_may_lie_over_a_monitor_where_it_is_written_so_or_has_no_screen_left() -> None:
    specs = (MonitorSpec("wall-1", connector="DP-1"), MonitorSpec("wall-2", connector="DP-2"))
    own = WallPlan(specs, desk_shown=True, desk=BARE.geometry)
    assert not desk_may_lie_on(LEFT.geometry, own, [LEFT, RIGHT, BARE])
    assert desk_may_lie_on(LEFT.geometry, own, [LEFT, RIGHT])
    assert desk_may_lie_on(RIGHT.geometry, WallPlan(specs, desk_shown=True, desk=DESK), [LEFT, RIGHT, BARE])
    assert not desk_may_lie_on(LEFT.geometry, WallPlan(specs), [LEFT, RIGHT])


# --- rectangles ---------------------------------------------------------------------------------------


def test_a_rectangle_of_one_large_screen_is_taken_as_it_is() -> None:
    specs = tuple(
        MonitorSpec(f"wall-{n}", geometry=place)
        for n, place in enumerate((Geometry(0, 0, 1920, 1080), IN_WIDE))
    )
    placed = place_all(WallPlan(specs), [WIDE])
    assert [place.rectangle for place in placed.values()] == [Geometry(0, 0, 1920, 1080), IN_WIDE]


def test_a_screen_that_is_a_monitors_alone_is_filled_unless_it_is_to_be_a_window() -> None:
    spec = MonitorSpec("wall-1", geometry=Geometry(1960, 30, 1280, 720))
    for windowed, expected in ((False, RIGHT.geometry), (True, spec.geometry)):
        place = own_place(spec, WallPlan((spec,), windowed=windowed), [LEFT, RIGHT])
        assert place is not None and place.rectangle == expected
    beside_desk = WallPlan((spec,), desk_shown=True, desk=Geometry(1920, 800, 1920, 280))
    place = own_place(spec, beside_desk, [LEFT, RIGHT])
    assert place is not None and place.rectangle == spec.geometry


def test_of_three_monitors_on_one_screen_two_wait() -> None:
    specs = [MonitorSpec(name) for name in ("north", "south", "east")]
    assert on(specs, LEFT) == [0, None, None]
    assert on(specs, LEFT, RIGHT) == [0, 1, None]
    numbered = [MonitorSpec(f"wall-{number}") for number in (1, 2, 3)]
    assert on(numbered, LEFT, RIGHT) == [0, 1, None]
    assert on(numbered) == [None, None, None]


def test_the_surer_monitor_has_the_screen() -> None:
    specs = [
        MonitorSpec("wall-1"),
        MonitorSpec("wall-2", serial="A1"),
        MonitorSpec("wall-3", connector="DP-2"),
    ]
    assert on(specs, LEFT, RIGHT) == [None, 0, 1]


def test_halves_of_one_screen_share_it() -> None:
    halves = [Geometry(0, 0, 1920, 2160), Geometry(1920, 0, 1920, 2160), Geometry(100, 100, 800, 600)]
    specs = [MonitorSpec(f"wall-{n}", geometry=half) for n, half in enumerate(halves, 1)]
    assert on(specs, WIDE) == [0, 0, None]


# --- whatever there is --------------------------------------------------------------------------------

RECTANGLES = st.builds(
    Geometry, st.integers(0, 4), st.integers(0, 2), st.integers(1, 3), st.integers(1, 3)
).map(lambda g: Geometry(g.x * 960, g.y * 540, g.width * 960, g.height * 540))
SPECS = st.lists(
    st.builds(
        MonitorSpec,
        st.sampled_from([f"wall-{n}" for n in range(1, 7)]),
        serial=st.sampled_from(["", "A1", "B2"]),
        connector=st.sampled_from(["", "DP-1", "DP-2"]),
        geometry=st.none() | RECTANGLES,
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda spec: spec.monitor,
)
PLANS = st.builds(
    WallPlan, SPECS.map(tuple), desk_shown=st.booleans(), desk=st.none() | RECTANGLES, windowed=st.booleans()
)
SCREENS = st.lists(st.sampled_from([LEFT, RIGHT, BARE]), unique_by=lambda one: one.connector, max_size=3)


@given(PLANS, SCREENS)
def test_no_two_windows_ever_lie_over_each_other(plan: WallPlan, screens: list[ScreenFacts]) -> None:
    shown = [place.rectangle for place in place_all(plan, screens).values()]
    for index, one in enumerate(shown):
        assert not any(one.common_px(other) for other in shown[index + 1 :])


@given(PLANS, SCREENS)
def test_a_screen_shows_no_monitor_that_it_says_it_is_not(plan: WallPlan, screens: list[ScreenFacts]) -> None:
    for spec in plan.monitors:
        place = own_place(spec, plan, screens)
        if place is not None and (spec.serial or spec.connector):
            screen = screens[place.screen]
            stands_in = place.matched_by is MatchedBy.GEOMETRY and not screen.has_edid and not spec.connector
            known = bool(spec.serial) and spec.serial == screen.serial
            assert known or spec.connector == screen.connector != "" or stands_in


@given(PLANS, SCREENS.flatmap(lambda screens: st.tuples(st.just(screens), st.permutations(screens))))
def test_identity_does_not_ask_for_the_order_of_screens(
    plan: WallPlan, both: tuple[list[ScreenFacts], list[ScreenFacts]]
) -> None:
    first, second = (
        {
            monitor: (place.rectangle, place.matched_by)
            for monitor, place in place_all(plan, screens).items()
            if place.matched_by not in (MatchedBy.GEOMETRY, MatchedBy.ORDER)
        }
        for screens in both
    )
    assert first == second
