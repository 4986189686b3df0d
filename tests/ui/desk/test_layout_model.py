"""Layouts as rows: what each says, which can be renamed, and that a chosen one stays chosen."""

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication

from console.protocol.layout_messages import LayoutHead
from console.ui.desk.layout_model import LayoutModel
from console.ui.desk.stored_model import KEPT as HEAD
from tests.fakes.held_clock import HeldClock

SHIPPED = LayoutHead("4x4")
KEPT = LayoutHead("night <b>watch</b>", 41, "ana", 0, "calm")
LOCKED = LayoutHead("day", 42, locked=True)


@pytest.fixture
def model(fonted_app: QApplication) -> LayoutModel:
    made = LayoutModel(HeldClock())
    made.take((SHIPPED, KEPT, LOCKED))
    return made


def test_it_says_what_is_known_of_each_and_no_markup(model: LayoutModel) -> None:
    tips = [model.index(row).data(Qt.ItemDataRole.ToolTipRole) for row in range(3)]
    assert "comes with the product" in tips[0]
    assert "night &lt;b&gt;watch&lt;/b&gt;" in tips[1] and "saved by ana" in tips[1] and "calm" in tips[1]
    assert "locked" in tips[2] and "locked" not in tips[1]
    assert [model.index(row).data(HEAD) for row in range(3)] == [SHIPPED, KEPT, LOCKED]
    assert model.index(3).data() is None and model.row_of("day") == 2 and model.row_of("none") is None


def test_when_it_was_saved_is_said(model: LayoutModel) -> None:
    clock = HeldClock()
    model.take((LayoutHead("night", 41, "ana", clock.now_ms() - 60_000),))
    assert " at " in model.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_only_what_is_kept_here_and_open_can_be_renamed_and_core_does_it(model: LayoutModel) -> None:
    editable = [bool(model.flags(model.index(row)) & Qt.ItemFlag.ItemIsEditable) for row in range(3)]
    assert editable == [False, True, False]
    asked: list[tuple[str, str]] = []
    model.rename_asked.connect(lambda name, to: asked.append((name, to)))
    for to in (" dusk ", "", "  ", KEPT.name):
        assert not model.setData(model.index(1), to)
    assert asked == [(KEPT.name, "dusk")]
    assert model.index(1).data() == KEPT.name, "until core says so"


def test_new_facts_of_the_same_layouts_leave_places(model: LayoutModel) -> None:
    place = QPersistentModelIndex(model.index(1))
    model.take((SHIPPED, LayoutHead(KEPT.name, 50), LOCKED))
    assert place.isValid() and place.data(HEAD).version == 50
    model.take((SHIPPED,))
    assert not place.isValid() and model.rowCount() == 1
