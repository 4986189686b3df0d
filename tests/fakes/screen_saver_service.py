"""The desktop's screen saver, run by the system's Python (Gio): says who inhibits, and who left."""

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

INTERFACE = """<node><interface name='org.freedesktop.ScreenSaver'><method name='Inhibit'>
<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='u' direction='out'/>
</method></interface></node>"""
NAME = "org.freedesktop.ScreenSaver"


def say(*words: str) -> None:
    print(*words, flush=True)


def called(bus, sender, path, interface, method, arguments, invocation):  # type: ignore[no-untyped-def]
    say("inhibited", *arguments.unpack())
    Gio.bus_watch_name_on_connection(bus, sender, 0, None, lambda *_: say("left"))
    invocation.return_value(GLib.Variant("(u)", (7,)))


def on_bus(bus, name):  # type: ignore[no-untyped-def]
    interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
    bus.register_object("/org/freedesktop/ScreenSaver", interface, called, None, None)


Gio.bus_own_name(Gio.BusType.SESSION, NAME, 0, on_bus, lambda *_: say("ready"), lambda *_: say("lost"))
GLib.MainLoop().run()
