"""Tours as they run in cells: started and stopped, paused, stepped by hand and by their timers.

A run whose cell is held (by a hand, an incident, a rewind or a pause) has no timers, any other one has: so
whoever shows another camera only ends them, and ``go_on_where_free`` sets those of a whole dwell. What is
above the whole monitor (a cover, a replay that borrows it) holds nothing: the tour goes on beneath.
"""

from collections.abc import Callable
from typing import assert_never

from msgspec.structs import replace

from console.core.decisions import AnyDecision, HandOff, TourEnded, TourHeld, TourStepped
from console.core.log.input_log import TourSteps, TourWarms
from console.core.lookups import check_cell, tour_of
from console.core.state import State
from console.core.wall.cells import tour_held
from console.core.wall.records import TourRun, Where
from console.domain.cell_content import TourContent
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.policies.tour_order import Place, dwell_at, place_of, places_from
from console.domain.tour import Tour
from console.protocol.tour_messages import PauseTour, StartTour, StepTour, StopTour

Decisions = tuple[AnyDecision, ...]

WARM_S = 3
"""So long before it is shown the next camera is made ready: a keyframe comes each two seconds or so."""

LOOK_AGAIN_S = 10
"""A cell that none of its tour's cameras can be shown in waits for no longer than that."""

BEFORE_THE_FIRST: Place = (0, -1)


def carry_out(state: State, command: StartTour | StopTour | PauseTour | StepTour) -> Decisions:
    """Do what a person asked for. Raises CommandRefused."""
    where = (command.monitor, command.cell)
    check_cell(state, *where)
    match command:
        case StartTour():
            return _start(state, where, command.name)
        case StopTour():
            return end(state, where, "stopped") if _run_at(state, where) else ()
        case PauseTour():
            return _pause(state, where, command.paused)
        case StepTour():
            return _step_by_hand(state, where, back=command.back)
    assert_never(command)


def _start(state: State, where: Where, name: str) -> Decisions:
    tour = tour_of(state, name).tour
    decisions: Decisions = ()
    if where in state.wall.hands:
        state.wall.hands.drop(where)
        decisions += (HandOff(*where),)
    return (*decisions, *_begin(state, where, tour))


def _begin(state: State, where: Where, tour: Tour) -> Decisions:
    return _show_next(state, where, TourRun(tour.name, None, *BEFORE_THE_FIRST), tour)


def _run_at(state: State, where: Where) -> TourRun:
    run = state.wall.tours.get(where)
    if run is None:
        raise CommandRefused("no_tour", f"{where[0]} cell {where[1]} runs no tour: start one there first")
    return run


def _pause(state: State, where: Where, paused: bool) -> Decisions:
    run = _run_at(state, where)
    if run.paused == paused:
        return ()
    state.wall.tours.put(where, replace(run, paused=paused))
    return (TourHeld(*where, "paused" if paused else ""),)


def _step_by_hand(state: State, where: Where, *, back: bool) -> Decisions:
    """A paused one, too: so a person looks through its cameras at leisure."""
    run = _run_at(state, where)
    held = tour_held(state, where)
    if held in ("hand", "incident"):
        above = "a hand lies" if held == "hand" else "an incident's camera lies"
        raise CommandRefused(
            "tour_held",
            f"the tour {run.tour!r} in {where[0]} cell {where[1]} does not step, as {above} on it: take that "
            "off first",
        )
    return _show_next(state, where, run, state.tours[run.tour].tour, back=back)


def _show_next(state: State, where: Where, run: TourRun, tour: Tour, *, back: bool = False) -> Decisions:
    """Its next camera that can be shown, if any can."""
    found = _next(state, run, tour, back=back)
    if found is None:
        return _show(state, where, replace(run, feed=None, position=max(0, run.position)))
    (turn, position), feed = found
    return _show(state, where, replace(run, feed=feed, turn=turn, position=position))


def _show(state: State, where: Where, run: TourRun) -> Decisions:
    """From now on, for a whole dwell."""
    _end_timers(state, where)
    state.wall.tours.put(where, replace(run, next_feed=None))
    return (TourStepped(*where, run.tour, run.feed),)


def _next(state: State, run: TourRun, tour: Tour, *, back: bool = False) -> tuple[Place, FeedId] | None:
    """The camera that was made ready, else the first that can be shown; None where none can."""
    first = None
    for place, feed in places_from(tour, (run.turn, run.position), back=back):
        if not _can_be_shown(state, feed):
            continue
        if back or run.next_feed is None or feed == run.next_feed:
            return place, feed
        first = first or (place, feed)
    return first


def _can_be_shown(state: State, feed: FeedId) -> bool:
    return feed in state.site.feeds and feed not in state.feeds.lost


def warm(state: State, timer: TourWarms) -> Decisions:
    """The next camera is to be made ready."""
    _warm(state, (timer.monitor, timer.cell))
    return ()


def _warm(state: State, where: Where) -> None:
    run = state.wall.tours.get(where)
    stored = state.tours.get(run.tour) if run is not None else None
    if run is None or stored is None:
        return
    found = _next(state, replace(run, next_feed=None), stored.tour)
    coming = found[1] if found is not None and found[1] != run.feed else None
    if coming != run.next_feed:
        state.wall.tours.put(where, replace(run, next_feed=coming))


def step_on(state: State, timer: TourSteps) -> Decisions:
    """A camera was shown so long as it dwells."""
    where = (timer.monitor, timer.cell)
    run = state.wall.tours.get(where)
    stored = state.tours.get(run.tour) if run is not None else None
    if run is None or stored is None:
        return ()
    return _show_next(state, where, run, stored.tour)


