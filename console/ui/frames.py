"""Where pictures lie: follows the engine's places and maps frame files for reading, without copying a pixel.

A tile (or a miniature) holds a FrameSource: its way from "this feed in a box of that size" to a slot. The old
picture stays, told by its own age, until the new place has its first one.
"""

import logging
import mmap
import weakref
from collections.abc import Set
from pathlib import Path

from PySide6.QtGui import QImage

from console.domain.camera import Profile
from console.domain.ids import FeedId
from console.domain.media import SlotKey
from console.domain.picture import LostCause, PictureState, ShownState, shown_state
from console.domain.policies.feed_health import best_stream
from console.protocol.engine_messages import (
    EnginePublished,
    EngineSnapshot,
    FeedHealth,
    FeedsChanged,
    SlotPlace,
    SlotsGone,
    SlotsPlaced,
    StreamsGone,
)
from console.protocol.frame_file import map_frame_file
from console.protocol.slots import SlotPicture, SlotReader, slot_bytes

log = logging.getLogger("sightline.frames")

MAIN_SOUGHT = 1.5
"""So many times the small stream's size suits the large one: see the media plan's profiles."""


def image_over(picture: SlotPicture) -> QImage:
    """A picture as a QImage over the mapped memory itself: paint it at once, then ask ``still_whole``.

    The QImage holds the memory, so the mapping outlives it whatever else is released.
    """
    return QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)


class FrameSource:
    """One box's way to its pictures: ``current`` may be painted, ``awaited`` has no picture yet.

    ``delay_ms`` is how far behind live they are wanted. Made by ``Frames.source``; let go with ``close``.
    """

    def __init__(self, feed: FeedId, width: int, height: int, delay_ms: int = 0) -> None:
        self.feed = feed
        self.width = width
        self.height = height
        self.delay_ms = delay_ms
        self.current: SlotReader | None = None
        self.awaited: SlotReader | None = None
        self.health: FeedHealth | None = None
        self.epoch = 0
        """Which leap of a replay its pictures must come after; 0 live."""

    def advance(self) -> None:
        """Move on to the awaited place once it has a picture; drop a place that is no longer this feed's."""
        if self.current is not None and (self.current.epoch() != self.epoch or not self.current.seq()):
            self.current, self.awaited = None, self.awaited or self.current  # no picture of another time
        if self.awaited is not None:
            if not self.awaited.is_ours():
                self.awaited = None
            elif self.awaited.seq() and self.awaited.epoch() == self.epoch:
                self.current, self.awaited = self.awaited, None
            elif self.current is not None and _is_lost_beside(self.awaited, self.current):
                self.awaited = None  # that says nothing of the picture there is; find looks again
        if self.current is not None and not self.current.is_ours():
            self.current = None

    def shown(self, now_ns: int) -> ShownState:
        """What may be claimed now: the picture's own age, and the loss that any writer tells of.

        A live picture that stands in for the past is WAIT: it is not what was asked for. A rewound one that
        stands in for the present goes on saying REWIND. In a replay nothing connects: it is loaded.
        """
        shown = self._shown(now_ns)
        is_loaded = self.is_replayed and shown.state is PictureState.CONNECTING
        return shown._replace(cause=LostCause.LOADING) if is_loaded else shown

    def _shown(self, now_ns: int) -> ShownState:
        own = _judged(self.current, now_ns) if self.current is not None else None
        if self.awaited is not None:
            told = self._told(self.awaited, now_ns)
            if told.state is PictureState.LOST or own is None:
                return told._replace(age_s=own.age_s if own else None)
        if own is not None:
            stands_in = self.delay_ms and self.shown_delay_ms() != self.delay_ms
            waiting = stands_in and own.state > PictureState.WAIT
            return own._replace(state=PictureState.WAIT, behind_ms=self.delay_ms) if waiting else own
        if self.health is not None and self.health.state is PictureState.LOST:
            return ShownState(PictureState.LOST, None, self.health.cause)
        return ShownState(PictureState.CONNECTING, None)

    def _told(self, awaited: SlotReader, now_ns: int) -> ShownState:
        """What the writer of the place that is awaited says; nothing yet where it speaks of another time."""
        if awaited.epoch() != self.epoch:
            return ShownState(PictureState.CONNECTING, None)
        return _judged(awaited, now_ns)

    def lost_since_ms(self) -> int:
        """Since when the engine knows the feed to be lost, epoch milliseconds; 0 where it does not say."""
        is_lost = self.health is not None and self.health.state is PictureState.LOST
        return self.health.since_ms if is_lost and self.health is not None else 0

    @property
    def is_replayed(self) -> bool:
        """Whether its pictures are a replay's."""
        return self.epoch > 0

    def shown_delay_ms(self) -> int | None:
        """How far behind live the picture on the tile plays; None without one."""
        return self.current.place.key.delay_ms if self.current is not None else None

    def close(self) -> None:
        """Let go of the slots; the mapping goes with its last picture."""
        self.current = None
        self.awaited = None


