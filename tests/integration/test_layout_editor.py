"""The layout editor and a real core: what is drawn is what core keeps, and nobody's save is written over."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import zmq
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Layout
from console.domain.monitor import Geometry
from console.domain.policies.layout_editing.contents import with_feed
from console.domain.wall import Layer
from console.protocol.clock import SystemClock
from console.protocol.command import Command
from console.protocol.layout_file import read_layout
from console.protocol.layout_messages import (
    DeleteLayout,
    GetLayout,
    ImportLayout,
    ListLayouts,
    ListLayoutVersions,
    RenameLayout,
    SaveLayout,
)
from console.protocol.lifeline import Lifeline
from console.protocol.outbox import Outbox
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import DeskConfig
from console.ui.desk.process import Desk
from console.ui.layouts.editor_window import LayoutEditor
from console.ui.map.scheme import register_scheme, settle_chromium
from tests.fakes.core_site import RunningCore, alert_message, core_config, running_core
from tests.watch.logs import ExpectedLog

settle_chromium()
register_scheme()

CAMERA, THEIRS = FeedId("cam-007"), FeedId("cam-002")
WALL_2 = MonitorId("wall-2")
ANSWERS_WITHIN_MS = 20_000


@pytest.fixture
def core(run_dir: Path) -> Iterator[RunningCore]:
    with running_core(core_config(run_dir, cameras=24)) as made:
        yield made


@pytest.fixture
def desk(
    core: RunningCore, run_dir: Path, qapp: QApplication, qtbot: QtBot, expected_log: ExpectedLog
) -> Iterator[Desk]:
    expected_log.may_come("the media engine is silent")
    clock = SystemClock()
    config = DeskConfig(
        name="desk",
        site="test",
        run_dir=str(run_dir),
        geometry=Geometry(0, 0, 1366, 768),
        operator="ana",
        arrangement_dir=str(run_dir / "kept"),
    )
    with zmq.Context() as context:
        lifeline = Lifeline(context, f"ipc://{run_dir}/sup.cmd", "desk")
        made = Desk(config, lifeline, context, clock, PictureClock(clock))
        made.start()
        try:
            qtbot.waitUntil(
                lambda: made.view.known and made.window.map.map is not None, timeout=ANSWERS_WITHIN_MS
            )
            yield made
        finally:
            made.stop()


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], object]], None]:
    return lambda condition: qtbot.waitUntil(lambda: bool(condition()), timeout=ANSWERS_WITHIN_MS)


def editor_of(desk: Desk) -> LayoutEditor:
    assert desk.window.editor is not None
    return desk.window.editor


def kept(core: RunningCore, name: str) -> Layout:
    told = core.requester.call(GetLayout(name))
    return read_layout(msgspec.json.encode(told["layout"]), name)


def test_a_drawn_layout_is_kept_and_of_two_who_save_nobody_loses(
    core: RunningCore, desk: Desk, until: Callable[[Callable[[], object]], None]
) -> None:
    editor = editor_of(desk)
    desk.window.edit_layout("3x3")
    until(lambda: editor.edited.origin.name == "3x3")
    editor.acts.put([CAMERA], CellIndex(4))
    editor.acts.split(2, 2)
    editor.foot.name.setText("night")
    editor.foot.ask("wall-2")
    until(lambda: editor.edited.origin.version)
    assert kept(core, "night") == editor.edited.layout
    until(lambda: desk.view.monitors[WALL_2].layout_name == "night")
    assert len(desk.view.monitors[WALL_2].cells) == 12
    until(lambda: desk.view.layout("night"))
    assert not editor.notice.isVisible() and not editor.edited.is_unsaved

    theirs = with_feed(kept(core, "night"), CellIndex(0), THEIRS)
    core.requester.call(ImportLayout(theirs, replace=True))
    until(lambda: "night was saved by test at" in editor.notice.text())
    editor.acts.put([FeedId("cam-003")], CellIndex(1))
    mine = editor.edited.layout
    editor.foot.ask()
    until(editor.conflict.isVisible)
    assert "saved meanwhile by test (against it, yours: cell 0 shows" in editor.conflict.words.text()
    assert kept(core, "night") == theirs
    editor.conflict.replace.click()
    until(lambda: not editor.edited.is_unsaved)
    assert kept(core, "night") == mine
    versions = core.requester.call(ListLayoutVersions("night"))["versions"]
    assert [one["by"] for one in versions] == ["ana", "test", "ana"]
    until(lambda: desk.view.layout("night").version == editor.edited.origin.version)  # type: ignore[union-attr]

    desk.window._acts.done.undo()
    until(lambda: kept(core, "night") == theirs)
    until(lambda: "since you opened it" in editor.notice.text())


def test_what_a_monitor_shows_is_edited_with_what_the_layout_has_beneath(
    core: RunningCore, desk: Desk, until: Callable[[Callable[[], object]], None]
) -> None:
    editor = editor_of(desk)
    until(lambda: WALL_2 in desk.view.monitors)
    desk.selection.select_cell((WALL_2, CellIndex(0)))
    desk.window._acts.assign(WALL_2, CellIndex(0), CAMERA)
    until(lambda: desk.view.monitors[WALL_2].cells[0].feed == CAMERA)
    desk.window.edit_layout()
    until(lambda: editor.edited.origin.words == "What wall-2 shows")
    assert editor.edited.layout.cells[0].feed == CAMERA
    assert replace(editor.edited.layout, cells=()) == Layout("3x3", 3, 3, ())


def save_what_is_gone(
    core: RunningCore, desk: Desk, until: Callable[[Callable[[], object]], None], *gone: Command
) -> str:
    """What the editor asks once these were done to the layout that is drawn in it."""
    editor = editor_of(desk)
    desk.window.edit_layout("3x3")
    until(lambda: editor.edited.origin.name == "3x3")
    editor.foot.name.setText("night")
    editor.acts.put([CAMERA], CellIndex(4))
    editor.foot.ask()
    until(lambda: editor.edited.origin.version)
    for command in gone:
        core.requester.call(command)
    there = {one["name"] for one in core.requester.call(ListLayouts())["layouts"]}
    until(lambda: {head.name for head in desk.view.layouts} == there)
    editor.acts.put([THEIRS], CellIndex(0))
    editor.foot.ask()
    until(lambda: editor.conflict.isVisible() and " by test at " in editor.conflict.words.text())
    return editor.conflict.words.text()


def test_of_a_layout_that_was_deleted_meanwhile_nothing_is_offered_to_look_at(
    core: RunningCore, desk: Desk, until: Callable[[Callable[[], object]], None]
) -> None:
    words = save_what_is_gone(core, desk, until, DeleteLayout("night"))
    conflict = editor_of(desk).conflict
    assert words.startswith("Layout night was deleted by test at ") and "look" not in words
    assert not conflict.look.isVisible() and conflict.replace.text() == "Save it"
    conflict.replace.click()
    until(lambda: not editor_of(desk).edited.is_unsaved)
    assert kept(core, "night") == editor_of(desk).edited.layout


def test_a_layout_that_was_renamed_meanwhile_is_looked_at_under_its_new_name(
    core: RunningCore, desk: Desk, until: Callable[[Callable[[], object]], None]
) -> None:
    words = save_what_is_gone(core, desk, until, RenameLayout("night", "late"))
    conflict = editor_of(desk).conflict
    assert words.startswith("Layout night was renamed late by test at ") and "look at both" in words
    conflict.look.click()
    until(desk.both.isVisible)
    assert desk.both.words.toPlainText() == "cell 0 shows 2 Street 2 in place of nothing"
    assert "Theirs, late now: saved by test at" in desk.both.theirs_words.toolTip()
    desk.both.leave.click()
    conflict.keep.click()


def test_one_that_was_renamed_and_deleted_is_not_looked_at(
    core: RunningCore, desk: Desk, until: Callable[[Callable[[], object]], None]
) -> None:
    words = save_what_is_gone(core, desk, until, RenameLayout("night", "late"), DeleteLayout("late"))
    assert words.startswith("Layout night was renamed late by test at ") and "look" not in words
    assert not editor_of(desk).conflict.look.isVisible()


def test_who_saves_what_a_monitor_shows_during_an_incident_loses_no_camera(
    core: RunningCore, desk: Desk, until: Callable[[Callable[[], object]], None]
) -> None:
    """The cameras beneath are in no stored layout: the monitor took them at its start."""
    editor = editor_of(desk)
    switched = switched_by_an_alert(core, desk, until)
    core.requester.call(SaveLayout(switched, "by core"))
    desk.selection.select_cell((switched, CellIndex(0)))
    desk.window.edit_layout()
    until(lambda: editor.edited.origin.words == f"What {switched} shows")
    assert replace(editor.edited.layout, name="by core") == kept(core, "by core")
    assert all(cell.feed is not None for cell in editor.edited.layout.cells[:6])


def switched_by_an_alert(
    core: RunningCore, desk: Desk, until: Callable[[Callable[[], object]], None]
) -> MonitorId:
    """A monitor with an incident's cameras over its own."""
    outbox = Outbox(core.context, core.config.alerts_endpoint, SystemClock())
    outbox.start()
    outbox.send(alert_message(1, at_camera=21))
    until(lambda: bool(outbox.poll() or True) and not outbox.pending)
    outbox.stop()

    def switched() -> list[MonitorId]:
        views = desk.view.monitors.values()
        return [one.monitor for one in views if any(cell.layer is Layer.INCIDENT for cell in one.cells)]

    until(switched)
    return switched()[0]
