"""What the cells of a layout show, changed. Pure: a layout in, another one out. Each raises LayoutError."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from console.domain.cell_content import AnyContent, content_problem
from console.domain.errors import LayoutError
from console.domain.ids import CellIndex, FeedId
from console.domain.layout import Cell, Layout
from console.domain.policies.layout_editing.places import cell_of, numbered, shows_nothing
from console.domain.zoom_part import ZoomPart


class Filled(NamedTuple):
    """The layout with cameras. ``left_over``: those for which there was no cell."""

    layout: Layout
    left_over: tuple[FeedId, ...]


def with_feed(layout: Layout, cell: CellIndex, feed: FeedId) -> Layout:
    """That cell shows this camera, all of its picture."""
    before = cell_of(layout, cell)
    zoom = before.zoom if before.feed == feed else None
    return _with(layout, cell, replace(before, feed=feed, content=None, zoom=zoom))


def with_content(layout: Layout, cell: CellIndex, content: AnyContent) -> Layout:
    """That cell shows this in place of a camera; nothing of one stays, and it is no hotspot."""
    if problem := content_problem(content):
        raise LayoutError(f"cell {cell}: {problem}")
    before = cell_of(layout, cell)
    bare = replace(before, feed=None, content=content, pinned=False, hotspot=False, zoom=None)
    return _with(layout, cell, bare)


def emptied(layout: Layout, cells: Collection[CellIndex]) -> Layout:
    """These show nothing; they stay, and open to switches if they are."""
    for cell in cells:
        before = cell_of(layout, cell)
        bare = Cell(before.column, before.row, before.column_span, before.row_span, before.auto)
        layout = _with(layout, cell, bare)
    return layout


def with_flags(
    layout: Layout,
    cells: Collection[CellIndex],
    *,
    auto: bool | None = None,
    pinned: bool | None = None,
    hotspot: bool | None = None,
) -> Layout:
    """These are open to automatic switches, pinned, hotspots, or not; None leaves that as it is."""
    for cell in cells:
        before = cell_of(layout, cell)
        if before.content is not None and (pinned or hotspot):
            raise LayoutError(f"cell {cell} shows no camera: it can be neither pinned nor a hotspot")
        if pinned and before.feed is None:
            raise LayoutError(f"cell {cell} shows no camera that could be pinned")
        changed = replace(
            before,
            auto=before.auto if auto is None else auto,
            pinned=before.pinned if pinned is None else pinned,
            hotspot=before.hotspot if hotspot is None else hotspot,
        )
        layout = _with(layout, cell, changed)
    return layout


def with_zoom(layout: Layout, cell: CellIndex, zoom: ZoomPart | None) -> Layout:
    """Of its camera that cell shows this part, all of it for None."""
    return _with(layout, cell, replace(cell_of(layout, cell), zoom=zoom))


def filled(layout: Layout, feeds: Sequence[FeedId], first: CellIndex | None = None) -> Filled:
    """With these cameras in its empty cells, in reading order; the first one goes to ``first``, whatever it
    shows, and the others follow behind it, then at the beginning.
    """
    empty = [index for index, cell in numbered(layout) if shows_nothing(cell)]
    places = empty
    if first is not None:
        cell_of(layout, first)
        behind = [index for index in empty if index > first]
        places = [first, *behind, *(index for index in empty if index < first)]
    for cell, feed in zip(places, feeds, strict=False):
        layout = with_feed(layout, cell, feed)
    return Filled(layout, tuple(feeds[len(places) :]))


def _with(layout: Layout, index: CellIndex, cell: Cell) -> Layout:
    cells = list(layout.cells)
    cells[index] = cell
    return replace(layout, cells=tuple(cells))
