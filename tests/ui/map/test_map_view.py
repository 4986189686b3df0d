"""The real page in Chromium: what it asks for, what it shows, what a click does."""

import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.ids import FeedId
from console.domain.picture import PictureState
from console.protocol.clock import SystemClock
from console.ui.map.live_rows import LiveRows, camera_row, incident_row, selection_rows
from console.ui.map.map_view import MapChannel, MapView
from console.ui.map.scheme import register_scheme, settle_chromium
from tests.fakes.desk_city import city_cameras, city_incident
from tests.ui.map.loaded_map import LoadedMap
from tests.watch.logs import ExpectedLog

settle_chromium()
register_scheme()

HOSTILE = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"
STREETS = """{"type": "FeatureCollection", "features": [{"type": "Feature",
 "properties": {"class": "major", "name": "Testikatu"},
 "geometry": {"type": "LineString", "coordinates": [[24.935, 60.171], [24.953, 60.171]]}}]}"""


@pytest.fixture
def loaded(qtbot: QtBot, fonted_app: QApplication, run_dir: Path) -> Iterator[LoadedMap]:
    (run_dir / "streets.geojson").write_text(STREETS)
    for layer in ("water", "buildings", "rail"):
        (run_dir / f"{layer}.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    view = MapView(run_dir, SystemClock().now_ms)
    view.resize(900, 600)
    view.show()
    with qtbot.waitSignal(view.page_ready, timeout=20_000):
        view.start()
    yield LoadedMap(view, qtbot)
    view.stop()
    view.close()


def test_it_renders_with_every_other_host_blocked_and_asks_none(loaded: LoadedMap) -> None:
    loaded.show_city()
    asked = set(loaded.view.blocker.passed)
    assert "sightline://map/index.html" in asked and "sightline://map/leaflet.js" in asked
    assert not loaded.view.blocker.blocked
    assert loaded.ask("document.querySelector('.leaflet-control-attribution').textContent") == (
        "© OpenStreetMap contributors"
    )
    bounds = "sightlineMap.getBounds().contains([60.1655, 24.937])"
    assert loaded.ask(bounds) is True, "the cameras are in view"


def test_what_is_not_its_own_is_refused(loaded: LoadedMap, expected_log: ExpectedLog) -> None:
    expected_log("map page, .*(violates|Refused)")
    loaded.ask("window.tried = []; 1")
    loaded.ask(
        "fetch('http://192.0.2.1/x').catch(() => tried.push('fetch'));"
        "const image = new Image(); image.onerror = () => tried.push('image');"
        "image.src = 'http://192.0.2.1/x.png'; 1"
    )
    loaded.until("tried.length === 2")
    loaded.ask("window.answers = []; 1")
    for path in ("layers/secrets.geojson", "live?since=-1", "live?since=x", "nothing.js"):
        loaded.ask(
            f"fetch('sightline://map/{path}').then((a) => answers.push(a.ok), () => answers.push(false)); 1"
        )
    loaded.until("answers.length === 4")
    assert loaded.ask("answers.some((answer) => answer)") is False


def test_the_sites_own_layers_are_there_and_one_that_is_missing_costs_only_itself(
    loaded: LoadedMap, run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("the map has no water layer|map page, .*(404|Failed|ERR_FILE_NOT_FOUND)")
    (run_dir / "water.geojson").unlink()
    loaded.ask("window.fetched = {}; 1")
    for name in ("streets", "water", "rail"):
        loaded.ask(
            f"fetch('sightline://map/layers/{name}.geojson').then((a) => a.ok ? a.json() : {{}}).then("
            f"(a) => fetched['{name}'] = a.features ? a.features.length : 'none'); 1"
        )
    loaded.until("Object.keys(fetched).length === 3")
    assert loaded.ask("JSON.stringify(Object.entries(fetched).sort())") == (
        '[["rail",0],["streets",1],["water","none"]]'
    )


def test_without_a_policy_the_blocker_alone_lets_nothing_out(
    loaded: LoadedMap, expected_log: ExpectedLog
) -> None:
    expected_log("which is not its own; refused")
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        page = QWebEnginePage(loaded.view.page().profile(), loaded.view)
        with loaded.qtbot.waitSignal(page.loadFinished, timeout=5000) as finished:
            page.load(QUrl(url))
        assert finished.args == [False]
        assert list(loaded.view.blocker.blocked) == [url]
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
        shiboken6.delete(page)


def test_rows_come_change_and_go(loaded: LoadedMap) -> None:
    loaded.show_city()
    camera = city_cameras()[0]
    loaded.view.show_rows("cameras", {camera.feed: camera_row(camera, PictureState.LOST)})
    loaded.until("live.rows.cameras.size === 1")
    assert loaded.ask("live.rows.cameras.get('cam-001').state") == "LOST"


def test_hostile_text_stays_text(loaded: LoadedMap, run_dir: Path) -> None:
    loaded.show_city()
    incident = city_incident(1, SystemClock().now_ms(), text=HOSTILE)
    row = incident_row(incident)
    assert row is not None
    row["label"] = HOSTILE
    loaded.view.show_rows("incidents", {incident.incident: row})
    loaded.view.show_rows("selection", selection_rows(None, incident.incident))
    loaded.until("live.rows.selection.size === 1 && live.rows.incidents.size === 1")
    assert loaded.ask("live.rows.incidents.get('i-000001').label") == HOSTILE
    assert loaded.ask("document.title") == "Sightline map"
    assert loaded.ask("document.images.length") == 0
    assert loaded.ask("[...document.scripts].every((script) => script.src.startsWith('sightline://map/'))")


def click(loaded: LoadedMap, table: str, key: str) -> None:
    row = f"live.rows.{table}.get('{key}')"
    x, y = map(
        float,
        loaded.ask(f"(() => {{ const p = live.pixelOf({row}); return `${{p.x}} ${{p.y}}`; }})()").split(),
    )
    target = loaded.view.focusProxy()
    loaded.qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))


