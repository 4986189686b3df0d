"""A python-vlc MediaPlayer in an X window for each tile; local files where this libvlc opens no RTSP."""

import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from console.app.bench.peers.course import Course, read_order, skip
from console.app.bench.peers.windows import Windows, run_course

TRY_S = 6.0
LOOK_S = 0.1


def main() -> None:
    """See the module."""
    order = read_order()
    try:
        import vlc
    except (ImportError, OSError) as error:
        skip(f"{error}; install VLC, and python-vlc into this Python")
    app = QApplication([])
    try:
        instance = vlc.Instance("--no-audio", "--quiet", "--no-video-title-show")
    except NameError:  # what python-vlc raises where there is no libvlc
        instance = None
    if instance is None:
        skip("libvlc does not start; install libvlc5, vlc-plugin-base and vlc-plugin-video-output")
    rtsp = plays(instance, order.with_credentials(order.urls[0]))
    note = "" if rtsp else "this libvlc opens no RTSP: local files of the same pictures, in a loop"
    windows = Windows(order, native_tile)
    windows.show()
    players = []
    sources = [order.with_credentials(url) for url in order.urls] if rtsp else order.files
    for tile, source in zip(windows.tiles, sources, strict=True):
        media = instance.media_new(source, ":input-repeat=65535", ":rtsp-tcp")
        player = instance.media_player_new()
        player.set_media(media)
        player.set_xwindow(int(tile.winId()))
        player.play()
        players.append((player, media))
    run_course(app, Course(order.seconds, note), lambda: [displayed(vlc, media) for _, media in players])


def native_tile(parent: QWidget) -> QWidget:
    """A widget with an X window of its own."""
    tile = QWidget(parent)
    tile.setAttribute(Qt.WidgetAttribute.WA_NativeWindow)
    return tile


def plays(instance: "object", url: str) -> bool:
    """Whether this libvlc opens RTSP at all."""
    player = instance.media_player_new(url)  # type: ignore[attr-defined]
    player.audio_set_mute(True)
    player.set_mrl(url, ":vout=dummy")
    player.play()
    until_s = time.monotonic() + TRY_S
    while time.monotonic() < until_s and not player.is_playing():
        time.sleep(LOOK_S)
    found = bool(player.is_playing())
    player.stop()
    return found


def displayed(vlc: "object", media: "object") -> int:
    """Pictures that a player has displayed."""
    stats = vlc.MediaStats()  # type: ignore[attr-defined]
    return int(stats.displayed_pictures) if media.get_stats(stats) else 0  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
