"""Engine and worker against a real RTSP server (GStreamer's), real sockets and real frame files."""

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand
from console.domain.picture import LostCause, PictureState, shown_state
from console.protocol.clock import SystemClock
from console.protocol.engine_messages import SlotsPlaced
from console.protocol.process_config import StreamSource
from console.protocol.slots import SlotReader
from tests.fakes.media_site import MediaSite
from tests.fakes.rtsp_clips import footage, moving_bar, write_clip
from tests.fakes.rtsp_server import RtspServer, is_available
from tests.fakes.slot_pictures import pixels_of
from tests.watch.figures import Figure

pytestmark = [
    pytest.mark.gstreamer,
    pytest.mark.skipif(not is_available(), reason="no GStreamer RTSP server for /usr/bin/python3"),
]

USER = "wall"
PASSWORD = "p@ss:w/rd %41"
WARM_S = 0.1
"""Within which a picture comes from the ring; a keyframe may be 2 s away."""


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "bar.h264"
    write_clip(path, moving_bar(60, 320, 180), 320, 180)
    return path


@pytest.fixture
def server(clip: Path) -> Iterator[RtspServer]:
    server = RtspServer(clip, paths=2)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def site(run_dir: Path, server: RtspServer) -> Iterator[MediaSite]:
    site = MediaSite(run_dir, tuple(source(server, path) for path in range(2)))
    site.start()
    yield site
    site.stop()


def source(server: RtspServer, path: int, **fields: str) -> StreamSource:
    return StreamSource(FeedId(f"cam-{path}"), Profile.SUB, server.url(path), **fields)


def state_of(reader: SlotReader | None) -> PictureState | None:
    if reader is None:
        return None
    return shown_state(reader.written(), SystemClock().monotonic_ns()).state


def live(site: MediaSite, feed: str, width: int, height: int) -> bool:
    return state_of(site.look.reader(feed, width, height)) is PictureState.LIVE


def picture_of(reader: SlotReader) -> np.ndarray:
    while True:
        picture = reader.picture()
        if picture is not None:
            copied = pixels_of(picture).copy()
            if reader.still_whole(picture):
                return copied


def test_live_pictures_reach_a_slot(site: MediaSite) -> None:
    site.look.declare(Demand(FeedId("cam-0"), 200, 200))
    site.look.until(lambda: live(site, "cam-0", 200, 200), "a live picture")
    reader = site.look.reader("cam-0", 200, 200)
    assert reader is not None
    first = reader.seq()
    site.look.until(lambda: reader.seq() >= first + 15, "15 more pictures", limit_s=2.0)
    pixels = picture_of(reader)
    assert pixels.shape == (112, 200, 4)  # 320x180 fitted into 200x200
    assert abs(int(np.median(pixels[..., :3])) - 90) <= 4
    assert int(pixels[..., 1].max()) > 200
    assert site.look.feeds[FeedId("cam-0")].state is PictureState.LIVE


def test_two_demands_of_one_size_share_a_slot_and_another_size_has_its_own(site: MediaSite) -> None:
    site.look.declare(
        Demand(FeedId("cam-0"), 160, 90), Demand(FeedId("cam-0"), 160, 90), Demand(FeedId("cam-0"), 320, 180)
    )
    site.look.until(lambda: live(site, "cam-0", 160, 90) and live(site, "cam-0", 320, 180), "both sizes live")
    assert len(site.look.places) == 2


def test_hidden_feed_is_filled_from_the_ring_at_once(site: MediaSite, figure: Figure) -> None:
    warm = [FeedId("cam-0"), FeedId("cam-1")]
    site.look.until(
        lambda: all(
            feed in site.look.feeds and site.look.feeds[feed].state is PictureState.LIVE for feed in warm
        ),
        "warm sessions",
    )
    assert site.look.places == {}
    site.look.declare(Demand(FeedId("cam-1"), 160, 90))
    took_s = site.look.until(lambda: live(site, "cam-1", 160, 90), "a warm feed's picture")
    figure("a warm feed's picture, GStreamer's server, GOP 2 s", took_s, "s", f"{WARM_S:g} s")
    assert took_s <= WARM_S


def test_second_size_is_filled_from_the_running_decoder(site: MediaSite) -> None:
    site.look.declare(Demand(FeedId("cam-0"), 160, 90))
    site.look.until(lambda: live(site, "cam-0", 160, 90), "the first size")
    site.look.declare(Demand(FeedId("cam-0"), 160, 90), Demand(FeedId("cam-0"), 240, 136))
    site.look.until(lambda: live(site, "cam-0", 240, 136), "the second size", limit_s=0.5)
    assert live(site, "cam-0", 160, 90), "the first goes on"


def test_demand_that_is_not_visible_has_no_slot(site: MediaSite) -> None:
    site.look.declare(Demand(FeedId("cam-0"), 160, 90, visible=False), Demand(FeedId("cam-1"), 160, 90))
    site.look.until(lambda: live(site, "cam-1", 160, 90), "the visible one")
    assert [key.feed for key in site.look.places] == ["cam-1"]
    site.look.declare()
    site.look.until(lambda: not site.look.places, "no slot without a demand")


