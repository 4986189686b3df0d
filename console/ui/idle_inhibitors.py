"""Who else blanks, locks or suspends a machine that nobody touches: asked not to, while a window is shown.

Each holds as long as this process lives, however it ends, and no longer.
"""

import logging
import os
import shutil
import subprocess
from pathlib import Path

from PySide6.QtDBus import QDBusConnection, QDBusMessage

log = logging.getLogger("sightline.ui")

WHO = "Sightline"
WHY = "a video wall is shown"
BOOTED_WITH_SYSTEMD = Path("/run/systemd/system")
"""sd_booted(3)."""

SERVICE, PLACE = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"
"""https://specifications.freedesktop.org/idle-inhibit-spec: GNOME, KDE, Xfce, Cinnamon; X11 and Wayland."""

BUS_NAME = "sightline-wakefulness"
STOP_WITHIN_S = 1.0


class LogindInhibitor:
    """Logind's own idle action, by systemd-inhibit: it holds until its standard input ends."""

    def __init__(self) -> None:
        self._holder: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Where the machine runs systemd."""
        command = shutil.which("systemd-inhibit")
        if command is None or not BOOTED_WITH_SYSTEMD.exists():
            return
        options = ["--what=idle", f"--who={WHO}", f"--why={WHY}", "--mode=block"]
        quiet = subprocess.DEVNULL
        try:
            self._holder = subprocess.Popen(
                [command, *options, "cat"], stdin=subprocess.PIPE, stdout=quiet, stderr=quiet
            )
        except OSError as error:
            log.warning("logind may lock or suspend this machine (%s): %s", command, error.strerror)

    def stop(self) -> None:
        """Give it back."""
        holder, self._holder = self._holder, None
        if holder is None or holder.stdin is None:
            return
        holder.stdin.close()
        try:
            holder.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            holder.kill()
            holder.wait()


class ScreenSaverInhibitor:
    """The desktop's screen saver, over a bus connection of its own: it holds until that ends."""

    def start(self) -> None:
        """Where there is a session bus; who answers there, or nobody, is not waited for."""
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return
        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, BUS_NAME)
        if not bus.isConnected():
            log.info("the desktop's screen saver can't be asked: %s", bus.lastError().message())
            return
        message = QDBusMessage.createMethodCall(SERVICE, PLACE, SERVICE, "Inhibit")
        message.setArguments([WHO, WHY])
        message.setAutoStartService(False)
        bus.send(message)

    def stop(self) -> None:
        """Give it back."""
        QDBusConnection.disconnectFromBus(BUS_NAME)
