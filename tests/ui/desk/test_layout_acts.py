"""What the operator does with layouts: the commands that core gets, what takes them back, who is asked."""

from collections.abc import Callable

import pytest
from msgspec import Struct

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.protocol.command_sender import Became, Outcome
from console.protocol.layout_messages import (
    DeleteLayout,
    ImportLayout,
    LayoutHead,
    LoadLayout,
    LockLayout,
    RenameLayout,
    RestoreLayout,
    SaveLayout,
)
from console.protocol.wall_messages import UndoLoad
from console.ui.desk.done_acts import NOTHING_TO_UNDO, UNDO_HINT, Conflict, DoneActs, changed_since
from console.ui.desk.layout_acts import CONFLICT, SELECT_MONITOR, LayoutActs
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from tests.fakes.desk_city import city_cameras, city_monitors

WALL_1, WALL_2 = MonitorId("wall-1"), MonitorId("wall-2")
NIGHT = LayoutHead("night", 41, "ana")


class Acts(LayoutActs):
    """Acts of a desk whose commands and words are kept; ``answer`` is core's on the last one."""

    def __init__(self) -> None:
        view = SiteView()
        view.monitors = {one.monitor: one for one in city_monitors(city_cameras())}
        view.layouts = (LayoutHead("4x4"), NIGHT)
        self.view, self.selection = view, Selection()
        self.given: list[tuple[Struct, str]] = []
        self.told: list[tuple[str, bool]] = []
        self.conflicts: list[Conflict] = []
        self.done = DoneActs(self._give_it)
        self.done.said.connect(lambda text, bad: self.told.append((text, bad)))
        super().__init__(view, self.selection, self.done, self._give_it)
        self.said.connect(lambda text, bad: self.told.append((text, bad)))
        self.conflict.connect(self.conflicts.append)
        self.selection.select_cell((WALL_1, CellIndex(2)))

    def _give_it(self, command: Struct, words: str) -> None:
        self.given.append((command, words))

    def undo(self) -> None:
        self.done.undo()

    def hear(self, outcome: Outcome) -> str:
        self.came_out(outcome)
        return self.done.came_out(outcome)

    @property
    def last(self) -> Struct:
        return self.given[-1][0]

    def answer(self, n: int, became: Became = Became.DONE, code: str = "", why: str = "") -> None:
        self.hear(Outcome(became, "", why, code=code, n=n, command=self.last))

    def core_has(self, *heads: LayoutHead) -> None:
        self.view.layouts = (LayoutHead("4x4"), *heads)


@pytest.fixture
def acts() -> Acts:
    return Acts()


def test_a_layout_is_for_the_selected_cells_monitor(acts: Acts) -> None:
    acts.selection.select_cell(None)
    acts.load("4x4")
    acts.save("late")
    assert acts.told == [(SELECT_MONITOR, True)] * 2 and not acts.given
    acts.selection.select_cell((WALL_2, CellIndex(9)))
    acts.load("4x4")
    acts.save(" late ")
    acts.save("  ")
    assert [command for command, _ in acts.given] == [
        LoadLayout(WALL_2, "4x4", keep_incidents=True),
        SaveLayout(WALL_2, "late", over=0),
    ]
    assert acts.given[0][1] == "layout 4x4 loaded on wall-2"
    assert acts.given[1][1] == "wall-2 saved as layout late"
    del acts.view.monitors[WALL_1]
    acts.selection.select_cell(None)
    acts.load("4x4")
    assert acts.last == LoadLayout(WALL_2, "4x4", keep_incidents=True), "the only one"


def test_a_save_is_in_place_of_what_the_desk_knows_there(acts: Acts) -> None:
    acts.save("night")
    assert acts.last == SaveLayout(WALL_1, "night", over=41)
    assert "in place of the one before" in acts.given[-1][1]
    loaded = acts.view.monitors[WALL_1].layout_name
    acts.save(loaded)
    assert acts.last == SaveLayout(WALL_1, loaded, over=None), "core knows which version it holds"


