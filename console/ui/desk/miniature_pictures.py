"""Small pictures of the wall's cells, copied twice a second from the slots that the displays have anyway."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from console.domain.ids import FeedId
from console.domain.picture import ShownState
from console.protocol.engine_messages import SlotPlace
from console.ui.frames import Frames, FrameSource, image_over

REFRESH_INTERVAL_MS = 500


@dataclass(slots=True)
class Miniature:
    """A feed's small picture (None while there is none), its state, and of which slot's picture it is a copy.

    Each slot counts its own pictures: a number alone may be another's, too.
    """

    image: QImage | None
    shown: ShownState
    copy_of: tuple[SlotPlace, int] | None = None


class MiniaturePictures:
    """Demands nothing and opens nothing: a feed that no display shows has no picture here."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._version = -1
        self._sources: dict[FeedId, FrameSource] = {}
        self._miniatures: dict[FeedId, Miniature] = {}
        self._sizes: dict[FeedId, QSize] = {}
        self.torn = 0

    def wanted(self, sizes: dict[FeedId, QSize]) -> None:
        """These feeds at these sizes, in device pixels; others are let go."""
        for feed in self._sources.keys() - sizes.keys():
            self._sources.pop(feed).close()
            self._miniatures.pop(feed, None)
        for feed in sizes.keys() - self._sources.keys():
            self._sources[feed] = self._frames.source(feed, 0, 0)
        for feed, size in sizes.items():
            if self._sizes.get(feed) != size and feed in self._miniatures:
                self._miniatures[feed].copy_of = None  # so that it is scaled anew
        self._sizes = dict(sizes)

    def get(self, feed: FeedId) -> Miniature | None:
        """The feed's small picture as of the last refresh."""
        return self._miniatures.get(feed)

    def refresh(self, now_ns: int) -> None:
        """Copy what is new and judge every picture's age."""
        for feed, source in self._sources.items():
            if self._version != self._frames.version:
                self._frames.find(source)
            source.advance()
            if source.current is None:
                self._frames.find(source)
            self._take(feed, source, now_ns)
        self._version = self._frames.version

    def _take(self, feed: FeedId, source: FrameSource, now_ns: int) -> None:
        shown = source.shown(now_ns)
        miniature = self._miniatures.setdefault(feed, Miniature(None, shown))
        miniature.shown = shown
        reader = source.current
        if reader is None:
            miniature.image = miniature.copy_of = None
            return
        picture = reader.picture()
        if picture is None or miniature.copy_of == (reader.place, picture.seq):
            return
        small = image_over(picture).scaled(
            self._sizes[feed], Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.FastTransformation
        )
        if not reader.still_whole(picture):
            self.torn += 1  # the writer was faster; the next refresh takes its newer picture
            return
        miniature.image, miniature.copy_of = small.copy(), (reader.place, picture.seq)

    def close(self) -> None:
        """Let go of all slots."""
        self.wanted({})
