"""Keeps the screens from being blanked while a window of the site runs, by whoever blanks them.

X11: the server suspends its screen saver and DPMS for a client until that disconnects, however it ends
(XScreenSaverSuspend, libXss). So nothing has to be put back, not even after kill -9.
"""

import ctypes
import logging
import os

from console.ui.idle_inhibitors import LogindInhibitor, ScreenSaverInhibitor

log = logging.getLogger("sightline.ui")


class Wakefulness:
    """``start`` to ``stop``: the X server, logind and the desktop, as far as they are there."""

    def __init__(self) -> None:
        self._all = (ScreenSaverSuspension(), LogindInhibitor(), ScreenSaverInhibitor())

    def start(self) -> None:
        """Ask each."""
        for one in self._all:
            one.start()

    def stop(self) -> None:
        """Give all back."""
        for one in self._all:
            one.stop()


class ScreenSaverSuspension:
    """The X server's; without X11 or its library the desktop's own settings hold, and that is said."""

    def __init__(self) -> None:
        self._x11: ctypes.CDLL | None = None
        self._display: int | None = None

    def start(self) -> None:
        """Suspend blanking."""
        if not os.environ.get("DISPLAY"):
            log.info("screens may be blanked by the desktop: there is no X server to ask")
            return
        try:
            x11, xss = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
        except OSError as error:
            log.warning("screens may be blanked by the desktop (%s): install libxss1, or turn it off", error)
            return
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
        x11.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
        xss.XScreenSaverSuspend.argtypes = [ctypes.c_void_p, ctypes.c_int]
        xss.XScreenSaverQueryExtension.argtypes = [ctypes.c_void_p] + [ctypes.POINTER(ctypes.c_int)] * 2
        display = x11.XOpenDisplay(None)
        if not display:
            log.warning("screens may be blanked by the desktop: the X server lets nobody in to ask")
            return
        self._x11, self._display = x11, display
        base = ctypes.c_int()
        if not xss.XScreenSaverQueryExtension(display, base, base):
            log.warning("screens may be blanked: this X server has no MIT-SCREEN-SAVER extension")
            return
        xss.XScreenSaverSuspend(display, 1)
        x11.XSync(display, 0)

    def stop(self) -> None:
        """Give blanking back."""
        if self._x11 is not None and self._display is not None:
            self._x11.XCloseDisplay(self._display)
        self._x11 = self._display = None
