"""Digital zoom stays inside the picture, keeps the point under the pointer, and wants no pixels in vain."""

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from console.domain.zoom_part import ZoomPart
from console.ui.wall.zoom import LARGEST, WHOLE, Zoom, demanded, part_of, zoom_of

shares = st.floats(0.0, 1.0)
steps = st.floats(-20.0, 20.0)
acts = st.one_of(
    st.tuples(steps, shares, shares).map(lambda by: lambda zoom: zoom.by(*by)),
    st.tuples(st.floats(-2, 2), st.floats(-2, 2)).map(lambda by: lambda zoom: zoom.moved(*by)),
)


def after(done: list) -> Zoom:
    zoom = WHOLE
    for act in done:
        zoom = act(zoom)
    return zoom


@given(st.lists(acts, max_size=12), st.integers(2, 4000), st.integers(2, 4000))
def test_the_view_never_leaves_the_picture(done: list, width: int, height: int) -> None:
    zoom = after(done)
    assert 1.0 <= zoom.factor <= LARGEST
    left, top, shown_width, shown_height = zoom.crop(width, height)
    assert left >= -1e-6 * width and left + shown_width <= width * (1 + 1e-6)
    assert top >= -1e-6 * height and top + shown_height <= height * (1 + 1e-6)
    assert shown_width / width == approx(shown_height / height)


@given(shares, shares, st.floats(0.0, 10.0), st.floats(0.0, 5.0))
def test_what_lies_under_the_pointer_stays_there(at_x: float, at_y: float, first: float, more: float) -> None:
    before = WHOLE.by(first)
    zoom = before.by(more, at_x, at_y)
    for share, index in ((at_x, 0), (at_y, 1)):
        was, now = before.crop(1, 1), zoom.crop(1, 1)
        assert now[index] + share * now[index + 2] == approx(was[index] + share * was[index + 2])


@given(st.lists(acts, max_size=6))
def test_all_the_way_back_is_the_whole(done: list) -> None:
    assert after(done).by(-100).crop(640, 360) == approx((0, 0, 640, 360))


def test_a_move_is_a_share_of_the_view() -> None:
    zoom = Zoom(4.0).moved(0.5, -0.25)
    assert (zoom.x, zoom.y) == (0.625, 0.4375)


def test_more_pixels_are_demanded_as_far_as_the_camera_has_them() -> None:
    box = (800, 450)
    assert demanded(box, WHOLE, (1920, 1080)) == box
    assert demanded(box, Zoom(1.3), (1920, 1080)) == (1200, 675)
    assert demanded(box, Zoom(8.0), (1920, 1080)) == (1920, 1080)
    assert demanded(box, Zoom(8.0), (640, 360)) == box
    assert demanded(box, Zoom(8.0), (0, 0)) == box
    assert demanded((1700, 720), Zoom(3.0), (1280, 720)) == (1700, 720)  # it is shown whole as it is
    assert demanded((1700, 250), Zoom(3.1), (1920, 1080)) == (1556, 875)  # not of the bars beside it


@given(st.integers(2, 15), st.floats(0.01, 1.0))
def test_a_little_more_zoom_wants_the_same_slot(halves: int, further: float) -> None:
    size = demanded((100, 100), Zoom((halves + further) / 2), (10_000, 10_000))
    assert size == (50 * (halves + 1), 50 * (halves + 1))


sides = st.integers(16, 4000)


@given(st.tuples(sides, sides), st.floats(1.0, LARGEST), st.tuples(sides, sides))
def test_no_pixel_is_demanded_that_the_camera_does_not_have(
    box: tuple[int, int], factor: float, source: tuple[int, int]
) -> None:
    wanted = demanded(box, Zoom(factor), source)
    assert wanted == box or (wanted[0] <= source[0] and wanted[1] <= source[1])


@given(st.integers(50, 1000), st.integers(0, 950), st.integers(0, 950))
def test_a_square_part_is_the_same_after_being_shown(side: int, left: int, top: int) -> None:
    part = ZoomPart(min(left, 1000 - side), min(top, 1000 - side), side, side)
    assert part_of(zoom_of(part)) == (part if side < 1000 else None)


@given(st.integers(50, 1000), st.integers(50, 1000), st.integers(0, 950), st.integers(0, 950))
def test_all_of_a_stored_part_is_seen(width: int, height: int, left: int, top: int) -> None:
    part = ZoomPart(min(left, 1000 - width), min(top, 1000 - height), width, height)
    shown_left, shown_top, shown_width, shown_height = zoom_of(part).crop(1000, 1000)
    assert shown_left <= part.left + 0.01 and shown_top <= part.top + 0.01
    assert shown_left + shown_width >= part.left + part.width - 0.01
    assert shown_top + shown_height >= part.top + part.height - 0.01


def test_no_part_is_the_whole() -> None:
    assert zoom_of(None) is WHOLE and part_of(WHOLE) is None
