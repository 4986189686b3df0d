"""The keys that the editor knows are those that it tells."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from console.ui.layouts.edit_acts import EditActs
from console.ui.layouts.editor_keys import CANVAS_KEYS, HINTS, SHEET, WINDOW_KEYS, act_of, arrow_of

NONE, SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
OWN = {"choose", "split", "split_beside", "split_above", "mark", "unmark"}
"""Of the canvas itself."""


def pressed(key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, held)


def test_each_key_does_something() -> None:
    for act in CANVAS_KEYS.values():
        assert act in OWN or callable(getattr(EditActs, act))


def test_every_key_is_told() -> None:
    told = " ".join(keys for keys, _ in SHEET) + " ".join(HINTS)
    names = {"Return": "Enter", "Backspace": "Del", "Delete": "Del"}
    for key in CANVAS_KEYS:
        name = QKeySequence(key).toString()
        assert names.get(name, name) in told, name
    for name in WINDOW_KEYS:
        assert name in told or name in ("Ctrl+Y", "Ctrl+W"), name


@pytest.mark.parametrize(
    ("key", "held", "act"),
    [
        (Qt.Key.Key_S, NONE, "split"),
        (Qt.Key.Key_S, CTRL, ""),
        (Qt.Key.Key_A, NONE, "toggle_auto"),
        (Qt.Key.Key_A, CTRL, "mark_all"),
        (Qt.Key.Key_Bar, SHIFT, "split_beside"),
        (Qt.Key.Key_Minus, Qt.KeyboardModifier.KeypadModifier, "split_above"),
        (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, "choose"),
        (Qt.Key.Key_F4, ALT, ""),
    ],
)
def test_a_key_is_read_with_what_is_held(key: Qt.Key, held: Qt.KeyboardModifier, act: str) -> None:
    assert act_of(pressed(key, held)) == act


def test_arrows_step_span_and_move() -> None:
    assert arrow_of(pressed(Qt.Key.Key_Left)) == ("step", (-1, 0))
    assert arrow_of(pressed(Qt.Key.Key_Down, SHIFT)) == ("span", (0, 1))
    assert arrow_of(pressed(Qt.Key.Key_Up, CTRL)) == ("shift", (0, -1))
    assert arrow_of(pressed(Qt.Key.Key_Up, ALT)) is None and arrow_of(pressed(Qt.Key.Key_S)) is None
