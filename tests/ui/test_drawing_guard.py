"""One card, row, tile, layout or map mark that can't be drawn says so, and the others are there."""

from dataclasses import replace
from typing import Any, cast

import msgspec
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from console.domain.alert import Severity
from console.domain.ids import FeedId
from console.domain.wall import CellView, IncidentMark, Layer
from console.protocol.clock import SystemClock
from console.protocol.core_changes import CoreSnapshot, Counts
from console.ui.desk.camera_list import CameraList
from console.ui.desk.incident_cards import IncidentCards
from console.ui.desk.incident_model import CardRole
from console.ui.desk.miniature_pictures import MiniaturePictures
from console.ui.desk.miniatures import Miniatures
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.drawing_guard import MOST_TOLD, DrawingGuard, unshown_words
from console.ui.frames import Frames
from console.ui.wall.grid import Box
from console.ui.wall.tile import Tile
from console.ui.wall.wall_window import WallWindow
from tests.fakes.desk_city import city_cameras, city_incident, city_monitors
from tests.watch.logs import ExpectedLog

CLOCK = SystemClock()


def view_of(**facts: object) -> SiteView:
    snapshot = CoreSnapshot(
        boot="core-1",
        seq=0,
        at_ms=CLOCK.now_ms(),
        site="t",
        cameras=(),
        monitors=(),
        incidents=(),
        layouts=(),
        counts=Counts(),
        director_mode="auto",
    )
    view = SiteView()
    view.apply_core(msgspec.structs.replace(snapshot, **facts))
    return view


def painted(widget: QWidget, width: int = 400, height: int = 600) -> QImage:
    """Any exception in painting would be logged or raised by pytest-qt's hook."""
    widget.resize(width, height)
    return widget.grab().toImage()


def colours(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)})


def test_a_card_that_cannot_be_drawn_says_so(fonted_app: QApplication, expected_log: ExpectedLog) -> None:
    expected_log("incident i-000001 can't be shown, the others are")
    good, now_ms = city_incident(2, CLOCK.now_ms()), CLOCK.now_ms()
    bad = city_incident(1, now_ms)
    bad = msgspec.structs.replace(
        bad, alert=msgspec.structs.replace(bad.alert, severity=cast(Severity, "worst"), text=cast(str, None))
    )
    cards = IncidentCards(view_of(incidents=(bad, good)), Selection(), CLOCK)
    painted(cards)
    rows = {cards.model.index(row).data(CardRole.INCIDENT).incident: row for row in range(2)}
    assert cards.model.index(rows["i-000001"]).data(CardRole.LINES) == ["can't be shown: i-000001"]
    assert len(cards.model.index(rows["i-000002"]).data(CardRole.LINES)) > 1


def test_a_camera_that_cannot_be_drawn_says_so(
    fonted_app: QApplication, expected_log: ExpectedLog, caplog: pytest.LogCaptureFixture
) -> None:
    expected_log("camera cam-00. can't be shown, the others are")
    first, second, *rest = city_cameras(8)
    broken = replace(first, name=cast(str, 5))
    cameras = CameraList(view_of(cameras=(broken, second, *rest)), Selection())
    for _ in range(3):
        painted(cameras)
    assert cameras.model.rowCount() == 8
    told = [record for record in caplog.records if "row of camera cam-001 can't be shown" in record.message]
    assert len(told) == 1


def test_a_tile_that_cannot_be_drawn_says_so(fonted_app: QApplication, expected_log: ExpectedLog) -> None:
    expected_log("tile of cam-001 can't be shown, the others are")
    reason = city_incident(1, 0).overlays[0].reason
    mark = IncidentMark("i-1", cast(Any, "?"), cast(Severity, "worst"), 0, reason)
    frames, window = Frames(), WallWindow("t", "wall")
    window.tiles = []
    for index, feed in enumerate(("cam-001", "cam-002")):
        cell = CellView(
            index, index, 0, 1, 1, True, feed, Layer.BASE, mark=mark if feed == "cam-001" else None
        )
        box = Box(index * 200, 0, 200, 120)
        window.tiles.append(Tile(cell, box, city_cameras()[index], frames.source(FeedId(feed), 200, 120)))
    image = painted(window, 400, 120)
    assert colours(image.copy(0, 0, 200, 120)) > 1 and colours(image.copy(200, 0, 200, 120)) > 1


def test_a_layout_that_cannot_be_drawn_leaves_the_other_monitors(
    fonted_app: QApplication, expected_log: ExpectedLog
) -> None:
    expected_log("miniature of wall-1 can't be shown, the others are")
    cameras = city_cameras()
    first, second = city_monitors(cameras)
    view = view_of(cameras=cameras, monitors=(msgspec.structs.replace(first, columns=0), second))
    miniatures = Miniatures(view, Selection(), MiniaturePictures(Frames()))
    painted(miniatures, 800, 400)
    assert miniatures.box_of("wall-2", 0) is not None and miniatures.box_of("wall-1", 0) is None


def failing(error: Exception) -> str:
    raise error


def test_each_failure_is_told_once_for_each_thing(
    expected_log: ExpectedLog, caplog: pytest.LogCaptureFixture
) -> None:
    expected_log("incident i-. can't be shown, the others are")
    guard = DrawingGuard("incident")
    assert guard.attempt("i-1", lambda: "drawn", lambda: "otherwise") == "drawn"
    for name, error in (
        ("i-1", ValueError("one")),
        ("i-1", ValueError("one")),
        ("i-1", ValueError("other")),
        ("i-2", ValueError("one")),
    ):
        drawn = guard.attempt(name, lambda error=error: failing(error), lambda: "otherwise")  # type: ignore[misc]
        assert drawn == "otherwise"
    assert caplog.text.count("incident i-1 can't be shown") == 2
    assert caplog.text.count("incident i-2 can't be shown") == 1
    assert unshown_words("i-1") == "can't be shown: i-1"


def test_what_is_no_fault_of_a_fact_goes_on() -> None:
    with pytest.raises(MemoryError):
        DrawingGuard("incident").attempt("i-1", lambda: failing(MemoryError()), lambda: "otherwise")


def test_what_was_told_is_not_kept_for_ever(
    expected_log: ExpectedLog, caplog: pytest.LogCaptureFixture
) -> None:
    expected_log("incident .* can't be shown")
    guard = DrawingGuard("incident")
    for name in (*map(str, range(MOST_TOLD)), "0", "new", "0"):
        guard.attempt(name, lambda: failing(ValueError()), lambda: "")
    assert caplog.text.count("incident 0 can't be shown") == 2, "again once there were too many"
    assert len(guard._told) <= MOST_TOLD
