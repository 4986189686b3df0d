"""The layout that is edited, which of its cells are meant, and the steps back and forth; no widget."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from console.domain.errors import LayoutError
from console.domain.ids import CellIndex
from console.domain.layout import Layout
from console.domain.policies.layout_editing.grids import even_grid
from console.domain.policies.layout_editing.places import place_of
from console.ui.layouts.cell_choice import CellChoice, Square
from console.ui.layouts.document import NEW_NAME, Document, Origin
from console.ui.layouts.undo_stack import MOST_STEPS, Step


class EditedLayout(QObject):
    """``changed``: another layout, or another document. ``chosen``: other cells are meant. ``said``: words
    for people, whether bad. ``awaited``: what is being opened, "" for nothing: what was done now would be
    done to what is about to go.
    """

    changed = Signal()
    chosen = Signal()
    said = Signal(str, bool)

    def __init__(self, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(MOST_STEPS)
        self.stack.indexChanged.connect(self._stepped)
        self.awaited = ""
        self._origins: dict[int, Origin] = {}
        self.choice = CellChoice()
        first = even_grid(NEW_NAME, 2, 2)
        self.document = self._begun(first, Origin("", 0, first, NEW_NAME))

    # --- what it is

    @property
    def layout(self) -> Layout:
        """As it is now."""
        return self.document.layout

    @property
    def origin(self) -> Origin:
        """Where it came from."""
        return self._origins[self.document.begun_ms]

    @property
    def is_unsaved(self) -> bool:
        """Whether there is work that nobody else has."""
        return self.layout != self.origin.layout

    @property
    def cell(self) -> CellIndex | None:
        """The one where the keys are; None on a free square."""
        return self.choice.cell(self.layout)

    @property
    def cells(self) -> tuple[CellIndex, ...]:
        """All that are meant."""
        return self.choice.cells(self.layout)

    # --- choosing

    def go(self, square: Square) -> None:
        """The keys are there now, and nothing is marked."""
        self._choose(self.choice.at(self.layout, square))

    def step(self, columns: int, rows: int) -> None:
        """The keys one cell further; what is marked stays so."""
        self._choose(self.choice.beside(self.layout, columns, rows))

    def toggle_mark(self) -> None:
        """The cell where the keys are is meant also when they go elsewhere; or no more."""
        self._choose(self.choice.toggled(self.layout))

    def mark_also(self, square: Square) -> None:
        """The cell there, too; or no more."""
        self._choose(self.choice.with_also(self.layout, square))

    def mark_all(self) -> None:
        """Every cell is meant."""
        self._choose(replace(self.choice, marked=frozenset(map(place_of, self.layout.cells))))

    def unmark(self) -> None:
        """Only the cell where the keys are is meant."""
        self._choose(replace(self.choice, marked=frozenset()))

    def _choose(self, choice: CellChoice) -> None:
        self.choice = choice
        self.chosen.emit()

    # --- documents

    def begin(self, layout: Layout, origin: Origin, begun_ms: int | None = None) -> None:
        """Edit this one; a step back leads to the one before, with all of its work.

        ``begun_ms`` is a draft's.
        """
        before, after = self.document, self._begun(layout, origin, begun_ms)
        if not self.stack.count() and not self.origin.name:  # nothing that a step back could lead to
            self._show(after, self.choice)
            self.changed.emit()
            self.go((0, 0))
            return
        self.stack.push(Step(f"{origin.words} opened", before, after, self.choice, self._show))
        self.go((0, 0))

    def _begun(self, layout: Layout, origin: Origin, begun_ms: int | None = None) -> Document:
        name = self._now_ms() if begun_ms is None else begun_ms
        while begun_ms is None and name in self._origins:
            name += 1
        self._origins[name] = origin
        return Document(layout, name)

    def saved(self, layout: Layout, begun_ms: int, version: int) -> None:
        """This is kept under its name now."""
        self._origins[begun_ms] = Origin(layout.name, version, layout, layout.name)
        self.document = self._under_its_name(self.document)
        self.changed.emit()

    def _show(self, document: Document, choice: CellChoice) -> None:
        self.document = self._under_its_name(document)
        self.choice = choice.of(self.layout)

    def _stepped(self) -> None:
        """Once the stack knows where it stands."""
        self.changed.emit()
        self.chosen.emit()

    def _under_its_name(self, document: Document) -> Document:
        """It may have been saved under another one since."""
        name = self._origins[document.begun_ms].name
        if not name or document.layout.name == name:
            return document
        return replace(document, layout=replace(document.layout, name=name))

    # --- doing

    def attempt(self, words: str, act: Callable[[Layout], Layout], unchanged: str = "") -> bool:
        """Do it, as a step that can be taken back; or say why not. Whether anything is other now.

        ``unchanged``: what to say where it comes to the same.
        """
        if self.awaited:
            self.said.emit(f"{self.awaited} is being opened: wait until it is there.", True)
            return False
        before = self.document
        try:
            layout = act(before.layout)
        except LayoutError as refused:
            self.said.emit(sentence(str(refused)), True)
            return False
        if layout == before.layout:
            if unchanged:
                self.said.emit(unchanged, True)
            return False
        self.stack.push(Step(words, before, replace(before, layout=layout), self.choice, self._show))
        self.said.emit(sentence(words), False)
        return True


def sentence(words: str) -> str:
    """With a capital letter, and a full stop where there is none."""
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"
