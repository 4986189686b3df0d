"""What happened in the last half hour, as this desk heard it: alerts, switches, acts. Pure.

Incidents, recordings and saved layouts come with core's snapshot, from before this desk was there, too. What
else was done before that core tells once it is asked (``learn``), as far as its log reaches: acts in its own
words, and what was switched.
"""

from bisect import insort
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from console.domain.alert import Severity
from console.domain.ids import CellIndex, IncidentId, MonitorId
from console.domain.incident import Incident, IncidentState, opened_ms
from console.domain.recording import Recording, RecordingState
from console.domain.tour import StoredTour
from console.domain.wall import CellView, Layer, MonitorView
from console.domain.wording import camera_words, counted, few_of, headline, one_line, visible
from console.protocol.core_changes import (
    CorePublished,
    CoreSnapshot,
    IncidentChanged,
    LayoutsChanged,
    MonitorChanged,
    PresetsChanged,
    RecordingChanged,
    ToursChanged,
)
from console.protocol.layout_messages import LayoutHead
from console.protocol.preset_messages import PresetHead
from console.protocol.recent_messages import RecentAct, RecentActs, RecentSwitch
from console.ui.desk.site_view import SiteView

SPAN_MS = 30 * 60_000
MOST = 4000
"""Of more the oldest go, and the desk knows from the others on."""

NEAR_MS = 1500
TOLD_BY_SNAPSHOT = ("save_layout", "import_layout", "undo_switch", "start_recording", "stop_recording")

ALERT, SWITCH, ACT = "alert", "decision", "act"
KINDS = (ALERT, SWITCH, ACT)


class Happening(NamedTuple):
    """``at_ms`` is log time; ``incident`` or ``cell`` is what it was about."""

    at_ms: int
    kind: str
    words: str
    incident: IncidentId | None = None
    severity: Severity | None = None
    cell: tuple[MonitorId, CellIndex] | None = None


