import av
import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.media.worker.scale import Scaler, fit

SIDES = st.integers(2, 4000)


@given(SIDES, SIDES, SIDES, SIDES)
def test_fits_inside_even_and_unstretched(source_w: int, source_h: int, box_w: int, box_h: int) -> None:
    width, height = fit(source_w, source_h, box_w, box_h)
    assert width % 2 == height % 2 == 0
    assert 2 <= width <= box_w
    assert 2 <= height <= box_h
    assert width >= box_w - 1 or height >= box_h - 1  # it touches the box
    scale = min(box_w / source_w, box_h / source_h)
    assert abs(width - source_w * scale) <= 2
    assert abs(height - source_h * scale) <= 2


@pytest.mark.parametrize(
    ("source", "box", "size"),
    [
        ((640, 360), (272, 152), (270, 152)),
        ((640, 360), (640, 360), (640, 360)),
        ((640, 360), (200, 200), (200, 112)),
        ((360, 640), (200, 200), (112, 200)),
        ((640, 360), (271, 999), (270, 152)),
    ],
)
def test_fit(source: tuple[int, int], box: tuple[int, int], size: tuple[int, int]) -> None:
    assert fit(*source, *box) == size


def flat(luma: int, pixel_format: str, *, colour_range: int = 0, width: int = 640) -> av.VideoFrame:
    frame = av.VideoFrame(width, 360, pixel_format)
    for plane, value in zip(frame.planes, (luma, 128, 128), strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    frame.color_range = colour_range
    return frame


def written(frame: av.VideoFrame, width: int = 272, height: int = 152, columns: int = 320) -> np.ndarray:
    """Into rows that are longer than the picture, as those of slots are."""
    pixels = np.full((height, max(width, columns), 4), 77, np.uint8)
    Scaler().write(frame, pixels, width)
    return pixels[:, :width]


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv422p", "yuv444p"])
@pytest.mark.parametrize(("luma", "grey"), [(16, 0), (126, 128), (235, 255)])
def test_limited_range_reaches_black_and_white(pixel_format: str, luma: int, grey: int) -> None:
    pixels = written(flat(luma, pixel_format))
    assert np.abs(pixels[..., :3].astype(int) - grey).max() <= 2
    assert (pixels[..., 3] == 255).all()


@pytest.mark.parametrize(("pixel_format", "colour_range"), [("yuvj420p", 0), ("yuvj420p", 2), ("yuv420p", 2)])
@pytest.mark.parametrize("luma", [0, 128, 255])
def test_full_range_is_kept(pixel_format: str, colour_range: int, luma: int) -> None:
    pixels = written(flat(luma, pixel_format, colour_range=colour_range))
    assert np.abs(pixels[..., :3].astype(int) - luma).max() <= 2


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [(2, (0, 0, 254)), (1, (0, 24, 255))],  # unspecified (taken as BT.601), BT.709: another colour
    ids=["601", "709"],
)
def test_colours_are_the_streams(matrix: int, expected: tuple[int, int, int]) -> None:
    frame = flat(81, "yuv420p")
    for plane, value in zip(frame.planes, (81, 90, 240), strict=True):  # BT.601's red
        plane.update(bytes([value]) * plane.buffer_size)
    frame.colorspace = matrix
    assert written(frame)[76, 136, :3].tolist() == pytest.approx(expected, abs=2)


def test_picture_is_upright_and_not_mirrored() -> None:
    picture = np.zeros((360, 640, 3), np.uint8)
    picture[:180, :320] = 255
    pixels = written(av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p"))
    assert pixels[10, 10, 0] > 240
    assert pixels[10, 260, 0] < 15
    assert pixels[140, 10, 0] < 15


@pytest.mark.parametrize("colour_range", [0, 2])  # by OpenCV, by libswscale
def test_longer_rows_change_nothing_of_the_picture(colour_range: int) -> None:
    ramp = np.tile(np.linspace(0, 255, 640, dtype=np.uint8)[None, :, None], (360, 1, 3))
    frame = av.VideoFrame.from_ndarray(ramp, format="rgb24").reformat(format="yuv420p")
    frame.color_range = colour_range
    padded, tight = written(frame, 240, 134, columns=256), written(frame, 240, 134, columns=240)
    assert np.abs(padded.astype(int) - tight).max() <= 1
    assert padded[0, 239, 0] > 230


def test_equal_size_is_not_resized(monkeypatch: pytest.MonkeyPatch) -> None:
    def resized(*_: object, **__: object) -> None:
        raise AssertionError("resized")

    monkeypatch.setattr(cv2, "resize", resized)
    assert np.abs(written(flat(126, "yuv420p"), 640, 360)[..., :3].astype(int) - 128).max() <= 2


@pytest.mark.parametrize("width", [638, 641])  # rows with padding; a chroma plane that is rounded up
def test_rows_with_padding_and_odd_widths(width: int) -> None:
    assert np.abs(written(flat(235, "yuv420p", width=width))[..., :3].astype(int) - 255).max() <= 2
