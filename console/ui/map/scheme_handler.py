"""Answers the page's requests: the document, vendored and own files, base layers, live batches."""

import logging
from collections.abc import Callable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec
from PySide6 import QtWebChannel
from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject, QUrl, QUrlQuery
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlSchemeHandler

from console.protocol.shipped import shipped
from console.ui.map.kept_page import kept_page, usual_folder
from console.ui.map.page_theme import FONT_FILE, theme_style, theme_values

log = logging.getLogger("sightline.map")

BASE_LAYERS = ("water", "buildings", "rail", "streets")
_OWN_FILES = (
    "map.css",
    "canvas_layer.js",
    "street_names.js",
    "base_layers.js",
    "fit.js",
    "choose.js",
    "live.js",
)
_VENDORED = ("leaflet.js", "leaflet.css")
_TYPES = {
    "html": "text/html",
    "js": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "otf": "font/otf",
}

_CHANNEL_SCRIPT = ":/qtwebchannel/qwebchannel.js"
"""A resource of Qt's library, there once QtWebChannel is imported."""

LiveBatch = Callable[[int], object]
"""Gives the batch of rows that changed after a number."""


def _qt_channel_script() -> bytes:
    file = QFile(_CHANNEL_SCRIPT)
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(f"{_CHANNEL_SCRIPT} is not among the resources of {QtWebChannel.__name__}")
    return bytes(file.readAll().data())


class SchemeHandler(QWebEngineUrlSchemeHandler):
    """Runs in the GUI thread; everything but the base layers is in memory.

    ``map_dir`` holds the site's layers, None for the shipped ones. A missing layer is answered 404: the map
    then simply lacks it.
    """

    def __init__(self, map_dir: Path | None, live_batch: LiveBatch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layers: Traversable = map_dir or shipped("resources", "map")
        self._live_batch = live_batch
        self._documents = _documents()

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer one request."""
        url = job.requestUrl()
        if job.requestMethod() != QByteArray(b"GET"):
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
            return
        body = self._body(url)
        if body is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        buffer = QBuffer(job)  # Qt reads it from another thread until the job is gone
        buffer.setData(body)
        job.reply(_TYPES.get(url.path().rpartition(".")[2], _TYPES["json"]).encode(), buffer)

    def _body(self, url: QUrl) -> bytes | None:
        name = url.path().removeprefix("/")
        if name == "live":
            return self._live(url)
        if name.startswith("layers/"):
            return self._layer(name.removeprefix("layers/").removesuffix(".geojson"))
        return self._documents.get(name)

    def _live(self, url: QUrl) -> bytes | None:
        since = QUrlQuery(url).queryItemValue("since")
        if not since.isdecimal() or len(since) > 15:
            return None
        return msgspec.json.encode(self._live_batch(int(since)))

    def _layer(self, name: str) -> bytes | None:
        if name not in BASE_LAYERS:
            return None
        layer = self._layers.joinpath(f"{name}.geojson")
        if not layer.is_file():
            log.warning("the map has no %s layer: %s is not there", name, layer)
            return None
        return layer.read_bytes()


def _documents() -> dict[str, bytes]:
    page = kept_page(usual_folder())
    documents = {
        "index.html": page.html.encode(),
        "folium.js": page.script.encode(),
        "theme.js": b"window.theme = " + msgspec.json.encode(theme_values()) + b";\n",
        "theme.css": theme_style().encode(),
        "qwebchannel.js": _qt_channel_script(),
        FONT_FILE: shipped("resources", "fonts", FONT_FILE).read_bytes(),
    }
    own = files("console.ui.map").joinpath("page")
    documents |= {name: own.joinpath(name).read_bytes() for name in _OWN_FILES}
    leaflet = shipped("resources", "map", "vendor", "leaflet")
    documents |= {name: leaflet.joinpath(name).read_bytes() for name in _VENDORED}
    return documents
