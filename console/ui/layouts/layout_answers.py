"""Asks core for layouts, and says which came: with the version that was asked for."""

from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QObject, Signal

from console.domain.errors import LayoutError, NoAnswer
from console.domain.ids import MonitorId
from console.domain.layout import Layout
from console.protocol.layout_file import read_layout
from console.protocol.layout_messages import GetLayout, GetMonitorLayout
from console.protocol.reply import Reply
from console.ui.bridge import Bridge

NOT_ASKED = "core can't be asked now"
NO_SUCH_VERSION = ("replay", "unknown_version")
"""Core's codes where it has no old versions: then the present one will do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A layout by name, as it was in a version; 0 for one that came with the product.

    ``monitor``: what that one shows is wanted, as core would save it: without what incidents put there.
    """

    name: str
    version: int
    monitor: MonitorId | None = None


class LayoutAnswers(QObject):
    """``came``: an Asked and its Layout. ``failed``: an Asked, and why in words."""

    came = Signal(object, object)
    failed = Signal(object, str)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting: dict[str, Asked] = {}
        bridge.replied.connect(self._replied)

    def ask(self, asked: Asked) -> None:
        """An answer to an older question is not waited for any more."""
        self._waiting.clear()
        self._send(asked, asked.version)

    def _send(self, asked: Asked, version: int) -> None:
        question = (
            GetLayout(asked.name, version) if asked.monitor is None else GetMonitorLayout(asked.monitor)
        )
        try:
            self._waiting[self._bridge.core.requester.send(question)] = asked
        except NoAnswer:
            self.failed.emit(asked, NOT_ASKED)

    def _replied(self, reply: Reply) -> None:
        asked = self._waiting.pop(reply.id, None)
        if asked is None:
            return
        if reply.refused is not None and reply.refused.code in NO_SUCH_VERSION and asked.version:
            self._send(asked, 0)  # its version stays: if another one came since, saving asks
        elif reply.refused is not None:
            self.failed.emit(asked, reply.refused.text)
        else:
            self._take(asked, reply)

    def _take(self, asked: Asked, reply: Reply) -> None:
        content = reply.result.get("layout") if isinstance(reply.result, dict) else None
        try:
            layout: Layout = read_layout(msgspec.json.encode(content), f"layout {asked.name!r}")
        except LayoutError as error:
            self.failed.emit(asked, str(error))
        else:
            self.came.emit(asked, layout)
