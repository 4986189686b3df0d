"""What a stored thing names and the site has not: it is another site's, or older than the cameras."""

from collections.abc import Iterable

import msgspec
import typer

from console.app.ctl.output import exit_codes
from console.app.ctl.root import session_of
from console.app.terminal import say
from console.domain.ids import MonitorId
from console.domain.layout import Layout
from console.protocol.core_changes import CoreSnapshot
from console.protocol.core_messages import GetSnapshot


def say_unknown(
    context: typer.Context, layouts: Iterable[Layout], monitors: Iterable[MonitorId] = ()
) -> None:
    """On standard error, once for all cameras and once for all monitors."""
    with exit_codes():
        snapshot = msgspec.convert(session_of(context, as_json=False).ask_core(GetSnapshot()), CoreSnapshot)
        for line in unknown_words(snapshot, layouts, monitors):
            say(line, error=True)


def unknown_words(
    snapshot: CoreSnapshot, layouts: Iterable[Layout], monitors: Iterable[MonitorId] = ()
) -> list[str]:
    """What becomes of it, in words; nothing where the site has all."""
    named = {cell.feed for layout in layouts for cell in layout.cells if cell.feed is not None}
    cameras = sorted(named - {camera.feed for camera in snapshot.cameras})
    others = sorted(set(monitors) - {view.monitor for view in snapshot.monitors})
    words = []
    if cameras:
        words.append(f"the site has no camera {', '.join(cameras)}: such cells stay empty")
    if others:
        words.append(f"the site has no monitor {', '.join(others)}: what is there for it is left out")
    return words