@pytest.mark.parametrize(
    ("act", "there_after", "back"),
    [
        (lambda acts: acts.save("late"), (NIGHT, LayoutHead("late", 50)), DeleteLayout("late", 50)),
        (lambda acts: acts.save("night"), (LayoutHead("night", 50),), RestoreLayout("night", 41, 50)),
        (lambda acts: acts.delete("night"), (), RestoreLayout("night", 41, 0)),
        (
            lambda acts: acts.rename("night", "dusk"),
            (LayoutHead("dusk", 50),),
            RenameLayout("dusk", "night", 50),
        ),
    ],
)
def test_each_act_can_be_taken_back_once(
    acts: Acts, act: Callable[[Acts], None], there_after: tuple[LayoutHead, ...], back: Struct
) -> None:
    act(acts)
    acts.undo()
    assert acts.told == [(NOTHING_TO_UNDO, True)], "core has not said yet that it is done"
    acts.answer(50)
    acts.core_has(*there_after)
    acts.undo()
    assert acts.last == back
    acts.answer(51)
    acts.undo()
    assert acts.last == back and acts.told == [(NOTHING_TO_UNDO, True)] * 2


def test_what_somebody_has_saved_over_since_is_said_to_stay_and_no_choice_is_asked_for(acts: Acts) -> None:
    acts.save("late")
    refused = Outcome(Became.REFUSED, "", "look at it, then replace it", code=CONFLICT, command=acts.last)
    assert acts.done.words(refused) == refused.words, "of a save there is a choice"
    acts.answer(50)
    acts.core_has(NIGHT, LayoutHead("late", 50))
    acts.undo()
    refused = Outcome(Became.REFUSED, "", "look at it, then replace it", code=CONFLICT, command=acts.last)
    assert acts.done.words(refused) == changed_since("layout late")


def test_a_load_is_taken_back_as_the_input_that_it_was(acts: Acts) -> None:
    acts.load("4x4")
    acts.answer(60)
    acts.undo()
    assert acts.last == UndoLoad(60)


def test_what_the_site_has_not_is_told_as_it_is_loaded(acts: Acts) -> None:
    far = LayoutHead("far", 9, tours=("ferry",), missing_feeds=tuple(map(FeedId, ("a", "b", "c", "d"))))
    acts.view.layouts = (far,)
    acts.load("far")
    assert acts.given[-1][1] == (
        "layout far loaded on wall-1; the site has no camera a, b, c and 1 more: such cells stay empty; "
        "there is no tour ferry: such cells stay empty"
    )


def test_what_was_refused_or_not_sent_is_not_taken_back(acts: Acts) -> None:
    for became in (Became.REFUSED, Became.NOT_SENT):
        acts.delete("night")
        acts.answer(0, became)
    acts.delete("night")
    acts.answer(0, Became.UNKNOWN)
    acts.undo()
    assert acts.told == [(NOTHING_TO_UNDO, True)]
    acts.answer(50, Became.DONE_AFTER_ALL)
    acts.undo()
    assert acts.last == RestoreLayout("night", 41, 0)


def test_the_last_act_is_taken_back_first_and_one_that_changed_nothing_not_at_all(acts: Acts) -> None:
    acts.rename("night", "dusk")
    acts.answer(50)
    acts.core_has(LayoutHead("dusk", 50))
    acts.save("dusk")
    acts.answer(51)  # which stood there already: no new version
    acts.undo()
    assert acts.last == RenameLayout("dusk", "night", 50)


def test_acts_on_one_layout_are_taken_back_one_after_the_other(acts: Acts) -> None:
    """Each undo makes a version of its own, which is the one before by another number."""
    acts.core_has(LayoutHead("night", 41))
    for n in (50, 51):
        acts.save("night")
        acts.answer(n)
        acts.core_has(LayoutHead("night", n))
    acts.rename("night", "dusk")
    acts.answer(52)
    acts.core_has(LayoutHead("dusk", 52))
    acts.delete("dusk")
    acts.answer(53)
    acts.core_has()
    for back, n, there in (
        (RestoreLayout("dusk", 52, 0), 54, LayoutHead("dusk", 54)),
        (RenameLayout("dusk", "night", 54), 55, LayoutHead("night", 55)),
        (RestoreLayout("night", 50, 55), 56, LayoutHead("night", 56)),
        (RestoreLayout("night", 41, 56), 57, LayoutHead("night", 57)),
    ):
        acts.undo()
        assert acts.last == back
        acts.answer(n)
        acts.core_has(there)
    acts.undo()
    assert acts.told == [(NOTHING_TO_UNDO, True)]


