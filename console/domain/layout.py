"""A saved arrangement for one monitor: a grid, its cells, and what they hold. Cells, never pixels."""

from dataclasses import dataclass, replace

from console.domain.cell_content import AnyContent, TourContent, content_problem
from console.domain.errors import LayoutError
from console.domain.ids import CellIndex, FeedId
from console.domain.zoom_part import ZoomPart, zoom_problem

MAX_GRID = 24
"""Most columns or rows of a grid; finer tiles could not be read on any monitor."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A rectangle of the grid. ``auto`` lets the director use it. ``feed`` is its base assignment,
    ``content`` what it shows in place of a camera: one of both at most.

    ``pinned``: loading the layout pins the camera, as by hand. ``hotspot``: it shows the camera that was
    selected last, its own before any was. ``zoom``: of its own camera it shows that part.
    """

    column: int
    row: int
    column_span: int = 1
    row_span: int = 1
    auto: bool = False
    feed: FeedId | None = None
    content: AnyContent | None = None
    pinned: bool = False
    hotspot: bool = False
    zoom: ZoomPart | None = None

    @property
    def problem(self) -> str:
        """Which of its facts exclude each other; "" for none."""
        if self.content is not None:
            if self.feed is not None or self.hotspot or self.pinned or self.zoom is not None:
                return "shows a camera or other content, not both"
            return content_problem(self.content)
        return zoom_problem(self.zoom) if self.zoom is not None else ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A named grid with cells in reading order; ``CellIndex`` is an index into ``cells``.

    Raises LayoutError when a cell leaves the grid or two overlap.
    """

    name: str
    columns: int
    rows: int
    cells: tuple[Cell, ...]

    def __post_init__(self) -> None:
        """Check the geometry once, where it is made."""
        if not (1 <= self.columns <= MAX_GRID and 1 <= self.rows <= MAX_GRID):
            raise LayoutError(f"layout {self.name!r}: a grid has 1 to {MAX_GRID} columns and rows")
        taken: dict[tuple[int, int], int] = {}
        for index, cell in enumerate(self.cells):
            self._claim(taken, index, cell)

    def _claim(self, taken: dict[tuple[int, int], int], index: int, cell: Cell) -> None:
        inside = (
            cell.column >= 0
            and cell.row >= 0
            and cell.column_span >= 1
            and cell.row_span >= 1
            and cell.column + cell.column_span <= self.columns
            and cell.row + cell.row_span <= self.rows
        )
        if not inside:
            raise LayoutError(
                f"layout {self.name!r}: cell {index} leaves the {self.columns}x{self.rows} grid"
            )
        if problem := cell.problem:
            raise LayoutError(f"layout {self.name!r}: cell {index}: {problem}")
        for column in range(cell.column, cell.column + cell.column_span):
            for row in range(cell.row, cell.row + cell.row_span):
                other = taken.setdefault((column, row), index)
                if other != index:
                    raise LayoutError(f"layout {self.name!r}: cells {other} and {index} overlap")

    def feeds(self) -> frozenset[FeedId]:
        """The cameras that it names."""
        return frozenset(cell.feed for cell in self.cells if cell.feed is not None)

    def tours(self) -> frozenset[str]:
        """The tours that it names."""
        contents = (cell.content for cell in self.cells)
        return frozenset(content.tour for content in contents if isinstance(content, TourContent))

    def with_feeds(self, feeds: "dict[CellIndex, FeedId | None]") -> "Layout":
        """The same layout with these base assignments changed."""
        cells = tuple(
            replace(cell, feed=feeds[CellIndex(index)]) if index in feeds else cell
            for index, cell in enumerate(self.cells)
        )
        return replace(self, cells=cells)


@dataclass(frozen=True, slots=True)
class StoredLayout:
    """A layout as it is kept under its name.

    ``version`` is the number of the input that stored it: no other layout ever has it, and later ones have
    greater ones. ``by`` and ``at_ms`` (wall time) say who stored it and when, ``note`` why; "" and 0 where
    nobody wrote that down. ``locked``: it stays as it is until somebody unlocks it. ``owner``: whose own it
    is; "" for one that all share.
    """

    layout: Layout
    version: int
    by: str = ""
    at_ms: int = 0
    note: str = ""
    locked: bool = False
    owner: str = ""
