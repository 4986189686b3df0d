"""What the operator does with tours: the commands that core gets, and what takes them back."""

from collections.abc import Callable

import pytest
from msgspec import Struct
from msgspec.structs import replace

from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.tour import StoredTour, Tour, TourStep
from console.domain.wall import Layer, TourMark
from console.protocol.command_sender import Became, Outcome
from console.protocol.core_messages import AssignFeed
from console.protocol.layout_messages import LayoutHead
from console.protocol.preset_messages import PresetHead
from console.protocol.tour_messages import (
    DeleteTour,
    PauseTour,
    RenameTour,
    SaveTour,
    StartTour,
    StepTour,
    StopTour,
)
from console.ui.desk.done_acts import Conflict, DoneActs
from console.ui.desk.select_words import SELECT_CELL
from console.ui.desk.selection import Selection
from console.ui.desk.site_view import SiteView
from console.ui.desk.tour_acts import CONFLICT, NO_TOUR, TourActs
from tests.fakes.desk_city import city_cameras, city_monitors

PLACE = (MonitorId("wall-1"), CellIndex(3))


def tour(*numbers: int, name: str = "night") -> Tour:
    return Tour(name, tuple(TourStep(FeedId(f"cam-{number:03d}")) for number in numbers))


NIGHT = StoredTour(tour(1, 2), 41, "ana")


class Acts(TourActs):
    """Acts of a desk whose commands and words are kept; ``answer`` is core's on the last one."""

    def __init__(self) -> None:
        self.view, self.selection = SiteView(), Selection()
        self.view.tours = (NIGHT,)
        self.view.monitors = {one.monitor: one for one in city_monitors(city_cameras())}
        self.selection.select_cell(PLACE)
        self.given: list[tuple[Struct, str]] = []
        self.told: list[str] = []
        self.conflicts: list[Conflict] = []
        self.done = DoneActs(lambda command, words: self.given.append((command, words)))
        super().__init__(self.view, self.selection, self.done)
        self.said.connect(lambda text, bad: self.told.append(text))
        self.conflict.connect(self.conflicts.append)

    @property
    def last(self) -> Struct:
        return self.given[-1][0]

    def answer(self, n: int, became: Became = Became.DONE, code: str = "", why: str = "") -> None:
        outcome = Outcome(became, "", why, code=code, n=n, command=self.last)
        self.done.came_out(outcome)
        self.came_out(outcome)

    def show(self, mark: TourMark | None, layer: Layer = Layer.TOUR, **facts: object) -> None:
        """What the selected cell shows from now on."""
        view = self.view.monitors[PLACE[0]]
        cells = list(view.cells)
        cells[3] = replace(cells[3], layer=layer, tour=mark, **facts)
        self.view.monitors[PLACE[0]] = replace(view, cells=tuple(cells))


@pytest.fixture
def acts() -> Acts:
    return Acts()


@pytest.mark.parametrize(
    ("before", "back"),
    [
        (lambda acts: None, StopTour(*PLACE)),
        (lambda acts: acts.show(TourMark("day", 1, 2)), StartTour(*PLACE, "day")),
        (
            lambda acts: acts.show(None, Layer.HAND, feed=FeedId("cam-009"), pinned=True),
            AssignFeed(*PLACE, FeedId("cam-009"), True),
        ),
    ],
)
def test_a_started_tour_is_taken_back_to_what_was_there(
    acts: Acts, before: Callable[[Acts], None], back: Struct
) -> None:
    before(acts)
    acts.start("night")
    assert acts.last == StartTour(*PLACE, "night")
    acts.answer(50)
    acts.show(TourMark("night", 1, 2))
    acts.done.undo()
    assert acts.last == back


def test_what_somebody_started_there_since_is_left_alone(acts: Acts) -> None:
    acts.start("night")
    acts.answer(50)
    acts.show(TourMark("day", 1, 2))
    acts.done.undo()
    assert len(acts.given) == 1


def test_a_stopped_tour_is_started_again(acts: Acts) -> None:
    acts.show(TourMark("night", 2, 2))
    acts.stop()
    assert acts.last == StopTour(*PLACE)
    acts.answer(50)
    acts.done.undo()
    assert acts.last == StartTour(*PLACE, "night")


