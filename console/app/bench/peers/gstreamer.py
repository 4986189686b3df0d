"""GStreamer: rtspsrc, avdec_h264, videoscale, compositor, ximagesink at 15 pictures/s; one for each monitor.

Runs in the system's Python, where Debian's PyGObject is. Pictures: frames that a sink rendered, times its
tiles that have begun; this counts a repeated picture, too, in GStreamer's favour.
"""

import os
import time
from typing import Any

from console.app.bench.peers.course import MONITOR_SIZE, Course, Order, leave, read_order, skip

TICK_MS = 200
OUTPUT_FPS = 15
NEEDED = {
    "rtspsrc": "gstreamer1.0-plugins-good",
    "rtph264depay": "gstreamer1.0-plugins-good",
    "avdec_h264": "gstreamer1.0-libav",
    "compositor": "gstreamer1.0-plugins-base",
    "ximagesink": "gstreamer1.0-x",
}
"""Elements, and Debian's packages that hold them."""


def pipeline_text(order: Order) -> str:
    """The pipeline for gst-launch; without credentials, which are set afterwards."""
    boxes = order.boxes()
    parts = []
    for monitor in sorted({box[0] for box in boxes}):
        mine = [box for box in boxes if box[0] == monitor]
        places = " ".join(
            f"sink_{pad}::xpos={x} sink_{pad}::ypos={y}" for pad, (_, x, y, _, _) in enumerate(mine)
        )
        size = f"width={MONITOR_SIZE[0]},height={MONITOR_SIZE[1]}"
        parts.append(
            f"compositor name=wall{monitor} background=black {places} ! "
            f"video/x-raw,{size},framerate={OUTPUT_FPS}/1 ! videoconvert ! "
            f"ximagesink name=sink{monitor} sync=false qos=false"
        )
    pads = [0, 0]
    for index, ((monitor, _, _, width, height), url) in enumerate(zip(boxes, order.urls, strict=True)):
        parts.append(
            f"rtspsrc name=source{index} location={url} protocols=tcp latency=200 ! rtph264depay ! "
            f"avdec_h264 max-threads=1 ! videoscale ! video/x-raw,width={width},height={height} ! "
            f"queue max-size-buffers=3 ! wall{monitor}.sink_{pads[monitor]}"
        )
        pads[monitor] += 1
    return " ".join(parts)


class Players:
    """The pipeline and which of its tiles have begun."""

    def __init__(self, gst: Any, order: Order) -> None:
        self._gst = gst
        self.pipeline = gst.parse_launch(pipeline_text(order))
        self._monitors = [box[0] for box in order.boxes()]
        self._begun = [False] * len(self._monitors)
        pads = [0, 0]
        for index, monitor in enumerate(self._monitors):
            source = self.pipeline.get_by_name(f"source{index}")
            source.set_property("user-id", order.username)
            source.set_property("user-pw", order.password)
            wall = self.pipeline.get_by_name(f"wall{monitor}")
            pad = wall.get_static_pad(f"sink_{pads[monitor]}")
            pad.add_probe(gst.PadProbeType.BUFFER, self._began, index)
            pads[monitor] += 1

    def _began(self, _pad: Any, _info: Any, index: int) -> Any:
        self._begun[index] = True
        return self._gst.PadProbeReturn.REMOVE

    def painted(self) -> list[int]:
        """Pictures of each tile so far."""
        rendered = [self._rendered(monitor) for monitor in (0, 1)]
        return [
            rendered[monitor] if begun else 0
            for monitor, begun in zip(self._monitors, self._begun, strict=True)
        ]

    def _rendered(self, monitor: int) -> int:
        sink = self.pipeline.get_by_name(f"sink{monitor}")
        return int(sink.get_property("stats").get_value("rendered")) if sink is not None else 0


def main() -> None:
    """See the module."""
    order = read_order()
    try:
        import gi

        gi.require_version("Gst", "1.0")
        from gi.repository import GLib, Gst
    except (ImportError, ValueError) as error:
        skip(f"{error}; install python3-gi and gir1.2-gstreamer-1.0")
    Gst.init(None)
    missing = {package for element, package in NEEDED.items() if Gst.ElementFactory.find(element) is None}
    if missing:
        skip(f"install {' '.join(sorted(missing))}")
    players = Players(Gst, order)
    course = Course(order.seconds)
    loop = GLib.MainLoop()

    def tick() -> bool:
        if course.tick(time.monotonic(), players.painted()):
            loop.quit()
            return False
        return True

    players.pipeline.set_state(Gst.State.PLAYING)
    GLib.timeout_add(TICK_MS, tick)
    loop.run()
    leave()


if __name__ == "__main__":
    os.environ.setdefault("GST_DEBUG", "0")
    main()