def test_that_it_can_be_taken_back_is_said_of_what_was_done_alone(acts: Acts) -> None:
    hints = []
    for became in (Became.REFUSED, Became.UNKNOWN, Became.DONE_AFTER_ALL):
        if became is not Became.DONE_AFTER_ALL:
            acts.delete("night")
        hints.append(acts.hear(Outcome(became, "", command=acts.last)))
    acts.load("4x4")
    hints.append(acts.hear(Outcome(Became.DONE, "", command=acts.last)))
    acts.toggle_lock("night")
    hints.append(acts.hear(Outcome(Became.DONE, "", command=acts.last)))
    assert hints == ["", "", UNDO_HINT, UNDO_HINT, ""]


def test_who_is_second_is_asked_and_may_replace_it_all_the_same(acts: Acts) -> None:
    acts.save("night")
    wanted = acts.last
    acts.answer(0, Became.REFUSED, CONFLICT, "layout 'night' was saved meanwhile")
    assert isinstance(wanted, SaveLayout)
    assert acts.conflicts == [Conflict(wanted, "layout 'night' was saved meanwhile")]
    acts.core_has(LayoutHead("night", 47))
    acts.save_all_the_same(wanted)
    assert acts.last == SaveLayout(WALL_1, "night", over=47)
    acts.answer(50)
    acts.core_has(LayoutHead("night", 50))
    acts.undo()
    assert acts.last == RestoreLayout("night", 47, 50), "the other's is back"


def test_another_refusal_asks_nothing(acts: Acts) -> None:
    acts.save("night")
    acts.answer(0, Became.REFUSED, "locked_layout", "it is locked")
    acts.delete("night")
    acts.answer(0, Became.REFUSED, CONFLICT, "it was saved meanwhile")
    assert acts.conflicts == []


def test_an_edited_layout_is_kept_in_place_of_the_version_that_was_opened(acts: Acts) -> None:
    layout = Layout("night", 1, 1, (Cell(0, 0),))
    command = acts.keep(layout, 41, "late shift")
    assert command == ImportLayout(layout, replace=True, over=41, note="late shift")
    assert acts.given[-1] == (command, "layout night saved in place of the one before")
    acts.answer(50)
    acts.core_has(LayoutHead("night", 50))
    acts.undo()
    assert acts.last == RestoreLayout("night", 41, 50)
    acts.keep(Layout("new", 1, 1, (Cell(0, 0),)), 0, "")
    acts.answer(60)
    acts.core_has(NIGHT, LayoutHead("new", 60))
    acts.undo()
    assert acts.last == DeleteLayout("new", 60)


def test_a_layout_is_loaded_on_another_monitor_than_the_selected_one(acts: Acts) -> None:
    acts.load("night", WALL_2)
    assert acts.last == LoadLayout(WALL_2, "night", keep_incidents=True)


def test_a_layout_is_locked_and_unlocked(acts: Acts) -> None:
    acts.toggle_lock("night")
    acts.core_has(LayoutHead("night", 41, locked=True))
    acts.toggle_lock("night")
    assert acts.given == [
        (LockLayout("night", True), "layout night is locked"),
        (LockLayout("night", False), "layout night can be changed again"),
    ]


def test_to_replace_it_all_the_same_means_the_version_that_was_told_of(acts: Acts) -> None:
    acts.core_has(LayoutHead("night", 41))
    acts.save("night")
    wanted = acts.last
    assert isinstance(wanted, SaveLayout)
    acts.core_has(LayoutHead("night", 47))
    acts.answer(0, Became.REFUSED, CONFLICT, "layout 'night' was saved meanwhile")
    acts.core_has(LayoutHead("night", 52))
    acts.save_all_the_same(wanted)
    assert acts.last == SaveLayout(WALL_1, "night", over=47), "a conflict again"
