"""A worker carries out plans for simulated cameras: ring, rewind, keyframes only, fewer pictures."""

import errno
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import zmq

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Priority, SlotKey, SlotPlan, StreamPlan
from console.domain.picture import LostCause, PictureState, shown_state
from console.domain.tier import Shed, Tier
from console.media.worker.quarantine import Quarantine, mark_of
from console.media.worker.worker import Worker
from console.protocol.clock import SystemClock
from console.protocol.engine_messages import FeedHealth, WorkerPlan
from console.protocol.frame_file import map_frame_file
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import SimulatedCamera, StreamSource, WorkerConfig
from console.protocol.simulator_messages import Fault
from console.protocol.slots import SlotReader
from console.sim import frame_strip
from tests.fakes.scene_clips import GOP_FRAMES, write_scene
from tests.fakes.simulated_city import PASSWORD, USERNAME, RunningCameras, running_cameras
from tests.fakes.slot_pictures import pixels_of
from tests.watch.logs import ExpectedLog

FRAMES = 6 * GOP_FRAMES
FEEDS = (FeedId("cam-001"), FeedId("cam-002"))
BOX = (320, 180)
TURN_MS = 5


class PlannedWorker:
    """One worker in the test's thread, given plans by hand."""

    def __init__(self, run_dir: Path, port: int, cameras: RunningCameras | None = None) -> None:
        self.cameras = cameras
        self.clock = SystemClock()
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        (run_dir / "frames").mkdir()
        url = f"rtsp://127.0.0.1:{port}"
        sources = tuple(
            StreamSource(feed, Profile.SUB, f"{url}/{feed}/sub", USERNAME, PASSWORD) for feed in FEEDS
        )
        config = WorkerConfig(
            name="worker-0",
            site="t",
            run_dir=str(run_dir),
            frames_dir=str(run_dir / "frames"),
            streams=sources,
        )
        self.frames_dir = config.frames_dir
        self.worker = Worker(config, self._context, self.clock, PictureClock(self.clock))
        self._seq = 0
        self._readers: list[SlotReader] = []

    def plan(self, *slots: SlotPlan, ring_s: float = 30.0) -> None:
        self._seq += 1
        streams = tuple(StreamPlan(feed, Profile.SUB, ring_s) for feed in FEEDS)
        self.worker.carry_out(WorkerPlan("b", self._seq, streams, slots))

    def until(self, condition: Callable[[], bool], what: str, limit_s: float = 10.0) -> None:
        end_ns = self.clock.monotonic_ns() + int(limit_s * 1e9)
        while not condition():
            assert self.clock.monotonic_ns() < end_ns, f"not within {limit_s} s: {what}"
            self.worker.turn(TURN_MS)

    def health(self, feed: FeedId) -> FeedHealth:
        return next(health for health in self.worker.report().feeds if health.feed == feed)

    def reader(self, key: SlotKey) -> SlotReader:
        place = next(place for place in self.worker.report().places if place.key == key)
        self._readers.append(SlotReader(map_frame_file(Path(place.file)), place))
        return self._readers[-1]

    def stop(self) -> None:
        for reader in self._readers:
            reader.close()
        assert self.worker.stop(wait_s=5.0)
        self._context.term()


@pytest.fixture
def planned(run_dir: Path) -> Iterator[PlannedWorker]:
    scenes = run_dir / "scenes"
    scenes.mkdir()
    write_scene(scenes, 1, frames=FRAMES)
    cameras = (SimulatedCamera(FEEDS[0], 1), SimulatedCamera(FEEDS[1], 1, 40))
    with running_cameras(run_dir, scenes, cameras) as running:
        planned = PlannedWorker(run_dir, running.port, running)
        planned.worker.start()
        try:
            yield planned
        finally:
            planned.stop()


def key_of(feed: FeedId, delay_ms: int = 0) -> SlotKey:
    return SlotKey(feed, Profile.SUB, *BOX, delay_ms)


