"""An operator without sense or measure: keys and a pointer anywhere on desk and wall, by chance from a seed.

What is done depends on the seed alone, never on what came of it: the same seed does the same again.
"""

import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from console.domain.operator_commands.command import REPLAY, OperatorCommand, Where
from console.domain.operator_commands.table import COMMANDS

DESK = "desk"
WALLS = ("wall-1", "wall-2", "wall-3", "wall-4")
CTL = "ctl"
"""The second operator, who types commands: see second_operator."""
NAMES = tuple(f"op {letter}" for letter in "abcdef")
"""Of layouts, presets and tours: few, so that acts meet what others made."""
CAMERAS = 12
SEARCHED = (
    "2x2",
    "3x3",
    "1+5",
    "save",
    "layout",
    "tour",
    "preset",
    "cam",
    "picture",
    "record",
    "zoom",
    *NAMES,
)
EDITED = ("S", "|", "-", "M", "G", "A", "P", "H", "Ins", "Del", "Space", "Ctrl+A", "Ctrl+Z", "Ctrl+Shift+Z")
"""Keys of the editor's canvas."""
ARROWS = ("Left", "Right", "Up", "Down")

# Left out: Alt+F4 and whatever else closes the desk, since a person who closes it means it and nobody opens
# it again; and the keys of a replay, of which there is none.


@dataclass(frozen=True, slots=True)
class Act:
    """What is done in a window, or typed as a command. Places are in thousandths of the window.

    ``kind``: "keys" (each as Qt writes it; behind an apostrophe what is typed letter by letter), "click",
    "drag", "wheel", "menu" (a right click, then keys), "command".
    """

    where: str
    kind: str
    what: tuple[Any, ...]


class RandomOperator:
    """Gives one act after the other; ``second`` gives the second operator's."""

    def __init__(self, seed: int, second: Callable[[random.Random], tuple[Any, ...]]) -> None:
        self._chance = random.Random(seed)
        self._second = second
        live = [one for one in COMMANDS if one.where & ~REPLAY]
        self._of_desk = _keys_of(live, Where.DESK) + _keys_of(live, ~Where.DISPLAY & ~Where.DESK & ~REPLAY)
        self._of_walls = _keys_of(live, Where.DISPLAY)
        self._titles = [one.title for one in live]

    def act(self) -> Act:
        """The next one."""
        where = self._chance.choices((DESK, *WALLS, CTL), (50, 8, 8, 8, 8, 18))[0]
        if where == CTL:
            return Act(CTL, "command", self._second(self._chance))
        return self._at_desk() if where == DESK else self._at_wall(where)

    def _at_desk(self) -> Act:
        makes: dict[Callable[[], Act], int] = {
            partial(self._key, DESK, self._of_desk): 30,
            partial(self._pointer, DESK): 30,
            self._number: 6,
            self._letters: 4,
            self._palette: 8,
            self._search: 3,
            self._menu: 5,
            self._save: 4,
            self._list: 6,
            self._editor: 2,
            self._escape: 6,
        }
        return self._chance.choices(list(makes), list(makes.values()))[0]()

    def _at_wall(self, wall: str) -> Act:
        chance = self._chance.random()
        if chance < 0.4:
            return self._pointer(wall)
        if chance < 0.5:
            return Act(wall, "keys", (*str(self._chance.randint(1, CAMERAS + 1)), "Return"))
        return self._key(wall, self._of_walls)

    # --- of one window

    def _key(self, where: str, keys: list[str]) -> Act:
        return Act(where, "keys", (self._chance.choice(keys),))

    def _point(self) -> tuple[int, int]:
        return self._chance.randrange(5, 995), self._chance.randrange(5, 995)

    def _pointer(self, where: str) -> Act:
        x, y = self._point()
        kind = self._chance.choices(("click", "double", "right", "drag", "wheel"), (45, 15, 8, 20, 12))[0]
        if kind == "drag":
            return Act(where, "drag", (x, y, *self._point()))
        if kind == "wheel":
            return Act(where, "wheel", (x, y, self._chance.choice((-3, -1, 1, 3))))
        if kind == "right" and where == DESK:
            return Act(where, "click", (x, y, 3, 1))
        return Act(where, "click", (x, y, 1, 2 if kind == "double" else 1))

    # --- of the desk

    def _number(self) -> Act:
        return Act(DESK, "keys", (*str(self._chance.randint(1, CAMERAS + 1)), "Return"))

    def _letters(self) -> Act:
        return Act(DESK, "keys", ("S", *self._chance.choices("ABCDEFGHIJ", k=self._chance.choice((1, 2)))))

    def _palette(self) -> Act:
        text = self._chance.choice((self._chance.choice(self._titles)[:9], self._chance.choice(SEARCHED)))
        steps = ("Down",) * self._chance.randrange(3)
        end = self._chance.choices(("Return", "Ctrl+Return", "Esc"), (7, 1, 2))[0]
        return Act(DESK, "keys", ("Ctrl+K", f"'{text.lower()}", *steps, end))

    def _search(self) -> Act:
        text = "".join(self._chance.choices(string.ascii_lowercase + "0123", k=2))
        return Act(DESK, "keys", ("/", f"'{text}", self._chance.choice(("Return", "Esc", "Down"))))

    def _menu(self) -> Act:
        """A menu by the pointer, a line of it by keys."""
        x, y = self._point()
        steps = ("Down",) * self._chance.randrange(1, 7)
        return Act(DESK, "menu", (x, y, *steps, self._chance.choice(("Return", "Return", "Esc"))))

    def _save(self) -> Act:
        """A wall preset under a name; the same name again asks, which is answered or left."""
        answer = self._chance.choice(("Return", "Esc"))
        return Act(DESK, "keys", ("Ctrl+S", "Ctrl+A", f"'{self._chance.choice(NAMES)}", "Return", answer))

    def _list(self) -> Act:
        """A line of a list is loaded, started, renamed or deleted."""
        first = self._chance.choice((("Y",), ("Y", "Tab", "Tab", "Tab"), ("J",), ("W",)))
        steps = (self._chance.choice(ARROWS),) * self._chance.randrange(1, 9)
        does = self._chance.choice(
            (("Return",), ("F2", "Ctrl+A", f"'{self._chance.choice(NAMES)}", "Return"), ("Del",), ("Space",))
        )
        return Act(DESK, "keys", (*first, *steps, *does))

    def _editor(self) -> Act:
        """What a monitor shows is changed, and saved under a name or left as it is."""
        edits: list[str] = []
        for _ in range(self._chance.randrange(2, 10)):
            arrow = self._chance.choice(ARROWS)
            edits.append(self._chance.choice((arrow, f"Shift+{arrow}", f"Ctrl+{arrow}", *EDITED)))
        if self._chance.random() < 0.5:
            edits += ["Ctrl+S", "Ctrl+A", f"'{self._chance.choice(NAMES)}", "Return"]
        return Act(DESK, "keys", ("Esc", "E", *edits, "Ctrl+W", "Ctrl+W"))  # the first one may ask

    def _escape(self) -> Act:
        return Act(DESK, "keys", ("Esc",) * self._chance.choice((1, 2)))


def _keys_of(commands: list[OperatorCommand], places: Where) -> list[str]:
    return [key for one in commands if one.where & places for key in one.keys]
