"""A recorded stream as pictures: which one was there at a moment, and since when."""

from collections.abc import Iterator
from typing import NamedTuple

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from console.app.package.errors import PackageError
from console.media.worker.replay.stream_tape import Came, StreamTape
from console.media.worker.rtsp_source import StreamFormat

Canvas = NDArray[np.uint8]


class Picture(NamedTuple):
    """Blue, green, red; ``at_ns`` is when it came, in log time."""

    pixels: Canvas
    at_ns: int


class RecordedView:
    """Asked for later and later moments. Pictures fit into ``width`` by ``height``."""

    def __init__(self, tape: StreamTape, begin_ns: int, width: int, height: int) -> None:
        self._size = width, height
        place = tape.key_before(begin_ns) or tape.first_key()
        self._coming: Iterator[Came] = tape.from_place(place) if place is not None else iter(())
        self._next = next(self._coming, None)
        self._form: StreamFormat | None = None
        self._decoder: av.VideoCodecContext | None = None
        self._frame: av.VideoFrame | None = None
        self._frame_ns = 0
        self._picture: Picture | None = None

    def at(self, at_ns: int) -> Picture | None:
        """The newest picture that had come by then; None before the first."""
        while self._next is not None and self._next.at_ns <= at_ns:
            self._decode(self._next)
            self._next = next(self._coming, None)
        if self._frame is not None:
            self._picture = Picture(self._fitted(self._frame), self._frame_ns)
            self._frame = None
        return self._picture

    def _decode(self, came: Came) -> None:
        try:
            frames = self._decoder_for(came.form).decode(came.packet)
        except av.FFmpegError:  # as on a wall: the next keyframe heals it
            return
        if frames:
            self._frame, self._frame_ns = frames[-1], came.at_ns

    def _decoder_for(self, form: StreamFormat) -> av.VideoCodecContext:
        if self._decoder is None or form != self._form:
            made = av.CodecContext.create(form.codec, "r")
            if not isinstance(made, av.VideoCodecContext):
                raise PackageError(f"{form.codec} is no codec of pictures")
            made.thread_count = 1
            self._form, self._decoder = form, made
        return self._decoder

    def _fitted(self, frame: av.VideoFrame) -> Canvas:
        width, height = self._size
        scale = min(width / frame.width, height / frame.height)
        size = max(2, round(frame.width * scale)), max(2, round(frame.height * scale))
        pixels = cv2.resize(frame.to_ndarray(format="bgr24"), size, interpolation=cv2.INTER_AREA)
        canvas = np.zeros((height, width, 3), np.uint8)
        top, left = (height - size[1]) // 2, (width - size[0]) // 2
        canvas[top : top + size[1], left : left + size[0]] = pixels
        return canvas
