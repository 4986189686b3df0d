"""Keys and a pointer of an X server, as a person's hands move them: real events by its XTEST extension.

Libxtst is loaded by ctypes, like libX11 in shown_windows: no package that wraps it is in the project.
"""

import ctypes
from types import TracebackType

import numpy as np
import numpy.typing as npt

from console.domain.monitor import Geometry
from tests.rig.shown_windows import focused_title

LEFT, MIDDLE, RIGHT, UP_NOTCH, DOWN_NOTCH = 1, 2, 3, 4, 5
"""X's buttons; a notch of the wheel is one, too."""
DRAG_STEPS = 8
Z_PIXMAP = 2
ASYNCHRONOUS = 1
HELD_POINTER = {1: "a client has grabbed it", 4: "it is frozen by a client that has grabbed it"}
"""What XGrabPointer answers (X.h: AlreadyGrabbed, GrabFrozen)."""
ALL_PLANES = 0xFFFFFFFF
HELD = {"Ctrl": "Control_L", "Shift": "Shift_L", "Alt": "Alt_L"}
NAMES = {
    "Del": "Delete",
    "Esc": "Escape",
    "Backspace": "BackSpace",
    "Ins": "Insert",
    "Space": "space",
    "Enter": "KP_Enter",
    "PgUp": "Prior",
    "PgDown": "Next",
}
"""Keys that X calls otherwise than Qt's portable text; signs have the name of their number."""

Pixels = npt.NDArray[np.uint8]


class KeyboardAndMouse:
    """Those of an X server. Every act has reached the server when it returns."""

    def __init__(self, display: str) -> None:
        self._x11, self._xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XStringToKeysym.restype = self._x11.XkbKeycodeToKeysym.restype = ctypes.c_ulong
        self._x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x11.XGetImage.restype = ctypes.POINTER(_Image)
        opened = self._x11.XOpenDisplay(display.encode())
        assert opened, f"the X server {display} does not answer"
        self.display = display
        self._opened = ctypes.c_void_p(opened)

    def __enter__(self) -> "KeyboardAndMouse":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._x11.XCloseDisplay(self._opened)

    # --- keys

    def press(self, key: str) -> None:
        """A key of Qt's portable text, such as "Ctrl+K", pressed and let go."""
        *held, last = key.split("+") if not key.endswith("+") else (*key[:-1].rstrip("+").split("+"), "+")
        code, shifted = self._code(last)
        names = [HELD[one] for one in held if one]
        if shifted and "Shift_L" not in names:
            names.append("Shift_L")
        codes = [*(self._code(name)[0] for name in names), code]
        for one in codes:
            self._key(one, down=True)
        for one in reversed(codes):
            self._key(one, down=False)
        self._sync()

    def type(self, text: str) -> None:
        """Letter by letter."""
        for sign in text:
            self.press("Space" if sign == " " else sign)

    def keyboard_at(self) -> str:
        """The title of the window that keys go to; "" for none that has one."""
        return focused_title(self.display)

    def _code(self, key: str) -> tuple[int, bool]:
        """Its key code, and whether it is on the key's second level."""
        name = NAMES.get(key, key)
        keysym = ord(name) if len(name) == 1 else self._x11.XStringToKeysym(name.encode())
        if "A" <= name <= "Z" and len(name) == 1:
            keysym = ord(name.lower())  # the key, not the large letter
        code = self._x11.XKeysymToKeycode(self._opened, ctypes.c_ulong(keysym))
        assert code, f"this keyboard has no key {key}"
        return code, self._x11.XkbKeycodeToKeysym(self._opened, ctypes.c_ubyte(code), 0, 0) != keysym

    def _key(self, code: int, *, down: bool) -> None:
        self._xtst.XTestFakeKeyEvent(self._opened, code, int(down), ctypes.c_ulong(0))

    # --- the pointer

    def move(self, x: int, y: int) -> None:
        """There at once."""
        self._xtst.XTestFakeMotionEvent(self._opened, -1, x, y, ctypes.c_ulong(0))
        self._sync()

    def click(self, x: int, y: int, button: int = LEFT, count: int = 1) -> None:
        """There, so often."""
        self.move(x, y)
        for _ in range(count):
            self._button(button, down=True)
            self._button(button, down=False)
        self._sync()

    def drag(self, begin: tuple[int, int], end: tuple[int, int]) -> None:
        """With the left button, from here to there."""
        self.move(*begin)
        self._button(LEFT, down=True)
        for step in range(1, DRAG_STEPS + 1):
            x, y = (a + (b - a) * step // DRAG_STEPS for a, b in zip(begin, end, strict=True))
            self.move(x, y)
        self._button(LEFT, down=False)
        self._sync()

    def hold(self, *, down: bool) -> None:
        """The left button, from now on; or let it go."""
        self._button(LEFT, down=down)
        self._sync()

    def wheel(self, x: int, y: int, notches: int) -> None:
        """There, up where ``notches`` is above 0."""
        self.click(x, y, UP_NOTCH if notches > 0 else DOWN_NOTCH, abs(notches))

    def _button(self, button: int, *, down: bool) -> None:
        self._xtst.XTestFakeButtonEvent(self._opened, button, int(down), ctypes.c_ulong(0))

    def pointer_trouble(self) -> str:
        """Why clicks go to no other window: some client holds the pointer; "" where none does."""
        now, root = ctypes.c_ulong(0), ctypes.c_ulong(self._x11.XDefaultRootWindow(self._opened))
        none = ctypes.c_ulong(0)
        why = self._x11.XGrabPointer(self._opened, root, 0, 0, ASYNCHRONOUS, ASYNCHRONOUS, none, none, now)
        self._x11.XUngrabPointer(self._opened, now)
        self._sync()
        return HELD_POINTER.get(why, f"status {why}" if why else "")

    # --- what is to be seen

    def picture(self, place: Geometry) -> Pixels:
        """What the screens show there: rows, columns, and blue, green, red."""
        root = ctypes.c_ulong(self._x11.XDefaultRootWindow(self._opened))
        size = (place.width, place.height)
        taken = self._x11.XGetImage(
            self._opened, root, place.x, place.y, *size, ctypes.c_ulong(ALL_PLANES), Z_PIXMAP
        )
        assert taken, f"no picture of {place}"
        image = taken.contents
        assert image.bits_per_pixel == 32, "a screen of 24 or 32 bits"
        data = ctypes.string_at(image.data, image.bytes_per_line * place.height)
        rows = np.frombuffer(data, np.uint8).reshape(place.height, image.bytes_per_line // 4, 4)
        self._x11.XDestroyImage(taken)
        return rows[:, : place.width, :3]

    def _sync(self) -> None:
        self._x11.XSync(self._opened, 0)


class _Image(ctypes.Structure):
    """The beginning of XImage of Xlib.h."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("width", "height", "xoffset", "format")),
        ("data", ctypes.c_void_p),
        *((name, ctypes.c_int) for name in ("byte_order", "bitmap_unit", "bitmap_bit_order", "bitmap_pad")),
        *((name, ctypes.c_int) for name in ("depth", "bytes_per_line", "bits_per_pixel")),
    ]
