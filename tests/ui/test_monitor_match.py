"""A window finds its monitor."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.monitor import Geometry, MonitorSpec
from console.ui.monitor_match import MatchedBy, Placement, ScreenFacts, match_monitor, own_place

LEFT = ScreenFacts("DP-1", "DEL", "U2723", "A1", Geometry(0, 0, 1920, 1080))
RIGHT = ScreenFacts("DP-2", "DEL", "U2723", "B2", Geometry(1920, 0, 1920, 1080))
WIDE = ScreenFacts("screen", "", "", "", Geometry(0, 0, 3840, 2160))
IN_WIDE = Geometry(1920, 1080, 1920, 1080)


def found(spec: MonitorSpec, *screens: ScreenFacts, guess: bool = True) -> tuple[int, MatchedBy] | None:
    placement = match_monitor(spec, list(screens), guess=guess)
    return (placement.screen, placement.matched_by) if placement else None


def test_the_serial_wins_over_connector_and_order() -> None:
    spec = MonitorSpec("wall-1", serial="B2", connector="DP-1")
    assert found(spec, LEFT, RIGHT) == (1, MatchedBy.EDID)
    assert found(spec, RIGHT, LEFT) == (0, MatchedBy.EDID)


def test_twins_are_told_apart_by_their_connector() -> None:
    spec = MonitorSpec("wall-1", manufacturer="DEL", model="U2723", connector="DP-2")
    assert found(spec, LEFT, RIGHT) == (1, MatchedBy.EDID)


def test_then_connector_then_geometry_then_order() -> None:
    assert found(MonitorSpec("wall-1", serial="?", connector="DP-2"), LEFT, RIGHT) == (1, MatchedBy.CONNECTOR)
    assert found(MonitorSpec("wall-1", geometry=RIGHT.geometry), LEFT, RIGHT) == (1, MatchedBy.GEOMETRY)
    assert found(MonitorSpec("wall-2"), LEFT, RIGHT) == (1, MatchedBy.ORDER)


def test_a_rectangle_of_one_large_screen_is_taken_as_it_is() -> None:
    placement = match_monitor(MonitorSpec("wall-4", geometry=IN_WIDE), [WIDE])
    assert placement is not None
    assert placement.rectangle == IN_WIDE


def test_a_monitor_that_is_gone_takes_no_other_ones_screen() -> None:
    spec = MonitorSpec("wall-2", serial="B2")
    assert found(spec, LEFT, guess=False) is None
    assert found(MonitorSpec("wall-2"), LEFT) is None
    assert found(MonitorSpec("wall-1", geometry=Geometry(9000, 0, 10, 10)), guess=True) is None


def places(specs: list[MonitorSpec], screens: list[ScreenFacts]) -> list[Placement | None]:
    return [own_place(spec, specs, screens) for spec in specs]


def on(specs: list[MonitorSpec], *screens: ScreenFacts) -> list[int | None]:
    return [place.screen if place else None for place in places(specs, list(screens))]


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


@given(SPECS, st.permutations([LEFT, RIGHT]).flatmap(lambda both: st.sampled_from([both, both[:1]])))
def test_no_two_windows_ever_lie_over_each_other(
    specs: list[MonitorSpec], screens: list[ScreenFacts]
) -> None:
    shown = [place.rectangle for place in places(specs, screens) if place is not None]
    for index, one in enumerate(shown):
        for other in shown[index + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y
