"""Which decoded pictures are whole: not those that miss packets, and none that is predicted from such a one.

Two witnesses: FFmpeg's receiver, which misses packets of the network (UDP), and the decoder's mark on what it
had to conceal (H.264; H.265 conceals without a word). Pure.
"""

import av

from console.media.worker.ring import KeptPacket

STANDS_ALONE = frozenset({"mjpeg"})
"""Codecs without prediction, whose receiver drops a picture that misses packets (rtpdec_jpeg.c)."""

MOST_AWAITED = 64
"""As many packets as a decoder may hold back for reordering."""


class Damage:
    """Of one decoder, from its first packet on, which is a keyframe."""

    def __init__(self, codec: str) -> None:
        self._stands_alone = codec in STANDS_ALONE
        self._incomplete: dict[int, bool] = {}
        self.is_damaged = False

    def packet(self, kept: KeptPacket) -> None:
        """The next packet for the decoder."""
        incomplete = kept.after_loss and not self._stands_alone
        if incomplete and not kept.is_keyframe:
            self.is_damaged = True  # whatever the decoder makes of it
        if kept.packet.pts is not None:
            self._incomplete[kept.packet.pts] = incomplete
            if len(self._incomplete) > MOST_AWAITED:
                del self._incomplete[next(iter(self._incomplete))]

    def broken(self) -> None:
        """The decoder refused a packet."""
        self.is_damaged = True

    def is_whole(self, frame: av.VideoFrame) -> bool:
        """Whether the decoder's next picture is."""
        return self.picture(frame.pts, is_keyframe=frame.key_frame, is_marked=frame.is_corrupt)

    def picture(self, pts: int | None, *, is_keyframe: bool, is_marked: bool) -> bool:
        """As ``is_whole``, by what counts of a picture."""
        incomplete = self._incomplete.pop(pts, False) if pts is not None else False
        if incomplete or is_marked:
            self.is_damaged = True
        elif is_keyframe:
            self.is_damaged = False
        return not self.is_damaged
