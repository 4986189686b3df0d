"""What the wall's map process is asked by displays, as JSON."""

from msgspec import Struct

from console.domain.cell_content import MapContent
from console.domain.ids import FeedId
from console.protocol.command import Command

MAP_FEED = FeedId("*map*")
"""What a map's slot is of. No camera has such a name."""

LEASE_S = 5.0
"""So long a map is drawn for whoever asked last."""


class WantMap(Command, frozen=True, tag="want_map"):
    """A display shows such a map in a box of so many device pixels, and asks for it each second.

    Answered with {"place": SlotPlace}: null while there is no picture yet.
    """

    content: MapContent
    width: int
    height: int


class MapRequest(Struct, frozen=True):
    """One request to the wall's map process; answered with console.protocol.reply.Reply."""

    id: str
    by: str
    command: WantMap