def frame_number(reader: SlotReader) -> int:
    picture = reader.picture()
    assert picture is not None
    pixels = pixels_of(picture)
    number = frame_strip.read(pixels[:, :, :3].copy())
    assert number is not None
    return number & 0xFFFF


def test_rewind_plays_so_many_seconds_behind_and_ends(planned: PlannedWorker) -> None:
    feed = FEEDS[0]
    live = SlotPlan(key_of(feed), Priority.GRID)
    planned.plan(live)
    planned.until(lambda: planned.health(feed).ring_s >= 2.2, "2 s of ring")
    assert planned.health(feed).ring_bytes > 0
    planned.plan(live, SlotPlan(key_of(feed, 2000), Priority.FOCUS, Tier.FOCUS))
    reader, live_reader = planned.reader(key_of(feed, 2000)), planned.reader(key_of(feed))
    planned.until(lambda: reader.seq() >= 20, "pictures of 2 s ago")
    behind = (frame_number(live_reader) - frame_number(reader)) % FRAMES
    assert behind == pytest.approx(30, abs=2)
    state = shown_state(reader.written(), planned.clock.monotonic_ns())
    assert state.state is PictureState.REWIND
    planned.plan(live)
    places = planned.worker.report().places
    assert [place.key for place in places if not place.key.poster] == [key_of(feed)]


def test_keyframes_only_and_fewer_pictures_are_said_in_slots_and_health(planned: PlannedWorker) -> None:
    first, second = FEEDS
    planned.plan(
        SlotPlan(key_of(first), Priority.GRID, Tier.KEYFRAMES),
        SlotPlan(key_of(second), Priority.GRID, Tier.GRID, 5.0, Shed.CPU),
    )
    keys, few = planned.reader(key_of(first)), planned.reader(key_of(second))
    planned.until(lambda: keys.seq() >= 3 and few.quality()[1] > 3.0, "three keyframes", 15.0)
    assert keys.written().state is PictureState.KEY
    each_ms = GOP_FRAMES / 15 * 1000
    assert keys.key_interval_ms() >= 0.8 * each_ms
    # the longest of the last ones, which a busy machine makes longer for a while
    planned.until(lambda: keys.key_interval_ms() <= 1.2 * each_ms, "keyframes that came in time", 15.0)
    assert frame_number(keys) % GOP_FRAMES == 0
    assert few.written().state is PictureState.LIVE
    assert few.quality() == (Shed.CPU, pytest.approx(5.0, abs=1.5))
    assert planned.health(first).tier is Tier.KEYFRAMES
    health = planned.health(second)
    assert (health.tier, health.shed) == (Tier.GRID, Shed.CPU)


def test_stream_that_killed_its_worker_three_times_is_left_out(
    run_dir: Path, expected_log: ExpectedLog
) -> None:
    expected_log("left out until the site is started anew")
    planned = PlannedWorker(run_dir, port=1)
    label = f"{FEEDS[0]}/sub"
    for boot in range(3):
        dying = Quarantine(run_dir / "frames", "worker-0", f"b{boot}")
        dying.start(planned.clock.monotonic_ns())
        dying.mark(0, mark_of(label))
    planned.worker.start()
    try:
        planned.plan(SlotPlan(key_of(FEEDS[0]), Priority.GRID))
        health = planned.health(FEEDS[0])
        assert (health.state, health.cause) == (PictureState.LOST, LostCause.UNSUPPORTED_CODEC)
        assert "quarantined" in health.detail
        assert planned.worker.beat_stats()["sessions"] == 1
        written = planned.reader(key_of(FEEDS[0])).written()
        assert (written.state, written.cause) == (PictureState.LOST, LostCause.UNSUPPORTED_CODEC)
        planned.plan()
        assert planned.worker.is_whole()
    finally:
        planned.stop()


