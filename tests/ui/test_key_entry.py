"""Typing without a field: which keys it takes, what comes of them, when it is forgotten."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.typed_keys import FORGOTTEN_AFTER_MS, cell_labels
from console.ui.key_entry import LOOKS_EACH_MS, KeyEntry
from tests.fakes.held_clock import HeldClock

KEY = Qt.Key


class Typist:
    """``given``: what came of it."""

    def __init__(self) -> None:
        self.clock = HeldClock()
        self.entry = KeyEntry(self.clock)
        self.given: list[tuple[str, object]] = []
        self.entry.number_given.connect(lambda number: self.given.append(("number", number)))
        self.entry.label_given.connect(lambda index: self.given.append(("label", index)))
        self.entry.refused.connect(lambda letters: self.given.append(("refused", letters)))

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[bool]:
        return [self.entry.take(QKeyEvent(QEvent.Type.KeyPress, key, held)) for key in keys]


@pytest.fixture
def typist(qapp: QApplication) -> Typist:
    return Typist()


def test_digits_and_enter_give_a_number(typist: Typist) -> None:
    typist.entry.begin_number("1")
    assert typist.press(KEY.Key_1, KEY.Key_8, KEY.Key_Backspace, KEY.Key_7, KEY.Key_Shift) == [True] * 5
    assert typist.entry.number is not None and typist.entry.number.digits == "117"
    typist.press(KEY.Key_Enter)
    assert typist.given == [("number", 117)] and not typist.entry.is_begun


def test_letters_choose_a_cell_and_one_that_leads_nowhere_is_said(typist: Typist) -> None:
    typist.entry.begin_letters(cell_labels(30))
    typist.press(KEY.Key_B, KEY.Key_Z)
    assert typist.given == [("refused", "BZ")] and typist.entry.is_begun
    typist.press(KEY.Key_Backspace, KEY.Key_A, KEY.Key_C)
    assert typist.given[1:] == [("label", 2)] and not typist.entry.is_begun
    typist.entry.begin_letters(())
    assert not typist.entry.is_begun


@pytest.mark.parametrize(
    "begin", [lambda entry: entry.begin_number("1"), lambda e: e.begin_letters(("A", "B"))]
)
def test_esc_forgets_and_any_other_key_ends_it_and_is_what_it_is(typist: Typist, begin: object) -> None:
    begin(typist.entry)  # type: ignore[operator]
    assert typist.press(KEY.Key_Escape) == [True] and not typist.entry.is_begun
    begin(typist.entry)  # type: ignore[operator]
    assert typist.press(KEY.Key_F1) == [False] and not typist.entry.is_begun
    begin(typist.entry)  # type: ignore[operator]
    held = Qt.KeyboardModifier.ControlModifier
    assert typist.press(KEY.Key_B, held=held) == [False] and not typist.entry.is_begun
    assert typist.given == []


def test_it_is_forgotten_by_itself(typist: Typist, qtbot: QtBot) -> None:
    typist.entry.begin_number("1")
    typist.clock.pass_s(FORGOTTEN_AFTER_MS / 1000 - 0.001)
    typist.press(KEY.Key_2)
    assert typist.entry.is_begun
    typist.clock.pass_s(FORGOTTEN_AFTER_MS / 1000)
    qtbot.waitUntil(lambda: not typist.entry.is_begun, timeout=2000)
    assert typist.given == []


def test_letters_are_waited_for_as_long_as_they_stand(typist: Typist, qtbot: QtBot) -> None:
    """A "C" that came too late closed an incident."""
    typist.entry.begin_letters(("A", "B", "C"))
    typist.clock.pass_s(10 * FORGOTTEN_AFTER_MS / 1000)
    qtbot.wait(2 * LOOKS_EACH_MS)
    assert typist.press(KEY.Key_C) == [True] and typist.given == [("label", 2)]
