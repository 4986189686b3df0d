"""What Qt tells of a screen, in device pixels as the site file has them, whatever the desktop's scale."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QScreen

from console.domain.monitor import Geometry
from console.ui.monitor_match import ScreenFacts


def screen_facts(screen: QScreen) -> ScreenFacts:
    """How a monitor may be recognised by it, and where it is."""
    return ScreenFacts(
        connector=screen.name(),
        manufacturer=screen.manufacturer(),
        model=screen.model(),
        serial=screen.serialNumber(),
        geometry=in_device_pixels(screen.geometry(), screen),
        name=screen.name(),
    )


def in_device_pixels(area: QRect, screen: QScreen) -> Geometry:
    """Qt counts in units of a screen's scale from its corner, which it leaves where it is."""
    corner, scale = screen.geometry().topLeft(), screen.devicePixelRatio()
    x, y = area.x() - corner.x(), area.y() - corner.y()
    return Geometry(
        corner.x() + round(x * scale),
        corner.y() + round(y * scale),
        round(area.width() * scale),
        round(area.height() * scale),
    )


def in_units(place: Geometry, screen: QScreen) -> QRect:
    """The other way."""
    corner, scale = screen.geometry().topLeft(), screen.devicePixelRatio()
    x, y = place.x - corner.x(), place.y - corner.y()
    return QRect(
        corner.x() + round(x / scale),
        corner.y() + round(y / scale),
        int(place.width / scale),
        int(place.height / scale),
    )