def test_what_has_no_room_is_not_live_and_comes_when_there_is_some(
    planned: PlannedWorker, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("no room for a slot of cam-001")
    full = OSError(errno.ENOSPC, "No space left on device")

    def no_room(*_: object) -> None:
        raise full

    feed = FEEDS[0]
    planned.plan()
    live = PictureState.LIVE
    planned.until(lambda: all(planned.health(one).state is live for one in FEEDS), "packets come")
    with monkeypatch.context() as shm:
        shm.setattr("console.media.worker.frame_files.create_frame_file", no_room)
        planned.plan(SlotPlan(key_of(feed), Priority.GRID))
        health = planned.health(feed)
        assert (health.state, health.cause) == (PictureState.LOST, LostCause.NO_ROOM)
        assert planned.health(FEEDS[1]).state is PictureState.LIVE
        assert "for 1 of the pictures" in planned.worker.notice
    planned.plan(SlotPlan(key_of(feed), Priority.GRID))
    reader = planned.reader(key_of(feed))
    planned.until(lambda: reader.seq() > 0, "its picture")
    assert planned.health(feed).state is PictureState.LIVE
    assert planned.worker.notice == ""


def poster_of(planned: PlannedWorker, feed: FeedId) -> SlotReader | None:
    keys = [place.key for place in planned.worker.report().places if place.key.poster]
    key = next((key for key in keys if key.feed == feed), None)
    return planned.reader(key) if key is not None else None


def drawn_poster(planned: PlannedWorker, feed: FeedId) -> SlotReader:
    planned.until(lambda: (found := poster_of(planned, feed)) is not None and found.seq() > 0, "its poster")
    reader = poster_of(planned, feed)
    assert reader is not None
    return reader


def test_each_camera_has_a_small_picture_that_claims_nothing(planned: PlannedWorker) -> None:
    shown, hidden = FEEDS
    planned.plan(SlotPlan(key_of(shown), Priority.GRID))
    for feed in (shown, hidden):
        reader = drawn_poster(planned, feed)
        state = shown_state(reader.written(), planned.clock.monotonic_ns())
        assert state.state is PictureState.WAIT and state.age_s is not None and state.age_s < 10.0
        picture = reader.picture()
        assert picture is not None and (picture.width, picture.height) == (160, 90)
        assert len({*pixels_of(picture)[:, :, 0].flat}) > 10, "a scene"
    assert planned.health(hidden).tier is Tier.HIDDEN, "it counts as not shown"


def is_later(reader: SlotReader, than_ns: int) -> bool:
    return reader.written().arrival_ns > than_ns


def test_a_small_picture_is_made_anew_now_and_then_also_of_a_camera_that_is_shown(
    planned: PlannedWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.media.worker.posters.EVERY_NS", 1_000_000_000)
    planned.plan(SlotPlan(key_of(FEEDS[0]), Priority.GRID))
    for feed in FEEDS:
        reader = drawn_poster(planned, feed)
        first = reader.written().arrival_ns
        planned.until(partial(is_later, reader, first + 1_500_000_000), "a later one")


def test_a_lost_camera_has_no_small_picture(planned: PlannedWorker) -> None:
    planned.plan()
    reader = drawn_poster(planned, FEEDS[0])
    assert planned.cameras is not None
    planned.cameras.set_fault(FEEDS[0], Fault.REFUSE)
    planned.until(lambda: poster_of(planned, FEEDS[0]) is None, "it is gone")
    planned.until(lambda: not reader.is_ours(), "its memory, too")
    planned.cameras.set_fault(FEEDS[0], Fault.NONE)
    drawn_poster(planned, FEEDS[0])


def test_small_pictures_give_way_where_what_is_looked_at_has_no_room(
    planned: PlannedWorker, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("no room for a slot of cam-001")
    planned.plan()
    for feed in FEEDS:
        drawn_poster(planned, feed)

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("console.media.worker.frame_files.create_frame_file", no_room)
    planned.plan(SlotPlan(key_of(FEEDS[0]), Priority.GRID))
    assert [poster_of(planned, feed) for feed in FEEDS] == [None, None]
    folder = Path(planned.frames_dir)
    planned.until(lambda: not list(folder.glob("worker-0-posters-*")), "their room is given back")
