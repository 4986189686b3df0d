"""The wall counts in device pixels, whatever the desktop's scale: a picture is shown as it was drawn."""

from collections.abc import MutableMapping

_SCALES = (
    "QT_SCALE_FACTOR",
    "QT_SCREEN_SCALE_FACTORS",
    "QT_AUTO_SCREEN_SCALE_FACTOR",
    "QT_DEVICE_PIXEL_RATIO",
    "QT_FONT_DPI",
)
"""https://doc.qt.io/qt-6/highdpi.html"""


def count_in_device_pixels(environment: MutableMapping[str, str]) -> None:
    """Before the application is made."""
    for name in _SCALES:
        environment.pop(name, None)
    environment["QT_ENABLE_HIGHDPI_SCALING"] = "0"
