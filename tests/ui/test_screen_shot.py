"""A picture of the whole screen, whatever program's windows are on it."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.painting import where


def shot(path: Path) -> int:
    command = [sys.executable, "-m", "console.ui.screen_shot", str(path)]
    return subprocess.run(command, env=os.environ, timeout=30).returncode


def test_what_is_on_the_screen_is_on_the_picture(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setStyleSheet("background: #12AB34")
    window.resize(300, 200)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: where(window.grab().toImage(), "#12AB34").width() == 300)

    def is_on_it() -> bool:
        assert shot(tmp_path / "screen.png") == 0
        return where(QImage(str(tmp_path / "screen.png")), "#12AB34").width() == 300

    qtbot.waitUntil(is_on_it, timeout=20_000)
    image = QImage(str(tmp_path / "screen.png"))
    screen = qapp.primaryScreen().geometry()
    assert (image.width(), image.height()) == (screen.width(), screen.height())
    assert QColor(image.pixel(window.mapToGlobal(window.rect().center()))).name().upper() == "#12AB34"


def test_what_cannot_be_written_is_said_by_the_exit_status(qapp: QApplication, tmp_path: Path) -> None:
    assert shot(tmp_path / "no such folder" / "screen.png") == 1
