"""While a row of any list of names is renamed, its field and what stands there are the person's alone."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from console.domain.ids import CellIndex, MonitorId
from console.protocol.core_changes import LayoutsChanged
from console.protocol.layout_messages import LayoutHead, RenameLayout, SaveLayout
from console.protocol.preset_messages import PresetHead
from console.protocol.question import Question
from console.protocol.reply import Refusal
from console.ui.desk.done_acts import Conflict
from console.ui.desk.layout_list import LayoutList
from console.ui.desk.preset_list import PresetList
from console.ui.desk.stored_list import StoredList
from console.ui.desk.tour_list import TourList
from tests.fakes.held_clock import HeldClock
from tests.ui.desk.conftest import ShownDesk
from tests.ui.desk.test_tour_model import stored

KEY = Qt.Key
WALL = (MonitorId("wall-1"),)
Names = tuple[str, ...]
Kind = tuple[StoredList, Callable[[Names, bool], None]]
"""A list, and what tells it the names that are there, with other facts of them or not."""


def layouts() -> Kind:
    made = LayoutList(HeldClock())
    return made, lambda names, other: made.refresh(
        tuple(LayoutHead(name, 7, note="other" if other else "") for name in names), "wall-1"
    )


def presets() -> Kind:
    made = PresetList(HeldClock())
    return made, lambda names, other: made.refresh(
        tuple(PresetHead(name, 3 if other else None, WALL, 7) for name in names)
    )


def tours() -> Kind:
    made = TourList(HeldClock())
    runs = {"day": ((WALL[0], CellIndex(3)),)}
    return made, lambda names, other: made.refresh(tuple(map(stored, names)), runs if other else {})


@pytest.fixture(params=[layouts, presets, tours])
def kind(request: pytest.FixtureRequest, qtbot: QtBot, fonted_app: QApplication) -> Iterator[Kind]:
    listed, tell = request.param()
    qtbot.addWidget(listed)
    listed.resize(260, 400)
    tell(("day", "night"), False)
    listed.show()
    listed.activateWindow()
    qtbot.waitUntil(listed.isActiveWindow)
    yield listed, tell


def begin_to_rename(listed: StoredList, row: int, qtbot: QtBot) -> QLineEdit:
    listed.rows.setCurrentIndex(listed.model.index(row))
    listed.rows.setFocus()
    qtbot.keyClick(listed.rows, KEY.Key_F2)
    field = listed.rows.findChild(QLineEdit)
    assert field is not None and field.hasFocus()
    qtbot.keyClicks(field, "du")
    return field


NEWS = [
    (("day", "night"), True),
    (("dawn", "day", "night", "noon"), False),
    (("day",), False),
    (("day", "late"), False),
    ((), False),
]


@pytest.mark.parametrize(("names", "other"), NEWS)
def test_news_leave_the_field_of_a_name_alone_and_are_shown_after_it(
    kind: Kind, qtbot: QtBot, names: Names, other: bool
) -> None:
    """It went, and what was typed on was commands to the wall, or a name under which all of it was saved."""
    listed, tell = kind
    asked: list[tuple[object, ...]] = []
    listed.rename_asked.connect(lambda *told: asked.append(told))  # type: ignore[attr-defined]
    field = begin_to_rename(listed, 1, qtbot)
    tell(names, other)
    assert listed.rows.findChild(QLineEdit) is field and field.hasFocus() and field.text() == "du"
    qtbot.keyClicks(field, "sk")
    assert field.text() == "dusk"
    qtbot.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil(lambda: listed.model.names() == names and bool(asked))
    assert asked[0][:2] == ("night", "dusk")
    assert listed.rows.hasFocus() or (not names and listed.focusWidget() is None)


def test_with_esc_too_what_came_meanwhile_is_shown(kind: Kind, qtbot: QtBot) -> None:
    listed, tell = kind
    field = begin_to_rename(listed, 1, qtbot)
    tell(("dawn",), False)
    tell(("dawn", "day", "night"), False)
    qtbot.keyClick(field, KEY.Key_Escape)
    qtbot.waitUntil(lambda: listed.model.names() == ("dawn", "day", "night"))
    assert listed.rows.hasFocus() and listed.current_name == "night"


def test_with_tab_the_next_one_is_renamed_as_undisturbed(kind: Kind, qtbot: QtBot) -> None:
    listed, tell = kind
    field = begin_to_rename(listed, 0, qtbot)
    tell(("dawn", "day", "night"), False)
    qtbot.keyClick(field, KEY.Key_Tab)
    qtbot.waitUntil(lambda: listed.current_name == "night")
    other = QApplication.focusWidget()
    assert isinstance(other, QLineEdit) and listed.model.names() == ("day", "night")
    qtbot.keyClick(other, KEY.Key_Escape)
    qtbot.waitUntil(lambda: listed.model.names() == ("dawn", "day", "night"))


def test_what_is_typed_goes_on_in_the_field_and_core_says_why_not(shown: ShownDesk) -> None:
    """`c` closed an incident: a colleague had deleted the layout in the middle of its new name."""
    shown.selection.select_incident(shown.city.incidents[0].incident)
    listed = shown.window.layouts
    shown.window.lists.go_to(listed)
    row = listed.model.row_of("night watch")
    assert row is not None
    listed.rows.setCurrentIndex(listed.model.index(row))
    shown.type_keys(KEY.Key_F2, KEY.Key_D, KEY.Key_O)
    shown.city.layouts = (LayoutHead("4x4"), LayoutHead("overview-8x4", 17))
    shown.city.core_says(LayoutsChanged(shown.city.layouts))
    shown.until(lambda: shown.desk.view.layout("night watch") is None)
    shown.settle()
    shown.city.refusing = Refusal("unknown_layout", "there is no layout 'night watch'")
    shown.type_keys(KEY.Key_C, KEY.Key_K, KEY.Key_S, KEY.Key_Return)
    shown.until(lambda: "no layout 'night watch'" in shown.said)
    assert shown.acts() == [RenameLayout("night watch", "docks", 0)]
    assert listed.rows.hasFocus() and "night watch" not in listed.model.names()


@pytest.mark.parametrize("kind_of_acts", ["layouts", "presets", "tours"])
def test_what_a_save_before_met_takes_no_keys_from_a_field(shown: ShownDesk, kind_of_acts: str) -> None:
    """Core's answer may be late: half a name was given, and what was typed on was commands."""
    window = shown.window
    window.lists.go_to(window.layouts)
    row = window.layouts.model.row_of("overview-8x4")
    assert row is not None
    window.layouts.rows.setCurrentIndex(window.layouts.model.index(row))
    shown.type_keys(KEY.Key_F2, KEY.Key_D, KEY.Key_O)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    acts, listed = getattr(window._acts, kind_of_acts), getattr(window, kind_of_acts)
    wanted = Conflict(SaveLayout(WALL[0], "night watch"), "ben saved it meanwhile")
    acts.conflict.emit(wanted)
    assert field.hasFocus() and field.text() == "do" and not listed.conflict.isHidden()
    shown.type_keys(KEY.Key_Escape)
    acts.conflict.emit(wanted)
    acted = [one for one in shown.acts() if not isinstance(one, Question)]
    assert listed.conflict.keep.hasFocus() and acted == []
