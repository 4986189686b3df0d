"""The maps that a display shows: asked of the wall's map process each second, read from its slots."""

import logging
from pathlib import Path

import msgspec
import zmq
from PySide6.QtCore import QObject

from console.domain.cell_content import MapContent
from console.domain.errors import NoAnswer
from console.protocol.clock import Clock
from console.protocol.endpoints import Endpoints
from console.protocol.engine_messages import SlotPlace
from console.protocol.frame_file import map_frame_file
from console.protocol.map_messages import MAP_FEED, MapRequest, WantMap
from console.protocol.requester import Requester
from console.protocol.slots import SlotReader
from console.ui.frames import FrameSource

log = logging.getLogger("sightline.display")


def map_requester(
    context: zmq.Context[zmq.Socket[bytes]], endpoints: Endpoints, by: str, clock: Clock
) -> Requester:
    """Asks the wall's map process."""
    return Requester(context, endpoints.wall_map, by, clock, MapRequest, only_connected=True)


class MapCells(QObject):
    """``requester`` asks the map process; where it is not there, a map's tile goes on saying CONNECTING."""

    def __init__(self, requester: Requester, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._requester = requester
        self._sources: list[tuple[MapContent, FrameSource]] = []
        self._asked: dict[str, FrameSource] = {}

    def start(self) -> None:
        """Connect."""
        self._requester.start()

    def stop(self) -> None:
        """Disconnect."""
        self._requester.stop()

    def source(self, content: MapContent, width: int, height: int) -> FrameSource:
        """A way to such a map's pictures; asked for as long as it is ``shown``."""
        made = FrameSource(MAP_FEED, width, height)
        self._sources.append((content, made))
        self._ask(content, made)
        return made

    def keep_only(self, shown: list[FrameSource]) -> None:
        """These are on the monitor now, and no others."""
        kept = set(map(id, shown))
        self._sources = [(content, source) for content, source in self._sources if id(source) in kept]

    def each_second(self) -> None:
        """Ask again: a lease."""
        self._asked.clear()
        for content, source in self._sources:
            self._ask(content, source)

    def _ask(self, content: MapContent, source: FrameSource) -> None:
        try:
            asked = self._requester.send(WantMap(content, source.width, source.height))
        except NoAnswer:
            return  # it starts, or starts again
        self._asked[asked] = source

    def poll(self) -> None:
        """Take what was answered."""
        if not self._sources:
            return
        for reply in self._requester.poll():
            source = self._asked.pop(reply.id, None)
            told = reply.result.get("place") if isinstance(reply.result, dict) else None
            if source is not None and told is not None:
                self._take(source, msgspec.convert(told, SlotPlace))

    def _take(self, source: FrameSource, place: SlotPlace) -> None:
        if source.current is not None and source.current.place == place:
            return
        try:
            reader = SlotReader(map_frame_file(Path(place.file)), place)
        except (OSError, ValueError) as error:
            log.warning("the map's frame file %s could not be mapped: %s", place.file, error)
            return
        if reader.is_ours():
            source.current = reader
