"""Decoders for single keyframes, shared by all streams of one decode thread that need no more."""

from typing import TYPE_CHECKING

import av
from av.video.codeccontext import VideoCodecContext

if TYPE_CHECKING:
    from av.stream import Stream

from console.media.worker.decoder import Picture, make_context, picture_of
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import StreamFormat, VideoPacket

MOST_KEPT = 16
"""Decoders of one thread (2.7 MB each at 360p); beyond, all are made anew."""

START_CODE = b"\0\0\1"


class KeyDecoders:
    """One decoder for each codec and size. Each keyframe comes with its parameter sets and leaves nothing."""

    def __init__(self) -> None:
        self._contexts: dict[tuple[str, int, int], VideoCodecContext] = {}

    def decode(self, kept: KeptPacket) -> Picture | None:
        """The picture of this keyframe alone. Raises av.FFmpegError on broken data."""
        context = self._context_for(kept.connection.form)
        try:
            frames = context.decode(with_parameter_sets(kept))
            frames += context.decode(None)  # what is held back for reordering
        finally:
            context.flush_buffers()
        if not frames:
            return None
        return picture_of(frames[0], context, kept.arrival_ns, kept.connection)

    def _context_for(self, form: StreamFormat) -> VideoCodecContext:
        key = (form.codec, form.width, form.height)
        context = self._contexts.get(key)
        if context is None:
            if len(self._contexts) >= MOST_KEPT:
                self._contexts.clear()
            context = self._contexts[key] = make_context(form.codec, None)
        return context

    def __len__(self) -> int:
        return len(self._contexts)


def with_parameter_sets(kept: KeptPacket) -> "VideoPacket | av.Packet[Stream]":
    """The keyframe with the parameter sets of its connection before it.

    Those inside the packet follow them and win, so that sets which changed in mid-stream are right as well;
    and what another stream left in a shared decoder never counts.
    """
    extradata = kept.connection.form.extradata
    if not extradata or START_CODE not in extradata[:4]:
        return kept.packet
    packet: av.Packet[Stream] = av.Packet(extradata + bytes(kept.packet))
    packet.pts, packet.dts, packet.time_base = kept.packet.pts, kept.packet.dts, kept.packet.time_base
    packet.is_keyframe = True
    return packet
