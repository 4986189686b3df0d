"""A worker and an engine of a test, in threads over real sockets and files, and a client of the engine."""

import threading
from collections.abc import Callable
from pathlib import Path

import zmq

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand, SlotKey
from console.media.engine.engine import Engine
from console.media.worker.worker import Worker
from console.protocol.clock import SystemClock
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import (
    DeclareDemands,
    EnginePublished,
    EngineRequest,
    EngineSnapshot,
    FeedHealth,
    FeedsChanged,
    GetEngineSnapshot,
    SlotPlace,
    SlotsGone,
    SlotsPlaced,
)
from console.protocol.follower import Follower
from console.protocol.frame_file import map_frame_file
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import EngineConfig, StreamSource, WorkerConfig
from console.protocol.requester import Requester
from console.protocol.slots import SlotReader

TURN_MS = 20


class Turned:
    """Anything with start, turn and stop, driven by a thread."""

    def __init__(self, turned: Worker | Engine) -> None:
        self.turned = turned
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="turned")

    def start(self) -> None:
        self.turned.start()
        self._thread.start()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.turned.turn(TURN_MS)

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()
        self.turned.stop()


class MediaSite:
    """Workers and an engine for streams at RTSP URLs; ``look`` is what a display would know."""

    def __init__(self, run_dir: Path, sources: tuple[StreamSource, ...], workers: int = 1) -> None:
        self.frames_dir = run_dir / "frames"
        self.frames_dir.mkdir(mode=0o700)
        self.video_dir = ""
        self.clock = SystemClock()
        self.context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._run_dir = run_dir
        self._sources = sources
        self._names = tuple(f"worker-{index}" for index in range(workers))
        self.workers: dict[str, Turned] = {}
        self.engine: Turned | None = None
        self.look = EngineView(self.context, Endpoints(run_dir), self.clock)

    def start(self) -> None:
        for name in self._names:
            self.start_worker(name)
        self.start_engine()
        self.look.start()

    def start_worker(self, name: str) -> None:
        config = WorkerConfig(
            name=name,
            site="test",
            run_dir=str(self._run_dir),
            frames_dir=str(self.frames_dir),
            streams=self._sources,
            video_dir=self.video_dir,
        )
        self.workers[name] = Turned(Worker(config, self.context, self.clock, PictureClock(self.clock)))
        self.workers[name].start()

    def stop_worker(self, name: str) -> None:
        self.workers.pop(name).stop()

    def start_engine(self) -> None:
        feeds: dict[FeedId, tuple[Profile, ...]] = {}
        for source in self._sources:
            feeds[source.feed] = (*feeds.get(source.feed, ()), source.profile)
        config = EngineConfig(
            name="engine", site="test", run_dir=str(self._run_dir), workers=self._names, feeds=feeds
        )
        self.engine = Turned(Engine(config, self.context, self.clock))
        self.engine.start()

    def stop_engine(self) -> None:
        if self.engine is not None:
            self.engine.stop()
            self.engine = None

    def stop(self) -> None:
        self.look.stop()
        self.stop_engine()
        for name in list(self.workers):
            self.stop_worker(name)
        self.context.term()


class EngineView:
    """A client of the engine: declares demands, follows slots and health, reads pictures."""

    def __init__(
        self, context: zmq.Context[zmq.Socket[bytes]], endpoints: Endpoints, clock: SystemClock
    ) -> None:
        requester = Requester(context, endpoints.engine_commands, "test", clock, EngineRequest)
        self._follower = Follower(
            context,
            endpoints.engine_changes,
            requester,
            GetEngineSnapshot(),
            EngineSnapshot,
            EnginePublished,
            clock,
        )
        self._clock = clock
        self._demands: tuple[Demand, ...] = ()
        self._declared_ns = 0
        self.places: dict[SlotKey, SlotPlace] = {}
        self.posters: dict[SlotKey, SlotPlace] = {}
        self.feeds: dict[FeedId, FeedHealth] = {}
        self.boots: list[str] = []
        self.history: list[object] = []
        self._readers: dict[SlotPlace, SlotReader] = {}

    def start(self) -> None:
        self._follower.start()

    def declare(self, *demands: Demand) -> None:
        self._demands = demands
        self._send()

    def _send(self) -> None:
        self._declared_ns = self._clock.monotonic_ns()
        self._follower.requester.send(DeclareDemands("test", self._demands))

    def until(self, condition: Callable[[], bool], what: str, limit_s: float = 10.0) -> float:
        """Seconds until it came true."""
        began_ns = self._clock.monotonic_ns()
        waiting = threading.Event()
        while not condition():
            now_ns = self._clock.monotonic_ns()
            assert now_ns - began_ns < limit_s * 1e9, f"not within {limit_s} s: {what}\n{self._told()}"
            if now_ns - self._declared_ns > 1e9:
                self._send()
            self.poll()
            waiting.wait(0.002)
        return (self._clock.monotonic_ns() - began_ns) / 1e9

    def _told(self) -> str:
        """What the engine says of each stream, for a failure's message."""
        slots = {key.feed: reader.written() for place, reader in self._readers.items() if (key := place.key)}
        return "\n".join(f"{health}; slot {slots.get(feed)}" for feed, health in self.feeds.items())

    def poll(self) -> None:
        self._follower.replies.clear()
        for found in self._follower.poll():
            if isinstance(found, EngineSnapshot):
                self.boots.append(found.boot)
                self.places, self.posters = {}, {}
                self._placed(found.places)
                self.feeds = {health.feed: health for health in found.feeds}
            else:
                self._apply(found.change)

    def _placed(self, places: tuple[SlotPlace, ...]) -> None:
        """Those that somebody asked for, and those that each camera has anyway."""
        for place in places:
            (self.posters if place.key.poster else self.places)[place.key] = place

    def _apply(self, change: object) -> None:
        self.history.append(change)
        match change:
            case SlotsPlaced(places=places):
                self._placed(places)
            case SlotsGone(keys=keys):
                for key in keys:
                    self.places.pop(key, None)
                    self.posters.pop(key, None)
            case FeedsChanged(feeds=feeds):
                self.feeds |= {health.feed: health for health in feeds}

    def reader(self, feed: str, width: int, height: int, profile: Profile = Profile.SUB) -> SlotReader | None:
        """The slot of this box, once it is placed and its memory is this incarnation's."""
        return self._reader_at(self.places.get(SlotKey(FeedId(feed), profile, width, height)))

    def poster(self, feed: str) -> SlotReader | None:
        """The camera's small picture, once it is placed."""
        return self._reader_at(next((one for key, one in self.posters.items() if key.feed == feed), None))

    def _reader_at(self, place: SlotPlace | None) -> SlotReader | None:
        if place is None:
            return None
        if place not in self._readers:
            try:
                self._readers[place] = SlotReader(map_frame_file(Path(place.file)), place)
            except FileNotFoundError:
                return None
        reader = self._readers[place]
        return reader if reader.is_ours() else None

    def stop(self) -> None:
        self._follower.stop()
        for reader in self._readers.values():
            reader.close()
