"""Which cameras an act means: several that are chosen together, or one."""

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.ui.desk.selection import Selection

A, B, C = FeedId("cam-001"), FeedId("cam-002"), FeedId("cam-003")


def test_those_chosen_together_count_while_the_selected_one_is_among_them() -> None:
    selection = Selection()
    assert selection.cameras == ()
    selection.choose_together([A, B])
    assert selection.cameras == (A, B), "none is selected"
    selection.select_camera(B)
    assert selection.cameras == (A, B)
    selection.select_camera(C)
    assert selection.cameras == (C,)
    selection.select_cell((MonitorId("wall-1"), CellIndex(2)))
    selection.select_camera(A)
    assert selection.cameras == (A, B)


def test_what_is_let_go_of_is_chosen_no_more() -> None:
    selection = Selection()
    selection.choose_together([A, B])
    selection.select_camera(A)
    selection.let_go()
    assert selection.cameras == () and selection.camera is None


def test_only_another_choice_is_told() -> None:
    selection = Selection()
    told: list[tuple[FeedId, ...]] = []
    selection.cameras_changed.connect(lambda: told.append(selection.cameras))
    for feeds in ([A, B], [A, B], [B, A], []):
        selection.choose_together(feeds)
    assert told == [(A, B), (B, A), ()]
