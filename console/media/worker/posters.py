"""A small picture of every connected camera, shown or not: what a tile has at once when it gets the camera.

It is some seconds old, and says so: its slot is WAIT, it claims nothing. Made from the stream's own picture
where there is one, else from the ring's last keyframe, when no decode thread has anything else to do.
"""

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import av
import cv2

from console.domain.camera import Profile
from console.domain.media import Priority, SlotKey, StreamKey
from console.domain.picture import LostCause, PictureState
from console.media.worker.decode_pool import DecodeTools, WorkQueue
from console.media.worker.decoder import Picture, StreamCounts
from console.media.worker.frame_files import FrameFiles
from console.media.worker.key_decoding import KeyDecoding
from console.media.worker.quarantine import mark_of
from console.media.worker.scale import fit
from console.media.worker.stream import Stream
from console.protocol.engine_messages import SlotPlace
from console.protocol.slots import SlotWriter

log = logging.getLogger("sightline.media")

WIDTH, HEIGHT = 160, 90
"""Enough to know a place by; 0.2 MB of shared memory a camera."""
EVERY_NS = 10_000_000_000
FILE_BYTES = 4 * 1024 * 1024
"""For 19 of them: given back piece by piece where others need the room."""
AGAIN_AFTER_NS = 60_000_000_000
"""Where shared memory is full, pictures that somebody looks at come first; then it is tried again."""
TURNS = 10
"""The second ones are spread over so many parts of that time, and all later ones with them."""
LEAST_A_LOOK = 40
"""At a start more of them are due at once than later: so many a second take a tenth of a core."""


class Poster:
    """Work of one stream, see console.media.worker.decode_pool.Work: one picture each time it is offered."""

    def __init__(self, stream: Stream, writer: SlotWriter) -> None:
        self.writer = writer
        self.stream = stream
        self._keys = KeyDecoding(StreamCounts())
        self._key = 0
        self._is_drawn = False
        self._mark = mark_of(stream.label)

    def urgency(self) -> int:
        """After all that somebody looks at; not the first one, which would never come on a busy machine."""
        return Priority.POSTER if self._is_drawn else Priority.GRID

    def mark(self) -> bytes:
        """What a decode thread notes while it decodes this stream."""
        return self._mark

    def step(self, tools: DecodeTools) -> bool:
        """Draw the stream's picture, or its last keyframe."""
        picture = self.stream.drawing.picture or self._newest_key(tools)
        if picture is None or not picture.is_whole:
            return False
        width, height = fit(*picture.shape, WIDTH, HEIGHT)
        pixels = self.writer.begin(width, height)
        try:
            tools.scaler.write(picture.frame, pixels, width)
        except (av.FFmpegError, cv2.error, ValueError):
            return False
        self.writer.publish(picture.arrival_ns, picture.pts_us)
        self.writer.set_state(PictureState.WAIT, LostCause.NONE, 0)
        self._is_drawn = True
        return False

    def failed(self, error: Exception) -> None:
        """The last step raised this: there is none, until the next time."""
        log.warning("%s: its small picture can't be made: %s", self.stream.label, error)

    def _newest_key(self, tools: DecodeTools) -> Picture | None:
        key = self.stream.ring.newest_key()
        if key is None or key == self._key:
            return None
        self._key = key
        return next(
            (self._keys.decode(kept, tools.keys) for kept in self.stream.ring.after(key - 1, 1)), None
        )


class Posters:
    """Of a worker's streams; its main thread's. Their files are their own: they last longer than others."""

    def __init__(self, folder: Path, worker: str, boot: str, queue: WorkQueue) -> None:
        self._files = FrameFiles(folder, poster_files_of(worker), boot, FILE_BYTES)
        self._queue = queue
        self._posters: dict[StreamKey, Poster] = {}
        self._due_ns: dict[StreamKey, int] = {}
        self._not_before_ns = 0

    def places(self) -> tuple[SlotPlace, ...]:
        """Where those are that have a picture."""
        return tuple(one.writer.place for one in self._posters.values())

    def look(self, streams: Mapping[StreamKey, Stream], now_ns: int) -> None:
        """Once a second: have made what is due, and take away what is lost or no longer connected."""
        self._files.reclaim(now_ns)
        self._files.remove_unused()
        wanted = dict(_of_each_camera(streams))
        for key in self._posters.keys() - wanted.keys():
            self._retire(key, now_ns)
        if now_ns < self._not_before_ns:
            return
        due = sorted((self._due_ns.get(key, 0), key) for key in wanted)
        most = max(LEAST_A_LOOK, len(wanted) * 1_000_000_000 // EVERY_NS + 1)
        for due_ns, key in due[:most]:
            if due_ns <= now_ns and self._has_room(key, wanted[key], now_ns):
                turn = TURNS if key in self._due_ns else len(self._due_ns) % TURNS + 1
                self._due_ns[key] = now_ns + EVERY_NS * turn // TURNS
                self._queue.offer(self._posters[key])

    def give_way(self, now_ns: int) -> None:
        """There is no room for what somebody looks at."""
        self._not_before_ns = now_ns + AGAIN_AFTER_NS
        for key in [*self._posters]:
            self._retire(key, now_ns)

    def stop(self) -> None:
        """Remove the files."""
        self._files.stop()

    def _has_room(self, key: StreamKey, stream: Stream, now_ns: int) -> bool:
        if key not in self._posters:
            try:
                writer = self._files.allocate(SlotKey(*key, WIDTH, HEIGHT, poster=True))
            except OSError as error:
                log.info("no room for small pictures of all cameras: %s", error)
                self._not_before_ns = now_ns + AGAIN_AFTER_NS
                return False
            self._posters[key] = Poster(stream, writer)
        return True

    def _retire(self, key: StreamKey, now_ns: int) -> None:
        self._due_ns.pop(key, None)
        self._files.retire(self._posters.pop(key).writer, now_ns)


def poster_files_of(worker: str) -> str:
    """What a worker's files of posters are named by."""
    return f"{worker}-posters"


def _of_each_camera(streams: Mapping[StreamKey, Stream]) -> Iterator[tuple[StreamKey, Stream]]:
    """A camera's small stream, else its large one: those that are connected and have a keyframe."""
    for key, stream in streams.items():
        feed, profile = key
        if profile is Profile.MAIN and (feed, Profile.SUB) in streams:
            continue
        if stream.has_pictures:
            yield key, stream
