"""Steps back and forth are over values; each document knows where it came from."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from console.domain.layout import Layout
from console.domain.policies.layout_editing.grids import regridded
from console.ui.layouts.document import Origin
from tests.ui.layouts.editing import A, B, C, Editing, grid
from tests.unit.domain.policies.layout_editing.made_layouts import is_in_reading_order, layouts

Act = Callable[[Editing], object]
ACTS: tuple[Act, ...] = (
    lambda it: it.acts.split(2, 2),
    lambda it: it.acts.split(1, 2),
    lambda it: it.acts.span(1, 0),
    lambda it: it.acts.span(0, -1),
    lambda it: it.acts.shift(1, 0),
    lambda it: it.acts.shift(0, -1),
    lambda it: (it.edited.mark_all(), it.acts.merge()),
    lambda it: it.acts.empty_or_remove(),
    lambda it: it.acts.add(),
    lambda it: it.acts.fill_gaps(),
    lambda it: it.acts.put([A, B]),
    lambda it: it.acts.regrid(3, 3),
    lambda it: it.acts.make_coarsest(),
    lambda it: it.acts.toggle_auto(),
    lambda it: it.acts.arrange(grid(2, 2, name="2x2")),
)
SQUARES = st.tuples(st.integers(0, 5), st.integers(0, 5))


def test_each_step_back_restores_the_value_before(qapp: QApplication) -> None:
    editing = Editing(grid(2, 2, A, B))
    values = [editing.layout]
    editing.acts.split(2, 2)
    values.append(editing.layout)
    editing.acts.put([C])
    values.append(editing.layout)
    editing.acts.regrid(5, 5)
    for value in reversed(values):
        editing.edited.stack.undo()
        assert editing.layout == value
    for value in [*values[1:], regridded(values[-1], 5, 5)]:
        editing.edited.stack.redo()
        assert editing.layout == value


@given(layouts(), st.lists(st.tuples(st.sampled_from(ACTS), SQUARES), max_size=10))
@settings(max_examples=50)
def test_whatever_was_done_all_of_it_leads_back(
    qapp: QApplication, layout: Layout, done: list[tuple[Act, tuple[int, int]]]
) -> None:
    editing = Editing(layout)
    values = [editing.layout]
    for act, square in done:
        editing.edited.go(square)
        act(editing)
        assert is_in_reading_order(editing.layout)
        if editing.layout != values[-1]:
            values.append(editing.layout)
    stack = editing.edited.stack
    assert stack.count() == len(values) - 1, "a step for each change; before its opening was nothing"
    for value in values[:0:-1]:
        assert editing.layout == value
        stack.undo()
    assert editing.layout == layout
    for value in values[1:]:
        stack.redo()
        assert editing.layout == value


def test_what_cannot_be_done_is_said_and_is_no_step(qapp: QApplication) -> None:
    editing = Editing(grid(1, 1, A))
    steps = editing.edited.stack.count()
    editing.acts.regrid(25, 1)
    assert editing.told == ("A grid has 1 to 24 columns and rows, not 25x1.", True)
    editing.acts.make_coarsest()
    assert editing.told == ("The grid has as few columns and rows as it can have.", True)
    assert editing.edited.stack.count() == steps


def test_the_document_before_comes_back_with_its_work(qapp: QApplication) -> None:
    editing = Editing(grid(2, 1, A))
    edited = editing.edited
    assert not edited.is_unsaved
    editing.acts.put([B])
    worked = edited.document
    other = grid(1, 1, name="day")
    edited.begin(other, Origin("day", 7, other, "day"))
    assert (edited.origin.name, edited.is_unsaved) == ("day", False)
    edited.stack.undo()
    assert edited.document == worked and edited.origin.version == 41 and edited.is_unsaved


def test_what_is_saved_is_so_and_its_steps_have_its_name(qapp: QApplication) -> None:
    editing = Editing(grid(2, 1, A))
    edited = editing.edited
    editing.acts.put([B])
    kept = grid(2, 1, A, B, name="late")
    edited.saved(kept, edited.document.begun_ms, 50)
    assert not edited.is_unsaved and (edited.origin.name, edited.origin.version) == ("late", 50)
    edited.stack.undo()
    assert edited.layout == grid(2, 1, A, name="late") and edited.is_unsaved
    edited.stack.redo()
    assert not edited.is_unsaved


def test_two_documents_of_one_moment_are_two(qapp: QApplication) -> None:
    editing = Editing(grid(1, 1))
    first = editing.edited.document.begun_ms
    editing.edited.begin(grid(1, 1), Origin("", 0, None, "new"))
    assert editing.edited.document.begun_ms != first and editing.edited.is_unsaved
