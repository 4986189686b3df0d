"""One recorded movie, read fragment by fragment: packets as they came, with what the index knows of them."""

import io
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
from av.container import InputContainer

from console.domain.errors import SightlineError
from console.media.worker.rtsp_source import StreamFormat, VideoPacket
from console.media.worker.segments.boxes import TICKS_PER_S, Sample, samples_of
from console.protocol.movie_index import Fragment, GapRecord, MovieIndex, PacketRecord, read_index

TO_ANNEX_B = {"h264": "h264_mp4toannexb", "hevc": "hevc_mp4toannexb"}
"""Decoders are fed as by a camera: parameter sets stand in front of keyframes."""


TICK = Fraction(1, TICKS_PER_S)


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
        self._head: InputContainer | None = None

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

        Its pictures are taken from the fragment itself: FFmpeg takes 5 ms to open one, and a leap needs one
        of every camera.
        """
        fragment = self.fragments[number]
        records = [record for record in fragment.packets if record.file_us is not None]
        try:
            samples = samples_of(self._bytes_of(fragment))
            if len(samples) != len(records):
                raise ValueError(f"it holds {len(samples)} pictures, not {len(records)}")
            packets = [_packet(one, record) for one, record in zip(samples, records, strict=True)]
            packets = self._as_sent(packets)
        except (av.FFmpegError, ValueError) as error:
            raise MovieUnreadable(self.path, number, str(error)) from error
        return [RecordedPacket(packet, record) for packet, record in zip(packets, records, strict=True)]

    def _as_sent(self, packets: list[VideoPacket]) -> list[VideoPacket]:
        """With start codes, and parameter sets before keyframes. Raises av.FFmpegError, ValueError."""
        name = TO_ANNEX_B.get(self.index.header.codec)
        if name is None:
            return packets
        stream = self._opened_head().streams.video[0]
        convert = av.BitStreamFilterContext(name, stream)
        sent: list[VideoPacket] = []
        for packet in packets:
            key = packet.is_keyframe
            made = convert.filter(packet)
            for one in made:
                one.is_keyframe = key
            sent += made
        return sent

    def _opened_head(self) -> InputContainer:
        """What lies before the first fragment tells the parameter sets; it is opened once."""
        if self._head is None:
            with self.path.open("rb") as file:
                head = file.read(self.index.header.head_bytes)
            self._head = av.open(io.BytesIO(head), "r", format="mp4")
        return self._head

    def _bytes_of(self, fragment: Fragment) -> bytes:
        with self.path.open("rb") as file:
            file.seek(fragment.place.offset)
            return file.read(fragment.place.length)


def _packet(sample: Sample, record: PacketRecord) -> VideoPacket:
    packet: VideoPacket = av.Packet(sample.data)  # type: ignore[assignment]
    packet.dts = record.file_us
    packet.pts = (record.file_us or 0) + sample.shown_after_us
    packet.time_base = TICK
    packet.is_keyframe = record.keyframe
    return packet
