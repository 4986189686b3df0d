"""Of a layout that was to be replaced and is not there any more: who deleted or renamed it, and when."""

import msgspec
from PySide6.QtCore import QObject

from console.domain.errors import NoAnswer
from console.domain.wording import local_time
from console.protocol.clock import Clock
from console.protocol.layout_messages import ImportLayout, LayoutVersion, ListLayoutVersions, SaveLayout
from console.protocol.reply import Reply
from console.ui.bridge import Bridge
from console.ui.desk.done_acts import Conflict
from console.ui.desk.layout_conflict import LayoutConflict
from console.ui.desk.site_view import SiteView

ALL_THE_SAME = "save it all the same, or take another name."


class GoneLayout(QObject):
    """Asks core for what it kept of the name whenever it is asked which layout is to stand."""

    def __init__(self, view: SiteView, bridge: Bridge, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._bridge = bridge
        self._clock = clock
        self._waiting: dict[str, tuple[LayoutConflict, Conflict]] = {}
        bridge.replied.connect(self._replied)

    def serve(self, asks: LayoutConflict) -> None:
        """Say it where it is asked there."""
        asks.asked.connect(lambda conflict: self._look(asks, conflict))

    def _look(self, asks: LayoutConflict, conflict: Conflict) -> None:
        if not isinstance(conflict.wanted, SaveLayout | ImportLayout):
            return
        if self._view.layout(conflict.name) is None:
            words = f"Layout {conflict.name} was deleted or renamed meanwhile: {ALL_THE_SAME}"
            asks.say_gone(conflict, words)
        try:
            sent = self._bridge.core.requester.send(ListLayoutVersions(conflict.name))
        except NoAnswer:
            return  # what is known stands there
        self._waiting[sent] = (asks, conflict)

    def _replied(self, reply: Reply) -> None:
        waiting = self._waiting.pop(reply.id, None)
        newest = _newest(reply)
        if waiting is not None and newest is not None and newest.is_gone:
            asks, conflict = waiting
            there = newest.to if self._view.layout(newest.to) is not None else ""
            asks.say_gone(conflict, self._words(newest, there), there)

    def _words(self, gone: LayoutVersion, there: str) -> str:
        became = f"renamed {gone.to}" if gone.to else "deleted"
        by = f" by {self._view.called(gone.by)}" if gone.by else ""
        at = local_time(gone.at_ms, self._clock.now_ms())
        if there:
            then = f"look at both, then save yours as {gone.name} all the same, or take another name."
        else:
            then = ALL_THE_SAME
        return f"Layout {gone.name} was {became}{by} at {at} meanwhile: {then}"


def _newest(reply: Reply) -> LayoutVersion | None:
    """None where core tells none: it has no versions in a replay."""
    told = reply.result.get("versions") if isinstance(reply.result, dict) else None
    try:
        versions = msgspec.convert(told or (), tuple[LayoutVersion, ...])
    except msgspec.ValidationError:
        return None
    return versions[0] if versions else None
