"""Keys mean what the table says, and no module but the two that read key presses names one."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.domain.operator_commands.command import Where
from console.domain.operator_commands.table import COMMANDS
from console.ui.key_table import USUAL_KEYS, KeyTable, key_code

PACKAGE = Path(__file__).parents[2] / "console"
NAMES_A_KEY = re.compile(r"Qt\.Key\.|QKeySequence\(|QShortcut\(|Qt\.Key_")
READS_KEYS = {
    "ui/key_table.py": "the table's keys",
    "ui/key_entry.py": "what is typed without a field",
    "ui/desk/camera_list.py": "Esc and Down leave the search field, Esc a choice of cameras",
    "ui/desk/card_list.py": "steps between cards",
    "ui/desk/layout_conflict.py": "Enter presses a button, Esc leaves the question",
    "ui/desk/map_panel.py": "arrows are the map page's",
    "ui/desk/palette.py": "Enter, Esc and steps in its field",
    "ui/desk/save_row.py": "Esc leaves the field of a name",
    "ui/desk/timeline_strip.py": "steps between marks",
    "ui/desk/tour_dialog.py": "keys of its rows",
    "ui/layouts/camera_panel.py": "Enter and Esc in its field",
    "ui/layouts/canvas.py": "drawing with the mouse while a key is held",
    "ui/layouts/editor_keys.py": "the editor's own, shown at its foot",
    "ui/layouts/editor_window.py": "Esc closes what asks",
}
"""Beside the first two: keys that edit or step within one widget, and mean no command."""
KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


def pressed(key: Qt.Key, held: Qt.KeyboardModifier = NONE, text: str = "") -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, held, text)


def test_keys_are_named_in_the_table_alone() -> None:
    found = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        if NAMES_A_KEY.search(file.read_text(encoding="utf-8"))
    }
    assert found == set(READS_KEYS)


def test_each_key_of_the_table_is_one_that_qt_knows(qapp: QApplication) -> None:
    assert [key for command in COMMANDS for key in command.keys if key_code(key) is None] == []
    assert key_code("Bogus") is None and key_code("") is None and key_code("Ctrl+K, Ctrl+C") is None


@pytest.mark.parametrize(
    ("event", "place", "name"),
    [
        (pressed(KEY.Key_P, text="p"), Where.DISPLAY, "pin"),
        (pressed(KEY.Key_P, ALT), Where.DISPLAY, ""),
        (pressed(KEY.Key_P, SHIFT, "P"), Where.DISPLAY, ""),
        (pressed(KEY.Key_Up, ALT), Where.DISPLAY, "camera-north"),
        (pressed(KEY.Key_Up), Where.DISPLAY, "select-up"),
        (pressed(KEY.Key_7, KEYPAD, "7"), Where.DISPLAY, "camera-number"),
        (pressed(KEY.Key_Left, KEYPAD), Where.MINIATURES, "select-left"),
        (pressed(KEY.Key_E, SHIFT, "E"), Where.REPLAY_DESK, "replay-event-back"),
        (pressed(KEY.Key_Plus, SHIFT, "+"), Where.PICTURE, "zoom-in"),
        (pressed(KEY.Key_Slash, SHIFT, "/"), Where.DESK, "search"),
        (pressed(KEY.Key_F24), Where.DESK, ""),
    ],
)
def test_a_press_means_what_stands_at_its_place(
    qapp: QApplication, event: QKeyEvent, place: Where, name: str
) -> None:
    assert USUAL_KEYS.name_of(event, place) == name


def test_the_first_place_that_knows_a_key_has_it(qapp: QApplication) -> None:
    down = pressed(KEY.Key_L, text="l")
    assert USUAL_KEYS.name_of(down, Where.REPLAY_DESK, Where.DESK) == "replay-loop"
    assert USUAL_KEYS.name_of(down, Where.DESK, Where.REPLAY_DESK) == "live"


def test_further_keys_mean_the_same_and_a_keypads_digit_can_be_one(qapp: QApplication) -> None:
    table = KeyTable({"pin": ("F13", "Num+5")})
    assert table.name_of(pressed(KEY.Key_F13), Where.DISPLAY) == "pin"
    assert table.name_of(pressed(KEY.Key_5, KEYPAD, "5"), Where.DISPLAY) == "pin"
    assert table.name_of(pressed(KEY.Key_5, text="5"), Where.DISPLAY) == "camera-number"
    assert table.holder_of("F13", Where.DESK) == "pin" and USUAL_KEYS.holder_of("F13", Where.DESK) == ""


def test_a_held_key_does_an_act_of_once_once(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    USUAL_KEYS.bind(window, "record-camera", lambda: None)
    USUAL_KEYS.bind(window, "rewind", lambda: None)
    record, rewind = window.children()
    assert not record.autoRepeat() and rewind.autoRepeat()  # type: ignore[attr-defined]
