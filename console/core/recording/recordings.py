"""The life of recordings: begun by incidents and people, ended by people, time and the incident's end."""

from collections.abc import Iterable
from typing import assert_never

from msgspec.structs import replace

from console.core.decisions import (
    AnyDecision,
    RecordingBegun,
    RecordingEnded,
    RecordingExtended,
    RecordingForgotten,
    RecordingGaveWay,
    RecordingProtected,
    RecordingTail,
)
from console.core.log.input_log import RecordingEnds, RecordingExpires, RoomNeeded
from console.core.lookups import check_feed, incident_of, recording_of
from console.core.state import State
from console.domain.alert import SEVERITY_RANK
from console.domain.errors import CommandRefused
from console.domain.ids import FeedId, IncidentId, RecordingId
from console.domain.incident import Incident
from console.domain.policies.geometry import Point
from console.domain.recording import RecordedFeed, Recording, RecordingState, recording_id
from console.domain.wording import size_words
from console.protocol.recording_messages import (
    ExtendRecording,
    ProtectRecording,
    StartRecording,
    StopRecording,
)

MAX_ENDED = 2_000
"""Ended recordings that are kept; beyond it the oldest that nobody protected are forgotten."""

MINUTE_MS = 60_000
LOG_BEFORE_MS = 60_000
"""So long before its beginning the log is kept with a recording: rings hold 30 s by default."""

DAY_MS = 86_400_000
ALWAYS = RecordingId("always")
"""The one of the cameras that the site file wants recorded continuously."""

SITE_FILE = "site file"
LONGEST = "it ran as long as a recording may"

Decisions = tuple[AnyDecision, ...]


def carry_out(
    state: State, by: str, command: StartRecording | StopRecording | ExtendRecording | ProtectRecording
) -> Decisions:
    """Do what a person asked for. Raises CommandRefused."""
    match command:
        case StartRecording():
            return _start(state, by, command)
        case StopRecording():
            if command.recording == ALWAYS:
                raise CommandRefused("is_always", "the site file wants these recorded: change it there")
            return _end(state, recording_of(state, command.recording), f"stopped by {by}")
        case ExtendRecording():
            return _extend(state, recording_of(state, command.recording))
        case ProtectRecording():
            return _protect(state, recording_of(state, command.recording), protected=command.protected)
    assert_never(command)


def begin_for(state: State, incident: Incident) -> Decisions:
    """An incident opened: it is recorded if the site wants its kind and severity, and a camera is near."""
    wanted, alert = state.site.loaded.recording, incident.alert
    if alert.kind not in wanted.kinds:
        return ()
    if SEVERITY_RANK[alert.severity] > SEVERITY_RANK[wanted.least_severity]:
        return ()
    return _begin(state, "", incident_feeds(state, incident), incident.incident)


def incident_feeds(state: State, incident: Incident) -> tuple[FeedId, ...]:
    """The cameras to record of an incident: the best by geometry, however they are now, and those shown.

    Not by what found a place on the wall: the wall may be full, or the director off.
    """
    found: dict[FeedId, None] = {}
    alert = incident.alert
    if alert.lat_deg is not None and alert.lon_deg is not None:
        point, count = Point(alert.lat_deg, alert.lon_deg), state.site.loaded.recording.cameras
        found.update((one.feed, None) for one in state.site.field.best_sightings(point, (), count))
    found.update((overlay.feed, None) for overlay in incident.overlays)
    return tuple(found)


def close_for(state: State, name: IncidentId) -> Decisions:
    """An incident was closed: its recording has its tail yet."""
    recording = state.recordings.table.of_incident(name)
    if recording is None or recording.state is not RecordingState.RUNNING:
        return ()
    until_ms = state.at_ms + state.site.loaded.recording.tail_s * 1000
    if recording.until_log_ms is not None:
        until_ms = min(until_ms, recording.until_log_ms)
    _put_running(state, replace(recording, state=RecordingState.TAIL, until_log_ms=until_ms))
    return (RecordingTail(recording.recording, until_ms),)


def time_out(state: State, timer: RecordingEnds) -> Decisions:
    """A recording went on as long as it may, or its tail is over.

    Nothing is there to end where the entry that began it could not be read.
    """
    recording = state.recordings.table.get(timer.recording)
    if recording is None:
        return ()
    is_tail = recording.state is RecordingState.TAIL
    return _end(state, recording, "its incident was closed" if is_tail else LONGEST)


def expire(state: State, timer: RecordingExpires) -> Decisions:
    """A recording was kept as long as it should be; a protected one stays."""
    recording = state.recordings.table.get(timer.recording)
    return () if recording is None or recording.protected else _forget(state, recording)


def give_way(state: State, needed: RoomNeeded) -> Decisions:
    """Recordings go to make room on the disk: of those named, the ones that are ended and not protected."""
    decisions: Decisions = ()
    why = (
        f"to make room: what is recorded takes {size_words(needed.used_bytes)}, and there is room for "
        f"{size_words(needed.limit_bytes)}"
    )
    for name in needed.recordings:
        recording = state.recordings.table.get(name)
        if recording is None or recording.protected or recording.state is not RecordingState.ENDED:
            continue
        decisions += (RecordingGaveWay(name, why), *_forget(state, recording))
    return decisions


