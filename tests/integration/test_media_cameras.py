"""Cameras as they are, played by GStreamer's RTSP server: each kind must be live with the right picture."""

import itertools
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
import pytest

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import Demand
from console.domain.picture import PictureState, shown_state
from console.protocol.clock import SystemClock
from console.protocol.process_config import StreamSource
from console.protocol.slots import SlotReader
from tests.fakes.media_site import MediaSite
from tests.fakes.rtsp_clips import moving_bar, write_clip
from tests.fakes.rtsp_server import RtspServer, is_available
from tests.fakes.slot_pictures import pixels_of

pytestmark = [
    pytest.mark.gstreamer,
    pytest.mark.skipif(not is_available(), reason="no GStreamer RTSP server for /usr/bin/python3"),
]

WIDTH, HEIGHT = 320, 184
GREY = 90
USER, PASSWORD = "wall", "p@ss:w/rd %41"


@dataclass(frozen=True)
class Kind:
    """A kind of camera: the clip it plays, how the server sends it, how we ask for it."""

    clip: str = "h264"
    options: tuple[str, ...] = ()
    transport: str = "tcp"
    fps: int = 15
    tls: bool = False
    user: str = ""
    codec: str = "h264"


KINDS: dict[str, Kind] = {
    "h264-tcp": Kind(),
    "h264-udp": Kind(transport="udp"),
    "h265-tcp": Kind("h265", ("--codec", "h265"), codec="hevc"),
    "h265-udp": Kind("h265", ("--codec", "h265"), transport="udp", codec="hevc"),
    "mjpeg-tcp": Kind("mjpeg", ("--codec", "mjpeg"), codec="mjpeg"),
    "mjpeg-udp": Kind("mjpeg", ("--codec", "mjpeg"), transport="udp", codec="mjpeg"),
    "rtsps-with-digest": Kind(tls=True, user=USER),
    "audio-beside": Kind(options=("--audio",)),
    "parameter-sets-in-band": Kind(options=("--in-band",)),
    "b-frames": Kind("b-frames", ("--timestamps", "order")),
    "b-frames-with-false-times": Kind("b-frames"),
    "one-time-for-all": Kind(options=("--timestamps", "constant")),
    "times-at-random": Kind(options=("--timestamps", "wild")),
    "5-fps": Kind(fps=5),
    "30-fps": Kind(fps=30),
}


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("clips")
    clips = {name: folder / name for name in ("h264", "h265", "mjpeg", "b-frames", "long-gop", "two-sizes")}
    for codec in ("h264", "h265", "mjpeg"):
        write_clip(clips[codec], moving_bar(60, WIDTH, HEIGHT), WIDTH, HEIGHT, codec=codec, gop=15)
    write_clip(clips["b-frames"], moving_bar(60, WIDTH, HEIGHT), WIDTH, HEIGHT, b_frames=2)
    write_clip(clips["long-gop"], moving_bar(150, WIDTH, HEIGHT), WIDTH, HEIGHT, gop=150)
    square = folder / "square"
    write_clip(square, moving_bar(60, 240, 240), 240, 240)
    wide = folder / "wide"
    write_clip(wide, moving_bar(20, WIDTH, HEIGHT), WIDTH, HEIGHT)
    clips["two-sizes"].write_bytes(wide.read_bytes() + square.read_bytes())
    return clips


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As cameras have them: signed by themselves, in another name."""
    folder = tmp_path_factory.mktemp("tls")
    key, both = folder / "key.pem", folder / "both.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=camera"
    subprocess.run(
        ["openssl", *words.split(), "-keyout", key, "-out", folder / "cert.pem"],
        check=True,
        capture_output=True,
    )
    both.write_bytes((folder / "cert.pem").read_bytes() + key.read_bytes())
    return both


def source(server: RtspServer, name: str, transport: str = "tcp", user: str = "") -> StreamSource:
    password = PASSWORD if user else ""
    return StreamSource(FeedId(name), Profile.SUB, server.url(), user, password, transport)


@pytest.fixture(scope="module")
def every_kind(clips: dict[str, Path], certificate: Path) -> Iterator[MediaSite]:
    """One worker with a camera of each kind, all demanded."""
    servers = {
        name: RtspServer(
            clips[kind.clip],
            fps=kind.fps,
            user=kind.user,
            password=PASSWORD,
            tls=certificate if kind.tls else None,
            options=kind.options,
        )
        for name, kind in KINDS.items()
    }
    starts = [threading.Thread(target=server.start) for server in servers.values()]
    for thread in starts:
        thread.start()
    for thread in starts:
        thread.join()
    sources = tuple(source(servers[name], name, kind.transport, kind.user) for name, kind in KINDS.items())
    with TemporaryDirectory(prefix="sl-") as folder:
        site = MediaSite(Path(folder), sources)
        site.start()
        site.look.declare(*(Demand(FeedId(name), WIDTH, HEIGHT) for name in KINDS))
        yield site
        site.stop()
    for server in servers.values():
        server.kill()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("demux")]


def state_of(reader: SlotReader | None) -> PictureState | None:
    return shown_state(reader.written(), SystemClock().monotonic_ns()).state if reader else None


def live(site: MediaSite, feed: str, width: int = WIDTH, height: int = HEIGHT) -> bool:
    return state_of(site.look.reader(feed, width, height)) is PictureState.LIVE


def look_at(reader: SlotReader) -> tuple[np.ndarray, int]:
    """A whole picture and its arrival."""
    while True:
        picture = reader.picture()
        if picture is not None:
            pixels = pixels_of(picture).copy()
            if reader.still_whole(picture):
                return pixels, picture.arrival_ns


def column_of_bar(pixels: np.ndarray) -> int:
    """Where the clip's bright bar stands; -1 when there is none (between two of its places)."""
    bright = np.flatnonzero(np.median(pixels[..., 1], axis=0) > 200)
    return int(bright[0]) if bright.size else -1


