"""Where the desk's window goes: as the site file says, but never where nobody can see or reach it. Pure."""

from console.domain.monitor import Geometry


def whole_on_a_screen(wanted: Geometry, screens: list[Geometry]) -> Geometry:
    """``wanted``, made small enough and moved so that it lies whole on the screen that it covers most of.

    On the first screen if it covers none. A window over several screens stays one, if all of it is on them.
    """
    if not screens or sum(_common_px(wanted, screen) for screen in screens) == wanted.width * wanted.height:
        return wanted
    screen = max(screens, key=lambda one: _common_px(wanted, one))
    width, height = min(wanted.width, screen.width), min(wanted.height, screen.height)
    x = min(max(wanted.x, screen.x), screen.x + screen.width - width)
    y = min(max(wanted.y, screen.y), screen.y + screen.height - height)
    return Geometry(x, y, width, height)


def _common_px(one: Geometry, other: Geometry) -> int:
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(0, width) * max(0, height)
