"""``python -m console.ui.screen_list``: the screens of this desktop, the primary one first, as JSON."""

import json
import sys

from PySide6.QtGui import QGuiApplication, QScreen


def main() -> int:
    """Print ``[[x, y, width, height, scale], ...]`` in device pixels."""
    app = QGuiApplication(sys.argv)
    primary = app.primaryScreen()
    screens = sorted(app.screens(), key=lambda screen: screen is not primary)
    sys.stdout.write(json.dumps([_facts(screen) for screen in screens]) + "\n")
    return 0


def _facts(screen: QScreen) -> list[float]:
    area, ratio = screen.geometry(), screen.devicePixelRatio()
    return [area.x(), area.y(), round(area.width() * ratio), round(area.height() * ratio), ratio]


if __name__ == "__main__":
    sys.exit(main())
