"""The editor's keys, once: what they do on the canvas, and how that is said in its foot and on its sheet."""

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent

HINTS = (
    "F1 keys",
    "Ctrl+Z undo",
    "Ctrl+S save",
    "arrows choose",
    "Enter camera",
    "Shift+arrows span",
    "Ctrl+arrows move",
    "S split",
    "Space mark",
    "M merge",
    "Del empty, remove",
    "Ins new cell",
    "A auto",
    "P pin",
    "H hotspot",
    "G fill gaps",
)
SHEET = (
    ("arrows", "go to the next cell, or to a free square"),
    ("Enter, or a number", "choose its camera: type, Enter puts the first one found there"),
    ("Shift + arrows", "span more or fewer squares to the right and below"),
    ("Ctrl + arrows", "move it; what is in the way goes where it was, or both change what they show"),
    ("Ins", "a new cell on a free square"),
    ("S", "split in four"),
    ("|  and  -", "split in two, side by side or one above the other"),
    ("Space", "mark it: it is meant also when you go on"),
    ("Ctrl+A, Esc", "mark all, mark none"),
    ("M", "merge what is marked to one cell"),
    ("Del", "empty it; once it is empty, remove it"),
    ("A, P, H", "open to automatic switches, pinned, hotspot; again: not"),
    ("G", "a cell on every free square"),
    ("Ctrl+Z, Ctrl+Shift+Z", "a step back, a step on; also to the layout that was open before"),
    ("Ctrl+S", "save under the name below"),
    ("Ctrl+N", "a new layout"),
    ("Ctrl+K", "says where the palette is: on the desk"),
    ("Ctrl+W", "close; what is not saved is asked about, and stays as a draft"),
    ("mouse", "drag on free squares draws a cell, a cell moves, its border spans; Ctrl+click marks"),
    ("drag cameras", "onto a cell; several fill the empty cells behind it, beside the grid all empty ones"),
)

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""Columns and rows that they lead on."""
CANVAS_KEYS = {
    Qt.Key.Key_Return: "choose",
    Qt.Key.Key_Enter: "choose",
    Qt.Key.Key_Insert: "add",
    Qt.Key.Key_S: "split",
    Qt.Key.Key_Bar: "split_beside",
    Qt.Key.Key_Minus: "split_above",
    Qt.Key.Key_M: "merge",
    Qt.Key.Key_Delete: "empty_or_remove",
    Qt.Key.Key_Backspace: "empty_or_remove",
    Qt.Key.Key_A: "toggle_auto",
    Qt.Key.Key_P: "toggle_pinned",
    Qt.Key.Key_H: "toggle_hotspot",
    Qt.Key.Key_G: "fill_gaps",
    Qt.Key.Key_Space: "mark",
    Qt.Key.Key_Escape: "unmark",
}
WINDOW_KEYS = {
    "Ctrl+Z": "undo",
    "Ctrl+Shift+Z": "redo",
    "Ctrl+Y": "redo",
    "Ctrl+S": "save",
    "Ctrl+N": "new",
    "Ctrl+W": "close",
    "Ctrl+K": "palette",
    "F1": "help",
}
_BESIDE_KEYPAD = ~Qt.KeyboardModifier.KeypadModifier
_SHIFT_MAY = (Qt.Key.Key_Bar, Qt.Key.Key_Minus)


def act_of(event: QKeyEvent) -> str:
    """What a key on the canvas asks for; "" for nothing."""
    held = event.modifiers() & _BESIDE_KEYPAD
    if event.key() in _SHIFT_MAY:  # by the keyboard's language
        held &= ~Qt.KeyboardModifier.ShiftModifier & ~Qt.KeyboardModifier.GroupSwitchModifier
    if event.keyCombination() == QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_A):
        return "mark_all"
    return CANVAS_KEYS.get(Qt.Key(event.key()), "") if held == Qt.KeyboardModifier.NoModifier else ""


def arrow_of(event: QKeyEvent) -> tuple[str, tuple[int, int]] | None:
    """What an arrow key asks for, and where to: "step", "span" or "shift"."""
    by = ARROWS.get(Qt.Key(event.key()))
    kind = {
        Qt.KeyboardModifier.NoModifier: "step",
        Qt.KeyboardModifier.ShiftModifier: "span",
        Qt.KeyboardModifier.ControlModifier: "shift",
    }.get(event.modifiers() & _BESIDE_KEYPAD)
    return (kind, by) if by is not None and kind is not None else None
