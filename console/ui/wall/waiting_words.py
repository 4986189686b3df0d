"""Why a monitor's window waits, in words that say what is looked for and what there is."""

from collections.abc import Sequence

from console.domain.monitor import MonitorSpec
from console.ui.monitor_match import ScreenFacts, WallPlan, is_identified


def waiting_words(spec: MonitorSpec, plan: WallPlan, screens: Sequence[ScreenFacts]) -> str:
    """Of a monitor that has no place on these screens."""
    if not screens:
        return "waits for a screen: none is switched on"
    if is_identified(spec):
        return f"waits for its screen ({_identity(spec)}): switched on {_are(screens)}"
    if spec.geometry is not None:
        return _geometry_words(spec, plan, screens)
    wanted = len(plan.monitors)
    if len(screens) < wanted:
        there = "1 screen" if len(screens) == 1 else f"{len(screens)} screens"
        return f"waits for a screen of its own: there is {there} for {wanted} monitors"
    return "waits for a screen of its own: the others are taken, or the desk's"


def _geometry_words(spec: MonitorSpec, plan: WallPlan, screens: Sequence[ScreenFacts]) -> str:
    place = spec.geometry
    assert place is not None
    where = f"{place.x},{place.y} ({place.width}x{place.height})"
    if not any(place.common_px(screen.geometry) for screen in screens):
        return f"its screen is gone; it waits until one is at {where}"
    advice = "give it a connector or an EDID in the site file"
    if plan.desk_shown and not plan.windowed:
        advice += ", or the desk a geometry of its own"
    return f"waits for its screen at {where}: the one there is another's or the desk's; {advice}"


def _identity(spec: MonitorSpec) -> str:
    edid = " ".join(filter(None, (spec.manufacturer, spec.model, spec.serial)))
    return " on ".join(filter(None, (edid, spec.connector)))


def _are(screens: Sequence[ScreenFacts]) -> str:
    return f"{'is' if len(screens) == 1 else 'are'} {', '.join(map(screen_words, screens))}"


def screen_words(screen: ScreenFacts) -> str:
    """What a site file would call it."""
    return f"{screen.connector} ({edid})" if (edid := " ".join(_edid(screen))) else screen.connector


def _edid(screen: ScreenFacts) -> tuple[str, ...]:
    return tuple(filter(None, (screen.manufacturer or screen.maker, screen.model, screen.serial)))
