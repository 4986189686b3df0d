"""Which of FFmpeg's options a camera may override in the site file, and what is wrong with the others."""

import difflib

from console.app.table_reader import TableReader, control_character

ALLOWED: dict[str, str] = {
    "timeout": "microseconds until a silent connection is given up; ours 5000000",
    "probesize": "bytes looked at before a stream is shown; ours 65536",
    "analyzeduration": "microseconds looked at before a stream is shown; ours 200000",
    "fpsprobesize": "pictures looked at for the rate; ours 0",
    "allowed_media_types": "ours video",
    "reorder_queue_size": "packets put in order again over UDP; FFmpeg's 500",
    "max_delay": "microseconds waited for a late packet over UDP; FFmpeg's 100000",
    "buffer_size": "bytes of the socket's buffer over UDP",
    "pkt_size": "bytes of the largest packet over UDP",
    "min_port": "first local port for UDP",
    "max_port": "last local port for UDP",
    "localaddr": "this machine's address towards the camera",
    "user_agent": "how we call ourselves",
    "use_wallclock_as_timestamps": "1 for cameras whose clock is broken",
    "rtsp_flags": "prefer_tcp, filter_src, satip_raw",
    "fflags": "+discardcorrupt, +genpts, +igndts",
}
"""Name and meaning. A name that is not here is refused: a wrong one would be passed over in silence."""

TEXTS = ("allowed_media_types", "localaddr", "user_agent", "rtsp_flags", "fflags")
"""The others are whole numbers."""

TIMEOUT_US = range(500_000, 14_000_001)
"""Beyond 15 s without a packet a session counts as stuck and is replaced."""

REFUSED: dict[str, str] = {
    "rtsp_transport": 'write the camera\'s own field: transport = "udp"',
    "stimeout": "FFmpeg calls it timeout now",
    "user": "write the fields username and password",
    "password": "write the fields username and password",
}


def read_options(camera: TableReader) -> dict[str, str]:
    """The camera's ``options`` table, as FFmpeg wants it."""
    table = camera.table("options")
    options: dict[str, str] = {}
    for name, value in table.items():
        complaint = _complaint(name, value)
        if complaint:
            table.problem(name, complaint)
        else:
            options[name] = str(value)
    return options


def _complaint(name: str, value: object) -> str | None:
    if name not in ALLOWED:
        near = difflib.get_close_matches(name, ALLOWED, 1)
        hint = REFUSED.get(name) or (f"did you mean {near[0]}?" if near else f"known: {', '.join(ALLOWED)}")
        return f"may not be set; {hint}"
    if isinstance(value, bool) or not isinstance(value, str | int):
        return "must be a text in quotes or a whole number"
    if complaint := control_character(str(value)):
        return complaint
    if name not in TEXTS and not str(value).isdecimal():
        return f"must be a whole number, not {value!r}"
    if name == "timeout" and int(value) not in TIMEOUT_US:
        return f"is in microseconds: from {TIMEOUT_US[0]} to {TIMEOUT_US[-1]}"
    if name == "fflags" and "nobuffer" in str(value):
        return "nobuffer throws away the first keyframe"
    if name == "rtsp_flags" and "listen" in str(value):
        return "listen would wait for a camera to call"
    return None
