"""Where the desk's window goes: as the site file says, but never where nobody can see or reach it. Pure.

All in device pixels. ``taken`` are the places of the wall's monitors.
"""

from collections.abc import Mapping, Sequence

from console.domain.ids import MonitorId
from console.domain.monitor import Geometry


def desk_place(
    wanted: Geometry | None, screens: Sequence[Geometry], usual: Geometry, taken: Sequence[Geometry]
) -> Geometry:
    """Its place: what is ``wanted``, else ``usual`` (the primary screen less what docks there).

    Where that would lie over a monitor of the wall and was not asked for just so, a free screen instead.
    """
    place = usual if wanted is None else whole_on_a_screen(wanted, screens)
    if place == wanted or not _is_over(place, taken):
        return place
    free = next((screen for screen in screens if not _is_over(screen, taken)), None)
    if free is None:
        return place
    return free if wanted is None else whole_on_a_screen(wanted, [free])


def whole_on_a_screen(wanted: Geometry, screens: Sequence[Geometry]) -> Geometry:
    """``wanted``, made small enough and moved so that it lies whole on the screen that it covers most of.

    On the first screen if it covers none. A window over several screens stays one, if all of it is on them.
    """
    if not screens or sum(map(wanted.common_px, screens)) == wanted.width * wanted.height:
        return wanted
    screen = max(screens, key=wanted.common_px)
    width, height = min(wanted.width, screen.width), min(wanted.height, screen.height)
    x = min(max(wanted.x, screen.x), screen.x + screen.width - width)
    y = min(max(wanted.y, screen.y), screen.y + screen.height - height)
    return Geometry(x, y, width, height)


def is_too_large(place: Geometry, screens: Sequence[Geometry]) -> bool:
    """Whether it lies whole on no screen, however it is moved."""
    placed = whole_on_a_screen(place, screens)
    return (placed.width, placed.height) != (place.width, place.height)


def is_seen(place: Geometry, screens: Sequence[Geometry]) -> bool:
    """Whether at least half of it is on screens."""
    return 2 * sum(map(place.common_px, screens)) >= place.width * place.height


def lying_over(window: Geometry, walls: Mapping[MonitorId, Geometry]) -> str:
    """What to say of a window that hides pictures of the wall; "" where it doesn't."""
    hidden = [monitor for monitor, place in walls.items() if window.common_px(place)]
    if not hidden:
        return ""
    return (
        f"its window lies over {', '.join(hidden)}: move it, or give it a screen of its own "
        "(geometry under [desk] in the site file)"
    )


def _is_over(place: Geometry, taken: Sequence[Geometry]) -> bool:
    return any(map(place.common_px, taken))
