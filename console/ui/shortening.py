"""Cuts a line of text to its room where a reader's line ends, whichever way it goes. Pure, no Qt."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable

from console.domain.wording import RIGHT_TO_LEFT, goes_right_to_left

ELLIPSIS = "…"
LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK = "\u200e", "\u200f"
"""Invisible letters: what stands between one of them and a letter of its direction goes that way, too."""
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*(?:[^\W\d_](?!\w))?")
"""Also a time, a coordinate, "12b": a part of any would be another one."""


def shortened(text: str, room_px: int, advance: Callable[[str], int]) -> str:
    """The text, or as much of its beginning as has room before an ellipsis; "" where not even that has.

    A number is whole or not there, and after a whole one there is a gap, as it would seem cut else.
    """
    if advance(text) <= room_px:
        return text
    if advance(ELLIPSIS) > room_px:
        return ""
    fitting = bisect_right(range(len(text)), room_px, key=lambda end: advance(text[:end] + ELLIPSIS))
    return next(cut for end in range(fitting, -1, -1) if advance(cut := _cut(text, end)) <= room_px)


def _cut(text: str, end: int) -> str:
    while 0 < end < len(text) and _is_within_sign(text, end):
        end -= 1
    numbers = [found.span() for found in _NUMBER.finditer(text)]
    end = next((start for start, stop in numbers if start < end < stop), end)
    kept = text[:end].rstrip()
    gap = " " if any(stop == len(kept) for _, stop in numbers) else ""
    return f"{kept}{gap}{ELLIPSIS}{_direction_mark(kept)}"


def _is_within_sign(text: str, at: int) -> bool:
    """Whether what follows belongs to the sign before: an accent, the next part of an emoji."""
    following = text[at]
    return (
        _JOINER in (following, text[at - 1])
        or unicodedata.category(following).startswith("M")
        or ord(following) in _SKIN_TONES
    )


def _direction_mark(kept: str) -> str:
    """Keeps the ellipsis at the end of the last letters, where a line of the other direction would put it at
    their beginning; "" where nothing goes from right to left.
    """
    if not goes_right_to_left(kept):
        return ""
    directions = (unicodedata.bidirectional(character) for character in reversed(kept))
    last = next(direction for direction in directions if direction in ("L", *RIGHT_TO_LEFT))
    return LEFT_TO_RIGHT_MARK if last == "L" else RIGHT_TO_LEFT_MARK
