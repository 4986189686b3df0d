"""What core wants recorded reaches the disk through engine and worker, and goes on while core is away."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zmq

from console.domain.camera import Profile
from console.domain.ids import FeedId, RecordingId
from console.domain.recording import RecordedFeed, Recording, RecordingState
from console.protocol.core_changes import (
    AnyCoreChange,
    CorePublished,
    CoreSnapshot,
    Counts,
    Heartbeat,
    RecordingChanged,
    RecordingGone,
    Welcome,
)
from console.protocol.core_messages import GetSnapshot, Request
from console.protocol.endpoints import Endpoints
from console.protocol.movie_index import CLOSED, MovieIndex, read_index
from console.protocol.process_config import SimulatedCamera, StreamSource
from console.protocol.publisher import Publisher
from console.protocol.recording_messages import RecordedStream, ReportRecorded
from console.protocol.responder import Responder
from console.protocol.simulator_messages import Fault
from tests.fakes.media_site import MediaSite
from tests.fakes.scene_clips import write_scene
from tests.fakes.simulated_city import PASSWORD, USERNAME, RunningCameras, running_cameras
from tests.unit.media.worker.segments.filmed import complaints

A, B = FeedId("cam-001"), FeedId("cam-002")
FPS = 15


def recording(
    *feeds: FeedId, state: RecordingState = RecordingState.RUNNING, main: bool = False
) -> Recording:
    recorded = tuple(RecordedFeed(feed, 0, main) for feed in feeds)
    return Recording(RecordingId("r-1"), state, recorded, 0, 0, 1, None)


class SpokenCore:
    """Says what is to be recorded, and hears what is on disk."""

    def __init__(self, context: "zmq.Context[zmq.Socket[bytes]]", run_dir: Path, site: MediaSite) -> None:
        endpoints = Endpoints(run_dir)
        self._site = site
        self._publisher = Publisher[AnyCoreChange](
            context, (endpoints.core_changes,), "core-1", CorePublished, Welcome()
        )
        self._responder = Responder(context, (endpoints.core_commands,), Request, site.clock)
        self.recordings: tuple[Recording, ...] = ()
        self.told: list[tuple[RecordedStream, ...]] = []

    def start(self) -> None:
        self._publisher.start()
        self._responder.start()
        self._publisher.publish(Heartbeat(), 0, numbered=False)

    def says(self, one: Recording) -> None:
        self.recordings = (one,)
        self._publisher.publish(RecordingChanged(one), 0)

    def forgets(self, name: RecordingId) -> None:
        self.recordings = ()
        self._publisher.publish(RecordingGone(name), 0)

    def turn(self) -> None:
        self._publisher.greet()
        for asked in self._responder.receive():
            command = asked.request.command
            if isinstance(command, GetSnapshot):
                self._responder.reply(asked, self._snapshot())
                continue
            if isinstance(command, ReportRecorded):
                self.told.append(command.streams)
            self._responder.reply(asked, {})

    def _snapshot(self) -> CoreSnapshot:
        publisher = self._publisher
        empty = ((), (), (), ())
        return CoreSnapshot(
            publisher.boot, publisher.seq, 0, "t", *empty, Counts(), recordings=self.recordings
        )

    def stop(self) -> None:
        self._publisher.stop()
        self._responder.stop()


class Site:
    """Cameras, engine, worker, and a core that is spoken by hand."""

    def __init__(self, run_dir: Path, cameras: RunningCameras, video: Path) -> None:
        sources = tuple(
            StreamSource(
                feed, profile, f"rtsp://127.0.0.1:{cameras.port}/{feed}/{profile}", USERNAME, PASSWORD
            )
            for feed in (A, B)
            for profile in (Profile.SUB,)
        )
        self.cameras = cameras
        self.video = video
        self.media = MediaSite(run_dir, sources)
        self.media.video_dir = str(video)
        self.core = SpokenCore(self.media.context, run_dir, self.media)

    def start(self) -> None:
        self.core.start()
        self.media.start()
        self.until(lambda: all(self.media.look.feeds[feed].ring_s > 4 for feed in (A, B)), "rings fill")

    def until(self, holds: Callable[[], bool], what: str, limit_s: float = 25.0) -> None:
        def turned() -> bool:
            self.core.turn()
            return len(self.media.look.feeds) == 2 and holds()

        self.media.look.until(turned, what, limit_s)

    def indexes(self, feed: FeedId) -> list[MovieIndex]:
        """Those that are begun: for a moment a new one is empty."""
        found = sorted((self.video / feed).glob("sub-*.jsonl"))
        return [read_index(path) for path in found if path.stat().st_size]

    def ended(self, feed: FeedId) -> bool:
        found = self.indexes(feed)
        return bool(found) and all(index.end is not None for index in found)

    def stop(self) -> None:
        self.core.stop()
        self.media.stop()


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scenes")
    for number in (1, 2):
        write_scene(folder, number, frames=10 * FPS)
    return folder


@pytest.fixture
def site(run_dir: Path, tmp_path: Path, scenes: Path) -> Iterator[Site]:
    cameras = (SimulatedCamera(A, 1), SimulatedCamera(B, 2))
    with running_cameras(run_dir, scenes, cameras) as running:
        made = Site(run_dir, running, tmp_path / "video")
        made.start()
        yield made
        made.stop()


def test_the_rings_seconds_come_first_then_what_follows_until_its_end(site: Site) -> None:
    site.core.says(recording(A))
    site.until(lambda: any(one.written_at_ms for one in site.core.told[-1:] for one in one), "it is told of")
    assert [(one.feed, one.profile, one.trouble) for one in site.core.told[-1]] == [(A, Profile.SUB, "")]
    site.core.says(recording(A, state=RecordingState.ENDED))
    site.until(lambda: site.ended(A), "its movie is ended")
    (index,) = site.indexes(A)
    assert index.end is not None and index.end.how == CLOSED and not index.gaps
    numbers = [packet.number for packet in index.packets]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert len(numbers) > 4 * FPS, "seconds from before it was wanted"
    assert index.packets[0].keyframe
    (movie,) = (site.video / A).glob("sub-*.mp4")
    assert complaints(movie) == ""
    assert not (site.video / B).exists(), "nothing else is recorded"
    site.until(lambda: site.core.told[-1] == (), "nothing is recorded now")


def test_it_goes_on_while_core_is_away(site: Site) -> None:
    site.core.says(recording(A, B))
    site.until(lambda: bool(site.indexes(A) and site.indexes(B)), "both are recorded")
    before = len(site.indexes(A)[0].packets)
    site.core.stop()
    site.media.look.until(lambda: len(site.indexes(A)[0].packets) > before + 3 * FPS, "it goes on", 25.0)


def test_a_recording_that_is_forgotten_ends(site: Site) -> None:
    site.core.says(recording(B))
    site.until(lambda: bool(site.indexes(B)), "it is recorded")
    site.core.forgets(RecordingId("r-1"))
    site.until(lambda: site.ended(B), "its movie is ended")


def test_a_camera_that_is_lost_while_it_is_recorded_is_said(site: Site) -> None:
    site.core.says(recording(A, B))
    site.until(lambda: bool(site.indexes(A) and site.indexes(B)), "both are recorded")
    site.cameras.set_fault(A, Fault.REFUSE)
    site.until(lambda: told(site) == {A: "no pictures come: refused", B: ""}, "it is told")
    site.cameras.set_fault(A, Fault.NONE)
    site.until(lambda: told(site) == {A: "", B: ""}, "it is told that it is back")


def told(site: Site) -> dict[FeedId, str]:
    return {one.feed: one.trouble for one in site.core.told[-1]} if site.core.told else {}
