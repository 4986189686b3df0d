"""What people did is told with camera and cell, as far as command and decisions name them."""

import pytest

from console.core.decisions import AnyDecision, HandPut, RecordingBegun, Refused, Rewound
from console.core.replay.act_words import act_words, refusal_of
from console.domain.camera import Camera
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId, RecordingId
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AnyCommand,
    AssignFeed,
    ClearCell,
    CloseIncident,
    PinCell,
    RewindCell,
    UndoSwitch,
)
from console.protocol.layout_messages import LoadLayout, SaveLayout
from console.protocol.recording_messages import (
    ExtendRecording,
    ProtectRecording,
    StartRecording,
    StopRecording,
)

WALL, CELL, CAM, ODD = MonitorId("wall-1"), CellIndex(4), FeedId("cam-017"), FeedId("cam-x")
CAMERAS = {CAM: Camera(CAM, 17, "Main / 1st")}
INCIDENT, RECORDING = IncidentId("i-1"), RecordingId("r-1")
REFUSED = Refused("unknown_feed", "there is no such camera")


@pytest.mark.parametrize(
    ("command", "decisions", "words"),
    [
        (AssignFeed(WALL, CELL, CAM), (), "17 Main / 1st put on wall-1 cell 4"),
        (AssignFeed(WALL, CELL, CAM, True), (), "17 Main / 1st put on wall-1 cell 4, pinned"),
        (AssignFeed(WALL, CELL, ODD), (REFUSED,), "cam-x put on wall-1 cell 4"),
        (AssignFeed(WALL, CELL, None), (), "wall-1 cell 4 emptied"),
        (
            PinCell(WALL, CELL, True),
            (HandPut(WALL, CELL, CAM, True),),
            "17 Main / 1st pinned on wall-1 cell 4",
        ),
        (PinCell(WALL, CELL, True), (REFUSED,), "wall-1 cell 4 pinned"),
        (PinCell(WALL, CELL, False), (), "wall-1 cell 4 no longer pinned"),
        (ClearCell(WALL, CELL), (), "hand taken off wall-1 cell 4"),
        (
            RewindCell(WALL, CELL, 10.0),
            (Rewound(WALL, CELL, CAM, 10_000, 0),),
            "17 Main / 1st on wall-1 cell 4 plays 10 s behind live",
        ),
        (RewindCell(WALL, CELL, 10.0), (REFUSED,), "wall-1 cell 4 plays 10 s behind live"),
        (RewindCell(WALL, CELL, 0.0), (), "wall-1 cell 4 back to live"),
        (LoadLayout(WALL, "night"), (), "layout night loaded on wall-1"),
        (SaveLayout(WALL, "night"), (), "wall-1 saved as layout night"),
        (AcknowledgeIncident(INCIDENT), (), "i-1 acknowledged"),
        (CloseIncident(INCIDENT), (), "i-1 closed"),
        (UndoSwitch(INCIDENT), (), "i-1: switches taken back"),
        (UndoSwitch(INCIDENT, WALL, CELL), (), "i-1: switches taken back on wall-1 cell 4"),
        (StartRecording((CAM,)), (), "recording begun: 17 Main / 1st"),
        (
            StartRecording(incident=INCIDENT),
            (RecordingBegun(RECORDING, (CAM, ODD), INCIDENT),),
            "recording begun for i-1: 17 Main / 1st, cam-x",
        ),
        (StopRecording(RECORDING), (), "r-1 ended"),
        (ExtendRecording(RECORDING), (), "r-1 extended"),
        (ProtectRecording(RECORDING), (), "r-1 protected"),
        (ProtectRecording(RECORDING, False), (), "r-1 no longer protected"),
    ],
)
def test_an_act_is_told_with_its_camera_and_its_cell(
    command: AnyCommand, decisions: tuple[AnyDecision, ...], words: str
) -> None:
    assert act_words(command, decisions, CAMERAS) == words


def test_a_refusal_is_told_apart() -> None:
    assert refusal_of((REFUSED,)) is REFUSED
    assert refusal_of((HandPut(WALL, CELL, CAM, True),)) is None
