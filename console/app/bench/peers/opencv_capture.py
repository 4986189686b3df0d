"""An OpenCV VideoCapture in a thread for each tile, scaled there; its newest picture is shown in a QLabel.

A signal for each picture would queue without end once the window is behind, and it answers no more.
"""

import os
import threading

import cv2
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from console.app.bench.peers.course import Course, read_order
from console.app.bench.peers.windows import Windows, run_course

SHOW_MS = 33
ONE_THREAD = [cv2.CAP_PROP_N_THREADS, 1]
"""FFmpeg's own choice is one for each core, in each of a hundred decoders."""


class Captures:
    """Reads in threads; ``newest`` are the pictures that were not shown yet."""

    def __init__(self, tiles: int) -> None:
        self.newest: list[QImage | None] = [None] * tiles

    def start(self, index: int, url: str, width: int, height: int) -> None:
        """Open and read one stream, without end."""
        threading.Thread(target=self._run, args=(index, url, width, height), daemon=True).start()

    def _run(self, index: int, url: str, width: int, height: int) -> None:
        capture = cv2.VideoCapture(url, cv2.CAP_FFMPEG, ONE_THREAD)
        while True:
            there, picture = capture.read()
            if not there:
                return
            small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
            image = QImage(small.data, width, height, width * 3, QImage.Format.Format_BGR888)
            self.newest[index] = image.copy()


def main() -> None:
    """See the module."""
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "rtsp_transport;tcp"
    order = read_order()
    app = QApplication([])
    windows = Windows(order, QLabel)
    painted = [0] * len(order.urls)
    captures = Captures(len(order.urls))

    def show() -> None:
        for index, image in enumerate(captures.newest):
            label = windows.tiles[index]
            if image is not None and isinstance(label, QLabel):
                captures.newest[index] = None
                label.setPixmap(QPixmap.fromImage(image))
                painted[index] += 1

    timer = QTimer()
    timer.timeout.connect(show)
    timer.start(SHOW_MS)
    windows.show()
    for index, (box, url) in enumerate(zip(order.boxes(), order.urls, strict=True)):
        captures.start(index, order.with_credentials(url), box[3], box[4])
    run_course(app, Course(order.seconds), lambda: painted)


if __name__ == "__main__":
    main()
