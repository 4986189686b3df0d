"""What a person did, in words, with the camera and the cell: for a replay's timeline. Pure."""

from collections.abc import Mapping, Sequence

from console.core.decisions import AnyDecision, HandPut, RecordingBegun, Refused, Rewound
from console.domain.camera import Camera
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.domain.wording import camera_words, few_of
from console.protocol import core_messages as messages
from console.protocol import layout_messages
from console.protocol.recording_messages import (
    ExtendRecording,
    ProtectRecording,
    StartRecording,
    StopRecording,
)

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
        case messages.AcknowledgeIncident(incident=incident):
            return f"{incident} acknowledged"
        case messages.CloseIncident(incident=incident):
            return f"{incident} closed"
        case messages.UndoSwitch(incident=incident, monitor=monitor, cell=cell):
            where = f" on {_place(monitor, cell)}" if monitor is not None and cell is not None else ""
            return f"{incident}: switches taken back{where}"
    return _recording_words(command, decisions, cameras)


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
        case messages.RewindCell(rewind_s=back_s):
            return f"{f'{name} on ' * bool(name)}{place} plays {back_s:g} s behind live"
    return f"hand taken off {place}"


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
