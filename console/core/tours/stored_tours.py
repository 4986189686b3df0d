"""Tours as they are kept: saving, renaming, deleting. As with layouts, of two who change one the second is
refused, and chooses.
"""

from dataclasses import replace
from typing import assert_never

from console.core.decisions import AnyDecision, TourDropped, TourStored
from console.core.lookups import check_feed, tour_of
from console.core.state import State
from console.core.tours import tour_runs
from console.core.wall.surfaces import rename_tour_laid_aside
from console.domain.errors import CommandRefused
from console.domain.tour import StoredTour, Tour
from console.protocol.layout_file import name_problem
from console.protocol.tour_messages import DeleteTour, RenameTour, SaveTour

Decisions = tuple[AnyDecision, ...]

NO_VERSION = 0
"""Of a name that no tour has."""


def carry_out(state: State, by: str, command: SaveTour | RenameTour | DeleteTour) -> Decisions:
    """Do what a person asked for. Raises CommandRefused."""
    match command:
        case SaveTour():
            return _save(state, by, command)
        case RenameTour():
            return _rename(state, by, command)
        case DeleteTour():
            return _delete(state, command)
    assert_never(command)


def _save(state: State, by: str, command: SaveTour) -> Decisions:
    """Cells that run it go on with it; cells whose layout names it begin it, if it is new."""
    tour = command.tour
    _check_name(tour.name)
    kept = state.tours.get(tour.name)
    _check_feeds(state, tour, kept)
    _check_unchanged(state, tour.name, command.over)
    if kept is not None and kept.tour == tour:
        return (TourStored(tour),)
    stored = _store(state, by, tour)
    if kept is not None:
        return (*stored, *tour_runs.go_on_with(state, tour.name, tour))
    return (*stored, *tour_runs.begin_where_named(state, tour))


def _check_feeds(state: State, tour: Tour, kept: StoredTour | None) -> None:
    """Cameras that it had before may be gone by now: they are passed over."""
    known = {step.feed for step in kept.tour.steps} if kept is not None else set()
    for step in tour.steps:
        if step.feed not in known:
            check_feed(state, step.feed)


def _rename(state: State, by: str, command: RenameTour) -> Decisions:
    kept = tour_of(state, command.name)
    _check_unchanged(state, command.name, command.over)
    if command.to == command.name:
        return ()
    _check_name(command.to)
    if command.to in state.tours:
        raise CommandRefused("tour_exists", f"there is a tour {command.to!r} already; take another name")
    tour = replace(kept.tour, name=command.to)
    state.tours.drop(command.name)
    stored = _store(state, by, tour)
    rename_tour_laid_aside(state, command.name, command.to)
    went_on = tour_runs.go_on_with(state, command.name, tour)
    begun = tour_runs.begin_where_named(state, tour)
    return (*stored, TourDropped(command.name), *went_on, *begun)


def _delete(state: State, command: DeleteTour) -> Decisions:
    tour_of(state, command.name)
    _check_unchanged(state, command.name, command.over)
    state.tours.drop(command.name)
    return (TourDropped(command.name), *tour_runs.end_all_of(state, command.name, "the tour was deleted"))


def _store(state: State, by: str, tour: Tour) -> Decisions:
    state.tours.put(tour.name, StoredTour(tour, state.n, by, state.wall_ms))
    return (TourStored(tour),)


def _check_name(name: str) -> None:
    if problem := name_problem(name):
        raise CommandRefused("bad_name", f"{name!r} is no name for a tour: {problem}")


def _check_unchanged(state: State, name: str, over: int | None) -> None:
    kept = state.tours.get(name)
    there = kept.version if kept is not None else NO_VERSION
    if over is None or over == there:
        return
    if kept is None:
        text = f"tour {name!r} was deleted or renamed meanwhile"
    else:
        text = f"tour {name!r} was saved meanwhile{f' by {kept.by}' if kept.by else ''}"
    raise CommandRefused(
        "tour_changed", f"{text}: look at it, then replace it all the same or take another name"
    )
