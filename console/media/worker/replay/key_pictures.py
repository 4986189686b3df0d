"""Small pictures of recorded moments: each camera's last keyframe that had come by then, decoded alone."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import NamedTuple

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from console.domain.ids import FeedId
from console.media.worker.replay.stream_tape import Came, Place, StreamTape

MOST_KEPT = 400
"""Pictures; of 192 by 108 they take 25 MB."""

END_NS = 2_000_000_000
"""So long after its last packet a tape still shows its last picture."""


class KeyPicture(NamedTuple):
    """Blue, green, red; ``at_ns`` is when it came, in log time."""

    pixels: NDArray[np.uint8]
    at_ns: int


_Key = tuple[FeedId, Place, int, int]


class KeyPictures:
    """One thread only."""

    def __init__(self, tapes: Mapping[FeedId, StreamTape]) -> None:
        self._tapes = tapes
        self._kept: OrderedDict[_Key, KeyPicture | None] = OrderedDict()

    def at(self, feed: FeedId, at_ns: int, width: int, height: int) -> KeyPicture | None:
        """The camera at this moment of log time, within so many pixels; None where nothing was recorded."""
        tape = self._tapes.get(feed)
        place = tape.key_before(at_ns) if tape is not None else None
        if tape is None or place is None or _is_bare(tape, at_ns):
            return None
        key = feed, place, width, height
        if key not in self._kept:
            self._kept[key] = _picture(tape, place, width, height)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


def _is_bare(tape: StreamTape, at_ns: int) -> bool:
    """Whether the camera was lost then, or its recording is over."""
    is_over = tape.end_ns is None or at_ns > tape.end_ns + END_NS
    return is_over or any(one.from_ns < at_ns < one.to_ns for one in tape.bare)


def _picture(tape: StreamTape, place: Place, width: int, height: int) -> KeyPicture | None:
    came = next(tape.from_place(place), None)
    frame = _decoded(came) if came is not None else None
    if came is None or frame is None:
        return None
    scale = min(width / frame.width, height / frame.height)
    size = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    pixels = cv2.resize(frame.to_ndarray(format="bgr24"), size, interpolation=cv2.INTER_AREA)
    return KeyPicture(np.ascontiguousarray(pixels, np.uint8), came.at_ns)


def _decoded(came: Came) -> av.VideoFrame | None:
    """None of a keyframe that can't be decoded."""
    decoder = av.CodecContext.create(came.form.codec, "r")
    if not isinstance(decoder, av.VideoCodecContext):
        return None
    decoder.thread_count = 1
    try:
        frames = decoder.decode(came.packet) or decoder.decode(None)  # which gives what waits for an order
    except av.FFmpegError:
        return None
    return frames[0] if frames else None
