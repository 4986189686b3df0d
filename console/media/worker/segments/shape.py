"""What the head of a movie says of its pictures, and how it is learned from the stream."""

import io
from typing import NamedTuple

import av
import av.error

from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection
from console.media.worker.segments.units import (
    KINDS,
    START_CODE,
    NotRecordable,
    ParameterUnits,
    Unpacked,
    jpeg_size,
    unpack,
)


class Shape(NamedTuple):
    """Pictures of another shape need another file. ``sets`` are the parameter sets, those a decoder needs."""

    codec: str
    width: int
    height: int
    sets: tuple[bytes, ...]


class Parameters:
    """A connection's parameter sets: those it announced, replaced by those that came with its pictures."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._form = connection.form
        self._sets = self._announced()
        self._at_first = self._in_order()
        self._sized: tuple[tuple[bytes, ...], tuple[int, int]] | None = None

    def note(self, unpacked: Unpacked) -> None:
        """Take in the sets of a packet. Those of one kind replace all of that kind."""
        if unpacked.sets:
            self._sets.update(unpacked.sets)

    def shape(self, kept: KeptPacket, unpacked: Unpacked) -> Shape:
        """The shape from this keyframe on. Raises NotRecordable."""
        codec = self._form.codec
        if codec == "mjpeg":
            return Shape(codec, *jpeg_size(unpacked.sample), ())
        self.note(unpacked)
        if len(self._sets) < len(KINDS[codec].sets):
            raise NotRecordable("it has not sent the parameters of its video yet")
        sets = self._in_order()
        if self._sized is None or self._sized[0] != sets:
            self._sized = sets, self._size(kept, sets)
        return Shape(codec, *self._sized[1], sets)

    def _announced(self) -> ParameterUnits:
        extradata = self._form.extradata
        if not extradata or START_CODE not in extradata[:4] or self._form.codec not in KINDS:
            return {}
        return unpack(self._form.codec, extradata).sets

    def _in_order(self) -> tuple[bytes, ...]:
        return tuple(unit for kind in sorted(self._sets) for unit in self._sets[kind])

    def _size(self, kept: KeptPacket, sets: tuple[bytes, ...]) -> tuple[int, int]:
        form = self._form
        if form.width and form.height and sets == self._at_first:
            return form.width, form.height
        return _decoded_size(form.codec, with_start_codes(sets) + bytes(kept.packet))


def with_start_codes(units: tuple[bytes, ...]) -> bytes:
    """As a decoder takes them."""
    return b"".join(b"\0" + START_CODE + unit for unit in units)


def _decoded_size(codec: str, data: bytes) -> tuple[int, int]:
    """Of the picture in these bytes: what was announced may be of another. Raises NotRecordable."""
    try:
        with av.open(io.BytesIO(data), format=codec) as container:
            video = container.streams.video[0]
            width, height = video.width, video.height
    except (av.error.FFmpegError, IndexError) as error:
        raise NotRecordable("its keyframe can't be read") from error
    if not width or not height:
        raise NotRecordable("its keyframe says no size")
    return width, height
