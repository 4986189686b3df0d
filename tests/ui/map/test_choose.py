"""Several cameras are chosen on the real page at once: by a rectangle, or all that it shows."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from console.domain.ids import FeedId
from console.domain.picture import PictureState
from console.ui import theme
from console.ui.map.live_rows import LiveRows, camera_row, selection_rows
from console.ui.map.map_view import MapChannel
from tests.fakes.desk_city import city_cameras
from tests.ui.map.loaded_map import LoadedMap
from tests.ui.map.test_map_view import colour_at, distance, loaded  # noqa: F401
from tests.watch.pictures import keep_picture

LEFT, SHIFT, NO_KEY = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
AROUND_PX = 8
"""So near a corner of the rectangle a click would mean the camera there."""
BOX = "document.querySelector('.leaflet-zoom-box')"


@pytest.fixture
def city(loaded: LoadedMap) -> LoadedMap:  # noqa: F811
    """Eight cameras in each of eight rows from the south on, all in view."""
    loaded.show_city()
    loaded.ask(f"sightlineMap.setView([{60.1655 + 0.00525}, {24.937 + 0.00735}], 14, {{animate: false}}); 1")
    return loaded


def pixel_of(shown: LoadedMap, feed: str) -> QPoint:
    row = f"live.rows.cameras.get('{feed}')"
    x, y = shown.ask(f"(p => `${{p.x}} ${{p.y}}`)(live.pixelOf({row}))").split()
    return QPoint(round(float(x)), round(float(y)))


def begin(shown: LoadedMap, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = SHIFT) -> None:
    target = shown.view.focusProxy()
    QTest.mousePress(target, LEFT, held, start)
    QTest.mouseMove(target, (start + end) / 2)
    QTest.mouseMove(target, end)


def draw(shown: LoadedMap, start: QPoint, end: QPoint) -> None:
    begin(shown, start, end)
    QTest.mouseRelease(shown.view.focusProxy(), LEFT, SHIFT, end)


def chosen_by(shown: LoadedMap, start: QPoint, end: QPoint) -> list[str]:
    with shown.qtbot.waitSignal(shown.view.cameras_chosen, timeout=5000) as told:
        draw(shown, start, end)
    assert told.args is not None
    return sorted(told.args[0])


def test_all_cameras_within_the_rectangle_are_chosen_and_no_other(city: LoadedMap) -> None:
    clicked: list[str] = []
    city.view.camera_clicked.connect(clicked.append)
    before = city.ask("sightlineMap.getBounds().toBBoxString()")
    around = QPoint(AROUND_PX, AROUND_PX)
    upper_left, lower_right = pixel_of(city, "cam-018") - around, pixel_of(city, "cam-003") + around
    wanted = ["cam-002", "cam-003", "cam-010", "cam-011", "cam-018", "cam-019"]
    assert chosen_by(city, upper_left, lower_right) == wanted
    assert chosen_by(city, lower_right, upper_left) == wanted, "however it is drawn"
    assert city.ask(f"{BOX} === null") is True
    assert city.ask("sightlineMap.getBounds().toBBoxString()") == before, "the map has not moved"
    assert clicked == [], "the release is no click"


def test_while_it_is_drawn_it_says_how_many_it_holds(city: LoadedMap) -> None:
    around = QPoint(AROUND_PX, AROUND_PX)
    begin(city, pixel_of(city, "cam-009") - around, pixel_of(city, "cam-002") + around)
    city.until(f"{BOX}?.dataset.count === '4'")
    look = city.ask(
        f"(s => [s.borderTopColor, s.borderTopStyle, s.backgroundColor].join('|'))(getComputedStyle({BOX}))"
    )
    red, green, blue = (int(theme.ACCENT[at : at + 2], 16) for at in (1, 3, 5))
    assert look.startswith(f"rgb({red}, {green}, {blue})|solid|") and "0.16" in look, look
    frame = QColor(theme.ACCENT)
    left = pixel_of(city, "cam-009") - around + QPoint(0, 2 * AROUND_PX)
    city.qtbot.waitUntil(lambda: city.view.grab().toImage().pixelColor(left) == frame, timeout=5000)
    keep_picture(city.view.grab().toImage(), "map-rectangle")
    QTest.mouseRelease(city.view.focusProxy(), LEFT, SHIFT, pixel_of(city, "cam-002") + around)
    city.until(f"{BOX} === null")


def test_where_no_camera_is_none_is_told(city: LoadedMap) -> None:
    corner = QPoint(city.view.width() - 60, 20)
    assert chosen_by(city, corner, corner + QPoint(40, 30)) == []


def test_a_rectangle_that_is_left_or_a_trembling_hand_chooses_nothing(city: LoadedMap) -> None:
    told: list[object] = []
    city.view.cameras_chosen.connect(told.append)
    start = pixel_of(city, "cam-010") - QPoint(30, 30)
    begin(city, start, start + QPoint(80, 80))
    city.until(f"{BOX} !== null")
    city.view.leave_rectangle()
    city.until(f"{BOX} === null")
    QTest.mouseRelease(city.view.focusProxy(), LEFT, SHIFT, start + QPoint(80, 80))
    draw(city, start, start + QPoint(2, 2))
    around = QPoint(AROUND_PX, AROUND_PX)
    assert chosen_by(city, pixel_of(city, "cam-010") - around, pixel_of(city, "cam-010") + around) == [
        "cam-010"
    ]
    assert told == [["cam-010"]], "what came before it told nothing"


def test_without_shift_a_drag_moves_the_map_and_chooses_nothing(city: LoadedMap) -> None:
    told: list[object] = []
    city.view.cameras_chosen.connect(told.append)
    before = pixel_of(city, "cam-010")
    begin(city, QPoint(300, 300), QPoint(380, 340), NO_KEY)
    QTest.mouseRelease(city.view.focusProxy(), LEFT, NO_KEY, QPoint(380, 340))
    city.qtbot.waitUntil(lambda: pixel_of(city, "cam-010") != before, timeout=5000)
    assert told == []


def test_all_that_the_map_shows_are_chosen(city: LoadedMap) -> None:
    def shown() -> list[str]:
        with city.qtbot.waitSignal(city.view.cameras_chosen, timeout=5000) as told:
            city.view.choose_all_shown()
        assert told.args is not None
        return sorted(told.args[0])

    assert len(shown()) == 64
    first = city_cameras()[0]
    city.ask(f"sightlineMap.setView([{first.lat_deg}, {first.lon_deg}], 17, {{animate: false}}); 1")
    near = shown()
    assert "cam-001" in near and "cam-064" not in near and 1 <= len(near) < 64


def test_one_without_a_position_is_never_among_them(city: LoadedMap) -> None:
    rows = {camera.feed: camera_row(camera, PictureState.LIVE) for camera in city_cameras(2)}
    rows["cam-002"] = {**(rows["cam-002"] or {}), "lat_deg": 0.0, "lon_deg": 0.0}
    city.view.show_rows("cameras", rows)
    city.until("live.rows.cameras.size === 2")
    city.ask("sightlineMap.setView([30, 12], 3, {animate: false}); 1")
    with city.qtbot.waitSignal(city.view.cameras_chosen, timeout=5000) as told:
        city.view.choose_all_shown()
    assert told.args == [["cam-001"]]


def test_cameras_that_are_chosen_together_have_a_ring(city: LoadedMap) -> None:
    lat, lon = city_cameras()[9].lat_deg, city_cameras()[9].lon_deg
    assert lat is not None and lon is not None
    ring_px = 9
    plain = colour_at(city, lat, lon, ring_px)
    assert distance(plain, theme.ACCENT) > 0.3
    together = (FeedId("cam-010"), FeedId("cam-011"))
    city.view.show_rows("selection", selection_rows(None, None, together))
    city.until("live.rows.selection.size === 1")
    assert distance(colour_at(city, lat, lon, ring_px), theme.ACCENT) < 0.4
    city.view.show_rows("selection", selection_rows(None, None, together[:1]))
    city.until("live.rows.selection.size === 0")
    assert colour_at(city, lat, lon, ring_px) == plain, "one alone is not together with any"


@pytest.mark.parametrize(
    "told", [None, "cam-002", {"cam-002": 1}, 7, [], ["no-such", None, 3, ["cam-002"], "x" * 100_000]]
)
def test_what_is_no_list_of_known_cameras_chooses_none(told: object) -> None:
    rows = LiveRows()
    rows.put("cameras", {"cam-002": {}})
    assert rows.known("cameras", told) == []


def test_of_what_a_page_tells_each_known_camera_counts_once() -> None:
    rows = LiveRows()
    rows.put("cameras", {"cam-001": {}, "cam-002": {}, "cam-003": {}})
    rows.put("cameras", {"cam-001": {}, "cam-002": {}})
    channel = MapChannel(rows)
    heard: list[list[str]] = []
    channel.cameras_chosen.connect(heard.append)
    channel.choose_cameras(["cam-002", "i-000001", "cam-003", "cam-002", "cam-001", 4])
    assert heard == [["cam-002", "cam-001"]]


def test_a_page_that_tells_nonsense_chooses_none(city: LoadedMap) -> None:
    heard: list[list[str]] = []
    city.view.cameras_chosen.connect(heard.append)
    for nonsense in ("['no-such', null, {a: 1}, ['cam-001']]", "['cam-001', 'cam-001', 'cam-x']"):
        city.ask(f"live.choose({nonsense}); 1")
    city.qtbot.waitUntil(lambda: len(heard) == 2, timeout=5000)
    assert heard == [[], ["cam-001"]]
