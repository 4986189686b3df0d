"""The editor beside a running desk: opened, drawn, saved by core's word; drafts outlive the process."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zmq
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Layout
from console.domain.monitor import Geometry
from console.domain.policies.layout_editing.contents import with_flags
from console.domain.wording import camera_words
from console.protocol.clock import SystemClock
from console.protocol.core_changes import LayoutsChanged
from console.protocol.engine_messages import DeclareDemands
from console.protocol.layout_file import layout_content
from console.protocol.layout_messages import GetLayout, GetMonitorLayout, ImportLayout, LayoutHead, LoadLayout
from console.protocol.lifeline import Lifeline
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import DeskConfig
from console.protocol.reply import Refusal
from console.ui.desk.map_panel import MapPanel
from console.ui.desk.process import Desk
from console.ui.desk.site_view import Area
from console.ui.layouts.close_question import STAYS
from console.ui.layouts.document import Origin
from console.ui.layouts.draft import DraftFolder
from console.ui.layouts.editor_window import (
    DRAFT_GOES_ON,
    GOES_ON,
    LEFT_AS_STORED,
    NOT_SAVED,
    PALETTE,
    LayoutEditor,
)
from console.ui.layouts.opening import UNSAVED_BEFORE
from console.ui.map.scheme import register_scheme, settle_chromium
from tests.fakes.desk_city import LAYOUTS, CitySlots, DeskCity
from tests.fakes.full_disk import FullDisk
from tests.rig.keyboard_and_mouse import KeyboardAndMouse
from tests.rig.paced_drag import DRAG_WITHIN_MS, PacedDrag
from tests.ui.desk.test_desk_window import ShownDesk
from tests.ui.layouts.editing import A, B, C, D, grid
from tests.watch.clipping import clipped
from tests.watch.logs import ExpectedLog
from tests.watch.pictures import keep_picture
from tests.watch.waiting import wait_until

settle_chromium()
register_scheme()

WALL_1 = MonitorId("wall-1")
CTRL = Qt.KeyboardModifier.ControlModifier
NIGHT = grid(2, 2, A, B, name="night watch")


class Beside(ShownDesk):
    """A desk with its editor, and the folder of its drafts."""

    def __init__(self, desk: Desk, city: DeskCity, slots: CitySlots, qtbot: QtBot, drafts: Path) -> None:
        super().__init__(desk, city, slots, qtbot)
        self.qtbot, self.drafts = qtbot, DraftFolder(str(drafts), desk._config.operator)

    @property
    def editor(self) -> LayoutEditor:
        assert self.window.editor is not None
        return self.window.editor

    @property
    def layout(self) -> Layout:
        return self.editor.edited.layout

    def open(self, name: str = "night watch", layout: Layout = NIGHT) -> None:
        self.city.answers[GetLayout] = {"layout": layout_content(layout)}
        self.window.edit_layout(name)
        self.until(lambda: self.editor.edited.origin.name == name and self.editor.canvas.hasFocus())

    def keys(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            focused = self.editor.focusWidget() or self.editor
            self.qtbot.keyClick(focused, key, held)

    def imported(self) -> list[ImportLayout]:
        return [one for one in self.city.asked if isinstance(one, ImportLayout)]

    def core_has(self, *heads: LayoutHead) -> None:
        self.city.core_says(LayoutsChanged((*LAYOUTS[:2], *heads)))

    def said(self) -> str:
        return self.editor.foot.said.toolTip().removeprefix("<qt dir=ltr>").removesuffix("</qt>")


@pytest.fixture
def beside(
    qtbot: QtBot,
    fonted_app: QApplication,
    run_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: ExpectedLog,
) -> Iterator[Beside]:
    expected_log.may_come("the media engine is silent")  # its city speaks only while a test pumps it
    monkeypatch.setattr(MapPanel, "start", lambda _: None)  # no browser: none looks at the map
    clock = SystemClock()
    with zmq.Context() as context:
        city = DeskCity(context, run_dir, clock)
        slots = CitySlots(run_dir / "all", tuple(camera.feed for camera in city.cameras), 240, 135)
        city.places = slots.places
        city.start()
        config = DeskConfig(
            name="desk",
            site="helsinki-demo",
            run_dir=str(run_dir),
            geometry=Geometry(0, 0, 1366, 768),
            arrangement_dir=str(run_dir / "kept"),
        )
        lifeline = Lifeline(context, f"ipc://{run_dir}/sup.cmd", "desk")
        desk = Desk(config, lifeline, context, clock, PictureClock(clock))
        desk.start()
        together = Beside(desk, city, slots, qtbot, run_dir / "kept")
        try:
            together.until(lambda: desk.view.known)
            yield together
        finally:
            desk.stop()
            city.stop()
            slots.stop()


def paint(beside: Beside, *feeds: FeedId) -> None:
    now_ns = SystemClock().monotonic_ns()
    for number, feed in enumerate(feeds):
        beside.slots.paint(feed, now_ns, (40 + 60 * number % 200, 90, 160 - 40 * number % 150), 60_000)


# --- opening


def test_the_list_opens_a_layout_in_the_editor(beside: Beside) -> None:
    listed = beside.window.layouts
    beside.city.answers[GetLayout] = {"layout": layout_content(NIGHT)}
    beside.until(lambda: listed.rows.model().rowCount() == 3)
    menu = listed.menu_of(listed.rows.model().index(1, 0))
    assert menu is not None
    next(action for action in menu.actions() if action.text().startswith("Edit")).trigger()
    beside.until(lambda: beside.layout == NIGHT)
    assert GetLayout("night watch", 41) in beside.city.asked, "just the version that the list tells"
    assert beside.editor.isVisible() and beside.editor.windowTitle() == "Layout editor · night watch"
    assert not beside.editor.isModal() and beside.editor.foot.name.text() == "night watch"
    assert beside.window.isEnabled()


def test_without_a_name_it_opens_what_the_selected_monitor_shows(beside: Beside) -> None:
    shown = grid(8, 4, *(camera.feed for camera in beside.city.cameras[:10]), name="overview-8x4")
    shown = with_flags(shown, [CellIndex(9)], pinned=True)
    beside.city.answers[GetMonitorLayout] = {"layout": layout_content(shown)}
    beside.until(lambda: beside.window.miniatures.box_of(WALL_1, CellIndex(3)) is not None)
    beside.click_cell(WALL_1, 3)
    beside.window.edit_layout()
    beside.until(lambda: beside.editor.edited.origin.words == "What wall-1 shows")
    assert len(beside.layout.cells) == 32 and beside.layout.cells[5].feed == "cam-006"
    assert beside.layout.cells[9].pinned and beside.editor.edited.origin.version == 17
    assert beside.editor.foot.load.text() == "Save and load on wall-1"


def test_what_a_monitor_shows_needs_no_stored_layout_but_core(beside: Beside) -> None:
    beside.until(lambda: WALL_1 in beside.desk.view.monitors)
    beside.desk.selection.select_cell((WALL_1, CellIndex(3)))
    beside.city.refusing = Refusal("not_ready", "core reads its log")
    beside.window.edit_layout()
    beside.until(lambda: beside.said() == "What wall-1 shows can't be opened: core reads its log.")
    beside.city.refusing = None
    beside.city.core_says(LayoutsChanged(LAYOUTS[:1]))
    beside.until(lambda: beside.desk.view.layout("overview-8x4") is None)
    beside.city.answers[GetMonitorLayout] = {"layout": layout_content(grid(8, 4, A, name="overview-8x4"))}
    beside.window.edit_layout()
    beside.until(lambda: beside.editor.edited.origin.words == "What wall-1 shows")
    assert (beside.editor.edited.origin.name, beside.editor.edited.origin.version) == ("", 0)


def test_what_is_done_before_a_layout_is_there_is_refused_not_lost(beside: Beside) -> None:
    beside.open()
    before = beside.layout
    beside.window.edit_layout("another")  # not heard yet: no answer is taken before the next turn
    assert not beside.editor.edited.attempt("split", lambda layout: replace(layout, name="other"))
    assert beside.layout == before and "being opened: wait" in beside.said()
    beside.until(lambda: beside.editor.edited.origin.name == "another")
    assert beside.editor.edited.attempt("split", lambda layout: replace(layout, columns=9))


def test_what_cannot_be_opened_is_said_and_what_is_open_stays(beside: Beside) -> None:
    beside.open()
    beside.city.refusing = Refusal("unknown_layout", "there is no layout 'gone'")
    beside.window.edit_layout("gone")
    beside.until(lambda: "Layout gone can't be opened: there is no layout 'gone'." in beside.said())
    assert beside.layout == NIGHT


def test_a_layout_of_the_product_needs_another_name(beside: Beside) -> None:
    beside.open("4x4", grid(4, 4, name="4x4"))
    assert beside.editor.foot.name.text() == ""
    assert beside.editor.foot.name.placeholderText() == "Another name: 4x4 stays as it is"
    beside.keys(Qt.Key.Key_S, held=CTRL)
    assert beside.said() == "Give it a name first." and beside.editor.foot.name.hasFocus()


def test_it_lies_beside_the_desk_on_any_screen(beside: Beside, qtbot: QtBot) -> None:
    beside.open()
    editor = beside.editor
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert room.contains(editor.frameGeometry().center())
    assert editor.minimumSizeHint().width() <= 956 and editor.minimumSizeHint().height() <= 640
    beside.keys(Qt.Key.Key_F1)
    beside.until(editor.sheet.isActiveWindow)
    qtbot.keyClick(editor.sheet, Qt.Key.Key_F1)
    assert not editor.sheet.isVisible(), "the same key again"
    beside.until(editor.isActiveWindow)
    beside.keys(Qt.Key.Key_F1)
    beside.until(editor.sheet.isVisible)
    beside.keys(Qt.Key.Key_W, held=CTRL)
    assert not editor.isVisible() and not editor.sheet.isVisible() and beside.layout == NIGHT
    beside.window.edit_layout("")
    beside.until(editor.isVisible)


def test_it_says_where_the_palette_is(beside: Beside) -> None:
    beside.open()
    beside.keys(Qt.Key.Key_K, held=CTRL)
    beside.until(lambda: beside.said() == PALETTE)


# --- all of it


def test_a_camera_is_found_put_and_saved_by_keys_alone(beside: Beside) -> None:
    beside.open()
    beside.city.answers[ImportLayout] = {"n": 50}
    beside.keys(Qt.Key.Key_Down, Qt.Key.Key_3)
    beside.until(lambda: beside.editor.cameras.search.hasFocus())
    beside.keys(Qt.Key.Key_Return)
    assert [cell.feed for cell in beside.layout.cells] == [A, B, C, None]
    assert beside.said() == f"{camera_words(beside.city.cameras[2], C)} put."
    beside.until(lambda: beside.editor.canvas.hasFocus())
    beside.keys(Qt.Key.Key_S)
    assert len(beside.layout.cells) == 7 and beside.editor.windowTitle().endswith("not saved")
    beside.keys(Qt.Key.Key_S, held=CTRL)
    beside.until(beside.imported)
    assert beside.imported() == [ImportLayout(beside.layout, replace=True, over=41)]
    beside.until(lambda: "Saved as night watch" in beside.said())
    assert beside.editor.windowTitle() == "Layout editor · night watch"
    beside.core_has(LayoutHead("night watch", 50, "operator"))
    beside.keys(Qt.Key.Key_Z, held=CTRL)
    beside.keys(Qt.Key.Key_S, held=CTRL)
    beside.until(lambda: len(beside.imported()) == 2)
    assert beside.imported()[1].over == 50, "its own save is no conflict"


def test_it_is_saved_and_loaded_on_a_monitor(beside: Beside) -> None:
    beside.open()
    beside.city.answers[ImportLayout] = {"n": 50}
    beside.editor.foot.name.setText("late")
    beside.editor.foot.note.setText("for the match")
    beside.until(lambda: len(beside.editor.foot.menu.actions()) == 2)
    beside.editor.foot.menu.actions()[1].trigger()
    beside.until_asked(LoadLayout(MonitorId("wall-2"), "late", keep_incidents=True))
    (command,) = beside.imported()
    assert (command.layout.name, command.over, command.note) == ("late", 0, "for the match")
    assert beside.editor.edited.origin.name == "late" and beside.editor.foot.note.text() == ""
    beside.desk.window.activateWindow()
    beside.until(beside.desk.window.isActiveWindow)


def test_of_two_who_save_the_second_chooses(beside: Beside, qtbot: QtBot) -> None:
    beside.open()
    beside.editor.acts.put([C])
    beside.core_has(LayoutHead("night watch", 43, "operator", SystemClock().now_ms()))
    beside.until(lambda: "was saved by you at" in beside.editor.notice.text())
    beside.core_has(LayoutHead("night watch", 44, "ana", SystemClock().now_ms()))
    beside.until(lambda: "was saved by ana at" in beside.editor.notice.text())
    words = "layout 'night watch' was saved meanwhile by ana (against it, yours: cell 2 shows cam-003): look"
    beside.city.refusing = Refusal("layout_changed", words)
    beside.editor.foot.ask()
    beside.until(lambda: beside.editor.conflict.isVisible())
    assert "saved meanwhile by ana" in beside.editor.conflict.words.text()
    beside.editor.refresh(Area.LAYOUTS)  # as whenever layouts are told anew, such as after a gap
    assert beside.said() == NOT_SAVED and not beside.editor.notice.isVisible()
    look_at_both(beside, qtbot)
    beside.editor.resize(1280, 720)
    keep_picture(beside.editor.grab().toImage(), "layout-editor-conflict")
    beside.city.refusing = None
    beside.city.answers[ImportLayout] = {"n": 60}
    qtbot.mouseClick(beside.editor.conflict.replace, Qt.MouseButton.LeftButton)
    beside.until(lambda: "Saved as night watch" in beside.said())
    assert [command.over for command in beside.imported()] == [41, 44]
    assert beside.editor.edited.origin.version == 60 and not beside.editor.conflict.isVisible()


def test_who_leaves_the_choice_is_told_that_nothing_was_saved(beside: Beside, qtbot: QtBot) -> None:
    beside.open()
    beside.editor.acts.put([C])
    beside.city.refusing = Refusal("layout_changed", "layout 'night watch' was saved meanwhile by ana: look")
    beside.editor.foot.ask()
    beside.until(lambda: beside.editor.conflict.isVisible())
    qtbot.keyClick(beside.editor.conflict.keep, Qt.Key.Key_Escape)
    assert not beside.editor.conflict.isVisible() and beside.said() == LEFT_AS_STORED


OTHER = grid(1, 2, A, B, name="overview-8x4")


def ask_which_is_to_stand(beside: Beside) -> None:
    beside.open()
    beside.editor.acts.put([C])
    beside.city.refusing = Refusal("layout_changed", "layout 'night watch' was saved meanwhile by ana: look")
    beside.editor.foot.ask()
    beside.until(lambda: beside.editor.conflict.isVisible())
    beside.city.refusing = None


def test_the_choice_goes_with_the_drawing_that_it_is_about(beside: Beside, qtbot: QtBot) -> None:
    """Replaced then would be what nobody sees any more by what nobody sees any more."""
    ask_which_is_to_stand(beside)
    beside.open("overview-8x4", OTHER)
    assert not beside.editor.conflict.isVisible()
    beside.editor.edited.stack.undo()
    assert not beside.editor.conflict.isVisible()
    ask_again = beside.editor.foot.ask
    beside.city.refusing = Refusal("layout_changed", "layout 'night watch' was saved meanwhile by ana: look")
    ask_again()
    beside.until(lambda: beside.editor.conflict.isVisible())
    beside.editor.close()
    beside.editor.close()
    assert not beside.editor.isVisible() and beside.editor.conflict.isHidden()


def test_a_refusal_that_comes_once_another_layout_is_open_is_said_alone(beside: Beside) -> None:
    beside.open()
    beside.editor.acts.put([C])
    beside.city.refusing = Refusal("layout_changed", "layout 'night watch' was saved meanwhile by ana: look")
    beside.editor.foot.ask()
    beside.editor.edited.begin(OTHER, Origin("overview-8x4", 0, OTHER, "overview-8x4"))
    beside.until(lambda: "saved meanwhile by ana" in beside.said())
    assert not beside.editor.conflict.isVisible() and "kept as a draft" in beside.said()


@pytest.mark.parametrize("name", ["<b>night</b>", "<img src=x>"])
def test_no_name_is_taken_for_markup(beside: Beside, name: str) -> None:
    beside.core_has(LayoutHead(name, 43, "ana"))
    beside.until(lambda: beside.desk.view.layout(name))
    beside.open(name, replace(NIGHT, name=name))
    beside.core_has(LayoutHead(name, 44, "<i>ana</i>"))
    beside.until(lambda: name in beside.editor.notice.text())
    assert beside.editor.notice.textFormat() is Qt.TextFormat.PlainText
    beside.editor.notice.setFixedWidth(2_000)
    assert beside.editor.notice.heightForWidth(2_000) <= 2 * beside.editor.notice.fontMetrics().height()


def test_opened_again_a_layout_is_as_it_was_left(beside: Beside, until_kept: Callable[[int], None]) -> None:
    beside.open()
    beside.editor.acts.put([C])
    until_kept(1)
    drawn = beside.layout
    beside.editor.close()
    beside.editor.close()
    assert not beside.editor.isVisible()
    beside.window.edit_layout("night watch")
    assert beside.editor.isVisible() and beside.layout == drawn and beside.said() == GOES_ON
    beside.open("overview-8x4", OTHER)
    assert not beside.editor.drafts.offer.isVisible()
    beside.open()
    beside.until(beside.editor.drafts.offer.isVisible)
    assert "of night watch, not saved" in beside.editor.drafts.offer.words.text() and beside.layout == NIGHT


def test_what_another_one_stored_since_is_opened_anew(beside: Beside) -> None:
    beside.open()
    beside.editor.acts.put([C])
    beside.core_has(LayoutHead("night watch", 43, "ana"))
    beside.until(lambda: "was saved by ana" in beside.editor.notice.text())
    beside.window.edit_layout("night watch")
    beside.until(lambda: beside.layout == NIGHT)


def look_at_both(beside: Beside, qtbot: QtBot) -> None:
    """Core is asked for theirs; what is edited stays, and so does the question."""
    both, mine = beside.desk.both, beside.layout
    beside.city.refusing = None
    theirs = grid(2, 2, D, B, name="night watch")
    beside.city.answers[GetLayout] = {"layout": layout_content(theirs)}
    qtbot.mouseClick(beside.editor.conflict.look, Qt.MouseButton.LeftButton)
    beside.until_asked(GetLayout("night watch", 44))
    beside.until(both.isVisible)
    assert "saved by ana at" in both.theirs_words.toolTip()
    assert (
        both.words.toPlainText().splitlines()[0]
        == "cell 0 shows 1 Mikonkatu / Mikonkatu in place of 4 Kaisaniemenkatu / Mikonkatu"
    )
    keep_picture(both.grab().toImage(), "layout-both")
    assert not clipped(both)
    both.leave.click()
    assert not both.isVisible() and beside.editor.conflict.isVisible() and beside.layout == mine


def test_a_refusal_is_said_in_the_editor(beside: Beside) -> None:
    beside.open()
    beside.city.refusing = Refusal("locked_layout", "layout 'night watch' is locked: unlock it first")
    beside.editor.foot.ask()
    beside.until(lambda: "is locked: unlock it first" in beside.said())
    assert not beside.editor.conflict.isVisible()
    beside.editor.edited.mark_all()
    beside.editor.acts.empty_or_remove()
    beside.editor.acts.empty_or_remove()
    beside.editor.foot.ask()
    assert beside.said() == "A layout without cells is none: draw one first."


def test_it_shows_the_walls_pictures_and_demands_nothing(beside: Beside) -> None:
    feeds = tuple(camera.feed for camera in beside.city.cameras)
    paint(beside, *feeds)
    beside.open("night watch", grid(2, 2, *feeds[:4], name="night watch"))
    beside.until(lambda: _demanded(beside))
    before = _demanded(beside)
    pictures = beside.desk._small
    beside.until(lambda: all(_has_picture(pictures.get(feed)) for feed in feeds[:4]))
    beside.editor.resize(1280, 720)
    keep_picture(beside.editor.grab().toImage(), "layout-editor")
    assert _demanded(beside) == before
    beside.editor.close()
    assert pictures.get(feeds[0]) is None, "nobody looks"


def _demanded(beside: Beside) -> set[DeclareDemands]:
    """Each set of demands once: they are told again each second."""
    return {said for said in beside.city.asked if isinstance(said, DeclareDemands)}


def _has_picture(miniature: object) -> bool:
    return miniature is not None and miniature.image is not None  # type: ignore[attr-defined]


# --- drafts


def test_what_is_not_saved_is_asked_about_once_before_it_closes(
    beside: Beside, qtbot: QtBot, until_kept: Callable[[int], None]
) -> None:
    beside.open()
    editor, question = beside.editor, beside.editor.question
    editor.acts.put([C])
    beside.keys(Qt.Key.Key_W, held=CTRL)
    assert editor.isVisible() and question.words.text().startswith("night watch is not saved.")
    editor.resize(1280, 720)
    keep_picture(editor.grab().toImage(), "layout-editor-close")
    assert not clipped(question)
    qtbot.mouseClick(question.stay, Qt.MouseButton.LeftButton)
    assert question.isHidden() and editor.isVisible()
    beside.keys(Qt.Key.Key_W, held=CTRL)
    beside.keys(Qt.Key.Key_W, held=CTRL)
    beside.until(lambda: not editor.isVisible())
    until_kept(1)
    editor.open()
    beside.until(editor.isVisible)
    assert question.isHidden() and beside.layout.cells[2].feed == C, "what was at work is there again"
    beside.city.answers[ImportLayout] = {"n": 50}
    editor.close()
    qtbot.mouseClick(question.save, Qt.MouseButton.LeftButton)
    beside.until(lambda: not editor.isVisible())
    assert not editor.edited.is_unsaved, "saved, and closed then"
    editor.open()
    editor.close()
    assert not editor.isVisible(), "what is saved is not asked about"


def test_what_cannot_be_saved_stays_open(beside: Beside) -> None:
    beside.open()
    editor, question = beside.editor, beside.editor.question
    editor.acts.put([C])
    editor.close()
    beside.city.refusing = Refusal("locked_layout", "layout 'night watch' is locked: unlock it first")
    beside.keys(Qt.Key.Key_S, held=CTRL)
    beside.until(lambda: "is locked" in beside.said())
    assert question.isHidden() and editor.isVisible()
    beside.city.refusing = None
    beside.city.answers[ImportLayout] = {"n": 50}
    beside.keys(Qt.Key.Key_S, held=CTRL)
    beside.until(lambda: not editor.edited.is_unsaved)
    assert editor.isVisible(), "nobody asked to close it now"


def test_the_question_tells_whether_a_full_disk_keeps_the_draft(
    beside: Beside, until_kept: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(monkeypatch)
    beside.open()
    editor, question = beside.editor, beside.editor.question
    editor.acts.put([C])
    beside.until(lambda: "No space left on device" in editor.notice.text())
    beside.keys(Qt.Key.Key_W, held=CTRL)
    beside.until(lambda: "can't be kept" in question.words.text())
    assert "No space left on device" in question.words.text() and "is lost" in question.words.text()
    assert "stays" not in question.words.text()
    question.stay.click()
    disk.free()
    beside.keys(Qt.Key.Key_W, held=CTRL)
    beside.until(lambda: question.words.text().endswith(STAYS))
    assert beside.drafts.read()[0].layout == beside.layout, "tried again at that moment"
    assert not editor.notice.isVisible()


def test_what_is_not_saved_is_kept_until_it_is(beside: Beside, until_kept: Callable[[int], None]) -> None:
    beside.open()
    beside.settle()
    assert beside.drafts.read() == [], "nothing was drawn"
    beside.editor.acts.put([C])
    until_kept(1)
    assert beside.drafts.read()[0].layout == beside.layout
    beside.editor.edited.stack.undo()
    until_kept(0)
    beside.editor.edited.stack.redo()
    until_kept(1)
    beside.open("overview-8x4", grid(8, 4, name="overview-8x4"))
    assert len(beside.drafts.read()) == 1, "another one is open; the work of before is not lost"
    assert beside.said() == f"overview-8x4 is open.{UNSAVED_BEFORE}"
    beside.editor.edited.stack.undo()
    beside.city.answers[ImportLayout] = {"n": 50}
    beside.editor.foot.ask()
    until_kept(0)


@pytest.fixture
def until_kept(beside: Beside) -> Callable[[int], None]:
    return lambda count: beside.until(lambda: len(beside.drafts.read()) == count)


def offer_draft(beside: Beside, until_kept: Callable[[int], None]) -> None:
    beside.open()
    beside.editor.acts.put([C])
    until_kept(1)
    beside.editor.drafts.offer_these(beside.drafts.read())
    assert "of night watch, not saved" in beside.editor.drafts.offer.words.text()


def test_a_draft_is_thrown_away(beside: Beside, until_kept: Callable[[int], None], qtbot: QtBot) -> None:
    offer_draft(beside, until_kept)
    qtbot.mouseClick(beside.editor.drafts.offer.throw, Qt.MouseButton.LeftButton)
    until_kept(0)
    assert not beside.editor.drafts.offer.isVisible()


def test_who_goes_on_with_a_draft_is_told_that_it_is_open(
    beside: Beside, until_kept: Callable[[int], None], qtbot: QtBot
) -> None:
    offer_draft(beside, until_kept)
    qtbot.mouseClick(beside.editor.drafts.offer.take, Qt.MouseButton.LeftButton)
    assert beside.said() == DRAFT_GOES_ON and not beside.editor.drafts.offer.isVisible()


def test_a_desk_that_is_killed_offers_what_was_drawn_when_it_is_back(run_dir: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fakes.editing_desk", str(run_dir), str(tmp_path)]
    folder = DraftFolder(str(tmp_path), "operator")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as desk:
        try:
            wait_until(folder.read, 30, "a draft is written while a person draws")
        finally:
            desk.kill()
    (draft,) = folder.read()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as desk:
        assert desk.stdout is not None
        try:
            words, cells, auto = desk.stdout.readline().strip().split("|")
        finally:
            desk.kill()
    assert words.startswith("Draft of ") and words.endswith("of a new layout, not saved")
    assert int(cells) == len(draft.layout.cells) == 19
    assert int(auto) == sum(cell.auto for cell in draft.layout.cells) > 0


def test_cameras_chosen_on_the_desks_map_are_dragged_into_the_grid(beside: Beside) -> None:
    beside.open()
    beside.until(lambda: beside.window.cameras.model.rowCount() == 64)
    chosen = [FeedId(f"cam-{number:03d}") for number in (20, 21, 22)]
    beside.window.map.cameras_chosen.emit(chosen)
    rows = beside.window.cameras.rows
    canvas = beside.editor.canvas

    def begin() -> QPoint:
        return rows.viewport().mapToGlobal(rows.visualRect(rows.model().index(1, 0)).center())

    def end() -> QPoint:
        return canvas.mapToGlobal(canvas.rect_of(CellIndex(2)).center())

    def is_seen() -> bool:
        return canvas.aim is not None and "into cell 2" in canvas.aim.words

    beside.editor.raise_()
    beside.until(lambda: QApplication.widgetAt(end()) is canvas)
    beside.until(lambda: QApplication.widgetAt(begin()) is rows.viewport())
    with KeyboardAndMouse(os.environ["DISPLAY"]) as hands:
        drag = PacedDrag(hands, begin, end, is_seen, meanwhile=beside.city.pump)
        beside.until(lambda: drag.is_done, DRAG_WITHIN_MS)
        beside.until(lambda: [cell.feed for cell in beside.layout.cells] == [A, B, *chosen[:2]])
    left = camera_words(beside.city.cameras[21], chosen[2])
    assert left in beside.said(), "who has no cell is named as everywhere"
    beside.editor.edited.stack.undo()
    assert beside.layout == NIGHT, "one step"
