"""``python -m console.ui.screen_shot FILE.png``: the whole X screen, every window on it, as a PNG."""

import sys

from PySide6.QtGui import QGuiApplication


def main() -> int:
    """Save the root window; exit status 1 when it could not be read or written."""
    app = QGuiApplication(sys.argv)
    pixmap = app.primaryScreen().grabWindow(0)
    return 0 if not pixmap.isNull() and pixmap.save(sys.argv[1], "PNG") else 1


if __name__ == "__main__":
    sys.exit(main())
