"""Which windows the X server shows, and where, seen from another client."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from console.domain.monitor import Geometry

IS_VIEWABLE = 2
CLIENT_MESSAGE = 33
POINTER_ROOT = 1
"""In place of a window: the keyboard goes where the pointer is; 0: nowhere."""
DEEPEST = 3
"""A window manager puts a window into one or two of its own."""


class ShownWindow(NamedTuple):
    """``number`` is the X server's for it."""

    number: int
    title: str
    place: Geometry


def shown_windows(display: str) -> list[ShownWindow]:
    """Each that is shown, the lowest first."""
    with _opened(display) as (x11, opened):
        root = int(x11.XDefaultRootWindow(opened))
        return list(_titled(x11, opened, root, root, DEEPEST))


def place_of(display: str, number: int) -> Geometry | None:
    """Where a window is now; None where it is not shown. All windows are a hundred questions, this is two."""
    with _opened(display) as (x11, opened):
        return _place(x11, opened, number, int(x11.XDefaultRootWindow(opened)))


def focused_title(display: str) -> str:
    """Title of the window that has the keyboard; "" where none has."""
    with _opened(display) as (x11, opened):
        window, reverts_to = ctypes.c_ulong(), ctypes.c_int()
        x11.XGetInputFocus(opened, ctypes.byref(window), ctypes.byref(reverts_to))
        return _title(x11, opened, window.value) if window.value > POINTER_ROOT else ""


def is_managed(display: str) -> bool:
    """Whether a window manager has said that it is there (EWMH, _NET_SUPPORTING_WM_CHECK)."""
    with _opened(display) as (x11, opened):
        return bool(_text(x11, opened, int(x11.XDefaultRootWindow(opened)), b"_NET_SUPPORTING_WM_CHECK"))


def close_window(display: str, number: int) -> None:
    """Ask a window to close, as the button of its title bar does (ICCCM 4.2.8.1, WM_DELETE_WINDOW)."""
    with _opened(display) as (x11, opened):
        x11.XInternAtom.restype = ctypes.c_ulong
        protocols, delete = (
            x11.XInternAtom(opened, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
        )
        message = _Message(kind=CLIENT_MESSAGE, window=number, means=protocols, size_bits=32)
        message.data[0] = delete
        x11.XSendEvent(opened, ctypes.c_ulong(number), 0, ctypes.c_long(0), ctypes.byref(message))


@contextmanager
def _opened(display: str) -> Iterator[tuple[ctypes.CDLL, ctypes.c_void_p]]:
    """A connection on which a window that has ended meanwhile is no end: Xlib's own handler exits."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = ctypes.c_ulong
    opened = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    assert opened, f"the X server {display} does not answer"
    handler = _HANDLER(lambda *_: 0)
    x11.XSetErrorHandler.restype = ctypes.c_void_p
    before = x11.XSetErrorHandler(handler)
    try:
        yield x11, opened
    finally:
        x11.XSync(opened, 0)
        x11.XSetErrorHandler(ctypes.c_void_p(before))
        x11.XCloseDisplay(opened)


def _titled(
    x11: ctypes.CDLL, opened: ctypes.c_void_p, window: int, root: int, deep: int
) -> Iterator[ShownWindow]:
    for child in _children(x11, opened, window):
        place = _place(x11, opened, child, root)
        if place is None or place.x + place.width <= 0:  # a window manager has one beside the screen
            continue
        if title := _title(x11, opened, child):
            yield ShownWindow(child, title, place)
        elif deep:
            yield from _titled(x11, opened, child, root, deep - 1)


def _title(x11: ctypes.CDLL, opened: ctypes.c_void_p, window: int) -> str:
    """By _NET_WM_NAME: WM_NAME is no plain text where a sign is beyond Latin-1."""
    return _text(x11, opened, window, b"_NET_WM_NAME").decode("utf-8", "replace")


def _text(x11: ctypes.CDLL, opened: ctypes.c_void_p, window: int, name: bytes) -> bytes:
    """A property of a window; b"" where it has none."""
    x11.XInternAtom.restype = ctypes.c_ulong
    atom = ctypes.c_ulong(x11.XInternAtom(opened, name, 0))
    told = _Text()
    if not x11.XGetTextProperty(opened, ctypes.c_ulong(window), ctypes.byref(told), atom):
        return b""
    text = ctypes.string_at(told.value, told.count)
    x11.XFree(ctypes.c_void_p(told.value))
    return text


def _place(x11: ctypes.CDLL, opened: ctypes.c_void_p, window: int, root: int) -> Geometry | None:
    facts = _Attributes()
    shown = x11.XGetWindowAttributes(opened, ctypes.c_ulong(window), ctypes.byref(facts))
    if not shown or facts.map_state != IS_VIEWABLE:
        return None
    x, y, other = ctypes.c_int(), ctypes.c_int(), ctypes.c_ulong()
    source, target = ctypes.c_ulong(window), ctypes.c_ulong(root)
    x11.XTranslateCoordinates(
        opened, source, target, 0, 0, ctypes.byref(x), ctypes.byref(y), ctypes.byref(other)
    )
    return Geometry(x.value, y.value, facts.width, facts.height)


def _children(x11: ctypes.CDLL, opened: ctypes.c_void_p, window: int) -> list[int]:
    root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    children = ctypes.POINTER(ctypes.c_ulong)()
    asked = ctypes.c_ulong(window)
    x11.XQueryTree(
        opened,
        asked,
        ctypes.byref(root),
        ctypes.byref(parent),
        ctypes.byref(children),
        ctypes.byref(count),
    )
    return [children[index] for index in range(count.value)]


_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class _Attributes(ctypes.Structure):
    """XWindowAttributes of Xlib.h."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "border_width", "depth")),
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("kind", "bit_gravity", "win_gravity", "backing_store")),
        *((name, ctypes.c_ulong) for name in ("backing_planes", "backing_pixel")),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("map_installed", "map_state")),
        *((name, ctypes.c_long) for name in ("all_event_masks", "your_event_mask", "do_not_propagate")),
        ("override_redirect", ctypes.c_int),
        ("screen", ctypes.c_void_p),
    ]


class _Text(ctypes.Structure):
    """XTextProperty of Xutil.h."""

    _fields_ = [
        ("value", ctypes.c_void_p),
        ("encoding", ctypes.c_ulong),
        ("size_bits", ctypes.c_int),
        ("count", ctypes.c_ulong),
    ]


class _Message(ctypes.Structure):
    """XClientMessageEvent of Xlib.h, as long as any XEvent."""

    _fields_ = [
        ("kind", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("was_sent", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("means", ctypes.c_ulong),
        ("size_bits", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("unused", ctypes.c_long * 12),
    ]
