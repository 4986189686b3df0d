"""The whole desk on real sockets: what core says is shown, what the operator does reaches core."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.media import Demand, Priority
from console.domain.picture import PictureState
from console.domain.recording import RecordingState, recording_id
from console.protocol.clock import SystemClock
from console.protocol.core_changes import IncidentChanged, MonitorChanged, ProblemsChanged, RecordingChanged
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AssignFeed,
    ClearCell,
    CloseIncident,
    PinCell,
    RewindCell,
    UndoSwitch,
)
from console.protocol.engine_messages import (
    DeclareDemands,
    FeedHealth,
    FeedsChanged,
    Profile,
    SlotsGone,
    SlotsPlaced,
)
from console.protocol.layout_messages import LoadLayout, SaveLayout
from console.protocol.recording_messages import StartRecording, StopRecording
from console.protocol.reply import Refusal
from console.protocol.wall_messages import AssignFeeds
from console.ui.desk.camera_model import FEED_MIME, CameraRole
from console.ui.desk.recording_acts import package_refusal
from console.ui.desk.select_words import SELECT_CAMERA
from console.ui.wall.grid import Box
from tests.fakes.desk_city import CitySlots, city_incident, recording_of
from tests.ui.desk.conftest import ShownDesk
from tests.watch.logs import ExpectedLog

WALL_1 = MonitorId("wall-1")


def test_it_shows_the_site_and_counts_in_words(shown: ShownDesk) -> None:
    assert shown.window.top.site.text() == "helsinki-demo"
    assert shown.window.top.director.text() == "director: auto"
    assert "LOST 1" in shown.window.top.counts.text()
    assert shown.window.cameras.model.rowCount() == 64
    assert shown.window.cards.model.rowCount() == 2
    still = (FeedHealth(FeedId("cam-001"), Profile.SUB, "worker-0", PictureState.STALE),)
    shown.city.engine_says(FeedsChanged(still))
    shown.until(lambda: "STALE 1" in shown.window.top.counts.text())


def test_keys_act_from_the_start(shown: ShownDesk) -> None:
    first = shown.window.focusWidget()
    assert first is not None and not isinstance(first, QLineEdit)  # which would take them as text
    shown.press(Qt.Key.Key_H, first)
    shown.until(lambda: shown.window.health.isVisible())


def test_a_click_on_the_counts_opens_the_health_list(shown: ShownDesk, qtbot: QtBot) -> None:
    window = shown.window
    qtbot.mouseClick(window.top.counts, Qt.MouseButton.LeftButton)
    table, model = window.health.table, window.health.model
    assert (model.rowCount(), model.row_at(0).camera.number) == (64, 5)
    stale = FeedHealth(FeedId("cam-033"), Profile.SUB, "worker-0", PictureState.STALE, stalls_1h=4)
    shown.city.engine_says(FeedsChanged((stale,)))
    shown.until(lambda: model.row_at(1).camera.number == 33)
    cell = table.visualRect(model.index(1, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert shown.selection.camera == "cam-033"
    model.sort(0, Qt.SortOrder.AscendingOrder)
    window.health.refresh()
    assert table.currentIndex().row() == 32, "the selected camera stays selected"
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert not window.health.isVisible()
    window.activateWindow()
    shown.until(window.isActiveWindow)
    shown.press(Qt.Key.Key_H)
    assert window.health.isVisible()
    window.health.activateWindow()
    shown.until(window.health.isActiveWindow)
    qtbot.keyClick(table, Qt.Key.Key_H)
    assert not window.health.isVisible(), "the key that opened it closes it"


def test_silence_is_said_and_no_state_stays(
    shown: ShownDesk, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("the media engine is silent")
    monkeypatch.setattr("console.ui.desk.process.CONTROL_LOST_AFTER_NS", 900_000_000)
    monkeypatch.setattr("console.ui.bridge.CONTROL_LOST_AFTER_NS", 900_000_000)
    shown.city.silent = True
    shown.until(lambda: "LIVE 0" in shown.window.top.counts.text())
    shown.until(lambda: shown.window.top.warning.text() == "MEDIA ENGINE SILENT")
    shown.until(lambda: shown.window.control.isVisible())
    assert re.fullmatch(r"CONTROL LOST since .+ · pictures go on", shown.window.control.text())
    shown.city.silent = False
    shown.until(lambda: not shown.window.control.isVisible())


def test_a_core_that_reads_its_log_is_control_lost_and_says_how_far_it_is(shown: ShownDesk) -> None:
    shown.click_cell(WALL_1, 4)
    shown.city.core_starts_again(Refusal("starting", "core is reading its log: 43 % of 2,000,000 inputs"))
    shown.until(lambda: "43 % of 2,000,000 inputs" in shown.window.control.text())
    told = shown.window.control.text()
    shown.press(Qt.Key.Key_P)
    shown.until(lambda: "CONTROL LOST: that was not done" in shown.window.bottom.last_act.toolTip())
    shown.city.not_ready = Refusal("starting", "core is reading its log: 71 % of 2,000,000 inputs")
    shown.until(lambda: shown.window.control.text() == told.replace("43 %", "71 %"))  # since the same time
    shown.city.not_ready = None
    shown.until(lambda: not shown.window.control.isVisible())
    shown.press(Qt.Key.Key_Delete)
    shown.until_asked(ClearCell(WALL_1, CellIndex(4)))
    assert not [command for command in shown.city.asked if isinstance(command, PinCell)]


def test_what_is_wrong_with_core_is_shown_while_it_is(shown: ShownDesk) -> None:
    bar, width_px = shown.window.problems, shown.window.width()
    assert not bar.isVisible()
    hostile = 'layout "<b>night</b> & <img src=x>"\ncould not be written: it is kept'
    shown.city.core_says(ProblemsChanged((hostile, "Core's log could not be read at input 7: set aside")))
    shown.until(bar.isVisible)
    assert bar.text().splitlines() == [
        'layout "<b>night</b> & <img src=x>" could not be written: it is kept',
        "Core's log could not be read at input 7: set aside",
    ]
    assert bar.textFormat() is Qt.TextFormat.PlainText
    assert "&lt;img src=x&gt;" in bar.toolTip()
    shown.city.core_says(ProblemsChanged(("x" * 5000, *(f"trouble {n}" for n in range(1, 6)))))
    shown.until(lambda: bar.text().splitlines()[1:] == ["trouble 1", "and 4 more: trouble 2"])
    assert shown.window.width() <= width_px, "a long word makes no wide window"
    assert bar.text().splitlines()[0].endswith("…")
    assert "trouble 5" in bar.toolTip()
    shown.city.core_says(ProblemsChanged(()))
    shown.until(lambda: not bar.isVisible())


def test_a_snapshot_brings_what_is_wrong(shown: ShownDesk) -> None:
    shown.city.problems = ("the data folder fails",)
    shown.city.core_starts_again(Refusal("starting", "core is reading its log"))
    shown.until(lambda: shown.window.control.isVisible())
    shown.city.not_ready = None
    shown.until(lambda: shown.window.problems.text() == "the data folder fails")


def test_while_control_is_lost_nothing_is_done_now_or_later(
    shown: ShownDesk, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log.may_come("the media engine is silent")
    monkeypatch.setattr("console.ui.bridge.CONTROL_LOST_AFTER_NS", 900_000_000)
    shown.click_cell(WALL_1, 4)
    shown.city.silent = True
    shown.until(lambda: shown.desk.bridge.control_lost)
    shown.press(Qt.Key.Key_P)
    shown.until(lambda: "CONTROL LOST: that was not done" in shown.window.bottom.last_act.toolTip())
    shown.city.silent = False
    shown.until(lambda: not shown.desk.bridge.control_lost)
    shown.press(Qt.Key.Key_Delete)
    shown.until_asked(ClearCell(WALL_1, CellIndex(4)))
    assert not [command for command in shown.city.asked if isinstance(command, PinCell)]


def test_keys_act_on_what_is_selected(shown: ShownDesk) -> None:
    shown.click_cell(WALL_1, 4)
    assert shown.selection.cell == (WALL_1, 4)
    shown.press(Qt.Key.Key_P)
    shown.until_asked(PinCell(WALL_1, CellIndex(4), True))
    shown.press(Qt.Key.Key_Delete)
    shown.until_asked(ClearCell(WALL_1, CellIndex(4)))
    shown.click_cell(WALL_1, 9)
    shown.press(Qt.Key.Key_P)  # it is pinned already
    shown.until_asked(PinCell(WALL_1, CellIndex(9), False))
    shown.selection.select_incident(IncidentId("i-000001"))
    for key, command in (
        (Qt.Key.Key_A, AcknowledgeIncident),
        (Qt.Key.Key_U, UndoSwitch),
        (Qt.Key.Key_C, CloseIncident),
    ):
        shown.press(key)
        shown.until_asked(command(IncidentId("i-000001")))
    shown.until(lambda: shown.window.bottom.last_act.text().startswith("Done: closed: "))


def test_a_key_records_the_selected_camera_and_stops_that(shown: ShownDesk) -> None:
    button = shown.window.cameras.record
    shown.press(Qt.Key.Key_K)
    shown.until(lambda: shown.window.bottom.last_act.toolTip() == f"<qt dir=ltr>{SELECT_CAMERA}</qt>")
    assert not button.isEnabled()
    shown.selection.select_camera(FeedId("cam-012"))
    assert button.text() == "Record 12  K"
    shown.press(Qt.Key.Key_K)
    shown.until_asked(StartRecording((FeedId("cam-012"),)))
    shown.until(lambda: "K again stops it" in shown.window.bottom.last_act.toolTip())
    shown.city.core_says(RecordingChanged(recording_of(7, "cam-012")))
    shown.until(lambda: button.text() == "Stop recording 12  K")
    button.click()
    shown.until_asked(StopRecording(recording_id(7)))
    shown.city.core_says(RecordingChanged(recording_of(7, "cam-012", state=RecordingState.ENDED)))
    shown.until(lambda: button.text() == "Record 12  K")


def test_a_key_records_the_selected_incident(shown: ShownDesk) -> None:
    shown.selection.select_incident(IncidentId("i-000001"))
    shown.city.refusing = Refusal("no_camera", "no camera is near i-000001: name cameras")
    QTest.keyClick(shown.window, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    shown.until_asked(StartRecording(incident=IncidentId("i-000001")))
    shown.until(lambda: "(not done: GUNSHOT" in shown.window.bottom.last_act.toolTip())
    shown.city.core_says(RecordingChanged(recording_of(7, incident=IncidentId("i-000001"))))
    shown.until(lambda: shown.window.cards.record.text() == "Stop recording  Shift+K")


def test_a_package_is_asked_for_on_the_incidents_panel(shown: ShownDesk) -> None:
    window, incident = shown.window, IncidentId("i-000001")
    assert window.package is not None and not window.package.isVisible()
    shown.selection.select_incident(incident)
    ended = recording_of(7, incident=incident, state=RecordingState.ENDED)
    shown.city.core_says(RecordingChanged(ended))
    shown.until(window.cards.package.isEnabled)
    window.cards.package.click()
    shown.until(window.package.isVisible)
    assert window.package.folder.text().startswith("/var/site/packages/i-000001-")
    window.package.make.click()
    shown.until(lambda: "No package was made: " in window.bottom.last_act.toolTip())


def test_where_its_button_is_grey_the_palette_says_why_there_is_no_package(shown: ShownDesk) -> None:
    window, make = shown.window, shown.window.commands.acts["package"]
    assert window.package is not None
    for incident in (None, IncidentId("i-000001")):
        shown.selection.select_incident(incident)
        assert not window.cards.package.isEnabled()
        make()
        assert shown.said == package_refusal(shown.desk.view, incident) and not window.package.isVisible()
    assert "nothing was recorded" in shown.said


def test_keys_rewind_the_selected_cell_and_bring_it_back(shown: ShownDesk) -> None:
    shown.click_cell(WALL_1, 4)
    shown.press(Qt.Key.Key_Escape)
    assert shown.selection.cell is None, "nothing to bring back: it lets go"
    shown.click_cell(WALL_1, 4)
    shown.press(Qt.Key.Key_R)
    shown.until_asked(RewindCell(WALL_1, CellIndex(4), 10.0))
    assert len([said for said in shown.city.asked if isinstance(said, RewindCell)]) == 1
    wall = shown.desk.view.monitors[WALL_1]
    cells = tuple(replace(cell, rewind_s=10.0 if cell.cell == 4 else 0.0) for cell in wall.cells)
    shown.city.core_says(MonitorChanged(replace(wall, cells=cells)))
    shown.until(lambda: shown.desk.view.cell(WALL_1, CellIndex(4)).rewind_s == 10.0)
    shown.press(Qt.Key.Key_R)
    shown.until_asked(RewindCell(WALL_1, CellIndex(4), 20.0))
    shown.press(Qt.Key.Key_Escape)
    shown.until_asked(RewindCell(WALL_1, CellIndex(4), 0.0))
    shown.press(Qt.Key.Key_L)
    shown.until(lambda: shown.city.asked.count(RewindCell(WALL_1, CellIndex(4), 0.0)) == 2)


def test_a_replays_keys_do_nothing_in_a_live_site(shown: ShownDesk) -> None:
    assert shown.window.transport is None
    shown.click_cell(WALL_1, 4)
    keys = (
        *(Qt.Key.Key_Space, Qt.Key.Key_Period, Qt.Key.Key_Comma, Qt.Key.Key_BracketLeft),
        *(Qt.Key.Key_BracketRight, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
        Qt.Key.Key_Home,
    )
    for key in keys:
        shown.press(key)
    shown.press(Qt.Key.Key_Delete)
    shown.until_asked(ClearCell(WALL_1, CellIndex(4)))  # what was sent before it would have come before it
    assert shown.acts() == [ClearCell(WALL_1, CellIndex(4))]
    assert "Space" not in shown.window.bottom.hints.toolTip()


def test_without_a_selection_nothing_is_sent_and_the_bar_says_why(shown: ShownDesk) -> None:
    for key in (Qt.Key.Key_A, Qt.Key.Key_P, Qt.Key.Key_C, Qt.Key.Key_U, Qt.Key.Key_Delete):
        shown.window.bottom.last_act.say("")
        shown.press(key)
        assert "first" in shown.window.bottom.last_act.toolTip()
    shown.click_cell(WALL_1, 4)
    shown.press(Qt.Key.Key_Delete)
    shown.until_asked(ClearCell(WALL_1, CellIndex(4)))  # what was sent before it would have come before it
    assert shown.acts() == [ClearCell(WALL_1, CellIndex(4))]


def test_search_filters_as_typed_and_enter_assigns_the_first_found(shown: ShownDesk, qtbot: QtBot) -> None:
    shown.click_cell(MonitorId("wall-2"), 3)
    search = shown.window.cameras.search
    shown.press(Qt.Key.Key_Slash)
    qtbot.keyClicks(search, "12")
    assert shown.window.cameras.rows.model().rowCount() == 1
    qtbot.keyClick(search, Qt.Key.Key_Return)
    shown.until_asked(AssignFeed(MonitorId("wall-2"), CellIndex(3), FeedId("cam-012")))
    qtbot.keyClicks(search, "p")  # a letter in the field is no command
    shown.press(Qt.Key.Key_Delete)
    shown.until_asked(ClearCell(MonitorId("wall-2"), CellIndex(3)))
    assert not any(isinstance(command, PinCell) for command in shown.city.asked)


def test_esc_clears_the_search_and_gives_the_keys_back_and_only_then_lets_go(shown: ShownDesk) -> None:
    window, handle = shown.window, shown.window.windowHandle()
    shown.click_cell(WALL_1, 4)
    shown.press(Qt.Key.Key_Slash)
    QTest.keyClicks(window.cameras.search, "zz")
    assert window.cameras._empty.isVisible() and "Esc clears the search" in window.cameras._empty.text()
    QTest.keyClick(handle, Qt.Key.Key_Escape)  # to the window, as from a keyboard
    assert window.cameras.search.text() == "" and not window.cameras._empty.isVisible()
    assert shown.selection.cell == (WALL_1, 4), "the first Esc lets go of nothing"
    QTest.keyClick(handle, Qt.Key.Key_P)
    shown.until_asked(PinCell(WALL_1, CellIndex(4), True))
    QTest.keyClick(handle, Qt.Key.Key_Escape)
    assert shown.selection.cell is None


def test_a_camera_dropped_onto_a_cell_goes_there(shown: ShownDesk) -> None:
    box = shown.window.miniatures.box_of(WALL_1, CellIndex(20))
    assert box is not None
    data = QMimeData()
    data.setData(FEED_MIME, b"cam-033")
    drop = QDropEvent(
        QPointF(box.center()),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    shown.window.miniatures.dropEvent(drop)
    shown.until_asked(AssignFeed(WALL_1, CellIndex(20), FeedId("cam-033")))


def test_several_cameras_dropped_onto_a_cell_go_there_and_behind_it(shown: ShownDesk) -> None:
    box = shown.window.miniatures.box_of(WALL_1, CellIndex(20))
    assert box is not None
    data = QMimeData()
    data.setData(FEED_MIME, b"cam-033\ncam-034")
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    drop = QDropEvent(QPointF(box.center()), copy, data, left, Qt.KeyboardModifier.NoModifier)
    shown.window.miniatures.dropEvent(drop)
    shown.until_asked(AssignFeeds(WALL_1, (FeedId("cam-033"), FeedId("cam-034")), CellIndex(20)))


def test_layouts_are_loaded_and_saved_for_the_selected_monitor(shown: ShownDesk, qtbot: QtBot) -> None:
    shown.window.layouts.load_asked.emit("4x4")
    assert "monitor first" in shown.window.bottom.last_act.toolTip()
    shown.click_cell(WALL_1, 0)
    shown.window.layouts.load_asked.emit("4x4")
    shown.until_asked(LoadLayout(WALL_1, "4x4", keep_incidents=True))
    qtbot.keyClicks(shown.window.layouts.name, "late shift")
    qtbot.keyClick(shown.window.layouts.name, Qt.Key.Key_Return)
    shown.until_asked(SaveLayout(WALL_1, "late shift", over=0))


def test_a_refusal_is_shown_in_words(shown: ShownDesk) -> None:
    shown.city.refusing = Refusal("no_such_cell", "wall-1 has no cell 4; load a layout that has one")
    shown.click_cell(WALL_1, 4)
    shown.press(Qt.Key.Key_P)
    shown.until(lambda: "has no cell 4" in shown.window.bottom.last_act.toolTip())
    assert "load a layout that has one" in shown.window.bottom.last_act.toolTip(), "and what to do"


def test_the_selected_card_stays_selected_when_another_comes_above(shown: ShownDesk) -> None:
    shown.selection.select_incident(IncidentId("i-000002"))
    shown.city.core_says(IncidentChanged(city_incident(3, SystemClock().now_ms(), age_s=0)))
    shown.until(lambda: shown.window.cards.model.rowCount() == 3)
    rows = shown.window.cards.rows
    assert rows.currentIndex() == shown.window.cards.model.row_of(IncidentId("i-000002"))
    assert rows.currentIndex().row() == 2


@pytest.mark.map_page
def test_map_and_lists_share_one_selection(shown: ShownDesk, qtbot: QtBot) -> None:
    shown.window.cameras.rows.setFocus()
    shown.selection.select_camera(FeedId("cam-040"))
    assert shown.window.cameras.rows.currentIndex().data(CameraRole.CAMERA).number == 40
    shown.until(lambda: shown.window.map.map is not None)
    page = MapAnswers(shown)
    shown.until(lambda: page.says("live.rows.selection.get('camera')?.id") == "cam-040")
    shown.until(lambda: page.says("live.rows.incidents.size") == 2)
    page.click("cameras", "cam-007", qtbot)
    shown.until(lambda: shown.selection.camera == "cam-007")
    assert shown.window.cameras.rows.currentIndex().data(CameraRole.CAMERA).number == 7
    qtbot.keyClick(shown.window.map.map.focusProxy(), Qt.Key.Key_Escape)
    shown.until(lambda: shown.selection.camera is None)
    page.click("incidents", "i-000002", qtbot)
    shown.until(lambda: shown.selection.incident == "i-000002")
    assert shown.window.cards.rows.currentIndex() == shown.window.cards.model.row_of(IncidentId("i-000002"))


@pytest.mark.map_page
def test_a_hidden_map_has_no_page_until_it_is_shown(shown: ShownDesk) -> None:
    shown.window.map.stop()
    shown.window.panels.toggle_panel("map")
    shown.window.map.start()
    QApplication.processEvents()
    assert shown.window.map.map is None
    shown.window.panels.toggle_panel("map")
    shown.until(lambda: shown.window.map.map is not None)
    page = MapAnswers(shown)
    shown.until(lambda: page.says("live.rows.incidents.size") == 2)


class MapAnswers:
    """The desk's map page, asked until it answers."""

    def __init__(self, shown: ShownDesk) -> None:
        assert shown.window.map.map is not None
        self._shown, self._view = shown, shown.window.map.map

    def says(self, script: str) -> object:
        answers: list[object] = []
        asked = f"typeof live === 'undefined' ? null : {script}"
        self._view.page().runJavaScript(asked, 0, answers.append)
        self._shown.until(lambda: answers)
        return answers[0]

    def click(self, table: str, key: str, qtbot: QtBot) -> None:
        """A mouse click where the row is drawn, once the page has settled."""
        size = "`${sightlineMap.getSize().x} ${sightlineMap.getSize().y}`"
        self._shown.settle()
        self._shown.until(lambda: self.says(size) == f"{self._view.width()} {self._view.height()}")
        row = f"live.rows.{table}.get('{key}')"
        where = self.says(f"(() => {{ const p = live.pixelOf({row}); return `${{p.x}} ${{p.y}}`; }})()")
        x, y = (round(float(word)) for word in str(where).split())
        qtbot.mouseClick(self._view.focusProxy(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))


