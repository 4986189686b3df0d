"""The bar offers what can be done now."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.protocol.layout_file import shipped_layouts
from console.ui.layouts.document import Origin
from console.ui.layouts.editor_bar import EditorBar
from tests.ui.layouts.editing import A, B, C, D, Editing, grid

LEFT = Qt.MouseButton.LeftButton


class Barred(Editing):
    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(grid(2, 2, A, B, C))
        self.bar = EditorBar(self.edited, self.acts, shipped_layouts())
        qtbot.addWidget(self.bar)
        self.bar.show()


@pytest.fixture
def barred(qtbot: QtBot, fonted_app: QApplication) -> Iterator[Barred]:
    yield Barred(qtbot)


def test_the_size_is_changed_and_what_would_lose_a_camera_is_not(barred: Barred, qtbot: QtBot) -> None:
    bar = barred.bar
    bar.columns.setValue(3)
    assert (barred.layout.columns, bar.columns.value()) == (3, 3) and bar.fill.isEnabled()
    bar.columns.setValue(1)
    assert barred.told[0] == "There is no room on a grid of 1x2 for cam-002; take them off first."
    assert (barred.layout.columns, bar.columns.value()) == (3, 3)
    ended: list[str] = []
    bar.done.connect(lambda: ended.append("done"))
    qtbot.keyClick(bar.rows, Qt.Key.Key_Return)
    assert ended == ["done"]


def test_a_size_that_is_being_typed_stays_until_it_is_given(barred: Barred, qtbot: QtBot) -> None:
    """The answer to the save before put back the old one."""
    columns = barred.bar.columns
    columns.setFocus()
    columns.selectAll()
    qtbot.keyClicks(columns, "1")
    barred.edited.saved(barred.layout, barred.edited.document.begun_ms, 42)
    qtbot.keyClicks(columns, "2")
    qtbot.keyClick(columns, Qt.Key.Key_Return)
    assert (barred.layout.columns, columns.value()) == (12, 12)


def test_buttons_are_there_for_what_can_be_done(barred: Barred, qtbot: QtBot) -> None:
    bar = barred.bar
    assert not bar.merge.isEnabled() and not bar.add.isEnabled() and not bar.on.isEnabled()
    barred.edited.mark_also((1, 0))
    qtbot.mouseClick(bar.merge, LEFT)
    assert barred.places[0] == (0, 0, 2, 1)
    qtbot.mouseClick(bar.back, LEFT)
    assert len(barred.places) == 4 and bar.on.isEnabled()
    qtbot.mouseClick(bar.on, LEFT)
    assert len(barred.places) == 3


def test_what_was_just_opened_has_no_step_back_and_what_is_opened_over_work_has(barred: Barred) -> None:
    bar = barred.bar
    assert not bar.back.isEnabled() and not bar.on.isEnabled()
    barred.acts.put([D])
    assert bar.back.isEnabled() and not bar.on.isEnabled()
    barred.edited.begin(grid(1, 1), Origin("late", 0, grid(1, 1), "late"))
    barred.edited.stack.undo()
    assert barred.feeds == [A, B, C, D] and bar.back.isEnabled() and bar.on.isEnabled()
    barred.edited.stack.undo()
    assert barred.feeds == [A, B, C, None] and not bar.back.isEnabled() and bar.on.isEnabled()


def test_splits_grids_and_templates_are_in_menus(barred: Barred) -> None:
    menus = {button.text(): button.menu() for button in barred.bar.findChildren(type(barred.bar.back))}
    offered = [action.text() for action in menus["Template ▾"].actions()]
    assert offered == [f"{name}\t{len(layout.cells)}" for name, layout in shipped_layouts().items()]
    next(action for action in menus["Template ▾"].actions() if action.text().startswith("2+8")).trigger()
    assert len(barred.places) == 10 and barred.feeds[:3] == [A, B, C] and barred.layout.name == "night"
    menus["Split ▾"].actions()[1].trigger()
    assert len(barred.places) == 11
    menus["Grid ▾"].actions()[0].trigger()
    assert barred.layout.columns == 8
    menus["Grid ▾"].actions()[1].trigger()
    assert barred.layout.columns == 4
