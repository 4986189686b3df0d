"""Every act on the layout that is edited, by its name: keys, menus, buttons and the mouse all call these."""

from collections.abc import Callable, Sequence

from console.domain.cell_content import AnyContent
from console.domain.errors import LayoutError
from console.domain.ids import CellIndex, FeedId
from console.domain.layout import Layout
from console.domain.policies.layout_editing.contents import (
    emptied,
    filled,
    with_content,
    with_flags,
    with_zoom,
)
from console.domain.policies.layout_editing.grids import (
    arranged,
    coarsest,
    finer,
    gaps_filled,
    regridded,
)
from console.domain.policies.layout_editing.places import (
    Named,
    Place,
    cell_at,
    free_squares,
    names_of,
    place_of,
    shows_nothing,
)
from console.domain.policies.layout_editing.shapes import (
    Merged,
    added,
    exchanged,
    merged,
    moved,
    removed,
    resized,
    split,
)
from console.domain.wording import counted, few_of
from console.domain.zoom_part import ZoomPart
from console.ui.layouts.cell_choice import next_to
from console.ui.layouts.edited_layout import EditedLayout

NO_CELL = "Choose a cell first: click it, or go there with the arrow keys."
FREE_FIRST = "There is a cell already. Go to a free square, or make the grid larger."