def test_killed_server_is_lost_with_its_cause_and_live_again(site: MediaSite, server: RtspServer) -> None:
    site.look.declare(Demand(FeedId("cam-0"), 160, 90))
    site.look.until(lambda: live(site, "cam-0", 160, 90), "live before")
    reader = site.look.reader("cam-0", 160, 90)
    server.kill()
    site.look.until(lambda: state_of(reader) is PictureState.LOST, "the slot says LOST", limit_s=2.0)
    site.look.until(
        lambda: reader is not None and reader.written().cause is LostCause.REFUSED, "and then refused"
    )
    site.look.until(lambda: site.look.feeds[FeedId("cam-0")].cause is LostCause.REFUSED, "clients know")
    server.start()
    site.look.until(lambda: state_of(reader) is PictureState.LIVE, "live again in the same slot")
    site.look.until(lambda: site.look.feeds[FeedId("cam-0")].state is PictureState.LIVE, "clients know")
    assert site.look.feeds[FeedId("cam-0")].reconnects >= 1


def test_engine_restart_keeps_the_slots(site: MediaSite) -> None:
    site.look.declare(Demand(FeedId("cam-0"), 160, 90))
    site.look.until(lambda: live(site, "cam-0", 160, 90), "live before")
    before = dict(site.look.places)
    reader = site.look.reader("cam-0", 160, 90)
    assert reader is not None
    site.stop_engine()
    seq = reader.seq()
    site.look.until(lambda: reader.seq() > seq + 3, "pictures go on without an engine")
    site.start_engine()
    site.look.until(lambda: len(site.look.boots) == 2, "a snapshot of the new engine")
    site.look.until(lambda: site.look.places == before, "the same places")
    seq = reader.seq()
    site.look.until(lambda: reader.seq() > seq + 3, "pictures in the same slot")
    assert reader.is_ours()


def test_restarted_worker_gets_its_plan_and_its_new_places_are_published(site: MediaSite) -> None:
    site.look.declare(Demand(FeedId("cam-0"), 160, 90))
    site.look.until(lambda: live(site, "cam-0", 160, 90), "live before")
    (before,) = site.look.places.values()
    site.stop_worker("worker-0")
    assert list(site.frames_dir.iterdir()) == []
    left_over = site.frames_dir / "worker-0-0badcafe-0"
    other = site.frames_dir / "worker-01-0badcafe-0"
    left_over.touch()
    other.touch()
    site.start_worker("worker-0")
    assert not left_over.exists()
    assert other.exists()
    site.look.until(lambda: before not in site.look.places.values(), "another place")
    site.look.until(lambda: live(site, "cam-0", 160, 90), "live again")


def test_worker_that_is_not_heard_makes_its_feeds_stale(site: MediaSite) -> None:
    site.look.until(lambda: state_is(site, PictureState.LIVE), "live")
    site.stop_worker("worker-0")
    site.look.until(lambda: state_is(site, PictureState.STALE), "stale after 3 s", limit_s=6.0)
    assert site.look.feeds[FeedId("cam-0")].cause is LostCause.NONE, "nobody heard the camera itself fail"


def state_is(site: MediaSite, state: PictureState) -> bool:
    health = site.look.feeds.get(FeedId("cam-0"))
    return health is not None and health.state is state


def test_credentials_open_the_camera_and_appear_nowhere(
    run_dir: Path, clip: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = RtspServer(clip, paths=2, user=USER, password=PASSWORD)
    server.start()
    right = source(server, 0, username=USER, password=PASSWORD)
    wrong = source(server, 1, username=USER, password="not it")
    site = MediaSite(run_dir, (right, wrong))
    site.start()
    try:
        site.look.declare(Demand(FeedId("cam-0"), 160, 90))
        site.look.until(lambda: live(site, "cam-0", 160, 90), "a picture behind digest authentication")
        site.look.until(
            lambda: site.look.feeds[FeedId("cam-1")].cause is LostCause.UNAUTHORISED, "the wrong password"
        )
        server.kill()
        site.look.until(lambda: site.look.feeds[FeedId("cam-0")].cause is LostCause.REFUSED, "lost")
    finally:
        server.kill()
        site.stop()
    said = caplog.text + repr(site.look.history) + repr(right)
    for secret in (PASSWORD, "p%40ss", "not it", "not%20it"):
        assert secret not in said


def difference_to_clip(shown: np.ndarray, clip: Path) -> float:
    """Mean difference to the most similar picture of the clip, which libswscale scaled and converted."""
    height, width = shown.shape[:2]
    with av.open(clip) as container:
        frames = [
            frame.to_ndarray(width=width, height=height, format="bgr24")
            for frame in container.decode(video=0)
        ]
    return min(float(np.abs(frame.astype(int) - shown).mean()) for frame in frames)


@pytest.mark.footage
def test_real_footage_is_shown_at_its_rate(run_dir: Path, tmp_path: Path) -> None:
    folder = os.environ.get("SIGHTLINE_TEST_DATA")
    if not folder:
        pytest.skip("SIGHTLINE_TEST_DATA names no folder")
    clip = tmp_path / "road.h264"
    write_clip(clip, footage(Path(folder) / "car-detection.mp4", 60), 640, 360)
    server = RtspServer(clip)
    server.start()
    site = MediaSite(run_dir, (source(server, 0),))
    site.start()
    try:
        site.look.declare(Demand(FeedId("cam-0"), 272, 152))
        site.look.until(lambda: live(site, "cam-0", 272, 152), "a live picture")
        reader = site.look.reader("cam-0", 272, 152)
        assert reader is not None
        first = reader.seq()
        took_s = site.look.until(lambda: reader.seq() >= first + 30, "30 pictures")
        assert took_s > 1.6, "pictures come at the clip's rate, none twice"
        assert difference_to_clip(picture_of(reader)[..., :3], clip) < 4
        told = [change for change in site.look.history if isinstance(change, SlotsPlaced)]
        placed = [place for change in told for place in change.places if not place.key.poster]
        assert len(placed) <= 1, "the slot stays where the first snapshot or change put it"
    finally:
        site.stop()
        server.kill()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("demux")]
