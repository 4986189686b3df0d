"""The state as it is written into a checkpoint, and back. What follows from other facts is made anew."""

from operator import itemgetter

import msgspec
from msgspec import Struct

from console.core.answers import Answer
from console.core.incidents.incident_slice import Painted
from console.core.log.checkpoints import Checkpoint
from console.core.log.input_log import AnyTimer, SiteLoaded
from console.core.log.pins import pins_of
from console.core.state import SetAside, State
from console.core.tables import Ledger
from console.core.wall.records import Frame, Hand, Loaded, Rewind, TourRun, Zoomed
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Incident
from console.domain.layout import Layout, StoredLayout
from console.domain.recording import Recording
from console.domain.tour import StoredTour
from console.domain.wall import Cover
from console.domain.wall_preset import StoredPreset
from console.protocol.core_messages import FeedState
from console.protocol.recording_messages import RecordedStream

STATE_VERSION = 4


class SavedHand(Struct, frozen=True):
    """A hand on a cell."""

    monitor: MonitorId
    cell: CellIndex
    feed: FeedId | None
    pinned: bool
    by: str = ""


class SavedZoom(Struct, frozen=True):
    """A cell that shows a part of its picture."""

    monitor: MonitorId
    cell: CellIndex
    zoomed: Zoomed


class SavedTour(Struct, frozen=True):
    """A tour that runs in a cell."""

    monitor: MonitorId
    cell: CellIndex
    run: TourRun


class SavedRewind(Struct, frozen=True):
    """A cell that is rewound."""

    monitor: MonitorId
    cell: CellIndex
    feed: FeedId
    rewind_ms: int
    until_ms: int
    loop_ms: int = 0


class SavedAnswer(Struct, frozen=True):
    """An answer that is remembered."""

    by: str
    id: str
    answer: Answer