@pytest.mark.shares_processes
@pytest.mark.parametrize("name", KINDS)
def test_camera_is_live_with_the_right_picture(every_kind: MediaSite, name: str) -> None:
    look = every_kind.look
    look.until(lambda: live(every_kind, name), "a live picture")
    reader = look.reader(name, WIDTH, HEIGHT)
    assert reader is not None
    first = reader.seq()
    look.until(lambda: reader.seq() >= first + 5, "five more pictures")
    pixels, _ = look_at(reader)
    assert pixels.shape == (HEIGHT, WIDTH, 4)
    assert abs(int(np.median(pixels[..., :3])) - GREY) <= 4
    assert column_of_bar(pixels) >= 0
    health = look.feeds[FeedId(name)]
    assert (health.codec, health.width, health.height) == (KINDS[name].codec, WIDTH, HEIGHT)
    assert health.reconnects == 0


@pytest.mark.shares_processes
@pytest.mark.parametrize("name", ["h264-udp", "b-frames", "b-frames-with-false-times"])
def test_pictures_come_in_their_order(every_kind: MediaSite, name: str) -> None:
    look = every_kind.look
    look.until(lambda: live(every_kind, name), "a live picture")
    reader = look.reader(name, WIDTH, HEIGHT)
    assert reader is not None
    columns: list[int] = []
    seen = reader.seq()
    for _ in range(12):
        look.until(lambda seen=seen: reader.seq() > seen, "the next picture")
        seen = reader.seq()
        columns.append(column_of_bar(look_at(reader)[0]))
    backwards = sum(later < earlier for earlier, later in itertools.pairwise(columns))
    assert backwards <= 1, f"the bar goes to the right, and once back to the left: {columns}"


