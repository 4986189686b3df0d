"""The wall's map process: a browser's page in no window, drawn into slots that displays show as any picture.

It waits without Qt and without a browser until a display asks for a map, and does so again some time after
the last one was wanted: its end is a start anew.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zmq

from console.protocol.clock import Clock
from console.protocol.endpoints import Endpoints
from console.protocol.lifeline import BEAT_INTERVAL_S, Lifeline
from console.protocol.map_messages import MapRequest
from console.protocol.process_config import MapConfig
from console.protocol.responder import Responder

START_WITHIN_S = 30.0


def run(config: MapConfig, lifeline: Lifeline, clock: Clock) -> int:
    """Draw maps for displays until the lifeline stops, or nobody wants one any more. Exit status 0."""
    for file in Path(config.frames_dir).glob("map-*"):  # what a killed life left
        file.unlink(missing_ok=True)
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context.instance()
    address = Endpoints(Path(config.run_dir)).wall_map
    responder = Responder(context, (address,), MapRequest, clock, remember=False)
    responder.start()
    try:
        if _wait_until_wanted(responder, lifeline):
            _draw(config, lifeline, clock, responder)
    finally:
        responder.stop()
    return 0


def _wait_until_wanted(responder: Responder[MapRequest], lifeline: Lifeline) -> bool:
    """Whether a display asks; it does so again."""
    while not lifeline.stopping.is_set():
        lifeline.beat()
        responder.socket.poll(int(BEAT_INTERVAL_S * 1000))
        asked = responder.receive()
        for one in asked:
            responder.reply(one, {"place": None})
        if asked:
            return True
    return False


def _draw(config: MapConfig, lifeline: Lifeline, clock: Clock, responder: Responder[MapRequest]) -> None:
    """Only now the browser: it takes hundreds of megabytes."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from console.ui.device_pixels import count_in_device_pixels

    count_in_device_pixels(os.environ)
    with _beating(lifeline):
        from console.ui.map.wall_maps import WallMaps, made_application

        application = made_application(config.name)
        maps = WallMaps(config, lifeline, clock, responder)
        maps.start()
    application.exec()
    maps.stop()


@contextmanager
def _beating(lifeline: Lifeline) -> Iterator[None]:
    """While the browser starts, which takes this thread some seconds on a busy machine; not for ever."""
    started = threading.Event()

    def beat() -> None:
        for _ in range(round(START_WITHIN_S / BEAT_INTERVAL_S)):
            lifeline.beat()
            if started.wait(BEAT_INTERVAL_S):
                return

    thread = threading.Thread(target=beat, name="map start")
    thread.start()
    try:
        yield
    finally:
        started.set()
        thread.join()  # from here on the lifeline is this thread's again
