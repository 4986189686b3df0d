"""The keys of a display: one table for what they do and for the help that F1 shows."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt

from console.ui.replay.keys import HELP as TRANSPORT_HELP


class Act(Enum):
    """What a key asks for."""

    HELP = "show or hide this help"
    LEFT = "select the tile to the left"
    RIGHT = "select the tile to the right"
    UP = "select the tile above"
    DOWN = "select the tile below"
    UNSELECT = "select nothing"
    PIN = "pin or unpin the selected tile"
    CLEAR = "take the hand off it: incident or layout show again"
    UNDO = "undo the incident's switch of it"
    REWIND = "10 s back, again for 10 s more"
    LIVE = "back to live"
    NEARER = "zoom in"
    AWAY = "zoom out"
    WHOLE = "show the whole picture"
    PAN_LEFT = "move the zoomed part to the left"
    PAN_RIGHT = "move the zoomed part to the right"
    PAN_UP = "move the zoomed part up"
    PAN_DOWN = "move the zoomed part down"
    LOOK_BACK = "the last 30 s again and again, or back to live"
    SNAPSHOT = "keep its picture as a file"
    FULL_SCREEN = "the selected tile over the whole monitor, and back"
    NAMES = "hide or show names; states stay"


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A line of the help."""

    keys: str
    text: str


KEYS: dict[int, Act] = {
    Qt.Key.Key_F1: Act.HELP,
    Qt.Key.Key_Left: Act.LEFT,
    Qt.Key.Key_Right: Act.RIGHT,
    Qt.Key.Key_Up: Act.UP,
    Qt.Key.Key_Down: Act.DOWN,
    Qt.Key.Key_Escape: Act.UNSELECT,
    Qt.Key.Key_P: Act.PIN,
    Qt.Key.Key_Delete: Act.CLEAR,
    Qt.Key.Key_Backspace: Act.CLEAR,
    Qt.Key.Key_U: Act.UNDO,
    Qt.Key.Key_R: Act.REWIND,
    Qt.Key.Key_L: Act.LIVE,
    Qt.Key.Key_Plus: Act.NEARER,
    Qt.Key.Key_Equal: Act.NEARER,
    Qt.Key.Key_Minus: Act.AWAY,
    Qt.Key.Key_0: Act.WHOLE,
    Qt.Key.Key_F: Act.FULL_SCREEN,
    Qt.Key.Key_X: Act.SNAPSHOT,
    Qt.Key.Key_I: Act.LOOK_BACK,
    Qt.Key.Key_O: Act.NAMES,
}
SHIFT_KEYS: dict[int, Act] = {
    **KEYS,
    Qt.Key.Key_Left: Act.PAN_LEFT,
    Qt.Key.Key_Right: Act.PAN_RIGHT,
    Qt.Key.Key_Up: Act.PAN_UP,
    Qt.Key.Key_Down: Act.PAN_DOWN,
}
STEPS: dict[Act, tuple[int, int]] = {
    Act.LEFT: (-1, 0),
    Act.RIGHT: (1, 0),
    Act.UP: (0, -1),
    Act.DOWN: (0, 1),
}
"""Right and down for each arrow."""

HELP: tuple[KeyHint, ...] = (
    KeyHint("F1", Act.HELP.value),
    KeyHint("← → ↑ ↓", "select a tile"),
    KeyHint("R", Act.REWIND.value),
    KeyHint("I", Act.LOOK_BACK.value),
    KeyHint("L, Esc", Act.LIVE.value),
    KeyHint("Esc", Act.UNSELECT.value),
    KeyHint("+  -  0", "zoom in, zoom out, the whole picture"),
    KeyHint("Shift+← →", "move the zoomed part; also ↑ ↓"),
    KeyHint("X", Act.SNAPSHOT.value),
    KeyHint("F", Act.FULL_SCREEN.value),
    KeyHint("O", Act.NAMES.value),
    KeyHint("P", Act.PIN.value),
    KeyHint("Delete", Act.CLEAR.value),
    KeyHint("U", Act.UNDO.value),
)

REPLAY_HELP: tuple[KeyHint, ...] = (
    KeyHint("F1", Act.HELP.value),
    *(KeyHint(hint.keys, hint.text) for hint in TRANSPORT_HELP),
)
"""In a replay, where nothing that was done then can be changed."""
