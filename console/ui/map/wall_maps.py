"""The maps that displays want: a page for each, fed from core and engine, drawn into its slot."""

import logging
from dataclasses import dataclass
from pathlib import Path

import zmq
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from console.domain.camera import Camera
from console.domain.cell_content import MapContent
from console.domain.incident import Incident
from console.protocol.clock import Clock
from console.protocol.core_changes import CorePublished, CoreSnapshot
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import EnginePublished, EngineSnapshot
from console.protocol.lifeline import BEAT_INTERVAL_S, Lifeline
from console.protocol.map_messages import LEASE_S, MapRequest, WantMap
from console.protocol.process_config import MapConfig
from console.protocol.responder import Responder
from console.protocol.trouble_file import TroubleFile
from console.ui.bridge import Bridge, core_follower, engine_follower
from console.ui.desk.site_view import Area, SiteView
from console.ui.drawing_guard import DrawingGuard
from console.ui.fonts import load_fonts
from console.ui.map.live_rows import Row, camera_row, incident_row
from console.ui.map.map_slot import MapSlot
from console.ui.map.map_view import MapView
from console.ui.map.scheme import register_scheme, settle_chromium

log = logging.getLogger("sightline.map")

POLL_INTERVAL_MS = 100
DRAW_INTERVAL_MS = 500
"""An incident's sign pulses in two steps a second."""
UNWANTED_END_S = 600.0
MOST_MAPS = 8
"""A page each; more would take the machine's memory from pictures."""
_WITHOUT_CONTROLS = """
document.querySelectorAll(".leaflet-top .leaflet-control").forEach((one) => { one.style.display = "none"; });
"""


def made_application(name: str) -> QApplication:
    """With what a page needs before it."""
    settle_chromium()
    register_scheme()
    application = QApplication([name])
    application.setQuitOnLastWindowClosed(False)  # a page without a screen is a window, too
    load_fonts()
    return application


def view_script(content: MapContent) -> str:
    """What the page does once it is there: no buttons, and the wanted part; all cameras where none is named.

    A map that is moved no longer follows the cameras.
    """
    if content.lat_deg is None or content.lon_deg is None:
        return _WITHOUT_CONTROLS
    zoom = content.zoom if content.zoom is not None else 15
    view = f"[{content.lat_deg!r}, {content.lon_deg!r}], {zoom!r}, {{ animate: false }}"
    return f"{_WITHOUT_CONTROLS}sightlineMap.setView({view});\n"


@dataclass(slots=True)
class _Map:
    view: MapView
    slot: MapSlot
    wanted_ns: int
    is_ready: bool = False


