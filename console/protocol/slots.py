"""The frame slot: how a worker hands pictures to displays through a mapped file, without a message.

A slot is a header of 64 native 64-bit words and three picture buffers, BGRX with 4 bytes a pixel. The worker
alone writes. It fills a buffer that is not the front one, then makes it the front; a reader paints straight
from the front buffer and afterwards checks that the buffer's generation is still the same.

Words are stored one by one with aligned 64-bit stores, which x86-64 and AArch64 do not tear. Their order is
kept by x86-64's memory model; the generation check catches what another machine might reorder.
"""

import mmap
from typing import TYPE_CHECKING, NamedTuple

from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState, WrittenPicture
from console.domain.tier import Shed
from console.protocol.engine_messages import SlotPlace

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

HEADER_WORDS = 64
HEADER_BYTES = HEADER_WORDS * 8
BUFFERS = 3
ALIGNMENT = 4096
MAGIC = 0x534C_4F54_0000_0001
"""``SLOT`` and the layout's version."""

_MAGIC, _INCARNATION, _SEQ, _FRONT, _STATE, _STALE_AFTER_MS, _BOX, _KEY_INTERVAL_MS = range(8)
_BUFFER_WORDS = 8
_FIRST_BUFFER_WORD = 8
_GENERATION, _ARRIVAL_NS, _PTS_US, _SIZE, _STRIDE = range(5)
_SHED, _DRAWN_MILLIFPS, _BEHIND_MS, _DAMAGED, _EPOCH, _LEAPT_SEQ = 32, 33, 34, 35, 36, 37
_FEED_WORD = 40
_STATES, _CAUSES = tuple(PictureState), tuple(LostCause)
"""By number: the numbers begin at 0 and leave none out, and a tuple is quicker than the enum's call."""
FEED_BYTES = 64
"""Longest feed id in UTF-8."""


GONE = WrittenPicture(PictureState.CONNECTING, LostCause.NONE, 0, 0)
"""What a reader is told of a slot whose memory is another's by now: no picture."""

ROW_PIXELS = 64
"""Rows are padded to a multiple of this: OpenCV converts colours 64 pixels at once and what is left over one
by one (measured for 240x134: 18 microseconds, padded to 256 columns 9)."""


