"""Layout files: read back what was written, refuse what is not one."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.cell_content import ClockContent, MapContent, TextContent, TourContent
from console.domain.errors import LayoutError
from console.domain.ids import FeedId
from console.domain.layout import Cell, Layout
from console.domain.zoom_part import ZoomPart
from console.protocol.layout_file import (
    layout_content,
    name_problem,
    natural_order,
    read_layout,
    shipped_layouts,
    write_layout,
)

SAMPLES = Path(__file__).parents[2] / "data" / "layouts"
"""What programs of each schema version wrote."""

names = st.text(min_size=1, max_size=64).filter(lambda name: not name_problem(name))


words = st.text("ab c\nä", min_size=1, max_size=20).filter(lambda text: bool(text.strip()))
contents = st.one_of(
    st.builds(TourContent, words),
    st.just(MapContent()),
    st.builds(MapContent, st.floats(-90, 90), st.floats(-180, 180), st.none() | st.floats(1, 19)),
    st.builds(ClockContent, st.sampled_from(["", "Europe/Vienna"]), st.sampled_from(["", "Vienna"])),
    st.builds(TextContent, words),
)
zooms = st.builds(
    ZoomPart, st.integers(0, 400), st.integers(0, 400), st.integers(50, 600), st.integers(50, 600)
)


@st.composite
def _cells(draw: st.DrawFn, column: int, row: int) -> Cell:
    auto = draw(st.booleans())
    if draw(st.booleans()):
        return Cell(column, row, auto=auto, content=draw(contents))
    feed = draw(st.none() | st.builds(FeedId, st.text()))
    pinned, hotspot = draw(st.booleans()), draw(st.booleans())
    return Cell(
        column, row, auto=auto, feed=feed, pinned=pinned, hotspot=hotspot, zoom=draw(st.none() | zooms)
    )


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    columns, rows = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    cells = [draw(_cells(column, row)) for row in range(rows) for column in range(columns)]
    return Layout(draw(names), columns, rows, tuple(cells))


@given(layouts())
def test_what_is_written_is_read_back(layout: Layout) -> None:
    assert read_layout(write_layout(layout), "test") == layout


def test_the_schema_version_comes_first() -> None:
    content = layout_content(Layout("a", 1, 1, (Cell(0, 0),)))
    assert next(iter(content)) == "schema_version"


@pytest.mark.parametrize("file", sorted(SAMPLES.iterdir()), ids=lambda file: file.stem)
def test_a_file_of_every_version_is_read(file: Path) -> None:
    layout = read_layout(file.read_bytes(), file.name)
    assert (layout.name, layout.columns, layout.rows) == ("night", 3, 2)
    assert [cell.feed for cell in layout.cells][:2] == ["cam-007", None]
    assert read_layout(write_layout(layout), "again") == layout


GOOD = {"schema_version": 1, "name": "x", "columns": 2, "rows": 1, "cells": [{"column": 0, "row": 0}]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema_version": 3}, "schema_version 3"),
        ({"schema_version": 0}, "schema_version 0"),
        ({"schema_version": True}, "not a layout file"),
        ({"pixels": 7}, "pixels"),
        ({"cells": [{"column": 0, "row": 0, "hotspot": True}]}, "hotspot"),  # in a file of version 1
        (
            {
                "schema_version": 2,
                "cells": [{"column": 0, "row": 0, "feed": "a", "content": {"content": "map"}}],
            },
            "not both",
        ),
        (
            {
                "schema_version": 2,
                "cells": [{"column": 0, "row": 0, "content": {"content": "text", "text": " "}}],
            },
            "1 to 400 characters",
        ),
        ({"schema_version": 2, "cells": [{"column": 0, "row": 0, "content": {"content": "film"}}]}, "film"),
        (
            {
                "schema_version": 2,
                "cells": [{"column": 0, "row": 0, "zoom": {"left": 0, "top": 0, "width": 9, "height": 9}}],
            },
            "50 permille",
        ),
        ({"columns": "2"}, "columns"),
        ({"cells": [{"column": 2, "row": 0}]}, "cell 0 leaves"),
        ({"cells": [{"column": 0, "row": 0}, {"column": 0, "row": 0}]}, "overlap"),
        ({"cells": [{"column": 0, "row": 0, "colour": "red"}]}, "colour"),
        ({"cells": []}, "cells"),
        ({"name": " x"}, "blanks"),
        ({"name": "a\nb"}, "printable"),
        ({"name": "x" * 65}, "at most 64 characters"),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_field(change: dict[str, object], said: str) -> None:
    with pytest.raises(LayoutError, match=said) as refused:
        read_layout(json.dumps(GOOD | change), "night.json")
    assert "night.json" in str(refused.value)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(LayoutError, match=r"night\.json"):
        read_layout(body, "night.json")


def test_a_file_of_another_encoding_is_refused_by_line() -> None:
    latin = json.dumps(GOOD | {"name": "Nächte"}, ensure_ascii=False, indent=1).encode("latin-1")
    with pytest.raises(LayoutError, match=r"^night\.json:3: is not UTF-8 \(byte 0xe4"):
        read_layout(latin, "night.json")
    with pytest.raises(LayoutError, match=r"^night\.json:1: is UTF-16; save"):
        read_layout(json.dumps(GOOD).encode("utf-16"), "night.json")


def test_the_shipped_layouts_cover_their_grids_in_reading_order() -> None:
    layouts = shipped_layouts()
    even = {"1x1", "2x2", "3x3", "4x4", "5x5", "6x6", "8x4"}
    assert set(layouts) == even | {"1+5", "1+7", "1+9", "1+12", "2+8", "3+4", "3+24", "4+33"}
    for name, layout in layouts.items():
        covered = sum(cell.column_span * cell.row_span for cell in layout.cells)
        places = [(cell.row, cell.column) for cell in layout.cells]
        assert covered == layout.columns * layout.rows and places == sorted(places), name
    assert sum(cell.auto for cell in layouts["8x4"].cells) == 4


def test_names_sort_as_people_count() -> None:
    assert sorted(["10x4", "2x2", "night", "1+5"], key=natural_order) == ["night", "1+5", "2x2", "10x4"]
