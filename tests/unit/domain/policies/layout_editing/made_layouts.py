"""Layouts of every sort, for properties: cells of all sizes, with cameras, other content or nothing; gaps."""

from collections import Counter

from hypothesis import strategies as st

from console.domain.cell_content import ClockContent, MapContent, TextContent, TourContent
from console.domain.ids import FeedId
from console.domain.layout import Cell, Layout
from console.domain.policies.layout_editing.places import Place, place_of, shows_nothing
from console.domain.zoom_part import ZoomPart

CONTENTS = (TourContent("night"), MapContent(), ClockContent("Europe/Vienna"), TextContent("Lobby"))


KINDS = ("feed", "feed", "pinned", "zoomed", "content", "nothing", "nothing", "hotspot")
SPANS = ((1, 1), (1, 1), (2, 1), (1, 2), (2, 2), (3, 2), (0, 0))
"""Nothing begins at a square with the last one."""


def cell(place: Place, kind: str, number: int) -> Cell:
    """One there; its camera, if it has one, is no other's."""
    auto = number % 3 == 0
    match kind:
        case "nothing":
            return Cell(*place, auto)
        case "content":
            return Cell(*place, auto, None, CONTENTS[number % 4])
        case "hotspot":
            return Cell(*place, auto, hotspot=True)
    zoom = ZoomPart(100, 100, 500, 500) if kind == "zoomed" else None
    return Cell(*place, auto, FeedId(f"cam-{number}"), pinned=kind == "pinned", zoom=zoom)


@st.composite
def layouts(draw: st.DrawFn, largest: int = 4) -> Layout:
    """At each free square a cell begins, or none; one there is."""
    columns, rows = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    area = columns * rows
    spans = draw(st.lists(st.sampled_from(SPANS), min_size=area, max_size=area))
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=area, max_size=area))
    grid = Place(0, 0, columns, rows)
    made: list[Cell] = []
    for square, span, kind in zip(grid.squares(), spans, kinds, strict=True):
        wanted = Place(*square, *span)
        if wanted.area and grid.holds(wanted) and not any(wanted.meets(place_of(one)) for one in made):
            made.append(cell(wanted, kind, len(made)))
    return Layout("night", columns, rows, tuple(made) or (cell(grid, kinds[0], 0),))


def shown(layout: Layout) -> "Counter[str]":
    """All that its cells show, wherever they are."""
    return Counter(
        repr((cell.feed, cell.content, cell.pinned, cell.hotspot, cell.zoom))
        for cell in layout.cells
        if not shows_nothing(cell)
    )


def is_in_reading_order(layout: Layout) -> bool:
    order = [(cell.row, cell.column) for cell in layout.cells]
    return order == sorted(order)


def squares_taken(layout: Layout) -> int:
    """An overlap would count twice; Layout itself refuses one."""
    return sum(place_of(cell).area for cell in layout.cells)
