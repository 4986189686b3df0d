"""One step of core: a logged input changes the state, and what was decided is told.

It reads nothing but the state and the entry: the same log gives the same states and decisions, always. It
only dispatches by family; each family decides with its own slice.
"""

from collections.abc import Iterable, Iterator
from typing import assert_never

from console.core import feed_reports
from console.core.answers import answer_of
from console.core.decisions import AnyDecision, Refused, Undecided
from console.core.incidents import lifecycle, painted_tiles
from console.core.layouts import monitor_layouts, stored_layouts
from console.core.log.input_log import (
    AlertReceived,
    AnyInput,
    AnyTimer,
    CommandGiven,
    FrameEnds,
    HoldEnds,
    LogEntry,
    RecordingEnds,
    RecordingExpires,
    RewindEnds,
    RoomNeeded,
    RuleDue,
    SiteLoaded,
    StateCommand,
    TimerFired,
    TourSteps,
    TourWarms,
    Voided,
)
from console.core.presets import covers, frames, loads, stored_presets
from console.core.recording import disk_reports, recordings
from console.core.state import State
from console.core.timers import timer_key
from console.core.tours import stored_tours, tour_runs
from console.core.wall import hands, lending, rewinds, zooms
from console.domain.errors import CommandRefused
from console.protocol import core_messages as messages
from console.protocol import layout_messages, preset_messages, tour_messages, wall_messages
from console.protocol.recording_messages import (
    ExtendRecording,
    ProtectRecording,
    ReportRecorded,
    StartRecording,
    StopRecording,
)

Decisions = tuple[AnyDecision, ...]

WallCommand = (
    wall_messages.ZoomCell
    | wall_messages.SelectFeed
    | wall_messages.CoverMonitors
    | wall_messages.UncoverMonitors
    | wall_messages.DropFrames
    | wall_messages.UndoLoad
    | preset_messages.LoadPreset
    | preset_messages.SavePreset
    | preset_messages.ImportPreset
    | preset_messages.RenamePreset
    | preset_messages.DeletePreset
    | preset_messages.RestorePreset
)

TourCommand = (
    tour_messages.SaveTour
    | tour_messages.RenameTour
    | tour_messages.DeleteTour
    | tour_messages.StartTour
    | tour_messages.StopTour
    | tour_messages.PauseTour
    | tour_messages.StepTour
)


def step(state: State, entry: LogEntry) -> Decisions:
    """Decide on one input. Refused or failed, it leaves the state as it was, but for its number and time."""
    state.n, state.at_ms, state.wall_ms = entry.n, entry.at_ms, entry.wall_ms
    try:
        decisions = _decided(state, entry.input)
    except Exception as error:  # noqa: BLE001 - a defect met by one input must not stop the ones after it
        state.ledger.undo()
        decisions = _without_deciding(state, entry.input, error)
    state.ledger.keep()
    return decisions


def _decided(state: State, logged: AnyInput) -> Decisions:
    try:
        state.recordings.note(state.at_ms, state.n)
        decisions = (*_decide(state, logged), *_follow_cells(state))
    except CommandRefused as refusal:
        state.ledger.undo()
        decisions = (Refused(refusal.code, refusal.text),)
    _remember(state, logged, decisions)
    return decisions


def _follow_cells(state: State) -> Decisions:
    """What hangs on the cells' feeds, after every decision."""
    zooms.end_where_feeds_changed(state)
    return (*rewinds.end_where_feeds_changed(state), *tour_runs.go_on_where_free(state))


def _without_deciding(state: State, logged: AnyInput, error: Exception) -> Decisions:
    """What happens all the same: an alert opens its incident, a timer goes, a command is answered."""
    undecided = Undecided(f"{type(error).__name__}: {error}")
    try:
        return (*_done_all_the_same(state, logged), undecided)
    except Exception as again:  # noqa: BLE001 - as above
        state.ledger.undo()
        return undecided, Undecided(f"{type(again).__name__}: {again}")


def _done_all_the_same(state: State, logged: AnyInput) -> Decisions:
    match logged:
        case AlertReceived():
            return lifecycle.open_incident(state, logged, switching=False)
        case TimerFired():
            state.timers.end(timer_key(logged.timer))
        case CommandGiven():
            refused = (Refused("failed", "core failed on this command; its log says where"),)
            _remember(state, logged, refused)
            return refused
    return ()


def _remember(state: State, logged: AnyInput, decisions: Decisions) -> None:
    """Keep a command's answer for a minute, so that the same request is not carried out again."""
    if not isinstance(logged, CommandGiven) or not logged.id:
        return
    refused = next(((made.code, made.text) for made in decisions if isinstance(made, Refused)), ("", ""))
    state.answers.put((logged.by, logged.id), answer_of(state.n, state.at_ms, logged.command, refused))
    state.answers.forget_old(state.at_ms)


