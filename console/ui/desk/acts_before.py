"""Asks core what was done before this desk was there, or while it did not hear core."""

import logging

import msgspec
from PySide6.QtCore import QObject, Signal

from console.domain.errors import NoAnswer
from console.protocol.core_changes import CorePublished, CoreSnapshot
from console.protocol.recent_messages import GetRecentActs, RecentActs
from console.protocol.reply import Reply
from console.ui.bridge import Bridge

log = logging.getLogger("sightline.desk")


class ActsBefore(QObject):
    """``came``: RecentActs. Asked with each snapshot: something may have been done since the last one."""

    came = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._question = ""
        bridge.core_said.connect(self._core_said)
        bridge.replied.connect(self._replied)

    def _core_said(self, said: CoreSnapshot | CorePublished) -> None:
        if not isinstance(said, CoreSnapshot):
            return
        try:
            self._question = self._bridge.core.requester.send(GetRecentActs())
        except NoAnswer:
            return  # it is gone again: another snapshot comes with it

    def _replied(self, reply: Reply) -> None:
        if not self._question or reply.id != self._question:
            return
        self._question = ""
        try:
            acts = msgspec.convert(reply.result, RecentActs) if reply.refused is None else None
        except msgspec.ValidationError as error:
            log.info("what was done before is not known: core's answer can't be read (%s)", error)
            return
        if acts is not None:
            self.came.emit(acts)