def test_a_click_on_a_camera_or_an_incident_says_which(loaded: LoadedMap) -> None:
    loaded.show_city()
    with loaded.qtbot.waitSignal(loaded.view.camera_clicked, timeout=5000) as camera:
        click(loaded, "cameras", "cam-020")
    assert camera.args == ["cam-020"]
    incident = city_incident(1, SystemClock().now_ms())
    loaded.view.show_rows("incidents", {incident.incident: incident_row(incident)})
    loaded.until("live.rows.incidents.size === 1")
    with loaded.qtbot.waitSignal(loaded.view.incident_clicked, timeout=5000) as clicked:
        click(loaded, "incidents", "i-000001")
    assert clicked.args == ["i-000001"]


def test_a_mark_that_cannot_be_drawn_leaves_the_others(loaded: LoadedMap, expected_log: ExpectedLog) -> None:
    expected_log("can't be shown on the map, the others are")
    loaded.show_city()
    rows = {camera.feed: camera_row(camera, PictureState.LIVE) for camera in city_cameras()}
    rows["cam-001"] = {**(rows["cam-001"] or {}), "range_m": -5.0}
    rows["cam-002"] = {**(rows["cam-002"] or {}), "lat_deg": None}
    loaded.view.show_rows("cameras", rows)
    loaded.view.show_rows("selection", selection_rows(FeedId("cam-001"), None))
    loaded.until("live.unshownNames().sort().join() === 'cam-001,cam-002'")
    assert loaded.ask("live.rows.cameras.size") == 64
    loaded.view.show_rows("selection", selection_rows(FeedId("cam-007"), None))
    loaded.until("live.rows.selection.get('camera').id === 'cam-007'")


def test_the_fit_leaves_out_what_has_no_position(loaded: LoadedMap) -> None:
    """At exactly 0,0 stands what nobody gave one."""
    rows = {camera.feed: camera_row(camera, PictureState.LIVE) for camera in city_cameras(8)}
    rows["cam-001"] = {**(rows["cam-001"] or {}), "lat_deg": 0.0, "lon_deg": 0.0}
    loaded.view.show_rows("cameras", rows)
    loaded.until("live.rows.cameras.size === 8")
    assert loaded.ask("sightlineMap.getZoom()") >= 14


def test_further_clicks_go_through_the_cameras_on_one_pole(loaded: LoadedMap) -> None:
    pole = [replace(camera, lat_deg=60.17, lon_deg=24.94) for camera in city_cameras(4)]
    loaded.view.show_rows("cameras", {camera.feed: camera_row(camera, None) for camera in pole})
    loaded.until("live.rows.cameras.size === 4")
    chosen = []
    for _ in range(5):
        with loaded.qtbot.waitSignal(loaded.view.camera_clicked, timeout=5000) as clicked:
            click(loaded, "cameras", "cam-002")
        chosen.append(clicked.args[0])
        loaded.view.show_rows("selection", selection_rows(FeedId(chosen[-1]), None))
        loaded.until(f"live.rows.selection.get('camera')?.id === '{chosen[-1]}'")
    assert chosen == ["cam-001", "cam-002", "cam-003", "cam-004", "cam-001"]


def test_ids_that_no_row_has_are_dropped() -> None:
    rows = LiveRows()
    rows.put("cameras", {"cam-002": {}})
    channel = MapChannel(rows)
    heard: list[str] = []
    channel.camera_clicked.connect(heard.append)
    channel.incident_clicked.connect(heard.append)
    for name in ("no-such", "x" * 100_000, "cam-002"):
        channel.click_camera(name)
        channel.click_incident(name)
    assert heard == ["cam-002"]


def test_a_page_whose_process_died_comes_back_with_all_rows(
    loaded: LoadedMap, caplog: pytest.LogCaptureFixture, expected_log: ExpectedLog
) -> None:
    expected_log("the map's render process ended")
    loaded.show_city()
    process = loaded.view.page().renderProcessPid()
    with loaded.qtbot.waitSignal(loaded.view.page_ready, timeout=20_000):
        os.kill(process, signal.SIGKILL)
    loaded.until("live.rows.cameras.size === 64")
    assert "render process ended" in caplog.text
