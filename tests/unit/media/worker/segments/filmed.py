"""Packets as RTSP brings them, kept as a ring keeps them; and what a movie made of them holds."""

import subprocess
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av
from av.bitstream import BitStreamFilterContext

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection, StreamFormat
from console.media.worker.segments.movie import Movie, MovieOf
from console.protocol.movie_index import CONNECTION, GapRecord
from tests.fakes.rtsp_clips import FILE_FORMATS, moving_bar, write_clip

FPS = 15
INTERVAL_NS = 1_000_000_000 // FPS
FIRST_NS = 5_000_000_000
FIRST_WALL_MS = 1_700_000_000_000
SCENES = Path(__file__).resolve().parents[5] / "resources" / "scenes"
OF = MovieOf(FeedId("cam-1"), Profile.SUB, "boot")
DECODERS = {"h264": "h264", "h265": "hevc", "mjpeg": "mjpeg"}


@cache
def encoded(
    codec: str = "h264",
    frames: int = 60,
    width: int = 160,
    height: int = 90,
    gop: int = 30,
    b_frames: int = 0,
) -> tuple[bytes, ...]:
    """A clip's packets; parameter sets are in each keyframe."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"clip.{codec}"
        bar = moving_bar(frames, width, height)
        write_clip(path, bar, width, height, fps=FPS, gop=gop, codec=codec, b_frames=b_frames)
        with av.open(path, format=FILE_FORMATS[codec]) as container:
            return tuple(bytes(packet) for packet in container.demux(video=0) if packet.size)


@cache
def scene(name: str = "scene-01.sub") -> tuple[bytes, ...]:
    """The packets of a shipped scene with start codes."""
    with av.open(SCENES / f"{name}.mp4") as container:
        stream = container.streams.video[0]
        to_annex_b = BitStreamFilterContext("h264_mp4toannexb", stream)
        found = [one for packet in container.demux(stream) for one in to_annex_b.filter(packet)]
        return tuple(bytes(packet) for packet in found if packet.size)


def is_key(codec: str, data: bytes) -> bool:
    """By its units."""
    if codec == "mjpeg":
        return True
    if codec == "h265":
        return any(16 <= unit[0] >> 1 & 63 <= 21 for unit in units(data))
    return any(unit[0] & 31 == 5 for unit in units(data))


def units(data: bytes) -> list[bytes]:
    """NAL units behind start codes."""
    return [unit.rstrip(b"\0") for unit in data.split(b"\0\0\1")[1:]]


def connection(
    codec: str = "h264", width: int = 160, height: int = 90, number: int = 1, extradata: bytes | None = None
) -> Connection:
    return Connection(number, StreamFormat(DECODERS[codec], extradata, width, height))


def packet(data: bytes, *, key: bool, pts: int | None, dts: int | None = None) -> "av.Packet":
    made = av.Packet(data)
    made.is_keyframe = key
    made.pts, made.dts = pts, pts if dts is None else dts
    made.time_base = Fraction(1, 90_000)
    return made


def kept(
    data: Sequence[bytes],
    of: Connection | None = None,
    *,
    first: int = 1,
    first_ns: int = FIRST_NS,
    interval_ns: int = INTERVAL_NS,
    codec: str = "h264",
) -> list[KeptPacket]:
    """These packets as they arrive one after another, the camera's clock at 90 kHz."""
    of = of or connection(codec)
    return [
        KeptPacket(
            first + index,
            of,
            packet(one, key=is_key(codec, one), pts=1000 + index * 90_000 // FPS),
            first_ns + index * interval_ns,
            is_key(codec, one),
            len(one),
        )
        for index, one in enumerate(data)
    ]


def repeated(data: Sequence[bytes], times: int) -> list[bytes]:
    return list(data) * times


def wall_ms(one: KeptPacket) -> int:
    return FIRST_WALL_MS + (one.arrival_ns - FIRST_NS) // 1_000_000


def write_all(movie: Movie, packets: Sequence[KeptPacket]) -> Movie:
    for one in packets:
        movie.write(one, wall_ms(one))
    return movie


def film(path: Path, packets: Sequence[KeptPacket]) -> Path:
    """A whole movie of these packets."""
    write_all(Movie.begin(path, OF, packets[0]), packets).close()
    return path


def samples(path: Path) -> Iterator[bytes]:
    """The movie's samples as another program reads them."""
    with av.open(path) as container:
        for one in container.demux(video=0):
            if one.size:
                yield bytes(one)


def sample_units(sample: bytes) -> list[bytes]:
    """NAL units behind their lengths."""
    found = []
    while sample:
        length = int.from_bytes(sample[:4], "big")
        found.append(sample[4 : 4 + length])
        sample = sample[4 + length :]
    return found


def complaints(path: Path) -> str:
    """What FFmpeg says when it decodes the whole file; "" when nothing is wrong with it.

    In the file's own times: the null muxer's usual ones are so coarse that two pictures may share one.
    """
    times = ["-fps_mode", "passthrough", "-enc_time_base", "-1"]
    decode = ["ffmpeg", "-v", "error", "-xerror", "-i", str(path), *times, "-f", "null", "-"]
    done = subprocess.run(decode, capture_output=True, text=True, timeout=60, check=False)
    return done.stderr or ("" if done.returncode == 0 else f"exit {done.returncode}")


def probed(path: Path) -> str:
    """Codec, size and number of packets by ffprobe, such as ``h264,160,90,60``."""
    entries = ["-count_packets", "-show_entries", "stream=codec_name,width,height,nb_read_packets"]
    probe = ["ffprobe", "-v", "error", *entries, "-of", "csv=p=0", str(path)]
    done = subprocess.run(probe, capture_output=True, text=True, timeout=60, check=False)
    return (done.stdout + done.stderr).strip().rstrip(",")


def film_back(path: Path, before: Sequence[KeptPacket], late: Sequence[KeptPacket]) -> Path:
    """A movie that begins as its camera is back, which was lost after the packets before."""
    movie = Movie.begin(path, OF, late[0])
    lost, back = before[-1], late[0]
    movie.note_gap(GapRecord(CONNECTION, lost.number, back.number, lost.arrival_ns, back.arrival_ns))
    write_all(movie, late).close()
    return path
