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

from console.domain.alert import Severity
from console.domain.ids import FeedId
from console.domain.incident import IncidentState
from console.domain.picture import PictureState
from console.protocol.clock import SystemClock
from console.ui import theme
from console.ui.map.live_rows import LiveRows, Row, camera_row, incident_row, selection_rows
from console.ui.map.map_view import MapChannel, MapView
from console.ui.map.scheme import register_scheme, settle_chromium
from tests.fakes.desk_city import city_cameras, city_incident
from tests.ui.map.loaded_map import LoadedMap
from tests.watch.logs import ExpectedLog

settle_chromium()
register_scheme()

MIDDLE = (60.1655, 24.937)
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
    loaded.ask(
        "fetch('sightline://map/index.html', {method: 'POST', body: 'x'})"
        ".then((a) => answers.push(a.ok), () => answers.push(false)); 1"
    )
    loaded.until("answers.length === 5")
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


def piled_incidents(loaded: LoadedMap, order: tuple[Severity, ...]) -> None:
    """On one point in the middle of the map; they came in this order, the newest first."""
    rows: dict[str, Row | None] = {}
    for number, severity in enumerate(order, 1):
        incident = city_incident(number, SystemClock().now_ms(), severity, state=IncidentState.ACKNOWLEDGED)
        row = incident_row(incident)
        assert row is not None
        rows[incident.incident] = {
            **row,
            "lat_deg": 60.1655,
            "lon_deg": 24.937,
            "opened_ms": -number,
            "feeds": [],
        }
    loaded.view.show_rows("incidents", rows)
    loaded.until(f"live.rows.incidents.size === {len(order)}")


def colour_at(loaded: LoadedMap, lat_deg: float, lon_deg: float, shift_px: int = 0) -> list[int]:
    """Red, green, blue of the live layer there, or so many pixels to the right."""
    answer = loaded.ask(
        "(() => { const canvas = document.querySelector('.leaflet-live-pane canvas');"
        f"const p = sightlineMap.latLngToContainerPoint([{lat_deg}, {lon_deg}]).add([{shift_px}, 0]);"
        "const copy = document.createElement('canvas'); copy.width = copy.height = 1;"
        "const context = copy.getContext('2d'); const ratio = window.devicePixelRatio;"
        "context.drawImage(canvas, -Math.round(p.x * ratio), -Math.round(p.y * ratio));"
        "return context.getImageData(0, 0, 1, 1).data.slice(0, 3).join(); })()"
    )
    return [int(part) for part in answer.split(",")]


def distance(colour: list[int], of: str) -> float:
    """How far a pixel is from ``of``, 0 to 1."""
    wanted = [int(of[at : at + 2], 16) for at in (1, 3, 5)]
    return max(abs(one - other) for one, other in zip(colour, wanted, strict=True)) / 255


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_incidents_on_one_place_the_worst_lies_above_but_the_selected_above_all(
    loaded: LoadedMap, order: tuple[int, ...]
) -> None:
    severities = (Severity.EXTREME, Severity.MODERATE, Severity.MINOR)
    piled_incidents(loaded, tuple(severities[at] for at in order))
    worst, least = order.index(0) + 1, order.index(2) + 1
    assert loaded.ask("live.incidentsFromBelow().map(([key]) => key).pop()") == f"i-{worst:06d}"
    seen = colour_at(loaded, *MIDDLE)
    loaded.view.show_rows("selection", selection_rows(None, f"i-{least:06d}"))
    loaded.until("live.rows.selection.size === 1")
    assert loaded.ask("live.incidentsFromBelow().map(([key]) => key).pop()") == f"i-{least:06d}"
    assert colour_at(loaded, *MIDDLE) != seen
    with loaded.qtbot.waitSignal(loaded.view.incident_clicked, timeout=5000) as clicked:
        click(loaded, "incidents", "i-000001")
    assert clicked.args == [f"i-{least:06d}"], "what is seen is what is clicked"


def test_of_equally_bad_incidents_the_newest_lies_above(loaded: LoadedMap) -> None:
    piled_incidents(loaded, (Severity.SEVERE,) * 3)
    assert loaded.ask("live.incidentsFromBelow().map(([key]) => key).join()") == "i-000003,i-000002,i-000001"


def place_beside(loaded: LoadedMap, x: int, y: int) -> tuple[float, float]:
    """What lies so many pixels from the middle of the map."""
    point = f"sightlineMap.latLngToContainerPoint({list(MIDDLE)}).add([{x}, {y}])"
    script = f"(p => `${{p.lat}} ${{p.lng}}`)(sightlineMap.containerPointToLatLng({point}))"
    lat, lon = map(float, loaded.ask(script).split())
    return lat, lon


def select_one_among(loaded: LoadedMap, *beside_px: tuple[int, int]) -> list[tuple[float, float]]:
    """A selected camera in the map's middle, lost ones so many pixels from it; where these are."""
    loaded.ask(f"sightlineMap.setView({list(MIDDLE)}, 16, {{ animate: false }}); 1")
    others = [place_beside(loaded, x, y) for x, y in beside_px]
    cameras = [
        replace(one, lat_deg=lat, lon_deg=lon, fov_deg=None, name="Testikatu")
        for one, (lat, lon) in zip(city_cameras(len(others) + 1), [MIDDLE, *others], strict=True)
    ]
    rows = {one.feed: camera_row(one, PictureState.LOST) for one in cameras}
    rows[cameras[0].feed] = camera_row(cameras[0], PictureState.LIVE)
    loaded.view.show_rows("cameras", rows)
    loaded.view.show_rows("selection", selection_rows(cameras[0].feed, None))
    loaded.until(f"live.rows.selection.size === 1 && live.rows.cameras.size === {len(cameras)}")
    return others


def test_the_label_of_a_selected_camera_goes_where_it_hides_the_fewest_others(loaded: LoadedMap) -> None:
    others = select_one_among(loaded, (40, -6), (60, 6), (-40, -6))
    lost = theme.STATE_COLOURS[PictureState.LOST]
    for lat, lon in others:
        assert distance(colour_at(loaded, lat, lon), lost) < 0.05, "nothing lies over it"


def test_a_label_hides_cameras_rather_than_an_incident(loaded: LoadedMap) -> None:
    beside = [(40, -6), (40, 6), (-40, -6), (-40, 6), (0, 24), (20, 24), (-20, 24)]
    select_one_among(loaded, *beside)
    incident = city_incident(1, SystemClock().now_ms(), Severity.EXTREME)
    lat, lon = place_beside(loaded, 0, -26)
    row = incident_row(incident)
    assert row is not None
    row |= {"lat_deg": lat, "lon_deg": lon, "feeds": []}
    loaded.view.show_rows("incidents", {incident.incident: row})
    loaded.until("live.rows.incidents.size === 1")
    assert distance(colour_at(loaded, lat, lon), theme.SEVERITY_COLOURS[Severity.EXTREME]) < 0.05


def test_a_label_without_free_room_lets_what_it_lies_over_be_seen(loaded: LoadedMap) -> None:
    others = select_one_among(loaded, (40, -8), (-40, -8), (0, -32), (0, 32))
    for lat, lon in others:
        assert distance(colour_at(loaded, lat, lon), theme.BACKGROUND) > 0.25


def test_the_selected_of_cameras_on_one_place_lies_above(loaded: LoadedMap) -> None:
    select_one_among(loaded, (4, 0))
    seen = colour_at(loaded, *MIDDLE, shift_px=3)
    assert distance(seen, theme.STATE_COLOURS[PictureState.LIVE]) < 0.05


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
