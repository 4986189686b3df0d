"""One shown stream's decoder: packets in, pictures with their arrival times out."""

import logging
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import av
from av.video.codeccontext import VideoCodecContext

from console.media.worker.damage import Damage
from console.media.worker.gpu import Card, size_for
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection
from console.media.worker.shape import shape_of

log = logging.getLogger("sightline.media")

MOST_GPU_ERRORS = 3
"""After so many in a row the graphics card is not used for this connection any more."""

MOST_IN_FLIGHT = 64
"""More packets than any codec holds back for reordering; older arrival times belong to lost pictures."""


@dataclass(slots=True)
class StreamCounts:
    """Work done for one stream since its worker's start. ``key_pictures``: decoded alone, from keyframes.

    ``decoded`` pictures had ``pixels`` in all; ``gpu_pictures``: of these, by a graphics card. ``damaged``
    ones were decoded and are not shown.
    """

    decoded: int = 0
    gpu_pictures: int = 0
    pixels: int = 0
    key_pictures: int = 0
    drawn: int = 0
    undrawn: int = 0
    skipped_packets: int = 0
    broken_packets: int = 0
    damaged: int = 0
    unscaled: int = 0


class Picture(NamedTuple):
    """A decoded frame. ``arrival_ns`` is its packet's, CLOCK_MONOTONIC; ``connection`` the one it came by.

    ``shape``: two numbers in the ratio of its width to its height on the screen. ``sent_size``: the pixels
    that the camera sends, of which a card may leave some out.
    """

    frame: av.VideoFrame
    arrival_ns: int
    pts_us: int
    connection: Connection
    shape: tuple[int, int]
    is_whole: bool = True
    sent_size: tuple[int, int] = (0, 0)


def pts_us_of(frame: av.VideoFrame) -> int:
    """The camera's time of a picture; 0 where it has none.

    A picture that a decoder is drained of may have a time without a unit, which PyAV makes NaN.
    """
    time_s = frame.time
    return int(time_s * 1e6) if time_s is not None and math.isfinite(time_s) else 0


def picture_of(
    frame: av.VideoFrame, context: VideoCodecContext, arrival_ns: int, connection: Connection
) -> Picture:
    """A keyframe just decoded by this context, which knows the shape of its pixels."""
    size = (frame.width, frame.height)
    shape = shape_of(size, context.sample_aspect_ratio, connection.form.aspect)
    return Picture(frame, arrival_ns, pts_us_of(frame), connection, shape, sent_size=size)


def make_context(codec: str, extradata: bytes | None, *, deblocks: bool = True) -> VideoCodecContext:
    """A codec context of one thread; one that does not deblock still does so with keyframes.

    Raises av.FFmpegError where there is no such video decoder.
    """
    context = av.CodecContext.create(codec, "r")
    if not isinstance(context, VideoCodecContext):
        raise av.DecoderNotFoundError(0, f"{codec} is not a video codec")
    context.extradata = extradata
    # WORKAROUND: PyAV gives every decoder a thread for each core; with hundreds of them one each is best.
    context.thread_count = 1
    if not deblocks:
        context.options = {"skip_loop_filter": "nokey"}
    return context


