"""Pictures of a window as PNG, without holding the window up.

OpenCV lets the GUI thread run meanwhile. Qt's encoder holds the GIL, and so does numpy while it copies three
of four channels (7 to 17 ms for 1920x1080).
"""

from PySide6.QtGui import QImage

COMPRESSION = 1
"""Of 9: time is short here, room is not."""


def load_png() -> None:
    """Load what ``encode_png`` needs: a fifth of a second that a window's start does without."""
    import cv2  # noqa: F401
    import numpy  # noqa: F401


def encode_png(image: QImage) -> bytes:
    """An RGB32 image as the bytes of a PNG file. Raises OSError."""
    import cv2
    import numpy as np

    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    colours = cv2.cvtColor(pixels[:, : image.width()], cv2.COLOR_BGRA2BGR)
    done, encoded = cv2.imencode(".png", colours, [cv2.IMWRITE_PNG_COMPRESSION, COMPRESSION])
    if not done:
        raise OSError("the picture could not be encoded as PNG")
    return encoded.tobytes()
