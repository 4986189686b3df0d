"""Tours in cells: warmed and stepped by their timers, held and let go, above the base and beneath hands."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.core.decisions import HandOff, TourEnded, TourHeld, TourStepped, decision_digest
from console.core.log.input_log import TourSteps, decode_entry, encode_entry
from console.core.log.saved_state import decode_state, encode_state, saved
from console.core.state import State
from console.core.step import fold
from console.core.wall.cells import tour_held
from console.domain.cell_content import TourContent
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.picture import PictureState
from console.domain.tour import Tour, TourStep
from console.domain.wall import CellView, CoverKind, Layer, TourMark
from console.protocol.core_messages import (
    AssignFeed,
    ClearCell,
    CloseIncident,
    FeedState,
    PinCell,
    ReportFeeds,
    RewindCell,
)
from console.protocol.layout_messages import ImportLayout, LoadLayout, SaveLayout
from console.protocol.tour_messages import (
    DeleteTour,
    PauseTour,
    RenameTour,
    SaveTour,
    StartTour,
    StepTour,
    StopTour,
)
from console.protocol.wall_messages import CoverMonitors, SwapCells, UncoverMonitors, UndoLoad, ZoomCell
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

WALL_1, CELL = MonitorId("wall-1"), CellIndex(0)
BASE = FeedId("cam-001")


def feed(number: int) -> FeedId:
    return FeedId(f"cam-{number:03d}")


def tour(*numbers: int, name: str = "night", dwell_s: int = 10, shuffled: bool = False) -> Tour:
    return Tour(name, tuple(TourStep(feed(k), dwell_s) for k in numbers), shuffled)


def touring(*numbers: int, dwell_s: int = 10) -> InputFeeder:
    """The first cell of the first monitor runs a tour of these cameras since this moment."""
    feeder = InputFeeder(cameras=40)
    feeder.command(SaveTour(tour(*numbers, dwell_s=dwell_s)))
    feeder.command(StartTour(WALL_1, CELL, "night"))
    return feeder


def cell(feeder: InputFeeder, seconds: float = 0) -> CellView:
    """What the touring cell shows so much later."""
    feeder.now_ms += round(seconds * 1000)
    feeder.command(ReportFeeds(()))
    return feeder.view().cells[CELL]


def shown(feeder: InputFeeder, seconds: float = 0) -> FeedId | None:
    return cell(feeder, seconds).feed


def mark(feeder: InputFeeder, seconds: float = 0) -> TourMark:
    found = cell(feeder, seconds).tour
    assert found is not None
    return found


def lose(feeder: InputFeeder, *numbers: int, state: PictureState = PictureState.LOST) -> None:
    feeder.command(ReportFeeds(tuple(FeedState(feed(number), state) for number in numbers)))


def test_it_shows_its_cameras_one_after_the_other_each_made_ready_before() -> None:
    feeder = touring(5, 6, 7)
    first = cell(feeder)
    assert (first.feed, first.layer) == (feed(5), Layer.TOUR)
    assert mark(feeder) == TourMark("night", 1, 3)
    assert mark(feeder, 6.9) == TourMark("night", 1, 3)
    assert mark(feeder, 0.1) == TourMark("night", 1, 3, next_feed=feed(6))
    assert shown(feeder, 2.9) == feed(5)
    assert shown(feeder, 0.1) == feed(6) and mark(feeder) == TourMark("night", 2, 3)
    assert [shown(feeder, 10) for _ in range(3)] == [feed(7), feed(5), feed(6)]


def test_where_the_dwell_is_short_the_next_is_made_ready_at_once() -> None:
    feeder = touring(5, 6, dwell_s=3)
    assert mark(feeder).next_feed == feed(6)
    assert shown(feeder, 3) == feed(6) and mark(feeder).next_feed == feed(5)


def test_a_tour_of_one_camera_makes_nothing_ready() -> None:
    feeder = touring(5, dwell_s=2)
    assert (shown(feeder), mark(feeder).next_feed) == (feed(5), None)
    assert (shown(feeder, 2), mark(feeder).step) == (feed(5), 1)


def test_lost_cameras_are_passed_over_and_come_again() -> None:
    feeder = touring(5, 6, 7)
    lose(feeder, 6)
    assert mark(feeder, 7).next_feed == feed(7)
    assert shown(feeder, 3) == feed(7)
    lose(feeder, 6, state=PictureState.LIVE)
    assert [shown(feeder, 10) for _ in range(2)] == [feed(5), feed(6)]


def test_one_that_is_lost_after_it_was_made_ready_gives_way_to_another() -> None:
    feeder = touring(5, 6, 7)
    cell(feeder, 8)
    lose(feeder, 6)
    assert mark(feeder).next_feed == feed(7)
    lose(feeder, 6, state=PictureState.LIVE)
    assert mark(feeder).next_feed == feed(7)
    assert shown(feeder, 2) == feed(7), "what was made ready comes"


def test_while_none_can_be_shown_it_waits_and_looks_again() -> None:
    feeder = touring(5, 6, dwell_s=60)
    lose(feeder, 5, 6)
    assert shown(feeder, 59) == feed(5), "a camera that is lost while it is shown says so itself"
    empty = cell(feeder, 1)
    assert (empty.feed, empty.layer, empty.tour) == (None, Layer.TOUR, TourMark("night", 1, 2))
    lose(feeder, 6, state=PictureState.LIVE)
    assert shown(feeder, 10) == feed(6)


def test_a_hand_holds_it_and_then_it_goes_on_with_a_whole_dwell() -> None:
    feeder = touring(5, 6, 7)
    cell(feeder, 8)
    feeder.command(AssignFeed(WALL_1, CELL, feed(20)))
    assert mark(feeder) == TourMark("night", 1, 3, "hand")
    assert shown(feeder, 60) == feed(20)
    feeder.command(ClearCell(WALL_1, CELL))
    assert shown(feeder) == feed(5) and mark(feeder) == TourMark("night", 1, 3)
    assert shown(feeder, 9.9) == feed(5) and shown(feeder, 0.1) == feed(6)


def test_an_incidents_camera_holds_it() -> None:
    feeder = InputFeeder(cameras=40)
    feeder.command(SaveTour(tour(5, 6)))
    for index in range(9):
        feeder.command(StartTour(WALL_1, CellIndex(index), "night"))
    feeder.alert(alert_message(1, at_camera=30))
    overlay = feeder.state.incidents.table[IncidentId("i-000001")].overlays[0]
    assert overlay.monitor == WALL_1
    held = feeder.view().cells[overlay.cell]
    assert held.layer is Layer.INCIDENT and held.tour == TourMark("night", 1, 2, "incident")
    feeder.now_ms += 25_000
    feeder.command(CloseIncident(IncidentId("i-000001")))
    view = feeder.view().cells[overlay.cell]
    assert (view.feed, view.tour) == (feed(5), TourMark("night", 1, 2))
    feeder.now_ms += 10_000
    feeder.command(ReportFeeds(()))
    assert feeder.view().cells[overlay.cell].feed == feed(6)


def test_a_person_pauses_it_steps_it_and_lets_it_go_on() -> None:
    feeder = touring(5, 6, 7)
    assert feeder.command(PauseTour(WALL_1, CELL, True)) == (TourHeld(WALL_1, CELL, "paused"),)
    assert feeder.command(PauseTour(WALL_1, CELL, True)) == ()
    assert mark(feeder, 60) == TourMark("night", 1, 3, "paused")
    assert feeder.command(StepTour(WALL_1, CELL)) == (TourStepped(WALL_1, CELL, "night", feed(6)),)
    assert mark(feeder, 60) == TourMark("night", 2, 3, "paused")
    for number in (5, 7):
        feeder.command(StepTour(WALL_1, CELL, back=True))
        assert shown(feeder) == feed(number)
    assert feeder.command(PauseTour(WALL_1, CELL, False)) == (TourHeld(WALL_1, CELL, ""),)
    assert shown(feeder, 9) == feed(7) and shown(feeder, 1) == feed(5)


def test_a_step_by_hand_begins_a_whole_dwell() -> None:
    feeder = touring(5, 6, 7)
    cell(feeder, 8)
    feeder.command(StepTour(WALL_1, CELL))
    assert mark(feeder) == TourMark("night", 2, 3)
    assert shown(feeder, 9) == feed(6) and shown(feeder, 1) == feed(7)


def test_a_cell_that_looks_back_waits_until_it_is_live_again() -> None:
    feeder = touring(5, 6)
    cell(feeder, 8)
    feeder.command(RewindCell(WALL_1, CELL, 10.0))
    assert mark(feeder, 30) == TourMark("night", 1, 2, "rewind")
    assert cell(feeder, 30).rewind_s == 0 and shown(feeder, 9.9) == feed(5)
    assert shown(feeder, 0.1) == feed(6)


def test_what_can_not_be_is_refused() -> None:
    feeder = touring(5, 6)
    other = CellIndex(3)
    for command in (StopTour(WALL_1, other), StepTour(WALL_1, other), PauseTour(WALL_1, other, True)):
        assert feeder.refusal(command) == "no_tour"
    assert feeder.refusal(StartTour(WALL_1, CellIndex(99), "night")) == "unknown_cell"
    feeder.command(PinCell(WALL_1, CELL, True))
    assert feeder.refusal(StepTour(WALL_1, CELL)) == "tour_held"


def test_started_it_takes_a_hand_off_and_another_tour_over() -> None:
    feeder = touring(5, 6)
    feeder.command(AssignFeed(WALL_1, CELL, feed(20)))
    feeder.command(SaveTour(tour(8, 9, name="day")))
    stepped = TourStepped(WALL_1, CELL, "day", feed(8))
    assert feeder.command(StartTour(WALL_1, CELL, "day")) == (HandOff(WALL_1, CELL), stepped)
    assert feeder.command(StopTour(WALL_1, CELL)) == (TourEnded(WALL_1, CELL, "day", "stopped"),)
    assert (shown(feeder), len(feeder.state.timers)) == (BASE, 0)


def test_a_layout_begins_its_tours_and_an_undo_takes_up_those_that_ran() -> None:
    feeder = touring(5, 6, 7)
    layout = Layout("duo", 2, 1, (Cell(0, 0, content=TourContent("night")), Cell(1, 0, feed=feed(9))))
    feeder.command(ImportLayout(layout))
    assert shown(feeder, 12) == feed(6)
    feeder.command(LoadLayout(WALL_1, "duo"))
    n = feeder.state.n
    assert (shown(feeder), shown(feeder, 10)) == (feed(5), feed(6))
    assert shown(feeder, 10) == feed(7)
    feeder.command(UndoLoad(n))
    assert len(feeder.view().cells) == 9 and shown(feeder) == feed(6), "where it was laid aside"
    assert shown(feeder, 9.9) == feed(6) and shown(feeder, 0.1) == feed(7)


def test_what_was_laid_aside_knows_the_tours_new_name_and_its_end() -> None:
    feeder = touring(5, 6, 7)
    feeder.command(LoadLayout(WALL_1, "1x1"))
    n = feeder.state.n
    feeder.command(RenameTour("night", "late"))
    feeder.command(UndoLoad(n))
    assert mark(feeder) == TourMark("late", 1, 3)
    feeder.command(LoadLayout(WALL_1, "1x1"))
    n = feeder.state.n
    feeder.command(DeleteTour("late"))
    feeder.command(UndoLoad(n))
    assert cell(feeder).tour is None and shown(feeder) == BASE


def test_saved_with_its_monitor_it_is_what_the_cell_shows() -> None:
    feeder = touring(5, 6)
    feeder.command(SaveLayout(WALL_1, "mine"))
    kept = feeder.state.stored["mine"].layout.cells
    assert (kept[0].feed, kept[0].content) == (None, TourContent("night"))
    assert feeder.state.wall.bases[WALL_1].cells[0].feed == BASE
    feeder.command(AssignFeed(WALL_1, CELL, feed(20)))
    feeder.command(SaveLayout(WALL_1, "other"))
    assert feeder.state.stored["other"].layout.cells[0].feed == feed(20)


def test_beneath_a_cover_it_goes_on() -> None:
    feeder = touring(5, 6)
    feeder.command(CoverMonitors(CoverKind.BLANK, (WALL_1,)))
    feeder.now_ms += 10_000
    feeder.command(UncoverMonitors((WALL_1,)))
    assert shown(feeder) == feed(6)


def test_cameras_that_the_site_lost_are_passed_over() -> None:
    feeder = touring(5, 6, 7)
    cell(feeder, 8)
    left = tuple(camera for camera in feeder.site.cameras if camera.feed not in (feed(5), feed(6)))
    feeder.feed(msgspec.structs.replace(feeder.site, cameras=left))
    assert shown(feeder) == feed(7)
    assert shown(feeder, 10) == feed(7), "alone"
    feeder.command(SaveTour(tour(5, 6, 7, 8)))
    assert shown(feeder, 10) == feed(8)
    assert feeder.refusal(SaveTour(tour(5, 6, name="other"))) == "unknown_feed"


def test_a_state_with_running_tours_is_written_and_read() -> None:
    feeder = touring(5, 6, 7)
    cell(feeder, 8)
    again = decode_state(encode_state(feeder.state))
    assert saved(again) == saved(feeder.state)
    assert again.wall.tours[WALL_1, CELL].next_feed == feed(6)


cells = st.integers(0, 3).map(CellIndex)
numbers = st.integers(1, 12)
places = st.tuples(st.just(WALL_1), cells)
tours = st.builds(
    lambda numbers, name, dwell_s, shuffled: tour(*numbers, name=name, dwell_s=dwell_s, shuffled=shuffled),
    st.lists(numbers, min_size=1, max_size=4),
    st.sampled_from(["night", "day"]),
    st.sampled_from([2, 3, 5]),
    st.booleans(),
)
names = st.sampled_from(["night", "day"])
on_cells = st.one_of(
    places.flatmap(lambda at: st.builds(AssignFeed, st.just(at[0]), st.just(at[1]), numbers.map(feed))),
    places.map(lambda at: ClearCell(*at)),
    places.map(lambda at: PinCell(*at, True)),
    places.map(lambda at: RewindCell(*at, 5.0)),
    places.map(lambda at: StopTour(*at)),
    st.builds(StartTour, st.just(WALL_1), cells, names),
    st.builds(StartTour, st.just(WALL_1), cells, names),
    st.builds(PauseTour, st.just(WALL_1), cells, st.booleans()),
    st.builds(StepTour, st.just(WALL_1), cells, st.booleans()),
    st.builds(SwapCells, st.just(WALL_1), cells, st.just(WALL_1), cells),
    places.map(lambda at: ZoomCell(*at, None)),
)
others = st.one_of(
    st.builds(SaveTour, tours),
    names.map(DeleteTour),
    st.builds(RenameTour, names, names),
    numbers.map(lambda number: CloseIncident(IncidentId(f"i-{number:06d}"))),
    st.builds(
        lambda number, state: ReportFeeds((FeedState(feed(number), state),)),
        numbers,
        st.sampled_from([PictureState.LOST, PictureState.LIVE]),
    ),
)
acts = st.lists(st.one_of(on_cells, others, numbers, st.integers(1, 8).map(lambda s: s / 2)), max_size=30)


def live(life: list[object]) -> InputFeeder:
    """After these commands, alerts at these cameras and pauses (seconds, in halves)."""
    feeder = InputFeeder(cameras=12, layout="2x2")
    feeder.command(SaveTour(tour(3, 4, 5, dwell_s=3)))
    feeder.command(StartTour(WALL_1, CELL, "night"))
    for at, act in enumerate(life):
        feeder.now_ms += 10
        if isinstance(act, float):
            feeder.now_ms += round(act * 1000)
        elif isinstance(act, int):
            feeder.alert(alert_message(at + 1, at_camera=act))
        else:
            feeder.command(act)  # type: ignore[arg-type]
    return feeder


@settings(max_examples=100, deadline=None)
@given(acts)
def test_whatever_happens_above_it_the_base_stays_to_the_byte(life: list[object]) -> None:
    before = msgspec.json.encode(dict(InputFeeder(cameras=12, layout="2x2").state.wall.bases.items()))
    feeder = live(life)
    assert msgspec.json.encode(dict(feeder.state.wall.bases.items())) == before
    for name in ("night", "day"):
        feeder.command(DeleteTour(name))
    for incident in list(feeder.state.incidents.table):
        feeder.command(CloseIncident(incident))
    for index in range(4):
        feeder.command(ClearCell(WALL_1, CellIndex(index)))
    views = [(view.feed, view.layer, view.tour) for view in feeder.view().cells]
    assert views == [(feed(number), Layer.BASE, None) for number in (1, 2, 3, 4)]


@settings(max_examples=100, deadline=None)
@given(acts)
def test_a_run_has_a_tour_and_a_timer_exactly_while_nothing_holds_it(life: list[object]) -> None:
    state = live(life).state
    runs = dict(state.wall.tours.items())
    timed = {(one.monitor, one.cell) for one in state.timers.in_order() if isinstance(one, TourSteps)}
    assert timed == {where for where in runs if not tour_held(state, where)}
    for where, run in runs.items():
        feeds = {step.feed for step in state.tours[run.tour].tour.steps}
        assert run.feed is None or run.feed in feeds
        if run.next_feed is not None:
            assert where in timed and run.next_feed in feeds and run.next_feed != run.feed
            assert run.next_feed not in state.feeds.lost


@settings(max_examples=60, deadline=None)
@given(acts)
def test_a_log_with_tours_fed_again_gives_the_same(life: list[object]) -> None:
    feeder = live(life)
    state = State()
    again = list(fold(state, [decode_entry(encode_entry(entry)) for entry in feeder.entries]))
    assert decision_digest(again) == decision_digest(feeder.decided)
    assert saved(state) == saved(feeder.state)
    assert saved(decode_state(encode_state(state))) == saved(state)


@pytest.mark.parametrize("shuffled", [False, True])
def test_two_states_step_alike_after_a_restart_between(shuffled: bool) -> None:
    feeder = InputFeeder(cameras=12)
    feeder.command(SaveTour(tour(1, 2, 3, 4, 5, shuffled=shuffled)))
    feeder.command(StartTour(WALL_1, CELL, "night"))
    shown_before = [shown(feeder, 10) for _ in range(7)]
    n = feeder.state.n
    restored = decode_state(encode_state(feeder.state))
    shown_after = [shown(feeder, 10) for _ in range(7)]
    list(fold(restored, [entry for entry in feeder.entries if entry.n > n]))
    assert saved(restored) == saved(feeder.state)
    assert len(set(shown_before)) == len(set(shown_after)) == 5