class WallMaps(QObject):
    """One page for each (content, size) that is wanted, whoever shows it. The application ends with the
    lifeline, or when for long nobody wants one.
    """

    def __init__(
        self, config: MapConfig, lifeline: Lifeline, clock: Clock, responder: Responder[MapRequest]
    ) -> None:
        super().__init__()
        context: zmq.Context[zmq.Socket[bytes]] = zmq.Context.instance()
        endpoints = Endpoints(Path(config.run_dir))
        self._config = config
        self._lifeline = lifeline
        self._clock = clock
        self._responder = responder
        self._site = SiteView()
        self._bridge = Bridge(
            core_follower(context, endpoints, config.name, clock),
            engine_follower(context, endpoints, config.name, clock),
            clock,
            TroubleFile(Path(config.run_dir)),
            self,
        )
        self._maps: dict[tuple[MapContent, int, int], _Map] = {}
        self._guard = DrawingGuard("map mark of")
        self._made = 0
        self._wanted_ns = clock.monotonic_ns()
        self._timers: list[QTimer] = []

    def start(self) -> None:
        """Follow core and engine, and take what displays want."""
        self._bridge.core_said.connect(self._core_said)
        self._bridge.engine_said.connect(self._engine_said)
        self._bridge.start()
        for interval_ms, act in (
            (POLL_INTERVAL_MS, self._poll),
            (DRAW_INTERVAL_MS, self._draw_all),
            (int(BEAT_INTERVAL_S * 1000), self._second),
        ):
            timer = QTimer(self)
            timer.setInterval(interval_ms)
            timer.timeout.connect(act)
            timer.start()
            self._timers.append(timer)

    # --- what displays want

    def _poll(self) -> None:
        if self._lifeline.stopping.is_set():
            QApplication.exit(0)
            return
        for asked in self._responder.receive():
            place = self._want(asked.request.command)
            self._responder.reply(asked, {"place": place})

    def _want(self, wanted: WantMap) -> object:
        name = (wanted.content, wanted.width, wanted.height)
        self._wanted_ns = self._clock.monotonic_ns()
        shown = self._maps.get(name)
        if shown is None:
            shown = self._make(wanted)
            if shown is None:
                return None
            self._maps[name] = shown
        shown.wanted_ns = self._wanted_ns
        return shown.slot.place

    def _make(self, wanted: WantMap) -> _Map | None:
        if len(self._maps) >= MOST_MAPS:
            log.warning("a display wants another map, but %d are drawn; take one off the wall", MOST_MAPS)
            return None
        self._made += 1
        number = self._clock.now_ms() * MOST_MAPS + self._made % MOST_MAPS
        try:
            slot = MapSlot(Path(self._config.frames_dir), number, wanted.width, wanted.height)
        except OSError as error:
            log.warning("there is no shared memory for a map of the wall: %s", error)
            return None
        folder = Path(self._config.map_dir) if self._config.map_dir else None
        view = MapView(folder, lambda: self._site.log_now_ms(self._clock))
        view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        view.resize(wanted.width, wanted.height)
        made = _Map(view, slot, self._clock.monotonic_ns())
        view.page_ready.connect(lambda: self._page_ready(made, wanted.content))
        view.show()
        view.start()
        self._feed(view, Area.ALL)
        self._lifeline.beat()  # several that are wanted at once take their time
        return made

    def _page_ready(self, made: _Map, content: MapContent) -> None:
        made.view.page().runJavaScript(view_script(content))
        QTimer.singleShot(2 * DRAW_INTERVAL_MS, made.view, lambda: self._begin(made))

    def _begin(self, made: _Map) -> None:
        """Its first rows are drawn by now."""
        made.is_ready = True

    # --- what they show

    def _core_said(self, said: CoreSnapshot | CorePublished) -> None:
        self._site.hear(said, self._clock.monotonic_ns())
        self._show(self._site.apply_core(said))

    def _engine_said(self, said: EngineSnapshot | EnginePublished) -> None:
        self._site.engine_heard = True
        self._show(self._site.apply_engine(said))

    def _show(self, changed: Area) -> None:
        for shown in self._maps.values():
            self._feed(shown.view, changed)

    def _feed(self, view: MapView, changed: Area) -> None:
        if changed & (Area.CAMERAS | Area.HEALTH):
            view.show_rows(
                "cameras", {one.feed: self._camera_row(one) for one in self._site.cameras.values()}
            )
        if changed & Area.INCIDENTS:
            rows: dict[str, Row | None] = {
                one.incident: self._incident_row(one) for one in self._site.incidents.values()
            }
            view.show_rows("incidents", rows)

    def _camera_row(self, camera: Camera) -> Row | None:
        state, cause = self._site.state_of(camera.feed), self._site.cause_of(camera.feed)
        return self._guard.attempt(camera.feed, lambda: camera_row(camera, state, cause), lambda: None)

    def _incident_row(self, incident: Incident) -> Row | None:
        return self._guard.attempt(incident.incident, lambda: incident_row(incident), lambda: None)

    def _draw_all(self) -> None:
        """While core is silent nothing is: nobody knows which incidents there are, and it turns STALE."""
        if self._bridge.control_lost:
            return
        for shown in self._maps.values():
            if shown.is_ready:
                shown.slot.show(shown.view.grab().toImage(), self._clock.monotonic_ns())

    def _second(self) -> None:
        self._lifeline.beat({"maps": float(len(self._maps))})
        now_ns = self._clock.monotonic_ns()
        for name, shown in list(self._maps.items()):
            if now_ns - shown.wanted_ns > LEASE_S * 1e9:
                del self._maps[name]
                self._end(shown)
        if now_ns - self._wanted_ns > UNWANTED_END_S * 1e9:
            log.info("no display has wanted a map for %.0f s; the browser ends", UNWANTED_END_S)
            QApplication.exit(0)

    def _end(self, shown: _Map) -> None:
        shown.slot.stop()
        shown.view.stop()
        shown.view.deleteLater()

    def stop(self) -> None:
        """Let go of pages and slots."""
        for timer in self._timers:
            timer.stop()
        self._bridge.stop()
        for shown in self._maps.values():
            self._end(shown)
        self._maps.clear()
