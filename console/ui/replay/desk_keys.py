"""The desk's keys in a replay, its sheet and its hints, and what it says in place of a live site's acts."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from console.ui.replay.control import ReplayControl
from console.ui.replay.keys import HELP, KEYS, ONCE, ReplayAct

LIVE_KEYS = ("P", "Delete", "A", "C", "U", "R", "Ctrl+Z")
"""What they do would change what was: each says so."""
FAR_KEYS = {int(Qt.Key.Key_Down): ReplayAct.FAR_BACK, int(Qt.Key.Key_Up): ReplayAct.FAR_ON}
"""No shortcuts: a list that has the keys moves through its rows by them."""
NO_ALERTS = "No alerts up to here."
REPLAY_HINTS = (
    "F1 help",
    "Space play",
    "← → 5 s",
    "E event",
    ". , picture",
    "[ ] speed",
    "G again",
    "L loop",
    "/ search",
    "V picture",
    "Esc let go",
    "Z zoom",
    "M map",
    "F all cameras",
)
"""The most used first, after the one that shows all."""
REPLAY_SHEET = (
    *((hint.keys, hint.text) for hint in HELP),
    ("click or drag on the timeline", "leap there; on a mark: to what it marks"),
    ("/", "search cameras; Enter selects the first one found"),
    ("Esc", "let go of the selected camera and cell: the map has all the room"),
    ("V", "close the large picture of the selected camera, or open it"),
    ("Z", "to the large picture: + and - zoom, arrows move, 0 shows the whole; so do wheel and drag"),
    ("M", "to the map: + and - zoom, arrows move"),
    ("F, or fit on the map", "all cameras in view, at every size until you move the map"),
    ("H, or a click on the counts", "health of every stream, the worst first"),
    ("F1", "this sheet"),
)


def bind_replay_keys(window: QWidget, control: ReplayControl) -> None:
    """All of a replay's keys but FAR_KEYS."""
    for (key, shift), act in KEYS.items():
        if key in FAR_KEYS:
            continue
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        sequence = QKeySequence(int(key) | held.value)
        shortcut = QShortcut(sequence, window, partial(control.do, act))
        shortcut.setAutoRepeat(act not in ONCE)
