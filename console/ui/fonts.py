"""The product's own font, from its files so that every machine shows the same; tabular figures."""

import logging
from importlib.resources.abc import Traversable

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from console.protocol.shipped import shipped
from console.ui import theme

log = logging.getLogger("sightline.ui")


def load_fonts() -> None:
    """Register the vendored fonts and make Inter the application's; call once a QApplication is there.

    A missing file is logged and leaves Qt's own font: a wall in a plain font is better than no wall.
    """
    folder: Traversable = shipped("resources", "fonts")
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".otf")] if folder.is_dir() else []
    loaded = [entry for entry in found if QFontDatabase.addApplicationFontFromData(entry.read_bytes()) >= 0]
    if not loaded:
        log.warning("no font could be loaded from %s; the system's font is shown instead", folder)
    QGuiApplication.setFont(font(theme.FONT_SIZES_PX[1]))


def font(size_px: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Inter at this pixel size, all digits equally wide: a clock never jumps sideways."""
    made = QFont(theme.FONT_FAMILY)
    made.setPixelSize(size_px)
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return made


def font_fitting(height_px: int) -> int:
    """The largest of the theme's sizes whose line fits in a strip of this height (the smallest if none does).

    Inter's ascent and descent together are 1.21 of its pixel size; brackets and accents, which alone fill
    them, may touch the edge.
    """
    fitting = [size for size in theme.FONT_SIZES_PX if size * 1.15 <= height_px]
    return fitting[-1] if fitting else theme.FONT_SIZES_PX[0]