class OneCamera:
    """A server and a site of one camera."""

    def __init__(self, run_dir: Path, clip: Path, *options: str) -> None:
        self.server = RtspServer(clip, options=options)
        self.server.start()
        self.site = MediaSite(run_dir, (source(self.server, "cam"),))
        self.site.start()
        self.look = self.site.look

    def show(self, width: int = WIDTH, height: int = HEIGHT) -> SlotReader:
        self.look.declare(Demand(FeedId("cam"), width, height))
        self.look.until(lambda: live(self.site, "cam", width, height), "a live picture")
        reader = self.look.reader("cam", width, height)
        assert reader is not None
        return reader

    def stop(self) -> None:
        self.site.stop()
        self.server.kill()


def test_resolution_that_changes_in_mid_stream_is_shown(run_dir: Path, clips: dict[str, Path]) -> None:
    camera = OneCamera(run_dir, clips["two-sizes"])
    try:
        reader = camera.show(240, 240)
        assert look_at(reader)[0].shape == (138, 240, 4)
        camera.look.until(lambda: look_at(reader)[0].shape == (240, 240, 4), "the other size", limit_s=6.0)
        assert state_of(reader) is PictureState.LIVE
        camera.look.until(lambda: size_of(camera) == (240, 240), "the other size in health")
        assert camera.look.feeds[FeedId("cam")].reconnects == 0
    finally:
        camera.stop()


def size_of(camera: OneCamera) -> tuple[int, int]:
    health = camera.look.feeds[FeedId("cam")]
    return health.width, health.height


def test_codec_that_changes_is_live_again_in_the_same_slot(run_dir: Path, clips: dict[str, Path]) -> None:
    camera = OneCamera(run_dir, clips["h264"])
    try:
        reader = camera.show()
        camera.server.change(clips["h265"], "--codec", "h265")
        camera.look.until(lambda: camera.look.feeds[FeedId("cam")].codec == "hevc", "the other codec")
        camera.look.until(lambda: state_of(reader) is PictureState.LIVE, "live again")
        assert reader.is_ours()
    finally:
        camera.stop()


def test_gop_of_ten_seconds_is_shown_at_once_from_its_middle(run_dir: Path, clips: dict[str, Path]) -> None:
    camera = OneCamera(run_dir, clips["long-gop"])
    try:
        camera.look.until(lambda: has_packets(camera), "a warm session")
        camera.look.until(lambda: packets_for(camera, 2.0), "two seconds of the GOP")
        camera.look.declare(Demand(FeedId("cam"), WIDTH, HEIGHT))
        camera.look.until(lambda: live(camera.site, "cam"), "a live picture")
        assert camera.look.feeds[FeedId("cam")].gop_s == 0, "no second keyframe has come"
    finally:
        camera.stop()


def has_packets(camera: OneCamera) -> bool:
    health = camera.look.feeds.get(FeedId("cam"))
    return health is not None and health.state is PictureState.LIVE


def packets_for(camera: OneCamera, seconds: float) -> bool:
    health = camera.look.feeds[FeedId("cam")]
    return SystemClock().now_ms() - health.since_ms > seconds * 1000


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_joining_in_mid_gop_shows_nothing_before_the_keyframe(
    run_dir: Path, clips: dict[str, Path], codec: str
) -> None:
    """The camera plays for somebody else already, and its description has no parameter sets."""
    server = RtspServer(clips[codec], options=("--codec", codec, "--in-band"))
    server.start()
    with av.open(server.url(), options={"rtsp_transport": "tcp"}) as other:
        packets = other.demux(video=0)
        for _ in range(6):
            next(packets)
        site = MediaSite(run_dir, (source(server, "cam"),))
        site.start()
        try:
            site.look.declare(Demand(FeedId("cam"), WIDTH, HEIGHT))
            site.look.until(lambda: live(site, "cam"), "a live picture")
            reader = site.look.reader("cam", WIDTH, HEIGHT)
            assert reader is not None
            pixels, _ = look_at(reader)
            assert abs(int(np.median(pixels[..., :3])) - GREY) <= 4
            assert site.workers["worker-0"].turned.beat_stats()["broken_packets"] == 0
        finally:
            site.stop()
            server.kill()
