"""A second operator beside the first: what ``sightline ctl`` does, by chance, over its own connection."""

import random
from datetime import UTC, datetime
from typing import Any

import zmq

from console.app.ctl.session import ask
from console.app.process_clock import PROCESS_CLOCK
from console.app.site_runtime import read_run_file
from console.domain.alert import AlertKind, Severity
from console.domain.camera import Camera
from console.domain.cell_content import ClockContent, MapContent, TextContent, TourContent
from console.domain.errors import CommandRefused
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.layout import Cell, Layout
from console.domain.tour import Tour, TourStep
from console.domain.wall import CoverKind
from console.domain.zoom_part import part_around
from console.protocol.alert_messages import AlertMessage
from console.protocol.core_messages import (
    AcknowledgeIncident,
    AssignFeed,
    ClearCell,
    CloseIncident,
    PinCell,
    Request,
    RewindCell,
    UndoSwitch,
)
from console.protocol.endpoints import Endpoints
from console.protocol.layout_messages import (
    DeleteLayout,
    ImportLayout,
    LoadLayout,
    LockLayout,
    RenameLayout,
    SaveLayout,
)
from console.protocol.outbox import Outbox
from console.protocol.preset_messages import DeletePreset, LoadPreset, RenamePreset, SavePreset
from console.protocol.recording_messages import StopRecording
from console.protocol.requester import Requester
from console.protocol.tour_messages import DeleteTour, PauseTour, SaveTour, StartTour, StepTour, StopTour
from console.protocol.wall_messages import (
    AssignFeeds,
    CoverMonitors,
    SwapCells,
    UncoverMonitors,
    UndoLoad,
    ZoomCell,
)
from console.protocol.window_messages import ShowNumber, WindowRequest
from tests.end2end.random_operator import CAMERAS, NAMES, WALLS
from tests.end2end.running_site import RunningSite
from tests.watch.waiting import wait_until

GRIDS = ("1x1", "2x2", "2x2", "3x3", "1+5")
"""No finer ones: the strip of a tile narrower than 200 pixels can't be read."""
ANSWERS_WITHIN_S = 5.0
UNDO_LAST, STOP_RECORDINGS, ALERT, NUMBER = "undo the last load", "stop recordings", "alert", "number"
"""What is looked for only when it is done."""


def command_by_chance(chance: random.Random) -> tuple[Any, ...]:
    """A command, or words for what has to be looked for first."""
    pick, some = chance.choice, chance.random
    monitor, cell = MonitorId(pick(WALLS)), CellIndex(chance.randrange(5))
    other, to = MonitorId(pick(WALLS)), CellIndex(chance.randrange(5))
    feed, name = FeedId(f"cam-{chance.randint(1, CAMERAS):03d}"), pick(NAMES)
    incident = IncidentId(f"i-{chance.randint(1, 20):06d}")
    feeds = tuple(FeedId(f"cam-{number:03d}") for number in chance.sample(range(1, CAMERAS + 1), 3))
    part = part_around(2.0, some(), some())
    number = chance.randint(1, 12)
    yes = some() < 0.5
    weighted: list[tuple[Any, int]] = [
        (AssignFeed(monitor, cell, pick((feed, feed, None)), pinned=some() < 0.2), 10),
        (AssignFeeds(monitor, feeds, cell), 3),
        (PinCell(monitor, cell, yes), 6),
        (ClearCell(monitor, cell), 8),
        (SwapCells(monitor, cell, other, to), 4),
        (ZoomCell(monitor, cell, pick((part, None, None))), 4),
        (RewindCell(monitor, cell, pick((0.0, 3.0, 10.0)), pick((0.0, 3.0))), 4),
        (LoadLayout(monitor, pick((*GRIDS, *NAMES)), keep_incidents=yes), 12),
        (SaveLayout(monitor, name), 5),
        (ImportLayout(_layout(chance, name), replace=True), 3),
        (RenameLayout(name, pick(NAMES)), 2),
        (DeleteLayout(name), 2),
        (LockLayout(name, some() < 0.2), 2),
        (SavePreset(name, number if yes else None, monitors=pick(((), (monitor,)))), 4),
        (LoadPreset(pick((name, str(number)))), 5),
        (RenamePreset(name, pick(NAMES)), 1),
        (DeletePreset(name), 1),
        (UNDO_LAST, 4),
        (SaveTour(Tour(name, tuple(TourStep(one, chance.randint(2, 6)) for one in feeds), yes)), 4),
        (StartTour(monitor, cell, name), 6),
        (StopTour(monitor, cell), 3),
        (PauseTour(monitor, cell, yes), 3),
        (StepTour(monitor, cell, back=yes), 3),
        (DeleteTour(name), 1),
        (CoverMonitors(pick(tuple(CoverKind)), pick(((), (monitor,), (monitor,)))), 2),
        (UncoverMonitors(), 8),
        (ALERT, 10),
        (AcknowledgeIncident(incident), 3),
        (CloseIncident(incident), 6),
        (UndoSwitch(incident), 3),
        (STOP_RECORDINGS, 2),
        (NUMBER, 2),
    ]
    chosen = chance.choices([what for what, _ in weighted], [weight for _, weight in weighted])[0]
    if chosen == ALERT:
        kind, severity = pick(tuple(AlertKind)), pick(tuple(Severity))
        return ALERT, feed, kind, severity
    return (NUMBER, monitor) if chosen == NUMBER else (chosen,)


