"""Writes frames as H.264 loops the way a camera's encoder would: closed groups of 30 frames, no B-frames."""

from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
from av.video.stream import VideoStream

from scenes.texture import Codes
from scenes.traffic import FPS

GOP_FRAMES = 30


class LoopWriter:
    """One file; pictures come in as blue, green, red."""

    def __init__(self, path: Path, width: int, height: int, bits_per_s: int, preset: str = "medium") -> None:
        self._path, self._part = path, path.with_name(path.name + ".part")
        self._container = av.open(str(self._part), "w", format="mp4")
        stream = self._container.add_stream("libx264", rate=FPS)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.bit_rate = bits_per_s
        stream.time_base = stream.codec_context.time_base = Fraction(1, FPS)
        stream.codec_context.thread_count = 1
        kilo = bits_per_s // 1000
        stream.codec_context.options = {
            "preset": preset,
            "profile": "main",
            "x264-params": "bframes=0:scenecut=0:open-gop=0:threads=1"
            f":keyint={GOP_FRAMES}:min-keyint={GOP_FRAMES}"
            f":vbv-maxrate={kilo * 3 // 2}:vbv-bufsize={kilo * 2}",
        }
        self._stream = stream
        self._count = 0

    def __enter__(self) -> "LoopWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(complete=error is None)

    def add(self, picture: Codes) -> None:
        frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
        frame.pts, frame.time_base = self._count, Fraction(1, FPS)
        self._count += 1
        self._container.mux(self._stream.encode(frame))

    def close(self, complete: bool = True) -> None:
        """Ends the file; it gets its name only when it is complete."""
        self._container.mux(self._stream.encode(None))
        self._container.close()
        if complete:
            self._part.replace(self._path)
