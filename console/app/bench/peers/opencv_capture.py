"""An OpenCV VideoCapture in a thread for each tile, scaled there, shown in a QLabel."""

import os
import threading

import cv2
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from console.app.bench.peers.course import Course, read_order
from console.app.bench.peers.windows import Windows, run_course


class Captures(QObject):
    """Reads in threads; the GUI thread gets each picture by a queued signal."""

    read = Signal(int, QImage)

    def start(self, index: int, url: str, width: int, height: int) -> None:
        """Open and read one stream, without end."""
        threading.Thread(target=self._run, args=(index, url, width, height), daemon=True).start()

    def _run(self, index: int, url: str, width: int, height: int) -> None:
        capture = cv2.VideoCapture(url, cv2.CAP_FFMPEG)
        while True:
            there, picture = capture.read()
            if not there:
                return
            small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
            image = QImage(small.data, width, height, width * 3, QImage.Format.Format_BGR888)
            self.read.emit(index, image.copy())


def main() -> None:
    """See the module."""
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "rtsp_transport;tcp"
    order = read_order()
    app = QApplication([])
    windows = Windows(order, QLabel)
    painted = [0] * len(order.urls)

    def show(index: int, image: QImage) -> None:
        label = windows.tiles[index]
        assert isinstance(label, QLabel)
        label.setPixmap(QPixmap.fromImage(image))
        painted[index] += 1

    captures = Captures()
    captures.read.connect(show)
    windows.show()
    for index, (box, url) in enumerate(zip(order.boxes(), order.urls, strict=True)):
        captures.start(index, order.with_credentials(url), box[3], box[4])
    run_course(app, Course(order.seconds), lambda: painted)


if __name__ == "__main__":
    main()
