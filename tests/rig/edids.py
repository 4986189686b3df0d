"""Sets what a monitor of the X server says of itself, as a cable that is plugged into another socket does."""

import ctypes

XA_INTEGER = 19
PROP_MODE_REPLACE = 0


def edid_block(manufacturer: str, model: str, serial: str = "", *, number: int = 0) -> bytes:
    """The base block of a monitor of 1920x1080 (VESA E-EDID 1.4)."""
    packed = 0
    for letter in manufacturer:
        packed = packed << 5 | (ord(letter) - 64)
    block = bytearray(128)
    block[0:8] = b"\x00\xff\xff\xff\xff\xff\xff\x00"
    block[8:10] = packed.to_bytes(2, "big")
    block[10:12] = (0x1234).to_bytes(2, "little")
    block[12:16] = number.to_bytes(4, "little")
    block[16:20] = bytes([1, 34, 1, 4])
    block[54:72] = _descriptor(0xFC, model)
    block[72:90] = _descriptor(0xFF, serial) if serial else _descriptor(0x10, "")
    block[90:108] = block[108:126] = _descriptor(0x10, "")
    block[127] = -sum(block) % 256
    return bytes(block)


def _descriptor(kind: int, text: str) -> bytes:
    return bytes([0, 0, 0, kind, 0]) + (text.encode("latin-1") + b"\n").ljust(13)[:13]


def set_edids(display: str, blocks: dict[str, bytes]) -> None:
    """Of these outputs, over one connection; b"" takes an output's away."""
    x11, randr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
    x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = ctypes.c_ulong
    randr.XRRGetScreenResourcesCurrent.restype = ctypes.POINTER(_Resources)
    randr.XRRGetOutputInfo.restype = ctypes.POINTER(_OutputInfo)
    opened = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    assert opened, f"the X server {display} does not answer"
    try:
        atom = ctypes.c_ulong(x11.XInternAtom(opened, b"EDID", 0))
        resources = randr.XRRGetScreenResourcesCurrent(opened, ctypes.c_ulong(x11.XDefaultRootWindow(opened)))
        for index in range(resources.contents.noutput):
            output = ctypes.c_ulong(resources.contents.outputs[index])
            name = randr.XRRGetOutputInfo(opened, resources, output).contents.name.decode()
            block = blocks.get(name)
            if block:
                randr.XRRChangeOutputProperty(
                    opened, output, atom, ctypes.c_ulong(XA_INTEGER), 8, PROP_MODE_REPLACE, block, len(block)
                )
            elif block is not None:
                randr.XRRDeleteOutputProperty(opened, output, atom)
        x11.XSync(opened, 0)
    finally:
        x11.XCloseDisplay(opened)


class _Resources(ctypes.Structure):
    """XRRScreenResources of Xrandr.h, as far as it is read."""

    _fields_ = [
        ("timestamp", ctypes.c_ulong),
        ("config_timestamp", ctypes.c_ulong),
        ("ncrtc", ctypes.c_int),
        ("crtcs", ctypes.POINTER(ctypes.c_ulong)),
        ("noutput", ctypes.c_int),
        ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    ]


class _OutputInfo(ctypes.Structure):
    """XRROutputInfo of Xrandr.h, as far as it is read."""

    _fields_ = [
        ("timestamp", ctypes.c_ulong),
        ("crtc", ctypes.c_ulong),
        ("name", ctypes.c_char_p),
    ]