def _is_lost_beside(awaited: SlotReader, current: SlotReader) -> bool:
    """Whether the awaited place is of another stream than the current one, and that stream is lost."""
    other = awaited.place.key.profile is not current.place.key.profile
    return other and awaited.written().state is PictureState.LOST


class Frames:
    """All places and stream healths as the engine tells them, and the files mapped for them.

    ``version`` grows when places or healths changed, so that sources are only looked up again then.
    ``epoch`` as in FrameSource, for all of them: each look takes it over.
    """

    def __init__(self) -> None:
        self.version = 0
        self.epoch = 0
        self._places: dict[FeedId, dict[SlotKey, SlotPlace]] = {}
        self._health: dict[FeedId, dict[Profile, FeedHealth]] = {}
        self._maps: weakref.WeakValueDictionary[str, mmap.mmap] = weakref.WeakValueDictionary()
        self._refused: set[SlotPlace] = set()

    def apply(self, said: object) -> None:
        """Take what the bridge's ``engine_said`` brought."""
        match said:
            case EngineSnapshot(places=places, feeds=feeds):
                self._places.clear()
                self._health.clear()
                self._refused.clear()
                self._take_places(places)
                self._take_health(feeds)
            case EnginePublished(change=SlotsPlaced(places=places)):
                self._take_places(places)
            case EnginePublished(change=SlotsGone(keys=keys)):
                for key in keys:
                    self._places.get(key.feed, {}).pop(key, None)
            case EnginePublished(change=FeedsChanged(feeds=feeds)):
                self._take_health(feeds)
            case EnginePublished(change=StreamsGone(keys=streams)):
                for feed, profile in streams:
                    self._health.get(feed, {}).pop(profile, None)
            case _:
                return
        self.version += 1

    def _take_places(self, places: tuple[SlotPlace, ...]) -> None:
        for place in places:
            of_feed = self._places.setdefault(place.key.feed, {})
            of_feed.pop(place.key, None)  # so that the newest stands last
            of_feed[place.key] = place

    def _take_health(self, feeds: tuple[FeedHealth, ...]) -> None:
        for health in feeds:
            self._health.setdefault(health.feed, {})[health.profile] = health

    def source(
        self, feed: FeedId, width: int, height: int, before: FrameSource | None = None, delay_ms: int = 0
    ) -> FrameSource:
        """A way to the feed's pictures for this box; ``before``'s stay meanwhile if they are the feed's."""
        made = FrameSource(feed, width, height, delay_ms)
        if before is not None and before.feed == feed:
            made.current = before.current
        self.find(made)
        return made

    def find(self, source: FrameSource) -> None:
        """Look up the source's place again; call when ``version`` changed.

        While the exact place has no picture, the freshest live picture of the same feed stands in, scaled.
        """
        source.epoch = self.epoch
        source.health = self.health_of(source.feed)
        place = self._exact(source)
        held = source.current.place if source.current else None
        if place is None or place == held:
            source.awaited = None
        elif source.awaited is None or source.awaited.place != place:
            source.awaited = self._open(place)
        source.advance()
        if source.current is None:
            source.current = self._stand_in(source)
        elif not source.width and not self.is_placed(source.current.place):
            source.current = (
                self._stand_in(source) or source.current
            )  # its worker is gone: nothing more comes

    def leap(self, epoch: int) -> None:
        """A replay leapt: sources are looked up again."""
        if epoch != self.epoch:
            self.epoch = epoch
            self.version += 1

    def health_of(self, feed: FeedId) -> FeedHealth | None:
        """The health of the feed's best stream, None if the engine told of none."""
        return best_stream(self._health.get(feed, {}).values())

    def largest_size(self, feed: FeedId) -> tuple[int, int]:
        """Width and height of the feed's largest known stream; (0, 0) if none is known."""
        sizes = [(told.width, told.height) for told in self._health.get(feed, {}).values()]
        return max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))

    def zoomable_size(self, feed: FeedId, profiles: tuple[Profile, ...]) -> tuple[int, int]:
        """The same; of a camera whose large stream nobody knows yet so much more that it is looked for."""
        width, height = self.largest_size(feed)
        told = self._health.get(feed, {}).get(Profile.MAIN)
        if Profile.MAIN in profiles and (told is None or not told.width):
            return round(width * MAIN_SOUGHT), round(height * MAIN_SOUGHT)
        return width, height

    def is_placed(self, place: SlotPlace) -> bool:
        """Whether the engine still tells of this very place; what its worker left behind is no longer."""
        return self._places.get(place.key.feed, {}).get(place.key) == place

    def is_placed_beside(self, feed: FeedId, boxes: Set[tuple[int, int]]) -> bool:
        """Whether the feed has a place for any other box than these (width and height, device pixels)."""
        keys = [key for key in self._places.get(feed, {}) if not key.poster]
        return any((key.width, key.height) not in boxes for key in keys)

    def _exact(self, source: FrameSource) -> SlotPlace | None:
        wanted = (source.width, source.height, source.delay_ms)
        of_feed = {key: place for key, place in self._places.get(source.feed, {}).items() if not key.poster}
        found = [place for key, place in of_feed.items() if (key.width, key.height, key.delay_ms) == wanted]
        return found[-1] if found else None

    def _stand_in(self, source: FrameSource) -> SlotReader | None:
        """The freshest live picture, be it the poster that all cameras have.

        A source without own box (a miniature) stays with what it finds: for it no poster, but a rewound one.
        """
        all_places = self._places.get(source.feed, {})
        places = {key: place for key, place in all_places.items() if source.width or not key.poster}
        live = [place for key, place in places.items() if not key.delay_ms]
        readers = [self._open(place) for place in live or (() if source.width else places.values())]
        pictured = [
            reader
            for reader in readers
            if reader is not None and reader.seq() and reader.epoch() == self.epoch
        ]
        return max(pictured, key=lambda reader: reader.written().arrival_ns, default=None)

    def _open(self, place: SlotPlace) -> SlotReader | None:
        if place in self._refused:
            return None
        try:
            reader = SlotReader(self._mapped(place), place)
        except (OSError, ValueError) as error:
            log.warning("the frame file %s could not be mapped: %s; waiting for another", place.file, error)
            self._refused.add(place)
            return None
        return reader if reader.is_ours() else None

    def _mapped(self, place: SlotPlace) -> mmap.mmap:
        memory = self._maps.get(place.file)
        if memory is None:
            memory = map_frame_file(Path(place.file))
            self._maps[place.file] = memory
        end = place.offset + slot_bytes(place.key.width, place.key.height)
        if place.offset < 0 or end > len(memory):  # that of a whole 4K monitor has a larger file to itself
            raise ValueError(f"a slot at byte {place.offset} leaves the file, which has {len(memory)}")
        return memory


def _judged(reader: SlotReader, now_ns: int) -> ShownState:
    return shown_state(reader.written(), now_ns, reader.place.key.delay_ms)
