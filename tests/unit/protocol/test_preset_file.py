"""Wall preset files: read back what was written, refuse what is not one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.errors import LayoutError
from console.domain.ids import MonitorId
from console.domain.wall_preset import PresetMonitor, WallPreset
from console.protocol.preset_file import preset_content, read_preset, write_preset
from tests.unit.protocol.test_layout_file import layouts, names

presets = st.builds(
    WallPreset,
    names,
    st.lists(layouts(), min_size=1, max_size=2).map(
        lambda some: tuple(PresetMonitor(MonitorId(f"wall-{n}"), one) for n, one in enumerate(some))
    ),
    st.none() | st.integers(1, 99),
)


@given(presets)
def test_what_is_written_is_read_back(preset: WallPreset) -> None:
    assert read_preset(write_preset(preset), "test") == preset
    assert next(iter(preset_content(preset))) == "schema_version"


CELL = {"column": 0, "row": 0}
LAYOUT = {"name": "x", "columns": 1, "rows": 1, "cells": [CELL]}
GOOD = {"schema_version": 1, "name": "night", "monitors": [{"monitor": "wall-1", "layout": LAYOUT}]}


def test_a_file_of_version_1_is_read() -> None:
    assert read_preset(json.dumps(GOOD), "night.json").monitors[0].monitor == "wall-1"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema_version": 2}, "schema_version 2"),
        ({"monitors": []}, "one or more monitors"),
        ({"monitors": GOOD["monitors"] * 2}, "each once"),  # type: ignore[operator]
        ({"number": 100}, "from 1 to 99"),
        ({"name": " "}, "not empty"),
        ({"colour": 1}, "colour"),
        ({"monitors": [{"monitor": "wall-1", "layout": LAYOUT | {"cells": []}}]}, "has none"),
        ({"monitors": [{"monitor": "wall-1", "layout": LAYOUT | {"cells": [CELL, CELL]}}]}, "overlap"),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_field(change: dict[str, object], said: str) -> None:
    with pytest.raises(LayoutError, match=said) as refused:
        read_preset(json.dumps(GOOD | change), "night.json")
    assert "night.json" in str(refused.value)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(LayoutError, match=r"night\.json"):
        read_preset(body, "night.json")


def test_a_file_of_another_kind_is_called_none_of_this_kind() -> None:
    """Not one of a later version: no later program would read it either."""
    layout = {"schema_version": 2, **LAYOUT}
    with pytest.raises(LayoutError, match=r"not a wall preset file: .*`monitors`"):
        read_preset(json.dumps(layout), "night.json")
