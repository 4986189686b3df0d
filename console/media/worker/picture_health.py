"""What a stream's pictures themselves tell: DARK, COVERED or FROZEN, from their luma. Pure; times passed in.

A look takes one decoded picture's luma plane. Looks are due at keyframes, and once a second between them.
"""

import av
import cv2
import numpy as np
import numpy.typing as npt

from console.domain.picture import PictureState
from console.media.worker.scale import is_full_range

Plane = npt.NDArray[np.uint8]
Coarse = npt.NDArray[np.float32]

LUMA_FORMATS = {
    "gray", "nv12", "yuv420p", "yuv422p", "yuv444p", "yuvj420p", "yuvj422p", "yuvj444p"
}  # fmt: skip
"""Pixel formats whose first plane is luma of 8 bits; pictures of others are not looked at."""

LOOK_EVERY_NS = 1_000_000_000
FINE_WIDTH, FINE_HEIGHT = 80, 45
COARSE_WIDTH, COARSE_HEIGHT = 32, 18

DARK_AFTER_NS = 3_000_000_000
DARK_MEAN = 12.0
DARK_DEVIATION = 6.0
DARK_CELLS = COARSE_WIDTH * COARSE_HEIGHT * 95 // 100
"""Of luma 0 to 255, over the darkest 95 % of the cells: what a camera writes over its picture (time, name)
and a lone lamp lie above. The shipped night scenes have a mean of 54 and a deviation of 18."""

BRIGHT = 60.0
"""With more than half of its cells above no picture is dark, which needs no further look."""

COVERED_AFTER_NS = 5_000_000_000
EDGE = 16
COVERED_EDGE_SHARE = 0.002
"""A covered picture has a smaller share of cells on an edge (absolute Laplacian above ``EDGE``) than this in
its middle rows; the shipped scenes have 0.28 and more, bare asphalt between two cars 0.0034 and more."""
CAPTION_ROWS = FINE_HEIGHT * 2 // 15
"""So many at the top and at the bottom are not looked at: there a camera writes over its picture."""

MOVED = 10.0
MOVED_CELLS = COARSE_WIDTH * COARSE_HEIGHT * 2 // 100
"""Where more cells than this changed by more than the whole picture did, something moves: not covered."""

FROZEN_AFTER_NS = 10_000_000_000
FROZEN_KEYFRAMES = 3
FROZEN_DIFFERENCE = 0.25
"""Most difference of two frozen keyframes in any coarse cell. Measured through x264 at 1 Mb/s: a static scene
with sensor noise of half a grey level differs by 0.36 and more, the same packets again by 0."""

BETWEEN_DIFFERENCE = 4.0
"""A picture between the keyframes that differs from them by more in any coarse cell moves. Cameras with intra
refresh send keyframes that are alike; what an encoder refines behind a keyframe stays below."""

LIMITED_BLACK = 16.0
LIMITED_SCALE = 255.0 / 219.0
"""Broadcast luma runs from 16 to 235."""


