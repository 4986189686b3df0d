"""An RTSP server of looping clips on loopback, by Debian's GStreamer: run it with /usr/bin/python3.

    /usr/bin/python3 rtsp_gstreamer.py CLIP.h264 --fps 15 --paths 4 [--port P] [--user U] [--codec h265] ...

The clip is an Annex B file whose access units begin with a delimiter (x264's ``aud=1``), or JPEGs one after
the other. Paths are /0 to /N-1, each with its own place in the loop. A user's password comes by standard
input, then "\n". Prints "port P" when it serves; ends with its standard input.
"""

import argparse
import json
import random
import sys
import threading
from pathlib import Path

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gio, GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

DELIMITERS = {"h264": b"\x00\x00\x00\x01\x09", "h265": b"\x00\x00\x00\x01\x46", "mjpeg": b"\xff\xd8\xff"}
FORMS = {
    "h264": ("video/x-h264,stream-format=byte-stream,alignment=au", "h264parse", "rtph264pay"),
    "h265": ("video/x-h265,stream-format=byte-stream,alignment=au", "h265parse", "rtph265pay"),
    "mjpeg": ("image/jpeg,framerate=15/1", "jpegparse", "rtpjpegpay"),
}
AUDIO = " audiotestsrc is-live=true ! alawenc ! rtppcmapay name=pay1 pt=8"
WITHOUT_PARAMETER_SETS = (
    " ! capssetter replace=true join=false name=pay0 caps=application/x-rtp,media=video,payload=96,"
    "clock-rate=90000,encoding-name={}"
)


def launch_line(wanted):
    caps, parse, pay = FORMS[wanted.codec]
    own_clock = "false" if wanted.timestamps != "arrival" else "true"
    line = f"( appsrc name=source is-live=true do-timestamp={own_clock} format=time caps={caps} ! {parse}"
    if wanted.in_band:
        line += f" config-interval=-1 ! {pay} pt=96" + WITHOUT_PARAMETER_SETS.format(wanted.codec.upper())
    else:
        line += f" ! {pay} name=pay0 pt={26 if wanted.codec == 'mjpeg' else 96}"
    return line + (AUDIO if wanted.audio else "") + " )"


def access_units(path, codec):
    delimiter = DELIMITERS[codec]
    with open(path, "rb") as clip:
        return [delimiter + unit for unit in clip.read().split(delimiter)[1:]]


class Timestamps:
    """What the packets say of their time: in presentation order, always the same, or nonsense."""

    def __init__(self, kind, clip, fps):
        order = Path(f"{clip}.order")
        self._order = json.loads(order.read_text()) if kind == "order" else None
        self._kind = kind
        self._step_ns = int(1e9 / fps)

    def of(self, number, first):
        if self._kind == "constant":
            return 0
        if self._kind == "wild":
            return random.randrange(0, 500_000_000)  # all of the past: what lies ahead, GStreamer waits for
        loop, index = divmod(number, len(self._order))
        return (loop * len(self._order) + self._order[index] - first + 3) * self._step_ns


class Player:
    """Pushes one path's loop while anybody watches."""

    def __init__(self, units, start, wanted):
        self._units = units
        self._next = start
        self._first = start
        self._keep_start = wanted.start > 0
        self._stamps = Timestamps(wanted.timestamps, wanted.clip, wanted.fps)
        self._stamped = wanted.timestamps != "arrival"
        self._sources = {}  # changed by the server's threads while the main one goes through it

    def on_configure(self, _factory, media):
        source = media.get_element().get_by_name("source")
        self._sources[id(source)] = source
        if not self._keep_start:
            self._next -= self._next % len(self._units)  # a camera's session begins with a keyframe here
        self._first = self._next
        media.connect("unprepared", lambda _media: self._end(source))

    def _end(self, source):
        """The next viewer's media may have begun before this one's end is told, or one that nobody plays."""
        self._sources.pop(id(source), None)

    def tick(self):
        sources = [source for source in list(self._sources.values()) if _has_base_time(source)]
        for source in sources:
            buffer = Gst.Buffer.new_wrapped(self._units[self._next % len(self._units)])
            if self._stamped:
                buffer.pts = self._stamps.of(self._next, self._first)
            source.emit("push-buffer", buffer)
        self._next += bool(sources)


def _has_base_time(source):
    """WORKAROUND: a buffer pushed while the source has its clock but no base time yet is stamped with hours.

    The sink then waits for that moment and sends nothing (7 of 540 sessions that opened 15 at a time, with
    GStreamer 1.22; none of 630 since).
    """
    return source.get_state(0).state == Gst.State.PLAYING


def auth_for(server, user, password):
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth.add_digest(user, password, token)
    server.set_auth(auth)


def encrypt(server, certificate):
    auth = server.get_auth() or GstRtspServer.RTSPAuth()
    auth.set_tls_certificate(Gio.TlsCertificate.new_from_file(certificate))
    if server.get_auth() is None:
        anonymous = GstRtspServer.RTSPToken()
        anonymous.set_string("media.factory.role", "viewer")
        auth.set_default_token(anonymous)
        server.set_auth(auth)


def read_arguments():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("clip")
    arguments.add_argument("--fps", type=float, default=15)
    arguments.add_argument("--paths", type=int, default=1)
    arguments.add_argument("--port", type=int, default=0)
    arguments.add_argument("--user", default="")
    arguments.add_argument("--codec", choices=FORMS, default="h264")
    arguments.add_argument("--in-band", action="store_true", help="no parameter sets in the description")
    arguments.add_argument("--audio", action="store_true")
    arguments.add_argument("--tls", default="", help="file of certificate and key")
    arguments.add_argument("--start", type=int, default=0, help="first picture, keyframe or not")
    arguments.add_argument(
        "--timestamps", choices=("arrival", "order", "constant", "wild"), default="arrival"
    )
    return arguments.parse_args()


def main():
    wanted = read_arguments()
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(str(wanted.port))
    if wanted.user:
        auth_for(server, wanted.user, sys.stdin.readline().rstrip("\n"))
    if wanted.tls:
        encrypt(server, wanted.tls)
    units = access_units(wanted.clip, wanted.codec)
    players = []
    for path in range(wanted.paths):
        player = Player(units, wanted.start or path * 7, wanted)
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(launch_line(wanted))
        factory.set_shared(True)
        factory.connect("media-configure", player.on_configure)
        if wanted.user or wanted.tls:
            permissions = GstRtspServer.RTSPPermissions()
            permissions.add_permission_for_role("viewer", "media.factory.access", True)
            permissions.add_permission_for_role("viewer", "media.factory.construct", True)
            factory.set_permissions(permissions)
        server.get_mount_points().add_factory(f"/{path}", factory)
        players.append(player)
    if not server.attach(None):
        sys.exit(f"port {wanted.port} is taken")
    for index, player in enumerate(players):
        GLib.timeout_add(index, lambda player=player: _begin(player, wanted.fps))
    print("port", server.get_bound_port(), flush=True)
    loop = GLib.MainLoop()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    loop.run()


def _begin(player, fps):
    GLib.timeout_add(int(1000 / fps), lambda: (player.tick(), True)[1])
    return False


if __name__ == "__main__":
    main()