def test_it_is_paused_let_go_on_and_stepped(acts: Acts) -> None:
    acts.show(TourMark("night", 1, 2))
    acts.toggle_pause()
    acts.show(TourMark("night", 1, 2, "paused"))
    acts.toggle_pause()
    acts.next()
    acts.back()
    assert [command for command, _ in acts.given] == [
        PauseTour(*PLACE, True),
        PauseTour(*PLACE, False),
        StepTour(*PLACE),
        StepTour(*PLACE, back=True),
    ]


@pytest.mark.parametrize("held", ["hand", "incident", "rewind"])
def test_beneath_what_holds_it_it_is_paused_and_let_go_on_by_the_same_key(acts: Acts, held: str) -> None:
    acts.show(TourMark("night", 1, 2, held))
    for _ in range(3):
        acts.toggle_pause()
    assert [command for command, _ in acts.given] == [
        PauseTour(*PLACE, True),
        PauseTour(*PLACE, False),
        PauseTour(*PLACE, True),
    ]
    assert [" once " in words for _, words in acts.given] == [True] * 3
    acts.show(TourMark("night", 1, 2, "paused"))  # what held it is gone
    acts.toggle_pause()
    assert acts.last == PauseTour(*PLACE, False)


def test_without_a_cell_or_a_tour_it_says_what_is_missing(acts: Acts) -> None:
    for act in (acts.stop, acts.toggle_pause, acts.next, acts.back):
        act()
    acts.selection.select_cell(None)
    acts.start("night")
    acts.toggle_pause()
    assert acts.told == [NO_TOUR] * 4 + [SELECT_CELL] * 2 and acts.given == []


@pytest.mark.parametrize(
    ("act", "after", "back"),
    [
        (lambda acts: acts.save(tour(3, name="late")), (NIGHT,), DeleteTour("late", 50)),
        (lambda acts: acts.save(tour(3), NIGHT), (StoredTour(tour(3), 50),), SaveTour(tour(1, 2), 50)),
        (lambda acts: acts.rename("night", "late"), (), RenameTour("late", "night", 50)),
        (lambda acts: acts.delete("night"), (), SaveTour(tour(1, 2), 0)),
    ],
)
def test_what_is_kept_is_taken_back(
    acts: Acts, act: Callable[[Acts], None], after: tuple[StoredTour, ...], back: Struct
) -> None:
    act(acts)
    acts.answer(50)
    acts.view.tours = after
    acts.done.undo()
    assert acts.last == back


def test_who_names_a_tour_that_goes_is_told(acts: Acts) -> None:
    acts.view.layouts = (LayoutHead("docks", 7, tours=("night",)), LayoutHead("4x4"))
    acts.view.presets = (PresetHead("late", 3, (), 8, tours=("dusk", "night")),)
    acts.delete("night")
    acts.rename("night", "dusk")
    users = "layout docks, wall preset late still name night: such cells stay empty"
    assert [words for _, words in acts.given] == [
        f"tour night deleted; {users}",
        "tour night is called dusk now",  # core's answer tells it, see test_act_notes
    ]


def test_each_says_which_version_it_is_for(acts: Acts) -> None:
    acts.save(tour(3, name="late"))
    acts.save(tour(3), NIGHT)
    acts.rename("night", "late")
    acts.delete("night")
    assert [command.over for command, _ in acts.given] == [0, 41, 41, 41]  # type: ignore[attr-defined]
    acts.rename("none", "late")
    acts.delete("none")
    assert len(acts.given) == 4


def test_of_one_that_is_gone_by_now_nothing_is_asked_and_it_is_said(acts: Acts) -> None:
    acts.view.tours = ()
    acts.rename("night", "late")
    acts.delete("night")
    assert acts.given == []
    assert acts.told == [
        f"Not {done}: tour night was deleted or got another name meanwhile."
        for done in ("renamed", "deleted")
    ]


def test_a_conflict_is_asked_and_replaces_what_is_there_now(acts: Acts) -> None:
    acts.save(tour(3), NIGHT)
    acts.answer(0, Became.REFUSED, CONFLICT, "tour 'night' was saved meanwhile by ben")
    (conflict,) = acts.conflicts
    assert conflict.wanted == SaveTour(tour(3), 41) and "ben" in conflict.words
    acts.view.tours = (StoredTour(tour(4), 45, "ben"),)
    acts.save_all_the_same(conflict.wanted)  # type: ignore[arg-type]
    assert acts.last == SaveTour(tour(3), 45)


def test_a_save_that_changed_nothing_is_nothing_to_take_back(acts: Acts) -> None:
    acts.save(tour(1, 2), NIGHT)
    acts.answer(50)
    acts.done.undo()
    assert len(acts.given) == 1
