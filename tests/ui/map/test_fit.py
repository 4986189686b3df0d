"""The map fits the cameras to its panel at every size, until the operator moves it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.ids import FeedId
from console.domain.picture import PictureState
from console.protocol.clock import SystemClock
from console.ui.map.live_rows import camera_row, selection_rows
from console.ui.map.map_view import MapView
from console.ui.map.scheme import register_scheme, settle_chromium
from tests.fakes.desk_city import city_cameras
from tests.ui.map.loaded_map import LoadedMap

settle_chromium()
register_scheme()

SIZES = ((330, 210), (420, 620), (780, 330), (1100, 640), (2900, 420))
PLACED = """(() => {
  const map = document.querySelector('.leaflet-container').getBoundingClientRect();
  const points = [...live.rows.cameras.values()].map(live.pixelOf);
  const controls = [...document.querySelectorAll('.leaflet-control')].map((c) => c.getBoundingClientRect());
  const hidden = points.some((p) => controls.some(
    (c) => p.x > c.left - 5 && p.x < c.right + 5 && p.y > c.top - 5 && p.y < c.bottom + 5));
  const inside = points.every((p) => p.x > 5 && p.y > 5 && p.x < map.width - 5 && p.y < map.height - 5);
  const spread = (of) => Math.max(...points.map(of)) - Math.min(...points.map(of));
  const used = Math.max(spread((p) => p.x) / map.width, spread((p) => p.y) / map.height);
  return JSON.stringify({ hidden, inside, used: Math.round(100 * used) });
})()"""


class FittedMap(LoadedMap):
    """A map with the city's cameras."""

    def resize(self, width: int, height: int) -> None:
        self.view.resize(width, height)
        self.until(f"sightlineMap.getSize().x === {width} && sightlineMap.getSize().y === {height}")

    def is_fitted(self, least_used: int) -> None:
        told = f"JSON.parse({PLACED})"
        self.until(f"(() => {{ const is = {told}; return is.inside && !is.hidden; }})()")
        assert self.ask(f"{told}.used") >= least_used, self.ask(PLACED)

    def place(self) -> str:
        return str(self.ask("`${sightlineMap.getCenter().lat} ${sightlineMap.getZoom()}`"))


@pytest.fixture
def fitted(qtbot: QtBot, fonted_app: QApplication, run_dir: Path) -> Iterator[FittedMap]:
    for layer in ("water", "buildings", "rail", "streets"):
        (run_dir / f"{layer}.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    view = MapView(run_dir, SystemClock().now_ms)
    view.resize(900, 600)
    view.show()
    with qtbot.waitSignal(view.page_ready, timeout=20_000):
        view.start()
    shown = FittedMap(view, qtbot)
    rows = {camera.feed: camera_row(camera, PictureState.LIVE) for camera in city_cameras()}
    view.show_rows("cameras", rows)
    shown.until("live.rows.cameras.size === 64")
    yield shown
    view.stop()
    view.close()


def test_all_cameras_are_in_view_and_under_no_control_at_every_size(fitted: FittedMap) -> None:
    fitted.is_fitted(60)
    for size in SIZES:
        fitted.resize(*size)
        fitted.is_fitted(55 if size[1] > 300 else 40)


def test_what_the_operator_moved_is_left_alone_until_it_is_fitted_again(
    fitted: FittedMap, qtbot: QtBot
) -> None:
    fitted.until("fit.follows()")
    target = fitted.view.focusProxy()
    fitted.ask("document.querySelector('.leaflet-control-zoom-in').click(); 1")
    fitted.until("!fit.follows()")
    zoom = fitted.ask("sightlineMap.getZoom()")
    for size in SIZES[2:4]:
        fitted.resize(*size)
        assert fitted.ask("sightlineMap.getZoom()") == zoom
    fitted.view.fit()
    fitted.until("fit.follows()")
    fitted.is_fitted(55)
    middle = fitted.view.rect().center()
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=middle)
    for step in range(1, 9):
        qtbot.mouseMove(target, middle + QPoint(10 * step, 5 * step))
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=middle + QPoint(80, 40))
    fitted.until("!fit.follows()")
    fitted.ask("document.querySelector('.fit-all').click(); 1")
    fitted.until("fit.follows()")
    fitted.resize(*SIZES[0])
    fitted.is_fitted(40)


def test_the_selected_camera_stays_in_view_when_the_map_becomes_small(fitted: FittedMap) -> None:
    fitted.ask("sightlineMap.setView([60.167, 24.9415], 18, { animate: false }); 1")
    fitted.view.show_rows("selection", selection_rows(FeedId("cam-012"), None))
    fitted.until("live.rows.selection.size === 1")
    fitted.resize(330, 210)
    row = "live.rows.cameras.get('cam-012')"
    fitted.until(f"sightlineMap.getBounds().contains([{row}.lat_deg, {row}.lon_deg])")


def test_cameras_that_come_later_are_taken_into_view(fitted: FittedMap) -> None:
    rows = {camera.feed: camera_row(camera, PictureState.LIVE) for camera in city_cameras(96)}
    fitted.view.show_rows("cameras", rows)
    fitted.until("live.rows.cameras.size === 96")
    fitted.is_fitted(60)
