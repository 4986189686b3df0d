"""What each act does to the cells that are meant, and what it says."""

import pytest
from PySide6.QtWidgets import QApplication

from console.domain.cell_content import ClockContent
from console.domain.ids import CellIndex
from console.domain.policies.layout_editing.places import Place
from console.domain.zoom_part import ZoomPart
from console.ui.layouts.edit_acts import FREE_FIRST, NO_CELL
from tests.ui.layouts.editing import A, B, C, D, Editing, grid


@pytest.fixture(autouse=True)
def _app(qapp: QApplication) -> None:
    """Signals need none, the undo stack does."""


def test_merging_says_whom_nobody_shows_any_more() -> None:
    editing = Editing(grid(2, 1, A, B))
    editing.acts.merge()
    assert editing.told == ("To merge, mark two cells or more that form a rectangle.", True)
    editing.edited.toggle_mark()
    editing.edited.step(1, 0)
    editing.acts.merge()
    assert editing.feeds == [A] and editing.edited.cell == 0
    assert editing.told == ("2 cells merged; no longer shown: cam-002 (Ctrl+Z).", False)


def test_cameras_are_called_as_the_desk_calls_them() -> None:
    editing = Editing(
        grid(3, 1, A, B), {A: "1 Mikonkatu", B: "2 Esplanadi", C: "3 Mannerheimintie"}.__getitem__
    )
    editing.acts.put([C], CellIndex(2))
    assert editing.told == ("3 Mannerheimintie put.", False)
    editing.acts.span(1, 0)
    assert editing.told == ("Cell 0 can't be so large: cell 1 is in the way (2 Esplanadi).", True)
    editing.acts.regrid(2, 1)
    assert editing.told == (
        "There is no room on a grid of 2x1 for 3 Mannerheimintie; take them off first.",
        True,
    )
    editing.acts.arrange(grid(1, 2, name="1x2"))
    assert editing.told == ("There is no room in 1x2 for 3 Mannerheimintie; take them off first.", True)
    editing.edited.mark_all()
    editing.acts.merge()
    assert editing.told == (
        "3 cells merged; no longer shown: 2 Esplanadi, 3 Mannerheimintie (Ctrl+Z).",
        False,
    )
    editing.acts.put([B, A], CellIndex(0))
    assert editing.told == ("No cell is left for 1 Mikonkatu: add cells, or empty some.", True)


def test_delete_empties_first_then_removes() -> None:
    editing = Editing(grid(2, 1, A, B))
    editing.acts.empty_or_remove()
    assert editing.feeds == [None, B] and editing.told == ("Cell 0 emptied.", False)
    editing.acts.empty_or_remove()
    assert editing.places == [(1, 0, 1, 1)] and editing.told == ("Cell 0 removed.", False)
    editing.acts.empty_or_remove()
    assert editing.told == (NO_CELL, True)
    editing.acts.add()
    assert editing.places == [(0, 0, 1, 1), (1, 0, 1, 1)]
    editing.acts.add()
    assert editing.told == (FREE_FIRST, True)


def test_spanning_grows_and_shrinks_to_one_square() -> None:
    editing = Editing(grid(2, 2, A))
    editing.acts.span(1, 0)
    assert editing.places[0] == (0, 0, 2, 1)
    editing.acts.span(-1, 0)
    editing.acts.span(-1, 0)
    assert editing.told == ("Cell 0 has one square already.", True)
    editing.acts.fill_gaps()
    assert len(editing.places) == 4 and editing.told == ("1 cell added.", False)
    editing.acts.fill_gaps()
    assert editing.told == ("No square is free.", True)


def test_a_cell_moves_by_steps_and_changes_contents_with_larger_ones() -> None:
    editing = Editing(grid(3, 1, A, B))
    editing.acts.shift(1, 0)
    assert editing.feeds == [B, A, None] and editing.edited.cell == 1
    editing.acts.shift(0, 1)
    assert editing.told == ("Cell 1 can't be moved there: it leaves the grid.", True)
    editing.edited.go((0, 0))
    editing.edited.mark_also((1, 0))
    editing.acts.merge()
    assert editing.places == [(0, 0, 2, 1), (2, 0, 1, 1)] and editing.feeds == [B, None]
    editing.edited.go((2, 0))
    editing.acts.put([C], CellIndex(1))
    editing.acts.shift(-1, 0)
    assert editing.feeds == [C, B] and editing.edited.cell == 0
    assert editing.told == ("Cells 1 and 0 change what they show.", False)


def test_cameras_that_have_no_cell_are_named() -> None:
    editing = Editing(grid(2, 1))
    editing.acts.put([A, B, C, D])
    assert editing.feeds == [A, B]
    assert editing.told == ("No cell is left for cam-003, cam-004: add cells, or empty some.", True)
    editing.acts.put([C])
    assert editing.told == ("Every cell shows something; add cells, or drop it on one.", True)
    editing.acts.put([C, D], CellIndex(1))
    assert editing.feeds == [A, C]


def test_flags_are_those_of_all_that_are_meant() -> None:
    editing = Editing(grid(2, 1, A))
    editing.edited.mark_all()
    editing.acts.toggle_auto()
    assert [cell.auto for cell in editing.layout.cells] == [True, True]
    editing.acts.toggle_pinned()
    assert editing.told == ("Cell 1 shows no camera that could be pinned.", True)
    editing.edited.go((0, 0))
    editing.acts.toggle_pinned()
    editing.acts.toggle_auto()
    assert [cell.pinned for cell in editing.layout.cells] == [True, False]
    assert [cell.auto for cell in editing.layout.cells] == [False, True]
    editing.edited.step(1, 0)
    editing.acts.toggle_hotspot()
    assert editing.layout.cells[1].hotspot and editing.told == ("Cell 1 hotspot.", False)


def test_contents_grids_and_zoom_are_steps_too() -> None:
    editing = Editing(grid(1, 1, A))
    editing.acts.zoom(ZoomPart(250, 250, 500, 500))
    editing.acts.make_finer()
    editing.acts.add(Place(0, 0))
    assert editing.told == ("No cell can be added there: cell 0 is in the way.", True)
    editing.acts.make_coarsest()
    assert editing.layout.columns == 1 and editing.layout.cells[0].zoom is not None
    editing.acts.show_content(ClockContent())
    editing.acts.empty()
    assert editing.layout == grid(1, 1)
    editing.acts.arrange(grid(2, 2, name="2x2"))
    assert len(editing.places) == 4 and editing.layout.name == "night"
