"""What letting go of the mouse would come to is said before it is done."""

from console.domain.ids import CellIndex
from console.domain.layout import Cell, Layout
from console.ui.layouts.canvas_drag import Aim, Drawing, Moving, Spanning
from console.ui.layouts.canvas_geometry import Grip
from tests.ui.layouts.editing import A, B

LAYOUT = Layout("it", 4, 2, (Cell(0, 0, feed=A), Cell(1, 0, 2, 1, feed=B)))


def test_a_new_cell_is_drawn_on_free_squares() -> None:
    drawing = Drawing((0, 1))
    assert drawing.aim(LAYOUT, (3, 1)) == Aim((0, 1, 4, 1), "new cell, 4x1")
    blocked = drawing.aim(LAYOUT, (1, 0))
    assert not blocked.is_possible and blocked.words == "2x2: cells 0, 1 are in the way"


def test_a_cell_moves_changes_places_or_contents() -> None:
    moving = Moving(CellIndex(0), (0, 0))
    assert moving.aim(LAYOUT, (3, 1)) == Aim((3, 1, 1, 1), "move here")
    assert moving.aim(LAYOUT, (2, 0)) == Aim((1, 0, 2, 1), "change contents with cell 1", other=CellIndex(1))
    large = Moving(CellIndex(1), (2, 0))
    assert large.aim(LAYOUT, (1, 0)) == Aim((0, 0, 2, 1), "change places")
    assert large.aim(LAYOUT, (9, 9)).place == (2, 1, 2, 1), "it stays on the grid"


def test_a_border_spans_as_far_as_it_can() -> None:
    right = Spanning(Grip(CellIndex(1), 1, 0))
    assert right.aim(LAYOUT, (4, 0)) == Aim((1, 0, 3, 1), "3x1")
    assert right.aim(LAYOUT, (0, 0)) == Aim((1, 0, 1, 1), "1x1"), "one square is left"
    corner = Spanning(Grip(CellIndex(0), 1, 1))
    refused = corner.aim(LAYOUT, (3, 2))
    assert not refused.is_possible and refused.place == (0, 0, 3, 2)
    assert refused.words == "cell 0 can't be so large: cell 1 is in the way (cam-002)"
    left = Spanning(Grip(CellIndex(1), -1, 0))
    assert not left.aim(LAYOUT, (0, 0)).is_possible
