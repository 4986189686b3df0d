"""Finding what a command names, or refusing with words that say what there is."""

from collections.abc import Iterable

from console.core.state import State
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId, RecordingId
from console.domain.incident import Incident, IncidentState
from console.domain.layout import Layout, StoredLayout
from console.domain.name_order import name_order
from console.domain.recording import Recording
from console.domain.tour import StoredTour
from console.domain.wall_preset import StoredPreset, WallPreset
from console.protocol.layout_messages import LayoutHead
from console.protocol.preset_messages import PresetHead

NAMES_LISTED = 12


def base_of(state: State, monitor: MonitorId) -> Layout:
    """A monitor's base layout. Raises CommandRefused."""
    layout = state.wall.bases.get(monitor)
    if layout is None:
        raise CommandRefused(
            "unknown_monitor", f"there is no monitor {monitor!r}; there is {_listed(state.monitors())}"
        )
    return layout


def check_cell(state: State, monitor: MonitorId, cell: CellIndex) -> None:
    """Raise CommandRefused for a cell that the monitor's layout does not have."""
    layout = base_of(state, monitor)
    count = len(layout.cells)
    if not 0 <= cell < count:
        raise CommandRefused(
            "unknown_cell",
            f"{monitor} shows layout {layout.name!r} with cells 0 to {count - 1}; there is no {cell}",
        )


def check_feed(state: State, feed: FeedId) -> None:
    """Raise CommandRefused for a feed that the site does not have."""
    if feed not in state.site.feeds:
        known = [camera.feed for camera in state.site.loaded.cameras]
        raise CommandRefused("unknown_feed", f"there is no feed {feed!r}; there is {_listed(known)}")


def incident_of(state: State, name: IncidentId) -> Incident:
    """An incident by its id. Raises CommandRefused."""
    incident = state.incidents.table.get(name)
    if incident is None:
        table = state.incidents.table
        live = [one.incident for one in table.oldest_first() if one.state is not IncidentState.CLOSED]
        raise CommandRefused(
            "unknown_incident", f"there is no incident {name!r}; not closed: {_listed(live[::-1])}"
        )
    return incident


def recording_of(state: State, name: RecordingId) -> Recording:
    """A recording by its id. Raises CommandRefused."""
    recording = state.recordings.table.get(name)
    if recording is None:
        newest_first = state.recordings.table.oldest_first()[::-1]
        raise CommandRefused(
            "unknown_recording",
            f"there is no recording {name!r}; there is {_listed(one.recording for one in newest_first)}",
        )
    return recording


def layout_of(state: State, name: str) -> Layout:
    """A stored or shipped layout by its name. Raises CommandRefused."""
    kept = state.stored.get(name)
    layout = kept.layout if kept is not None else state.site.loaded.shipped.get(name)
    if layout is None:
        raise CommandRefused(
            "unknown_layout", f"there is no layout {name!r}; there is {_listed(layout_names(state))}"
        )
    return layout


def monitors_of(state: State, named: tuple[MonitorId, ...]) -> tuple[MonitorId, ...]:
    """These monitors, each once and in the wall's order; all where none is named. Raises CommandRefused."""
    for monitor in named:
        base_of(state, monitor)
    return tuple(monitor for monitor in state.monitors() if not named or monitor in named)


def preset_of(state: State, name: str) -> StoredPreset:
    """A wall preset by its name, or its number as text. Raises CommandRefused."""
    kept = state.presets.get(name)
    if kept is None and name.isdecimal():
        numbered = [one for one in state.presets.values() if one.preset.number == int(name[:4])]
        kept = numbered[0] if numbered else None
    if kept is None:
        names = [_preset_words(state.presets[one].preset) for one in sorted(state.presets)]
        raise CommandRefused("unknown_preset", f"there is no wall preset {name!r}; there is {_listed(names)}")
    return kept


def _preset_words(preset: WallPreset) -> str:
    return f"{preset.number} {preset.name}" if preset.number is not None else preset.name


def preset_heads(state: State) -> tuple[PresetHead, ...]:
    """All wall presets: numbered ones in the order of their numbers, then the others."""
    kept = sorted(
        state.presets.values(), key=lambda one: (one.preset.number or 1000, name_order(one.preset.name))
    )
    return tuple(
        PresetHead(
            one.preset.name,
            one.preset.number,
            tuple(part.monitor for part in one.preset.monitors),
            one.version,
            one.by,
            one.at_ms,
            one.note,
            _tours_in(layouts),
            _missing_in(state, layouts),
        )
        for one in kept
        for layouts in [[part.layout for part in one.preset.monitors]]
    )


def tour_of(state: State, name: str) -> StoredTour:
    """A tour by its name. Raises CommandRefused."""
    kept = state.tours.get(name)
    if kept is None:
        raise CommandRefused(
            "unknown_tour", f"there is no tour {name!r}; there is {_listed(sorted(state.tours))}"
        )
    return kept


def tours_in_order(state: State) -> tuple[StoredTour, ...]:
    """All tours, in the order of their names."""
    return tuple(state.tours[name] for name in sorted(state.tours, key=name_order))


def layout_names(state: State) -> tuple[str, ...]:
    """Names of all layouts that can be loaded: shipped ones, then stored ones."""
    return (*_shipped_names(state), *sorted(state.stored))


def _shipped_names(state: State) -> tuple[str, ...]:
    """Without those under which a layout was stored before the product had one: that stays as it was."""
    return tuple(name for name in state.site.loaded.shipped if name not in state.stored)


def layout_heads(state: State) -> tuple[LayoutHead, ...]:
    """All layouts that can be loaded: shipped ones, then stored ones in the order of their names."""
    shipped = tuple(map(LayoutHead, _shipped_names(state)))
    stored = sorted(state.stored, key=name_order)
    return (*shipped, *(_head(state, name, state.stored[name]) for name in stored))


def _head(state: State, name: str, kept: StoredLayout) -> LayoutHead:
    layouts = [kept.layout]
    tours, missing = _tours_in(layouts), _missing_in(state, layouts)
    return LayoutHead(
        name, kept.version, kept.by, kept.at_ms, kept.note, kept.locked, kept.owner, tours, missing
    )


def _tours_in(layouts: Iterable[Layout]) -> tuple[str, ...]:
    return tuple(sorted({tour for layout in layouts for tour in layout.tours()}))


def _missing_in(state: State, layouts: Iterable[Layout]) -> tuple[FeedId, ...]:
    return tuple(sorted({feed for layout in layouts for feed in layout.feeds()} - state.site.feeds))


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = f" and {len(every) - NAMES_LISTED} more" if len(every) > NAMES_LISTED else ""
    return (", ".join(every[:NAMES_LISTED]) or "none") + more
