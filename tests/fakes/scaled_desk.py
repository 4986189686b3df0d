"""A desk of many incidents at the scale that QT_SCALE_FACTOR names: ``python -m tests.fakes.scaled_desk``.

Given the window's width and height in device pixels it prints, a line each, what is cut off in it and in what
lies over it, and keeps their pictures where SIGHTLINE_TEST_PICTURES names a folder.
"""

import sys

import zmq
from PySide6.QtWidgets import QApplication, QWidget

from console.domain.alert import Severity
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.protocol.clock import SystemClock
from console.protocol.core_changes import CoreSnapshot, Counts
from console.protocol.layout_messages import SaveLayout
from console.protocol.lifeline import Lifeline
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import DeskConfig
from console.ui.desk.layout_acts import Conflict
from console.ui.desk.process import Desk
from console.ui.desk.site_view import Area
from console.ui.fonts import load_fonts
from console.ui.map.scheme import register_scheme, settle_chromium
from tests.fakes.desk_city import LAYOUTS, city_cameras, city_incident, city_monitors
from tests.watch.clipping import clipped
from tests.watch.pictures import keep_picture

CLOCK = SystemClock()
WALL_1 = MonitorId("wall-1")


def snapshot() -> CoreSnapshot:
    """Cameras, two monitors, an incident of each severity."""
    cameras, now_ms = city_cameras(), CLOCK.now_ms()
    incidents = tuple(city_incident(n, now_ms, severity) for n, severity in enumerate(Severity, 1))
    return CoreSnapshot(
        boot="core-1",
        seq=0,
        at_ms=now_ms,
        site="helsinki-demo",
        cameras=cameras,
        monitors=city_monitors(cameras, incidents),
        incidents=incidents,
        layouts=LAYOUTS,
        counts=Counts(received=5),
        director_mode="auto",
    )


def main() -> int:
    """Show it, look, and leave."""
    width, height = map(int, sys.argv[1:])
    settle_chromium()
    register_scheme()
    application = QApplication(["desk"])
    load_fonts()
    ratio = application.primaryScreen().devicePixelRatio()
    config = DeskConfig(
        name="desk", site="helsinki-demo", run_dir="/nowhere", sightline=("false",), packages_dir="/packages"
    )
    lifeline = Lifeline(zmq.Context.instance(), "inproc://nobody", "desk")
    desk = Desk(config, lifeline, zmq.Context.instance(), CLOCK, PictureClock(CLOCK))
    window = desk.window
    window.resize(round(width / ratio), round(height / ratio))
    window.show()
    window.place_columns()
    window.timeline.hear(snapshot())
    desk.view.apply_core(snapshot())
    desk.view.engine_heard = True
    window.refresh(Area.ALL)
    window.tick_second()
    look(application, window, f"desk-{width}-at-{ratio:.0f}00")
    if window.width() * ratio > width or window.height() * ratio > height:
        print(f"the window is {window.width() * ratio:.0f}x{window.height() * ratio:.0f} device pixels")
    desk.selection.select_camera(FeedId("cam-007"))
    desk.selection.select_cell((WALL_1, CellIndex(6)))
    desk.selection.select_incident(IncidentId("i-000001"))
    window.problems.say("the disk of the recordings is full: make room")
    words = "ana saved night watch a minute ago: theirs has 9 cells, yours 16"
    window.layouts.conflict.ask(Conflict(SaveLayout(WALL_1, "night watch"), words))
    look(application, window, f"desk-troubles-{width}-at-{ratio:.0f}00")
    over(application, desk, width, ratio)
    return 0


def over(application: QApplication, desk: Desk, width: int, ratio: float) -> None:
    """What lies over the desk; none of it is larger than the desk."""
    window = desk.window
    window.help.toggle()
    window.health.toggle()
    assert window.package is not None
    window.package.ask(desk.view.incidents[IncidentId("i-000001")])
    assert window.editor is not None
    window.editor.open()
    beside = (("help", window.help), ("health", window.health), ("package", window.package))
    for name, dialog in (*beside, ("editor", window.editor)):
        look(application, dialog, f"{name}-{width}-at-{ratio:.0f}00")
        if dialog.width() > window.width() or dialog.height() > window.height():
            print(
                f"{name} is {dialog.width()}x{dialog.height()}, the desk {window.width()}x{window.height()}"
            )


def look(application: QApplication, widget: QWidget, name: str) -> None:
    """Once everything has its place."""
    for _ in range(5):
        application.processEvents()
    keep_picture(widget.grab().toImage(), name)
    for one in clipped(widget):
        print(f"{name}: {one}")


if __name__ == "__main__":
    sys.exit(main())
