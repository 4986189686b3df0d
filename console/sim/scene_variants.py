"""Other encodings of the shipped scenes: larger, smaller, H.265. Made on first use, kept in the cache."""

import hashlib
import logging
import os
import threading
from dataclasses import dataclass
from fractions import Fraction
from importlib.resources.abc import Traversable
from pathlib import Path
from queue import SimpleQueue

import av
import numpy as np
from av.container import OutputContainer
from av.video.frame import PictureType
from av.video.stream import VideoStream

from console.domain.camera import Profile
from console.domain.errors import SightlineError
from console.sim import frame_strip
from console.sim.scene_files import Codec, Scene, read_scene_file, scene_file

log = logging.getLogger("sightline.sim")

NICE = 19
"""Encoding gives way to everything else on the machine."""
BITS_A_PIXEL = {Codec.H264: 0.09, Codec.H265: 0.06}
"""As the shipped scenes have: 0.1 bits for each pixel of each frame; H.265 needs a third less."""
_ENDLESS = 100_000
_NO_OTHER_KEYFRAMES = f"bframes=0:scenecut=0:open-gop=0:keyint={_ENDLESS}:min-keyint=1"
_ENCODERS = {
    Codec.H264: (
        "libx264",
        {
            "preset": "veryfast",
            "profile": "main",
            "forced-idr": "1",
            "x264-params": f"{_NO_OTHER_KEYFRAMES}:threads=1",
        },
    ),
    Codec.H265: (
        "libx265",
        {
            "preset": "ultrafast",
            "forced-idr": "1",
            "x265-params": f"{_NO_OTHER_KEYFRAMES}:pools=none:frame-threads=1:log-level=none",
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Variant:
    """One other encoding of a scene's small stream: frame for frame, keyframe for keyframe."""

    scene: int
    width: int
    height: int
    codec: Codec


class _Stopped(SightlineError):
    """The process ends; a half-made file is of no use."""


def cache_folder() -> Path:
    """Where this user's variants are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "sightline" / "scenes"


class SceneVariants:
    """Makes variants one after the other in a thread of its own; ``get`` never waits."""

    def __init__(self, folder: Traversable, cache: Path) -> None:
        self._folder = folder
        self._cache = cache
        self._made: dict[Variant, Scene | None] = {}
        self._asked: set[Variant] = set()
        self._queue: SimpleQueue[Variant | None] = SimpleQueue()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def get(self, variant: Variant) -> Scene | None:
        """The variant, or None: then it is being made, or ``has_failed``."""
        if variant not in self._asked:
            self._asked.add(variant)
            self._queue.put(variant)
            self._start()
        return self._made.get(variant)

    def has_failed(self, variant: Variant) -> bool:
        """Whether it could not be made; it is not tried again."""
        return variant in self._made and self._made[variant] is None

    def stop(self) -> None:
        """Give up what is being made."""
        self._stopping.set()
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="scene-variants", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while (variant := self._queue.get()) is not None and not self._stopping.is_set():
            try:
                self._made[variant] = self._read_or_make(variant)
            except _Stopped:
                return
            except (OSError, av.FFmpegError, SightlineError) as error:
                log.warning("a variant of scene %d can't be made: %s", variant.scene, error)
                self._made[variant] = None

    def _read_or_make(self, variant: Variant) -> Scene:
        source = scene_file(self._folder, variant.scene, Profile.SUB)
        size = f"{variant.width}x{variant.height}"
        # The source's hash is part of the name: scenes that were rendered anew get variants of their own.
        origin = hashlib.sha256(source.read_bytes()).hexdigest()[:12]
        file = self._cache / f"scene-{variant.scene:02d}.{size}.{variant.codec}.{origin}.mp4"
        if not file.is_file():
            self._make(variant, source, file)
        return read_scene_file(file, variant.scene, Profile.SUB)

    def _make(self, variant: Variant, source: Traversable, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = file.with_name(f"{file.name}.{os.getpid()}.part")
        try:
            encode_variant(source, part, variant, self._stopping)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
        log.info("made %s", file)
        for old in file.parent.glob(f"{file.name.rsplit('.', 2)[0]}.*.mp4"):
            if old != file:
                old.unlink(missing_ok=True)


def encode_variant(source: Traversable, file: Path, variant: Variant, stopping: threading.Event) -> None:
    """Encode a scene anew, its frame numbers redrawn. Raises OSError, av.FFmpegError."""
    with (
        source.open("rb") as opened,
        av.open(opened, mode="r", format="mp4") as scene,
        av.open(str(file), mode="w", format="mp4") as made,
    ):
        shown = scene.streams.video[0]
        shown.codec_context.thread_count = 1
        rate = shown.average_rate or Fraction(15)
        stream = _add_stream(made, variant, rate)
        for index, frame in enumerate(scene.decode(shown)):
            if stopping.is_set():
                raise _Stopped
            made.mux(stream.encode(_numbered(frame, index, variant, rate)))
        made.mux(stream.encode(None))


def _add_stream(made: OutputContainer, variant: Variant, rate: Fraction) -> VideoStream:
    encoder, options = _ENCODERS[variant.codec]
    stream = made.add_stream(encoder, rate=rate, options=options)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height, stream.pix_fmt = variant.width, variant.height, "yuv420p"
    stream.bit_rate = round(variant.width * variant.height * rate * BITS_A_PIXEL[variant.codec])
    stream.time_base = stream.codec_context.time_base = 1 / rate
    stream.codec_context.thread_count = 1
    return stream


def _numbered(frame: av.VideoFrame, index: int, variant: Variant, rate: Fraction) -> av.VideoFrame:
    """The frame in the variant's size, its strip sharp again, a keyframe where it was one."""
    scaled = frame.reformat(variant.width, variant.height, "yuv420p", interpolation="BICUBIC")
    planes = np.asarray(scaled.to_ndarray(), dtype=np.uint8)
    frame_strip.draw(planes[: variant.height], variant.scene, index)
    numbered = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    numbered.pts, numbered.time_base = index, 1 / rate
    numbered.pict_type = PictureType.I if frame.key_frame else PictureType.NONE
    return numbered