def row_pixels(width: int) -> int:
    """Pixels of a padded row."""
    return -(-width // ROW_PIXELS) * ROW_PIXELS


def buffer_bytes(width: int, height: int) -> int:
    """Bytes of one picture buffer for a box, rounded up to whole pages."""
    return -(-row_pixels(width) * height * 4 // ALIGNMENT) * ALIGNMENT


def slot_bytes(width: int, height: int) -> int:
    """Bytes of a whole slot for a box; its offset in the file must be a multiple of ALIGNMENT."""
    return ALIGNMENT + BUFFERS * buffer_bytes(width, height)


def _feed_words(key: SlotKey) -> bytes:
    return key.feed.encode()[:FEED_BYTES].ljust(FEED_BYTES, b"\0")


class SlotWriter:
    """The worker's side of one slot."""

    def __init__(self, memory: mmap.mmap, file: str, offset: int, key: SlotKey, incarnation: int) -> None:
        self.place = SlotPlace(key=key, file=file, offset=offset, incarnation=incarnation)
        self._memory = memory
        self._view = memoryview(memory)[offset : offset + HEADER_BYTES]
        self._words = self._view.cast("Q")
        self._filling = 0
        self._key = key
        self._buffer_bytes = buffer_bytes(key.width, key.height)
        self._pixels: list[npt.NDArray[np.uint8] | None] = [None] * BUFFERS

    def start(self) -> None:
        """Write an empty header: CONNECTING, no picture."""
        words = self._words
        words[_MAGIC] = 0
        for index in range(1, HEADER_WORDS):
            words[index] = 0
        offset = _FEED_WORD * 8
        self._view[offset : offset + FEED_BYTES] = _feed_words(self._key)
        words[_BOX] = self._key.width << 32 | self._key.height
        words[_STATE] = PictureState.CONNECTING
        words[_INCARNATION] = self.place.incarnation
        words[_MAGIC] = MAGIC

    def begin(self, width: int, height: int) -> "npt.NDArray[np.uint8]":
        """A buffer to fill for a picture within the slot's box. Follow with ``publish``.

        Rows x columns x BGRX, with ``row_pixels(width)`` columns: what lies beyond ``width`` is never shown.
        """
        if width > self._key.width or height > self._key.height:
            raise ValueError(f"a {width}x{height} picture does not fit the slot {self._key}")
        words = self._words
        self._filling = (words[_FRONT] + 1) % BUFFERS
        base = _FIRST_BUFFER_WORD + self._filling * _BUFFER_WORDS
        words[base + _GENERATION] = words[base + _GENERATION] | 1
        words[base + _SIZE] = width << 32 | height
        columns = row_pixels(width)
        words[base + _STRIDE] = columns * 4
        pixels = self._pixels[self._filling]
        if pixels is None or pixels.shape[:2] != (height, columns):
            import numpy as np  # here: it takes a tenth of a second, and windows, which only read, need none

            start = self.place.offset + ALIGNMENT + self._filling * self._buffer_bytes
            flat = np.frombuffer(self._memory, np.uint8, columns * height * 4, start)
            pixels = self._pixels[self._filling] = flat.reshape(height, columns, 4)
        return pixels

    def publish(self, arrival_ns: int, pts_us: int) -> None:
        """Make the filled buffer the front one. ``arrival_ns``: when its packet arrived, CLOCK_MONOTONIC."""
        words = self._words
        base = _FIRST_BUFFER_WORD + self._filling * _BUFFER_WORDS
        words[base + _ARRIVAL_NS] = arrival_ns
        words[base + _PTS_US] = max(0, pts_us)
        words[base + _GENERATION] = words[base + _GENERATION] + 1
        words[_FRONT] = self._filling
        words[_SEQ] = words[_SEQ] + 1

    def set_state(
        self, state: PictureState, cause: LostCause, stale_after_ms: int, key_interval_ms: int = 0
    ) -> None:
        """Say what explains the picture; readers judge its age themselves."""
        words = self._words
        words[_STALE_AFTER_MS] = stale_after_ms
        words[_KEY_INTERVAL_MS] = key_interval_ms
        words[_STATE] = state | cause << 8

    def set_quality(self, shed: Shed, drawn_fps: float) -> None:
        """Say at which rate pictures are drawn, and why it is less than was asked."""
        words = self._words
        words[_DRAWN_MILLIFPS] = round(drawn_fps * 1000)
        words[_SHED] = shed

    def set_behind(self, behind_ms: int) -> None:
        """Say how far behind live the pictures truly play; 0 for live, or for as far as was asked."""
        self._words[_BEHIND_MS] = behind_ms

    def set_damaged(self, damaged: bool) -> None:
        """Say whether what comes now is held back because it is not whole."""
        self._words[_DAMAGED] = damaged

    def leap(self, epoch: int) -> None:
        """A replay leapt: what was published before is of another time, and none of it is there any more.

        Numbers go on: a reader must not take the first picture of now for one of before.
        """
        self._words[_LEAPT_SEQ] = self._words[_SEQ]
        self._words[_EPOCH] = epoch

    def stop(self) -> None:
        """Take the slot away: readers see that it is no longer theirs."""
        self._words[_MAGIC] = 0
        self._pixels.clear()
        self._words.release()
        self._view.release()


class SlotPicture(NamedTuple):
    """One picture in place. ``pixels`` is the mapped memory itself: paint it, then ask ``still_whole``."""

    seq: int
    buffer: int
    generation: int
    width: int
    height: int
    stride: int
    arrival_ns: int
    pts_us: int
    pixels: memoryview


class SlotReader:
    """A reader's side of one slot. All calls are a few loads; none waits.

    The writer may take the slot away and give its memory to another at any moment: what is told here is ours
    or said to be gone, but for ``seq``, ``epoch``, ``said`` and pixels: ``still_whole`` is asked of these.
    """

    def __init__(self, memory: mmap.mmap, place: SlotPlace) -> None:
        self.place = place
        self._view = memoryview(memory)
        self._words = self._view[place.offset : place.offset + HEADER_BYTES].cast("Q")
        self._buffer_bytes = buffer_bytes(place.key.width, place.key.height)
        self._feed = _feed_words(place.key)

    def is_ours(self) -> bool:
        """Whether the memory still holds this incarnation of this feed's slot."""
        words = self._words
        if words[_MAGIC] != MAGIC or words[_INCARNATION] != self.place.incarnation:
            return False
        start = self.place.offset + _FEED_WORD * 8
        return bytes(self._view[start : start + FEED_BYTES]) == self._feed

    def said(self) -> tuple[int, ...]:
        """All that the writer says, to see whether it says something else: the first is ``seq``."""
        words = self._words
        return (
            words[_SEQ],
            words[_MAGIC],
            words[_INCARNATION],
            words[_STATE],
            words[_STALE_AFTER_MS],
            words[_KEY_INTERVAL_MS],
            words[_DAMAGED],
            words[_BEHIND_MS],
            words[_EPOCH],
        )

    def epoch(self) -> int:
        """Which leap of a replay its pictures come after; 0 live."""
        return self._words[_EPOCH]

    def seq(self) -> int:
        """Number of the newest picture; 0 while there is none, or none since a replay leapt."""
        seq = self._words[_SEQ]
        return seq if seq > self._words[_LEAPT_SEQ] else 0

    def written(self) -> WrittenPicture:
        """The writer's word and the front picture's arrival, for ``console.domain.picture.shown_state``."""
        words = self._words
        state = words[_STATE]
        front = words[_FRONT] % BUFFERS
        arrival = words[_FIRST_BUFFER_WORD + front * _BUFFER_WORDS + _ARRIVAL_NS] if self.seq() else 0
        stale_after_ms, behind_ms, damaged = words[_STALE_AFTER_MS], words[_BEHIND_MS], words[_DAMAGED]
        if (
            not self.is_ours()
        ):  # asked last: the memory may be another's, pixels even, from one load to the next
            return GONE
        return WrittenPicture(
            _STATES[state & 0xFF],
            _CAUSES[state >> 8 & 0xFF],
            arrival,
            stale_after_ms,
            behind_ms,
            bool(damaged),
        )

    def key_interval_ms(self) -> int:
        """Keyframe interval while the state is KEY; 0 where the slot is no longer ours."""
        interval_ms = self._words[_KEY_INTERVAL_MS]
        return interval_ms if self.is_ours() else 0

    def quality(self) -> tuple[Shed, float]:
        """Why less is drawn than was asked (NONE: it is not), and the drawn rate in pictures a second.

        NONE and 0 where the slot is no longer ours.
        """
        words = self._words
        shed, drawn_millifps = words[_SHED], words[_DRAWN_MILLIFPS]
        return (Shed(shed & 0xFF), drawn_millifps / 1000) if self.is_ours() else (Shed.NONE, 0.0)

    def picture(self) -> SlotPicture | None:
        """The front picture, or None when there is none or it is being replaced at this moment."""
        words = self._words
        seq = self.seq()
        if not seq:
            return None
        front = words[_FRONT] % BUFFERS
        base = _FIRST_BUFFER_WORD + front * _BUFFER_WORDS
        generation = words[base + _GENERATION]
        size = words[base + _SIZE]
        width, height, stride = size >> 32, size & 0xFFFF_FFFF, words[base + _STRIDE]
        if generation & 1 or not 0 < width * 4 <= stride or stride * height > self._buffer_bytes:
            return None
        start = self.place.offset + ALIGNMENT + front * self._buffer_bytes
        return SlotPicture(
            seq=seq,
            buffer=front,
            generation=generation,
            width=width,
            height=height,
            stride=stride,
            arrival_ns=words[base + _ARRIVAL_NS],
            pts_us=words[base + _PTS_US],
            pixels=self._view[start : start + stride * height],
        )

    def still_whole(self, picture: SlotPicture) -> bool:
        """Whether the buffer was left alone since ``picture`` was taken; if not, what was painted is torn."""
        base = _FIRST_BUFFER_WORD + picture.buffer * _BUFFER_WORDS
        return self._words[base + _GENERATION] == picture.generation and self.is_ours()

    def close(self) -> None:
        """Let go of the mapping."""
        self._words.release()
        self._view.release()
