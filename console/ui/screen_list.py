"""``python -m console.ui.screen_list``: the screens of this desktop, the primary one first, as JSON.

With ``--identities`` what a site file may say of each.
"""

import json
import sys

import msgspec
from PySide6.QtGui import QGuiApplication, QScreen

from console.ui.screen_watch import ScreenWatch

IDENTITIES = "--identities"


def main() -> int:
    """Print ``[[x, y, width, height, scale], ...]`` in device pixels, or ScreenFacts."""
    app = QGuiApplication(sys.argv)
    primary = app.primaryScreen()
    if IDENTITIES in sys.argv:
        watch = ScreenWatch()
        watch.start()
        sys.stdout.write(msgspec.json.encode(watch.facts()).decode() + "\n")
        watch.stop()
        return 0
    screens = sorted(app.screens(), key=lambda screen: screen is not primary)
    sys.stdout.write(json.dumps([_facts(screen) for screen in screens]) + "\n")
    return 0


def _facts(screen: QScreen) -> list[float]:
    area, ratio = screen.geometry(), screen.devicePixelRatio()
    return [area.x(), area.y(), round(area.width() * ratio), round(area.height() * ratio), ratio]


if __name__ == "__main__":
    sys.exit(main())
