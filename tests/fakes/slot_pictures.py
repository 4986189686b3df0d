"""A slot's picture as an array, without the padding of its rows."""

import numpy as np

from console.protocol.slots import SlotPicture


def pixels_of(picture: SlotPicture) -> np.ndarray:
    """Rows x columns x BGRX, in place: copy it before asking whether it is whole."""
    rows = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.stride // 4, 4)
    return rows[:, : picture.width]
