"""The X server's monitors as RandR tells of them now: place, connector, EDID. And when they change.

Qt reads a screen's EDID once, and of two outputs that change places in one request it notices one. So this
asks the server itself, over a connection of its own (libxcb: an error is an answer there, not the end).
"""

import ctypes
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from console.domain.monitor import Geometry
from console.ui.edid import BASE_BYTES, Edid, read_edid

log = logging.getLogger("sightline.ui")

MOST_MONITORS = 64
MOST_EVENTS = 1_000
"""Taken at once: a server that says more is heard at the next turn."""

_NOTIFY_MASK = 1 | 2 | 4 | 8
"""RRScreenChange, RRCrtcChange, RROutputChange, RROutputProperty (randr.h)."""
_LEAST_VERSION = (1, 5)


class Cookie(ctypes.Structure):
    """Of every request of libxcb."""

    _fields_ = [("sequence", ctypes.c_uint)]


class _Roots(ctypes.Structure):
    _fields_ = [("data", ctypes.POINTER(ctypes.c_uint32)), ("rem", ctypes.c_int), ("index", ctypes.c_int)]


class _Extension(ctypes.Structure):
    _fields_ = [
        ("head", ctypes.c_uint8 * 8),
        ("present", ctypes.c_uint8),
        ("major", ctypes.c_uint8),
        ("first_event", ctypes.c_uint8),
        ("first_error", ctypes.c_uint8),
    ]


class _Version(ctypes.Structure):
    _fields_ = [("head", ctypes.c_uint8 * 8), ("major", ctypes.c_uint32), ("minor", ctypes.c_uint32)]


class _Monitor(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_uint32),
        ("primary", ctypes.c_uint8),
        ("automatic", ctypes.c_uint8),
        ("outputs", ctypes.c_uint16),
        ("x", ctypes.c_int16),
        ("y", ctypes.c_int16),
        ("width", ctypes.c_uint16),
        ("height", ctypes.c_uint16),
        ("width_mm", ctypes.c_uint32),
        ("height_mm", ctypes.c_uint32),
    ]


class _Monitors(ctypes.Structure):
    _fields_ = [("data", ctypes.POINTER(_Monitor)), ("rem", ctypes.c_int), ("index", ctypes.c_int)]


@dataclass(frozen=True, slots=True)
class RandrMonitor:
    """One that is switched on. ``name`` is the server's (and Qt's) for it, ``connector`` the output's."""

    name: str
    connector: str
    geometry: Geometry
    edid: Edid | None


