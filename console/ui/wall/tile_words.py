"""What a tile says, from longest to shortest, so that a narrow one still says what matters. Pure.

The words themselves are console.domain.wording's; here they are put together for the room there is.
"""

from collections.abc import Callable

from console.domain.camera import Camera
from console.domain.picture import DAMAGED, NOT_IN_PACKAGE, NOT_RECORDED, PictureState, ShownState
from console.domain.wall import IncidentMark, TourMark
from console.domain.wording import (
    KIND_WORDS,
    LATE_MS,
    behind_words,
    distance_words,
    local_time,
    long_words,
    one_line,
    short_age_words,
    sight_words,
    state_words,
)

TextWidth = Callable[[str], int]
"""Pixels that a text takes in the font it will be drawn in."""


def tile_state_words(
    shown: ShownState,
    lost_since_ms: int | None,
    now_ms: int,
    key_interval_ms: int = 0,
    shed: str = "",
    waited_s: int = 0,
) -> tuple[str, ...]:
    """The state in words, longest first; nothing for LIVE, because quiet is good.

    ``lost_since_ms`` is when it was lost (None: nobody knows), ``now_ms`` now, epoch milliseconds; ``shed``
    comes from shed_words; ``waited_s``: so long it has been waiting for a keyframe.
    """
    name = shown.word
    if name == DAMAGED:
        return _damaged_words(shown)
    if name == NOT_RECORDED:
        return (name, "NO RECORD")
    if name == NOT_IN_PACKAGE:
        return (name, "LEFT OUT")
    match shown.state:
        case PictureState.LIVE:
            return (shed,) if shed else ()
        case PictureState.LOST:
            return _lost_words(state_words(shown.state, shown.cause), lost_since_ms, now_ms)
        case PictureState.WAIT if shown.cause:
            return _waiting_words(state_words(shown.state, shown.cause), waited_s, key_interval_ms)
        case PictureState.WAIT if shown.behind_ms:
            return (f"WAIT {behind_words(shown.behind_ms)}", name)
        case PictureState.STALE | PictureState.WAIT:
            aged = f"{name} {short_age_words(shown.age_s)}".rstrip()
            return (f"{aged}, damaged since", aged, name) if shown.damaged else (aged, name)
        case PictureState.REWIND if shown.behind_ms:
            return (f"REWIND {behind_words(shown.behind_ms)}", behind_words(shown.behind_ms))
        case PictureState.KEY if key_interval_ms:
            key = f"KEY {max(1, round(key_interval_ms / 1000))} s"
            return (f"{key} · {shed}", key, name) if shed else (key, name)
        case PictureState.DARK | PictureState.COVERED | PictureState.FROZEN if shed:
            return (f"{name} · {shed}", name)
    return (name,)


def public_words(shown: ShownState) -> tuple[str, ...]:
    """What visitors may know of a picture: that it is not one of now, and not why."""
    return () if shown.word in (PictureState.LIVE.name, PictureState.KEY.name) else (shown.word,)


def _damaged_words(shown: ShownState) -> tuple[str, ...]:
    aged = f"{DAMAGED} {short_age_words(shown.age_s)}"
    if shown.behind_ms:
        return (f"{aged} {behind_words(shown.behind_ms)}", aged, DAMAGED)
    return (aged, DAMAGED)


def _waiting_words(named: str, waited_s: int, key_interval_ms: int) -> tuple[str, ...]:
    far = f"{named}, {waited_s} s so far"
    each = f", one each {round(key_interval_ms / 1000)} s" if key_interval_ms else ""
    return (far + each, far, f"WAIT {waited_s} s", "WAIT")


def _lost_words(named: str, lost_since_ms: int | None, now_ms: int) -> tuple[str, ...]:
    if lost_since_ms is None:
        return (named, "LOST")
    since = local_time(lost_since_ms, now_ms)
    return (f"{named}, {since}", named, f"LOST {since}", "LOST")


def ribbon_words(mark: IncidentMark, now_ms: int) -> tuple[str, ...]:
    """Why an incident's tile stands there: "180 m · sees the point · gunshot 14:02:11", longest first."""
    far = distance_words(mark.reason.distance_cm)
    kind = KIND_WORDS[mark.kind]
    what = f"{kind} {local_time(mark.observed_at_ms, now_ms)}"
    if now_ms - mark.observed_at_ms > LATE_MS:
        what += f", {long_words(now_ms - mark.observed_at_ms)} ago"
    sees, sees_short = sight_words(mark.reason)
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
    return str(camera.number), one_line(camera.name), one_line(camera.agency)


def tour_words(tour: TourMark) -> tuple[str, ...]:
    """That a tour runs in the cell, seen or not: "TOUR 3/12", or why it does not go on; longest first."""
    at = f"{tour.step}/{tour.steps}"
    match tour.held:
        case "":
            return (f"TOUR {at}", "TOUR")
        case "paused":
            return (f"TOUR {at} PAUSED", "TOUR PAUSED", "PAUSED")
    return (f"TOUR {at} HELD", "TOUR HELD", "HELD")


def longest_fitting(variants: tuple[str, ...], width_px: int, text_width: TextWidth) -> str:
    """The first variant that fits; the last one if none does."""
    for variant in variants:
        if text_width(variant) <= width_px:
            return variant
    return variants[-1] if variants else ""
