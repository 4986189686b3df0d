"""Scaling a decoded picture into a slot: fitted into the box, never stretched, as BGRA.

One Scaler belongs to one thread: it reuses its scratch memory and libswscale contexts.
"""

from functools import lru_cache

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.video.plane import VideoPlane
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

Plane = npt.NDArray[np.uint8]

KEPT_GEOMETRIES = 64
"""Most scratch buffers and libswscale contexts of one thread; beyond, all are made anew."""

MATRIX_709 = int(Colorspace.ITU709)
FULL_RANGE = int(ColorRange.JPEG)


@lru_cache(maxsize=256)
def fit(source_width: int, source_height: int, box_width: int, box_height: int) -> tuple[int, int]:
    """The largest size inside the box with the source's aspect ratio; both sides even, at least 2."""
    if box_width * source_height <= box_height * source_width:
        width, height = box_width, _rounded(box_width * source_height, source_width)
    else:
        width, height = _rounded(box_height * source_width, source_height), box_height
    return _even(min(width, box_width)), _even(min(height, box_height))


def _rounded(numerator: int, denominator: int) -> int:
    """Rounded to the nearest even number."""
    return (numerator + denominator) // (2 * denominator) * 2


def _even(side: int) -> int:
    return max(2, side // 2 * 2)


class Scaler:
    """Writes frames into buffers of the wanted size."""

    def __init__(self) -> None:
        self._scratch: dict[tuple[int, int, int], Scratch] = {}
        self._reformatters: dict[tuple[str, int, int, int, int], VideoReformatter] = {}

    def write(self, frame: av.VideoFrame, pixels: Plane, width: int) -> None:
        """Fill the first ``width`` columns of ``pixels`` (rows x columns x BGRA) with the whole of ``frame``.

        Width, rows and columns are even. What lies right of the picture may hold anything afterwards.
        Planes by cv2.resize and one cv2.cvtColor: measured faster than libswscale. OpenCV's conversion knows
        BT.601 in limited range alone, so anything else goes through libswscale.
        """
        if frame.format.name == "yuv420p" and not is_full_range(frame) and not is_709(frame):
            self._write_planes(frame, pixels, width)
        else:
            self._write_reformatted(frame, pixels, width)

    def _write_planes(self, frame: av.VideoFrame, pixels: Plane, width: int) -> None:
        height, columns = pixels.shape[:2]
        scratch = self._scratch_for(width, height, columns)
        targets = scratch.planes
        if (frame.width, frame.height) == (width, height):
            for plane, target in zip(frame.planes, targets, strict=True):
                np.copyto(target, _pixels_of(plane))
        else:
            luma, blue, red = frame.planes
            cv2.resize(_pixels_of(luma), scratch.size, dst=targets[0])
            cv2.resize(_pixels_of(blue), scratch.half_size, dst=targets[1])
            cv2.resize(_pixels_of(red), scratch.half_size, dst=targets[2])
        cv2.cvtColor(scratch.whole, cv2.COLOR_YUV2BGRA_I420, dst=pixels)

    def _write_reformatted(self, frame: av.VideoFrame, pixels: Plane, width: int) -> None:
        height = pixels.shape[0]
        key = (frame.format.name, frame.width, frame.height, width, height)
        if len(self._reformatters) >= KEPT_GEOMETRIES and key not in self._reformatters:
            self._reformatters.clear()
        # WORKAROUND: one reformatter for each geometry, one thread each. PyAV's frame.reformat() makes a new
        # context for each frame (measured 1.17 ms against 0.16) and takes a thread for every core.
        reformatter = self._reformatters.setdefault(key, VideoReformatter())
        painted = reformatter.reformat(
            frame,
            width,
            height,
            "bgra",
            src_colorspace=Colorspace.ITU709 if is_709(frame) else Colorspace.ITU601,
            src_color_range=ColorRange.JPEG if is_full_range(frame) else ColorRange.MPEG,
            dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.BILINEAR,
            threads=1,
        )
        plane = painted.planes[0]
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        np.copyto(pixels[:, :width], rows[:height, : width * 4].reshape(height, width, 4))

    def _scratch_for(self, width: int, height: int, columns: int) -> "Scratch":
        scratch = self._scratch.get((width, height, columns))
        if scratch is None:
            if len(self._scratch) >= KEPT_GEOMETRIES:
                self._scratch.clear()
            scratch = self._scratch[(width, height, columns)] = Scratch(width, height, columns)
        return scratch


def is_full_range(frame: av.VideoFrame) -> bool:
    """Whether black is 0 and not 16, said by the format or by the stream."""
    return frame.format.name.startswith("yuvj") or int(frame.color_range) == FULL_RANGE


def is_709(frame: av.VideoFrame) -> bool:
    """Whether the stream says that its colours are BT.709's."""
    return int(frame.colorspace) == MATRIX_709


class Scratch:
    """Memory for one picture in I420 with rows of so many columns, and its planes without their padding.

    Made once for each size, for that takes its time.
    """

    def __init__(self, width: int, height: int, columns: int) -> None:
        luma, quarter = columns * height, columns * height // 4
        memory = np.empty(luma + 2 * quarter, np.uint8)
        self.size = (width, height)
        self.half_size = (width // 2, height // 2)
        self.whole: Plane = memory.reshape(height * 3 // 2, columns)
        self.planes: tuple[Plane, Plane, Plane] = (
            memory[:luma].reshape(height, columns)[:, :width],
            memory[luma : luma + quarter].reshape(height // 2, columns // 2)[:, : width // 2],
            memory[luma + quarter :].reshape(height // 2, columns // 2)[:, : width // 2],
        )


def _pixels_of(plane: VideoPlane) -> Plane:
    return np.ndarray((plane.height, plane.width), np.uint8, memoryview(plane), 0, (plane.line_size, 1))
