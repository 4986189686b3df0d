"""What a person did, in words, with the camera and the cell: for a replay's timeline. Pure."""

from collections.abc import Mapping, Sequence

from console.core.decisions import AnyDecision, HandPut, RecordingBegun, Refused, Rewound
from console.domain.camera import Camera
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.wall import CoverKind
from console.domain.wording import camera_words, few_of
from console.protocol import core_messages as messages
from console.protocol import layout_messages
from console.protocol.preset_messages import (
    DeletePreset,
    ImportPreset,
    LoadPreset,
    RenamePreset,
    RestorePreset,
    SavePreset,
)
from console.protocol.recording_messages import (
    ExtendRecording,
    ProtectRecording,
    ReportRecorded,
    StartRecording,
    StopRecording,
)
from console.protocol.tour_messages import (
    DeleteTour,
    PauseTour,
    RenameTour,
    SaveTour,
    StartTour,
    StepTour,
    StopTour,
)
from console.protocol.wall_messages import (
    AssignFeeds,
    CoverMonitors,
    DropFrames,
    SelectFeed,
    SwapCells,
    UncoverMonitors,
    UndoLoad,
    ZoomCell,
)

SILENT = (messages.ReportFeeds, messages.ReportPainted, ReportRecorded, messages.ReportLent)
"""What programs report is nobody's act."""

Cameras = Mapping[FeedId, Camera]


def refusal_of(decisions: Sequence[AnyDecision]) -> Refused | None:
    """Why core did not do what it was asked for; None where it did."""
    return next((made for made in decisions if isinstance(made, Refused)), None)


def act_words(command: messages.AnyCommand, decisions: Sequence[AnyDecision], cameras: Cameras) -> str:
    """As if done. Of what the command doesn't name (a pinned camera), ``decisions`` tell."""
    match command:
        case messages.AssignFeed() | messages.PinCell() | messages.ClearCell() | messages.RewindCell():
            return _cell_words(command, decisions, cameras)
        case layout_messages.LoadLayout(monitor=monitor, name=name):
            return f"layout {name} loaded on {monitor}"
        case layout_messages.SaveLayout(monitor=monitor, name=name):
            return f"{monitor} saved as layout {name}"
        case layout_messages.ImportLayout(layout=layout):
            return f"layout {layout.name} imported"
        case layout_messages.DeleteLayout(name=name):
            return f"layout {name} deleted"
        case layout_messages.RenameLayout(name=name, to=to):
            return f"layout {name} renamed to {to}"
        case layout_messages.LockLayout(name=name, locked=locked):
            return f"layout {name} {'locked' if locked else 'unlocked'}"
        case layout_messages.OwnLayout(name=name, personal=personal):
            return f"layout {name} {'made personal' if personal else 'shared'}"
        case messages.AcknowledgeIncident(incident=incident):
            return f"{incident} acknowledged"
        case messages.CloseIncident(incident=incident):
            return f"{incident} closed"
        case messages.UndoSwitch(incident=incident, monitor=monitor, cell=cell):
            where = f" on {_place(monitor, cell)}" if monitor is not None and cell is not None else ""
            return f"{incident}: switches taken back{where}"
        case StartTour() | StopTour() | PauseTour() | StepTour() | SaveTour() | RenameTour() | DeleteTour():
            return _tour_words(command)
        case LoadPreset() | SavePreset() | ImportPreset() | RenamePreset() | DeletePreset() | RestorePreset():
            return _preset_words(command)
    return _wall_words(command, cameras) or _recording_words(command, decisions, cameras)


def _place(monitor: MonitorId, cell: CellIndex) -> str:
    return f"{monitor} cell {cell}"


def _cell_words(
    command: messages.AssignFeed | messages.PinCell | messages.ClearCell | messages.RewindCell,
    decisions: Sequence[AnyDecision],
    cameras: Cameras,
) -> str:
    place = _place(command.monitor, command.cell)
    held = next((one.feed for one in decisions if isinstance(one, HandPut | Rewound)), None)
    name = camera_words(cameras.get(held), held) if held is not None else ""
    match command:
        case messages.AssignFeed(feed=None):
            return f"{place} emptied"
        case messages.AssignFeed(feed=feed, pinned=pinned) if feed is not None:
            return f"{camera_words(cameras.get(feed), feed)} put on {place}{', pinned' * pinned}"
        case messages.PinCell(pinned=True):
            return f"{name} pinned on {place}" if name else f"{place} pinned"
        case messages.PinCell():
            return f"{place} no longer pinned"
        case messages.RewindCell(rewind_s=0.0):
            return f"{place} back to live"
        case messages.RewindCell(rewind_s=back_s, loop_s=loop_s) if loop_s:
            return f"{f'{name} on ' * bool(name)}{place} plays the last {back_s:g} s again and again"
        case messages.RewindCell(rewind_s=back_s):
            return f"{f'{name} on ' * bool(name)}{place} plays {back_s:g} s behind live"
    return f"hand taken off {place}"


