"""What happened in the last half hour: alerts, switches, acts. Pure.

Acts and switches are told by core, in its own words, as they happen, and of before this desk was there as
far as its log reaches (``learn``): a desk that is started again knows the same. Incidents, and recordings
that begin or end by themselves, come with what core says of them.
"""

from bisect import insort
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from console.domain.alert import Severity
from console.domain.ids import CellIndex, IncidentId, MonitorId
from console.domain.incident import Incident, opened_ms
from console.domain.recording import Recording, RecordingState
from console.domain.wording import counted, headline, one_line, visible
from console.protocol.core_changes import (
    ActsDone,
    CorePublished,
    CoreSnapshot,
    IncidentChanged,
    RecordingChanged,
)
from console.protocol.recent_messages import RecentAct, RecentActs, RecentSwitch
from console.ui.desk.site_view import SiteView

SPAN_MS = 30 * 60_000
MOST = 4000
"""Of more the oldest go, and the desk knows from the others on."""

ALERT, SWITCH, ACT = "alert", "decision", "act"
KINDS = (ALERT, SWITCH, ACT)

STOPPED = "stopped by "
"""How core says why a recording ended that a person stopped: that is an act."""


class Happening(NamedTuple):
    """``at_ms`` is log time; ``incident`` or ``cell`` is what it was about; ``told`` how core told it."""

    at_ms: int
    kind: str
    words: str
    incident: IncidentId | None = None
    severity: Severity | None = None
    cell: tuple[MonitorId, CellIndex] | None = None
    told: RecentAct | RecentSwitch | None = None


class Happenings:
    """``acts_from_ms`` and ``switches_from_ms``: since when acts and switches are known (log time), None
    before core was heard."""

    def __init__(self) -> None:
        self.acts_from_ms: int | None = None
        self.switches_from_ms: int | None = None
        self._all: list[Happening] = []
        self._seen: set[tuple[object, ...] | RecentAct | RecentSwitch] = set()

    def of(self, kind: str) -> list[Happening]:
        """One kind's, the oldest first."""
        return [one for one in self._all if one.kind == kind]

    def all(self) -> list[Happening]:
        """Every kind's, the oldest first."""
        return list(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def learn(self, recent: RecentActs, view: SiteView) -> None:
        """All that core knows; what this desk has heard already is not told twice."""
        self._take_acts(recent.acts, recent.switches, view)
        self.acts_from_ms = min(self.acts_from_ms or recent.from_ms, recent.from_ms)
        if recent.switches_from_ms is not None:
            before_ms = self.switches_from_ms or recent.switches_from_ms
            self.switches_from_ms = min(before_ms, recent.switches_from_ms)

    def _take_acts(self, acts: Sequence[RecentAct], switches: Sequence[RecentSwitch], view: SiteView) -> None:
        for act in acts:
            self._add(_act(act, view))
        for switch in switches:
            self._add(_switch(switch, view))

    def forget(self, now_ms: int) -> None:
        """What is older than the span."""
        old = next((at for at, one in enumerate(self._all) if one.at_ms >= now_ms - SPAN_MS), len(self._all))
        self._drop(old)

    def hear(self, said: CoreSnapshot | CorePublished, view: SiteView) -> None:
        """What core says, before ``view`` takes it."""
        if isinstance(said, CoreSnapshot):
            self._take(said)
        else:
            self._take_change(said, view)
        self.forget(said.at_ms)

    def _take(self, said: CoreSnapshot) -> None:
        if self.acts_from_ms is None:
            self.acts_from_ms = self.switches_from_ms = said.at_ms
        for incident in said.incidents:
            self._add(_alert(incident))
        for recording in said.recordings:
            for one in _recorded(recording):
                self._add(one)

    def _take_change(self, said: CorePublished, view: SiteView) -> None:
        match said.change:
            case IncidentChanged(incident=now) if now.incident not in view.incidents:
                self._add(_alert(now))
            case RecordingChanged(recording=now):
                for one in _recorded(now):
                    self._add(one)
            case ActsDone(acts=acts, switches=switches):
                self._take_acts(acts, switches, view)

    def _add(self, one: Happening) -> None:
        key = one.told or one
        if key in self._seen:
            return
        self._seen.add(key)
        insort(self._all, one, key=lambda each: each.at_ms)
        if len(self._all) > MOST:
            self._drop(1)
            self.acts_from_ms = max(self.acts_from_ms or 0, self._all[0].at_ms)
            self.switches_from_ms = max(self.switches_from_ms or 0, self._all[0].at_ms)

    def _drop(self, count: int) -> None:
        gone, self._all = self._all[:count], self._all[count:]
        self._seen.difference_update(one.told or one for one in gone)


def _alert(incident: Incident) -> Happening:
    severity = incident.alert.severity
    words = f"{headline(incident)} · {severity.value} · {visible(incident.alert.source)}"
    return Happening(opened_ms(incident), ALERT, words, incident.incident, severity)


def _act(act: RecentAct, view: SiteView) -> Happening:
    """What nobody did, a rule did: that is a switch."""
    cell = (act.monitor, act.cell) if act.monitor is not None and act.cell is not None else None
    words = one_line(act.words)
    if act.incident is not None:
        words = words.replace(act.incident, _called(act.incident, view))
    if not act.by:
        return Happening(act.at_ms, SWITCH, words, act.incident, cell=cell, told=act)
    return Happening(act.at_ms, ACT, f"{visible(act.by)}: {words}", act.incident, cell=cell, told=act)


def _switch(switch: RecentSwitch, view: SiteView) -> Happening:
    cameras, name = counted(switch.count, "camera"), _called(switch.incident, view)
    words = f"{cameras} of {name} switched back" if switch.is_back else f"{cameras} switched up for {name}"
    return Happening(switch.at_ms, SWITCH, words, switch.incident, told=switch)


def _called(incident: IncidentId, view: SiteView) -> str:
    """Of one that is no longer in the list nothing but its id is known."""
    known = view.incidents.get(incident)
    return headline(known) if known is not None else incident


def _recorded(recording: Recording) -> Iterator[Happening]:
    """When it began and ended by itself, but for the site's own, which goes on always."""
    if not recording.opened_n:
        return
    name, incident = recording.recording, recording.incident
    if not recording.by:
        yield Happening(recording.begun_log_ms, ACT, f"recording {name} began by itself", incident)
    if recording.state is not RecordingState.ENDED or recording.ended_log_ms is None:
        return
    if not recording.why_ended.startswith(STOPPED):
        count = counted(len(recording.feeds), "camera")
        why = f": {visible(recording.why_ended)}" if recording.why_ended else ""
        yield Happening(recording.ended_log_ms, ACT, f"recording {name} of {count} ended{why}", incident)
