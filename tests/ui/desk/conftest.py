"""The whole desk beside a small city on real sockets, pumped together."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import zmq
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.domain.alert import Severity
from console.domain.ids import CellIndex, MonitorId
from console.domain.incident import IncidentState
from console.domain.monitor import Geometry
from console.domain.picture import LostCause, PictureState
from console.protocol.clock import SystemClock
from console.protocol.engine_messages import DeclareDemands, GetEngineSnapshot
from console.protocol.lifeline import Lifeline
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import DeskConfig
from console.ui.desk.map_panel import MapPanel
from console.ui.desk.process import Desk
from console.ui.map.scheme import register_scheme, settle_chromium
from tests.fakes.desk_city import CitySlots, DeskCity, city_incident
from tests.watch.logs import ExpectedLog

settle_chromium()
register_scheme()


class ShownDesk:
    """A desk and its city, pumped together."""

    def __init__(self, desk: Desk, city: DeskCity, slots: CitySlots, qtbot: QtBot) -> None:
        self.desk, self.city, self.slots, self._qtbot = desk, city, slots, qtbot
        self.window = desk.window
        self.selection = desk.selection

    def until(self, condition: object, limit_ms: int = 8000) -> None:
        def pumped() -> None:
            self.city.pump()
            assert condition()  # type: ignore[operator]

        self._qtbot.waitUntil(lambda: _holds(pumped), timeout=limit_ms)

    def settle(self) -> None:
        """Let what is under way come to its end: ten turns of the desk."""
        turns: list[int] = []
        self.until(lambda: turns.append(0) or len(turns) > 10)

    def acts(self) -> list[object]:
        """The operator's commands that came to core or engine."""
        return [said for said in self.city.asked if not isinstance(said, DeclareDemands | GetEngineSnapshot)]

    def until_asked(self, command: object) -> None:
        self.until(lambda: command in self.city.asked)

    def press(
        self,
        key: Qt.Key,
        on: QWidget | None = None,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        self._qtbot.keyClick(on or self.window, key, held)

    def type_keys(self, *keys: Qt.Key) -> None:
        """To whatever has the keyboard, as from a keyboard; core and engine go on meanwhile."""
        for key in keys:
            self.city.pump()
            QTest.keyClick(self.window.windowHandle(), key)

    @property
    def said(self) -> str:
        """The last act in words."""
        return self.window.bottom.last_act.toolTip().removeprefix("<qt dir=ltr>").removesuffix("</qt>")

    def wheel(self, on: QWidget, notches: int) -> None:
        """Turned forward over the widget's middle."""
        middle = QPointF(on.rect().center())
        none, still = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        by = QPoint(0, 120 * notches)
        turned = QWheelEvent(
            middle, on.mapToGlobal(middle), QPoint(), by, none, still, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(on, turned)

    def drag(self, on: QWidget, by: QPoint) -> None:
        """With the left button, from the widget's middle."""
        middle = on.rect().center()
        self._qtbot.mousePress(on, Qt.MouseButton.LeftButton, pos=middle)
        self._qtbot.mouseMove(on, middle + by)
        self._qtbot.mouseRelease(on, Qt.MouseButton.LeftButton, pos=middle + by)

    def click_cell(self, monitor: MonitorId, cell: int) -> None:
        box = self.window.miniatures.box_of(monitor, CellIndex(cell))
        assert box is not None
        self._qtbot.mouseClick(self.window.miniatures, Qt.MouseButton.LeftButton, pos=box.center())


def _holds(check: object) -> bool:
    try:
        check()  # type: ignore[operator]
    except AssertionError:
        return False
    return True


@pytest.fixture(autouse=True)
def _no_map_page(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk as it is before its map has started: a browser for each test would take most of their time."""
    if "map_page" not in request.keywords:
        monkeypatch.setattr(MapPanel, "start", lambda _: None)


@pytest.fixture
def shown(
    qtbot: QtBot,
    fonted_app: QApplication,
    run_dir: Path,
    request: pytest.FixtureRequest,
    expected_log: ExpectedLog,
) -> Iterator[ShownDesk]:
    """Its parameter, if it has one, is the text of a file of further keys."""
    expected_log.may_come("the media engine is silent")  # its city speaks only while a test pumps it
    if mapping := getattr(request, "param", ""):
        (run_dir / "keys.toml").write_text(mapping)
    clock = SystemClock()
    with zmq.Context() as context:
        city = DeskCity(context, run_dir, clock)
        city.states = {5: (PictureState.LOST, LostCause.REFUSED)}
        city.incidents = (
            city_incident(1, clock.now_ms()),
            city_incident(2, clock.now_ms(), Severity.MINOR, state=IncidentState.ACKNOWLEDGED),
        )
        slots = CitySlots(run_dir / "all", tuple(camera.feed for camera in city.cameras), 64, 36)
        city.places = slots.places
        city.start()
        config = DeskConfig(
            name="desk",
            site="helsinki-demo",
            run_dir=str(run_dir),
            geometry=Geometry(0, 0, 1366, 768),
            map_dir="",
            sightline=("false",),
            packages_dir="/var/site/packages",
            keys_file=str(run_dir / "keys.toml") if mapping else "",
        )
        desk = Desk(
            config, Lifeline(context, f"ipc://{run_dir}/sup.cmd", "desk"), context, clock, PictureClock(clock)
        )
        desk.start()
        together = ShownDesk(desk, city, slots, qtbot)
        try:
            together.until(lambda: desk.view.known and desk.view.engine_heard and desk.view.state_counts())
            together.until(lambda: "LIVE 63" in desk.window.top.counts.text())
            desk.window.activateWindow()
            together.until(desk.window.isActiveWindow)  # keys go nowhere before
            yield together
        finally:
            desk.stop()
            city.stop()
            slots.stop()
