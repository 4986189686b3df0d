"""A small city as the desk hears it: core and engine on real sockets, 64 cameras, two monitors, incidents."""

import math
import mmap
from pathlib import Path
from typing import Any

import numpy as np
import zmq

from console.domain.alert import Alert, AlertKind, Severity
from console.domain.camera import Camera, Profile
from console.domain.ids import CellIndex, FeedId, IncidentId, MonitorId
from console.domain.incident import Incident, IncidentState, Overlay, Reason
from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState
from console.domain.recording import RecordedFeed, Recording, RecordingState, recording_id
from console.domain.wall import CellView, IncidentMark, Layer, MonitorView
from console.protocol.clock import Clock
from console.protocol.core_changes import (
    AnyCoreChange,
    CorePublished,
    CoreSnapshot,
    Counts,
    Heartbeat,
    Welcome,
)
from console.protocol.core_messages import GetSnapshot, Request
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import (
    AnyEngineChange,
    DeclareDemands,
    EngineHeartbeat,
    EnginePublished,
    EngineRequest,
    EngineSnapshot,
    EngineWelcome,
    FeedHealth,
    SlotPlace,
)
from console.protocol.frame_file import create_frame_file
from console.protocol.layout_messages import LayoutHead
from console.protocol.publisher import Publisher
from console.protocol.recent_messages import GetRecentActs, RecentActs
from console.protocol.reply import Refusal
from console.protocol.responder import Responder
from console.protocol.slots import SlotWriter, slot_bytes

STREETS = ("Aleksanterinkatu", "Mikonkatu", "Esplanadi", "Mannerheimintie", "Kaisaniemenkatu", "Unioninkatu")
LAYOUTS = (LayoutHead("4x4"), LayoutHead("overview-8x4", 17), LayoutHead("night watch", 41, "ana"))
AGENCIES = ("HPD", "DOT", "TRA")


