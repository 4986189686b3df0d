"""One open file of one stream, and its index: fragments of 2 s, each safe on disk some seconds later."""

import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.media.worker.ring import KeptPacket
from console.media.worker.rtsp_source import Connection
from console.media.worker.segments.boxes import movie_head
from console.media.worker.segments.disk import DiskFile, GrowingFile, OpenFile
from console.media.worker.segments.pending import Pending, Waiting
from console.media.worker.segments.shape import Parameters, Shape
from console.media.worker.segments.units import NotRecordable, Unpacked, unpack
from console.protocol.movie_index import (
    CLOSED,
    SCHEMA_VERSION,
    EndRecord,
    GapRecord,
    MovieHeader,
    encode_records,
)

INDEX_SUFFIX = ".jsonl"
SAFE_WITHIN_NS = 5_500_000_000
"""No packet is older than so when it is made safe; with the time of that and of a look at the ring, 7 s."""

MOST_UNSAFE_NS = 10_000_000_000
"""From the first to the last packet that a power cut may take: the past of a ring is written all at once.
Repair looks into no more than is behind these."""

LONGEST_NS = 3_600_000_000_000
"""Of one movie: its index is some 10 MB by then. The next begins at a keyframe."""


@dataclass(frozen=True, slots=True)
class MovieOf:
    """Whose pictures they are; ``machine_boot`` as in the index."""

    feed: FeedId
    profile: Profile
    machine_boot: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A packet that is on disk."""

    number: int
    arrival_ns: int
    wall_ms: int


@dataclass(frozen=True, slots=True)
class Reach:
    """What of a movie is on disk. ``key_number`` is its last keyframe's; ``last`` is None while it has
    nothing.
    """

    size: int = 0
    first: Edge | None = None
    last: Edge | None = None
    key_number: int = 0


class Movie:
    """Begins at a keyframe. Every call raises OSError where the disk fails: then only ``abandon`` is left.

    ``write`` and ``fits`` raise NotRecordable for packets that no movie can hold.
    """

    def __init__(
        self, path: Path, shape: Shape, parameters: Parameters, data: GrowingFile, index: GrowingFile
    ) -> None:
        self.path = path
        self.shape = shape
        self.gaps = 0
        self._gaps_written = 0
        self.safe = Reach()
        self._parameters = parameters
        self._data = data
        self._index = index
        self._pending = Pending()
        self._written = Reach()
        self._unsafe_ns: int | None = None

    @classmethod
    def begin(
        cls,
        path: Path,
        of: MovieOf,
        first: KeptPacket,
        before: "Movie | None" = None,
        open_file: OpenFile = DiskFile.create,
    ) -> "Movie":
        """Make the file and its index for ``first``, a keyframe that is still to be written.

        What ``before``, the stream's last movie, knew of the parameters and had no picture for is this one's.
        Raises OSError, NotRecordable.
        """
        parameters = before.parameters if before is not None else Parameters(first.connection)
        if parameters.connection is not first.connection:
            parameters = Parameters(first.connection)
        packet = bytes(first.packet)
        shape = parameters.shape(first, unpack(first.connection.form.codec, packet))
        head = movie_head(shape, packet)
        header = MovieHeader(
            schema_version=SCHEMA_VERSION,
            feed=of.feed,
            profile=of.profile,
            codec=shape.codec,
            width=shape.width,
            height=shape.height,
            machine_boot=of.machine_boot,
            head_bytes=len(head),
            head_crc32=zlib.crc32(head),
            aspect=first.connection.form.aspect,
        )
        data = _begun(path, head, open_file)
        try:
            # Safe from the first moment, so that a file of which no index is left can only be a damaged one.
            index = _begun(index_of(path), encode_records([header]), open_file)
        except OSError:
            data.close()
            _remove(path)
            raise
        movie = cls(path, shape, parameters, data, index)
        for left in before.left_for(first.connection) if before is not None else ():
            movie._pending.add(left)
        return movie

    @property
    def parameters(self) -> Parameters:
        """What is known of the stream's parameters by now."""
        return self._parameters

    def left_for(self, connection: Connection) -> list[Waiting]:
        """Packets of this connection that wait for a picture."""
        return self._pending.left_for(connection)

    @property
    def written(self) -> Reach:
        """What was given to the disk, safe or not."""
        return self._written

    def fits(self, kept: KeptPacket) -> bool:
        """Whether this packet can follow. False for a keyframe of another shape, or after a long time."""
        if not kept.is_keyframe:
            return True
        first = self._written.first
        if first is not None and kept.arrival_ns - first.arrival_ns >= LONGEST_NS:
            return False
        codec = kept.connection.form.codec
        unpacked = unpack(codec, bytes(kept.packet))
        if kept.connection is not self._parameters.connection:
            self._parameters = Parameters(kept.connection)
        try:
            return self._parameters.shape(kept, unpacked) == self.shape
        except NotRecordable:
            if codec == self.shape.codec == "mjpeg":
                return True  # a damaged JPEG stands as it came: nothing after it needs it
            raise

    def note_gap(self, gap: GapRecord) -> None:
        """Pictures are missing before the packet that comes next."""
        self._pending.note_gap(gap)
        self.gaps += 1

    def write(self, kept: KeptPacket, wall_ms: int) -> None:
        """Take a packet that arrived at ``wall_ms``. It is copied; the disk gets it with its fragment."""
        unpacked = unpack(self.shape.codec, bytes(kept.packet))
        self._parameters.note(unpacked)
        self._take(kept, wall_ms, unpacked)

    def _take(self, kept: KeptPacket, wall_ms: int, unpacked: Unpacked) -> None:
        coming = self._pending.placed(kept, wall_ms, unpacked)
        if self._pending.must_end_before(coming):
            self._flush(coming)
        self._pending.add(coming)

    def look(self, now_ns: int) -> None:
        """Write and make safe what is due; to be called several times a second."""
        if self._pending.is_due(now_ns):
            self._flush()
        if self._unsafe_ns is not None and now_ns - self._unsafe_ns >= SAFE_WITHIN_NS:
            self.sync()

    def sync(self) -> None:
        """Make safe what is written: first the pictures, then what says that they are there."""
        if self._unsafe_ns is None:
            return
        self._data.sync()
        self._index.sync()
        self.safe, self._unsafe_ns = self._written, None

    def close(self) -> None:
        """Write what is left, the end, and give the files back."""
        self._flush()
        self._data.sync()
        self._index.write(encode_records([EndRecord(CLOSED, self._data.position)]))
        self._index.sync()
        self.safe = self._written
        self.abandon()

    def abandon(self) -> None:
        """Give the files back as they are; without an end they are for repair.

        A gap that did not come to the disk is the next movie's to tell.
        """
        self.gaps = self._gaps_written
        self._data.close()
        self._index.close()

    def _flush(self, coming: Waiting | None = None) -> None:
        if not self._pending.has_picture:
            return
        made = self._pending.make(self._data.position, coming)
        first_ns, last_ns = made.packets[0].arrival_ns, made.packets[-1].arrival_ns
        if self._unsafe_ns is None:
            self._unsafe_ns = first_ns
        elif last_ns - self._unsafe_ns > MOST_UNSAFE_NS:
            self.sync()
            self._unsafe_ns = first_ns
        self._data.write(made.data)
        self._index.write(encode_records(made.records))
        self._gaps_written += sum(isinstance(one, GapRecord) for one in made.records)
        self._note_written(made.packets)

    def _note_written(self, packets: list[Waiting]) -> None:
        last = packets[-1]
        keys = [one.number for one in packets if one.is_keyframe]
        self._written = Reach(
            self._data.position,
            self._written.first or _edge(packets[0]),
            _edge(last),
            keys[-1] if keys else self._written.key_number,
        )


def index_of(movie: Path) -> Path:
    """Where the index of a movie lies."""
    return movie.with_suffix(INDEX_SUFFIX)


def _begun(path: Path, first: bytes, open_file: OpenFile) -> GrowingFile:
    """A new file that begins so, safe on disk; none at all after an error."""
    file = open_file(path)
    try:
        file.write(first)
        file.sync()
    except OSError:
        file.close()
        _remove(path)
        raise
    return file


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _edge(packet: Waiting) -> Edge:
    return Edge(packet.number, packet.arrival_ns, packet.wall_ms)
