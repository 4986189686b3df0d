"""Whose layout is gone is told who did it, if core knows; any other question stays as it was asked."""

from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.protocol.layout_messages import ImportLayout, LayoutHead, LayoutVersion, ListLayoutVersions
from console.protocol.preset_messages import SavePreset
from console.protocol.reply import Refusal, Reply
from console.ui.desk.done_acts import Conflict
from console.ui.desk.layout_conflict import LayoutConflict
from console.ui.layouts.gone_layout import ALL_THE_SAME, GoneLayout
from tests.fakes.asked_bridge import AskedBridge
from tests.fakes.held_clock import HeldClock
from tests.ui.layouts.editing import A, grid
from tests.ui.test_drawing_guard import view_of

CONFLICT = Conflict(ImportLayout(grid(1, 1, A)), "saved meanwhile")
GONE = LayoutVersion("night", 44, "ana", 0, "", "", "", True, 0, 0, 0)


class Bridge(AskedBridge):
    """Core tells versions to what it was asked last."""

    def tell(self, *versions: LayoutVersion) -> None:
        told: Any = {"versions": msgspec.to_builtins(versions)}
        self.replied.emit(Reply(f"question {len(self.asked)}", told))


@pytest.fixture
def bridge() -> Bridge:
    return Bridge()


@pytest.fixture
def asks(qtbot: QtBot, fonted_app: QApplication, bridge: Bridge) -> LayoutConflict:
    view = view_of(layouts=(LayoutHead("night", 44), LayoutHead("late", 45)))
    made = LayoutConflict()
    qtbot.addWidget(made)
    GoneLayout(view, bridge, HeldClock(), made).serve(made)  # type: ignore[arg-type]
    return made


def test_what_core_tells_of_it_is_said(asks: LayoutConflict, bridge: Bridge) -> None:
    looked: list[Conflict] = []
    asks.look_asked.connect(looked.append)
    asks.ask(CONFLICT)
    assert bridge.asked == [ListLayoutVersions("night")]
    bridge.tell(GONE)
    assert asks.words.text().startswith("Layout night was deleted by ana at ") and asks.look.isHidden()
    asks.ask(CONFLICT)
    assert asks.replace.text() == "Replace it" and not asks.look.isHidden()
    bridge.tell(msgspec.structs.replace(GONE, to="late", by=""))
    assert asks.words.text().startswith("Layout night was renamed late at ")
    asks.look.click()
    assert [(one.there, one.wanted is CONFLICT.wanted) for one in looked] == [("late", True)]


def test_what_stands_there_is_asked_about_as_core_told_it(asks: LayoutConflict, bridge: Bridge) -> None:
    asks.ask(CONFLICT)
    bridge.tell(msgspec.structs.replace(GONE, is_gone=False))
    bridge.replied.emit(Reply("question 1", None, Refusal("replay", "no versions")))
    asks.ask(Conflict(CONFLICT.wanted, "saved by another one"))
    bridge.replied.emit(Reply("question 2", {"versions": 5}))
    assert asks.words.text() == "Saved by another one" and not asks.look.isHidden()
    asks.ask(Conflict(SavePreset("all"), "saved"))
    assert len(bridge.asked) == 2, "presets have no such versions"


def test_an_answer_about_an_older_question_changes_nothing(asks: LayoutConflict, bridge: Bridge) -> None:
    asks.ask(CONFLICT)
    asks.ask(Conflict(SavePreset("all"), "saved"))
    bridge.tell(GONE)
    assert asks.words.text() == "Saved"


def test_without_an_answer_it_is_said_that_it_is_gone(asks: LayoutConflict, bridge: Bridge) -> None:
    bridge.is_away = True
    asks.ask(Conflict(ImportLayout(grid(1, 1, A, name="old")), "deleted or renamed: look at it"))
    assert asks.words.text() == f"Layout old was deleted or renamed meanwhile: {ALL_THE_SAME}"
    assert asks.look.isHidden() and asks.replace.text() == "Save it"