def _decide(state: State, logged: AnyInput) -> Decisions:
    match logged:
        case SiteLoaded():
            return _load_site(state, logged)
        case AlertReceived():
            return lifecycle.open_incident(state, logged)
        case TimerFired():
            return _fire(state, logged.timer)
        case CommandGiven():
            return _carry_out(state, logged.by, logged.command)
        case RoomNeeded():
            return recordings.give_way(state, logged)
        case RuleDue():
            return frames.follow_schedule(state, logged)
        case Voided():
            return ()


def _load_site(state: State, site: SiteLoaded) -> Decisions:
    loaded = monitor_layouts.load_site(state, site)
    state.recordings.note_start(state.wall_ms)
    return (
        *loaded,
        *lending.end_all(state),
        *frames.leave_unknown(state),
        *recordings.leave_unknown(state),
        *recordings.keep_always(state),
    )


def _fire(state: State, timer: AnyTimer) -> Decisions:
    state.timers.end(timer_key(timer))
    match timer:
        case HoldEnds():
            return lifecycle.end_hold(state, timer)
        case RewindEnds():
            return rewinds.time_out(state, timer)
        case RecordingEnds():
            return recordings.time_out(state, timer)
        case RecordingExpires():
            return recordings.expire(state, timer)
        case FrameEnds():
            return frames.time_out(state, timer)
        case TourWarms():
            return tour_runs.warm(state, timer)
        case TourSteps():
            return tour_runs.step_on(state, timer)
    assert_never(timer)


def _carry_out(state: State, by: str, command: StateCommand) -> Decisions:
    match command:
        case messages.ReportFeeds():
            return feed_reports.note(state, command)
        case messages.AssignFeed() | messages.PinCell() | messages.ClearCell():
            return hands.carry_out(state, by, command)
        case wall_messages.AssignFeeds() | wall_messages.SwapCells():
            return hands.carry_out(state, by, command)
        case messages.RewindCell():
            return rewinds.rewind(state, command)
        case layout_messages.LoadLayout():
            return loads.load_layout(state, by, command)
        case layout_messages.SaveLayout() | layout_messages.ImportLayout() | layout_messages.LockLayout():
            return stored_layouts.carry_out(state, by, command)
        case layout_messages.DeleteLayout() | layout_messages.RenameLayout() | layout_messages.OwnLayout():
            return stored_layouts.carry_out(state, by, command)
        case messages.AcknowledgeIncident() | messages.CloseIncident() | messages.UndoSwitch():
            return lifecycle.carry_out(state, by, command)
        case messages.ReportPainted():
            return painted_tiles.note(state, command)
        case StartRecording() | StopRecording() | ExtendRecording() | ProtectRecording():
            return recordings.carry_out(state, by, command)
        case ReportRecorded():
            return disk_reports.note(state, command)
        case messages.ReportLent():
            return lending.note(state, command)
        case _:
            return _carry_out_on_wall(state, by, command)


def _carry_out_on_wall(state: State, by: str, command: WallCommand | TourCommand) -> Decisions:
    """On cells in other ways, on whole monitors, and tours."""
    match command:
        case wall_messages.ZoomCell():
            return zooms.zoom(state, command)
        case wall_messages.SelectFeed():
            return hands.select(state, command)
        case wall_messages.CoverMonitors() | wall_messages.UncoverMonitors():
            return covers.carry_out(state, by, command)
        case wall_messages.DropFrames():
            return frames.drop(state, command)
        case wall_messages.UndoLoad():
            return loads.undo(state, command)
        case preset_messages.LoadPreset():
            return loads.load_preset(state, by, command)
        case preset_messages.SavePreset() | preset_messages.ImportPreset():
            return stored_presets.carry_out(state, by, command)
        case preset_messages.RenamePreset() | preset_messages.DeletePreset():
            return stored_presets.carry_out(state, by, command)
        case preset_messages.RestorePreset():
            return stored_presets.carry_out(state, by, command)
        case tour_messages.SaveTour() | tour_messages.RenameTour() | tour_messages.DeleteTour():
            return stored_tours.carry_out(state, by, command)
        case tour_messages.StartTour() | tour_messages.StopTour():
            return tour_runs.carry_out(state, command)
        case tour_messages.PauseTour() | tour_messages.StepTour():
            return tour_runs.carry_out(state, command)
    assert_never(command)


def fold(state: State, entries: Iterable[LogEntry]) -> Iterator[tuple[int, Decisions]]:
    """Feed a log again: for each entry its number, and what was decided."""
    for entry in entries:
        yield entry.n, step(state, entry)
