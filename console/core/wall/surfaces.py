"""What people put on one monitor, as a whole: looked at, laid aside, put back to the byte."""

from msgspec.structs import replace

from console.core.decisions import AnyDecision
from console.core.state import State
from console.core.tours import tour_runs
from console.core.wall import rewinds
from console.core.wall.cells import cells_of
from console.core.wall.records import Hand, Surface
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.layout import Layout

Decisions = tuple[AnyDecision, ...]


def surface_of(state: State, monitor: MonitorId) -> Surface:
    """What lies on a monitor now."""
    wall, cells = state.wall, cells_of(state, monitor)
    return Surface(
        wall.bases[monitor],
        wall.base_versions.get(monitor),
        tuple((where[1], wall.hands[where]) for where in cells if where in wall.hands),
        tuple((where[1], wall.tours[where]) for where in cells if where in wall.tours),
        tuple((where[1], wall.zooms[where]) for where in cells if where in wall.zooms),
    )


def clear(state: State, monitor: MonitorId) -> Decisions:
    """Hands, tours, zooms and rewinds of a monitor go; its base stays."""
    wall = state.wall
    decisions: Decisions = ()
    for where in cells_of(state, monitor):
        wall.hands.discard(where)
        wall.zooms.discard(where)
        decisions += rewinds.end(state, where, "the cell changed")
    tour_runs.end_all_on(state, monitor)
    return decisions


def put(state: State, monitor: MonitorId, surface: Surface) -> Decisions:
    """Put back what was laid aside, in place of what is there; without feeds that the site has no more."""
    ended = clear(state, monitor)
    known, wall = state.site.feeds, state.wall
    base, _ = without_missing(surface.base, known)
    put_base(state, monitor, base, surface.version)
    for cell, hand in _of_known_hands(surface.hands, known):
        wall.hands.put((monitor, cell), hand)
    for cell, zoomed in surface.zooms:
        wall.zooms.put((monitor, cell), zoomed)
    tour_runs.take_up(state, monitor, surface.tours)
    return ended


def rename_tour_laid_aside(state: State, name: str, to: str) -> None:
    """Runs that were laid aside run the tour under its new name, once they are put back."""
    frames, loads = state.wall.frames, state.wall.loads
    for monitor, kept in list(frames.items()):
        renamed = tuple(replace(one, below=_renamed(one.below, name, to)) for one in kept)
        if renamed != kept:
            frames.put(monitor, renamed)
    for n, made in list(loads.items()):
        before = tuple((monitor, _renamed(surface, name, to)) for monitor, surface in made.before)
        if before != made.before:
            loads.put(n, replace(made, before=before))


def _renamed(surface: Surface, name: str, to: str) -> Surface:
    tours = tuple((cell, replace(run, tour=to) if run.tour == name else run) for cell, run in surface.tours)
    return replace(surface, tours=tours)


def put_base(state: State, monitor: MonitorId, base: Layout, version: int | None) -> None:
    """A monitor has this base now; ``version``: of the stored layout that it came of."""
    state.wall.bases.put(monitor, base)
    if version is not None:
        state.wall.base_versions.put(monitor, version)
    else:
        state.wall.base_versions.discard(monitor)


def _of_known_hands(
    hands: tuple[tuple[CellIndex, Hand], ...], known: frozenset[FeedId]
) -> list[tuple[CellIndex, Hand]]:
    return [(cell, hand) for cell, hand in hands if hand.feed is None or hand.feed in known]


def without_missing(layout: Layout, known: frozenset[FeedId]) -> tuple[Layout, tuple[FeedId, ...]]:
    """The layout without feeds that the site does not have, and these."""
    missing = {
        CellIndex(index): cell.feed
        for index, cell in enumerate(layout.cells)
        if cell.feed is not None and cell.feed not in known
    }
    return layout.with_feeds(dict.fromkeys(missing)), tuple(missing.values())
