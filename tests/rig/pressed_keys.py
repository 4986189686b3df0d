"""Keys that the X server itself says were pressed (XTEST): they go wherever a keyboard's would."""

import ctypes
from collections.abc import Sequence
from types import TracebackType

FIRST_KEYSYM = 0x20
"""From here on a Latin-1 sign is its own keysym."""
SHIFT = "Shift_L"
MODIFIERS = {"Shift": SHIFT, "Ctrl": "Control_L", "Alt": "Alt_L"}


class Keyboard:
    """One on an X server, as a context manager. Keys are pressed one after the other, none is held after."""

    def __init__(self, display: str) -> None:
        self._display = display
        self._x11, self._xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = self._x11.XStringToKeysym.restype = ctypes.c_ulong
        self._x11.XKeysymToKeycode.restype = ctypes.c_ubyte
        self._x11.XKeycodeToKeysym.restype = ctypes.c_ulong
        self._opened = ctypes.c_void_p()

    def __enter__(self) -> "Keyboard":
        """Connect."""
        self._opened = ctypes.c_void_p(self._x11.XOpenDisplay(self._display.encode()))
        assert self._opened, f"the X server {self._display} does not answer"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Disconnect."""
        self._x11.XCloseDisplay(self._opened)

    def press(self, key: str) -> None:
        """A key by its keysym's name or its sign, with its modifiers before it: "Return", "Ctrl+k", "/"."""
        *held, name = key.split("+") if len(key) > 1 else [key]
        self._press(self._keysym(name), [MODIFIERS[one] for one in held])

    def type_text(self, text: str) -> None:
        """Sign by sign."""
        for sign in text:
            self._press(ord(sign), [])

    def _keysym(self, name: str) -> int:
        keysym = ord(name) if len(name) == 1 else int(self._x11.XStringToKeysym(name.encode()))
        assert keysym >= FIRST_KEYSYM, f"there is no keysym {name}"
        return keysym

    def _press(self, keysym: int, held: Sequence[str]) -> None:
        code = int(self._x11.XKeysymToKeycode(self._opened, ctypes.c_ulong(keysym)))
        assert code, f"no key of this keyboard has the keysym {keysym:#x}"
        if int(self._x11.XKeycodeToKeysym(self._opened, code, 0)) != keysym:
            held = [*held, SHIFT]
        for modifier in held:
            self._send(self._code_of(modifier), down=True)
        self._send(code, down=True)
        self._send(code, down=False)
        for modifier in reversed(held):
            self._send(self._code_of(modifier), down=False)
        self._x11.XSync(self._opened, 0)

    def _code_of(self, name: str) -> int:
        return int(self._x11.XKeysymToKeycode(self._opened, ctypes.c_ulong(self._keysym(name))))

    def _send(self, code: int, *, down: bool) -> None:
        self._xtst.XTestFakeKeyEvent(self._opened, ctypes.c_uint(code), int(down), ctypes.c_ulong(0))
