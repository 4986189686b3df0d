"""The keys of a replay, as mpv's: one table for desk, walls and their help. A live site knows none."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt


class ReplayAct(Enum):
    """What a person asks of a replay."""

    TOGGLE = auto()
    FRAME = auto()
    FRAME_BACK = auto()
    SLOWER = auto()
    FASTER = auto()
    BACK = auto()
    ON = auto()
    FAR_BACK = auto()
    FAR_ON = auto()
    BEGIN = auto()
    LOOP = auto()
    EVENT = auto()
    EVENT_BACK = auto()
    AGAIN = auto()


IN_REPLAY = "This is a replay: what was done then can't be changed in it. G: decide again from here on"
"""Said in place of what a key of a live site does."""

SEEKS_MS = {
    ReplayAct.BACK: -5_000,
    ReplayAct.ON: 5_000,
    ReplayAct.FAR_BACK: -60_000,
    ReplayAct.FAR_ON: 60_000,
}
ONCE = (ReplayAct.TOGGLE, ReplayAct.LOOP, ReplayAct.AGAIN)
"""A key that is held does these only once."""

KEYS: dict[tuple[int, bool], ReplayAct] = {
    (Qt.Key.Key_Space, False): ReplayAct.TOGGLE,
    (Qt.Key.Key_Period, False): ReplayAct.FRAME,
    (Qt.Key.Key_Comma, False): ReplayAct.FRAME_BACK,
    (Qt.Key.Key_BracketLeft, False): ReplayAct.SLOWER,
    (Qt.Key.Key_BracketRight, False): ReplayAct.FASTER,
    (Qt.Key.Key_Left, False): ReplayAct.BACK,
    (Qt.Key.Key_Right, False): ReplayAct.ON,
    (Qt.Key.Key_Down, False): ReplayAct.FAR_BACK,
    (Qt.Key.Key_Up, False): ReplayAct.FAR_ON,
    (Qt.Key.Key_Home, False): ReplayAct.BEGIN,
    (Qt.Key.Key_L, False): ReplayAct.LOOP,
    (Qt.Key.Key_E, False): ReplayAct.EVENT,
    (Qt.Key.Key_E, True): ReplayAct.EVENT_BACK,
    (Qt.Key.Key_G, False): ReplayAct.AGAIN,
}
"""By key, and whether Shift is held."""


@dataclass(frozen=True, slots=True)
class ReplayHint:
    """A line of the help."""

    keys: str
    text: str


HELP: tuple[ReplayHint, ...] = (
    ReplayHint("Space", "play, or stand still"),
    ReplayHint(".  ,", "stand one picture further, or back"),
    ReplayHint("[  ]", "slower, faster: 0.25 to 8 times"),
    ReplayHint("←  →", "5 s back, or on"),
    ReplayHint("↓  ↑", "1 min back, or on"),
    ReplayHint("Home", "to the beginning"),
    ReplayHint("L", "begin again at the end, or stand there"),
    ReplayHint("E, Shift+E", "to the next event, or the one before"),
    ReplayHint("G", "from here on you decide again; once more: as it was"),
)


def act_of(key: int, *, shift: bool) -> ReplayAct | None:
    """What a key asks for; None for one that is no replay's."""
    return KEYS.get((key, shift))