def look_at_lost(state: State) -> None:
    """Feeds were lost: where one of them was made ready, another one is."""
    for where in sorted(state.wall.tours):
        coming = state.wall.tours[where].next_feed
        if coming is not None and not _can_be_shown(state, coming):
            _warm(state, where)


def go_on_where_free(state: State) -> Decisions:
    """Runs that a hand or an incident held, and does not any more, go on; call after every decision."""
    runs = state.wall.tours
    if not len(runs):
        return ()
    changed, moved = state.incidents.table.changed_cells, state.wall.spots.moved
    for where in sorted(where for where in runs if where in changed or where in moved):
        is_held, is_timed = bool(tour_held(state, where)), ("tour", *where) in state.timers
        if is_held and is_timed:
            _end_timers(state, where)
            runs.put(where, replace(runs[where], next_feed=None))
        elif not is_held and not is_timed:
            _set_timers(state, where, runs[where])
    return ()


def _set_timers(state: State, where: Where, run: TourRun) -> None:
    stored = state.tours.get(run.tour)
    if stored is None:
        return
    dwell_s = dwell_at(stored.tour, (run.turn, run.position))
    if run.feed is None:
        dwell_s = min(dwell_s, LOOK_AGAIN_S)
    state.timers.set(TourSteps(state.at_ms + dwell_s * 1000, *where))
    if dwell_s > WARM_S:
        state.timers.set(TourWarms(state.at_ms + (dwell_s - WARM_S) * 1000, *where))
    else:
        _warm(state, where)


def _end_timers(state: State, where: Where) -> None:
    state.timers.end(("tour", *where))
    state.timers.end(("tour warms", *where))


def end(state: State, where: Where, why: str) -> Decisions:
    """A cell's tour ends: its layout's base is what rests there."""
    name = state.wall.tours[where].tour
    _end_timers(state, where)
    state.wall.tours.drop(where)
    return (TourEnded(*where, name, why),)


def begin_for(state: State, monitor: MonitorId) -> Decisions:
    """A monitor has a new base: the tours that its cells name begin."""
    decisions: Decisions = ()
    for index, cell in enumerate(state.wall.bases[monitor].cells):
        stored = state.tours.get(cell.content.tour) if isinstance(cell.content, TourContent) else None
        if stored is not None:
            decisions += _begin(state, (monitor, CellIndex(index)), stored.tour)
    return decisions


def begin_where_named(state: State, tour: Tour) -> Decisions:
    """A tour came to be: cells whose base names it, and run none, begin it."""
    wanted = TourContent(tour.name)
    decisions: Decisions = ()
    for monitor in state.monitors():
        for index, cell in enumerate(state.wall.bases[monitor].cells):
            where = (monitor, CellIndex(index))
            if cell.content == wanted and where not in state.wall.tours:
                decisions += _begin(state, where, tour)
    return decisions


def end_all_on(state: State, monitor: MonitorId) -> None:
    """A monitor's runs end, with their timers, without a word: what replaces them is told."""
    for where in _runs(state, lambda where, _: where[0] == monitor):
        _end_timers(state, where)
        state.wall.tours.drop(where)


def take_up(state: State, monitor: MonitorId, runs: tuple[tuple[CellIndex, TourRun], ...]) -> None:
    """Go on with runs that were laid aside, each with the whole dwell of its camera.

    One whose tour was changed meanwhile goes on with that; one whose tour is gone is, too.
    """
    for cell, run in runs:
        stored = state.tours.get(run.tour)
        if stored is not None:
            _go_on_with(state, (monitor, cell), run, stored.tour)


def go_on_with(state: State, name: str, tour: Tour) -> Decisions:
    """The tour ``name`` is this one now: cells that run it stay where they are, if they can."""
    decisions: Decisions = ()
    for where in _runs(state, lambda _, run: run.tour == name):
        decisions += _go_on_with(state, where, state.wall.tours[where], tour)
    return decisions


def _go_on_with(state: State, where: Where, run: TourRun, tour: Tour) -> Decisions:
    """Its camera stays, with a whole dwell, if the tour has it; else the one after its place comes."""
    count = len(tour.steps)
    run = replace(run, tour=tour.name, next_feed=None, position=min(run.position, count - 1))
    if run.feed is not None and run.feed in state.site.feeds:
        place = place_of(tour, run.turn, run.feed)
        if place is not None:
            _end_timers(state, where)
            state.wall.tours.put(where, replace(run, position=place[1]))
            return ()
    return _show_next(state, where, replace(run, position=run.position - 1), tour)


def keep_known(state: State) -> Decisions:
    """The site has other cameras: runs that show one that it lost go on."""
    decisions: Decisions = ()
    for where in _runs(state, lambda _, run: run.feed is not None and run.feed not in state.site.feeds):
        run = state.wall.tours[where]
        decisions += _show_next(state, where, run, state.tours[run.tour].tour)
    look_at_lost(state)
    return decisions


def end_all_of(state: State, name: str, why: str) -> Decisions:
    """No cell runs this tour any more."""
    decisions: Decisions = ()
    for where in _runs(state, lambda _, run: run.tour == name):
        decisions += end(state, where, why)
    return decisions


def _runs(state: State, wanted: Callable[[Where, TourRun], bool]) -> list[Where]:
    return sorted(where for where, run in state.wall.tours.items() if wanted(where, run))
