"""Pictures that tests take of what they show, for people to look at; kept only where somebody asks."""

import os
from pathlib import Path

from PySide6.QtGui import QImage

FOLDER = "SIGHTLINE_TEST_PICTURES"
"""The environment's name for the folder that they go to."""


def keep_picture(image: QImage | Path, name: str) -> None:
    """Save it there as ``name``.png; does nothing where no folder is named."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return
    picture = image if isinstance(image, QImage) else QImage(str(image))
    place = Path(folder) / f"{name}.png"
    place.parent.mkdir(parents=True, exist_ok=True)
    if not picture.save(str(place)):
        raise OSError(f"the picture {name} could not be saved as {place}: is there room, may it be written?")