class Randr:
    """A connection to the X server of DISPLAY. ``fd`` becomes readable when something changed."""

    def __init__(self) -> None:
        self._xcb: Any = None
        self._randr: Any = None
        self._connection: ctypes.c_void_p | None = None
        self._root = 0
        self._edid = 0

    def open(self) -> bool:
        """Whether there is such a server, with RandR 1.5, and the libraries to ask it."""
        if not os.environ.get("DISPLAY"):
            return False
        try:
            self._xcb, self._randr = ctypes.CDLL("libxcb.so.1"), ctypes.CDLL("libxcb-randr.so.0")
            self._declare()
        except (OSError, AttributeError) as error:
            log.warning("monitors are known as Qt tells of them (%s): install libxcb-randr0", error)
            return False
        screen_number = ctypes.c_int()
        connection = ctypes.c_void_p(self._xcb.xcb_connect(None, ctypes.byref(screen_number)))
        if self._xcb.xcb_connection_has_error(connection):
            self._xcb.xcb_disconnect(connection)
            return False
        self._connection = connection
        self._root = self._root_of(screen_number.value)
        if not self._root or self._version() < _LEAST_VERSION:
            log.info("monitors are known as Qt tells of them: this X server has no RandR 1.5")
            self.close()
            return False
        self._edid = self._atom(b"EDID")
        self._randr.xcb_randr_select_input(connection, self._root, _NOTIFY_MASK)
        self._xcb.xcb_flush(connection)
        return True

    def close(self) -> None:
        """Hear no more."""
        if self._connection is not None:
            self._xcb.xcb_disconnect(self._connection)
        self._connection = None

    @property
    def fd(self) -> int:
        """The socket, for a loop to watch."""
        return int(self._xcb.xcb_get_file_descriptor(self._connection))

    def take_events(self) -> bool:
        """Whether the server said since the last time that something changed. False, too, once it is gone."""
        taken = 0
        while taken < MOST_EVENTS and self._connection is not None:
            event = self._xcb.xcb_poll_for_event(self._connection)
            if not event:
                break
            _libc.free(ctypes.c_void_p(event))
            taken += 1
        return taken > 0

    @property
    def is_gone(self) -> bool:
        """Whether the server ended."""
        return self._connection is None or bool(self._xcb.xcb_connection_has_error(self._connection))

    def monitors(self) -> list[RandrMonitor]:
        """Those that are switched on, in the server's order; [] when it can't be asked any more."""
        if self.is_gone:
            return []
        request = self._randr.xcb_randr_get_monitors(self._connection, self._root, 1)
        with self._reply(self._randr.xcb_randr_get_monitors_reply, request) as reply:
            if not reply:
                return []
            found = list(self._listed(reply))
        return [one for one in found if one is not None]

    def _listed(self, reply: int) -> Iterator[RandrMonitor | None]:
        here = self._randr.xcb_randr_get_monitors_monitors_iterator(ctypes.c_void_p(reply))
        left = min(here.rem, MOST_MONITORS)
        while left > 0:
            info = here.data.contents
            outputs = self._randr.xcb_randr_monitor_info_outputs(here.data)
            yield self._monitor(info, outputs[0] if info.outputs else 0)
            self._randr.xcb_randr_monitor_info_next(ctypes.byref(here))
            left -= 1

    def _monitor(self, info: _Monitor, output: int) -> RandrMonitor | None:
        if not info.width or not info.height:
            return None
        name = self._atom_name(info.name)
        geometry = Geometry(info.x, info.y, info.width, info.height)
        connector = self._output_name(output) if output else name
        return RandrMonitor(name, connector or name, geometry, self._edid_of(output) if output else None)

    def _edid_of(self, output: int) -> Edid | None:
        request = self._randr.xcb_randr_get_output_property(
            self._connection, output, self._edid, 0, 0, BASE_BYTES // 4, 0, 0
        )
        with self._reply(self._randr.xcb_randr_get_output_property_reply, request) as reply:
            if not reply:
                return None
            place = ctypes.c_void_p(reply)
            length = self._randr.xcb_randr_get_output_property_data_length(place)
            data = self._randr.xcb_randr_get_output_property_data(place)
            return read_edid(ctypes.string_at(data, min(length, BASE_BYTES)))

    def _output_name(self, output: int) -> str:
        request = self._randr.xcb_randr_get_output_info(self._connection, output, 0)
        with self._reply(self._randr.xcb_randr_get_output_info_reply, request) as reply:
            if not reply:
                return ""
            place = ctypes.c_void_p(reply)
            length = self._randr.xcb_randr_get_output_info_name_length(place)
            name = ctypes.string_at(self._randr.xcb_randr_get_output_info_name(place), length)
            return name.decode("utf-8", "replace")

    def _atom_name(self, atom: int) -> str:
        request = self._xcb.xcb_get_atom_name(self._connection, atom)
        with self._reply(self._xcb.xcb_get_atom_name_reply, request) as reply:
            if not reply:
                return ""
            place = ctypes.c_void_p(reply)
            length = self._xcb.xcb_get_atom_name_name_length(place)
            return ctypes.string_at(self._xcb.xcb_get_atom_name_name(place), length).decode(
                "utf-8", "replace"
            )

    def _atom(self, name: bytes) -> int:
        request = self._xcb.xcb_intern_atom(self._connection, 0, len(name), name)
        with self._reply(self._xcb.xcb_intern_atom_reply, request) as reply:
            return ctypes.cast(reply, ctypes.POINTER(ctypes.c_uint32))[2] if reply else 0

    def _root_of(self, number: int) -> int:
        roots = self._xcb.xcb_setup_roots_iterator(ctypes.c_void_p(self._xcb.xcb_get_setup(self._connection)))
        while roots.rem > 1 and number > 0:
            self._xcb.xcb_screen_next(ctypes.byref(roots))
            number -= 1
        return int(roots.data[0]) if roots.rem else 0

    def _version(self) -> tuple[int, int]:
        extension = self._xcb.xcb_get_extension_data(
            self._connection, ctypes.addressof(ctypes.c_char.in_dll(self._randr, "xcb_randr_id"))
        )
        if not extension or not extension.contents.present:
            return (0, 0)
        request = self._randr.xcb_randr_query_version(self._connection, *_LEAST_VERSION)
        with self._reply(self._randr.xcb_randr_query_version_reply, request) as reply:
            if not reply:
                return (0, 0)
            told = _Version.from_address(reply)
            return (told.major, told.minor)

    @contextmanager
    def _reply(self, take: Any, request: Cookie) -> Iterator[int]:
        """The reply's address, 0 of an error; freed at the end."""
        error = ctypes.c_void_p()
        reply = take(self._connection, request, ctypes.byref(error)) or 0
        try:
            yield reply
        finally:
            _libc.free(ctypes.c_void_p(reply))
            _libc.free(error)

    def _declare(self) -> None:
        """What of the libraries is not an int: replies and data are addresses, requests are cookies."""
        xcb, randr, address = self._xcb, self._randr, ctypes.c_void_p
        for name in ("xcb_connect", "xcb_get_setup", "xcb_poll_for_event", "xcb_get_atom_name_name"):
            getattr(xcb, name).restype = address
        for library, prefix, requests in (
            (xcb, "xcb_", ("get_atom_name", "intern_atom")),
            (
                randr,
                "xcb_randr_",
                ("get_monitors", "get_output_info", "get_output_property", "query_version"),
            ),
        ):
            for name in requests:
                getattr(library, prefix + name).restype = Cookie
                getattr(library, prefix + name + "_reply").restype = address
        xcb.xcb_setup_roots_iterator.restype = _Roots
        xcb.xcb_get_extension_data.restype = ctypes.POINTER(_Extension)
        xcb.xcb_get_extension_data.argtypes = [address, address]
        randr.xcb_randr_get_output_info_name.restype = address
        randr.xcb_randr_get_output_property_data.restype = address
        randr.xcb_randr_get_monitors_monitors_iterator.restype = _Monitors
        randr.xcb_randr_monitor_info_outputs.restype = ctypes.POINTER(ctypes.c_uint32)
        randr.xcb_randr_monitor_info_outputs.argtypes = [ctypes.POINTER(_Monitor)]


_libc = ctypes.CDLL(None)
_libc.free.argtypes = [ctypes.c_void_p]
