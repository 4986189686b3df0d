"""``python -m console.ui.screen_shot FILE.png``: the whole X screen, every window on it, as a PNG."""

import os
import sys

from PySide6.QtGui import QGuiApplication

from console.ui.device_pixels import count_in_device_pixels


def main() -> int:
    """Save the root window; exit status 1 when it could not be read or written."""
    count_in_device_pixels(os.environ)
    app = QGuiApplication(sys.argv)
    screen = app.primaryScreen()
    whole = screen.virtualGeometry().translated(-screen.geometry().topLeft())
    pixmap = screen.grabWindow(0, whole.x(), whole.y(), whole.width(), whole.height())
    return 0 if not pixmap.isNull() and pixmap.save(sys.argv[1], "PNG") else 1


if __name__ == "__main__":
    sys.exit(main())
