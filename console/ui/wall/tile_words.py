"""What a tile says, from longest to shortest, so that a narrow one still says what matters. Pure."""

import time
from collections.abc import Callable

from console.domain.alert import AlertKind
from console.domain.camera import Camera
from console.domain.picture import CAUSE_WORDS, PictureState, ShownState
from console.domain.tier import SHED_WORDS, Shed
from console.domain.wall import IncidentMark

KIND_WORDS: dict[AlertKind, str] = {
    AlertKind.GUNSHOT: "gunshot",
    AlertKind.ALPR: "plate",
    AlertKind.DISPATCH: "dispatch",
    AlertKind.AVL: "vehicle",
    AlertKind.SOCIAL: "social",
    AlertKind.RADIO: "radio",
    AlertKind.OTHER: "alert",
}

TextWidth = Callable[[str], int]
"""Pixels that a text takes in the font it will be drawn in."""


def local_time(epoch_ms: int) -> str:
    """Wall time as HH:MM:SS in the machine's zone."""
    return time.strftime("%H:%M:%S", time.localtime(epoch_ms / 1000))


def distance_words(distance_cm: int) -> str:
    """A distance as a person says it: 180 m, 1.2 km."""
    if distance_cm < 100_000:
        return f"{round(distance_cm / 100)} m"
    return f"{distance_cm / 100_000:.1f} km"


def age_words(age_s: float | None) -> str:
    """An age in whole seconds, minutes from two on, so that it stays short."""
    if age_s is None:
        return ""
    if age_s < 120:
        return f"{int(age_s)} s"
    if age_s < 7200:
        return f"{int(age_s / 60)} min"
    return f"{int(age_s / 3600)} h"


def state_words(
    shown: ShownState, lost_since_ms: int | None, key_interval_ms: int = 0, shed: str = ""
) -> tuple[str, ...]:
    """The state in words, longest first; nothing for LIVE, because quiet is good.

    ``lost_since_ms`` is when this display saw the loss, epoch milliseconds; ``shed`` comes from shed_words.
    """
    name = shown.state.name
    match shown.state:
        case PictureState.LIVE:
            return (shed,) if shed else ()
        case PictureState.LOST:
            return _lost_words(CAUSE_WORDS[shown.cause], lost_since_ms)
        case PictureState.WAIT if shown.behind_ms:
            return (f"WAIT {behind_words(shown.behind_ms)}", name)
        case PictureState.STALE | PictureState.WAIT:
            return (f"{name} {age_words(shown.age_s)}", name)
        case PictureState.REWIND if shown.behind_ms:
            return (f"REWIND {behind_words(shown.behind_ms)}", behind_words(shown.behind_ms))
        case PictureState.KEY if key_interval_ms:
            key = f"KEY {max(1, round(key_interval_ms / 1000))} s"
            return (f"{key} · {shed}", key, name) if shed else (key, name)
        case PictureState.DARK | PictureState.COVERED | PictureState.FROZEN if shed:
            return (f"{name} · {shed}", name)
    return (name,)


def behind_words(behind_ms: int) -> str:
    """How far behind live: "-10 s", "-2.5 s"."""
    return f"-{round(behind_ms / 1000, 1):g} s"


def shed_words(shed: Shed, drawn_fps: float) -> str:
    """Why the tile gets less than it asked for: "2 fps: CPU", "small picture: main streams"; else ""."""
    if shed is Shed.NONE:
        return ""
    if shed is Shed.MAIN_STREAMS:
        return f"small picture: {SHED_WORDS[shed]}"
    fps = f"{drawn_fps:.0f}" if drawn_fps >= 0.95 else f"{drawn_fps:.1f}"
    return f"{fps} fps: {SHED_WORDS[shed]}"


def _lost_words(cause: str, lost_since_ms: int | None) -> tuple[str, ...]:
    since = local_time(lost_since_ms) if lost_since_ms is not None else ""
    named = f"LOST {cause}".rstrip()
    if not since:
        return (named, "LOST")
    return (f"{named}, {since}", named, f"LOST {since}", "LOST")


def ribbon_words(mark: IncidentMark) -> tuple[str, ...]:
    """Why an incident's tile stands there: "180 m · sees the point · gunshot 14:02:11", longest first."""
    far = distance_words(mark.reason.distance_cm)
    kind = KIND_WORDS[mark.kind]
    what = f"{kind} {local_time(mark.observed_at_ms)}"
    sees, sees_short = ("sees the point", "sees it") if mark.reason.sees_point else ("nearby", "nearby")
    if mark.reason.already_shown:
        return (
            f"{far} · {sees} · already shown · {what}",
            f"{far} · {sees_short} · already shown · {what}",
            f"{far} · {sees_short} · already shown",
            f"{far} · already shown",
            far,
        )
    return (
        f"{far} · {sees} · {what}",
        f"{far} · {sees_short} · {what}",
        f"{far} · {what}",
        f"{far} · {kind}",
        far,
    )


def strip_words(camera: Camera | None, feed: str) -> tuple[str, str, str]:
    """Number, name and agency for the bottom strip; a feed that core has no camera for shows its id."""
    if camera is None:
        return "", feed, ""
    return str(camera.number), camera.name, camera.agency


def longest_fitting(variants: tuple[str, ...], width_px: int, text_width: TextWidth) -> str:
    """The first variant that fits; the last one if none does."""
    for variant in variants:
        if text_width(variant) <= width_px:
            return variant
    return variants[-1] if variants else ""