def _on(monitors: Sequence[MonitorId]) -> str:
    return f" on {few_of(monitors)}" if monitors else " on all monitors"


def _wall_words(command: messages.AnyCommand, cameras: Cameras) -> str:
    """Of what is done to several cells, or whole monitors; "" for anything else."""
    match command:
        case AssignFeeds(monitor=monitor, feeds=feeds):
            return f"{few_of([camera_words(cameras.get(feed), feed) for feed in feeds])} put on {monitor}"
        case SwapCells():
            there = _place(command.to_monitor, command.to_cell)
            return f"{_place(command.monitor, command.cell)} swapped with {there}"
        case ZoomCell(monitor=monitor, cell=cell, zoom=zoom):
            return f"{_place(monitor, cell)} {'zoomed' if zoom is not None else 'shows the whole picture'}"
        case SelectFeed(feed=feed):
            return f"{camera_words(cameras.get(feed), feed)} selected"
        case CoverMonitors(kind=kind, monitors=monitors):
            return f"{'public preset' if kind is CoverKind.PUBLIC else 'blank'}{_on(monitors)}"
        case UncoverMonitors(monitors=monitors):
            return f"uncovered{_on(monitors)}"
        case DropFrames(monitors=monitors):
            return f"what rules put up taken down{_on(monitors)}"
        case UndoLoad():
            return "what was loaded was taken back"
    return ""


def _preset_words(
    command: LoadPreset | SavePreset | ImportPreset | RenamePreset | DeletePreset | RestorePreset,
) -> str:
    match command:
        case LoadPreset(name=name, monitors=monitors):
            return f"wall preset {name} loaded{_on(monitors) if monitors else ''}"
        case SavePreset(name=name):
            return f"saved as wall preset {name}"
        case ImportPreset(preset=preset):
            return f"wall preset {preset.name} imported"
        case RenamePreset(name=name, to=to):
            return f"wall preset {name} renamed to {to}"
        case DeletePreset(name=name):
            return f"wall preset {name} deleted"
        case RestorePreset():
            return "a wall preset brought back"


def _tour_words(
    command: StartTour | StopTour | PauseTour | StepTour | SaveTour | RenameTour | DeleteTour,
) -> str:
    match command:
        case StartTour(monitor=monitor, cell=cell, name=name):
            return f"tour {name} started on {_place(monitor, cell)}"
        case StopTour(monitor=monitor, cell=cell):
            return f"tour on {_place(monitor, cell)} stopped"
        case PauseTour(monitor=monitor, cell=cell, paused=paused):
            return f"tour on {_place(monitor, cell)} {'paused' if paused else 'goes on'}"
        case StepTour(monitor=monitor, cell=cell, back=back):
            return f"tour on {_place(monitor, cell)} one {'back' if back else 'on'}"
        case SaveTour(tour=tour):
            return f"tour {tour.name} saved"
        case RenameTour(name=name, to=to):
            return f"tour {name} renamed to {to}"
        case DeleteTour(name=name):
            return f"tour {name} deleted"


def _recording_words(command: messages.AnyCommand, decisions: Sequence[AnyDecision], cameras: Cameras) -> str:
    match command:
        case StartRecording(incident=incident):
            begun = next((one.feeds for one in decisions if isinstance(one, RecordingBegun)), command.feeds)
            names = few_of([camera_words(cameras.get(feed), feed) for feed in begun])
            return f"recording begun{f' for {incident}' if incident else ''}: {names or 'no camera'}"
        case StopRecording(recording=recording):
            return f"{recording} ended"
        case ExtendRecording(recording=recording):
            return f"{recording} extended"
        case ProtectRecording(recording=recording, protected=protected):
            return f"{recording} {'protected' if protected else 'no longer protected'}"
    return str(command.__struct_config__.tag).replace("_", " ")
