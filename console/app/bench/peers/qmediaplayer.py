"""A QMediaPlayer and a QVideoWidget for each tile."""

from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtMultimedia import QMediaPlayer
from PySide6.QtMultimediaWidgets import QVideoWidget
from PySide6.QtWidgets import QApplication

from console.app.bench.peers.course import Course, read_order
from console.app.bench.peers.windows import Windows, run_course


def main() -> None:
    """See the module."""
    order = read_order()
    app = QApplication([])
    windows = Windows(order, QVideoWidget)
    painted = [0] * len(order.urls)

    def count(index: int, _frame: object) -> None:
        painted[index] += 1

    players = []
    for index, (tile, url) in enumerate(zip(windows.tiles, order.urls, strict=True)):
        assert isinstance(tile, QVideoWidget)
        player = QMediaPlayer()
        player.setVideoOutput(tile)
        tile.videoSink().videoFrameChanged.connect(partial(count, index))
        player.setSource(QUrl(order.with_credentials(url)))
        players.append(player)
    windows.show()
    for player in players:
        player.play()
    run_course(app, Course(order.seconds), lambda: painted)


if __name__ == "__main__":
    main()