def _layout(chance: random.Random, name: str) -> Layout:
    """Two rows of two, other content among the cameras."""
    contents = (ClockContent(title="Shift"), TextContent("Briefing at 14"), TourContent(chance.choice(NAMES)))
    cells = []
    for index in range(4):
        place = {"column": index % 2, "row": index // 2, "auto": chance.random() < 0.7}
        shown = chance.random()
        if shown < 0.25:
            content = MapContent() if shown < 0.03 else chance.choice(contents)
            cells.append(Cell(**place, content=content))
        elif shown < 0.35:
            cells.append(Cell(**place))
        else:
            feed = FeedId(f"cam-{chance.randint(1, CAMERAS):03d}")
            cells.append(Cell(**place, feed=feed, pinned=shown > 0.9, hotspot=0.8 < shown < 0.9))
    return Layout(name, 2, 2, tuple(cells))


class SecondOperator:
    """Has one connection to core and one for alerts. What core refuses is an answer, too."""

    def __init__(self, site: RunningSite, cameras: tuple[Camera, ...]) -> None:
        self._endpoints = Endpoints(site.run_dir)
        self._cameras = {camera.feed: camera for camera in cameras}
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._core = Requester(
            self._context,
            self._endpoints.core_commands,
            "second",
            PROCESS_CLOCK,
            Request,
            only_connected=True,
        )
        self._outbox = Outbox(self._context, read_run_file(site.run_dir).alerts, PROCESS_CLOCK)
        self._site = site
        self._loaded: list[int] = []
        self._alerts = 0
        self.refused = 0

    def start(self) -> None:
        self._core.start()
        self._outbox.start()

    def stop(self) -> None:
        self._core.stop()
        self._outbox.stop()
        self._context.destroy(linger=0)

    def do(self, what: Any, *given: Any) -> None:
        """One command. Raises NoAnswer."""
        if what == ALERT:
            self._send_alert(*given)
        elif what == NUMBER:
            endpoint = self._endpoints.window(f"display-{given[0]}")
            ask(endpoint, ShowNumber(for_s=2.0), WindowRequest, ANSWERS_WITHIN_S)
        elif what == STOP_RECORDINGS:
            for one in self._site.snapshot().get("recordings", ()):
                self._command(StopRecording(one["recording"]))
        elif what == UNDO_LAST:
            if self._loaded:
                self._command(UndoLoad(self._loaded.pop()))
        else:
            self._command(what)

    def _command(self, command: Any) -> None:
        try:
            result = self._core.call(command, ANSWERS_WITHIN_S)
        except CommandRefused:
            self.refused += 1
            return
        if isinstance(command, LoadLayout | LoadPreset):
            self._loaded.append(int(result["n"]))

    def _send_alert(self, feed: FeedId, kind: AlertKind, severity: Severity) -> None:
        self._alerts += 1
        camera, now_ms = self._cameras[feed], PROCESS_CLOCK.now_ms()
        told = AlertMessage(
            1,
            "urn:test:operator",
            f"alert-{self._alerts}",
            kind,
            datetime.fromtimestamp(now_ms / 1000, UTC).isoformat(),
            severity,
            camera.lat_deg,
            camera.lon_deg,
        )
        self._outbox.send(told)
        wait_until(
            lambda: self._outbox.poll() or not self._outbox.pending, ANSWERS_WITHIN_S, "the alert is taken"
        )