class SavedState(Struct, frozen=True):
    """Everything that the state holds, in an order of its own: equal for equal states."""

    n: int
    at_ms: int
    wall_ms: int
    site: SiteLoaded
    feeds: tuple[FeedState, ...]
    bases: dict[MonitorId, Layout]
    hands: tuple[SavedHand, ...]
    rewinds: tuple[SavedRewind, ...]
    stored: dict[str, StoredLayout]
    incidents: tuple[Incident, ...]
    next_number: int
    painted: dict[IncidentId, tuple[Painted, ...]]
    latencies_ms: tuple[int, ...]
    switches: int
    timers: tuple[AnyTimer, ...]
    answers: tuple[SavedAnswer, ...]
    set_aside: tuple[SetAside, ...]
    journal_n: int | None = None
    recordings: tuple[Recording, ...] = ()
    recorded_streams: tuple[RecordedStream, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    recordings_since_ms: int | None = None
    lent: dict[MonitorId, str] = {}
    owns_layouts: bool = False
    base_versions: dict[MonitorId, int] = {}
    selected: FeedId | None = None
    zooms: tuple[SavedZoom, ...] = ()
    tour_runs: tuple[SavedTour, ...] = ()
    covers: dict[MonitorId, Cover] = {}
    uncovered_ms: dict[MonitorId, int] = {}
    followed_ms: dict[str, int] = {}
    frames: dict[MonitorId, tuple[Frame, ...]] = {}
    loads: tuple[Loaded, ...] = ()
    presets: dict[str, StoredPreset] = {}
    replaced_presets: dict[int, StoredPreset] = {}
    tours: dict[str, StoredTour] = {}


_key = itemgetter(0)
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(SavedState)


def saved(state: State) -> SavedState:
    """What a state holds."""
    wall, incidents = state.wall, state.incidents
    return SavedState(
        n=state.n,
        at_ms=state.at_ms,
        wall_ms=state.wall_ms,
        site=state.site.loaded,
        feeds=tuple(feed for _, feed in sorted(state.feeds.items(), key=_key)),
        bases=dict(sorted(wall.bases.items(), key=_key)),
        hands=tuple(
            SavedHand(*where, hand.feed, hand.pinned, hand.by)
            for where, hand in sorted(wall.hands.items(), key=_key)
        ),
        rewinds=tuple(
            SavedRewind(*where, made.feed, made.rewind_ms, made.until_ms, made.loop_ms)
            for where, made in sorted(wall.rewinds.items(), key=_key)
        ),
        stored=dict(sorted(state.stored.items(), key=_key)),
        incidents=tuple(incidents.table.oldest_first()),
        next_number=incidents.next_number.value,
        painted=dict(sorted(incidents.painted.items(), key=_key)),
        latencies_ms=incidents.latencies_ms.value,
        switches=incidents.switches.value,
        timers=tuple(state.timers.in_order()),
        answers=tuple(SavedAnswer(*key, answer) for key, answer in sorted(state.answers.items(), key=_key)),
        set_aside=tuple(one for _, one in sorted(state.set_aside.items(), key=_key)),
        journal_n=incidents.journal_n.value,
        recordings=tuple(state.recordings.table.oldest_first()),
        recorded_streams=state.recordings.streams.value,
        marks=state.recordings.marks.value,
        recordings_since_ms=state.recordings.since_ms.value,
        lent=dict(sorted(wall.lent.items(), key=_key)),
        owns_layouts=state.owns_layouts.value,
        base_versions=dict(sorted(wall.base_versions.items(), key=_key)),
        selected=wall.selected.value,
        zooms=tuple(SavedZoom(*where, made) for where, made in sorted(wall.zooms.items(), key=_key)),
        tour_runs=tuple(SavedTour(*where, run) for where, run in sorted(wall.tours.items(), key=_key)),
        covers=dict(sorted(wall.covers.items(), key=_key)),
        uncovered_ms=dict(sorted(wall.uncovered_ms.items(), key=_key)),
        followed_ms=dict(sorted(wall.followed_ms.items(), key=_key)),
        frames=dict(sorted(wall.frames.items(), key=_key)),
        loads=tuple(made for _, made in sorted(wall.loads.items(), key=_key)),
        replaced_presets=dict(sorted(state.replaced_presets.items(), key=_key)),
        presets=dict(sorted(state.presets.items(), key=_key)),
        tours=dict(sorted(state.tours.items(), key=_key)),
    )


def restored(kept: SavedState, ledger: Ledger | None = None) -> State:
    """The state again, writing through this ledger from now on. Raises ValueError where it is none."""
    state = State(ledger)
    state.n, state.at_ms, state.wall_ms = kept.n, kept.at_ms, kept.wall_ms
    state.site.load(kept.site)
    for feed in kept.feeds:
        state.feeds.put(feed.feed, feed)
    for monitor, base in kept.bases.items():
        state.wall.bases.put(monitor, base)
    for monitor, to in kept.lent.items():
        state.wall.lent.put(monitor, to)
    for hand in kept.hands:
        state.wall.hands.put((hand.monitor, hand.cell), Hand(hand.feed, hand.pinned, hand.by))
    for rewind in kept.rewinds:
        made = Rewind(rewind.feed, rewind.rewind_ms, rewind.until_ms, rewind.loop_ms)
        state.wall.rewinds.put((rewind.monitor, rewind.cell), made)
    for name, stored in kept.stored.items():
        state.stored.put(name, stored)
    for monitor, version in kept.base_versions.items():
        state.wall.base_versions.put(monitor, version)
    state.owns_layouts.put(kept.owns_layouts)
    _restore_wall(state, kept)
    _restore_incidents(state, kept)
    for recording in kept.recordings:
        state.recordings.table.put(recording.recording, recording)
    state.recordings.streams.put(kept.recorded_streams)
    state.recordings.marks.put(kept.marks)
    state.recordings.since_ms.put(kept.recordings_since_ms)
    for timer in kept.timers:
        state.timers.set(timer)
    for answer in kept.answers:
        state.answers.put((answer.by, answer.id), answer.answer)
    for one in kept.set_aside:
        state.set_aside.put(one.n, one)
    state.ledger.keep()
    return state


def _restore_wall(state: State, kept: SavedState) -> None:
    """What lies on the bases beyond hands and rewinds, and what can be put there."""
    wall = state.wall
    if kept.selected is not None:
        wall.selected.put(kept.selected)
    for zoom in kept.zooms:
        wall.zooms.put((zoom.monitor, zoom.cell), zoom.zoomed)
    for tour in kept.tour_runs:
        wall.tours.put((tour.monitor, tour.cell), tour.run)
    for monitor, cover in kept.covers.items():
        wall.covers.put(monitor, cover)
    for monitor, at_ms in kept.uncovered_ms.items():
        wall.uncovered_ms.put(monitor, at_ms)
    for rule, due_ms in kept.followed_ms.items():
        wall.followed_ms.put(rule, due_ms)
    for monitor, frames in kept.frames.items():
        if not frames:
            raise ValueError(f"{monitor} has frames and none of them")
        wall.frames.put(monitor, frames)
    for made in kept.loads:
        wall.loads.put(made.n, made)
    for name, preset in kept.presets.items():
        state.presets.put(name, preset)
    for n, replaced in kept.replaced_presets.items():
        state.replaced_presets.put(n, replaced)
    for name, stored in kept.tours.items():
        state.tours.put(name, stored)


def _restore_incidents(state: State, kept: SavedState) -> None:
    for incident in kept.incidents:
        if any(overlay.incident != incident.incident for overlay in incident.overlays):
            raise ValueError(f"{incident.incident} holds an overlay of another incident")
        state.incidents.table.put(incident.incident, incident)
    for name, painted in kept.painted.items():
        state.incidents.painted.put(name, painted)
    state.incidents.next_number.put(kept.next_number)
    state.incidents.journal_n.put(kept.journal_n)
    state.incidents.latencies_ms.put(kept.latencies_ms)
    state.incidents.switches.put(kept.switches)


def encode_state(state: State) -> bytes:
    """A checkpoint's body."""
    return _encoder.encode(saved(state))


def checkpoint_of(state: State) -> Checkpoint:
    """The state written down, with the inputs that it pins."""
    return Checkpoint(state.n, state.at_ms, STATE_VERSION, encode_state(state), pins_of(state))


def decode_state(body: bytes) -> State:
    """The state of a checkpoint of this version. Raises msgspec.MsgspecError, ValueError."""
    return restored(_decoder.decode(body))
