"""A window finds its monitor."""

from console.domain.monitor import Geometry, MonitorSpec
from console.ui.wall.monitor_match import MatchedBy, ScreenFacts, match_monitor

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
