"""A packet as RTSP brings it, taken apart: NAL units behind start codes (Annex B), or one JPEG."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from console.domain.errors import SightlineError

START_CODE = b"\0\0\1"


class NotRecordable(SightlineError):
    """A stream can't be written into a movie, for this reason."""


@dataclass(frozen=True, slots=True)
class UnitKinds:
    """Of one codec: how a unit says its type, which hold parameters, and which a part of a picture."""

    type_of: Callable[[int], int]
    sets: tuple[int, ...]
    pictures: range


KINDS = {
    "h264": UnitKinds(lambda first_byte: first_byte & 31, (7, 8), range(1, 6)),
    "hevc": UnitKinds(lambda first_byte: first_byte >> 1 & 63, (32, 33, 34), range(32)),
}
CODECS = (*KINDS, "mjpeg")

ParameterUnits = dict[int, tuple[bytes, ...]]
"""Parameter sets by their unit's type."""


class Unpacked(NamedTuple):
    """A packet's content as a sample of MP4: each unit behind its length."""

    sample: bytes
    sets: ParameterUnits
    has_picture: bool


def units_of(data: bytes) -> list[bytes]:
    """The NAL units of an Annex B packet. Raises NotRecordable for bytes that are none."""
    at = data.find(START_CODE)
    if at < 0 or data[:at].strip(b"\0"):
        raise NotRecordable("its packets are not in the form that RTSP brings (Annex B)")
    units = []
    while at >= 0:
        start = at + len(START_CODE)
        at = data.find(START_CODE, start)
        # A unit never ends in a zero byte: those before the next start code belong to that.
        unit = (data[start:at] if at >= 0 else data[start:]).rstrip(b"\0")
        if unit:
            units.append(unit)
    return units


def unpack(codec: str, data: bytes) -> Unpacked:
    """The packet's content. Raises NotRecordable."""
    if codec == "mjpeg":
        return Unpacked(data, {}, True)
    kinds = KINDS.get(codec)
    if kinds is None:
        raise NotRecordable(f"{codec} can't be recorded, only {', '.join(CODECS)}")
    sets: ParameterUnits = {}
    parts: list[bytes] = []
    has_picture = False
    for unit in units_of(data):
        kind = kinds.type_of(unit[0])
        if kind in kinds.pictures:
            has_picture = True
        elif kind in kinds.sets:
            sets[kind] = (*sets.get(kind, ()), unit)
        parts += (len(unit).to_bytes(4, "big"), unit)
    return Unpacked(b"".join(parts), sets, has_picture)


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height as a JPEG says them. Raises NotRecordable for what is none."""
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        at += 2 + length
    raise NotRecordable("a picture is no whole JPEG")
