"""A seeded quarter of an hour of core's life in which every kind of input happens."""

import random

import msgspec

from console.core.log.input_log import RoomNeeded, RuleDue, StateCommand
from console.domain.alert import AlertKind, Severity
from console.domain.camera import Profile
from console.domain.cell_content import TourContent
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId, RecordingId
from console.domain.layout import Cell, Layout
from console.domain.picture import PictureState
from console.domain.rule import IncidentTrigger, Rule, ScheduleTrigger
from console.domain.tour import Tour, TourStep
from console.domain.wall import CoverKind
from console.domain.wall_preset import PresetMonitor, WallPreset
from console.domain.zoom_part import ZoomPart
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AssignFeed,
    ClearCell,
    CloseIncident,
    FeedState,
    PaintedTile,
    PinCell,
    ReportFeeds,
    ReportLent,
    ReportPainted,
    RewindCell,
    UndoSwitch,
)
from console.protocol.layout_messages import (
    DeleteLayout,
    ImportLayout,
    LoadLayout,
    LockLayout,
    OwnLayout,
    RenameLayout,
    SaveLayout,
)
from console.protocol.preset_messages import (
    DeletePreset,
    ImportPreset,
    LoadPreset,
    RenamePreset,
    RestorePreset,
    SavePreset,
)
from console.protocol.process_config import RecordingConfig
from console.protocol.recording_messages import (
    ExtendRecording,
    ProtectRecording,
    RecordedStream,
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
from tests.fakes.core_site import alert_message
from tests.fakes.input_feeder import InputFeeder

TWO_DAYS_MS = 2 * 86_400_000
"""What was recorded is forgotten by then."""


def lived_through(acts: int = 260, *, cameras: int = 40, layout: str = "4x4") -> InputFeeder:
    """A feeder after so many acts of sensors, persons, displays and the engine."""
    chance = random.Random(7741)
    recording = RecordingConfig(
        kinds=(AlertKind.GUNSHOT,),
        least_severity=Severity.SEVERE,
        longest_min=2,
        always=(FeedId("cam-001"), FeedId(f"cam-{cameras:03d}")),
        keep_days=1,
    )
    shots = Rule("shots", "alarm", IncidentTrigger((AlertKind.GUNSHOT,), Severity.EXTREME, 20))
    nights = Rule("nights", "alarm", ScheduleTrigger(22 * 60, 6 * 60, "Europe/Vienna"))
    feeder = InputFeeder(
        cameras=cameras, layout=layout, hold_s=60, recording=recording, rules=(shots, nights)
    )
    for number in range(acts):
        feeder.now_ms += chance.randrange(100, 9_000)
        if chance.random() < 0.45:
            message = alert_message(number, at_camera=chance.randrange(1, cameras))
            severity = chance.choice(list(Severity))
            feeder.alert(msgspec.structs.replace(message, severity=severity))
            _paint(feeder)
        else:
            feeder.command(_some_command(chance, feeder, cameras))
        if number % 30 == 29:  # the disk gets full
            known = [one.recording for one in feeder.state.recordings.table.oldest_first()]
            feeder.feed(RoomNeeded((*known[:2], RecordingId("r-000999")), 60_000_000_000, 50_000_000_000))
        if number % 20 == 19:
            feeder.feed(RuleDue("nights", number % 40 == 19, feeder.now_ms))
        if number == acts // 2:  # core started again after a loss, with a camera and a monitor less
            feeder.lose(3)
            site = msgspec.structs.replace(
                feeder.site,
                cameras=feeder.site.cameras[:-1],
                monitors=feeder.site.monitors[:1],
                stored={name: one.layout for name, one in feeder.state.stored.items()},
            )
            feeder.feed(site)
            feeder.feed(msgspec.structs.replace(feeder.site, stored=site.stored))
    for name in sorted(feeder.state.tours):  # which would step for two days
        feeder.command(DeleteTour(name))
    feeder.command(UncoverMonitors())
    feeder.now_ms += TWO_DAYS_MS
    feeder.command(ReportFeeds(()))
    return feeder


def _some_command(chance: random.Random, feeder: InputFeeder, cameras: int) -> StateCommand:
    monitor = MonitorId(chance.choice(["wall-1", "wall-2"]))
    cell = CellIndex(chance.randrange(16))
    feed = FeedId(f"cam-{chance.randrange(1, cameras + 1):03d}")
    incident = IncidentId(f"i-{chance.randrange(1, max(2, feeder.state.incidents.next_number.value)):06d}")
    two = Layout(f"two-{chance.randrange(3)}", 2, 1, (Cell(0, 0, auto=True), Cell(1, 0, feed=feed)))
    choices: list[StateCommand] = [
        AssignFeed(monitor, cell, feed, pinned=chance.random() < 0.3),
        PinCell(monitor, cell, pinned=chance.random() < 0.5),
        ClearCell(monitor, cell),
        LoadLayout(monitor, chance.choice(["4x4", "1+5", "3x3", "night"])),
        SaveLayout(
            monitor, "night", chance.choice([None, None, 0, feeder.state.n]), chance.choice(["", "calm"])
        ),
        ImportLayout(two, replace=chance.random() < 0.5),
        DeleteLayout(chance.choice(["two-0", "two-1", "4x4"])),
        LockLayout(chance.choice(["night", "two-2", "4x4"]), chance.random() < 0.3),
        OwnLayout(chance.choice(["night", "two-2", "4x4"]), chance.random() < 0.5),
        RenameLayout(chance.choice(["night", "two-2"]), chance.choice(["night", "dusk"])),
        RewindCell(monitor, cell, chance.choice([0.0, 5.0, 20.0])),
        RewindCell(monitor, cell, 20.0),
        AcknowledgeIncident(incident),
        CloseIncident(incident),
        UndoSwitch(incident),
        ReportFeeds((FeedState(feed, chance.choice([PictureState.LOST, PictureState.LIVE])),)),
        StartRecording((feed,), chance.choice([None, incident])),
        StopRecording(_some_recording(chance, feeder)),
        ExtendRecording(_some_recording(chance, feeder)),
        ProtectRecording(_some_recording(chance, feeder), chance.random() < 0.5),
        ReportRecorded((RecordedStream(feed, Profile.SUB, feeder.now_ms, chance.randrange(2)),)),
        ReportLent({monitor: "drill"} if chance.random() < 0.5 else {}),
    ]
    if chance.random() < 0.4:
        choices = _wall_commands(chance, feeder, monitor, cell, feed)
    return chance.choice(choices)


def _wall_commands(
    chance: random.Random, feeder: InputFeeder, monitor: MonitorId, cell: CellIndex, feed: FeedId
) -> list[StateCommand]:
    """On several cells and whole monitors, and tours."""
    some = (monitor,) if chance.random() < 0.5 else ()
    steps = tuple(TourStep(FeedId(f"cam-{chance.randrange(1, 30):03d}"), 5) for _ in range(4))
    cells = (Cell(0, 0, content=TourContent("round")), Cell(1, 0, hotspot=True), Cell(2, 0, auto=True))
    alarm = WallPreset("alarm", (PresetMonitor(monitor, Layout("three", 3, 1, cells)),), 7)
    other, to_cell = MonitorId("wall-2"), CellIndex(chance.randrange(4))
    loads = [*sorted(feeder.state.wall.loads), 1]
    return [
        AssignFeeds(monitor, (feed, FeedId("cam-003"))),
        SwapCells(monitor, cell, other, to_cell),
        ZoomCell(monitor, cell, chance.choice([None, ZoomPart(100, 200, 300, 300)])),
        SelectFeed(feed),
        CoverMonitors(chance.choice(list(CoverKind)), some),
        UncoverMonitors(some),
        UncoverMonitors(),
        DropFrames(some),
        UndoLoad(chance.choice(loads)),
        SavePreset("day", 1, some),
        ImportPreset(alarm, True),
        ImportPreset(alarm, True),
        LoadPreset(chance.choice(["7", "day"])),
        RenamePreset("day", chance.choice(["noon", "alarm"])),
        DeletePreset(chance.choice(["noon", "alarm"])),
        RestorePreset(chance.choice([*sorted(feeder.state.replaced_presets), 1])),
        SaveTour(Tour("round", steps, chance.random() < 0.5)),
        SaveTour(Tour("round", steps)),
        RenameTour("round", chance.choice(["ring", "round"])),
        DeleteTour("ring"),
        StartTour(monitor, cell, "round"),
        StartTour(monitor, CellIndex(0), "round"),
        StopTour(monitor, cell),
        PauseTour(monitor, CellIndex(0), chance.random() < 0.5),
        StepTour(monitor, CellIndex(0), chance.random() < 0.5),
    ]


def _some_recording(chance: random.Random, feeder: InputFeeder) -> RecordingId:
    known = [one.recording for one in feeder.state.recordings.table.oldest_first()]
    return chance.choice([*known, RecordingId("r-000999")])


def _paint(feeder: InputFeeder) -> None:
    """The displays paint what the newest incident asked for, 150 ms later."""
    newest = feeder.state.incidents.table.oldest_first()[-1]
    feeder.now_ms += 150
    for overlay in newest.overlays:
        tile = PaintedTile(newest.incident, overlay.cell, overlay.feed, feeder.now_ms * 1_000_000)
        feeder.command(ReportPainted(overlay.monitor, (tile,)))
