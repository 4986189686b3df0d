"""Pictures of the pages in docs/, taken by tests; written there only where somebody asks for new ones."""

import os
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage

from tests.watch.pictures import keep_picture

FOLDER = "SIGHTLINE_DOCS_PICTURES"
"""The environment's name for the folder that they go to: docs/pictures."""
WIDEST_PX = 1366
MOST_BYTES = 150_000
QUALITIES = range(92, 40, -4)


def keep_docs_picture(image: QImage, name: str) -> None:
    """Keep it as ``name``.jpg, no wider and no larger than a page should load; and as any other picture."""
    keep_picture(image, f"docs-{name}")
    folder = os.environ.get(FOLDER)
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    (Path(folder) / f"{name}.jpg").write_bytes(small_jpeg(image))


def small_jpeg(image: QImage) -> bytes:
    """As good as the limit allows."""
    if image.width() > WIDEST_PX:
        image = image.scaledToWidth(WIDEST_PX, Qt.TransformationMode.SmoothTransformation)
    for quality in QUALITIES:
        encoded = QByteArray()
        buffer = QBuffer(encoded)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not image.save(buffer, "JPG", quality):
            raise OSError("this Qt writes no JPEG")
        if len(encoded) <= MOST_BYTES:
            break
    return bytes(encoded.data())
