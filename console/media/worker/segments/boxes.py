"""The boxes that a fragmented MP4 is made of (ISO/IEC 14496-12): written, and found again.

The head is FFmpeg's work. Fragments are made here, each in one piece: PyAV can't tell FFmpeg's muxer to end
one, so that the last pictures of a camera that went silent would stay in memory until it speaks again.
"""

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import av
import av.error

from console.media.worker.segments.shape import Shape, with_start_codes
from console.media.worker.segments.units import NotRecordable

TICKS_PER_S = 1_000_000
_ENTRY = struct.Struct(">IIIi")
"""Of a fragment's list: duration, size, flags, and how much later than decoded it is shown."""

_KEY, _OTHER = 0x02000000, 0x01010000
"""Sample flags: depends on no other, and depends on others and is no place to begin at."""


class Box(NamedTuple):
    """A box's place in its file. ``end`` may lie beyond the file's."""

    kind: bytes
    start: int
    body: int
    end: int


class Sample(NamedTuple):
    """A picture in a fragment. ``shown_after_us`` counts from its decode time, and may be negative."""

    data: bytes
    duration_us: int
    is_keyframe: bool
    shown_after_us: int = 0


def movie_head(shape: Shape, keyframe: bytes) -> bytes:
    """The boxes before the first fragment. ``keyframe`` is the stream's packet. Raises NotRecordable."""
    file = io.BytesIO()
    options = {
        "movflags": "empty_moov+default_base_moof+skip_trailer",
        "video_track_timescale": str(TICKS_PER_S),
        "fflags": "+bitexact",  # else the head names the muxer's version
    }
    try:
        with av.open(file, "w", format="mp4", options=options) as container:
            stream = container.add_mux_stream(shape.codec, width=shape.width, height=shape.height)
            packet: av.Packet[av.stream.Stream] = av.Packet(with_start_codes(shape.sets) + keyframe)
            packet.pts = packet.dts = 0
            packet.is_keyframe = True
            packet.stream = stream
            container.mux(packet)
    except (av.error.FFmpegError, ValueError) as error:
        raise NotRecordable("no movie can begin with its keyframe") from error
    file.seek(0)
    heads = [box for box in boxes_of(file, 0, len(file.getbuffer())) if box.kind in (b"ftyp", b"moov")]
    return file.getvalue()[: heads[-1].end]


def fragment(sequence: int, start_us: int, samples: list[Sample]) -> bytes:
    """One fragment, ``sequence`` counts from 1; its first sample is decoded at ``start_us``."""
    flags = 0x000001 | 0x000100 | 0x000200 | 0x000400 | 0x000800
    entries = b"".join(
        _ENTRY.pack(one.duration_us, len(one.data), _KEY if one.is_keyframe else _OTHER, one.shown_after_us)
        for one in samples
    )
    trun_size, around = 20 + len(entries), 8 + 16 + 8 + 16 + 20
    moof_size = around + trun_size
    traf = (
        _full_box(b"tfhd", 0, 0x020000, struct.pack(">I", 1))
        + _full_box(b"tfdt", 1, 0, struct.pack(">Q", start_us))
        + _full_box(b"trun", 1, flags, struct.pack(">Ii", len(samples), moof_size + 8) + entries)
    )
    moof = _box(b"moof", _full_box(b"mfhd", 0, 0, struct.pack(">I", sequence)) + _box(b"traf", traf))
    return b"".join(
        (
            moof,
            struct.pack(">I4s", 8 + sum(len(one.data) for one in samples), b"mdat"),
            *(one.data for one in samples),
        )
    )


def boxes_of(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes between two bytes, up to the first that can't be one. Raises OSError."""
    while start + 8 <= end:
        file.seek(start)
        head = file.read(16)
        size, kind = struct.unpack(">I4s", head[:8])
        body = start + 8
        if size == 1 and len(head) == 16:
            size, body = int.from_bytes(head[8:], "big"), start + 16
        if size < body - start or not kind.isalnum():
            return
        yield Box(kind, start, body, start + size)
        start += size


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _full_box(kind: bytes, version: int, flags: int, body: bytes) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags) + body)


def samples_of(data: bytes) -> list[Sample]:
    """The pictures in a fragment as ``fragment`` makes it. Raises ValueError for any other bytes."""
    file = io.BytesIO(data)
    moof, mdat = _inside(file, 0, len(data), b"moof", b"mdat")
    (traf,) = _inside(file, moof.body, moof.end, b"traf")
    (trun,) = _inside(file, traf.body, traf.end, b"trun")
    count = int.from_bytes(data[trun.body + 4 : trun.body + 8], "big")
    entries = data[trun.body + 12 : trun.end]
    if len(entries) != count * _ENTRY.size:
        raise ValueError("its pictures are not listed as they are written")
    found, at = [], mdat.body
    for duration_us, size, flags, shown_after_us in _ENTRY.iter_unpack(entries):
        found.append(Sample(data[at : at + size], duration_us, flags == _KEY, shown_after_us))
        at += size
    if at != mdat.end or mdat.end > len(data):
        raise ValueError("its pictures are not as long as they are said to be")
    return found


def _inside(file: BinaryIO, start: int, end: int, *kinds: bytes) -> list[Box]:
    """The first box of each of these kinds. Raises ValueError where one is missing."""
    found = {box.kind: box for box in reversed(list(boxes_of(file, start, end)))}
    if missing := [kind for kind in kinds if kind not in found]:
        raise ValueError(f"it has no box {missing[0].decode('ascii')}")
    return [found[kind] for kind in kinds]