def test_small_pictures_come_from_the_slots_and_turn_stale(
    shown: ShownDesk, run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log.may_come("the frame file .* could not be mapped")  # once its worker took it away
    feed = FeedId("cam-001")
    slots = CitySlots(run_dir / "frames", (feed,))
    slots.paint(feed, SystemClock().monotonic_ns(), (40, 200, 40), stale_after_ms=2000)
    shown.city.engine_says(SlotsPlaced(slots.places))
    box = shown.window.miniatures.box_of(WALL_1, CellIndex(0))
    assert box is not None

    def greenness() -> int:
        shot = shown.window.miniatures.grab().toImage()
        return shot.pixelColor(box.center() + QPoint(6, -4)).green()

    shown.until(lambda: greenness() > 180)
    shown.until(lambda: 100 < greenness() < 140)  # dimmed: nothing was painted for two seconds
    slots.stop()
    shown.until(lambda: greenness() < 60)


def declared_last(shown: ShownDesk) -> list[Demand]:
    declared = [said for said in shown.city.asked if isinstance(said, DeclareDemands)]
    return list(declared[-1].demands) if declared else []


def focus_demanded(shown: ShownDesk) -> list[Demand]:
    """What the desk declared last for its large picture."""
    return [one for one in declared_last(shown) if one.priority is Priority.FOCUS]


def test_what_no_display_shows_is_demanded_in_miniature_beside_the_large_picture(shown: ShownDesk) -> None:
    unshown = FeedId("cam-001")
    shown.selection.select_camera(FeedId("cam-007"))

    def small() -> list[Demand]:
        return [one for one in declared_last(shown) if one.priority is Priority.KEYFRAMES]

    shown.city.engine_says(SlotsGone((shown.slots.writers[unshown].place.key,)))
    shown.until(lambda: [one.feed for one in small()] == [unshown])
    assert [one.feed for one in focus_demanded(shown)] == ["cam-007"]
    box = shown.window.miniatures.box_of(WALL_1, CellIndex(0))
    assert box is not None and _size(small()[0]) == (box.width(), box.height())
    shown.city.engine_says(SlotsPlaced((shown.slots.writers[unshown].place,)))
    shown.until(lambda: small() == [])


def _size(of: Demand | Box) -> tuple[int, int]:
    return of.width, of.height


def test_the_selected_camera_is_shown_large_and_only_then_demanded(shown: ShownDesk) -> None:
    picture = shown.window.picture
    assert not picture.isVisible() and focus_demanded(shown) == []
    shown.selection.select_camera(FeedId("cam-007"))
    shown.until(lambda: [demand.feed for demand in focus_demanded(shown)] == ["cam-007"])
    demand = focus_demanded(shown)[0]
    assert demand.priority is Priority.FOCUS
    assert (demand.width, demand.height) == (picture.tile.box.width, picture.tile.box.height)

    shown.until(lambda: _size(focus_demanded(shown)[0]) == _size(picture.tile.box))
    shown.settle()  # nothing else happens that would have it look again
    place = shown.slots.writers[FeedId("cam-007")]
    shown.slots.paint(FeedId("cam-007"), SystemClock().monotonic_ns(), (0, 0, 200), stale_after_ms=60_000)
    shown.until(lambda: picture.tile.shown.state is PictureState.LIVE)
    assert picture.tile.source.current.place == place.place
    middle = picture.rect().center()
    shown.until(lambda: picture.grab().toImage().pixelColor(middle).red() > 100)
    shown.slots.paint(FeedId("cam-007"), SystemClock().monotonic_ns(), (0, 0, 200), stale_after_ms=400)
    shown.until(lambda: picture.tile.shown.state is PictureState.STALE)
    assert picture.tile.words[0].startswith("STALE")

    shown.click_cell(WALL_1, 2)
    shown.until(lambda: [demand.feed for demand in focus_demanded(shown)] == ["cam-003"])
    shown.press(Qt.Key.Key_V)
    shown.until(lambda: focus_demanded(shown) == [])
    shown.selection.select_camera(FeedId("cam-009"))
    shown.press(Qt.Key.Key_V)
    shown.until(lambda: [demand.feed for demand in focus_demanded(shown)] == ["cam-009"])


def test_zooming_shows_a_part_and_demands_its_pixels(shown: ShownDesk) -> None:
    feed = FeedId("cam-007")
    shown.until(lambda: shown.window.frameGeometry().getRect() == (0, 0, 1366, 768))  # it has its frame
    picture = shown.window.picture
    shown.selection.select_camera(feed)
    shown.slots.paint(feed, SystemClock().monotonic_ns(), (0, 0, 200), stale_after_ms=60_000)
    shown.until(lambda: picture.tile is not None and picture.tile.shown.state is PictureState.LIVE)
    shown.until(lambda: focus_demanded(shown) and _size(focus_demanded(shown)[0]) == _size(picture.tile.box))
    whole = focus_demanded(shown)[0]

    shown.press(Qt.Key.Key_Z)
    for _ in range(3):
        shown.press(Qt.Key.Key_Plus, picture)
    assert picture.tile.zoom.factor == pytest.approx(1.25**3)
    shown.until(lambda: picture.hasFocus())
    shown.settle()
    assert focus_demanded(shown) == [whole], "how many pixels the camera has is not known yet"
    large = FeedHealth(feed, Profile.MAIN, "worker-0", PictureState.LIVE, width=3840, height=2160)
    shown.city.engine_says(FeedsChanged((large,)))
    fit = min(whole.width / 3840, whole.height / 2160)  # 1.25 three times is nearly 2: in steps of a half
    shown.until(lambda: _size(focus_demanded(shown)[0]) == (round(2 * fit * 3840), round(2 * fit * 2160)))
    assert picture.tile.source.current is not None  # the old picture stands in, zoomed

    before = picture.tile.zoom
    shown.press(Qt.Key.Key_Right, picture)
    right = picture.tile.zoom
    assert right.x == pytest.approx(before.x + 0.1 / before.factor)
    shown.drag(picture, QPoint(40, 0))
    assert picture.tile.zoom.x < right.x and picture.tile.zoom.y == right.y
    shown.press(Qt.Key.Key_0, picture)
    shown.until(lambda: focus_demanded(shown) == [whole])
    shown.wheel(picture, 2)
    assert picture.tile.zoom.factor == pytest.approx(1.25**2)
    shown.selection.select_camera(FeedId("cam-009"))
    shown.until(lambda: picture.tile.zoom.factor == 1.0)
