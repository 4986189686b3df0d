"""Whether there is a display that windows can be shown on, without opening one."""

import os
import re
import socket
from collections.abc import Mapping
from pathlib import Path

from console.app.window_platform import PLATFORM, XCB

ANSWERS_WITHIN_S = 0.5
X_SOCKETS = "/tmp/.X11-unix"
X_PORT = 6000
WITHOUT_DISPLAY = ("offscreen", "minimal", "eglfs", "linuxfb", "vkkhrdisplay", "vnc")
"""Qt's platforms that need none (https://doc.qt.io/qt-6/qpa.html)."""


def missing_display(environment: Mapping[str, str]) -> str:
    """Why no window can be shown now, in the operator's words; "" when one can."""
    platform = environment.get(PLATFORM, "").split(":")[0]
    if platform in WITHOUT_DISPLAY:
        return ""
    wayland, display = environment.get("WAYLAND_DISPLAY", ""), environment.get("DISPLAY", "")
    if platform == XCB:
        wayland = ""
    if wayland and _answers_unix(str(Path(environment.get("XDG_RUNTIME_DIR", "/")) / wayland)):
        return ""
    if display and _answers_x(display):
        return ""
    if wayland or display:
        return f"the display {display or wayland} does not answer: is its X server or session running?"
    return "there is no display (DISPLAY is not set): start this in a desktop session"


def _answers_x(display: str) -> bool:
    found = re.fullmatch(r"(?:unix)?(?P<host>[^:]*):(?P<number>\d+)(?:\.\d+)?", display.split("/")[-1])
    if found is None:
        return os.path.exists(display)  # a socket's own path, as macOS has it
    number = int(found["number"])
    if found["host"]:
        return _answers_tcp(found["host"], X_PORT + number)
    path = f"{X_SOCKETS}/X{number}"
    return _answers_unix(f"\0{path}") or _answers_unix(path)


def _answers_unix(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as one:
        one.settimeout(ANSWERS_WITHIN_S)
        try:
            one.connect(address)
        except OSError:
            return False
    return True


def _answers_tcp(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), ANSWERS_WITHIN_S).close()
    except OSError:
        return False
    return True
