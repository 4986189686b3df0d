"""Undo and redo over documents: each step holds the value before and the one after."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from console.ui.layouts.cell_choice import CellChoice
from console.ui.layouts.document import Document

MOST_STEPS = 200

Show = Callable[[Document, CellChoice], None]
"""Make a document stand, with these cells meant."""


class Step(QUndoCommand):
    """``choice``: which cells were meant before it."""

    def __init__(self, words: str, before: Document, after: Document, choice: CellChoice, show: Show) -> None:
        super().__init__(words)
        self._before = before
        self._after = after
        self._choice = choice
        self._show = show

    def redo(self) -> None:
        """What was after it; Qt calls this also for the first time."""
        self._show(self._after, self._choice)

    def undo(self) -> None:
        """What was before it."""
        self._show(self._before, self._choice)
