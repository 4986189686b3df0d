"""The vendored icons, rendered in a colour and a size. Names are those of the files in resources/icons."""

import functools

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from console.domain.alert import Severity
from console.protocol.shipped import shipped
from console.ui import theme


@functools.cache
def icon(name: str, colour: str, size_px: int = theme.ICON_PX) -> QPixmap:
    """An icon as a square pixmap, such as ``icon("pin", theme.TEXT)``; made once for each colour and size.

    Raises FileNotFoundError for a name without a file.
    """
    drawing = shipped("resources", "icons", f"{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
    pixmap = QPixmap(size_px, size_px)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap


def severity_icon(severity: Severity, size_px: int = theme.ICON_PX, colour: str | None = None) -> QPixmap:
    """A severity's shape, in its own colour unless another is given."""
    return icon(theme.SEVERITY_SHAPES[severity], colour or theme.SEVERITY_COLOURS[severity], size_px)
