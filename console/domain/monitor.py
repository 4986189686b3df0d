"""A monitor of the wall as the site file names it."""

from dataclasses import dataclass

from console.domain.ids import MonitorId


@dataclass(frozen=True, slots=True)
class Geometry:
    """A rectangle of the desktop in device pixels."""

    x: int
    y: int
    width: int
    height: int

    def common_px(self, other: "Geometry") -> int:
        """How many pixels both have."""
        width = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        height = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0, width) * max(0, height)


@dataclass(frozen=True, slots=True)
class MonitorSpec:
    """How a monitor is found again: by EDID, else by connector, else by geometry.

    ``layout`` names the layout it starts with before anybody chose another one.
    """

    monitor: MonitorId
    layout: str = "4x4"
    manufacturer: str = ""
    model: str = ""
    serial: str = ""
    connector: str = ""
    geometry: Geometry | None = None
