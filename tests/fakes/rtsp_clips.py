"""Clips for RTSP servers of tests, encoded as IP cameras do: closed GOPs, B-frames only where asked for."""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer


def moving_bar(frames: int, width: int, height: int) -> Iterator[av.VideoFrame]:
    """A bright bar over grey; its column tells the frame."""
    for index in range(frames):
        picture = np.full((height, width, 3), 90, np.uint8)
        left = index * (width - 16) // max(1, frames - 1)
        picture[:, left : left + 16] = 230
        yield av.VideoFrame.from_ndarray(picture, format="rgb24")


def footage(path: Path, frames: int) -> Iterator[av.VideoFrame]:
    """The first frames of a film."""
    with av.open(path) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if index >= frames:
                return
            frame.pts = None
            yield frame


X26X_PARAMS = "aud=1:repeat-headers=1:scenecut=0"
ENCODERS: dict[str, tuple[str, dict[str, str]]] = {
    "h264": ("libx264", {"preset": "veryfast", "tune": "zerolatency", "x264-params": X26X_PARAMS}),
    "h265": (
        "libx265",
        {"preset": "ultrafast", "tune": "zerolatency", "x265-params": f"{X26X_PARAMS}:log-level=none"},
    ),
    "mjpeg": ("mjpeg", {"huffman": "default"}),  # RTP carries no Huffman tables
}
FILE_FORMATS = {"h264": "h264", "h265": "hevc", "mjpeg": "mjpeg"}


def write_clip(
    path: Path,
    frames: Iterator[av.VideoFrame],
    width: int,
    height: int,
    *,
    fps: int = 15,
    gop: int = 30,
    codec: str = "h264",
    b_frames: int = 0,
    x264: str = "",
) -> None:
    """Encode a file for the RTSP server: Annex B whose access units begin with a delimiter, or JPEGs.

    ``x264``: parameters of that encoder in place of a camera's.
    With B-frames, ``path.order`` holds each unit's place in presentation order.
    """
    encoder, options = ENCODERS[codec]
    if b_frames:
        options = {name: value for name, value in options.items() if name != "tune"}
        options["x264-params"] = f"{X26X_PARAMS}:bframes={b_frames}:b-adapt=0:open-gop=0"
    if x264:
        options = {"preset": "veryfast", "x264-params": f"aud=1:repeat-headers=1:{x264}"}
    order: list[int] = []
    with av.open(path, "w", format=FILE_FORMATS[codec]) as container:
        stream = container.add_stream(encoder, rate=fps, options=options)
        stream.width, stream.height = width, height
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.gop_size = gop
        stream.bit_rate = 500_000
        stream.time_base = Fraction(1, fps)
        for index, frame in enumerate(frames):
            shown = frame.reformat(width, height, stream.pix_fmt)
            shown.pts, shown.time_base = index, Fraction(1, fps)
            _mux(container, stream.encode(shown), order)
        _mux(container, stream.encode(), order)
    if b_frames:
        Path(f"{path}.order").write_text(json.dumps(order), encoding="utf-8")


def _mux(container: OutputContainer, packets: "list[av.Packet]", order: list[int]) -> None:
    order.extend(packet.pts for packet in packets if packet.pts is not None)
    container.mux(packets)
