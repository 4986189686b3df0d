"""Decoding of one stream's keyframes alone, with the decoders that a decode thread lends."""

import av

from console.media.worker.damage import Damage
from console.media.worker.decoder import Picture, StreamCounts
from console.media.worker.key_decoders import KeyDecoders
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection


class KeyDecoding:
    """Its counts are the stream's. A decode thread's alone."""

    def __init__(self, counts: StreamCounts) -> None:
        self._counts = counts
        self._of: Connection | None = None
        self._damage = Damage("")

    @property
    def is_damaged(self) -> bool:
        """Whether its last keyframe was."""
        return self._damage.is_damaged

    def decode(self, kept: KeptPacket, decoders: KeyDecoders) -> Picture | None:
        """The keyframe's picture, which may not be whole; None for one that is broken or gives none."""
        if self._of is not kept.connection:
            self._of, self._damage = kept.connection, Damage(kept.connection.form.codec)
        self._damage.packet(kept)
        try:
            picture = decoders.decode(kept)
        except av.FFmpegError:
            self._counts.broken_packets += 1
            self._damage.broken()
            return None
        if picture is None:
            return None
        self._counts.key_pictures += 1
        whole = self._damage.is_whole(picture.frame)
        self._counts.damaged += not whole
        return picture if whole else picture._replace(is_whole=False)