class EditActs:
    """On the cells that are meant; each is one step back. What can't be done is said, with cameras ``named``
    as people call them.
    """

    def __init__(self, edited: EditedLayout, named: Named = str) -> None:
        self._edited = edited
        self.named = named

    # --- shapes

    def split(self, columns: int, rows: int) -> None:
        """The cell where the keys are."""
        if (cell := self._one()) is not None:
            self._scaled(f"cell {cell} split", lambda layout: split(layout, cell, columns, rows))

    def _scaled(self, words: str, act: Callable[[Layout], Layout], unchanged: str = "") -> None:
        """The keys stay where they are in the picture, however fine the grid is."""
        before = self._edited.layout
        cell = self._edited.cell
        square = place_of(before.cells[cell])[:2] if cell is not None else self._edited.choice.square
        if self._edited.attempt(words, act, unchanged):
            after = self._edited.layout
            column = square[0] * after.columns // before.columns
            self._edited.go((column, square[1] * after.rows // before.rows))

    def merge(self) -> None:
        """All that are meant, to one."""
        made: list[Merged] = []

        def merge(layout: Layout) -> Layout:
            made.append(merged(layout, self._edited.cells))
            return made[0].layout

        words = f"{counted(len(self._edited.cells), 'cell')} merged"
        if self._edited.attempt(words, merge):
            self._edited.go(made[0].place[:2])
            if gone := names_of(made[0].left_over, self.named):
                self._edited.said.emit(f"{words}; no longer shown: {gone} (Ctrl+Z).", False)

    def add(self, place: Place | None = None) -> None:
        """An empty cell there, or on the free square where the keys are."""
        if place is None and self._edited.cell is not None:
            self._edited.said.emit(FREE_FIRST, True)
            return
        wanted = place or Place(*self._edited.choice.square)
        if self._edited.attempt("cell added", lambda layout: added(layout, wanted)):
            self._edited.go((wanted.column, wanted.row))

    def fill_gaps(self) -> None:
        """Every free square becomes a cell."""
        count = len(list(free_squares(self._edited.layout)))
        self._edited.attempt(f"{counted(count, 'cell')} added", gaps_filled, "No square is free.")

    def empty_or_remove(self) -> None:
        """What is shown goes first, then the cells themselves."""
        cells = self._edited.cells
        if not cells:
            self._edited.said.emit(NO_CELL, True)
            return
        showing = [cell for cell in cells if not shows_nothing(self._edited.layout.cells[cell])]
        numbers = few_of([str(cell) for cell in showing or cells])
        if showing:
            self._edited.attempt(f"cell {numbers} emptied", lambda layout: emptied(layout, showing))
        else:
            self._edited.attempt(f"cell {numbers} removed", lambda layout: removed(layout, cells))

    def resize(self, cell: CellIndex, place: Place) -> bool:
        """That cell there, in that size."""
        if self._edited.attempt(
            f"cell {cell} spans {place.column_span}x{place.row_span}",
            lambda it: resized(it, cell, place, self.named),
        ):
            self._edited.go((place.column, place.row))
            return True
        return False

    def span(self, columns: int, rows: int) -> None:
        """The cell where the keys are reaches so much further to the right and down, or less far."""
        if (cell := self._one()) is None:
            return
        at = place_of(self._edited.layout.cells[cell])
        width, height = at.column_span + columns, at.row_span + rows
        if width < 1 or height < 1:
            self._edited.said.emit(f"Cell {cell} has one square already.", True)
            return
        self.resize(cell, at._replace(column_span=width, row_span=height))

    def move(self, cell: CellIndex, column: int, row: int) -> bool:
        """That cell there; what fits where it was goes there."""
        if self._edited.attempt(
            f"cell {cell} moved", lambda layout: moved(layout, cell, column, row, self.named)
        ):
            self._edited.go((column, row))
            return True
        return False

    def exchange(self, cell: CellIndex, other: CellIndex) -> bool:
        """Each shows what the other did."""
        to = self._edited.layout.cells[other]
        if self._edited.attempt(
            f"cells {cell} and {other} change what they show", lambda it: exchanged(it, cell, other)
        ):
            self._edited.go((to.column, to.row))
            return True
        return False

    def shift(self, columns: int, rows: int) -> None:
        """The cell where the keys are, by one square; or it changes contents with what is in the way."""
        if (cell := self._one()) is None:
            return
        at = place_of(self._edited.layout.cells[cell])
        try:
            moved(self._edited.layout, cell, at.column + columns, at.row + rows)
        except LayoutError:
            beside = next_to(at, self._edited.choice.square, columns, rows)
            other = cell_at(self._edited.layout, *beside)
            if other is not None:
                self.exchange(cell, other)
                return
        self.move(cell, at.column + columns, at.row + rows)

    # --- grids

    def regrid(self, columns: int, rows: int) -> bool:
        """On a grid of that size."""
        return self._edited.attempt(
            f"grid {columns}x{rows}", lambda layout: regridded(layout, columns, rows, self.named)
        )

    def arrange(self, template: Layout) -> None:
        """What is shown, in that layout's cells."""
        self._edited.attempt(
            f"arranged as {template.name}", lambda layout: arranged(layout, template, self.named)
        )

    def make_finer(self) -> None:
        """Twice the columns and rows, for the same picture."""
        self._scaled("finer grid", lambda layout: finer(layout, 2, 2))

    def make_coarsest(self) -> None:
        """The fewest columns and rows that have the same picture."""
        self._scaled("coarsest grid", coarsest, "The grid has as few columns and rows as it can have.")

    # --- contents

    def put(self, feeds: Sequence[FeedId], cell: CellIndex | None = None) -> bool:
        """These cameras: the first into that cell, or all into empty ones."""
        left: list[str] = []

        def fill(layout: Layout) -> Layout:
            made = filled(layout, feeds, cell)
            left.extend(map(self.named, made.left_over))
            return made.layout

        words = f"{self.named(feeds[0])} put" if len(feeds) == 1 else f"{counted(len(feeds), 'camera')} put"
        done = self._edited.attempt(words, fill, "Every cell shows something; add cells, or drop it on one.")
        if done and left:
            self._edited.said.emit(f"No cell is left for {few_of(left)}: add cells, or empty some.", True)
        return done

    def show_content(self, content: AnyContent) -> None:
        """In the cell where the keys are, in place of a camera."""
        if (cell := self._one()) is not None:
            self._edited.attempt(
                f"cell {cell} shows other content", lambda layout: with_content(layout, cell, content)
            )

    def empty(self) -> None:
        """Nothing is shown in the cells that are meant."""
        self._edited.attempt("emptied", lambda layout: emptied(layout, self._edited.cells))

    def zoom(self, part: ZoomPart | None) -> None:
        """Of its camera the cell where the keys are shows that part."""
        if (cell := self._one()) is not None:
            self._edited.attempt(f"cell {cell} zoomed", lambda layout: with_zoom(layout, cell, part))

    def flag(
        self, *, auto: bool | None = None, pinned: bool | None = None, hotspot: bool | None = None
    ) -> None:
        """The cells that are meant are open to automatic switches, pinned, hotspots; or not."""
        cells = self._edited.cells
        if not cells:
            self._edited.said.emit(NO_CELL, True)
            return
        words = ", ".join(
            f"{'' if on else 'not '}{name}"
            for name, on in (("auto", auto), ("pinned", pinned), ("hotspot", hotspot))
            if on is not None
        )
        self._edited.attempt(
            f"cell {few_of([str(cell) for cell in cells])} {words}",
            lambda layout: with_flags(layout, cells, auto=auto, pinned=pinned, hotspot=hotspot),
        )

    def toggle_auto(self) -> None:
        """Open to automatic switches; or, if all are, none."""
        self.flag(auto=not all(self._edited.layout.cells[cell].auto for cell in self._edited.cells))

    def toggle_pinned(self) -> None:
        """Pinned; or, if all are, none."""
        self.flag(pinned=not all(self._edited.layout.cells[cell].pinned for cell in self._edited.cells))

    def toggle_hotspot(self) -> None:
        """Hotspots; or, if all are, none."""
        self.flag(hotspot=not all(self._edited.layout.cells[cell].hotspot for cell in self._edited.cells))

    def _one(self) -> CellIndex | None:
        cell = self._edited.cell
        if cell is None:
            self._edited.said.emit(NO_CELL, True)
        return cell
