"""The limit: libavcodec alone, decoding the same streams' packets, N decoders in turn, one thread a core.

Each core's share is a process of its own, ``python -m console.app.bench.decode_limit``, so that no
interpreter lock is in the way.
"""

import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file
from importlib.resources.abc import Traversable

import av
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from console.app.bench.progress import tell
from console.app.own_code import OWN_CODE
from console.app.process_plan import MEDIA_NICE
from console.domain.camera import Profile
from console.domain.errors import SightlineError
from console.sim.city import demo_cameras, simulated_cameras
from console.sim.scene_files import scenes_folder

FPS = 15.0
"""The simulator's sub streams."""
RATED_CORES = 2
"""The bars are for a machine of two cores."""
WARM_UP_ROUNDS = 2
"""Pictures that each decoder decodes before the clock starts."""


@dataclass(frozen=True, slots=True)
class DecodeLimit:
    """``feeds``: how many streams at 15 pictures/s two cores decode with nothing else running."""

    ms_per_picture: float
    feeds: float


@dataclass(frozen=True, slots=True)
class _Clip:
    extradata: bytes
    packets: tuple["Packet[VideoStream]", ...]


def measure_limit(streams: int, seconds: float) -> DecodeLimit:
    """Decode with every core for so long. Raises SightlineError when a share failed."""
    tell(f"the limit: libavcodec alone decodes {streams} streams for {seconds:g} s")
    cores = len(os.sched_getaffinity(0))
    shares = [share for core in range(cores) if (share := list(range(streams))[core::cores])]
    running = [_start_share(share, seconds) for share in shares]
    try:
        told = [_finish_share(one) for one in running]
    finally:
        for one in running:
            one.kill()
            one.wait()
    pictures = sum(share["pictures"] for share in told)
    return limit_of(sum(share["cpu_s"] for share in told), pictures)


def limit_of(cpu_s: float, pictures: float) -> DecodeLimit:
    """The limit from CPU seconds and decoded pictures. Raises SightlineError without a picture."""
    if not pictures or not cpu_s:
        raise SightlineError("libavcodec decoded nothing; are the scenes rendered?")
    ms = cpu_s * 1000 / pictures
    return DecodeLimit(ms_per_picture=ms, feeds=RATED_CORES * 1000 / (ms * FPS))


def mean_limit(limits: Sequence[DecodeLimit]) -> DecodeLimit:
    """The mean of several, such as before and after a run."""
    ms = sum(limit.ms_per_picture for limit in limits) / len(limits)
    return limit_of(ms, 1000)


def _start_share(share: list[int], seconds: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *OWN_CODE, "console.app.bench.decode_limit", str(seconds), *map(str, share)],
        stdout=subprocess.PIPE,
        text=True,
    )


def _finish_share(process: subprocess.Popen[str]) -> dict[str, float]:
    output, _ = process.communicate()
    if process.returncode:
        raise SightlineError("libavcodec's share ended with an error; the lines above tell which")
    told: dict[str, float] = json.loads(output)
    return told


# --- one core's share -----------------------------------------------------------------------------------


def decode_share(indexes: Sequence[int], seconds: float) -> dict[str, float]:
    """Decode these cameras' sub streams in turn: one picture of each, then the next of each."""
    decoders = list(_decoders(indexes))
    for _ in range(WARM_UP_ROUNDS):
        _one_round(decoders)
    pictures, cpu_s = 0, time.process_time()
    until_s = time.monotonic() + seconds
    while time.monotonic() < until_s:
        pictures += _one_round(decoders)
    return {"pictures": pictures, "cpu_s": time.process_time() - cpu_s}


_Decoder = tuple[VideoCodecContext, Iterator["Packet[VideoStream]"]]


def _one_round(decoders: Sequence[_Decoder]) -> int:
    return sum(len(decoder.decode(next(packets))) for decoder, packets in decoders)


def _decoders(indexes: Sequence[int]) -> Iterator[_Decoder]:
    cameras = simulated_cameras(demo_cameras(max(indexes) + 1))
    clips: dict[int, _Clip] = {}
    for index in indexes:
        camera = cameras[index]
        if camera.scene not in clips:
            clips[camera.scene] = _read(scenes_folder(), camera.scene)
        clip = clips[camera.scene]
        decoder = av.CodecContext.create("h264", "r")
        assert isinstance(decoder, VideoCodecContext)
        decoder.extradata = clip.extradata
        decoder.thread_count = 1
        start = camera.phase_frames % len(clip.packets)
        yield decoder, _from_keyframe(clip.packets, start)


def _from_keyframe(packets: Sequence["Packet[VideoStream]"], start: int) -> Iterator["Packet[VideoStream]"]:
    while not packets[start].is_keyframe:
        start -= 1
    return itertools.cycle([*packets[start:], *packets[:start]])


def _read(folder: Traversable, scene: int) -> _Clip:
    with (
        as_file(folder.joinpath(f"scene-{scene:02d}.{Profile.SUB}.mp4")) as file,
        av.open(str(file)) as container,
    ):
        stream = container.streams.video[0]
        packets = tuple(packet for packet in container.demux(stream) if packet.size)
        return _Clip(stream.codec_context.extradata or b"", packets)


def main() -> None:
    """One core's share; see the module."""
    os.nice(MEDIA_NICE)
    seconds, *indexes = sys.argv[1:]
    print(json.dumps(decode_share([int(index) for index in indexes], float(seconds))))


if __name__ == "__main__":
    main()