def keep_always(state: State) -> Decisions:
    """The site's own continuous recording: its cameras, and no end. The log is not kept for it."""
    feeds = tuple(feed for feed in state.site.loaded.recording.always if feed in state.site.feeds)
    before = state.recordings.table.get(ALWAYS)
    if before is not None and before.state is not RecordingState.ENDED:
        if tuple(one.feed for one in before.feeds) == feeds:
            return ()
        if not feeds:
            state.recordings.table.drop(ALWAYS)
            return (RecordingForgotten(ALWAYS),)
    if not feeds:
        return ()
    recording = Recording(
        recording=ALWAYS,
        state=RecordingState.RUNNING,
        feeds=tuple(RecordedFeed(feed, state.at_ms) for feed in feeds),
        begun_at_ms=state.wall_ms,
        begun_log_ms=state.at_ms,
        opened_n=0,
        until_log_ms=None,
        by=SITE_FILE,
    )
    state.recordings.table.put(ALWAYS, recording)
    return (RecordingBegun(ALWAYS, feeds, by=SITE_FILE),)


def leave_unknown(state: State) -> Decisions:
    """The site changed: recordings of cameras that it does not have any more end when none is left."""
    decisions: Decisions = ()
    for name in tuple(state.recordings.table.running):
        recording = state.recordings.table[name]
        kept = tuple(one for one in recording.feeds if one.feed in state.site.feeds)
        if not kept:
            decisions += _end(state, recording, "its cameras left the site")
        elif kept != recording.feeds:
            state.recordings.table.put(name, replace(recording, feeds=kept))
    return decisions


def _start(state: State, by: str, command: StartRecording) -> Decisions:
    for feed in command.feeds:
        check_feed(state, feed)
    if command.incident is None and not command.feeds:
        raise CommandRefused("no_camera", "name cameras to record, or an incident")
    feeds = command.feeds
    if command.incident is not None:
        incident = incident_of(state, command.incident)
        running = state.recordings.table.of_incident(command.incident)
        if running is not None:
            text = f"{command.incident} is recorded already, by {running.recording}"
            raise CommandRefused("is_recorded", text)
        feeds = feeds or incident_feeds(state, incident)
        if not feeds:
            raise CommandRefused("no_camera", f"no camera is near {command.incident}: name cameras")
    return _begin(state, by, feeds, command.incident)


def _begin(state: State, by: str, feeds: Iterable[FeedId], incident: IncidentId | None) -> Decisions:
    names = tuple(dict.fromkeys(feeds))
    if not names:
        return ()
    since_ms = state.at_ms
    name = recording_id(state.n)
    recording = Recording(
        recording=name,
        state=RecordingState.RUNNING,
        feeds=tuple(RecordedFeed(feed, since_ms, main=True) for feed in names),
        begun_at_ms=state.wall_ms,
        begun_log_ms=since_ms,
        opened_n=state.n,
        until_log_ms=since_ms + _longest_ms(state),
        incident=incident,
        by=by,
        log_from_n=state.recordings.input_before(since_ms - LOG_BEFORE_MS),
    )
    _put_running(state, recording)
    return (RecordingBegun(name, names, incident, by),)


def _extend(state: State, recording: Recording) -> Decisions:
    if recording.state is not RecordingState.RUNNING or recording.until_log_ms is None:
        raise CommandRefused(
            "recording_ended",
            f"{recording.recording} has ended ({recording.why_ended or 'its incident is closed'}): "
            "start another one",
        )
    until_ms = state.at_ms + _longest_ms(state)
    _put_running(state, replace(recording, until_log_ms=until_ms))
    return (RecordingExtended(recording.recording, until_ms),)


def _protect(state: State, recording: Recording, *, protected: bool) -> Decisions:
    if recording.protected is protected:
        return ()
    state.recordings.table.put(recording.recording, replace(recording, protected=protected))
    if recording.state is RecordingState.ENDED and not protected:
        _set_expiry(state, recording)
    return (RecordingProtected(recording.recording, protected),)


def _end(state: State, recording: Recording, why: str) -> Decisions:
    """Again is no error."""
    if recording.state is RecordingState.ENDED:
        return ()
    name = recording.recording
    state.timers.end(("recording", name))
    ended = replace(
        recording,
        state=RecordingState.ENDED,
        until_log_ms=None,
        ended_log_ms=state.at_ms,
        ended_at_ms=state.wall_ms,
        why_ended=why,
    )
    state.recordings.table.put(name, ended)
    _set_expiry(state, ended)
    return (RecordingEnded(name, why), *_bound(state))


def _bound(state: State) -> Decisions:
    table = state.recordings.table
    decisions: Decisions = ()
    while table.ended_count > MAX_ENDED and (first := table.first_to_go()) is not None:
        decisions += _forget(state, first)
    return decisions


def _forget(state: State, recording: Recording) -> Decisions:
    state.timers.end(("expiry", recording.recording))
    state.recordings.table.drop(recording.recording)
    return (RecordingForgotten(recording.recording),)


def _put_running(state: State, recording: Recording) -> None:
    state.recordings.table.put(recording.recording, recording)
    if recording.until_log_ms is not None:
        state.timers.set(RecordingEnds(recording.until_log_ms, recording.recording))


def _set_expiry(state: State, recording: Recording) -> None:
    """Counted from now where it was protected for long: a slip of a finger costs nothing at once."""
    kept_ms = state.site.loaded.recording.keep_days * DAY_MS
    due_ms = max((recording.ended_log_ms or state.at_ms) + kept_ms, state.at_ms + MINUTE_MS)
    state.timers.set(RecordingExpires(due_ms, recording.recording))


def _longest_ms(state: State) -> int:
    return state.site.loaded.recording.longest_min * MINUTE_MS
