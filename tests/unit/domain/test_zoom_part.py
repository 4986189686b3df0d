"""Parts of pictures that are asked for always lie within the picture."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.zoom_part import ZoomPart, part_around, zoom_problem


@given(st.floats(1, 100), st.floats(-1, 2), st.floats(-1, 2))
def test_a_part_around_any_point_can_be_shown(factor: float, x: float, y: float) -> None:
    part = part_around(factor, x, y)
    assert part is None or not zoom_problem(part)
    assert part is None or part.width == part.height == max(50, round(1000 / factor))


def test_once_is_the_whole_and_twice_is_half() -> None:
    assert part_around(1.0, 0.2, 0.9) is None
    assert part_around(2.0, 0.5, 0.5) == ZoomPart(250, 250, 500, 500)
    assert part_around(2.0, 0.0, 1.0) == ZoomPart(0, 500, 500, 500)