class Decoder:
    """Of one connection. Calls must not overlap; they may come from different threads.

    ``size``: in which its pictures come where a card scales them; else their own.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        deblocks: bool = True,
        gpu: Card | None = None,
        size: tuple[int, int] = (0, 0),
    ) -> None:
        self.connection = connection
        self.deblocks = deblocks
        self.size = size
        self._gpu = gpu
        self._arrivals_ns: dict[int, int] = {}
        form = connection.form
        self._damage = Damage(form.codec)
        if gpu is None:
            self._context = make_context(form.codec, form.extradata, deblocks=deblocks)
        else:
            self._context = gpu.context(form.codec, size)
            self._context.extradata = form.extradata
            self._context.thread_count = 1
        self._shape = (1, 1)
        self._size = self._sent_size = (0, 0)

    @property
    def uses_gpu(self) -> bool:
        """Whether it is the graphics card that decodes."""
        return self._is_resized or self._context.is_hwaccel

    @property
    def _is_resized(self) -> bool:
        return self._gpu is not None and self._gpu.resizes(self.connection.form.codec)

    def decode(self, kept: KeptPacket) -> Picture | None:
        """The newest picture that this packet completed, if any. Raises av.FFmpegError on broken data."""
        pts = kept.packet.pts
        if pts is not None:
            self._remember(pts, kept.arrival_ns)
        self._damage.packet(kept)
        try:
            frames = self._context.decode(kept.packet)
        except av.FFmpegError:
            self._damage.broken()
            raise
        if not frames:
            return None
        whole = [self._damage.is_whole(frame) for frame in frames]
        frame = frames[-1]
        arrival_ns = kept.arrival_ns
        if frame.pts is not None:
            arrival_ns = self._arrivals_ns.pop(frame.pts, arrival_ns)
        shape = self._shape_of(frame)
        return Picture(
            frame, arrival_ns, pts_us_of(frame), kept.connection, shape, whole[-1], self._sent_size
        )

    def _shape_of(self, frame: av.VideoFrame) -> tuple[int, int]:
        """It changes with a keyframe or a size; to ask for it takes 15 us."""
        size = (frame.width, frame.height)
        if size != self._size or frame.key_frame:
            form = self.connection.form
            self._size = size
            self._sent_size = (form.width, form.height) if self._is_resized else size
            self._shape = shape_of(self._sent_size, self._context.sample_aspect_ratio, form.aspect)
        return self._shape

    def flush(self) -> None:
        """Forget the packets so far; the next one is a keyframe."""
        self._context.flush_buffers()
        self._arrivals_ns.clear()
        self._damage = Damage(self.connection.form.codec)

    @property
    def is_damaged(self) -> bool:
        """Whether what it gives now is not whole, until a keyframe is."""
        return self._damage.is_damaged

    def _remember(self, pts: int, arrival_ns: int) -> None:
        self._arrivals_ns[pts] = arrival_ns
        if len(self._arrivals_ns) > MOST_IN_FLIGHT:
            del self._arrivals_ns[next(iter(self._arrivals_ns))]


class Decoding:
    """A way through a ring's packets: the number of the last one, and a decoder made anew as needed.

    ``deblocks`` and ``shown_height`` (the highest box, which a card scales for) are what is wanted of it; a
    change holds from the next keyframe on. ``gpu`` is tried for each
    new connection; where it fails, the way is closed: begin again at a keyframe, it then goes on without.
    """

    def __init__(self, counts: StreamCounts, gpu: Card | None = None) -> None:
        self.position = 0
        self.deblocks = True
        self.shown_height = 0
        self._damaged: Picture | None = None
        self._counts = counts
        self._decoder: Decoder | None = None
        self._gpu = gpu
        self._gpu_errors = 0
        self._gpu_failed_for: Connection | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a decoder, with what it knows of the packets before."""
        return self._decoder is not None

    def take_damaged(self) -> Picture | None:
        """The newest picture that was not whole, once."""
        picture, self._damaged = self._damaged, None
        return picture

    @property
    def is_damaged(self) -> bool:
        """Whether the pictures that come now are not whole."""
        return self._decoder is not None and self._decoder.is_damaged

    def close(self) -> None:
        """Let go of the decoder."""
        self._decoder = None

    def leap(self, key: int) -> None:
        """Go on with this keyframe; what lies before it is left out on purpose."""
        self.position = key - 1
        if self._decoder is not None:
            self._decoder.flush()

    def decode_all(self, packets: Iterable[KeptPacket]) -> Picture | None:
        """The newest whole picture of these packets."""
        newest: Picture | None = None
        for kept in packets:
            if self._decoder is not None and kept.number != self.position + 1:
                self._counts.skipped_packets += kept.number - self.position - 1
            self.position = kept.number
            picture = self._decode(kept)
            if self._decoder is None:
                break
            if picture is not None:
                self._counts.gpu_pictures += self._decoder.uses_gpu
                self._counts.decoded += 1
                self._counts.pixels += picture.frame.width * picture.frame.height
                self._counts.damaged += not picture.is_whole
                if picture.is_whole:
                    newest = picture
                else:
                    self._damaged = picture
        return newest

    def _decode(self, kept: KeptPacket) -> Picture | None:
        try:
            if self._decoder is None or self._is_another(self._decoder, kept):
                self._decoder = self._made_for(kept.connection)
            picture = self._decoder.decode(kept)
        except av.FFmpegError as error:
            self._counts.broken_packets += 1  # the next keyframe mends it
            self._broken(error)
            return None
        self._gpu_errors = 0
        return picture

    def _made_for(self, connection: Connection) -> Decoder:
        gpu = None if self._gpu_failed_for is connection else self._gpu
        try:
            return Decoder(connection, deblocks=self.deblocks, gpu=gpu, size=self._size_for(connection))
        except av.FFmpegError as error:
            if gpu is None:
                raise
            self._leave_gpu(connection, error)
            return Decoder(connection, deblocks=self.deblocks)

    def _broken(self, error: av.FFmpegError) -> None:
        if self._decoder is None or not self._decoder.uses_gpu:
            return
        self._gpu_errors += 1
        if self._gpu_errors >= MOST_GPU_ERRORS:
            self._leave_gpu(self._decoder.connection, error)
            self._decoder = None

    def _leave_gpu(self, connection: Connection, error: av.FFmpegError) -> None:
        log.warning("the graphics card failed (%s); the processor decodes this stream now", error.strerror)
        self._gpu_failed_for = connection
        self._gpu_errors = 0

    def _is_another(self, decoder: Decoder, kept: KeptPacket) -> bool:
        """Whether this packet calls for another decoder than this one."""
        if decoder.connection is not kept.connection:
            return True
        if not kept.is_keyframe:
            return False
        other_size = decoder.uses_gpu and decoder.size != self._size_for(kept.connection)
        return other_size or decoder.deblocks != self.deblocks

    def _size_for(self, connection: Connection) -> tuple[int, int]:
        return size_for(connection.form.width, connection.form.height, self.shown_height)
