"""Stops every request of the page that is not for its own scheme."""

import logging
from collections import deque

from PySide6.QtCore import QObject
from PySide6.QtWebEngineCore import QWebEngineUrlRequestInfo, QWebEngineUrlRequestInterceptor

from console.ui.map.scheme import SCHEME

log = logging.getLogger("sightline.map")


class RequestBlocker(QWebEngineUrlRequestInterceptor):
    """Nothing of the map is ever loaded from a network. ``blocked`` holds the last refused URLs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blocked: deque[str] = deque(maxlen=100)
        self.passed: deque[str] = deque(maxlen=100)

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Runs for each request before it leaves."""
        url = info.requestUrl()
        if url.scheme().encode() == SCHEME and url.host() == "map":
            self.passed.append(url.toString())
            return
        info.block(True)
        self.blocked.append(url.toString())
        log.warning("the map page asked for %s, which is not its own; refused", url.toString())
