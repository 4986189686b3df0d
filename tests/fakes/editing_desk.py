"""A desk's process in which a person draws a layout: ``python -m tests.fakes.editing_desk RUN_DIR FOLDER``.

There is no site beside it. It says which draft it offers, and continues with it; else it begins a new layout,
and draws on and on by keys, saying each time how often.
"""

import sys
from pathlib import Path

import zmq
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.domain.monitor import Geometry
from console.protocol.clock import SystemClock
from console.protocol.lifeline import Lifeline
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import DeskConfig
from console.ui.desk.process import Desk
from console.ui.fonts import load_fonts
from console.ui.layouts.editor_window import LayoutEditor
from console.ui.map.scheme import register_scheme, settle_chromium

EACH_MS = 20


class Drawing:
    """Splits a cell, then opens and closes one after the other to automatic switches."""

    def __init__(self, editor: LayoutEditor) -> None:
        self._editor = editor
        self._count = 0
        self._timer = QTimer(editor)
        self._timer.timeout.connect(self._draw)

    def begin(self) -> None:
        self._editor.open()
        if self._editor.drafts.offer.isVisible():
            words = self._editor.drafts.offer.words.text()
            QTest.mouseClick(self._editor.drafts.offer.take, Qt.MouseButton.LeftButton)
            layout = self._editor.edited.layout
            print(f"{words}|{len(layout.cells)}|{sum(cell.auto for cell in layout.cells)}", flush=True)
            return
        QTest.keyClick(self._editor.canvas, Qt.Key.Key_S)
        self._timer.start(EACH_MS)

    def _draw(self) -> None:
        self._count += 1
        QTest.keyClick(self._editor.canvas, Qt.Key.Key_A)
        QTest.keyClick(self._editor.canvas, Qt.Key.Key_Right if self._count % 5 else Qt.Key.Key_Down)
        print(self._count, flush=True)


def main() -> int:
    """Show it until it is killed."""
    run_dir, folder = sys.argv[1:]
    settle_chromium()
    register_scheme()
    application = QApplication(["desk"])
    load_fonts()
    clock, context = SystemClock(), zmq.Context.instance()
    place = Geometry(0, 0, 1366, 768)
    config = DeskConfig(name="desk", site="t", run_dir=run_dir, geometry=place, arrangement_dir=folder)
    lifeline = Lifeline(context, f"ipc://{Path(run_dir)}/sup.cmd", "desk")
    desk = Desk(config, lifeline, context, clock, PictureClock(clock))
    desk.start()
    editor = desk.window.editor
    assert editor is not None
    drawing = Drawing(editor)
    QTimer.singleShot(0, drawing.begin)
    return int(application.exec())


if __name__ == "__main__":
    sys.exit(main())
