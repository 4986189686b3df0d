"""Small pictures of the wall's cells, copied twice a second from the slots that the displays have anyway.

What no display shows (its process does not run, its window is closed) the desk demands itself, as small as it
draws it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from console.domain.ids import FeedId
from console.domain.media import Demand, Priority
from console.domain.picture import PictureState, ShownState
from console.protocol.engine_messages import SlotPlace
from console.ui.declared_demands import DeclaredDemands
from console.ui.frames import Frames, FrameSource, image_over

REFRESH_INTERVAL_MS = 500
UNSHOWN_AFTER_NS = 1_000_000_000
"""So long a feed has no display's slot before the desk demands one: displays ask for theirs at once."""
BETWEEN_NS = 5_000_000_000
"""So long it may take from a display's last picture to the desk's own first: its demand, then a keyframe."""
PART = "miniatures"

Box = tuple[int, int]
"""Width and height in device pixels."""


@dataclass(slots=True)
class Miniature:
    """A feed's small picture (None while there is none), its state, and of which slot's picture it is a copy.

    Each slot counts its own pictures: a number alone may be another's, too.
    """

    image: QImage | None
    shown: ShownState
    copy_of: tuple[SlotPlace, int] | None = None


class MiniaturePictures:
    """``demands``: by which what no display shows is demanded; without them it has no picture here."""

    def __init__(self, frames: Frames, demands: DeclaredDemands | None = None) -> None:
        self._frames = frames
        self._demands = demands
        self._undemanded: frozenset[FeedId] = frozenset()
        self._unshown_since_ns: dict[FeedId, int] = {}
        self._excused_until_ns: dict[FeedId, int] = {}
        self._own_boxes: dict[FeedId, set[Box]] = {}
        self._version = -1
        self._sources: dict[FeedId, FrameSource] = {}
        self._miniatures: dict[FeedId, Miniature] = {}
        self._sizes: dict[FeedId, QSize] = {}
        self.torn = 0

    def wanted(self, sizes: dict[FeedId, QSize], undemanded: frozenset[FeedId] = frozenset()) -> None:
        """These feeds at these sizes, in device pixels; others are let go.

        ``undemanded``: a picture of these is drawn if there is one, and not asked for.
        """
        self._undemanded = undemanded
        for feed in self._sources.keys() - sizes.keys():
            self._sources.pop(feed).close()
            for kept in (self._miniatures, self._unshown_since_ns, self._excused_until_ns, self._own_boxes):
                kept.pop(feed, None)
        for feed in sizes.keys() - self._sources.keys():
            self._sources[feed] = self._frames.source(feed, 0, 0)
        for feed, size in sizes.items():
            if self._sizes.get(feed) != size and feed in self._miniatures:
                self._miniatures[feed].copy_of = None  # so that it is scaled anew
        self._sizes = dict(sizes)

    def get(self, feed: FeedId) -> Miniature | None:
        """The feed's small picture as of the last refresh."""
        return self._miniatures.get(feed)

    def stale(self) -> frozenset[FeedId]:
        """Feeds whose picture was too old at the last refresh.

        Not while the desk waits for its own, as a display stopped showing it: that says nothing of the
        camera. What was old before is.
        """
        return frozenset(
            feed
            for feed, one in self._miniatures.items()
            if one.shown.state is PictureState.STALE and feed not in self._excused_until_ns
        )

    def refresh(self, now_ns: int, machine_ns: int) -> None:
        """Copy what is new and judge every picture's age at ``now_ns``, which stands as a replay stands."""
        for feed, source in self._sources.items():
            if self._version != self._frames.version:
                self._frames.find(source)
            source.advance()
            if source.current is None or not self._frames.is_placed(source.current.place):
                self._frames.find(source)
            self._take(feed, source, now_ns)
        self._version = self._frames.version
        for feed in [one for one, until_ns in self._excused_until_ns.items() if machine_ns >= until_ns]:
            del self._excused_until_ns[feed]
        if self._demands is not None:
            self._demands.change(tuple(self._demands_at(machine_ns)), PART)

    def _demands_at(self, machine_ns: int) -> Iterator[Demand]:
        """A small box of each feed that nobody else shows; the last to get a decode thread."""
        for feed, size in self._sizes.items():
            own = self._own_boxes.setdefault(feed, set())
            if feed in self._undemanded or self._frames.is_placed_beside(feed, own):
                for kept in (self._unshown_since_ns, self._excused_until_ns):
                    kept.pop(feed, None)
                continue
            if feed not in self._unshown_since_ns:
                self._unshown_since_ns[feed] = machine_ns
                if self._miniatures[feed].shown.state is not PictureState.STALE:
                    self._excused_until_ns[feed] = machine_ns + BETWEEN_NS
            if machine_ns - self._unshown_since_ns[feed] >= UNSHOWN_AFTER_NS:
                own.add((size.width(), size.height()))
                yield Demand(feed, size.width(), size.height(), priority=Priority.KEYFRAMES)

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
        if self._demands is not None:
            self._demands.change((), PART)