def city_cameras(count: int = 64) -> tuple[Camera, ...]:
    """Cameras on a grid around 60.171, 24.944, each looking along a street."""
    return tuple(
        Camera(
            feed=FeedId(f"cam-{number:03d}"),
            number=number,
            name=f"{STREETS[number % 6]} / {STREETS[(number // 6 + 1) % 6]}",
            agency=AGENCIES[number % 3],
            lat_deg=60.1655 + 0.0015 * ((number - 1) // 8),
            lon_deg=24.9370 + 0.0021 * ((number - 1) % 8),
            azimuth_deg=number * 37.0 % 360,
            fov_deg=70.0,
            range_m=120.0,
        )
        for number in range(1, count + 1)
    )


def city_monitors(
    cameras: tuple[Camera, ...], incidents: tuple[Incident, ...] = ()
) -> tuple[MonitorView, ...]:
    """Two monitors of 8x4 with the cameras in order; incidents' overlays are marked; one cell is empty."""
    overlays = {
        (overlay.monitor, overlay.cell): (incident, overlay)
        for incident in incidents
        for overlay in incident.overlays
    }
    return tuple(_monitor(MonitorId(f"wall-{wall}"), cameras[32 * (wall - 1) :], overlays) for wall in (1, 2))


def _monitor(
    monitor: MonitorId,
    cameras: tuple[Camera, ...],
    overlays: dict[tuple[MonitorId, CellIndex], tuple[Incident, Overlay]],
) -> MonitorView:
    cells = []
    for index in range(32):
        cell = CellIndex(index)
        feed: FeedId | None = cameras[index].feed if index < len(cameras) and index != 30 else None
        mark = None
        if (monitor, cell) in overlays:
            incident, overlay = overlays[(monitor, cell)]
            alert = incident.alert
            feed = overlay.feed
            mark = IncidentMark(
                incident.incident, alert.kind, alert.severity, alert.observed_at_ms, overlay.reason
            )
        layer = Layer.INCIDENT if mark else Layer.BASE
        cells.append(CellView(cell, index % 8, index // 8, 1, 1, index >= 24, feed, layer, index == 9, mark))
    return MonitorView(monitor, "overview-8x4", 8, 4, tuple(cells))


def city_incident(
    number: int,
    now_ms: int,
    severity: Severity = Severity.EXTREME,
    kind: AlertKind = AlertKind.GUNSHOT,
    *,
    age_s: int = 12,
    state: IncidentState = IncidentState.OPEN,
    text: str = "3 rounds",
    overlays: int = 4,
) -> Incident:
    """An incident near the city's middle with overlays in the last cells of wall-1."""
    name = IncidentId(f"i-{number:06d}")
    alert = Alert(
        source="acoustic-west",
        id=f"a-{number}",
        kind=kind,
        severity=severity,
        observed_at_ms=now_ms - age_s * 1000,
        lat_deg=60.1702 + 0.0013 * math.sin(number),
        lon_deg=24.9425 + 0.003 * math.cos(number * 1.7),
        place=f"{STREETS[number % 6]} {number * 7}",
        text=text,
        confidence=0.93,
        details={"rounds": 3},
    )
    switched = tuple(
        Overlay(
            name,
            MonitorId("wall-1"),
            CellIndex(31 - number * overlays % 8 - index),
            FeedId(f"cam-{20 + number * 5 + index:03d}"),
            Reason(8000 + 4100 * index, index % 2 == 0, FeedId("cam-001"), already_shown=index == 3),
        )
        for index in range(overlays)
    )
    return Incident(
        name,
        state,
        alert,
        now_ms - age_s * 1000,
        0,
        overlays=switched,
        acknowledged_by=None if state is IncidentState.OPEN else "ctl",
    )


def recording_of(
    n: int,
    *feeds: str,
    incident: IncidentId | None = None,
    state: RecordingState = RecordingState.RUNNING,
) -> Recording:
    """The recording that input ``n`` began."""
    kept = tuple(RecordedFeed(FeedId(feed), 0) for feed in feeds)
    return Recording(recording_id(n), state, kept, 0, 0, n, None, incident, "operator")


class DeskCity:
    """Publishes what it is told and answers what it is asked when ``pump`` is called; ``asked`` records.

    ``answers``: what core says to commands and questions of a type.
    """

    def __init__(self, context: "zmq.Context[zmq.Socket[bytes]]", run_dir: Path, clock: Clock) -> None:
        endpoints = Endpoints(run_dir)
        self._clock = clock
        self._core = Publisher(context, (endpoints.core_changes,), "core-1", CorePublished, Welcome())
        self._engine = Publisher(
            context, (endpoints.engine_changes,), "engine-1", EnginePublished, EngineWelcome()
        )
        self._core_asked = Responder(context, (endpoints.core_commands,), Request, clock)
        self._engine_asked = Responder(context, (endpoints.engine_commands,), EngineRequest, clock)
        self.cameras = city_cameras()
        self.incidents: tuple[Incident, ...] = ()
        self.layouts = LAYOUTS
        self.places: tuple[SlotPlace, ...] = ()
        self.states: dict[int, tuple[PictureState, LostCause]] = {}
        self.asked: list[Any] = []
        self.refusing: Refusal | None = None
        self.answers: dict[type, Any] = {}
        self.recent_acts = RecentActs(clock.now_ms(), ())
        self.silent = False
        self.not_ready: Refusal | None = None
        self.problems: tuple[str, ...] = ()
        self.recordings: tuple[Recording, ...] = ()
        self._beat_ns = 0

    def start(self) -> None:
        """Bind everything."""
        for part in (self._core, self._engine, self._core_asked, self._engine_asked):
            part.start()

    def health(self) -> tuple[FeedHealth, ...]:
        """LIVE for all cameras but those in ``states``."""
        live = (PictureState.LIVE, LostCause.NONE)
        return tuple(
            FeedHealth(camera.feed, Profile.SUB, "worker-0", *self.states.get(camera.number, live))
            for camera in self.cameras
        )

    def pump(self) -> None:
        """Answer what was asked until now; both hearts beat twice a second unless ``silent``."""
        now_ns = self._clock.monotonic_ns()
        if not self.silent and now_ns - self._beat_ns > 500_000_000:
            self._beat_ns = now_ns
            self.beat()
        for asked in self._core_asked.receive():
            if isinstance(asked.request.command, GetSnapshot):
                ready = self.not_ready is None
                self._core_asked.reply(asked, self.snapshot() if ready else None, self.not_ready)
            elif isinstance(asked.request.command, GetRecentActs):
                self._core_asked.reply(asked, self.recent_acts)
            else:
                self.asked.append(asked.request.command)
                answer = self.answers.get(type(asked.request.command), {})
                self._core_asked.reply(asked, None if self.refusing else answer, self.refusing)
        for wanted in self._engine_asked.receive():
            self.asked.append(wanted.request.command)
            is_demand = isinstance(wanted.request.command, DeclareDemands)
            self._engine_asked.reply(wanted, {} if is_demand else self.engine_snapshot())

    def snapshot(self) -> CoreSnapshot:
        """Core's whole state."""
        return CoreSnapshot(
            boot=self._core.boot,
            seq=self._core.seq,
            at_ms=self._clock.now_ms(),
            site="helsinki-demo",
            cameras=self.cameras,
            monitors=city_monitors(self.cameras, self.incidents),
            incidents=self.incidents,
            layouts=self.layouts,
            counts=Counts(received=len(self.incidents)),
            director_mode="auto",
            problems=self.problems,
            recordings=self.recordings,
        )

    def engine_snapshot(self) -> EngineSnapshot:
        """The engine's whole state."""
        return EngineSnapshot(
            self._engine.boot, self._engine.seq, self._clock.now_ms(), self.places, self.health()
        )

    def core_says(self, change: AnyCoreChange) -> None:
        """Publish one change of core's."""
        self._core.publish(change, self._clock.now_ms())

    def engine_says(self, change: AnyEngineChange) -> None:
        """Publish one change of the engine's."""
        self._engine.publish(change, self._clock.now_ms())

    def core_starts_again(self, not_ready: Refusal) -> None:
        """Another life of core greets, and refuses its snapshot until ``not_ready`` is None again."""
        self.not_ready = not_ready
        self._core.boot, self._core.seq = "core-2", 0
        self._core.publish(Heartbeat(), self._clock.now_ms(), numbered=False)

    def beat(self) -> None:
        """Heartbeats of core and engine."""
        if self.not_ready is None:
            self._core.publish(Heartbeat(), self._clock.now_ms(), numbered=False)
        self._engine.publish(EngineHeartbeat(), self._clock.now_ms(), numbered=False)

    def stop(self) -> None:
        """Unbind everything."""
        for part in (self._core, self._engine, self._core_asked, self._engine_asked):
            part.stop()


class CitySlots:
    """A frame file with a slot for each feed, painted by hand."""

    def __init__(self, path: Path, feeds: tuple[FeedId, ...], width: int = 240, height: int = 135) -> None:
        self._path = path
        self._memory: mmap.mmap = create_frame_file(path)
        self.writers: dict[FeedId, SlotWriter] = {}
        for index, feed in enumerate(feeds):
            key = SlotKey(feed, Profile.SUB, width, height)
            writer = SlotWriter(self._memory, str(path), index * slot_bytes(width, height), key, index + 1)
            writer.start()
            self.writers[feed] = writer

    @property
    def places(self) -> tuple[SlotPlace, ...]:
        """Where the slots are."""
        return tuple(writer.place for writer in self.writers.values())

    def paint(self, feed: FeedId, arrival_ns: int, colour: tuple[int, int, int], stale_after_ms: int) -> None:
        """Publish a picture in one colour (blue, green, red) with a bright diagonal."""
        writer = self.writers[feed]
        pixels = writer.begin(writer.place.key.width, writer.place.key.height)
        pixels[:] = (*colour, 255)
        rows = np.arange(pixels.shape[0])
        pixels[rows, rows] = 220
        writer.publish(arrival_ns, 0)
        writer.set_state(PictureState.LIVE, LostCause.NONE, stale_after_ms)

    def stop(self) -> None:
        """Free the slots and remove the file."""
        for writer in self.writers.values():
            writer.stop()
        self._path.unlink()
