"""Tours as they are kept: saved, renamed, deleted; of two who change one the second is refused."""

import pytest

from console.core.decisions import TourDropped, TourEnded, TourStepped, TourStored
from console.core.lookups import tours_in_order
from console.domain.cell_content import TourContent
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.tour import StoredTour, Tour, TourStep
from console.domain.wall import Layer
from console.protocol.layout_messages import ImportLayout, LoadLayout
from console.protocol.tour_messages import DeleteTour, RenameTour, SaveTour, StartTour
from tests.fakes.input_feeder import InputFeeder

WALL_1, CELL = MonitorId("wall-1"), CellIndex(0)


def tour(*numbers: int, name: str = "night", dwell_s: int = 10) -> Tour:
    return Tour(name, tuple(TourStep(FeedId(f"cam-{k:03d}"), dwell_s) for k in numbers))


def stored(feeder: InputFeeder, name: str = "night") -> StoredTour:
    return feeder.state.tours[name]


def shown(feeder: InputFeeder) -> FeedId | None:
    return feeder.view().cells[CELL].feed


def test_a_tour_is_kept_with_who_stored_it_and_when() -> None:
    feeder = InputFeeder()
    assert feeder.command(SaveTour(tour(1, 2))) == (TourStored(tour(1, 2)),)
    state = feeder.state
    assert stored(feeder) == StoredTour(tour(1, 2), state.n, "operator", state.wall_ms)
    feeder.command(SaveTour(tour(3, name="day")))
    assert [kept.tour.name for kept in tours_in_order(state)] == ["day", "night"]


def test_what_stands_there_already_is_no_new_version() -> None:
    feeder = InputFeeder()
    feeder.command(SaveTour(tour(1, 2)))
    before = stored(feeder)
    assert feeder.command(SaveTour(tour(1, 2))) == (TourStored(tour(1, 2)),)
    assert stored(feeder) == before


def test_of_two_who_change_a_tour_the_second_is_refused() -> None:
    feeder = InputFeeder()
    feeder.command(SaveTour(tour(1, 2), over=0))
    first = stored(feeder).version
    feeder.command(SaveTour(tour(1, 3), over=first))
    assert feeder.refusal(SaveTour(tour(1, 4), over=first)) == "tour_changed"
    assert feeder.refusal(SaveTour(tour(1, 4), over=0)) == "tour_changed"
    assert feeder.refusal(RenameTour("night", "day", over=first)) == "tour_changed"
    assert feeder.refusal(DeleteTour("night", over=first)) == "tour_changed"
    assert stored(feeder).tour == tour(1, 3)
    feeder.command(SaveTour(tour(1, 4)))
    feeder.command(DeleteTour("night", over=stored(feeder).version))
    assert feeder.refusal(SaveTour(tour(1, 4), over=first)) == "tour_changed", "it is gone"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (SaveTour(tour(1, 99)), "unknown_feed"),
        (SaveTour(tour(1, name=" ")), "bad_name"),
        (RenameTour("none", "day"), "unknown_tour"),
        (RenameTour("night", "day"), "tour_exists"),
        (RenameTour("night", "a\nb"), "bad_name"),
        (DeleteTour("none"), "unknown_tour"),
        (StartTour(WALL_1, CELL, "none"), "unknown_tour"),
    ],
)
def test_what_can_not_be_is_refused(
    command: SaveTour | RenameTour | DeleteTour | StartTour, code: str
) -> None:
    feeder = InputFeeder()
    for name in ("night", "day"):
        feeder.command(SaveTour(tour(1, name=name)))
    assert feeder.refusal(command) == code
    assert sorted(feeder.state.tours) == ["day", "night"]


def test_cells_that_run_a_renamed_tour_go_on_with_it() -> None:
    feeder = InputFeeder()
    feeder.command(SaveTour(tour(9, 10)))
    feeder.command(StartTour(WALL_1, CELL, "night"))
    assert feeder.command(RenameTour("night", "late")) == (
        TourStored(tour(9, 10, name="late")),
        TourDropped("night"),
    )
    view = feeder.view().cells[CELL]
    assert view.tour is not None and (view.feed, view.tour.tour, view.tour.step) == ("cam-009", "late", 1)
    feeder.now_ms += 10_000
    feeder.command(RenameTour("late", "late"))
    assert shown(feeder) == FeedId("cam-010")


def test_cells_that_ran_a_deleted_tour_show_their_base_again() -> None:
    feeder = InputFeeder()
    base = shown(feeder)
    feeder.command(SaveTour(tour(9, 10)))
    feeder.command(StartTour(WALL_1, CELL, "night"))
    ended = TourEnded(WALL_1, CELL, "night", "the tour was deleted")
    assert feeder.command(DeleteTour("night")) == (TourDropped("night"), ended)
    assert shown(feeder) == base and len(feeder.state.timers) == 0


def test_a_cell_whose_layout_names_a_tour_begins_it_once_there_is_one() -> None:
    feeder = InputFeeder()
    layout = Layout(
        "two", 2, 1, (Cell(0, 0, content=TourContent("night")), Cell(1, 0, feed=FeedId("cam-005")))
    )
    feeder.command(ImportLayout(layout))
    feeder.command(LoadLayout(WALL_1, "two"))
    assert (feeder.view().cells[CELL].content, shown(feeder)) == (TourContent("night"), None)
    stepped = TourStepped(WALL_1, CELL, "night", FeedId("cam-003"))
    assert feeder.command(SaveTour(tour(3, 4))) == (TourStored(tour(3, 4)), stepped)
    view = feeder.view().cells[CELL]
    assert (view.layer, view.feed, view.content) == (Layer.TOUR, FeedId("cam-003"), None)
    feeder.command(RenameTour("night", "other"))
    feeder.command(SaveTour(tour(5)))
    assert shown(feeder) == FeedId("cam-003"), "what runs there stays"


def test_a_changed_tour_goes_on_where_it_is() -> None:
    feeder = InputFeeder()
    feeder.command(SaveTour(tour(7, 8, 9)))
    feeder.command(StartTour(WALL_1, CELL, "night"))
    feeder.now_ms += 10_000
    assert feeder.command(SaveTour(tour(6, 7, 8, 9, dwell_s=20))) == (
        TourStored(tour(6, 7, 8, 9, dwell_s=20)),
    )
    view = feeder.view().cells[CELL]
    assert view.tour is not None and (view.feed, view.tour.step, view.tour.steps) == ("cam-008", 3, 4)
    gone = tour(6, 7, 10)
    assert feeder.command(SaveTour(gone)) == (
        TourStored(gone),
        TourStepped(WALL_1, CELL, "night", FeedId("cam-010")),
    )
    assert feeder.command(SaveTour(tour(5)))[1:] == (TourStepped(WALL_1, CELL, "night", FeedId("cam-005")),)
