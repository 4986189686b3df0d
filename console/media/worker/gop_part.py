"""Which packets of a stream are decoded: all, or on a busy machine only the beginning of each GOP.

A beginning moves as it should and then stands until the next keyframe; nothing that is decoded goes unseen,
and a keyframe, which costs as much as four or more other pictures, is paid for by those that follow it. Pure.
"""

import math


class GopPart:
    """``end`` is the number of the last packet that is decoded of the present GOP; None for all."""

    def __init__(self) -> None:
        self.end: int | None = None
        self._key = 0
        self._is_whole = False

    def look(self, share: float, position: int, newest_key: int, gop_packets: int, *, awaited: bool) -> bool:
        """Whether decoding leaps to the newest keyframe now, past what is left out.

        ``share`` is the part that is wanted (1 for all), ``position`` the number of the last packet that was
        decoded. More of a GOP is decoded from its keyframe on, or at once where somebody waits (``awaited``).
        """
        if self.end is None and share >= 1.0:
            return False
        if share >= 1.0 and awaited:
            self.end = None
            return False
        is_another = newest_key > self._key
        if self._is_whole and not is_another:
            return False
        self._is_whole = False
        if not is_another and self.end is not None:
            if share < 1.0:
                self.end = min(self.end, self._end(share, gop_packets))
            return False
        self._key = newest_key
        self.end = self._end(share, gop_packets) if share < 1.0 and gop_packets > 1 else None
        return newest_key > position + 1

    def take_whole(self, position: int, newest_key: int) -> bool:
        """All of this GOP is decoded at once, whatever its share: somebody begins to look. As ``look``."""
        self.end, self._key, self._is_whole = None, newest_key, True
        return newest_key > position + 1

    def _end(self, share: float, gop_packets: int) -> int:
        return self._key + max(1, math.ceil(share * gop_packets)) - 1