class PictureHealth:
    """Remembers what the last looks saw. One thread at a time."""

    def __init__(self) -> None:
        self._looked_ns = 0
        self._looked_between_ns = 0
        self._dark_since_ns = 0
        self._covered_since_ns = 0
        self._last: Coarse | None = None
        self._same_as: Coarse | None = None
        self._same_since_ns = 0
        self._same_keyframes = 0
        self.state = PictureState.LIVE

    def see(self, frame: av.VideoFrame, at_ns: int) -> PictureState:
        """What is known with this picture, which arrived then; it is looked at if that is due."""
        if self.due(at_ns, frame.key_frame) and frame.format.name in LUMA_FORMATS:
            plane = frame.planes[0]
            rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
            luma = rows[: frame.height, : frame.width]
            self.look(luma, at_ns, is_keyframe=frame.key_frame, full_range=is_full_range(frame))
        return self.state

    def due(self, at_ns: int, is_keyframe: bool) -> bool:
        """Whether the picture that arrived then is to be looked at; never the same one twice."""
        between_due = at_ns - self._looked_between_ns >= LOOK_EVERY_NS
        return at_ns > self._looked_ns and (is_keyframe or between_due)

    def look(self, luma: Plane, at_ns: int, *, is_keyframe: bool, full_range: bool = False) -> PictureState:
        """Judge one picture, later than the last one; LIVE when nothing is wrong with it."""
        self._looked_ns = at_ns
        fine = _scaled(luma)
        coarse = _coarse(fine)
        dark = _is_dark(coarse, full_range=full_range)
        covered = not dark and _edge_share(fine) < COVERED_EDGE_SHARE and not self._has_moved(coarse)
        self._dark_since_ns = _since(dark, self._dark_since_ns, at_ns)
        self._covered_since_ns = _since(covered, self._covered_since_ns, at_ns)
        if is_keyframe:
            self._compare(coarse, at_ns)
        else:
            self._looked_between_ns = at_ns
            self._compare_between(coarse, at_ns)
        self._last = coarse
        self.state = self._judge(at_ns)
        return self.state

    def _has_moved(self, coarse: Coarse) -> bool:
        if self._last is None:
            return False
        change = coarse - self._last
        return int(np.count_nonzero(np.abs(change - change.mean()) > MOVED)) > MOVED_CELLS

    def _compare(self, coarse: Coarse, at_ns: int) -> None:
        """Keyframes with keyframes alone: between them an encoder may leave noise out altogether."""
        same = self._same_as is not None and _most_difference(coarse, self._same_as) <= FROZEN_DIFFERENCE
        if same:
            self._same_keyframes += 1
            return
        self._same_as, self._same_since_ns, self._same_keyframes = coarse, at_ns, 1

    def _compare_between(self, coarse: Coarse, at_ns: int) -> None:
        """Something moves although the keyframes are alike."""
        if self._same_as is not None and _most_difference(coarse, self._same_as) > BETWEEN_DIFFERENCE:
            self._same_since_ns, self._same_keyframes = at_ns, 1

    def _judge(self, at_ns: int) -> PictureState:
        if self._dark_since_ns and at_ns - self._dark_since_ns >= DARK_AFTER_NS:
            return PictureState.DARK
        if self._covered_since_ns and at_ns - self._covered_since_ns >= COVERED_AFTER_NS:
            return PictureState.COVERED
        long_enough = at_ns - self._same_since_ns >= FROZEN_AFTER_NS
        if self._same_keyframes >= FROZEN_KEYFRAMES and long_enough:
            return PictureState.FROZEN
        return PictureState.LIVE


def _scaled(luma: Plane) -> Plane:
    """The plane at the fine size, halved as often as possible: 0.015 ms for 640x360, 0.053 in one go."""
    height, width = luma.shape
    while width >= 2 * FINE_WIDTH and height >= 2 * FINE_HEIGHT:
        width, height = width // 2, height // 2
        luma = cv2.resize(luma, (width, height), interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    if (width, height) == (FINE_WIDTH, FINE_HEIGHT):
        return luma
    return cv2.resize(luma, (FINE_WIDTH, FINE_HEIGHT), interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _coarse(fine: Plane) -> Coarse:
    size = (COARSE_WIDTH, COARSE_HEIGHT)
    return cv2.resize(fine.astype(np.float32), size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _since(holds: bool, since_ns: int, at_ns: int) -> int:
    """Since when something holds without a break; 0 while it doesn't."""
    return (since_ns or at_ns) if holds else 0


def _is_dark(coarse: Coarse, *, full_range: bool) -> bool:
    if np.count_nonzero(coarse > BRIGHT) * 2 > coarse.size:
        return False
    means, deviations = cv2.meanStdDev(np.partition(coarse, DARK_CELLS, axis=None)[:DARK_CELLS])
    mean, deviation = float(means[0, 0]), float(deviations[0, 0])
    if not full_range:
        mean, deviation = (mean - LIMITED_BLACK) * LIMITED_SCALE, deviation * LIMITED_SCALE
    return mean < DARK_MEAN and deviation < DARK_DEVIATION


def _edge_share(fine: Plane) -> float:
    edges = np.abs(cv2.Laplacian(fine, cv2.CV_16S))[CAPTION_ROWS:-CAPTION_ROWS] > EDGE
    return float(np.count_nonzero(edges)) / edges.size


def _most_difference(one: Coarse, other: Coarse) -> float:
    return float(np.abs(one - other).max())
