"""What a monitor says of itself: the base block of its EDID (VESA E-EDID 1.4, section 3). Pure."""

import string
from dataclasses import dataclass

BASE_BYTES = 128
_HEADER = b"\x00\xff\xff\xff\xff\xff\xff\x00"
_DESCRIPTORS = (54, 72, 90, 108)
_DESCRIPTOR_BYTES = 18
_SERIAL, _NAME = 0xFF, 0xFC
_PRINTED = set(string.printable) - set(string.whitespace) | {" "}


@dataclass(frozen=True, slots=True)
class Edid:
    """``manufacturer`` is the three letters of its PNP id. What a monitor does not say is ""."""

    manufacturer: str = ""
    model: str = ""
    serial: str = ""


def read_edid(block: bytes) -> Edid | None:
    """None of a block that is none, is cut, or does not add up.

    ``serial`` is the printed one, else the number as figures: a monitor may have either, both or neither.
    """
    if len(block) < BASE_BYTES or not block.startswith(_HEADER) or sum(block[:BASE_BYTES]) % 256:
        return None
    number = int.from_bytes(block[12:16], "little")
    return Edid(
        manufacturer=_manufacturer(int.from_bytes(block[8:10], "big")),
        model=_text(block, _NAME) or f"{int.from_bytes(block[10:12], 'little'):04X}",
        serial=_text(block, _SERIAL) or (str(number) if number else ""),
    )


def _manufacturer(packed: int) -> str:
    letters = [(packed >> shift) & 31 for shift in (10, 5, 0)]
    return "".join(chr(64 + one) for one in letters) if all(1 <= one <= 26 for one in letters) else ""


def _text(block: bytes, kind: int) -> str:
    for start in _DESCRIPTORS:
        one = block[start : start + _DESCRIPTOR_BYTES]
        if one[:3] == b"\0\0\0" and one[3] == kind:
            text = one[5:].split(b"\n")[0].decode("latin-1")
            return "".join(letter for letter in text if letter in _PRINTED).strip()
    return ""
