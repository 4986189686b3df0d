"""Makes a recorded folder of as long a time as one likes: movies of the simulated scenes, and a quiet log."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av

from console.app.bench.made_log import BEGUN_MS
from console.core.log.batch import Addition, write
from console.core.log.input_log import (
    ENTRY_VERSION,
    AnyInput,
    CommandGiven,
    LogEntry,
    SiteLoaded,
    encode_entry,
)
from console.core.log.rows import Row, input_row
from console.core.log.schema import open_database
from console.core.replay.log_slice import write_slice
from console.domain.camera import Camera, Profile
from console.domain.ids import FeedId, MonitorId
from console.domain.monitor import MonitorSpec
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection, StreamFormat, VideoPacket
from console.media.worker.segments.movie import Movie, MovieOf
from console.protocol.core_messages import ReportFeeds
from console.protocol.layout_file import shipped_layouts
from console.protocol.process_config import DirectorConfig
from console.protocol.time_anchor import TimeAnchor
from console.sim.city import demo_cameras, demo_scene
from console.sim.scene_files import Scene, read_scene, scene_profiles, scenes_folder

BOOT = "made"
BEGUN_NS = 1_000_000_000_000
VIDEO = "video"
MONITORS = ("wall-1", "wall-2")
LAYOUT = "3x3"
MOVIE_S = 3600
START = b"\0\0\0\1"


def make_package(folder: Path, work: Path, cameras: int, seconds: int, told: Callable[[str], None]) -> None:
    """A folder that ``sightline replay`` plays: so many cameras for so long. ``work`` is for what is between.

    Raises OSError, SliceError.
    """
    shown = demo_cameras(cameras)
    _make_log(work, shown, seconds)
    write_slice(work / "core.sqlite", 1, 2, folder)
    scenes = sorted(scene_profiles(scenes_folder()))
    for number, camera in enumerate(shown, 1):
        told(f"movies: {number} of {len(shown)}")
        scene = read_scene(scenes_folder(), demo_scene(camera.number, scenes), Profile.SUB)
        _make_movie(folder / VIDEO / camera.feed, camera.feed, scene, seconds)


def _make_log(work: Path, cameras: Sequence[Camera], seconds: int) -> None:
    site = SiteLoaded(
        "made",
        tuple(cameras),
        tuple(MonitorSpec(MonitorId(name), LAYOUT) for name in MONITORS),
        DirectorConfig(),
        shipped_layouts(),
        {},
        anchor=TimeAnchor(BOOT, BEGUN_NS, BEGUN_MS),
    )
    end = CommandGiven("engine", ReportFeeds(()), "end")
    connection = open_database(work / "core.sqlite")
    try:
        rows = (_row(1, BEGUN_MS, site), _row(2, BEGUN_MS + seconds * 1000, end))
        connection.execute("BEGIN")
        write(connection, [Addition(0, rows)], ())
        connection.execute("COMMIT")
    finally:
        connection.close()


def _row(n: int, at_ms: int, logged: AnyInput) -> Row:
    return input_row(n, at_ms, at_ms, encode_entry(LogEntry(ENTRY_VERSION, n, at_ms, at_ms, logged)))


def _make_movie(folder: Path, feed: FeedId, scene: Scene, seconds: int) -> None:
    form = StreamFormat(str(scene.codec), None, scene.width, scene.height)
    connection = Connection(1, form)
    sets = b"".join(START + one for one in scene.parameter_sets)
    coded = [
        (sets if picture.is_key else b"") + b"".join(START + nal for nal in picture.nals)
        for picture in scene.pictures
    ]
    folder.mkdir(parents=True, mode=0o700)
    movie: Movie | None = None
    for number in range(int(seconds * scene.fps)):
        picture = scene.pictures[number % len(coded)]
        kept = _kept(number, connection, coded[number % len(coded)], picture.is_key, scene.fps)
        if movie is None:
            path = folder / f"{Profile.SUB}-{BEGUN_MS}-made-1.mp4"
            movie = Movie.begin(path, MovieOf(feed, Profile.SUB, BOOT), kept)
        movie.write(kept, BEGUN_MS + (kept.arrival_ns - BEGUN_NS) // 1_000_000)
    if movie is not None:
        movie.close()


def _kept(number: int, connection: Connection, data: bytes, is_key: bool, fps: float) -> KeptPacket:
    packet: VideoPacket = av.Packet(data)  # type: ignore[assignment]
    packet.pts = packet.dts = round(number * 90_000 / fps)
    packet.time_base = Fraction(1, 90_000)
    packet.is_keyframe = is_key
    arrival_ns = BEGUN_NS + round(number * 1e9 / fps)
    return KeptPacket(number + 1, connection, packet, arrival_ns, is_key, len(data))