class Happenings:
    """``acts_from_ms`` and ``switches_from_ms``: since when acts and switches are known (log time), None
    before core was heard."""

    def __init__(self) -> None:
        self.acts_from_ms: int | None = None
        self.switches_from_ms: int | None = None
        self._all: list[Happening] = []
        self._seen: set[Happening] = set()
        self._switched: set[IncidentId] = set()

    def of(self, kind: str) -> list[Happening]:
        """One kind's, the oldest first."""
        return [one for one in self._all if one.kind == kind]

    def all(self) -> list[Happening]:
        """Every kind's, the oldest first."""
        return list(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def learn(self, acts: RecentActs, view: SiteView) -> None:
        """What was done before this desk followed core; what its snapshot told already is not told twice."""
        begun_ms = self.acts_from_ms
        if begun_ms is None:
            return
        known_ms = [one.at_ms for one in self._all if one.kind == ACT]
        for act in acts.acts:
            if act.at_ms < begun_ms and not (act.act in TOLD_BY_SNAPSHOT and _is_near(act.at_ms, known_ms)):
                self._add(_act(act))
        self.acts_from_ms = min(begun_ms, acts.from_ms)
        self._learn_switches(acts, view)

    def _learn_switches(self, acts: RecentActs, view: SiteView) -> None:
        """In place of those that the snapshot let guess: it has only what is still switched up."""
        begun_ms, from_ms = self.switches_from_ms, acts.switches_from_ms
        if begun_ms is None or from_ms is None or from_ms >= begun_ms:
            return
        guessed = [one for one in self.of(SWITCH) if from_ms <= one.at_ms < begun_ms]
        self._unsee(guessed)
        self._all = [one for one in self._all if one in self._seen]
        for switch in acts.switches:
            if from_ms <= switch.at_ms < begun_ms:
                self._add(_learned(switch, view))
        self.switches_from_ms = from_ms

    def forget(self, now_ms: int) -> None:
        """What is older than the span."""
        old = next((at for at, one in enumerate(self._all) if one.at_ms >= now_ms - SPAN_MS), len(self._all))
        self._drop(old)

    def hear(self, said: CoreSnapshot | CorePublished, view: SiteView, wall_ms: int) -> None:
        """What core says, before ``view`` takes it; ``wall_ms``: the wall time now."""
        if isinstance(said, CoreSnapshot):
            self._take(said, said.at_ms - wall_ms)
        else:
            for one in _told(said, view):
                self._add(one)
        self.forget(said.at_ms)

    def _take(self, said: CoreSnapshot, log_less_wall_ms: int) -> None:
        if self.acts_from_ms is None:
            self.acts_from_ms = self.switches_from_ms = said.at_ms
        for incident in said.incidents:
            self._add(_alert(incident))
            if incident.overlays and incident.incident not in self._switched:
                self._add(_switch(incident, len(incident.overlays), opened_ms(incident)))
            if incident.undone_by is not None:
                self._add(_undone(incident, incident.undone_at_ms + log_less_wall_ms))
        for recording in said.recordings:
            for one in _recorded(recording):
                self._add(one)
        for head in said.layouts:
            if head.at_ms:
                self._add(_saved("layout", _heads([head])[0], head.at_ms + log_less_wall_ms))

    def _add(self, one: Happening) -> None:
        if one in self._seen:
            return
        self._seen.add(one)
        if one.kind == SWITCH and one.incident is not None:
            self._switched.add(one.incident)
        insort(self._all, one, key=lambda each: each.at_ms)
        if len(self._all) > MOST:
            self._drop(1)
            self.acts_from_ms = max(self.acts_from_ms or 0, self._all[0].at_ms)
            self.switches_from_ms = max(self.switches_from_ms or 0, self._all[0].at_ms)

    def _drop(self, count: int) -> None:
        if not count:
            return
        gone, self._all = self._all[:count], self._all[count:]
        self._unsee(gone)

    def _unsee(self, gone: Sequence[Happening]) -> None:
        self._seen.difference_update(gone)
        self._switched.difference_update(one.incident for one in gone if one.kind == SWITCH and one.incident)


def _is_near(at_ms: int, others: Sequence[int]) -> bool:
    """Wall time, which a snapshot tells, is placed in log time by this desk's clock."""
    return any(abs(at_ms - other) <= NEAR_MS for other in others)


def _act(act: RecentAct) -> Happening:
    cell = (act.monitor, act.cell) if act.monitor is not None and act.cell is not None else None
    return Happening(act.at_ms, ACT, f"{visible(act.by)}: {one_line(act.words)}", act.incident, cell=cell)


def _told(said: CorePublished, view: SiteView) -> Iterator[Happening]:
    at_ms, change = said.at_ms, said.change
    match change:
        case IncidentChanged(incident=now):
            yield from _of_incident(view.incidents.get(now.incident), now, at_ms)
        case MonitorChanged(view=now):
            before = view.monitors.get(now.monitor)
            yield from _of_monitor(before, now, view, at_ms) if before is not None else ()
        case RecordingChanged(recording=now):
            yield from _recorded(now)
        case LayoutsChanged(layouts=now):
            yield from _of_kept("layout", _heads(view.layouts), _heads(now), at_ms)
        case PresetsChanged(presets=now):
            yield from _of_kept("wall preset", _heads(view.presets), _heads(now), at_ms)
        case ToursChanged(tours=now):
            yield from _of_kept("tour", _tour_heads(view.tours), _tour_heads(now), at_ms)


# --- incidents


def _alert(incident: Incident) -> Happening:
    severity = incident.alert.severity
    words = f"{headline(incident)} · {severity.value} · {visible(incident.alert.source)}"
    return Happening(opened_ms(incident), ALERT, words, incident.incident, severity)


def _switch(incident: Incident, count: int, at_ms: int) -> Happening:
    words = f"{counted(count, 'camera')} switched up for {headline(incident)}"
    return Happening(at_ms, SWITCH, words, incident.incident)


def _switched_back(incident: Incident, count: int, at_ms: int) -> Happening:
    words = f"{counted(count, 'camera')} of {headline(incident)} switched back"
    return Happening(at_ms, SWITCH, words, incident.incident)


def _learned(switch: RecentSwitch, view: SiteView) -> Happening:
    """Of an incident that is no longer in the list nothing but its id is known."""
    incident = view.incidents.get(switch.incident)
    if incident is not None:
        return (_switched_back if switch.is_back else _switch)(incident, switch.count, switch.at_ms)
    way = "back" if switch.is_back else "up"
    words = f"{counted(switch.count, 'camera')} switched {way} for {switch.incident}"
    return Happening(switch.at_ms, SWITCH, words, switch.incident)


def _undone(incident: Incident, at_ms: int) -> Happening:
    words = f"switches of {headline(incident)} undone by {visible(incident.undone_by or 'somebody')}"
    return Happening(at_ms, ACT, words, incident.incident)


def _of_incident(before: Incident | None, now: Incident, at_ms: int) -> Iterator[Happening]:
    if before is None:
        yield _alert(now)
    had = before.overlays if before is not None else ()
    new = [overlay for overlay in now.overlays if overlay not in had]
    if new:
        yield _switch(now, len(new), at_ms)
    if before is None:
        return
    is_undone = now.undone_at_ms != before.undone_at_ms and now.undone_by is not None
    if is_undone:
        yield _undone(now, at_ms)
    if now.state is not before.state and now.state is not IncidentState.OPEN:
        is_closed = now.state is IncidentState.CLOSED
        by = (now.closed_by if is_closed else now.acknowledged_by) or "somebody"
        what = f"{headline(now)} {now.state.value} by {visible(by)}"
        yield Happening(at_ms, ACT, what, now.incident)
    elif len(now.overlays) < len(had) and not new and not is_undone:
        yield _switched_back(now, len(had) - len(now.overlays), at_ms)


# --- the wall


def _of_monitor(before: MonitorView, now: MonitorView, view: SiteView, at_ms: int) -> Iterator[Happening]:
    if now.layout_name != before.layout_name:
        first = now.cells[0].cell if now.cells else None
        cell = (now.monitor, first) if first is not None else None
        yield Happening(at_ms, ACT, f"layout {one_line(now.layout_name)} on {now.monitor}", cell=cell)
        return
    had = {one.cell: one for one in before.cells}
    for one in now.cells:
        words = _hand_words(had.get(one.cell), one, view)
        if words:
            place = (now.monitor, one.cell)
            yield Happening(at_ms, ACT, f"{words} {now.monitor} cell {one.cell}", cell=place)


def _hand_words(before: CellView | None, now: CellView, view: SiteView) -> str:
    """What a person did to a cell, to be followed by the cell; "" where nobody did anything."""
    if before is None:
        return ""
    if now.layer is Layer.HAND and (before.layer is not Layer.HAND or now.feed != before.feed):
        name = camera_words(view.cameras.get(now.feed), now.feed) if now.feed is not None else "nothing"
        return f"{name} put by hand on"
    if before.layer is Layer.HAND and now.layer is not Layer.HAND:
        return "hand taken off"
    if now.pinned != before.pinned:
        return "pinned:" if now.pinned else "no longer pinned:"
    if now.rewind_s > before.rewind_s:
        return f"played {now.rewind_s:g} s behind live:"
    return ""


# --- recordings, and what is kept under a name


def _recorded(recording: Recording) -> Iterator[Happening]:
    """When it began and ended, but for the site's own, which goes on always."""
    if not recording.opened_n:
        return
    count = counted(len(recording.feeds), "camera")
    by = f"by {visible(recording.by)}" if recording.by else "by itself"
    began = recording.begun_log_ms
    yield Happening(began, ACT, f"recording {recording.recording} began {by}", recording.incident)
    if recording.state is RecordingState.ENDED and recording.ended_log_ms is not None:
        why = f": {visible(recording.why_ended)}" if recording.why_ended else ""
        words = f"recording {recording.recording} of {count} ended{why}"
        yield Happening(recording.ended_log_ms, ACT, words, recording.incident)


class _Kept(NamedTuple):
    """What is kept under a name: which version, by whom."""

    name: str
    version: int
    by: str


def _heads(heads: Sequence[LayoutHead | PresetHead]) -> list[_Kept]:
    return [_Kept(one.name, one.version, one.by) for one in heads]


def _tour_heads(tours: Sequence[StoredTour]) -> list[_Kept]:
    return [_Kept(one.tour.name, one.version, one.by) for one in tours]


def _saved(kind: str, one: _Kept, at_ms: int) -> Happening:
    by = f" by {visible(one.by)}" if one.by else ""
    return Happening(at_ms, ACT, f"{kind} {one_line(one.name)} saved{by}")


def _of_kept(kind: str, before: list[_Kept], now: list[_Kept], at_ms: int) -> Iterator[Happening]:
    versions = {one.name: one.version for one in before}
    for one in now:
        if one.version and one.version != versions.get(one.name):
            yield _saved(kind, one, at_ms)
    gone = [one_line(name) for name in versions.keys() - {one.name for one in now}]
    if gone:
        yield Happening(at_ms, ACT, f"no longer there: {kind} {few_of(sorted(gone))}")
