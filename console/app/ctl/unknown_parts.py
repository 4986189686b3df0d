"""What a stored thing names and the site has not: it is another site's, or older than the cameras."""

from collections.abc import Iterable

import msgspec
import typer

from console.app.ctl.output import exit_codes
from console.app.ctl.root import session_of
from console.app.terminal import say
from console.domain.ids import MonitorId
from console.domain.layout import Layout
from console.domain.wording import missing_words
from console.protocol.core_changes import CoreSnapshot
from console.protocol.core_messages import GetSnapshot
from console.protocol.tour_users import tour_users_words


def say_unknown(
    context: typer.Context, layouts: Iterable[Layout], monitors: Iterable[MonitorId] = ()
) -> None:
    """On standard error, once for all cameras and once for all monitors."""
    with exit_codes():
        snapshot = msgspec.convert(session_of(context, as_json=False).ask_core(GetSnapshot()), CoreSnapshot)
        for line in unknown_words(snapshot, layouts, monitors):
            say(line, error=True)


def say_users(context: typer.Context, tour: str) -> None:
    """On standard error: which layouts and wall presets name a tour that is not there any more."""
    with exit_codes():
        snapshot = msgspec.convert(session_of(context, as_json=False).ask_core(GetSnapshot()), CoreSnapshot)
        if words := tour_users_words(snapshot.layouts, snapshot.presets, tour):
            say(words, error=True)


def unknown_words(
    snapshot: CoreSnapshot, layouts: Iterable[Layout], monitors: Iterable[MonitorId] = ()
) -> list[str]:
    """What becomes of it, in words; nothing where the site has all."""
    every = list(layouts)
    named = {feed for layout in every for feed in layout.feeds()}
    ran = {tour for layout in every for tour in layout.tours()}
    return missing_words(
        sorted(named - {camera.feed for camera in snapshot.cameras}),
        sorted(set(monitors) - {view.monitor for view in snapshot.monitors}),
        sorted(ran - {kept.tour.name for kept in snapshot.tours}),
    )
