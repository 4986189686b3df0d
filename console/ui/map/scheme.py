"""The page's own URL scheme and the state of Chromium, both settled before QApplication is made."""

import logging
import os
from pathlib import Path

from PySide6.QtWebEngineCore import QWebEngineUrlScheme

log = logging.getLogger("sightline.map")

SCHEME = b"sightline"
ORIGIN = "sightline://map"
_RENDER_NODES = Path("/dev/dri")
_ALWAYS_FLAGS = (
    "--renderer-process-limit=1",
    # 128 MB are several times what the page needs. For what is young V8 would take up to three times 32 MB
    # more, and keep it (a desk's renderer grew from 58 to 131 MB within a minute).
    "--js-flags=--max-old-space-size=128,--max-semi-space-size=4",
)


def register_scheme() -> None:
    """Make ``sightline://map/...`` known as a secure origin. Call once, before QApplication."""
    if not QWebEngineUrlScheme.schemeByName(SCHEME).name().isEmpty():
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(
        QWebEngineUrlScheme.Flag.SecureScheme
        | QWebEngineUrlScheme.Flag.CorsEnabled
        | QWebEngineUrlScheme.Flag.FetchApiAllowed
    )
    QWebEngineUrlScheme.registerScheme(scheme)


def settle_chromium() -> None:
    """Tell Chromium what this machine can do. Call before QApplication.

    It draws in software where there is no GPU. Its sandbox is left out for root alone (as in continuous
    integration), because Chromium refuses to start a sandbox as root.
    """
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "").split()
    wanted = list(_ALWAYS_FLAGS)
    if not list(_RENDER_NODES.glob("renderD*")):  # a generator that is left keeps its folder open
        wanted.append("--disable-gpu")
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
    flags += [flag for flag in wanted if flag not in flags]
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join(flags)
    if os.geteuid() == 0:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
        log.info("the map page runs without Chromium's sandbox, because this process runs as root")
