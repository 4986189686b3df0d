"""Cameras as a person names them on the command line: by id, or by number."""

from collections.abc import Iterable, Sequence

import msgspec

from console.app.ctl.session import Session
from console.domain.camera import Camera
from console.domain.ids import FeedId
from console.protocol.core_changes import CoreSnapshot
from console.protocol.core_messages import GetSnapshot


def found_feeds(named: Sequence[str], cameras: Iterable[Camera]) -> tuple[FeedId, ...]:
    """Each camera by its id, else by its number. An unknown one stays as it is: core says what there is."""
    known = {camera.feed: camera.feed for camera in cameras}
    numbered = {str(camera.number): camera.feed for camera in cameras}
    return tuple(known.get(FeedId(one)) or numbered.get(one) or FeedId(one) for one in named)


def asked_feeds(session: Session, named: Sequence[str]) -> tuple[FeedId, ...]:
    """The same; core is asked for the site's cameras only where one of them may be a number."""
    if not any(map(str.isdecimal, named)):
        return tuple(map(FeedId, named))
    snapshot = msgspec.convert(session.ask_core(GetSnapshot()), CoreSnapshot)
    return found_feeds(named, snapshot.cameras)
