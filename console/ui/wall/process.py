"""Assembles a display process: one monitor, one window, one GUI thread."""

import os
from pathlib import Path

import zmq
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from console.protocol.clock import Clock
from console.protocol.endpoints import Endpoints
from console.protocol.lifeline import Lifeline
from console.protocol.picture_clock import PictureClock
from console.protocol.process_config import DisplayConfig
from console.protocol.trouble_file import TroubleFile
from console.ui.bridge import Bridge, core_follower, engine_follower
from console.ui.device_pixels import count_in_device_pixels
from console.ui.fonts import load_fonts
from console.ui.key_mapping import read_mapping
from console.ui.monitor_match import WallPlan
from console.ui.wakefulness import Wakefulness
from console.ui.wall.display import Display
from console.ui.wall.map_cells import MapCells, map_requester
from console.ui.wall.screens import Screens
from console.ui.wall.wall_window import WallWindow
from console.ui.window_commands import WindowCommands


def run(config: DisplayConfig, lifeline: Lifeline, clock: Clock) -> int:
    """Show the monitor until the lifeline stops. Exit status 0."""
    count_in_device_pixels(os.environ)
    app = QApplication([config.name])
    load_fonts()
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context.instance()
    endpoints = Endpoints(Path(config.run_dir))
    bridge = Bridge(
        core_follower(context, endpoints, config.name, clock),
        engine_follower(context, endpoints, config.name, clock),
        clock,
        TroubleFile(Path(config.run_dir)),
    )
    window = WallWindow(
        config.site,
        f"Sightline {config.monitor.monitor}",
        replays=config.replays,
        not_as_signed=bool(config.not_as_signed),
        keys=read_mapping(config.keys_file).keys,
    )
    plan = WallPlan(config.monitors or (config.monitor,), config.desk_shown, config.desk, config.windowed)
    screens = Screens(config.monitor, window, plan)

    def beat(stats: dict[str, float]) -> None:
        lifeline.beat(stats, screens.notice, on_screen=not screens.notice)

    maps = MapCells(map_requester(context, endpoints, config.name, clock)) if config.shows_maps else None
    snapshots = Path(config.snapshots_dir) if config.snapshots_dir else None
    picture_clock = PictureClock(clock, replays=config.replays)
    display = Display(
        config.name, config.monitor, window, bridge, clock, picture_clock, beat, snapshots, maps
    )

    def show_number(for_s: float) -> dict[str, object]:
        number = plan.monitors.index(config.monitor) + 1 if config.monitor in plan.monitors else 1
        screen, found_by = screens.screen_words()
        window.show_number(number, (config.monitor.monitor, screen), for_s)
        return {"number": number, "monitor": config.monitor.monitor, "screen": screen, "found_by": found_by}

    commands = WindowCommands(
        context, endpoints, config.name, clock, window.shot, shown=display.shown, show_number=show_number
    )
    leave = QTimer()  # exit, not quit: quit asks the window first, which refuses to be closed
    leave.setInterval(50)
    leave.timeout.connect(lambda: app.exit(0) if lifeline.stopping.is_set() else None)

    awake = Wakefulness()
    awake.start()
    screens.start()
    bridge.start()
    display.start()
    commands.start()
    leave.start()
    app.exec()
    leave.stop()
    commands.stop()
    display.stop()
    bridge.stop()
    screens.stop()
    awake.stop()
    window.may_close = True
    window.close()
    return 0
