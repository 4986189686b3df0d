"""One recorded movie, read fragment by fragment: packets as they came, with what the index knows of them."""

import io
from pathlib import Path
from typing import NamedTuple

import av

from console.domain.errors import SightlineError
from console.media.worker.rtsp_source import StreamFormat, VideoPacket
from console.protocol.movie_index import Fragment, GapRecord, MovieIndex, PacketRecord, read_index

TO_ANNEX_B = {"h264": "h264_mp4toannexb", "hevc": "hevc_mp4toannexb"}
"""Decoders are fed as by a camera: parameter sets stand in front of keyframes."""


class MovieUnreadable(SightlineError):
    """A fragment of a movie does not hold what its index says."""

    def __init__(self, path: Path, fragment: int, problem: str) -> None:
        super().__init__(f"{path}: fragment {fragment} can't be read: {problem}; its pictures are left out")


class RecordedPacket(NamedTuple):
    """A packet and its record."""

    packet: VideoPacket
    record: PacketRecord


class RecordedMovie:
    """``path`` is the movie's; its index is read at once. Raises OSError, MovieIndexError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.index: MovieIndex = read_index(path.with_suffix(".jsonl"))
        header = self.index.header
        self.form = StreamFormat(header.codec, None, header.width, header.height)
        self._head = b""

    @property
    def fragments(self) -> tuple[Fragment, ...]:
        """Its fragments, in order."""
        return self.index.fragments

    @property
    def gaps(self) -> tuple[GapRecord, ...]:
        """Where pictures are missing."""
        return self.index.gaps

    def packets(self, number: int) -> list[RecordedPacket]:
        """The packets of its ``number``-th fragment. Raises OSError, MovieUnreadable.

        The fragment alone is opened, behind the movie's head: its offsets count from its own beginning.
        """
        fragment = self.fragments[number]
        records = [record for record in fragment.packets if record.file_us is not None]
        try:
            packets = _annex_b(self._head_bytes() + self._bytes_of(fragment), self.index.header.codec)
        except (av.FFmpegError, IndexError) as error:
            raise MovieUnreadable(self.path, number, str(error)) from error
        if len(packets) != len(records):
            problem = f"it holds {len(packets)} pictures, not {len(records)}"
            raise MovieUnreadable(self.path, number, problem)
        for packet, record in zip(packets, records, strict=True):
            packet.is_keyframe = record.keyframe
        return [RecordedPacket(packet, record) for packet, record in zip(packets, records, strict=True)]

    def _head_bytes(self) -> bytes:
        if not self._head:
            with self.path.open("rb") as file:
                self._head = file.read(self.index.header.head_bytes)
        return self._head

    def _bytes_of(self, fragment: Fragment) -> bytes:
        with self.path.open("rb") as file:
            file.seek(fragment.place.offset)
            return file.read(fragment.place.length)


def _annex_b(movie: bytes, codec: str) -> list[VideoPacket]:
    with av.open(io.BytesIO(movie), "r", format="mp4") as container:
        stream = container.streams.video[0]
        found = [packet for packet in container.demux(stream) if packet.size]
        if codec not in TO_ANNEX_B:
            return found
        convert = av.BitStreamFilterContext(TO_ANNEX_B[codec], stream)
        return [out for packet in found for out in convert.filter(packet)]
