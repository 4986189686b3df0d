"""What this desk did that can be taken back: with one key the last of it, then the one before it."""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.domain.operator_commands.table import key_of
from console.protocol.command_sender import Became, Outcome
from console.protocol.layout_messages import ImportLayout, SaveLayout
from console.protocol.preset_messages import SavePreset
from console.protocol.tour_messages import SaveTour

NOTHING_TO_UNDO = "Nothing was done on this desk that could be taken back."
MOST_UNDONE = 50
UNDO_HINT = f" ({key_of('undo')} takes it back)"


def changed_since(what: str) -> str:
    """In words, why nothing of it is taken back."""
    return f"Not taken back: {what} was changed since. {key_of('undo')} again takes back the act before."


def gone_words(done: str, what: str) -> str:
    """That something was not ``done`` to what is not there any more."""
    return f"Not {done}: {what} was deleted or got another name meanwhile."


STORED = {"layout_changed": "layout", "preset_changed": "wall preset", "tour_changed": "tour"}
"""What core says has changed since, by its refusal's code."""

Undo = Callable[[int], tuple[Struct | tuple[Struct, ...], str] | None]
"""From the number of the input that did something: what takes it back, and its words; None for nothing. Of
what was done to several cells each has a command of its own; where there is none the words say why it stays.
"""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What core would not save, as another version is there: for whoever chooses. ``words`` compare both.

    ``there``: the name that the other one has by now, where that was renamed.
    """

    wanted: SaveLayout | SavePreset | SaveTour | ImportLayout
    words: str
    there: str = ""

    @property
    def name(self) -> str:
        """Under which it was to be saved."""
        match self.wanted:
            case ImportLayout(layout=layout):
                return layout.name
            case SaveTour(tour=tour):
                return tour.name
            case SaveLayout(name=name) | SavePreset(name=name):
                return name


class ToldVersions:
    """Which version each conflict told of: that one is replaced, not one that came after it unseen."""

    def __init__(self) -> None:
        self._told: dict[str, int] = {}

    def note(self, name: str, there: int, over: int | None) -> None:
        """A conflict about ``over``, while the desk knows version ``there``: its own where the other one is
        not heard of yet.
        """
        self._told[name] = there if there != over else 0

    def take(self, name: str, there: int) -> int:
        """What is replaced all the same; what is ``there`` where nothing was told."""
        return self._told.pop(name, 0) or there


class DoneActs(QObject):
    """``give`` sends a command with its words; ``said``: words for people, whether bad.

    Core looks whether somebody has changed since what is to be taken back, and says so.
    """

    said = Signal(str, bool)

    def __init__(self, give: Callable[[Struct, str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._give = give
        self._undos: dict[int, tuple[Struct, Undo, int]] = {}
        self._done: list[tuple[Undo, int, int]] = []
        self._undoing: dict[int, tuple[Struct, int]] = {}
        self._again: dict[int, int] = {}

    def do(self, command: Struct, words: str, back: Undo, before: int = 0) -> None:
        """``before``: the version of what is kept that stood there, 0 where there are none."""
        # the command stays with it, so that nothing else has its id
        self._undos[id(command)] = (command, back, before)
        self._give(command, words)

    def give(self, command: Struct, words: str) -> None:
        """Send what can not be taken back."""
        self._give(command, words)

    def undo(self) -> None:
        """Take the last act back; where somebody has changed that since, say so, and do nothing else."""
        while self._done:
            back, n, before = self._done.pop()
            if (made := back(self._now(n))) is not None:
                commands, words = made
                if commands == ():
                    self.said.emit(words, True)
                    return
                for command in commands if isinstance(commands, tuple) else (commands,):
                    self._undoing[id(command)] = (command, before)
                    self._give(command, words)
                return
        self.said.emit(NOTHING_TO_UNDO, True)

    def _now(self, version: int) -> int:
        """What a version is called since this desk has taken later acts back."""
        while version in self._again:
            version = self._again[version]
        return version

    def words(self, outcome: Outcome) -> str:
        """For the operator; call it before ``came_out``. Of what is taken back core's choice is none."""
        stored = STORED.get(outcome.code)
        if stored is None or id(outcome.command) not in self._undoing:
            return outcome.words
        return changed_since(f"{stored} {getattr(outcome.command, 'name', '')}".rstrip())

    def came_out(self, outcome: Outcome) -> str:
        """Remember how what was done is taken back; what to say beside the outcome."""
        if outcome.became is Became.UNKNOWN:
            return ""  # it may still be known
        undone = self._undoing.pop(id(outcome.command), None)
        if undone is not None and outcome.is_good and undone[1]:
            self._again[undone[1]] = outcome.n
        act = self._undos.pop(id(outcome.command), None)
        if act is None or not outcome.is_good:
            return ""
        self._done.append((act[1], outcome.n, act[2]))
        del self._done[:-MOST_UNDONE]
        return UNDO_HINT
