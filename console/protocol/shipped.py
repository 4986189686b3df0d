"""Read-only files that come with the product: ``layouts/`` and ``resources/``."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def shipped(*parts: str) -> Traversable:
    """A shipped file or folder, such as ``shipped("resources", "scenes")``.

    In the wheel they lie inside the package; in a checkout they are the folders beside it.
    """
    inside = files("console").joinpath("shipped", *parts)
    if inside.is_dir() or inside.is_file():
        return inside
    return Path(__file__).resolve().parents[2].joinpath(*parts)
