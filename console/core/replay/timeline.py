"""What happened on a tape, for people: alerts, decisions about the wall, acts of persons."""

from bisect import bisect_left, bisect_right

from console.core.decisions import (
    AnyDecision,
    IncidentClosed,
    IncidentOpened,
    LayoutLoaded,
    MonitorLent,
    MonitorTakenBack,
    RecordingGaveWay,
    Switched,
    Unswitched,
)
from console.core.log.input_log import AlertReceived, CommandGiven, LogEntry
from console.core.replay.act_words import SILENT, Cameras, act_words, refusal_of
from console.core.replay.tape import Tape
from console.core.replay.unlogged import unlogged
from console.domain.wording import KIND_WORDS, camera_words, counted, few_of, unseen_words
from console.protocol.replay_messages import ReplayEvent, UnloggedTime


class Timeline:
    """Made once, of a whole tape."""

    def __init__(self, tape: Tape) -> None:
        by_n = dict(tape.decided)
        self._events = [
            event
            for entry in tape.entries
            for event in _events_of(entry, by_n.get(entry.n, ()), tape.cameras)
        ]
        self._at_ms = [event.at_ms for event in self._events]
        self._unlogged = [
            UnloggedTime(one.last.at_ms, one.start.at_ms, one.why) for one in unlogged(tape.entries)
        ]

    def events(self, begin_ms: int, end_ms: int) -> tuple[ReplayEvent, ...]:
        """Those within these moments."""
        return tuple(self._events[bisect_left(self._at_ms, begin_ms) : bisect_right(self._at_ms, end_ms)])

    def unlogged(self, begin_ms: int, end_ms: int) -> tuple[UnloggedTime, ...]:
        """Where nothing is in the log, as far as it reaches into these moments."""
        return tuple(one for one in self._unlogged if one.from_ms < end_ms and one.to_ms > begin_ms)

    def next_event_ms(self, at_ms: int, *, back: bool) -> int | None:
        """When the next one is, or the one before."""
        if back:
            index = bisect_left(self._at_ms, at_ms) - 1
            return self._at_ms[index] if index >= 0 else None
        index = bisect_right(self._at_ms, at_ms)
        return self._at_ms[index] if index < len(self._at_ms) else None


def _events_of(entry: LogEntry, decisions: tuple[AnyDecision, ...], cameras: Cameras) -> list[ReplayEvent]:
    found = []
    match entry.input:
        case AlertReceived(alert=alert):
            found.append(ReplayEvent(entry.at_ms, "alert", f"{KIND_WORDS[alert.kind]} {alert.place}".strip()))
        case CommandGiven(by=by, command=command) if not isinstance(command, SILENT):
            words, refusal = act_words(command, decisions, cameras), refusal_of(decisions)
            told = f"{by}: {words}" if refusal is None else f"{by}: refused ({words}): {refusal.text}"
            found.append(ReplayEvent(entry.at_ms, "act", told, refusal is not None))
    return found + [
        ReplayEvent(entry.at_ms, "decision", words)
        for made in decisions
        if (words := _decision_words(made, cameras))
    ]


def _decision_words(made: AnyDecision, cameras: Cameras) -> str:
    match made:
        case IncidentOpened(incident=incident):
            return f"{incident} opened"
        case IncidentClosed(incident=incident, by=by):
            return f"{incident} closed by {by}"
        case Switched(incident=incident, overlays=overlays):
            names = few_of([camera_words(cameras.get(one.feed), one.feed) for one in overlays])
            return f"{incident}: {counted(len(overlays), 'camera')} switched up{f': {names}' * bool(names)}"
        case Unswitched(incident=incident, why=why):
            return f"{incident}: pictures taken off, {why}"
        case LayoutLoaded(monitor=monitor, layout=layout):
            return f"{monitor}: layout {layout.name}"
        case MonitorLent(monitor=monitor, to=to):
            return f"{monitor} {unseen_words(to)}"
        case MonitorTakenBack(monitor=monitor):
            return f"{monitor} shows the wall again"
        case RecordingGaveWay(recording=recording, why=why):
            return f"{recording} given up {why}"
    return ""
