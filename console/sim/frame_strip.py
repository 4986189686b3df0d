"""The strip in a simulated picture's top-left corner that tells which frame of which scene it is.

24 blocks side by side, each 1/80 of the picture's width wide and 1/45 of its height high (8 x 8 pixels at
640x360), most significant bit first, white for 1 and black for 0. The number is ``scene << 16 | frame``.
It survives encoding, scaling down to 200 pixels of width and dimming, so that a screenshot of the wall
proves which frame was painted.
"""

import cv2
import numpy as np
import numpy.typing as npt

BITS = 24
COLUMNS = 80
"""A block is this fraction of the picture's width."""
ROWS = 45
"""A block is this fraction of the picture's height."""
MIN_SCENE = 1
MAX_SCENE = 254
"""Between them every number has a white and a black block, which the reader needs to find its threshold."""
MAX_FRAME = 0xFFFF
MIN_WIDTH = 200
"""Narrower pictures leave less than 2.5 pixels to a block."""
MIN_CONTRAST = 24.0
"""Least difference of white and black, of 255: a picture dimmed to a quarter still has about 60."""
UNCLEAR_BAND = 0.2
"""A block whose level lies in this middle part between black and white makes the strip unreadable."""
_SAMPLES = 3
_SAFE_EDGE_PX = 1.5
"""Samples keep this far from a block's edge where the block is large enough."""

Picture = npt.NDArray[np.uint8]


def number(scene: int, frame: int) -> int:
    """What the strip of this frame shows. Raises ValueError outside the ranges above."""
    if not MIN_SCENE <= scene <= MAX_SCENE or not 0 <= frame <= MAX_FRAME:
        raise ValueError(f"a strip can't show scene {scene}, frame {frame}")
    return scene << 16 | frame


def draw(picture: Picture, scene: int, frame: int) -> None:
    """Draw the strip into ``picture`` in place: rows x columns (luma) or rows x columns x channels."""
    shown = number(scene, frame)
    height, width = picture.shape[:2]
    edges = [round(column * width / COLUMNS) for column in range(BITS + 1)]
    bottom = round(height / ROWS)
    for block in range(BITS):
        level = 255 if shown >> (BITS - 1 - block) & 1 else 0
        picture[:bottom, edges[block] : edges[block + 1]] = level


def read(picture_box: Picture) -> int | None:
    """The number in a painted picture (its box alone, cut out of a screenshot); None when unreadable.

    The box may have any size from 200 pixels of width on and any brightness that leaves some contrast.
    """
    if picture_box.ndim < 2 or picture_box.shape[1] < MIN_WIDTH or picture_box.shape[0] < ROWS:
        return None
    levels = _levels(picture_box)
    black, white = float(levels.min()), float(levels.max())
    if white - black < MIN_CONTRAST:
        return None
    whiteness = (levels - black) / (white - black)
    if bool(np.any(np.abs(whiteness - 0.5) < UNCLEAR_BAND / 2)):
        return None
    shown = 0
    for bright in whiteness > 0.5:
        shown = shown << 1 | int(bright)
    return shown


def _levels(picture_box: Picture) -> npt.NDArray[np.float32]:
    """Mean brightness around each block's centre."""
    height, width = picture_box.shape[:2]
    block_width, block_height = width / COLUMNS, height / ROWS
    rows = int(block_height) + 3
    top = picture_box[:rows, : int(block_width * BITS) + 3].astype(np.float32)
    luma = top if top.ndim == 2 else np.ascontiguousarray(top[..., :3].mean(axis=2, dtype=np.float32))
    centres = (np.arange(BITS, dtype=np.float32) + 0.5) * block_width
    x = (centres[:, None] + _spread(block_width)[None, :]).ravel() - 0.5
    y = 0.5 * block_height + _spread(block_height) - 0.5
    map_x, map_y = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
    samples = cv2.remap(luma, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    means = samples.reshape(_SAMPLES, BITS, _SAMPLES).mean(axis=(0, 2))
    return np.asarray(means, dtype=np.float32)


def _spread(block: float) -> npt.NDArray[np.float32]:
    """Offsets of the samples from the block's centre, in pixels."""
    reach = max(0.0, block / 2 - _SAFE_EDGE_PX)
    return np.linspace(-reach, reach, _SAMPLES, dtype=np.float32)
