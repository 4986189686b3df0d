"""What the recorded wall showed at any moment: asked of core once, then known here: a pointer asks often."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QObject

from console.domain.errors import NoAnswer
from console.domain.ids import CellIndex, FeedId, MonitorId
from console.protocol.core_changes import CorePublished, CoreSnapshot
from console.protocol.replay_messages import GetReplayedCells, ReplayedCell, ReplayedCells
from console.protocol.reply import Reply
from console.ui.bridge import Bridge


class ShownFeed(NamedTuple):
    """A cell's camera, and whether an incident had switched it up or marked it."""

    feed: FeedId
    marked: bool


class _Course(NamedTuple):
    """One cell's: from when on it showed what."""

    at_ms: list[int]
    shown: list[ShownFeed | None]


class ShownThen:
    """Pure, but for what it is told: the cells' courses, each in the order of time."""

    def __init__(self) -> None:
        self._courses: dict[tuple[MonitorId, CellIndex], _Course] = {}

    def take(self, rows: Iterable[ReplayedCell]) -> None:
        """All there is."""
        self._courses.clear()
        for row in rows:
            course = self._courses.setdefault((row.monitor, row.cell), _Course([], []))
            course.at_ms.append(row.at_ms)
            course.shown.append(ShownFeed(row.feed, row.marked) if row.feed is not None else None)

    def at(self, at_ms: int) -> list[ShownFeed]:
        """What was shown at a moment (log time), in the order of the wall; nothing before the first."""
        found = []
        for course in self._courses.values():
            index = bisect_right(course.at_ms, at_ms) - 1
            shown = course.shown[index] if index >= 0 else None
            if shown is not None:
                found.append(shown)
        return found


class AskedThen(QObject):
    """Has core tell ``then`` what was shown, again with each of its snapshots until it has."""

    def __init__(self, bridge: Bridge, then: ShownThen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._then = then
        self._bridge = bridge
        self._question = ""
        self._known = False
        bridge.core_said.connect(self._core_said)
        bridge.replied.connect(self._replied)

    def _core_said(self, said: CoreSnapshot | CorePublished) -> None:
        if not isinstance(said, CoreSnapshot) or self._known:
            return
        try:
            self._question = self._bridge.core.requester.send(GetReplayedCells())
        except NoAnswer:
            self._question = ""  # with the next snapshot

    def _replied(self, reply: Reply) -> None:
        if reply.id == self._question and reply.refused is None:
            self._known = True
            self._then.take(msgspec.convert(reply.result, ReplayedCells).cells)
