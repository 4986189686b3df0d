"""What a row of the table of commands says. A key is written as Qt's portable text, such as "Ctrl+K"."""

from dataclasses import dataclass
from enum import Enum, Flag, IntEnum, auto


class Role(IntEnum):
    """Who may: each may what those before it may. Nobody is refused anything yet."""

    VIEWER = 0
    """Looks: changes nothing that others see."""
    OPERATOR = 1
    SUPERVISOR = 2
    ADMINISTRATOR = 3


class Where(Flag):
    """Where a key means the command: a whole window, or a part of the desk that has the keyboard."""

    DESK = auto()
    DISPLAY = auto()
    REPLAY_DESK = auto()
    REPLAY_DISPLAY = auto()
    CAMERA_LIST = auto()
    LAYOUT_LIST = auto()
    PRESET_LIST = auto()
    TOUR_LIST = auto()
    CARDS = auto()
    MINIATURES = auto()
    PICTURE = auto()


REPLAY = Where.REPLAY_DESK | Where.REPLAY_DISPLAY
WINDOWS = Where.DESK | Where.DISPLAY
LISTS = Where.CAMERA_LIST | Where.LAYOUT_LIST | Where.PRESET_LIST | Where.TOUR_LIST
PARTS = LISTS | Where.CARDS | Where.MINIATURES | Where.PICTURE
"""Of the desk: their keys come before the window's."""


class About(Enum):
    """What a command is about, in the order and with the headings of the help."""

    REPLAY = "Replay"
    CELL = "Selected cell"
    CAMERA = "Selected camera"
    INCIDENT = "Selected incident"
    LAYOUT = "Layouts"
    PRESET = "Wall presets"
    TOUR = "Tours"
    MONITOR = "Monitors"
    PICTURE = "Large picture"
    ANYWHERE = "Anywhere"


@dataclass(frozen=True, slots=True)
class OperatorCommand:
    """One row. ``name`` is what programs and files call it, ``title`` what people do; ``does`` says more.

    ``undo``: how it is taken back, "" where nothing needs to be. ``hint``: one or two words for the desk's
    foot, "" for none. ``ctl``: the command line that does the same, "" for none. ``pointer``: how the mouse
    does it. ``family``: in a few words, what the commands with these words do together; help shows them in
    one line. A command with ``once`` is done once however long its key is held.
    """

    name: str
    title: str
    keys: tuple[str, ...]
    where: Where
    about: About
    does: str
    role: Role = Role.OPERATOR
    undo: str = ""
    hint: str = ""
    ctl: str = ""
    pointer: str = ""
    family: str = ""
    once: bool = False
